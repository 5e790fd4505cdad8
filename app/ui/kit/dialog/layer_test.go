package dialog_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

// A form that is saved at last closes under what opened above it meanwhile: that
// stays to be read, and the window's keys come back after it.
func TestAFormThatClosesLeavesTheDialogAboveIt(t *testing.T) {
	st := kittest.Plain(t)
	var passed []fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	var finish func(error)
	form := dialog.ShowForm(st.Env, dialog.Form{
		Title: "Nowy", Deed: "Dodaj", Fields: []dialog.Field{{Input: input.NewEntry("")}},
		Submit: func(done func(error)) { finish = done },
	})
	st.Key(fyne.KeyReturn)
	told, ended := dialog.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty")), 0
	told.OnClosed = func() { ended++ }
	finish(nil)
	if !form.Closed() || st.Says("Nowy") || !st.Says("Hasło jest puste.") || st.Window.Canvas().Focused() == nil {
		t.Fatal("the form stayed, or what opened above it went with it or lost the keyboard")
	}
	st.Key(fyne.KeyReturn)
	st.Key(fyne.KeyF5)
	if !closed(st) || ended != 1 || len(passed) != 1 || passed[0] != fyne.KeyF5 {
		t.Errorf("afterwards: closed %v, ended %d times, the window got %v", closed(st), ended, passed)
	}
}

// The question whether to leave a form goes with the form.
func TestASavedFormAsksNoMoreWhetherToLeaveIt(t *testing.T) {
	st := kittest.Plain(t)
	var finish func(error)
	dialog.ShowForm(st.Env, dialog.Form{
		Title: "Nowy", Deed: "Dodaj", Fields: []dialog.Field{{Input: input.NewEntry("")}},
		Submit: func(done func(error)) { finish = done }, Changed: func() bool { return true },
	})
	st.Key(fyne.KeyReturn, fyne.KeyEscape)
	if !st.Says(st.Env.Tr.T("ui.leave-title")) {
		t.Fatal("leaving is not asked about")
	}
	finish(nil)
	if !closed(st) {
		t.Error("the question stayed after the form")
	}
}

// What closing a dialog leads to comes before what waited for it.
func TestACoverIsLiftedAfterWhatADialogLedTo(t *testing.T) {
	st := kittest.Plain(t)
	var later []func()
	st.Env.Post = func(f func()) { later = append(later, f) }
	post := func() {
		now := later
		later = nil
		for _, f := range now {
			f()
		}
	}
	opened, off := 0, 0
	cover := dialog.Hold(st.Env, func() { off++ })
	dialog.Confirm(st.Env, "Usunąć?", "Na pewno.", "Usuń", func() {
		dialog.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty"))
	})
	cover.Lift(func() { opened++ })
	st.Tap(t, "Usuń")
	post()
	if opened != 0 || !st.Says("Hasło jest puste.") {
		t.Fatal("what waited came over the dialog")
	}
	st.Key(fyne.KeyEscape)
	if st.Key(fyne.KeyEscape); off != 0 || opened != 0 {
		t.Error("a key between the two was taken")
	}
	post()
	cover.Lift(func() { opened++ })
	if opened != 1 || !closed(st) {
		t.Errorf("opened %d times", opened)
	}
}

// A dialog that was there before the cover closes under it.
func TestADialogClosesUnderACover(t *testing.T) {
	st := kittest.Plain(t)
	var passed []fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	d := dialog.Show(st.Env, "Tytuł", kit.Body("treść"))
	cover := dialog.Hold(st.Env, func() {})
	d.Close()
	st.Key(fyne.KeyK)
	if len(passed) != 0 || closed(st) || st.Says("treść") {
		t.Fatalf("the cover went with the dialog, and keys to the window: %v", passed)
	}
	cover.Lift(nil)
	st.Key(fyne.KeyK)
	if len(passed) != 1 || !closed(st) {
		t.Errorf("afterwards the window got %v", passed)
	}
}
