package reports

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/chart"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func open(t *testing.T, f *fakeService) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	s := New(st.Env, f)
	t.Cleanup(s.Close)
	s.disk.folder = func() string { return "/home/ewa/Dokumenty" }
	s.disk.taken = func(string) bool { return false }
	st.Show(s.Content())
	s.Show(0)
	kit.Focus(s.Focus())
	return st, s
}

func TestThePeriodIsAskedForAndShown(t *testing.T) {
	f := newFake()
	_, s := open(t, f)
	if s.report == nil || s.save.Disabled() {
		t.Fatal("the report is not shown")
	}
	s.choose(string(spanLastYear))
	want := data.Period{From: data.NewDate(2025, 1, 1), To: data.NewDate(2025, 12, 31)}
	if got := f.asked[len(f.asked)-1]; got != want || s.report.Period != want {
		t.Errorf("asked for %v to %v", got.From, got.To)
	}
}

func TestOneKeyWritesTheWorkbook(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyX)
	if len(f.written) != 1 || f.written[0] != "/home/ewa/Dokumenty/Kartoteka-trendy-2026-11.xlsx" || f.langs[0] != "pl" {
		t.Fatalf("written: %v in %v", f.written, f.langs)
	}
	if f.periods[0] != s.period() {
		t.Errorf("the workbook is about %v to %v", f.periods[0].From, f.periods[0].To)
	}
	if st.Toasts[0] != "Zapisano: /home/ewa/Dokumenty/Kartoteka-trendy-2026-11.xlsx" || !s.saved.Box.Visible() {
		t.Errorf("toasts: %v", st.Toasts)
	}
}

func TestAFailureToWriteIsSaid(t *testing.T) {
	f := newFake()
	f.fail = data.NewError(data.CodeNoSpace, "no-space")
	st, s := open(t, f)
	test.Tap(s.save)
	if len(st.Toasts) != 0 || st.Window.Canvas().Overlays().Top() == nil || s.saved.Box.Visible() {
		t.Errorf("toasts: %v", st.Toasts)
	}
	if s.save.Disabled() {
		t.Error("one can't try again")
	}
}

func TestTheWorkbookIsOpened(t *testing.T) {
	st, s := open(t, newFake())
	var opened []string
	s.disk.open = func(u *url.URL) error {
		opened = append(opened, u.String())
		return nil
	}
	s.openFile("/home/ewa/Dokumenty/a b.xlsx")
	if len(opened) != 1 || opened[0] != "file:///home/ewa/Dokumenty/a%20b.xlsx" {
		t.Errorf("opened: %v", opened)
	}
	s.disk.open = func(*url.URL) error { return errors.New("no program") }
	s.openFile("/x.xlsx")
	if st.Window.Canvas().Overlays().Top() == nil {
		t.Error("nothing is said when it can't be opened")
	}
}

func TestAnEmptyFirmIsTold(t *testing.T) {
	f := newFake()
	f.first = data.Date{}
	st, s := open(t, f)
	if !s.report.Empty || !s.save.Disabled() {
		t.Fatal("an empty report can be saved")
	}
	st.Key(fyne.KeyX)
	if len(f.written) != 0 {
		t.Error("a key wrote an empty workbook")
	}
}

func TestAPeriodOfOnesOwn(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	s.choice.SetSelectedIndex(len(spans()) - 1)
	if st.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("nothing is asked")
	}
	first, ok := st.Window.Canvas().Focused().(*input.Entry)
	if !ok {
		t.Fatal("no field has the keyboard")
	}
	first.SetText("01.03.2026")
	st.Key(fyne.KeyReturn)
	want := data.Period{From: data.NewDate(2026, 3, 1), To: today}
	if s.span != spanCustom || s.custom != want || f.asked[len(f.asked)-1] != want {
		t.Errorf("%s: %v", s.span, s.custom)
	}
}

func TestLeavingThePeriodFormBringsTheChoiceBack(t *testing.T) {
	st, s := open(t, newFake())
	s.choice.SetSelectedIndex(len(spans()) - 1)
	st.Key(fyne.KeyEscape)
	if s.choice.Code() != string(spanYear) || s.span != spanYear {
		t.Errorf("choice %q, span %q", s.choice.Code(), s.span)
	}
}

func TestAPeriodThatEndsBeforeItBeginsIsRefused(t *testing.T) {
	st, _ := open(t, newFake())
	from, to := input.NewDateEntry(st.Env, today), input.NewDateEntry(st.Env, today.AddDays(-1))
	if _, err := chosen(from, to); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("error: %v", err)
	}
	from.Entry.SetText("kiedyś")
	if _, err := chosen(from, to); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("no day: %v", err)
	}
}

func TestTroubleCanBeTriedAgain(t *testing.T) {
	f := newFake()
	f.broken = data.NewError(data.CodeBusy, "busy")
	_, s := open(t, f)
	if s.report != nil || !s.save.Disabled() {
		t.Fatal("a report is there in spite of the failure")
	}
	f.broken = nil
	s.again()
	if s.report == nil {
		t.Error("the second try shows nothing")
	}
}

func TestChangesReloadButUnrelatedOnesDoNot(t *testing.T) {
	f := newFake()
	_, s := open(t, f)
	n := len(f.asked)
	s.Changed(data.Change{Topics: []data.Topic{data.TopicSettings}})
	if len(f.asked) != n {
		t.Error("settings reload the report")
	}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicCases}})
	if len(f.asked) != n+1 {
		t.Error("a changed case does not reload the report")
	}
}

// The tip names the month under the mouse with its figure and what is usual.
func TestTheChartTellsTheMonthUnderTheMouse(t *testing.T) {
	st, _ := open(t, newFake())
	run := kittest.All[*chart.Run](st)[0]
	st.Window.Canvas().Focus(run)
	st.Key(fyne.KeyEnd, fyne.KeyLeft)
	told := run.Tip(10)
	if len(told) != 4 || told[0] != "wrz 2026" || told[1] != "Reklamacje: 12" {
		t.Errorf("told %q", told)
	}
	if label := run.AccessibilityLabel(); !strings.Contains(label, "wrz 2026 12.") {
		t.Errorf("a screen reader says %q", label)
	}
}

// The report is longer than the window: the usual keys scroll it, and what the
// keyboard comes to is brought into sight.
func TestTheKeyboardReadsTheWholeReport(t *testing.T) {
	st, s := open(t, newFake())
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { s.Key(e) }) // as the window does
	place := scroll(t, s)
	st.Key(fyne.KeyEnd)
	if end := place.Content.Size().Height - place.Size().Height; end <= 0 || place.Offset.Y != end {
		t.Errorf("End goes to %v", place.Offset.Y)
	}
	st.Key(fyne.KeyPageUp, fyne.KeyHome)
	if place.Offset.Y != 0 {
		t.Errorf("Home goes to %v", place.Offset.Y)
	}
	pareto := kittest.All[*chart.Pareto](st)[0]
	st.Window.Canvas().Focus(pareto)
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(pareto).Y
	if top < 0 || top+pareto.Size().Height > st.Window.Canvas().Size().Height {
		t.Errorf("the chart with the keyboard is at %v", top)
	}
	st.Key(fyne.KeyX)
	if len(st.Toasts) != 1 {
		t.Error("the screen's key does not work from a chart")
	}
}
