package sqlite

import (
	"cmp"
	"context"
	"os"
	"sync/atomic"
	"time"

	"kartoteka/data"
)

// A disk without any room at all has none for what SQLite keeps beside a file
// that is read, either. The file is then opened as on a write-protected medium,
// and as it should be once there is room: when somebody wants to write, or when
// another program has written.

// full is a file that is only read for want of room.
type full struct {
	on      atomic.Bool
	healing atomic.Bool
	seen    atomic.Int64 // when the file was looked at last, in Unix nanoseconds
	stamp   time.Time    // of the file as it was opened
}

// fullLook is how often it is looked whether another program has written.
const fullLook = time.Second

// openFull opens a file for reading that can't be opened otherwise for want of
// room; with is what that said. A log beside the file can't be left out: where
// there is one, with it stays.
func (f *File) openFull(ctx context.Context, with error) error {
	st, err := os.Stat(f.path)
	if data.CodeOf(with) != data.CodeNoSpace || err != nil || st.Size() == 0 || hasLog(f.path) {
		return with
	}
	w, r, err := f.connect(ctx, true)
	if err != nil {
		return with
	}
	f.full.stamp = st.ModTime()
	f.full.on.Store(true)
	f.w, f.r = &Pool{&f.gate, w}, &Pool{&f.gate, r}
	f.gate.look = f.lookAgain
	return nil
}

// Full reports whether the file is only read since the disk has no room.
func (f *File) Full() bool { return f.full.on.Load() }

// mayWrite refuses a write where the file can only be read.
func (f *File) mayWrite(ctx context.Context) error {
	switch {
	case f.protected:
		return data.NewError(data.CodeReadOnly, "read-only")
	case f.Full():
		return f.heal(ctx)
	}
	return nil
}

// heal opens the file for writing if there is room by now. Whoever wants to write
// meanwhile waits for it, and finds the file healed.
func (f *File) heal(ctx context.Context) error {
	f.swapping.Lock()
	defer f.swapping.Unlock()
	if !f.Full() {
		return nil
	}
	w, r, err := f.connect(ctx, false)
	if err != nil {
		return data.NewError(data.CodeNoSpace, "opened-full").Because(err)
	}
	if err := cmp.Or(r.Close(), w.Close()); err != nil {
		return Told("close file", err)
	}
	return f.swap(ctx, func() error {
		f.full.on.Store(false)
		return nil
	})
}

// lookAgain is called before every query: where another program has written, what
// is read as if it never changed would be wrong from then on.
func (f *File) lookAgain() {
	if !f.Full() {
		return
	}
	now := time.Now().UnixNano()
	if last := f.full.seen.Load(); now-last < int64(fullLook) || !f.full.seen.CompareAndSwap(last, now) {
		return
	}
	st, err := os.Stat(f.path)
	if err != nil || st.ModTime().Equal(f.full.stamp) && !hasLog(f.path) || !f.full.healing.CompareAndSwap(false, true) {
		return
	}
	go func() {
		defer f.full.healing.Store(false)
		_ = f.heal(context.Background()) // else the next query looks again
	}()
}
