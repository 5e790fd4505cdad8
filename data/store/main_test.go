package store_test

import (
	"flag"
	"os"
	"testing"
)

// TestMain lowers how often a property is tried, unless the command line says:
// each try writes a file of its own to the disk.
func TestMain(m *testing.M) {
	if f := flag.Lookup("rapid.checks"); f != nil {
		if err := f.Value.Set("25"); err != nil {
			panic(err)
		}
	}
	flag.Parse()
	os.Exit(m.Run())
}
