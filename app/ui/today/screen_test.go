package today_test

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/today"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// fakeService is a firm with a few things on its table.
type fakeService struct {
	today   data.Today
	err     error
	done    map[int64]bool
	snoozed map[int64]data.Date
}

func (f *fakeService) Today(context.Context) (data.Today, error) {
	t := f.today
	t.FollowUps = nil
	for _, u := range f.today.FollowUps {
		if !f.done[u.ID] && f.snoozed[u.ID].IsZero() {
			t.FollowUps = append(t.FollowUps, u)
		}
	}
	return t, f.err
}

func (f *fakeService) DoneFollowUp(_ context.Context, id int64, done bool) error {
	f.done[id] = done
	return f.err
}

func (f *fakeService) SnoozeFollowUp(_ context.Context, id int64, until data.Date) error {
	f.snoozed[id] = until
	return f.err
}

var day = data.NewDate(2026, time.November, 24)

func task(id int64, what, who string, due data.Date) data.FollowUpRow {
	return data.FollowUpRow{FollowUp: data.FollowUp{ID: id, What: what, Due: due, ContactID: 10 + id}, ContactName: who}
}

func complaint(id int64, number, who string, left int) data.CaseRow {
	safe := day.AddDays(left)
	k := data.CaseRow{ContactName: who, DaysLeft: left}
	k.ID, k.Number = id, number
	k.Deadline = data.Deadline{Rule: "consumer", Safe: safe, Latest: safe.AddDays(2)}
	return k
}

func busyFirm() *fakeService {
	at := time.Date(2026, 11, 24, 8, 12, 0, 0, time.UTC)
	return &fakeService{
		done: map[int64]bool{}, snoozed: map[int64]data.Date{},
		today: data.Today{
			On: day,
			FollowUps: []data.FollowUpRow{
				task(1, "Zadzwonić w sprawie wkładki do drzwi zewnętrznych", "Łukasz Wiśniewski", day.AddDays(-3)),
				task(2, "Wysłać ofertę na system jednego klucza", "Hotel Źródło", day),
				task(3, "Potwierdzić termin montażu", "Grażyna Kamińska", day),
			},
			Deadlines: []data.CaseRow{
				complaint(7, "R/2026/0014", "Żaneta Dąbrowska", 2),
				complaint(8, "R/2026/0015", "Piekarnia Ćwikła", 6),
				complaint(9, "R/2026/0016", "Paweł Święcicki", 13),
			},
			Waiting: 12,
			Newest: []data.InboxRow{
				{ID: 21, Date: at, From: data.Address{Name: "Wojciech Zieliński", Email: "w@z.pl"}, Subject: "Zamek po tygodniu zacina się na mrozie", Suggested: data.KindComplaint},
				{ID: 22, Date: at.Add(-3 * time.Hour), From: data.Address{Email: "biuro@mlyn.pl"}, Subject: "Zapytanie o 40 wkładek", Suggested: data.KindOrder},
				{ID: 23, Date: at.Add(-26 * time.Hour), From: data.Address{Name: "Żaneta Dąbrowska"}, Subject: "Dziękuję za szybką pomoc", Suggested: data.KindPraise},
			},
			ThisMonth: 6, UsualMonth: 4.2, UsualOf: 12,
			Accounts: []data.Account{{Name: "biuro@slusarnia.pl"}},
		},
	}
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) (*kittest.Stage, *today.Screen) {
	t.Helper()
	st := kittest.New(t, lang, mode)
	s := today.New(st.Env, f)
	t.Cleanup(s.Close)
	s.Show(0)
	st.Show(s.Content())
	return st, s
}

func TestPictures(t *testing.T) {
	for _, lang := range []string{"pl", "en"} {
		for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
			t.Run(lang+"-"+string(mode), func(t *testing.T) {
				st, s := open(t, busyFirm(), lang, mode)
				kit.Focus(s.Focus())
				st.Picture(t, "today-"+lang+"-"+string(mode))
				st.Resize(784, 650)
				st.Picture(t, "today-small-"+lang+"-"+string(mode))
			})
		}
	}
}

func TestSpaceTicksOffAndOffersUndo(t *testing.T) {
	f := busyFirm()
	st, s := open(t, f, "pl", look.ModeLight)
	st.Window.Canvas().Focus(s.Focus())
	st.Key(fyne.KeyDown, fyne.KeySpace)
	if !f.done[2] || f.done[1] {
		t.Fatalf("done = %v, want the second follow-up", f.done)
	}
	if len(st.Toasts) != 1 || st.Toasts[0] != "Zrobione: Wysłać ofertę na system jednego klucza" {
		t.Fatalf("toasts = %q", st.Toasts)
	}
	st.UndoLast(t)
}

func TestEnterOpensTheContact(t *testing.T) {
	st, s := open(t, busyFirm(), "pl", look.ModeLight)
	st.Window.Canvas().Focus(s.Focus())
	st.Key(fyne.KeyReturn)
	want := kit.Route{Screen: kit.ScreenContacts, ID: 11}
	if len(st.Routes) != 1 || st.Routes[0] != want {
		t.Fatalf("routes = %v, want %v", st.Routes, want)
	}
}

func TestSnoozeByKeyToTomorrow(t *testing.T) {
	f := busyFirm()
	st, s := open(t, f, "pl", look.ModeLight)
	st.Window.Canvas().Focus(s.Focus())
	st.Type("s")
	st.Key(fyne.KeyDown, fyne.KeyReturn)
	if f.snoozed[1] != day.AddDays(1) {
		t.Fatalf("snoozed = %v, want the first until tomorrow", f.snoozed)
	}
	st.UndoLast(t)
}

