package core

import (
	"errors"
	"os"
	"syscall"

	"kartoteka/app/core/folder"
)

// invalidName is ERROR_INVALID_NAME.
const invalidName = 123

// markForeign notes in a file's stream that it came from the Internet: Windows
// then asks before it runs the file, and Office opens it protected.
func markForeign(path string) error {
	err := os.WriteFile(path+":Zone.Identifier", []byte("[ZoneTransfer]\r\nZoneId=3\r\n"), folder.FileMode)
	// A disk without streams (FAT) knows no names with a colon.
	if errors.Is(err, syscall.Errno(invalidName)) || errors.Is(err, os.ErrInvalid) {
		return nil
	}
	return err
}
