package privacy_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/privacy"
	"kartoteka/data"
)

type fakeService struct {
	requests   []data.SubjectRequest
	breaches   []data.Breach
	processing []data.Processing
	due        []data.RetentionItem
	rules      []data.RetentionRule
	erasures   []data.Erasure
	checks     []data.Check
	people     []data.ContactRow
	gone       []data.GonePerson
	preview    data.ErasePreview

	saved     []data.SubjectRequest
	breached  []data.Breach
	kept      []data.Processing
	ran       [][]data.RetentionItem
	ruled     []data.RetentionRule
	exported  []string
	erased    []data.EraseOptions
	printed   string
	eraseLeft []string
	erasing   func(ctx context.Context) error // while it lasts
}

func (f *fakeService) SubjectRequests(context.Context) ([]data.SubjectRequest, error) {
	return f.requests, nil
}

func (f *fakeService) SaveSubjectRequest(_ context.Context, r data.SubjectRequest) (int64, error) {
	f.saved = append(f.saved, r)
	return 1, nil
}

func (f *fakeService) Breaches(context.Context) ([]data.Breach, error) { return f.breaches, nil }

func (f *fakeService) SaveBreach(_ context.Context, b data.Breach) (int64, error) {
	f.breached = append(f.breached, b)
	return 1, nil
}

func (f *fakeService) Processing(context.Context) ([]data.Processing, error) {
	return f.processing, nil
}

func (f *fakeService) SaveProcessing(_ context.Context, all []data.Processing) error {
	f.kept = all
	return nil
}

func (f *fakeService) WriteProcessing(_ context.Context, path string) error {
	f.printed = path
	return nil
}

func (f *fakeService) RetentionDue(context.Context) ([]data.RetentionItem, error) { return f.due, nil }

func (f *fakeService) RetentionRun(_ context.Context, items []data.RetentionItem) (data.RetentionResult, error) {
	f.ran = append(f.ran, items)
	return data.RetentionResult{Erased: len(items)}, nil
}

func (f *fakeService) RetentionRules(context.Context) ([]data.RetentionRule, error) {
	return f.rules, nil
}

func (f *fakeService) SaveRetentionRule(_ context.Context, r data.RetentionRule) error {
	f.ruled = append(f.ruled, r)
	return nil
}

func (f *fakeService) Erasures(context.Context) ([]data.Erasure, error) { return f.erasures, nil }

func (f *fakeService) Checklist(context.Context) ([]data.Check, error) { return f.checks, nil }

func (f *fakeService) SetChecked(_ context.Context, code string, done bool) error {
	for i := range f.checks {
		if f.checks[i].Code == code {
			f.checks[i].Checked = map[bool]data.Date{true: day(24)}[done]
		}
	}
	return nil
}

