package parts

import (
	"context"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
)

// often is how often a bar moves; the work itself reports much more often.
const often = 80 * time.Millisecond

// Work is something long that a screen shows while it lasts: how far it is, and
// a button that stops it.
type Work struct {
	env  *kit.Env
	bar  *kit.Progress
	line *kit.Text
	stop *kit.Button
	last atomic.Int64 // when it was shown last, in Unix nanoseconds

	Content fyne.CanvasObject
}

// NewWork returns the picture of a work that has not begun. stop is called on
// the UI thread when the person stops it.
func NewWork(env *kit.Env, title string, stop func()) *Work {
	w := &Work{env: env, bar: kit.NewProgress(kit.ColorSkeleton, kit.ColorPrimary), line: kit.Muted(" ").Cut()}
	w.stop = kit.Secondary(env.Tr.T("work.stop"), kit.IconClose, stop)
	w.Content = kit.VBox(0, kit.Card(kit.VBox(kit.GapRows,
		kit.Heading(title), w.bar, kit.HBox(kit.GapSmall, kit.Grow(w.line), w.stop))))
	return w
}

// Focus is the button that stops it.
func (w *Work) Focus() fyne.Focusable { return w.stop }

// Stopping says that it was asked to stop and may not be asked again.
func (w *Work) Stopping() { w.stop.Disable() }

// Count tells how far the work is, from any goroutine, as often as it likes:
// the bar moves no oftener than can be seen.
func (w *Work) Count(done, total int) {
	w.tell(done, total, func() string { return w.env.Tr.T("work.progress", "Done", done, "Total", total) })
}

// Bytes is Count for files.
func (w *Work) Bytes(what string, done, total int64) {
	w.tell(int(done), int(total), func() string {
		if total <= 0 {
			return what
		}
		return w.env.Tr.T("work.bytes", "What", what, "Done", w.env.Tr.Size(done), "Total", w.env.Tr.Size(total))
	})
}

func (w *Work) tell(done, total int, words func() string) {
	now := time.Now().UnixNano()
	if before := w.last.Load(); done < total && now-before < int64(often) || !w.last.CompareAndSwap(before, now) {
		return
	}
	w.env.Post(func() {
		w.bar.Set(done, total)
		w.line.SetText(words())
	})
}

// Working does something long off the UI thread, with w in the slot meanwhile,
// then done on it. It runs under the name "work": Cancel of that name stops it,
// and done is not called then.
func Working[T any](scope *kit.Scope, slot *Slot, w *Work, do func(context.Context) (T, error), done func(T, error)) {
	slot.Set(w.Content)
	kit.Focus(w.Focus())
	kit.Go(scope, "work", do, done)
}
