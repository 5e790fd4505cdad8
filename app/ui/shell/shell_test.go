package shell_test

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/core"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
)

var noon = time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)

// frame is a window on a card index of its own.
type frame struct {
	*kittest.Stage
	core  *core.Core
	shell *shell.Shell
}

func openCore(t *testing.T) *core.Core {
	t.Helper()
	c, err := core.Open(context.Background(), core.Options{Dir: t.TempDir(), Clock: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func open(t *testing.T, c *core.Core, o shell.Options) *frame {
	t.Helper()
	o.Spawn = func(f func()) { f() }
	return openWith(t, c, o)
}

// openWith leaves how work is started to the test.
func openWith(t *testing.T, c *core.Core, o shell.Options) *frame {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	st.Resize(1280, 800)
	if o.Post == nil {
		o.Post = func(f func()) { f() }
	}
	start, err := shell.Read(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	f := &frame{Stage: st, core: c, shell: shell.New(c, st.Window, start, o)}
	t.Cleanup(f.shell.Close)
	return f
}

// withFirm is a card index with one client, one follow-up due and no mailbox.
func withFirm(t *testing.T) *core.Core {
	t.Helper()
	c := openCore(t)
	ctx := context.Background()
	id, err := c.AddContact(ctx, data.Contact{
		Kind: data.Person, GivenName: "Łucja", FamilyName: "Wiśniewska",
		Handles: []data.Handle{{Kind: data.HandleEmail, Value: "lucja@example.pl"}}, Status: data.StatusActive, LegalType: data.Consumer,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddFollowUp(ctx, data.FollowUp{What: "Oddzwonić w sprawie wkładki", ContactID: id, Due: c.TodayDate()}); err != nil {
		t.Fatal(err)
	}
	return c
}

// press gives a shortcut to the window. (The canvas in memory hands none on.)
func (f *frame) press(key fyne.KeyName, m fyne.KeyModifier) {
	s := fyne.Shortcut(&desktop.CustomShortcut{KeyName: key, Modifier: m})
	if key == fyne.KeyZ && m == command {
		s = &fyne.ShortcutUndo{}
	}
	f.shell.Shortcut(s)
}

const command = fyne.KeyModifierControl

func TestEmptyCardIndexShowsTwoWays(t *testing.T) {
	f := open(t, openCore(t), shell.Options{})
	if !f.Says("Wypróbuj na przykładowej firmie") || !f.Says("Podłącz swoją pocztę") {
		t.Fatal("the first start does not offer both ways")
	}
	f.press(fyne.Key2, command)
	f.Tap(t, "English")
	if !f.Says("Welcome to Kartoteka") {
		t.Error("the language of the first start does not switch")
	}
	f.Tap(t, "Start without mail")
	if !f.Says("Good day") {
		t.Error("starting without mail does not lead to the first screen")
	}
}

func TestEachScreenByItsNumber(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	for i, want := range []kit.ScreenName{
		kit.ScreenToday, kit.ScreenMail, kit.ScreenContacts, kit.ScreenCases, kit.ScreenReports, kit.ScreenSettings,
	} {
		f.press([]fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}[i], command)
		if got := f.shell.Route().Screen; got != want {
			t.Errorf("Ctrl+%d shows %q, want %q", i+1, got, want)
		}
		f.Window.Canvas().Capture()
	}
	f.press(fyne.KeyLeft, fyne.KeyModifierAlt)
	if got := f.shell.Route().Screen; got != kit.ScreenReports {
		t.Errorf("back shows %q, want reports", got)
	}
	f.press(fyne.KeyRight, fyne.KeyModifierAlt)
	if got := f.shell.Route().Screen; got != kit.ScreenSettings {
		t.Errorf("forward shows %q, want settings", got)
	}
	f.Window.Canvas().Unfocus()
	f.Key(fyne.KeyEscape)
	if got := f.shell.Route().Screen; got != kit.ScreenReports {
		t.Errorf("Escape shows %q, want reports", got)
	}
}

func TestSearchFindsAClientByKeyboard(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.KeyK, command)
	f.Type("lucja wis")
	if !f.Says("Łucja Wiśniewska") {
		t.Fatal("the client is not among the results")
	}
	f.Picture(t, "shell-search")
	f.Key(fyne.KeyReturn)
	if r := f.shell.Route(); r.Screen != kit.ScreenContacts || r.ID == 0 {
		t.Errorf("Enter went to %+v, want the client", r)
	}
}

func TestSearchThatFindsNothingSaysSo(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.KeyF, command)
	f.Type("qqqq")
	if !f.Says("Nic nie znaleziono") {
		t.Error("nothing tells that nothing was found")
	}
	f.Key(fyne.KeyEscape)
	if f.Window.Canvas().Overlays().Top() != nil || slices.ContainsFunc(kittest.All[*input.Entry](f.Stage), func(e *input.Entry) bool { return e.Text != "" }) {
		t.Error("Escape left the results open, or the words in the field")
	}
	if _, in := f.Window.Canvas().Focused().(*input.Entry); in {
		t.Error("Escape left the keyboard in the field")
	}
	f.press(fyne.Key2, command)
	if got := f.shell.Route().Screen; got != kit.ScreenMail {
		t.Errorf("Ctrl+2 after the search shows %q", got)
	}
}

func TestAnEarlyEnterLeavesTheWordsThatNothingWasFound(t *testing.T) {
	var late later
	f := openWith(t, withFirm(t), shell.Options{Spawn: late.spawn})
	late.run()
	f.press(fyne.KeyF, command)
	f.Type("qqqq")
	f.Key(fyne.KeyReturn)
	late.run()
	if !f.Says("Nic nie znaleziono") {
		t.Error("nothing tells that nothing was found")
	}
}

func TestUndoTakesBackTheLastDeed(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.Key(fyne.KeySpace)
	if !f.Says("Zrobione: Oddzwonić w sprawie wkładki") {
		t.Fatal("the deed is not told")
	}
	if got, _ := f.core.FollowUps(context.Background(), data.FollowUpFilter{}); len(got) != 0 {
		t.Fatal("the follow-up is still open")
	}
	f.press(fyne.KeyZ, command)
	if got, _ := f.core.FollowUps(context.Background(), data.FollowUpFilter{}); len(got) != 1 {
		t.Error("Ctrl+Z did not bring the follow-up back")
	}
	if !f.Says("Cofnięto: zmiana zadania – Oddzwonić w sprawie wkładki.") {
		t.Error("it is not told what was undone")
	}
	f.press(fyne.KeyZ, command|fyne.KeyModifierShift)
	if got, _ := f.core.FollowUps(context.Background(), data.FollowUpFilter{}); len(got) != 0 || !f.Says("Ponowiono: zmiana zadania") {
		t.Error("Ctrl+Shift+Z did not tick it off again")
	}
	f.press(fyne.KeyZ, command|fyne.KeyModifierShift)
	if !f.Says("Nie ma czego przywrócić") {
		t.Error("a second Ctrl+Shift+Z does not say that there is nothing to redo")
	}
}

func TestUndoReachesAllDeedsOfTheSession(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.Key5, command) // from any screen
	for range 3 {
		f.press(fyne.KeyZ, command)
	}
	if !f.Says("Nie ma czego cofnąć") {
		t.Error("after the last one nothing says that there is nothing to undo")
	}
	if n, _ := f.core.ContactCount(context.Background(), data.ContactFilter{}); n != 0 {
		t.Errorf("%d contacts are left", n)
	}
}

func TestThePaletteUndoesAndOpensTheTrash(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.KeyK, command)
	if !f.Says("Polecenia") || !f.Says("Ponów cofniętą czynność") {
		t.Fatal("the palette shows no commands")
	}
	f.Type("cofnij")
	f.Key(fyne.KeyReturn)
	if !f.Says("Cofnięto: nowe zadanie") {
		t.Error("the palette did not undo")
	}
	if err := f.core.DeleteContact(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	f.press(fyne.KeyK, command)
	f.Type("kosz")
	f.Key(fyne.KeyReturn)
	if f.shell.Route().Screen != kit.ScreenSettings {
		t.Errorf("the palette went to %+v", f.shell.Route())
	}
	f.Tap(t, "Przywróć")
	if _, err := f.core.Contact(context.Background(), 1); err != nil {
		t.Errorf("it was not restored: %v", err)
	}
}

func TestLanguageSwitchesAtOnce(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.Key6, command)
	settings, err := f.core.Settings(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	settings.Language, settings.Theme, settings.FirmName = "en", "dark", "Zamki i Klucze"
	if err := f.core.SetSettings(context.Background(), settings); err != nil {
		t.Fatal(err)
	}
	if !f.Says("Settings") || !f.Says("Mailboxes") || !f.Says("Zamki i Klucze") {
		t.Error("the window does not follow the language and the name")
	}
	if f.shell.Route().Screen != kit.ScreenSettings {
		t.Error("the switch left the screen")
	}
	if th, ok := fyne.CurrentApp().Settings().Theme().(*look.Theme); !ok || th.Mode() != look.ModeDark {
		t.Error("the window does not follow the theme")
	}
}

func TestBadgesFollowTheStore(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	due := func() bool { return f.Says("1") }
	if !due() {
		t.Fatal("the badge of the follow-up that is due is missing")
	}
	all, _ := f.core.FollowUps(context.Background(), data.FollowUpFilter{})
	if err := f.core.DoneFollowUp(context.Background(), all[0].ID, true); err != nil {
		t.Fatal(err)
	}
	if !f.Says("Na dziś nic do zrobienia") {
		t.Error("the screen in front did not hear of the change")
	}
}

func TestPullWithoutMailboxSaysWhatToDo(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.Tap(t, "Podłącz skrzynkę")
	if f.shell.Route().Screen != kit.ScreenSettings {
		t.Error("the line at the foot does not lead to the settings")
	}
}

func TestSampleFirmInPlace(t *testing.T) {
	c := openCore(t)
	var asked bool
	f := open(t, c, shell.Options{Sample: func(ctx context.Context, o core.DemoOptions) error {
		asked = true
		o.Replaying(3, 10)
		_, err := c.Demo(ctx, o)
		return err
	}})
	f.Tap(t, "Wypróbuj")
	if !asked {
		t.Fatal("the sample firm was not set up")
	}
	for lang, mode := range map[string]look.Mode{"pl": look.ModeLight, "en": look.ModeDark} {
		w := open(t, c, shell.Options{Lang: lang, Mode: mode, Own: func() {}})
		if w.Says("Podłącz swoją pocztę") == (lang == "en") {
			t.Errorf("%s: the way to one's own mail is missing or in the wrong language", lang)
		}
		for _, name := range []kit.ScreenName{
			kit.ScreenToday, kit.ScreenMail, kit.ScreenContacts, kit.ScreenCases, kit.ScreenReports, kit.ScreenSettings,
		} {
			w.shell.Go(kit.Route{Screen: name})
			w.Picture(t, "walk-"+lang+"-"+string(mode)+"-"+string(name))
		}
	}
}

func TestSampleFirmThatFailsAsksAnew(t *testing.T) {
	f := open(t, openCore(t), shell.Options{Sample: func(context.Context, core.DemoOptions) error {
		return data.NewError(data.CodeInternal, "demo-server")
	}})
	f.Tap(t, "Wypróbuj")
	if !f.Says("Nie udało się uruchomić serwera poczty") {
		t.Fatal("the failure is not told")
	}
	f.Key(fyne.KeyEscape)
	if !f.Says("Witaj w Kartotece") {
		t.Error("the two ways are gone")
	}
}

func TestNewDayTurnsThePage(t *testing.T) {
	now := noon
	c, err := core.Open(context.Background(), core.Options{Dir: t.TempDir(), Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := c.AddContact(context.Background(), data.Contact{Kind: data.Person, GivenName: "Anna"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddFollowUp(context.Background(), data.FollowUp{What: "Oddzwonić", Due: c.TodayDate().AddDays(1)}); err != nil {
		t.Fatal(err)
	}
	f := open(t, c, shell.Options{})
	none := f.Env.Tr.T("today.tasks-none")
	f.shell.Tick()
	if !f.Says(none) {
		t.Fatal("tomorrow's follow-up is shown today")
	}
	now = now.AddDate(0, 0, 1)
	f.shell.Tick()
	if f.Says(none) || !f.Says("środa, 25 listopada 2026") {
		t.Error("the window still shows yesterday")
	}
}

func TestQuitByKey(t *testing.T) {
	quit := 0
	f := open(t, withFirm(t), shell.Options{Quit: func() { quit++ }})
	f.press(fyne.KeyQ, command)
	if quit != 1 {
		t.Error("Ctrl+Q does not end the program")
	}
}

func TestDialogHidesTheWindowsKeys(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.Key6, command)
	f.Tap(t, "Dodaj skrzynkę")
	f.press(fyne.Key2, command)
	f.press(fyne.KeyLeft, fyne.KeyModifierAlt)
	if f.shell.Route().Screen != kit.ScreenSettings {
		t.Error("a screen was left behind an open dialog")
	}
	f.Key(fyne.KeyEscape)
	f.press(fyne.Key2, command)
	if f.shell.Route().Screen != kit.ScreenMail {
		t.Error("the keys are lost after the dialog")
	}
}

func TestArrowsWakeTheScreenWhenNothingHasTheKeyboard(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.Window.Canvas().Unfocus()
	f.Key(fyne.KeyDown)
	if f.Window.Canvas().Focused() == nil {
		t.Error("an arrow did not give the list the keyboard")
	}
}

func TestSidebarByMouse(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	c := f.Window.Canvas()
	test.MoveMouse(c, fyne.NewPos(100, 175))
	if !f.Says("Ctrl+2") {
		t.Error("the entry under the mouse does not show its key")
	}
	test.TapCanvas(c, fyne.NewPos(100, 175))
	if f.shell.Route().Screen != kit.ScreenMail {
		t.Errorf("a tap leads to %q", f.shell.Route().Screen)
	}
	test.MoveMouse(c, fyne.NewPos(700, 400))
	if f.Says("Ctrl+2") {
		t.Error("the key stays when the mouse left")
	}
}

func TestNoticeGoesAwayByItself(t *testing.T) {
	c := withFirm(t)
	l := &later{}
	posted := make(chan func(), 64)
	st := kittest.New(t, "pl", look.ModeLight)
	start, err := shell.Read(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	s := shell.New(c, st.Window, start, shell.Options{
		Spawn: l.spawn, Post: func(f func()) { posted <- f }, Linger: time.Millisecond,
	})
	t.Cleanup(s.Close)
	s.Shortcut(&fyne.ShortcutUndo{})
	l.run()
	for !st.Says("Cofnięto: nowe zadanie") { // what is posted comes in its turn
		(<-posted)()
	}
	for st.Says("Cofnięto: nowe zadanie") { // it stays if this never ends
		(<-posted)()
	}
}

func TestNothingIsLeftOfAClosedWindow(t *testing.T) {
	c := withFirm(t)
	var running sync.WaitGroup
	posted := make(chan func(), 64)
	st := kittest.New(t, "pl", look.ModeLight)
	start, err := shell.Read(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	s := shell.New(c, st.Window, start, shell.Options{
		Spawn: running.Go, Post: func(f func()) { posted <- f }, Gather: time.Hour, Every: time.Hour,
	})
	if _, err := c.AddContact(t.Context(), data.Contact{Kind: data.Person, GivenName: "Jan"}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	running.Wait() // an hour's wait would not end in time
}

// stopPull taps the cross at the end of the line that tells of the pull.
func (f *frame) stopPull(t *testing.T) {
	t.Helper()
	for _, word := range kittest.All[*kit.Text](f.Stage) {
		if word.Text() == "Łączę się z serwerem…" {
			at := fyne.CurrentApp().Driver().AbsolutePositionForObject(word)
			test.TapCanvas(f.Window.Canvas(), fyne.NewPos(190, at.Y+word.Size().Height/2))
			return
		}
	}
	t.Fatal("no pull is told of")
}

func TestWithoutClientsTheWayToAFileIsShown(t *testing.T) {
	f := open(t, openCore(t), shell.Options{})
	f.Tap(t, "Zacznij bez poczty")
	f.press(fyne.Key3, command)
	f.Tap(t, "Wczytaj z pliku")
	if f.shell.Route().Screen != kit.ScreenSettings || !f.Says("Wczytaj klientów z pliku") {
		t.Errorf("the way leads to %+v", f.shell.Route())
	}
}

func TestSettingsLeadToTheFoldersOfAMailbox(t *testing.T) {
	c := coreWithVault(t)
	mailbox(t, c)
	f := open(t, c, shell.Options{})
	f.press(fyne.Key6, command)
	f.Tap(t, "Foldery, zasady pobierania i to, co się nie udało")
	if !f.Says("Reguły dla nadawców") {
		t.Error("the way does not lead to folders and rules")
	}
}
