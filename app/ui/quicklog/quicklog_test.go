package quicklog_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"kartoteka/app/ui/card/cardtest"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/quicklog"
	"kartoteka/data"
)

func stage(t *testing.T) *kittest.Stage {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	st.Show(kit.Body("ekran"))
	return st
}

func isOpen(st *kittest.Stage) bool { return st.Window.Canvas().Overlays().Top() != nil }

func TestACallIsLoggedByKeyboardFromThreeLetters(t *testing.T) {
	st, f := stage(t), cardtest.New()
	logged := 0
	quicklog.Show(st.Env, f, quicklog.Hooks{Logged: func() { logged++ }}, 0)
	st.Type("dąb")
	st.Key(fyne.KeyReturn) // the first one
	letter(st, "M")        // social media
	letter(st, "D")        // to the client
	st.Type("pyta o cenę")
	for range 2 {
		st.Window.Canvas().FocusNext()
	}
	st.Type("5")
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 1 || logged != 1 || isOpen(st) {
		t.Fatalf("logged %+v", f.Logged)
	}
	want := data.Interaction{
		ContactID: 1, At: st.Clock, Channel: data.ChannelSocial, Direction: data.Outbound, Kind: data.KindOther, Text: "pyta o cenę", Minutes: 5,
	}
	if f.Logged[0] != want {
		t.Errorf("logged %+v, want %+v", f.Logged[0], want)
	}
	if st.Toasts[0] != "Zanotowano: Żaneta Dąbrowska" {
		t.Errorf("told %q", st.Toasts)
	}
}

// letter presses a letter that means something while a text is written.
func letter(st *kittest.Stage, key string) {
	if e, ok := st.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		e.TypedShortcut(input.Letter(key))
	}
}

func TestTheWordsThemselvesTakePlainLetters(t *testing.T) {
	st, f := stage(t), cardtest.New()
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 1)
	strips := kittest.All[*parts.KeyStrip](st)
	st.Window.Canvas().Focus(strips[0])
	st.Type("s")
	st.Window.Canvas().Focus(strips[1])
	st.Type("d")
	st.Type("krótko")
	letter(st, "D") // once more: the other way
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 1 || f.Logged[0].Channel != data.ChannelSMS || f.Logged[0].Direction != data.Inbound || f.Logged[0].Text != "krótko" {
		t.Errorf("logged %+v", f.Logged)
	}
}

func TestWhatIsToBeMindedIsShownAsSoonAsTheClientIsChosen(t *testing.T) {
	st, f := stage(t), cardtest.New()
	f.Warnings = []data.ContactWarning{{Kind: data.WarnNoContact, Why: "Prośba z 3 marca."}}
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 0)
	if st.Says("Prośba") {
		t.Fatal("nobody is chosen yet")
	}
	st.Type("żan")
	st.Key(fyne.KeyReturn)
	for _, want := range []string{"Żaneta Dąbrowska", "Zielarnia · Kraków · 600 100 001", "Prośba, żeby się nie kontaktować. Prośba z 3 marca.", "rabat 5%"} {
		if !st.Says(want) {
			t.Errorf("%q is not shown", want)
		}
	}
	letter(st, "E")
	if got := f.Deeds[len(f.Deeds)-1]; got != "may 1email" {
		t.Errorf("another channel asked %q", got)
	}
}

func TestASentenceThatIsBegunAtOnceIsTextAndKeptWhole(t *testing.T) {
	for _, text := range []string{"Pyta o wkładkę", "żarówka", "mówi, że", "to co zawsze", "od jutra"} {
		st, f := stage(t), cardtest.New()
		quicklog.Show(st.Env, f, quicklog.Hooks{}, 0)
		st.Type("żan")
		st.Key(fyne.KeyReturn)
		st.Type(text)
		dialog.CommitForm(st.Window)
		if len(f.Logged) != 1 || f.Logged[0].Text != text || f.Logged[0].Channel != data.ChannelPhone {
			t.Errorf("%q was logged as %+v", text, f.Logged)
		}
	}
}