func TestTroubleOffersAnotherTry(t *testing.T) {
	f := busyFirm()
	f.err = data.NewError(data.CodeCorrupt, "no-such-sentence")
	st, s := open(t, f, "pl", look.ModeLight)
	st.Picture(t, "today-trouble")
	f.err = nil
	s.Show(0)
	if s.Focus() == nil {
		t.Error("nothing to work with after the second try")
	}
}

func TestQuietDay(t *testing.T) {
	f := &fakeService{today: data.Today{
		On: day, UsualOf: 1,
		Accounts: []data.Account{{Name: "a@b.pl", LastErr: "mail-dial", Failed: 3}},
	}}
	st, s := open(t, f, "pl", look.ModeLight)
	if s.Focus() != nil {
		t.Error("an empty day has nothing to focus")
	}
	for _, want := range []string{
		"Na dziś nic do zrobienia.", "Żadna reklamacja nie czeka", "po pierwszym pobraniu",
		st.Env.Tr.T("today.mailbox-never", "Account", "a@b.pl"), "za mało danych",
	} {
		if !st.Says(want) {
			t.Errorf("the quiet day does not say %q", want)
		}
	}
	st.Picture(t, "today-quiet")
	st.Tap(t, "Zobacz dlaczego")
	if len(st.Routes) != 1 || st.Routes[0].Screen != kit.ScreenSettings {
		t.Errorf("routes %v", st.Routes)
	}
}

func TestTheFirstStepLeadsThere(t *testing.T) {
	f := busyFirm()
	f.today.Deadlines[0].DaysLeft = 1
	st, _ := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Odpowiedz na R/2026/0014")
	f = busyFirm()
	f.today.FollowUps, f.today.Deadlines = nil, nil
	mail, _ := open(t, f, "pl", look.ModeLight)
	mail.Tap(t, "Rozpatrz pocztę (12)")
	f = busyFirm()
	f.today = data.Today{On: day}
	none, _ := open(t, f, "pl", look.ModeLight)
	none.Tap(t, "Podłącz pocztę")
	got := append(append(st.Routes, mail.Routes...), none.Routes...)
	want := []kit.Route{{Screen: kit.ScreenCases, ID: 7}, {Screen: kit.ScreenMail}, {Screen: kit.ScreenSettings}}
	for i, w := range want {
		if i >= len(got) || got[i] != w {
			t.Fatalf("went to %v, want %v", got, want)
		}
	}
}

func TestSnoozeToADayOfOnesOwn(t *testing.T) {
	f := busyFirm()
	st, s := open(t, f, "pl", look.ModeLight)
	st.Window.Canvas().Focus(s.Focus())
	st.Type("s")
	st.Key(fyne.KeyUp, fyne.KeyReturn) // the last entry of the menu
	field := kittest.All[*input.DateEntry](st)
	if len(field) != 1 {
		t.Fatal("no day is asked for")
	}
	field[0].Entry.SetText("kiedyś")
	st.Key(fyne.KeyReturn)
	if len(f.snoozed) != 0 || !st.Says("to nie jest data") {
		t.Fatal("nonsense was taken for a day")
	}
	field[0].Entry.SetText("5.12")
	st.Key(fyne.KeyReturn)
	if f.snoozed[1] != data.NewDate(2026, time.December, 5) {
		t.Errorf("snoozed %v", f.snoozed)
	}
}

func TestRefusedDeedIsTold(t *testing.T) {
	f := busyFirm()
	st, s := open(t, f, "pl", look.ModeLight)
	st.Window.Canvas().Focus(s.Focus())
	f.err = data.NewError(data.CodeInvalid, "not-a-day", "Text", "x")
	st.Key(fyne.KeySpace)
	if len(st.Toasts) != 0 || !st.Says("to nie jest data") {
		t.Error("a refused deed must be told, and not as done")
	}
}

func TestDeadlinesAndMailOpen(t *testing.T) {
	st, _ := open(t, busyFirm(), "en", look.ModeLight)
	lists := kittest.All[*widget.RowList](st)
	if len(lists) != 3 {
		t.Fatalf("%d lists", len(lists))
	}
	for _, l := range lists {
		l.Select(0)
		st.Window.Canvas().Focus(l.Focusable())
		st.Key(fyne.KeyReturn)
	}
	for _, link := range []string{"All cases", "Open the mail", "Report"} {
		st.Tap(t, link)
	}
	want := []kit.Route{
		{Screen: kit.ScreenContacts, ID: 11},
		{Screen: kit.ScreenCases, ID: 7},
		{Screen: kit.ScreenMail, ID: 21},
		{Screen: kit.ScreenCases},
		{Screen: kit.ScreenMail},
		{Screen: kit.ScreenReports},
	}
	for i, w := range want {
		if i >= len(st.Routes) || st.Routes[i] != w {
			t.Fatalf("went to %v, want %v", st.Routes, want)
		}
	}
}

func TestChangesThatConcernItLoadAnew(t *testing.T) {
	f := busyFirm()
	st, s := open(t, f, "pl", look.ModeLight)
	f.today.Waiting = 13
	s.Changed(data.Change{Topics: []data.Topic{data.TopicSettings}})
	if st.Says("13") {
		t.Error("a change of the settings loaded the screen")
	}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if !st.Says("13") {
		t.Error("new mail is not counted")
	}
}
