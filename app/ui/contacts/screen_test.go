package contacts

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"kartoteka/app/ui/card/cardtest"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// open shows the screen in a window whose navigation leads back to it, as the
// shell's does.
func open(t *testing.T, f *cardtest.Firm) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, "pl", look.ModeLight)
	return st, on(t, st, f)
}

func on(t *testing.T, st *kittest.Stage, f *cardtest.Firm) *Screen {
	t.Helper()
	note := st.Env.Navigate
	var s *Screen
	st.Env.Navigate = func(r kit.Route) {
		note(r)
		if r.Screen == kit.ScreenContacts {
			s.Show(r.ID)
			kit.Focus(s.Focus())
		}
	}
	s = New(st.Env, f, Hooks{Export: func(ctx context.Context, o data.ExportOptions) (int, error) {
		f.Deeds = append(f.Deeds, "export "+o.Path+" "+strings.Join(o.Columns, " "))
		f.Filters = append(f.Filters, o.Filter)
		return 3, f.Fail
	}})
	s.grid.Modifier = func() fyne.KeyModifier { return 0 }
	t.Cleanup(s.Close)
	st.Show(s.Content())
	s.Show(0)
	kit.Focus(s.Focus())
	return s
}

func says(t *testing.T, st *kittest.Stage, want ...string) {
	t.Helper()
	for _, w := range want {
		if !st.Says(w) {
			t.Errorf("%q is not on the screen", w)
		}
	}
}

// cells are what a row shows.
func cells(s *Screen, i int) []string {
	out := make([]string, len(s.table.codes))
	for c := range out {
		out[c] = s.cell(i, s.table.codes[c])
	}
	return out
}

// lastFilter is the one with which rows were asked for last.
func lastFilter(f *cardtest.Firm) data.ContactFilter { return f.Filters[len(f.Filters)-1] }

func TestTheListShowsTheUsualColumnsByLastContact(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	want := []string{"Żaneta Dąbrowska", "Zielarnia", "600 100 001, 12 345 67 89", "Kraków", "aktywny", "09:15"}
	if got := cells(s, 0); !slices.Equal(got, want) {
		t.Errorf("first row %q", got)
	}
	if got := cells(s, 2); got[0] != "Hotel Źródło sp. z o.o." || got[1] != "" {
		t.Errorf("a company %q", got)
	}
	if got := f.Filters[0]; got.Order != data.OrderLastContact || got.Reverse {
		t.Errorf("asked for %+v", got)
	}
	says(t, st, "8 kontaktów")
}

func TestWordsFilterAsTyped(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	st.Key(fyne.KeySlash)
	st.Type("nowak")
	if s.roster.count != 1 || lastFilter(f).Words != "nowak" {
		t.Errorf("%d found", s.roster.count)
	}
	says(t, st, "1 z 8 kontaktów")
	st.Key(fyne.KeyReturn)
	if s.card.ID() != 8 {
		t.Errorf("Enter opened %d", s.card.ID())
	}
	st.Key(fyne.KeyEscape)
	st.Type("")
	kit.Focus(s.filters.search)
	st.Key(fyne.KeyEscape)
	if s.filters.search.Text != "" || s.roster.count != 8 {
		t.Errorf("Escape leaves %q", s.filters.search.Text)
	}
}

func TestAnActiveFilterIsSaidAndTakenBack(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	st.Key(fyne.KeyF)
	s.filters.status.SetSelected("uśpiony")
	says(t, st, "Filtr działa:", "1 z 8 kontaktów")
	if len(kittest.All[*kit.Toggle](st)) != 2 { // the fold and the chip
		t.Error("the filter is not shown as something to take back")
	}
	s.filters.city.SetSelected("Kraków")
	says(t, st, "Nikt nie pasuje")
	for _, g := range kittest.All[*kit.Toggle](st) {
		if strings.HasPrefix(g.Word(), "uśpiony") {
			test.Tap(g)
			break
		}
	}
	if s.roster.count != 3 || s.filters.status.Code() != "" || lastFilter(f).City != "Kraków" {
		t.Errorf("%d of Kraków, asked %+v", s.roster.count, lastFilter(f))
	}
	st.Tap(t, "Pokaż wszystkich")
	if s.roster.count != 8 || st.Says("Filtr działa:") {
		t.Error("the filter is still there")
	}
}

