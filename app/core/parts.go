package core

import (
	"kartoteka/app/core/exporting"
	"kartoteka/app/core/importing"
)

// What callers hand to the parts of which a Core is made, under their names here.
type (
	// ImportRequest says what ImportFiles reads and how.
	ImportRequest = importing.Request
	// ExportWords gives the texts of a language; the program's translator does.
	ExportWords = exporting.Words
)

// ExportLists lists what Export can write, but for mail.
func ExportLists() []string { return exporting.Lists() }
