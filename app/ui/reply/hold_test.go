package reply_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/reply"
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

// A failure that is told while the answer loads stays until it was read; then the
// answer opens, and after it the screen behind has its keys.
func TestAnAnswerWaitsForADialogThatCameMeanwhile(t *testing.T) {
	st, ask, work, behind := slow(t, newOffice())
	ask()
	told := dialog.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty"))
	work()
	if !st.Says("Hasło jest puste.") || st.Says("R/2026/0007") || told.Closed() {
		t.Fatal("what failed vanished unread, or the answer opened over it")
	}
	st.Key(fyne.KeyReturn)
	if !told.Closed() || !st.Says("R/2026/0007") || st.Window.Canvas().Focused() == nil {
		t.Fatal("the answer did not open after it, with the keyboard in it")
	}
	st.Key(fyne.KeyEscape)
	st.Key(fyne.KeyK)
	if got := *behind; len(got) != 1 || got[0] != fyne.KeyK || st.Window.Canvas().Overlays().Top() != nil {
		t.Errorf("afterwards the screen behind got %v", got)
	}
}

// The dialog is read while the answer still loads.
func TestADialogOverAnAnswerThatLoadsIsClosed(t *testing.T) {
	st, ask, work, behind := slow(t, newOffice())
	ask()
	dialog.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty"))
	st.Key(fyne.KeyEscape)
	st.Key(fyne.KeyK)
	if len(*behind) != 0 || st.Says("Hasło jest puste.") {
		t.Errorf("keys went to the screen behind: %v", *behind)
	}
	work()
	if !st.Says("R/2026/0007") {
		t.Fatal("the answer did not open")
	}
	st.Key(fyne.KeyEscape)
	st.Key(fyne.KeyK)
	if got := *behind; len(got) != 1 {
		t.Errorf("afterwards the screen behind got %v", got)
	}
}

// An answer that waits behind a dialog does not open when its owner is closed meanwhile.
func TestAnAnswerDoesNotOutliveItsDesk(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	scope := kit.NewScope(st.Env)
	d := reply.New(st.Env, newOffice(), scope, func(string) string { return "" })
	var load func()
	spawn := st.Env.Spawn
	st.Env.Spawn = func(f func()) { load = f }
	d.Ask(data.ReplyRequest{MessageID: 1})
	st.Env.Spawn = spawn
	dialog.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty"))
	load()
	scope.Close()
	st.Key(fyne.KeyReturn)
	if top := st.Window.Canvas().Overlays().Top(); top != nil {
		t.Errorf("in front is %v", top)
	}
}

// Who typed Enter ahead has not answered: nothing is put among the drafts.
func TestEnterTypedAheadKeepsNoAnswer(t *testing.T) {
	o := newOffice()
	st, ask, work, _ := slow(t, o)
	ask()
	st.Key(fyne.KeyReturn)
	work()
	st.Key(fyne.KeyReturn)
	if len(o.replied) != 0 || !st.Says("R/2026/0007") {
		t.Errorf("kept %v", o.replied)
	}
}