func TestTitlesSort(t *testing.T) {
	f := cardtest.New()
	_, s := open(t, f)
	s.grid.OnSort(3, false) // town
	if got := lastFilter(f); got.Order != data.OrderCity || got.Reverse {
		t.Errorf("asked for %+v", got)
	}
	s.grid.OnSort(3, true)
	if got := lastFilter(f); got.Order != data.OrderCity || !got.Reverse {
		t.Errorf("the other way: %+v", got)
	}
	s.grid.OnSort(5, false) // last contact: the newest first
	if got := lastFilter(f); got.Order != data.OrderLastContact || got.Reverse {
		t.Errorf("by last contact: %+v", got)
	}
	s.grid.OnSort(5, false)
	if got := lastFilter(f); !got.Reverse {
		t.Errorf("the longest silent first: %+v", got)
	}
}

func TestBuiltInViews(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	for view, want := range map[string]data.ContactFilter{
		"Cisza od 60 dni": {SilentFor: 60, Order: data.OrderLastContact, Reverse: true}, "Nie kontaktować": {NoContact: true, Order: data.OrderLastContact},
		"Zakończeni": {Ended: true, Order: data.OrderLastContact}, "Wszyscy": {Order: data.OrderLastContact},
	} {
		s.views.choice.SetSelected(view)
		if !lastFilter(f).Same(want) {
			t.Errorf("%s asks for %+v", view, lastFilter(f))
		}
	}
	s.views.choice.SetSelected("Nie kontaktować")
	says(t, st, "Filtr działa:", "1 z 8 kontaktów")
}

func TestAViewIsSavedShownChangedAndDeleted(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	s.filters.city.SetSelected("Kraków")
	s.showColumns([]string{"name", "city", "tags"})
	s.views.askName(data.SavedView{})
	st.Key(fyne.KeyReturn)
	says(t, st, "Widok potrzebuje nazwy.")
	st.Type("Krakusi")
	st.Key(fyne.KeyReturn)
	want := data.SavedView{ID: 1, Name: "Krakusi", Filter: data.ContactFilter{City: "Kraków", Order: data.OrderLastContact}, Columns: []string{"name", "city", "tags"}, Rank: 1}
	if len(f.SavedView) != 1 || !f.SavedView[0].Filter.Same(want.Filter) || !slices.Equal(f.SavedView[0].Columns, want.Columns) {
		t.Fatalf("saved %+v", f.SavedView)
	}
	s.views.choice.SetSelected("Wszyscy")
	if s.roster.count != 8 || !slices.Equal(s.table.codes, usualColumns()) {
		t.Errorf("%d shown, columns %q", s.roster.count, s.table.codes)
	}
	s.views.choice.SetSelected("Krakusi")
	if s.roster.count != 3 || !slices.Equal(s.table.codes, want.Columns) || s.views.changed() {
		t.Errorf("%d shown, columns %q", s.roster.count, s.table.codes)
	}
	s.grid.OnSort(0, false)
	if !s.views.changed() {
		t.Error("another order is no change of the view")
	}
	test.Tap(s.views.more)
	st.TapMenu(t, "Zapisz zmiany w widoku „Krakusi”")
	if f.SavedView[0].Filter.Order != data.OrderName || s.views.changed() {
		t.Errorf("kept %+v", f.SavedView)
	}
	test.Tap(s.views.more)
	st.TapMenu(t, "Usuń widok")
	st.Tap(t, "Usuń widok")
	if len(f.SavedView) != 0 || slices.Contains(s.views.choice.Options, "Krakusi") {
		t.Error("the view is still there")
	}
}

func TestColumnsAreChosenAndPutInOrder(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	st.Key(fyne.KeyC)
	checks := kittest.All[*input.Check](st)
	find := func(word string) *input.Check {
		for _, c := range kittest.All[*input.Check](st) {
			if c.Text == word {
				return c
			}
		}
		t.Fatalf("no column %q", word)
		return nil
	}
	if len(checks) < 30 || !find("Wysokość drzwi").Visible() {
		t.Fatalf("%d columns to choose", len(checks))
	}
	test.Tap(find("Firma"))
	test.Tap(find("Wysokość drzwi"))
	ups := 0
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == "" && !b.Disabled() {
			if ups++; ups == 4 { // town one up: name down, phone up and down, town up
				test.Tap(b)
				break
			}
		}
	}
	st.Tap(t, "Pokaż")
	want := []string{"name", "city", "phones", "status", "last-contact", "field:1"}
	if !slices.Equal(s.table.codes, want) {
		t.Errorf("columns %q", s.table.codes)
	}
	if got := cells(s, 0); got[5] != "205,5" || got[1] != "Kraków" {
		t.Errorf("first row %q", got)
	}
}