func TestAFollowUpInSoManyDays(t *testing.T) {
	st, f := stage(t), cardtest.New()
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 1)
	st.Type("Prosi o wycenę")
	days := field(t, st, "np. 3")
	st.Window.Canvas().Focus(days)
	st.Type("x")
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 0 || !st.Says("„x” to nie jest liczba dni.") {
		t.Fatal("an unclear number of days is taken")
	}
	days.SetText("3")
	if !st.Says("piątek, 27 listopada 2026") {
		t.Error("the day is not said before it is kept")
	}
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 1 || len(st.Deeds) != 1 || st.Deeds[0] == nil {
		t.Errorf("the entry and its follow-up are not one deed that can be undone: %+v", st.Toasts)
	}
	if !slices.Contains(f.Deeds, "follow-up Wrócić do rozmowy: Żaneta Dąbrowska 2026-11-27") || f.Logged[0].Channel != data.ChannelPhone {
		t.Errorf("did %q", f.Deeds)
	}
}

func field(t *testing.T, st *kittest.Stage, placeholder string) *input.Entry {
	t.Helper()
	for _, e := range kittest.All[*input.Entry](st) {
		if e.PlaceHolder == placeholder {
			return e
		}
	}
	t.Fatalf("no field says %q", placeholder)
	return nil
}

func TestNobodyFitsANewOneIsOffered(t *testing.T) {
	st, f := stage(t), cardtest.New()
	asked := ""
	quicklog.Show(st.Env, f, quicklog.Hooks{NewContact: func(typed string, done func(int64)) {
		asked = typed
		done(4)
	}}, 0)
	st.Type("Xawery")
	st.Key(fyne.KeyReturn)
	st.Type("Dzień dobry")
	dialog.CommitForm(st.Window)
	if asked != "Xawery" || len(f.Logged) != 1 || f.Logged[0].ContactID != 4 {
		t.Errorf("asked %q, logged %+v", asked, f.Logged)
	}
}

func TestNothingIsKeptOfNobodyOrNothing(t *testing.T) {
	st, f := stage(t), cardtest.New()
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 0)
	st.Type("nowak")
	st.Key(fyne.KeyReturn)
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 0 || !st.Says("Nie ma czego zapisać") {
		t.Error("an empty entry is kept")
	}
	for _, e := range kittest.All[*input.Entry](st) {
		if e.Text == "Marek Nowak" {
			st.Window.Canvas().Focus(e)
			st.Type("X") // typed over: it may be anybody
		}
	}
	st.Key(fyne.KeyEscape)
	if st.Says("Wyjść bez zapisania?") { // the name is no part of the entry
		t.Fatal("leaving asks for a name")
	}
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 0)
	field(t, st, "Możliwie dosłownie").SetText("Dzień dobry")
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 0 || !st.Says("Wybierz kontakt") {
		t.Errorf("kept of somebody whose name was typed over: %+v", f.Logged)
	}
}

func TestNumbersThatHadBetterNotBeKeptAreTold(t *testing.T) {
	st, f := stage(t), cardtest.New()
	st.Env.Risky = func(text string) string {
		if text == "44051401359" {
			return "To wygląda na numer PESEL."
		}
		return ""
	}
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 1)
	note := field(t, st, "Co ustalono, co sprawdzić")
	note.SetText("44051401359")
	if !st.Says("To wygląda na numer PESEL.") {
		t.Error("nothing is told")
	}
	note.SetText("")
	if st.Says("PESEL") {
		t.Error("the warning stays")
	}
}

func TestAnEntryIsCorrected(t *testing.T) {
	st, f := stage(t), cardtest.New()
	old := data.Interaction{
		ID: 999, ContactID: 1, At: cardtest.At(17, 15), Channel: "courier", Direction: data.Inbound, Kind: data.KindComplaint,
		Subject: "Temat", Text: "Stare słowa", Note: "Notatka", Minutes: 6, CaseID: 12, Pinned: true,
		Outcome: data.OutcomeOwed,
	}
	quicklog.Edit(st.Env, f, quicklog.Hooks{}, old)
	dialog.CommitForm(st.Window)
	if len(f.Logged) != 1 || f.Logged[0] != old {
		t.Errorf("an untouched entry became %+v", f.Logged)
	}
	quicklog.Edit(st.Env, f, quicklog.Hooks{}, old)
	field(t, st, "Możliwie dosłownie").SetText("Nowe słowa")
	st.Key(fyne.KeyEscape)
	if !st.Says("Wyjść bez zapisania?") {
		t.Fatal("what was typed is lost without a question")
	}
	st.Key(fyne.KeyReturn)
	dialog.CommitForm(st.Window)
	if got := f.Logged[1]; got.Text != "Nowe słowa" || got.ID != 999 || !got.At.Equal(old.At) || got.Kind != data.KindComplaint {
		t.Errorf("corrected to %+v", got)
	}
}

