package disk

import "syscall"

// The system's numbers (winerror.h): write-protected medium; handle's disk
// full, disk full, quota used up.
var (
	fullErrors      = []error{syscall.Errno(39), syscall.Errno(112), syscall.Errno(1295)}
	protectedErrors = []error{syscall.Errno(19)}
	syncErrors      []error
)
