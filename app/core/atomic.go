package core

import (
	"io"

	"kartoteka/data/disk"
)

// writeFile writes a file whole or not at all. What is not a plain file is not
// replaced; a link is followed.
func writeFile(path string, fill func(io.Writer) error) error { return disk.Write(path, fill) }

// fileError says what is wrong with a file that the person named.
func fileError(path string, err error) error { return disk.Error(path, err) }
