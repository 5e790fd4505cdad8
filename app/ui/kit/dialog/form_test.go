package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

// On a slow screen letters are typed before the form is drawn: the key that
// opens it and those after it come in one turn of the event loop.
func TestNothingTypedAheadIsLost(t *testing.T) {
	st := kittest.Plain(t)
	var later []func()
	st.Env.Post = func(f func()) { later = append(later, f) }
	name := input.NewEntry("")
	c := st.Window.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyN {
			dialog.ShowForm(st.Env, dialog.Form{Title: "Nowy", Deed: "Dodaj", Fields: []dialog.Field{{Input: name}}})
		}
	})
	press := func(k fyne.KeyName, r rune) { // as the toolkit hands a letter on
		st.Key(k)
		st.Type(string(r))
	}
	press(fyne.KeyN, 'n')
	press(fyne.KeyE, 'E')
	press(fyne.KeyW, 'w')
	press(fyne.KeyA, 'a')
	if name.Text != "Ewa" {
		t.Errorf("the field has %q", name.Text)
	}
	for _, f := range later {
		f()
	}
	st.Type("ż") // a letter made of several keys has none of its own
	if name.Text != "Eważ" {
		t.Errorf("afterwards the field has %q", name.Text)
	}
}

func TestCtrlEnterSavesFromAnyField(t *testing.T) {
	st := kittest.Plain(t)
	tries := 0
	pick := input.NewChoice([]input.Option{{Code: "a", Text: "A"}}, "a", nil)
	ask := func() *dialog.FormDialog {
		return dialog.ShowForm(st.Env, dialog.Form{
			Title: "Nowy", Deed: "Dodaj", Fields: []dialog.Field{{Input: input.NewEntry("")}, {Input: pick}},
			Submit: func(done func(error)) { tries++; done(nil) },
		})
	}
	ask()
	st.Window.Canvas().Focus(pick)
	dialog.CommitForm(st.Window)
	if tries != 1 || !closed(st) {
		t.Fatalf("saved %d times from a drop-down", tries)
	}
	dialog.CommitForm(st.Window)
	if tries != 1 {
		t.Error("a closed form was saved")
	}
	outer := ask()
	inner := ask()
	inner.Close()
	dialog.CommitForm(st.Window)
	if tries != 2 || !outer.Closed() {
		t.Errorf("after the inner form the outer one does not save: %d", tries)
	}
}

func TestLeavingAsksOnlyWhenSomethingChanged(t *testing.T) {
	st := kittest.Plain(t)
	changed := false
	form := dialog.ShowForm(st.Env, dialog.Form{
		Title: "Dane", Deed: "Zapisz", Fields: []dialog.Field{{Input: input.NewEntry("")}},
		Changed: func() bool { return changed },
	})
	changed = true
	st.Key(fyne.KeyEscape)
	if form.Closed() || !st.Says("Wyjść bez zapisania?") {
		t.Fatal("what was typed is lost without a question")
	}
	st.Key(fyne.KeyReturn) // stay
	if form.Closed() {
		t.Fatal("staying left the form")
	}
	st.Key(fyne.KeyEscape)
	st.Tap(t, "Wyjdź bez zapisania")
	if !form.Closed() || !closed(st) {
		t.Fatal("the form is still there")
	}
	changed = false
	form = dialog.ShowForm(st.Env, dialog.Form{Title: "Dane", Deed: "Zapisz", Changed: func() bool { return changed }})
	st.Key(fyne.KeyEscape)
	if !form.Closed() {
		t.Error("an untouched form asks")
	}
}

func TestATallFormScrollsToTheFieldWithTheKeyboard(t *testing.T) {
	st := kittest.Plain(t)
	st.Resize(kittest.Smallest.Width, kittest.Smallest.Height)
	var fields []dialog.Field
	var entries []*input.Entry
	for i := range 30 {
		e := input.NewEntry("")
		entries = append(entries, e)
		fields = append(fields, dialog.Field{Label: fmt.Sprint(i), Input: e})
	}
	dialog.ShowForm(st.Env, dialog.Form{Title: "Długi", Deed: "Zapisz", Fields: fields, Tall: true})
	if h := st.Window.Canvas().Overlays().Top().MinSize().Height; h > kittest.Smallest.Height {
		t.Fatalf("the form is %.0f high", h)
	}
	inSight := func(e *input.Entry) bool {
		y := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Y
		return y > 60 && y+e.Size().Height < kittest.Smallest.Height-60
	}
	if inSight(entries[29]) {
		t.Fatal("the last field is in sight at once")
	}
	for range 29 {
		st.Window.Canvas().FocusNext()
	}
	if !inSight(entries[29]) {
		t.Error("Tab led to a field out of sight")
	}
	st.Window.Canvas().Focus(entries[0])
	if !inSight(entries[0]) {
		t.Error("the way back is out of sight")
	}
}

func TestAFormWarnsOfWhatHadBetterNotBeKept(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	st.Env.Risky = func(text string) string {
		if strings.Contains(text, "4111") {
			return "To wygląda na numer karty."
		}
		return ""
	}
	var heard []string
	note, secret := input.NewTextArea("", 2), input.NewPassword()
	note.OnChanged = func(text string) { heard = append(heard, text) }
	dialog.ShowForm(st.Env, dialog.Form{
		Title: "Sprawa", Deed: "Zapisz", Submit: func(done func(error)) { done(nil) },
		Fields: []dialog.Field{{Input: kit.VBox(4, input.Labelled("Treść", note))}, {Input: secret}},
	})
	secret.SetText("4111 hasło")
	if st.Says("numer karty") {
		t.Error("a password is looked at")
	}
	note.SetText("karta 4111 1111")
	if !st.Says("To wygląda na numer karty.") || len(heard) != 1 {
		t.Errorf("nothing is told; the field's own ear heard %q", heard)
	}
	note.SetText("nic")
	if st.Says("numer karty") {
		t.Error("the warning stays when the number is gone")
	}
}

// TestAFailureFitsIntoTheWindow: a tall form gives way to what is said under it.
func TestAFailureFitsIntoTheWindow(t *testing.T) {
	st := kittest.Plain(t)
	st.Resize(800, 500)
	fields := make([]dialog.Field, 20)
	for i := range fields {
		fields[i] = dialog.Field{Label: "Pole", Input: input.NewEntry("")}
	}
	fd := dialog.ShowForm(st.Env, dialog.Form{
		Title: "Nowy", Deed: "Dodaj", Tall: true, Fields: fields, Submit: func(done func(error)) { done(nil) },
	})
	fd.Say(strings.Repeat("To się nie udało, a powodów jest wiele. ", 12), kit.ToneBad)
	save := kittest.All[*kit.Button](st)
	last := save[len(save)-1]
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(last)
	if bottom := at.Y + last.Size().Height; bottom > 500 || at.Y < 0 {
		t.Errorf("the button ends at %.0f of 500", bottom)
	}
}
