package input_test

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func TestDateEntryShowsWhatItUnderstood(t *testing.T) {
	st := kittest.Plain(t)
	e := input.NewDateEntry(st.Env, data.Date{})
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

// A day reads in a field as it does elsewhere in the window, and is typed either way.
func TestDateEntryWritesTheDayOfItsLanguage(t *testing.T) {
	st := kittest.New(t, "en", look.ModeLight)
	day := data.NewDate(2026, time.November, 22)
	e := input.NewDateEntry(st.Env, day)
	if e.Entry.Text != st.Env.Tr.Date(day) || e.Entry.Text != "22 Nov 2026" {
		t.Errorf("the field writes %q", e.Entry.Text)
	}
	for _, text := range []string{"22.11.2026", "22 Nov 2026", "November 22, 2026"} {
		e.Entry.SetText(text)
		if e.Day() != day || e.Check() != nil {
			t.Errorf("%q is %v", text, e.Day())
		}
	}
}

func TestChoiceKeepsCodes(t *testing.T) {
	st := kittest.Plain(t)
	var picked []string
	c := input.NewChoice([]input.Option{{Code: "pl", Text: "Polski"}, {Code: "en", Text: "English"}}, "en",
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
	st := kittest.Plain(t)
	var passed []fyne.KeyName
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = append(passed, e.Name) })
	e := input.NewEntry("")
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

func TestADayWithoutRoomIsSaidByItsWeekday(t *testing.T) {
	st := kittest.Plain(t)
	d := input.NewDateEntry(st.Env, st.Env.Today())
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

func TestToggleAndCheckByKeyAndTap(t *testing.T) {
	st := kittest.Plain(t)
	var told []bool
	g := kit.NewToggle("poczta", false, func(on bool) { told = append(told, on) })
	c := input.NewCheck("nie kontaktować", true, func(on bool) { told = append(told, on) })
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
