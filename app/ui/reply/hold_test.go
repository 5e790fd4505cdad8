package reply_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// slow is a stage whose work is done when the test says so, and the keys that the
// screen behind got.
func slow(t *testing.T, o *office) (st *kittest.Stage, ask func(), work func(), behind *[]fyne.KeyName) {
	t.Helper()
	st, d := desk(t, o, "pl", look.ModeLight)
	behind = &[]fyne.KeyName{}
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { *behind = append(*behind, e.Name) })
	var queue []func()
	spawn := st.Env.Spawn
	st.Env.Spawn = func(f func()) { queue = append(queue, f) }
	return st, func() { d.Ask(data.ReplyRequest{MessageID: 1}) }, func() {
		st.Env.Spawn = spawn
		for _, f := range queue {
			f()
		}
		queue = nil
	}, behind
}

// On the screen behind letters file mail: who asks for an answer and types on
// means the answer.
func TestKeysDoNotReachTheScreenWhileTheAnswerLoads(t *testing.T) {
	st, ask, work, behind := slow(t, newOffice())
	st.Key(fyne.KeyJ)
	ask()
	st.Key(fyne.KeyR, fyne.KeyP, fyne.KeyReturn)
	if len(*behind) != 1 {
		t.Fatalf("the screen behind got %v", *behind)
	}
	work()
	if !st.Says("R/2026/0007") || st.Window.Canvas().Focused() == nil {
		t.Fatal("the answer is not open, or the keyboard is not in it")
	}
	st.Key(fyne.KeyEscape)
	st.Key(fyne.KeyK)
	if got := *behind; len(got) != 2 || got[1] != fyne.KeyK || st.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("afterwards the screen behind got %v", got)
	}
}

func TestEscapeCallsOffAnAnswerThatLoads(t *testing.T) {
	st, ask, work, behind := slow(t, newOffice())
	ask()
	st.Key(fyne.KeyR, fyne.KeyEscape, fyne.KeyK)
	work()
	if got := *behind; len(got) != 1 || got[0] != fyne.KeyK || st.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("the screen behind got %v, in front is %v", got, st.Window.Canvas().Overlays().Top())
	}
}
