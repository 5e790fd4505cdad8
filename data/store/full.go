package store

import (
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
func (db *DB) openFull(ctx context.Context, with error) error {
	st, err := os.Stat(db.path)
	if data.CodeOf(with) != data.CodeNoSpace || err != nil || st.Size() == 0 || hasLog(db.path) {
		return with
	}
	w, r, err := connect(ctx, db.path, true)
	if err != nil {
		return with
	}
	db.full.stamp = st.ModTime()
	db.full.on.Store(true)
	db.w, db.r = &pool{&db.gate, w}, &pool{&db.gate, r}
	db.gate.look = db.lookAgain
	return nil
}

// Full reports whether the file is only read since the disk has no room.
func (db *DB) Full() bool { return db.full.on.Load() }

// mayWrite refuses a write where the file can only be read.
func (db *DB) mayWrite(ctx context.Context) error {
	switch {
	case db.protected:
		return data.NewError(data.CodeReadOnly, "read-only")
	case db.Full():
		return db.heal(ctx)
	}
	return nil
}

// heal opens the file for writing if there is room by now.
func (db *DB) heal(ctx context.Context) error {
	w, r, err := connect(ctx, db.path, false)
	if err != nil {
		return data.NewError(data.CodeNoSpace, "opened-full").Because(err)
	}
	if err := firstError(r.Close(), w.Close()); err != nil {
		return told("close file", err)
	}
	return db.Swap(ctx, func() error {
		db.full.on.Store(false)
		return nil
	})
}

// lookAgain is called before every query: where another program has written, what
// is read as if it never changed would be wrong from then on.
func (db *DB) lookAgain() {
	if !db.Full() {
		return
	}
	now := time.Now().UnixNano()
	if last := db.full.seen.Load(); now-last < int64(fullLook) || !db.full.seen.CompareAndSwap(last, now) {
		return
	}
	st, err := os.Stat(db.path)
	if err != nil || st.ModTime().Equal(db.full.stamp) && !hasLog(db.path) || !db.full.healing.CompareAndSwap(false, true) {
		return
	}
	go func() {
		defer db.full.healing.Store(false)
		_ = db.heal(context.Background()) // else the next query looks again
	}()
}
