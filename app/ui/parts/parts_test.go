package parts

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func TestDaysLeftInGoodPolish(t *testing.T) {
	pl, en := i18n.New("pl", nil), i18n.New("en", nil)
	for days, want := range map[int][2]string{
		1: {"został 1 dzień", "1 day left"}, 2: {"zostały 2 dni", "2 days left"}, 5: {"zostało 5 dni", "5 days left"},
		12: {"zostało 12 dni", "12 days left"}, 22: {"zostały 22 dni", "22 days left"}, 0: {"dziś mija termin", "due today"},
		-1: {"1 dzień po terminie", "1 day overdue"}, -2: {"2 dni po terminie", "2 days overdue"}, -25: {"25 dni po terminie", "25 days overdue"},
	} {
		if got := [2]string{DaysLeft(pl, days), DaysLeft(en, days)}; got != want {
			t.Errorf("%d: %q", days, got)
		}
	}
}

func TestTonesOfDays(t *testing.T) {
	for days, want := range map[int]kit.Tone{-1: kit.ToneBad, 0: kit.ToneWarn, 3: kit.ToneWarn, 4: kit.ToneNeutral} {
		if got := DaysTone(days); got != want {
			t.Errorf("%d days: tone %d", days, got)
		}
	}
}

func TestACaseSaysItsDaysOnlyWhileItHasToBeAnswered(t *testing.T) {
	tr := i18n.New("pl", nil)
	c := data.CaseRow{Case: data.Case{State: data.CaseNew, Deadline: data.Deadline{Safe: data.NewDate(2026, 12, 1)}}, DaysLeft: 2}
	if word, tone := CaseChip(tr, &c); word != "zostały 2 dni" || tone != kit.ToneWarn {
		t.Errorf("open: %q", word)
	}
	c.State = data.CaseClosed
	if word, _ := CaseChip(tr, &c); word != "zamknięta" {
		t.Errorf("closed: %q", word)
	}
	c.State, c.Deadline = data.CaseNew, data.Deadline{}
	if word, _ := CaseChip(tr, &c); word != "nowa" {
		t.Errorf("without a term: %q", word)
	}
}

// Every code of the domain has a word in both languages, and none is shown as
// its key.
func TestEveryCodeHasAWord(t *testing.T) {
	for _, lang := range i18n.Languages() {
		tr := i18n.New(lang, nil)
		families := map[string][]input.Option{
			"channel.":  Options(tr, "channel.", data.Channels()),
			"state.":    Options(tr, "state.", data.CaseStates()),
			"decision.": Options(tr, "decision.", append(data.Decisions(), "")),
			"demand.":   Options(tr, "demand.", data.Demands()),
			"legal.":    Options(tr, "legal.", data.LegalTypes()),
			"status.":   Options(tr, "status.", data.ContactStatuses()),
			"severity.": Severities(tr),
		}
		for family, options := range families {
			for _, o := range options {
				key := family + o.Code
				if o.Code == "" {
					key = family + "none"
				}
				if o.Text == "" || !tr.Has(key) {
					t.Errorf("%s: %s has no word", lang, key)
				}
			}
		}
	}
}

func TestOwnCategoriesKeepTheirNames(t *testing.T) {
	tr := i18n.New("pl", nil)
	all := []data.Category{{List: data.ListCategories, Code: "quality"}, {List: data.ListCategories, Code: "own", Name: "Montaż"}}
	options := CategoryOptions(tr, data.ListCategories, all)
	if len(options) != 3 || options[0].Text != "bez kategorii" || options[1].Text != "jakość wyrobu" || options[2].Text != "Montaż" {
		t.Errorf("%+v", options)
	}
	for code, want := range map[string]string{"own": "Montaż", "quality": "jakość wyrobu", "": "bez kategorii", "delivery": "dostawa i termin", "gone": "gone"} {
		if got := CategoryWord(tr, data.ListCategories, code, all); got != want {
			t.Errorf("%q is called %q", code, got)
		}
	}
}

func TestSeverityCodes(t *testing.T) {
	for s, code := range map[data.Severity]string{0: "", 1: "1", 4: "4"} {
		if SeverityCode(s) != code || SeverityOf(code) != s {
			t.Errorf("%d: %q, %d", s, SeverityCode(s), SeverityOf(code))
		}
	}
	if SeverityTone(4) != kit.ToneBad || SeverityTone(3) != kit.ToneWarn || SeverityTone(1) != kit.ToneNeutral {
		t.Error("a grave case looks like any other")
	}
}

func TestFollowUpChips(t *testing.T) {
	tr := i18n.New("pl", nil)
	for state, want := range map[data.FollowUpState]kit.Tone{
		data.FollowUpOverdue: kit.ToneBad, data.FollowUpToday: kit.ToneWarn, data.FollowUpDone: kit.ToneGood, data.FollowUpLater: kit.ToneNeutral,
	} {
		word, tone := DueChip(tr, &data.FollowUpRow{State: state})
		if tone != want || word == "" {
			t.Errorf("%s: %q, tone %d", state, word, tone)
		}
	}
}