func TestEveryColumnHasAWordAndAValue(t *testing.T) {
	f := cardtest.New()
	r := &f.Rows[0]
	r.JobTitle, r.Region, r.Country, r.NIP, r.REGON, r.SecondChannel, r.Language, r.Generation = "szefowa", "małopolskie", "Polska", "5260250274", "000331501", "courier", "pl", "x"
	r.Since, r.NoContact, r.OpenFollowUps, r.Updated = data.NewDate(2019, 5, 1), true, 2, cardtest.At(23, 9)
	r.Handles = append(r.Handles, data.Handle{Kind: data.HandleOther, Value: "zanetka"})
	_, s := open(t, f)
	for _, code := range s.table.all() {
		if title := s.table.title(code); strings.HasPrefix(title, "contacts.column") {
			t.Errorf("%s has no word", code)
		}
		if s.table.cell(code, r) == "" {
			t.Errorf("%s shows nothing of a whole card", code)
		}
	}
	if got := s.table.cell("second-channel", r); got != "Goniec" {
		t.Errorf("a channel of the owner's is %q", got)
	}
}

func TestManyAreMarkedByKeyboard(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	st.Key(fyne.KeyDown, fyne.KeySpace)
	says(t, st, "Wybrano 1 kontakt")
	s.grid.Modifier = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	st.Key(fyne.KeyDown, fyne.KeyDown)
	s.grid.Modifier = func() fyne.KeyModifier { return 0 }
	says(t, st, "Wybrano 3 kontakty")
	st.Key(fyne.KeyDown, fyne.KeyDown)
	if s.marks.count(8) != 3 {
		t.Error("moving the cursor forgets who was marked")
	}
	st.Key(fyne.KeyEscape)
	if st.Says("Wybrano") || s.card.ID() != 0 {
		t.Error("Escape does not let go")
	}
	s.grid.Focusable().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	says(t, st, "Wybrano 8 kontaktów")
	st.Key(fyne.KeySpace)
	says(t, st, "Wybrano 7 kontaktów")
}

func TestBulkDeedsTouchExactlyTheChosen(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	st.Key(fyne.KeyDown, fyne.KeySpace, fyne.KeyDown, fyne.KeyDown, fyne.KeySpace)
	st.Tap(t, "Etykieta")
	st.Key(fyne.KeyReturn)
	says(t, st, "Wpisz etykietę do dodania")
	st.Type("drzwi, stały klient")
	st.Key(fyne.KeyReturn)
	if !slices.Equal(f.BulkIDs, []int64{1, 3}) || !slices.Equal(f.Bulk.AddTags, []string{"drzwi", "stały klient"}) {
		t.Fatalf("%v got %+v", f.BulkIDs, f.Bulk)
	}
	st.UndoLast(t)
	st.Tap(t, "Status")
	st.Tap(t, "Zapisz")
	if f.Bulk.Status == nil || *f.Bulk.Status != data.StatusActive {
		t.Errorf("status %+v", f.Bulk)
	}
	st.Tap(t, "Do zrobienia")
	st.Type("Zaprosić na przegląd")
	st.Key(fyne.KeyReturn)
	if f.Bulk.FollowUp == nil || f.Bulk.FollowUp.What != "Zaprosić na przegląd" || len(f.BulkIDs) != 2 {
		t.Errorf("follow-up %+v", f.Bulk)
	}
	s.grid.Focusable().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	st.Key(fyne.KeySpace) // all but the third
	st.Tap(t, "Usuń")
	if got := f.Deeds[len(f.Deeds)-1]; got != "delete contacts 1 2 4 5 6 7 8" || s.roster.count != 1 {
		t.Errorf("did %q, %d left", got, s.roster.count)
	}
	if st.Says("Wybrano") {
		t.Error("who is gone is still chosen")
	}
}

