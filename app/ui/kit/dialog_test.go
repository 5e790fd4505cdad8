package kit_test

import (
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

func stage(t *testing.T) *kittest.Stage {
	t.Helper()
	st := kittest.New(t, "pl", kit.ModeLight)
	st.Show(kit.Body("ekran"))
	return st
}

func closed(st *kittest.Stage) bool { return st.Window.Canvas().Overlays().Top() == nil }

func TestFormSavesOnEnterAndStaysOnError(t *testing.T) {
	st := stage(t)
	name, note := kit.NewEntry(""), kit.NewTextArea("", 3)
	tries := 0
	refuse := error(data.NewError(data.CodeInvalid, "password-empty"))
	form := kit.ShowForm(st.Env, kit.Form{
		Title: "Nowy", Deed: "Dodaj", Intro: "Wstęp",
		Fields: []kit.Field{{Label: "Nazwa", Input: name, Hint: "podpowiedź"}, {Label: "Notatka", Input: note}},
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
	st := stage(t)
	var finish func(error)
	tries := 0
	form := kit.ShowForm(st.Env, kit.Form{
		Title: "x", Deed: "Dodaj", Fields: []kit.Field{{Input: kit.NewEntry("")}},
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
	st := stage(t)
	var passed fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = e.Name })
	ended := 0
	d := kit.ShowDialog(st.Env, "Tytuł", kit.Body("treść"), kit.Secondary("Zamknij", "", nil))
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
	st := stage(t)
	done := 0
	ask := func() { kit.Confirm(st.Env, "Usunąć?", "Na pewno.", "Usuń konto", func() { done++ }) }
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
	st := stage(t)
	kit.ShowError(st.Env, data.NewError(data.CodeInvalid, "password-empty").Because(errors.New("sql: secret")))
	if !st.Says("Hasło jest puste.") || st.Says("secret") {
		t.Error("the dialog must tell the sentence and not the cause")
	}
	st.Key(fyne.KeyReturn)
	if !closed(st) {
		t.Error("Enter does not close it")
	}
}

func TestDateEntryShowsWhatItUnderstood(t *testing.T) {
	st := stage(t)
	e := kit.NewDateEntry(st.Env, data.Date{})
	st.Show(e)
	var heard data.Date
	e.OnDay = func(d data.Date) { heard = d }
	if !e.Understood() || !e.Day().IsZero() || e.Check() != nil {
		t.Error("an empty field is a day")
	}
	st.Window.Canvas().Focus(e.First())
	st.Type("+3")
	want := data.NewDate(2026, time.November, 27)
	if e.Day() != want || heard != want || !st.Says("piątek, 27 listopada 2026") {
		t.Errorf("+3 is %v", e.Day())
	}
	st.Type("x")
	if e.Understood() || !e.Day().IsZero() || data.CodeOf(e.Check()) != data.CodeInvalid || !st.Says(st.Env.Tr.T("ui.date-unclear")) {
		t.Error("nonsense is taken for a day")
	}
	e.SetDay(want)
	if e.Entry.Text != "27.11.2026" {
		t.Errorf("the field writes %q", e.Entry.Text)
	}
}

func TestChoiceKeepsCodes(t *testing.T) {
	st := stage(t)
	var picked []string
	c := kit.NewChoice([]kit.Option{{Code: "pl", Text: "Polski"}, {Code: "en", Text: "English"}}, "en",
		func(code string) { picked = append(picked, code) })
	st.Show(c)
	if c.Code() != "en" || len(picked) != 0 {
		t.Fatalf("starts with %q, told %q", c.Code(), picked)
	}
	c.SetSelected("Polski")
	c.SetCode("en")
	c.SetCode("unknown")
	if len(picked) != 1 || picked[0] != "pl" || c.Code() != "" {
		t.Errorf("told %q, code %q", picked, c.Code())
	}
}

func TestEntryLeavesTheWindowItsKeys(t *testing.T) {
	st := stage(t)
	var passed []fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	e := kit.NewEntry("")
	st.Show(e)
	st.Window.Canvas().Focus(e)
	st.Type("ab")
	st.Key(fyne.KeyF5, fyne.KeyEscape, fyne.KeyBackspace)
	if len(passed) != 2 || e.Text != "a" {
		t.Errorf("passed %v, text %q", passed, e.Text)
	}
	e.OnKey = func(k *fyne.KeyEvent) bool { return k.Name == fyne.KeyEscape }
	st.Key(fyne.KeyEscape)
	if len(passed) != 2 {
		t.Error("a key that the owner used went on")
	}
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	if e.SelectedText() != "a" {
		t.Error("the field lost its own shortcuts")
	}
}

func TestButtonsAndLinksWorkByKeyboard(t *testing.T) {
	st := stage(t)
	n := 0
	b, l := kit.Secondary("Sprawdź", "", func() { n++ }), kit.Link("Zobacz", func() { n += 10 })
	st.Show(kit.HBox(0, b, l))
	var passed fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = e.Name })
	st.Window.Canvas().Focus(b)
	st.Key(fyne.KeyReturn, fyne.KeySpace, fyne.KeyF5)
	st.Window.Canvas().Focus(l)
	st.Key(fyne.KeyReturn, fyne.KeyEscape)
	if n != 12 || passed != fyne.KeyEscape {
		t.Errorf("pressed %d, passed %q", n, passed)
	}
	b.Disable()
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if n != 12 {
		t.Error("a disabled button was pressed")
	}
}

func TestStatesSayWhatToDo(t *testing.T) {
	st := stage(t)
	again := 0
	st.Show(kit.Trouble(st.Env, data.NewError(data.CodeInvalid, "password-empty"), func() { again++ }))
	st.Tap(t, "Spróbuj ponownie")
	if again != 1 || !st.Says("Hasło jest puste.") {
		t.Error("trouble must say why and offer another try")
	}
	bar := kit.NewProgress(kit.ColorSkeleton, kit.ColorAccent)
	st.Show(kit.VBox(8, kit.Loading(3), bar, kit.Empty(kit.IconMail, "Nic tu nie ma.", nil), kit.Hint("podpowiedź")))
	bar.Set(5, 10)
	bar.Set(50, 10)
	bar.Set(1, 0)
	if !st.Says("Nic tu nie ma.") {
		t.Error("the empty state has no sentence")
	}
	st.Picture(t, "kit-states")
}
