package core

import "kartoteka/app/core/importing"

// What callers hand to the parts of which a Core is made, under their names here.
type (
	// ImportRequest says what ImportFiles reads and how.
	ImportRequest = importing.Request
)