func (f *fakeService) ContactsLike(_ context.Context, typed string, _ int) ([]data.ContactRow, error) {
	var out []data.ContactRow
	for _, p := range f.people {
		if strings.Contains(strings.ToLower(p.DisplayName), strings.ToLower(typed)) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (f *fakeService) GoneLike(_ context.Context, typed string, _ int) ([]data.GonePerson, error) {
	var out []data.GonePerson
	for _, p := range f.gone {
		if strings.Contains(strings.ToLower(p.Name), strings.ToLower(typed)) {
			out = append(out, p)
		}
	}
	return out, nil
}

func (f *fakeService) SubjectExport(_ context.Context, _ int64, path string) error {
	f.exported = append(f.exported, path)
	return nil
}

func (f *fakeService) ErasePreview(context.Context, int64, data.EraseOptions) (data.ErasePreview, error) {
	return f.preview, nil
}

func (f *fakeService) EraseSubject(ctx context.Context, _ int64, o data.EraseOptions) (data.Erasure, error) {
	f.erased = append(f.erased, o)
	if f.erasing != nil {
		if err := f.erasing(ctx); err != nil {
			return data.Erasure{}, err
		}
	}
	return data.Erasure{Counts: f.preview.Counts, Backups: f.eraseLeft}, nil
}

func day(d int) data.Date { return data.Date{Year: 2026, Month: time.November, Day: d} }

func firm() *fakeService {
	f := &fakeService{
		requests: []data.SubjectRequest{
			{ID: 1, Kind: data.RequestAccess, ContactID: 4, ContactName: "Anna Nowak", Received: day(3), Due: data.Date{Year: 2026, Month: time.December, Day: 3}, DaysLeft: 9},
			{ID: 2, Kind: data.RequestErasure, Who: "Jan Kos", Received: day(1), Due: data.Date{Year: 2026, Month: time.December, Day: 1}, Answered: day(9), Outcome: data.OutcomeGranted},
		},
		breaches: []data.Breach{{
			ID: 1, What: "Zgubiony telefon służbowy", Found: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC),
			Due: time.Date(2026, 11, 26, 9, 0, 0, 0, time.UTC), Risk: data.RiskSome,
		}},
		processing: []data.Processing{{ID: 1, Rank: 1, Name: "Obsługa zleceń", Basis: "umowa (art. 6 ust. 1 lit. b)"}},
		due: []data.RetentionItem{
			{Rule: "leads", Record: "contact", ID: 7, Title: "Ewa Zapytała"},
			{Rule: "leads", Record: "contact", ID: 8, Title: "Piotr Rezygnuje"},
			{Rule: "clients", Record: "contact", ID: 9, Title: "Stary Klient", Blocked: true},
			{Rule: "new-senders", Record: "held", Title: "obcy@nieznany.example"},
		},
		rules: []data.RetentionRule{
			{Code: "clients", Months: 72},
			{Code: "trash", Months: 1},
			{Code: "marketing", Basis: "zgoda: do wycofania", Own: true},
			{Code: "new-senders", Months: 12},
			{Code: "mail-runs", Months: 3},
		},
		erasures: []data.Erasure{{
			ID: 3, At: time.Date(2026, 11, 20, 8, 30, 0, 0, time.UTC), Counts: data.EraseCounts{Messages: 2, Cases: 1},
			Reason: "zrzekł się roszczeń", Backups: []string{"kartoteka-2026-11-01T0205.db.age"},
		}},
		checks: []data.Check{{Code: "disk-encryption"}, {Code: "updates", Checked: day(20)}, {Code: "processor-contracts"}},
		preview: data.ErasePreview{
			ContactID: 4, Name: "Anna Nowak", Counts: data.EraseCounts{Messages: 3, Interactions: 5},
			Blocks: []data.EraseBlock{{Kind: "case", Title: "R/2026/0004", Count: 1}},
		},
		eraseLeft: []string{"kartoteka-2026-11-20T0205.db.age"},
	}
	p := data.ContactRow{DisplayName: "Anna Nowak"}
	p.ID = 4
	p.Handles = []data.Handle{{Kind: data.HandleEmail, Value: "anna@nowak.pl"}}
	f.people = []data.ContactRow{p}
	return f
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) *kittest.Stage {
	t.Helper()
	return kittest.Open(t, lang, mode, func(env *kit.Env) kit.Screen { return privacy.New(env, f) })
}

func TestEveryLook(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := open(t, firm(), lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, "privacy"+name, st.Window.Content())
		st.Picture(t, "privacy"+name)
		st.Tap(t, map[string]string{"pl": "Zapisz naruszenie", "en": "Note a breach"}[lang])
		st.Picture(t, "privacy-breach"+name)
		st.Key(fyne.KeyEscape)
		st.Tap(t, map[string]string{"pl": "Otwórz", "en": "Open"}[lang])
		st.Picture(t, "privacy-request"+name)
	})
}

func TestARequestIsNotedByKeyboard(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Zapisz żądanie")
	st.Key(fyne.KeyReturn)
	if !st.Says("kogo dotyczy żądanie") {
		t.Error("a request of nobody is not refused with a sentence")
	}
	st.Type("Zofia Żak")
	st.Key(fyne.KeyReturn)
	if len(f.saved) != 1 || f.saved[0].Who != "Zofia Żak" || f.saved[0].Received != day(24) || f.saved[0].Kind != data.RequestAccess {
		t.Errorf("saved %+v", f.saved)
	}
}

// enabled reports whether a button that says the words can be pressed.
func enabled(st *kittest.Stage, words string) bool {
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == words && !b.Disabled() {
			return true
		}
	}
	return false
}

// choose picks a person by a few letters.
func choose(t *testing.T, st *kittest.Stage) {
	t.Helper()
	for _, e := range kittest.All[*input.Entry](st) {
		if strings.HasPrefix(e.PlaceHolder, "np. Kow") {
			st.Window.Canvas().Focus(e)
			st.Type("now")
			st.Key(fyne.KeyReturn)
			return
		}
	}
	t.Fatal("no field for a person")
}

func TestEverythingAboutAPersonIsWritten(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	if enabled(st, "Zapisz wszystkie dane") || enabled(st, "Usuń tę osobę") {
		t.Fatal("the buttons work before a person was chosen")
	}
	choose(t, st)
	st.Tap(t, "Zapisz wszystkie dane")
	if len(st.Files) != 1 || st.Files[0].Name != "Dane osoby Anna Nowak 2026-11-24.zip" {
		t.Fatalf("asked for %+v", st.Files)
	}
	st.PickFile(t, "/home/anna/dane.zip")
	if len(f.exported) != 1 || f.exported[0] != "/home/anna/dane.zip" {
		t.Errorf("exported %q", f.exported)
	}
}

func TestThePersonOfACardIsChosenAlready(t *testing.T) {
	f := firm()
	st := kittest.New(t, "pl", look.ModeLight)
	s := privacy.New(st.Env, f)
	t.Cleanup(s.Close)
	s.Choose(4, "Anna Nowak")
	s.Show(0)
	st.Show(s.Content())
	st.Tap(t, "Zapisz wszystkie dane")
	st.PickFile(t, "/home/anna/dane.zip")
	if len(f.exported) != 1 {
		t.Error("the data of the person that was chosen on the card were not written")
	}
}

