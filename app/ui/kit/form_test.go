package kit_test

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

// On a slow screen letters are typed before the form is drawn: the key that
// opens it and those after it come in one turn of the event loop.
func TestNothingTypedAheadIsLost(t *testing.T) {
	st := stage(t)
	var later []func()
	st.Env.Post = func(f func()) { later = append(later, f) }
	name := kit.NewEntry("")
	c := st.Window.Canvas()
	c.SetOnTypedKey(func(e *fyne.KeyEvent) {
		if e.Name == fyne.KeyN {
			kit.ShowForm(st.Env, kit.Form{Title: "Nowy", Deed: "Dodaj", Fields: []kit.Field{{Input: name}}})
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
	st := stage(t)
	tries := 0
	pick := kit.NewChoice([]kit.Option{{Code: "a", Text: "A"}}, "a", nil)
	ask := func() *kit.FormDialog {
		return kit.ShowForm(st.Env, kit.Form{
			Title: "Nowy", Deed: "Dodaj", Fields: []kit.Field{{Input: kit.NewEntry("")}, {Input: pick}},
			Submit: func(done func(error)) { tries++; done(nil) },
		})
	}
	ask()
	st.Window.Canvas().Focus(pick)
	kit.CommitForm(st.Window)
	if tries != 1 || !closed(st) {
		t.Fatalf("saved %d times from a drop-down", tries)
	}
	kit.CommitForm(st.Window)
	if tries != 1 {
		t.Error("a closed form was saved")
	}
	outer := ask()
	inner := ask()
	inner.Close()
	kit.CommitForm(st.Window)
	if tries != 2 || !outer.Closed() {
		t.Errorf("after the inner form the outer one does not save: %d", tries)
	}
}

func TestLeavingAsksOnlyWhenSomethingChanged(t *testing.T) {
	st := stage(t)
	changed := false
	form := kit.ShowForm(st.Env, kit.Form{
		Title: "Dane", Deed: "Zapisz", Fields: []kit.Field{{Input: kit.NewEntry("")}},
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
	form = kit.ShowForm(st.Env, kit.Form{Title: "Dane", Deed: "Zapisz", Changed: func() bool { return changed }})
	st.Key(fyne.KeyEscape)
	if !form.Closed() {
		t.Error("an untouched form asks")
	}
}

func TestATallFormScrollsToTheFieldWithTheKeyboard(t *testing.T) {
	st := stage(t)
	st.Resize(kittest.Smallest.Width, kittest.Smallest.Height)
	var fields []kit.Field
	var entries []*kit.Entry
	for i := range 30 {
		e := kit.NewEntry("")
		entries = append(entries, e)
		fields = append(fields, kit.Field{Label: fmt.Sprint(i), Input: e})
	}
	kit.ShowForm(st.Env, kit.Form{Title: "Długi", Deed: "Zapisz", Fields: fields, Tall: true})
	if h := st.Window.Canvas().Overlays().Top().MinSize().Height; h > kittest.Smallest.Height {
		t.Fatalf("the form is %.0f high", h)
	}
	inSight := func(e *kit.Entry) bool {
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

func TestFoldShowsItsBodyByKey(t *testing.T) {
	st := stage(t)
	told := 0
	f := kit.NewFold("Adresy", "Kraków", false, kit.Body("ulica"))
	f.OnFold = func(bool) { told++ }
	st.Show(f)
	if st.Says("ulica") || !st.Says("Kraków") {
		t.Fatal("folded, it shows the body or hides what is in it")
	}
	st.Window.Canvas().Focus(f.Head())
	st.Key(fyne.KeyReturn)
	if !st.Says("ulica") || st.Says("Kraków") || told != 1 || !f.Open() {
		t.Error("Enter does not open it")
	}
}

func TestToggleAndCheckByKeyAndTap(t *testing.T) {
	st := stage(t)
	var told []bool
	g := kit.NewToggle("poczta", false, func(on bool) { told = append(told, on) })
	c := kit.NewCheck("nie kontaktować", true, func(on bool) { told = append(told, on) })
	st.Show(kit.VBox(8, kit.HBox(0, g, kit.Spacer()), c))
	width := g.MinSize().Width
	st.Window.Canvas().Focus(g)
	st.Key(fyne.KeySpace)
	test.Tap(g)
	if g.MinSize().Width != width {
		t.Error("switching it moves what stands beside it")
	}
	st.Window.Canvas().Focus(c)
	st.Key(fyne.KeySpace)
	c.SetOn(true)
	if fmt.Sprint(told) != "[true false false]" || g.On() || !c.Checked {
		t.Errorf("told %v", told)
	}
	st.Picture(t, "kit-toggle")
}

func TestAFormWarnsOfWhatHadBetterNotBeKept(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	st.Env.Risky = func(text string) string {
		if strings.Contains(text, "4111") {
			return "To wygląda na numer karty."
		}
		return ""
	}
	var heard []string
	note, secret := kit.NewTextArea("", 2), kit.NewPassword()
	note.OnChanged = func(text string) { heard = append(heard, text) }
	kit.ShowForm(st.Env, kit.Form{
		Title: "Sprawa", Deed: "Zapisz", Submit: func(done func(error)) { done(nil) },
		Fields: []kit.Field{{Input: kit.VBox(4, kit.Labelled("Treść", note))}, {Input: secret}},
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
	st := stage(t)
	st.Resize(800, 500)
	fields := make([]kit.Field, 20)
	for i := range fields {
		fields[i] = kit.Field{Label: "Pole", Input: kit.NewEntry("")}
	}
	fd := kit.ShowForm(st.Env, kit.Form{
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

func TestADayWithoutRoomIsSaidByItsWeekday(t *testing.T) {
	st := stage(t)
	d := kit.NewDateEntry(st.Env, st.Env.Today())
	st.Show(container.NewWithoutLayout(d))
	d.Resize(fyne.NewSize(500, 40))
	if !st.Says("wtorek, 24 listopada 2026") {
		t.Error("the day is not said in words")
	}
	d.Resize(fyne.NewSize(230, 40))
	if st.Says("24 listopada") || !st.Says("wtorek") {
		t.Error("the words do not fit, and the weekday is not said alone")
	}
}
