package data

import (
	"context"
	"errors"
	"fmt"
	"testing"
)

func TestTheKeyOfAFailure(t *testing.T) {
	for want, err := range map[string]error{
		"cancelled":    fmt.Errorf("pull: %w", context.Canceled),
		"no-password":  NewError(CodeNoPassword, "no-password"),
		"internal":     errors.New("something"),
		"sync-running": fmt.Errorf("wrapped: %w", NewError(CodeBusy, "sync-running")),
	} {
		if got := KeyOf(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
}
