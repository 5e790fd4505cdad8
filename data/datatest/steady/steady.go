// Package steady makes property tests try the same cases each time they run, so
// that a change is judged by what it changes. KARTOTEKA_SEED, or -rapid.seed,
// has them try others; 0 means new ones each time.
//
// Tests import it for that alone.
package steady

import (
	"flag"
	"os"

	_ "pgregory.net/rapid" // which makes the flag
)

func init() {
	seed := os.Getenv("KARTOTEKA_SEED")
	if seed == "" {
		seed = "1"
	}
	if err := flag.Set("rapid.seed", seed); err != nil {
		panic("KARTOTEKA_SEED: " + err.Error())
	}
}
