package erasing

import (
	"slices"

	"kartoteka/data/store/journal"
)

// Texts are the columns that an erasure empties or looks through, by table.
func Texts() map[string][]string {
	known := map[string][]string{"contact": append(slices.Clone(identityColumns), journal.CardKeys...)}
	for _, p := range textPlaces {
		known[p.table] = append(known[p.table], p.columns...)
	}
	return known
}
