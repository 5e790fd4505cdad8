package data

import (
	"context"
	"sync/atomic"
)

// Noted learns which deed of the owner was done under its context, so that
// whoever had it done can take back that one and no other.
type Noted struct{ id atomic.Int64 }

// ID is the action's; 0: nothing was done that can be undone.
func (n *Noted) ID() int64 { return n.id.Load() }

type notedKey struct{}

// WithNoted returns a context and what learns of the deeds done under it.
func WithNoted(ctx context.Context) (context.Context, *Noted) {
	n := &Noted{}
	return context.WithValue(ctx, notedKey{}, n), n
}

// Note tells whoever waits for it that an action was done; the last one counts.
func Note(ctx context.Context, id int64) {
	if n, ok := ctx.Value(notedKey{}).(*Noted); ok && id != 0 {
		n.id.Store(id)
	}
}
