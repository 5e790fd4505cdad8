package parts

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// often is how often a bar moves; the work itself reports much more often.
const often = 80 * time.Millisecond

// Work is something long while it lasts: how far it is, and a button that stops it.
type Work struct {
	env  *kit.Env
	bar  *kit.Progress
	line *kit.Text
	stop *kit.Button
	last atomic.Int64 // when it was shown last, in Unix nanoseconds

	content fyne.CanvasObject
}

func newWork(env *kit.Env, title string, stop func()) *Work {
	w := &Work{env: env, bar: kit.NewProgress(look.ColorSkeleton, look.ColorPrimary), line: kit.Muted(" ").Cut()}
	w.stop = kit.Secondary(env.Tr.T("work.stop"), look.IconClose, stop)
	w.content = kit.VBox(0, kit.Card(kit.VBox(kit.GapRows,
		kit.Heading(title), w.bar, kit.HBox(kit.GapSmall, kit.Grow(w.line), w.stop))))
	return w
}

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

// Long is the place of a page in which something long may be shown instead of
// the page itself.
type Long struct {
	env   *kit.Env
	scope *kit.Scope
	slot  *Slot
	back  func()
	busy  bool
}

// NewLong returns the place, with nothing long going on. back brings the page
// itself into the slot again.
func NewLong(env *kit.Env, scope *kit.Scope, slot *Slot, back func()) *Long {
	return &Long{env: env, scope: scope, slot: slot, back: back}
}

// Busy reports whether something long is shown, which a notice of a change must
// not take away.
func (l *Long) Busy() bool { return l.busy }

// Run does something long off the UI thread and shows how far it is. Stopping
// it is asked for, and its end waited for: what was done after all is told. Then
// the page is back, and done called if it succeeded; a failure is told in a
// sentence, and one that was stopped in time in none.
func Run[T any](l *Long, title string, do func(context.Context, *Work) (T, error), done func(T)) {
	asked, stop := context.WithCancel(context.Background())
	var w *Work
	w = newWork(l.env, title, func() {
		w.stop.Disable()
		stop()
	})
	l.busy = true
	l.slot.Set(w.content)
	kit.Focus(w.stop)
	kit.Go(l.scope, "work", func(ctx context.Context) (T, error) {
		ctx, end := context.WithCancel(ctx)
		defer end()
		defer context.AfterFunc(asked, end)()
		return do(ctx, w)
	}, func(v T, err error) {
		stopped := asked.Err() != nil
		stop()
		l.busy = false
		l.back()
		switch {
		case err == nil:
			done(v)
		case stopped && (errors.Is(err, context.Canceled) || data.CodeOf(err) == data.CodeCancelled):
			// It was stopped in time: nothing was changed.
		default:
			dialog.ShowError(l.env, err)
		}
	})
}
