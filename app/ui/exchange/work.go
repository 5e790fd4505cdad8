package exchange

import (
	"context"
	"sync/atomic"
	"time"

	"kartoteka/app/ui/kit"
)

// often is how often a bar moves; the work itself reports much more often.
const often = 80 * time.Millisecond

// meter hands progress on to a bar on the UI thread, not more often than it can
// be seen.
type meter struct {
	post func(func())
	show func(done, total int)
	last atomic.Int64 // when it was shown, in Unix nanoseconds
}

func (m *meter) tell(done, total int) {
	now := time.Now().UnixNano()
	if before := m.last.Load(); done < total && now-before < int64(often) || !m.last.CompareAndSwap(before, now) {
		return
	}
	m.post(func() { m.show(done, total) })
}

// work does something long: it shows how far it is, and can be stopped. done is
// called when it ended by itself; a stopped one goes back to where it began.
func work[T any](s *Screen, title string, do func(context.Context, func(done, total int)) (T, error), done func(T, error)) {
	tr := s.env.Tr
	bar := kit.NewProgress(kit.ColorSkeleton, kit.ColorPrimary)
	line := kit.Muted(" ")
	m := &meter{post: s.env.Post, show: func(n, total int) {
		bar.Set(n, total)
		line.SetText(tr.T("exchange.progress", "Done", n, "Total", total))
	}}
	s.busy = true
	stop := kit.Secondary(tr.T("exchange.stop"), kit.IconClose, func() {
		s.scope.Cancel("work")
		s.busy = false
		if s.plan != nil {
			s.slot.Set(s.plan.content)
			return
		}
		s.load()
	})
	s.slot.Set(kit.VBox(0, kit.Card(kit.VBox(kit.GapRows,
		kit.Heading(title), bar, kit.HBox(kit.GapSmall, kit.Grow(line), stop)))))
	kit.Focus(stop)
	kit.Go(s.scope, "work", func(ctx context.Context) (T, error) { return do(ctx, m.tell) },
		func(v T, err error) {
			s.busy = false
			done(v, err)
		})
}
