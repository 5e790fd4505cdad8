//go:build !windows

package disk

import "syscall"

var (
	fullErrors      = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}
	protectedErrors = []error{syscall.EROFS}
	syncErrors      = []error{syscall.EINVAL, syscall.ENOTSUP, syscall.EBADF}
)