func TestManyAreAskedAboutBeforeTheyGo(t *testing.T) {
	f := crowd(500)
	st, s := open(t, f)
	s.grid.Focusable().(fyne.Shortcutable).TypedShortcut(&fyne.ShortcutSelectAll{})
	st.Key(fyne.KeyDelete)
	says(t, st, "500 kontaktów trafi do kosza.")
	st.Key(fyne.KeyReturn) // the careful way
	if len(f.Rows) != 500 {
		t.Fatal("they went without a word")
	}
	s.unmark()
	st.Key(fyne.KeyEnd)
	s.grid.Modifier = func() fyne.KeyModifier { return fyne.KeyModifierShift }
	st.Key(fyne.KeyHome) // over pages that are not here
	if n := s.marks.count(500); n != 500 {
		t.Errorf("%d marked", n)
	}
}

func TestTheExportIsWhatIsShown(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	s.filters.city.SetSelected("Kraków")
	s.grid.OnSort(3, true)
	st.Tap(t, "Eksportuj")
	dir := kittest.All[*input.Entry](st)[1]
	dir.SetText(t.TempDir())
	st.Key(fyne.KeyReturn)
	got := f.Deeds[len(f.Deeds)-1]
	if !strings.HasPrefix(got, "export ") || !strings.HasSuffix(got, "kontakty-2026-11-24.xlsx name company phones city status last-contact") {
		t.Fatalf("did %q", got)
	}
	if o := lastFilter(f); o.City != "Kraków" || o.Order != data.OrderCity || !o.Reverse || o.Limit != 0 {
		t.Errorf("exported %+v", o)
	}
	if !strings.HasPrefix(st.Toasts[len(st.Toasts)-1], "Zapisano 3 kontakty") {
		t.Errorf("told %q", st.Toasts)
	}
}

func TestANewContactIsOpened(t *testing.T) {
	f := cardtest.New()
	st, s := open(t, f)
	st.Key(fyne.KeyN)
	st.Type("Ewa")
	dialog.CommitForm(st.Window)
	if s.card.ID() != 9 || !st.Says("Ewa") {
		t.Errorf("opened %d after %q", s.card.ID(), f.Deeds)
	}
	st.Key(fyne.KeyEscape)
	if s.card.ID() != 0 || st.Window.Canvas().Focused() != s.grid.Focusable() {
		t.Error("Escape does not lead back to the list")
	}
}

func TestAFailureIsShownWithAWayOut(t *testing.T) {
	f := cardtest.New()
	f.Broken = data.NewError(data.CodeBusy, "busy")
	st, s := open(t, f)
	says(t, st, "Bazy danych używa teraz inny program.")
	f.Broken = nil
	st.Tap(t, "Spróbuj ponownie")
	if s.roster.count != 8 {
		t.Errorf("%d contacts after the second try", s.roster.count)
	}
}

// With slow answers only the last filter's rows are shown.
func TestTheLastFilterWins(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	var later []func()
	st.Env.Spawn = func(f func()) { later = append(later, f) }
	s := on(t, st, cardtest.New())
	s.filters.search.SetText("nowak")
	s.filters.search.SetText("wiśniewski")
	for i := len(later) - 1; i >= 0; i-- { // answers come in the wrong order
		later[i]()
	}
	if r, _ := s.roster.row(0); s.roster.count != 1 || r == nil || r.FamilyName != "Wiśniewski" {
		t.Errorf("%d rows", s.roster.count)
	}
}

func TestTheScreenFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		s := on(t, st, cardtest.New())
		st.Key(fyne.KeyDown, fyne.KeyDown)
		kittest.Fits(t, "list"+name, s.Content())
		st.Picture(t, "contacts"+name)
		st.Key(fyne.KeySpace, fyne.KeyDown, fyne.KeySpace)
		s.filters.turn()
		s.filters.city.SetSelected("Kraków")
		s.marks.add([]int64{1, 5})
		s.showRows()
		s.grid.Refresh()
		kittest.Fits(t, "filter"+name, s.Content())
		st.Picture(t, "contacts-filter"+name)
		s.askColumns()
		st.Picture(t, "contacts-columns"+name)
		st.Key(fyne.KeyEscape)
	})
}
