package core

import (
	"errors"
	"fmt"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// markForeign puts a file into quarantine: macOS then asks before it opens it.
func markForeign(path string) error {
	mark := fmt.Sprintf("0083;%x;Kartoteka;", time.Now().Unix())
	err := unix.Setxattr(path, "com.apple.quarantine", []byte(mark), 0)
	if errors.Is(err, syscall.ENOTSUP) { // a disk that keeps no such marks
		return nil
	}
	return err
}
