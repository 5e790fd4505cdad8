package dialog_test

import (
	"errors"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

func closed(st *kittest.Stage) bool { return st.Window.Canvas().Overlays().Top() == nil }

func TestFormSavesOnEnterAndStaysOnError(t *testing.T) {
	st := kittest.Plain(t)
	name, note := input.NewEntry(""), input.NewTextArea("", 3)
	tries := 0
	refuse := error(data.NewError(data.CodeInvalid, "password-empty"))
	form := dialog.ShowForm(st.Env, dialog.Form{
		Title: "Nowy", Deed: "Dodaj", Intro: "Wstęp",
		Fields: []dialog.Field{{Label: "Nazwa", Input: name, Hint: "podpowiedź"}, {Label: "Notatka", Input: note}},
		Submit: func(done func(error)) { tries++; done(refuse) },
	})
	st.Type("Łucja")
	if name.Text != "Łucja" {
		t.Fatalf("the first field has %q: it did not get the keyboard", name.Text)
	}
	st.Key(fyne.KeyReturn)
	if tries != 1 || closed(st) || !st.Says("Hasło jest puste.") {
		t.Fatal("a refused form must stay and say why")
	}
	refuse = nil
	note.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	if tries != 2 || !closed(st) || !form.Closed() {
		t.Error("Ctrl+Enter in the long field did not save")
	}
}

func TestFormIsNotSavedTwiceWhileItRuns(t *testing.T) {
	st := kittest.Plain(t)
	var finish func(error)
	tries := 0
	form := dialog.ShowForm(st.Env, dialog.Form{
		Title: "x", Deed: "Dodaj", Fields: []dialog.Field{{Input: input.NewEntry("")}},
		Submit: func(done func(error)) { tries++; finish = done },
	})
	st.Key(fyne.KeyReturn, fyne.KeyReturn)
	if tries != 1 {
		t.Errorf("saved %d times", tries)
	}
	form.Say("Trwa…", kit.ToneNeutral)
	if !st.Says("Trwa…") {
		t.Error("the form does not say what it is told to")
	}
	st.Key(fyne.KeyEscape)
	finish(errors.New("late"))
	if !closed(st) {
		t.Error("a late answer opened the form again")
	}
}

func TestEscapeClosesAndGivesTheKeysBack(t *testing.T) {
	st := kittest.Plain(t)
	var passed fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = e.Name })
	ended := 0
	d := dialog.Show(st.Env, "Tytuł", kit.Body("treść"), kit.Secondary("Zamknij", "", nil))
	d.OnClosed = func() { ended++ }
	st.Key(fyne.KeyEscape)
	d.Close()
	if !closed(st) || ended != 1 || passed != "" {
		t.Fatalf("closed %v, ended %d times, passed %q", closed(st), ended, passed)
	}
	st.Key(fyne.KeyF5)
	if passed != fyne.KeyF5 {
		t.Error("the window's keys are lost after a dialog")
	}
}

func TestConfirmNamesTheDeedAndStartsOnCancel(t *testing.T) {
	st := kittest.Plain(t)
	done := 0
	ask := func() { dialog.Confirm(st.Env, "Usunąć?", "Na pewno.", "Usuń konto", func() { done++ }) }
	ask()
	st.Key(fyne.KeyReturn) // the focus is on Cancel
	if done != 0 || !closed(st) {
		t.Fatal("Enter did what should only be confirmed")
	}
	ask()
	st.Tap(t, "Usuń konto")
	if done != 1 || !closed(st) {
		t.Error("the deed was not done")
	}
}

func TestShowErrorTellsTheSentenceOnly(t *testing.T) {
	st := kittest.Plain(t)
	dialog.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty").Because(errors.New("sql: secret")))
	if !st.Says("Hasło jest puste.") || st.Says("secret") {
		t.Error("the dialog must tell the sentence and not the cause")
	}
	st.Key(fyne.KeyReturn)
	if !closed(st) {
		t.Error("Enter does not close it")
	}
}