func TestErasingNeedsTheNameAndAReasonAgainstWhatBlocks(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	choose(t, st)
	st.Tap(t, "Usuń tę osobę")
	if !st.Says("R/2026/0004") || !st.Says("3 wiadomości") {
		t.Fatal("neither what speaks against it nor what would go is told")
	}
	if enabled(st, "Usuń na zawsze") {
		t.Fatal("it can be erased without the name being typed")
	}
	st.Type("Anna Nowak")
	if enabled(st, "Usuń na zawsze") {
		t.Fatal("it can be erased against an open case without a reason")
	}
	for _, e := range kittest.All[*input.Entry](st) {
		if strings.Contains(e.PlaceHolder, "zrzekł się") {
			st.Window.Canvas().Focus(e)
		}
	}
	st.Type("klientka zrzekła się roszczeń")
	st.Tap(t, "Usuń na zawsze")
	if len(f.erased) != 1 || f.erased[0].Reason != "klientka zrzekła się roszczeń" {
		t.Fatalf("erased %+v", f.erased)
	}
	if !st.Says("kartoteka-2026-11-20T0205.db.age") {
		t.Error("the backup that still holds the person is not named")
	}
}

func TestAnErasureThatWasStoppedTellsWhatBecameOfIt(t *testing.T) {
	for name, tooLate := range map[string]bool{"in time": false, "too late": true} {
		t.Run(name, func(t *testing.T) {
			f := firm()
			f.preview.Blocks = nil
			st := open(t, f, "pl", look.ModeLight)
			f.erasing = func(ctx context.Context) error {
				st.Tap(t, "Przerwij")
				if enabled(st, "Przerwij") {
					t.Error("it can be stopped twice")
				}
				<-ctx.Done() // the service is told
				if tooLate {
					return nil
				}
				return ctx.Err()
			}
			choose(t, st)
			st.Tap(t, "Usuń tę osobę")
			st.Type("Anna Nowak")
			st.Tap(t, "Usuń na zawsze")
			if told := st.Says("kartoteka-2026-11-20T0205.db.age"); told != tooLate {
				t.Errorf("told what was erased: %v", told)
			}
			if enabled(st, "Przerwij") || !tooLate && !enabled(st, "Zapisz wszystkie dane") {
				t.Error("the page is not back")
			}
		})
	}
}

func TestRetentionAsksAndLeavesWhatIsBlocked(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	if !st.Says("Ewa Zapytała, Piotr Rezygnuje") || !st.Says("1 zapis czeka") {
		t.Fatal("what is due is not told")
	}
	st.Tap(t, "Usuń")
	if len(f.ran) != 0 {
		t.Fatal("erased without asking")
	}
	st.Tap(t, "Usuń na zawsze")
	if len(f.ran) != 1 || len(f.ran[0]) != 2 {
		t.Errorf("ran %+v, want the two leads", f.ran)
	}
	if len(st.Toasts) != 1 || st.Toasts[0] != "Gotowe: usunięto 2 osoby." {
		t.Errorf("told %q", st.Toasts)
	}
}

func TestABreachShowsTheHoursLeft(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	if !st.Says("zostało 47 godzin") { // 26 Nov 9:00 UTC, at 24 Nov 9:42 UTC
		t.Error("the hours left to report are not shown")
	}
	st.Tap(t, "Zapisz naruszenie")
	st.Key(fyne.KeyReturn)
	if len(f.breached) != 0 || !st.Says("co się stało") {
		t.Error("a breach without words is not refused")
	}
	st.Type("Mail z danymi do złej osoby")
	st.Key(fyne.KeyReturn)
	if len(f.breached) != 1 || f.breached[0].What != "Mail z danymi do złej osoby" || f.breached[0].Found.IsZero() {
		t.Errorf("noted %+v", f.breached)
	}
}

func TestTheChecklistKeepsTheDay(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	if !st.Says("1 z 3") {
		t.Error("how much is done is not counted")
	}
	kittest.All[*input.Check](st)[0].OnChanged(true)
	if f.checks[0].Checked != day(24) {
		t.Errorf("the item was checked on %v", f.checks[0].Checked)
	}
}

func TestTheRecordOfProcessingIsChangedAndPrinted(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Dodaj")
	st.Type("Newsletter")
	st.Key(fyne.KeyReturn)
	if len(f.kept) != 2 || f.kept[1].Name != "Newsletter" || f.kept[1].Rank != 2 {
		t.Errorf("kept %+v", f.kept)
	}
	st.Tap(t, "Zapisz do druku")
	st.PickFile(t, "/home/anna/r.html")
	if f.printed != "/home/anna/r.html" {
		t.Errorf("printed to %q", f.printed)
	}
}
