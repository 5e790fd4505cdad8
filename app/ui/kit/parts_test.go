package kit_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func TestButtonsAndLinksWorkByKeyboard(t *testing.T) {
	st := kittest.Plain(t)
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
	st := kittest.Plain(t)
	again := 0
	st.Show(kit.Trouble(st.Env, data.NewError(data.CodeInvalid, "password-empty"), func() { again++ }))
	st.Tap(t, "Spróbuj ponownie")
	if again != 1 || !st.Says("Hasło jest puste.") {
		t.Error("trouble must say why and offer another try")
	}
	bar := kit.NewProgress(look.ColorSkeleton, look.ColorAccent)
	st.Show(kit.VBox(8, kit.Loading(3), bar, kit.Empty(look.IconMail, "Nic tu nie ma.", nil), kit.Hint("podpowiedź")))
	bar.Set(5, 10)
	bar.Set(50, 10)
	bar.Set(1, 0)
	if !st.Says("Nic tu nie ma.") {
		t.Error("the empty state has no sentence")
	}
	st.Picture(t, "kit-states")
}

func TestFoldShowsItsBodyByKey(t *testing.T) {
	st := kittest.Plain(t)
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

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Łukasz Wiśniewski": "ŁW", "żaneta": "Ż", "Hotel Źródło Sp. z o.o.": "HŹ", "biuro@mlyn.pl": "B",
		"Jan van Dijk": "JD", "": "?", "—": "?", "3M Polska": "3P", "  Anna   Maria Nowak": "AM",
	} {
		if got := kit.Initials(name); got != want {
			t.Errorf("initials of %q are %q, want %q", name, got, want)
		}
	}
	seen := map[uint32]bool{}
	for _, name := range strings.Fields("Anna Piotr Łucja Jan Ewa Marek Zofia Adam Olga Igor Hanna Oskar") {
		seen[kit.AvatarColor(name)] = true
	}
	if len(seen) < 4 {
		t.Errorf("twelve names have only %d colours", len(seen))
	}
}

func TestFitNeverExceedsItsRoom(t *testing.T) {
	kittest.New(t, "pl", look.ModeLight)
	long := "Zażółć gęślą jaźń i jeszcze trochę tekstu, który się nie zmieści"
	for _, w := range []float32{0, 10, 60, 200, 5000} {
		got := kit.Fit(long, 13, fyne.TextStyle{}, w)
		if width := fyne.MeasureText(got, 13, fyne.TextStyle{}).Width; width > w && got != "…" {
			t.Errorf("%q is %.0f wide in a room of %.0f", got, width, w)
		}
	}
	if got := kit.Fit(long, 13, fyne.TextStyle{}, 5000); got != long {
		t.Errorf("cut without need: %q", got)
	}
}
