package parts_test

import (
	"context"
	"errors"
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// TestSomethingLongIsTold runs something long that may be stopped half-way.
func TestSomethingLongIsTold(t *testing.T) {
	refused := data.NewError(data.CodeNoSpace, "no-space").Because(errors.New("raw cause"))
	for name, c := range map[string]struct {
		stop       bool
		end        func(context.Context) error
		done, told bool
	}{
		"that succeeds":                   {false, func(context.Context) error { return nil }, true, false},
		"that fails":                      {false, func(context.Context) error { return refused }, false, true},
		"that is stopped in time":         {true, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }, false, false},
		"that is stopped when it is done": {true, func(context.Context) error { return nil }, true, false},
		"that fails while it is stopped":  {true, func(context.Context) error { return refused }, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			st := kittest.New(t, "pl", look.ModeLight)
			scope, slot := kit.NewScope(st.Env), parts.NewSlot()
			t.Cleanup(scope.Close)
			back, done := 0, 0
			l := parts.NewLong(st.Env, scope, slot, func() { back++ })
			st.Show(slot.Box)
			parts.Run(l, "Robię kopię", func(ctx context.Context, w *parts.Work) (int, error) {
				w.Count(3, 7)
				if !l.Busy() || !st.Says("Robię kopię") || !st.Says("3 z 7") {
					t.Error("what is done, and how far it is, is not shown")
				}
				if c.stop {
					st.Tap(t, "Przerwij")
				}
				return 5, c.end(ctx)
			}, func(int) { done++ })
			if l.Busy() || back != 1 || (done == 1) != c.done {
				t.Errorf("busy %v, %d times back, %d times done, want done %v", l.Busy(), back, done, c.done)
			}
			if told := st.Window.Canvas().Overlays().Top() != nil; told != c.told || st.Says("raw cause") {
				t.Errorf("a failure told %v, want %v, and never in the machine's words", told, c.told)
			}
		})
	}
}