// endOf is how far to the right buttons reach.
func endOf(buttons []*kit.Button) float32 {
	end := float32(0)
	for _, b := range buttons {
		end = fyne.Max(end, fyne.CurrentApp().Driver().AbsolutePositionForObject(b).X+b.Size().Width)
	}
	return end
}

func TestTheDialogFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		st.Show(kit.Body(""))
		f := cardtest.New()
		f.Warnings = []data.ContactWarning{{Kind: data.WarnQuietHours, Quiet: data.QuietHours{From: 1200, To: 480}}}
		quicklog.Show(st.Env, f, quicklog.Hooks{NewContact: func(string, func(int64)) {}}, 0)
		st.Type("w")
		st.Picture(t, "quicklog-find"+name)
		st.Key(fyne.KeyReturn)
		if size == kittest.Smallest {
			kittest.Fits(t, "quicklog"+name, st.Window.Canvas().Overlays().Top())
		}
		st.Picture(t, "quicklog"+name)
		for _, e := range kittest.All[*input.Entry](st) {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).X + e.Size().Width
			if right := endOf(kittest.All[*kit.Button](st)); at > right {
				t.Errorf("quicklog%s: a field ends at %v, past the last button at %v", name, at, right)
			}
		}
		st.Key(fyne.KeyEscape)
	})
}

// BenchmarkTypeAhead times the way from a typed letter to the painted list.
func BenchmarkTypeAhead(b *testing.B) {
	st := kittest.New(b, "pl", look.ModeLight)
	st.Show(kit.Body("ekran"))
	quicklog.Show(st.Env, cardtest.New(), quicklog.Hooks{}, 0)
	for b.Loop() {
		st.Type("ż")
		st.Key(fyne.KeyBackspace)
	}
}

func TestASearchThatFailsAfterEnterGivesTheLettersBack(t *testing.T) {
	st, f := stage(t), cardtest.New()
	quicklog.Show(st.Env, f, quicklog.Hooks{}, 0)
	who, ok := st.Window.Canvas().Focused().(*input.Entry)
	if !ok {
		t.Fatal("the client's name can't be typed at once")
	}
	f.Broken = data.NewError(data.CodeInternal, "internal")
	var work []func()
	st.Env.Spawn = func(do func()) { work = append(work, do) }
	st.Type("d")
	st.Key(fyne.KeyReturn)
	st.Type("ą")
	if who.Text != "d" {
		t.Fatalf("the name is %q before the answer", who.Text)
	}
	work[0]()
	st.Type("b")
	if who.Text != "dąb" {
		t.Errorf("the name is %q", who.Text)
	}
}

// A hint that is wider than its field would draw a scroll bar under it.
func TestTheHintOfWhatToDoFitsItsField(t *testing.T) {
	for _, lang := range []string{"pl", "en"} {
		st := kittest.New(t, lang, look.ModeLight)
		st.Show(kit.Body("ekran"))
		quicklog.Show(st.Env, cardtest.New(), quicklog.Hooks{}, 1)
		hint, seen := st.Env.Tr.T("quicklog.what-hint"), false
		for _, e := range kittest.All[*input.Entry](st) {
			if e.PlaceHolder != hint {
				continue
			}
			seen = true
			room := e.Size().Width - 4*theme.InnerPadding()
			if w := fyne.MeasureText(hint, theme.TextSize(), fyne.TextStyle{}).Width; w > room {
				t.Errorf("%q needs %v of %v", hint, w, room)
			}
		}
		if !seen {
			t.Errorf("no field says %q", hint)
		}
	}
}