func TestFoldersFollowTheDesktop(t *testing.T) {
	home := t.TempDir()
	for _, dir := range []string{".config", "Dokumenty", "Downloads"} {
		if err := os.Mkdir(filepath.Join(home, dir), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	text := "# user dirs\nXDG_DOCUMENTS_DIR=\"$HOME/Dokumenty\"\nXDG_MUSIC_DIR=\"$HOME/Muzyka\"\n"
	if err := os.WriteFile(filepath.Join(home, ".config", "user-dirs.dirs"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	env := func(key string) string { return map[string]string{"HOME": home, "USERPROFILE": home}[key] }
	for name, c := range map[string]struct{ system, key, folder, want string }{
		"named by the desktop": {"linux", "XDG_DOCUMENTS_DIR", "Documents", filepath.Join(home, "Dokumenty")},
		"not named":            {"linux", "XDG_DOWNLOAD_DIR", "Downloads", filepath.Join(home, "Downloads")},
		"not there":            {"linux", "XDG_MUSIC_DIR", "Music", home},
		"windows":              {"windows", "XDG_DOWNLOAD_DIR", "Downloads", filepath.Join(home, "Downloads")},
		"mac, not there":       {"darwin", "XDG_DOCUMENTS_DIR", "Documents", home},
	} {
		t.Run(name, func(t *testing.T) {
			if got := place(c.system, env, c.key, c.folder); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestPathsAreShortUnderHome(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if got := Short(filepath.Join(home, "Dokumenty", "a.xlsx")); got != filepath.Join("~", "Dokumenty", "a.xlsx") {
		t.Errorf("%q", got)
	}
	if got := Short("/srv/a.xlsx"); got != "/srv/a.xlsx" {
		t.Errorf("%q", got)
	}
}

func TestFlowGoesOnBelowWhereTheRoomEnds(t *testing.T) {
	var boxes []fyne.CanvasObject
	for range 5 {
		boxes = append(boxes, kit.Box(40, 20, canvas.NewRectangle(nil)))
	}
	f := Flow(10, boxes...)
	f.Resize(fyne.NewSize(140, 200))
	if got := f.MinSize(); got != fyne.NewSize(40, 50) {
		t.Errorf("three fit, so two rows: %v", got)
	}
	if got := boxes[3].Position(); got != fyne.NewPos(0, 30) {
		t.Errorf("the fourth stands at %v", got)
	}
	boxes[0].Hide()
	f.Resize(fyne.NewSize(400, 200))
	if got := f.MinSize().Height; got != 20 {
		t.Errorf("all fit: %v", got)
	}
	if got := boxes[1].Position(); got != fyne.NewPos(0, 0) {
		t.Errorf("a hidden one takes room: %v", got)
	}
}

func TestALineOpensByTapAndKey(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	n := 0
	l := NewLine(Line{Icon: look.IconMail, Title: "Temat", Sub: "treść", Chip: "reklamacja", Right: "10:42", OnTap: func() { n++ }})
	st.Show(l)
	test.Tap(l)
	kit.Focus(l)
	st.Key(fyne.KeyReturn, fyne.KeySpace)
	if n != 3 || l.Title() != "Temat" {
		t.Errorf("opened %d times", n)
	}
	passed := fyne.KeyName("")
	st.Window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { passed = e.Name })
	st.Key(fyne.KeyEscape)
	if passed != fyne.KeyEscape {
		t.Error("the line keeps the window's keys")
	}
	dead := NewLine(Line{Title: "Telefon"})
	dead.Tapped(nil)
	dead.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
}

func TestKeysReachTheScreenWhenNothingElseHasThem(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	var got []fyne.KeyName
	k := NewKeys(kit.Body("tekst"), func(e *fyne.KeyEvent) bool {
		got = append(got, e.Name)
		return e.Name == fyne.KeyL
	})
	st.Show(k)
	passed := 0
	st.Window.Canvas().SetOnTypedKey(func(*fyne.KeyEvent) { passed++ })
	test.Tap(k)
	st.Key(fyne.KeyL, fyne.KeyF5)
	if len(got) != 2 || passed != 1 {
		t.Errorf("screen saw %v, window %d", got, passed)
	}
}

func TestKeyButtonsShareTheRoomByTheirWords(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	pressed := ""
	var all []*KeyButton
	for _, word := range []string{"Reklamacja", "Inne", "Zamówienie", "Nie do nas"} {
		all = append(all, NewKeyButton("R", word, func() { pressed = word }))
	}
	best := NewBestButton("P", "Pochwała", kit.ToneGood, func() { pressed = "best" })
	st.Show(kit.VBox(0, KeyGrid(2, append(all, best)), KeyRow(NewKeyButton("L", "Zanotuj", func() {}))))
	if all[0].Size().Width <= all[1].Size().Width || all[0].Size().Width != all[2].Size().Width {
		t.Errorf("widths %v, %v, %v", all[0].Size(), all[1].Size(), all[2].Size())
	}
	kit.Focus(best)
	st.Key(fyne.KeyReturn)
	if pressed != "best" {
		t.Errorf("Enter pressed %q", pressed)
	}
	test.Tap(all[3])
	if pressed != "Nie do nas" || all[3].Label() != "Nie do nas" {
		t.Errorf("a tap pressed %q", pressed)
	}
}

func TestATickSaysDone(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	n := 0
	f := data.FollowUpRow{FollowUp: data.FollowUp{ID: 4, What: "Oddzwonić", Due: data.NewDate(2026, 11, 24)}, State: data.FollowUpToday}
	line := FollowUpLine(st.Env, &f, func(g *data.FollowUpRow) { n += int(g.ID) })
	st.Show(line)
	st.Window.Canvas().FocusNext()
	st.Window.Canvas().FocusNext()
	tick, ok := st.Window.Canvas().Focused().(*Tick)
	if !ok {
		t.Fatalf("Tab reached %T", st.Window.Canvas().Focused())
	}
	st.Key(fyne.KeySpace)
	tick.MouseIn(nil)
	tick.MouseOut()
	if n != 4 {
		t.Errorf("done: %d", n)
	}
}

func TestFollowUpForm(t *testing.T) {
	for name, c := range map[string]struct {
		what  string
		typed string
		want  data.Date
		says  string
	}{
		"a new one is due tomorrow":    {"", "Zadzwonić", data.NewDate(2026, 11, 25), "Zadzwonić"},
		"a known one asks for the day": {"Odpisać", "+3", data.NewDate(2026, 11, 27), "Odpisać"},
	} {
		t.Run(name, func(t *testing.T) {
			st := kittest.New(t, "pl", look.ModeLight)
			st.Show(container.NewStack())
			var what string
			var due data.Date
			AskFollowUp(st.Env, FollowUpForm{Title: "Do zrobienia", What: c.what, Save: func(w string, d data.Date, done func(error)) {
				what, due = w, d
				done(nil)
			}})
			st.Type(c.typed)
			st.Key(fyne.KeyReturn)
			if what != c.says || due != c.want {
				t.Errorf("%q on %v", what, due)
			}
		})
	}
}

func TestFollowUpFormRefusesNothing(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	st.Show(container.NewStack())
	saved := false
	d := AskFollowUp(st.Env, FollowUpForm{Title: "Do zrobienia", Save: func(string, data.Date, func(error)) { saved = true }})
	st.Key(fyne.KeyReturn)
	if saved || d.Closed() {
		t.Error("an empty follow-up was taken")
	}
}

func TestScrolledPlacesStayWhereTheyWere(t *testing.T) {
	tall := func() fyne.CanvasObject { return kit.Space(10, 900) }
	_, old := Sections(tall())
	_, fresh := Sections(tall())
	old.Resize(fyne.NewSize(200, 100))
	scrollOf(old).ScrollToOffset(fyne.NewPos(0, 333))
	KeepScroll(old, fresh)
	fresh.Resize(fyne.NewSize(200, 100))
	if got := scrollOf(fresh).Offset.Y; got != 333 {
		t.Errorf("begins at %v", got)
	}
	KeepScroll(nil, fresh)
	KeepScroll(container.NewStack(kit.Body("")), fresh)
	if got := scrollOf(fresh).Offset.Y; got != 333 {
		t.Errorf("nothing moved it to %v", got)
	}
}

func TestASlotShowsOneThing(t *testing.T) {
	s := NewSlot()
	a, b := kit.Body("a"), kit.Body("b")
	s.Set(a)
	s.Set(a)
	s.Set(b)
	if len(s.Box.Objects) != 1 || s.Box.Objects[0] != fyne.CanvasObject(b) {
		t.Errorf("%d things", len(s.Box.Objects))
	}
}

func TestIconsAndTonesOfTheDomain(t *testing.T) {
	icons := map[look.IconName]bool{}
	for _, c := range data.Channels() {
		icons[ChannelIcon(c)] = true
	}
	if len(icons) < 7 {
		t.Errorf("channels share %d icons", len(icons))
	}
	if KindTone(data.KindComplaint) != kit.ToneBad || KindTone(data.KindPraise) != kit.ToneGood || KindTone(data.KindOther) != kit.ToneNeutral {
		t.Error("complaint and praise look alike")
	}
	if StatusTone(data.StatusActive) == StatusTone(data.StatusEndedByUs) || StateTone(data.CaseNew) == StateTone(data.CaseClosed) {
		t.Error("an end looks like a beginning")
	}
}
