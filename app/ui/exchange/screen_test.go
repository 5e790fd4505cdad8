package exchange_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/exchange"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

type fakeService struct {
	mail   data.ImportResult
	mailed []string // what was read, and whether dry

	plan     data.ImportPlan
	planErr  error
	asked    []data.ImportOptions
	applied  int
	runs     []data.ImportRun
	reverted []int64
	failed   string
	exported data.ExportOptions
}

func (f *fakeService) PlanImport(_ context.Context, path string, o data.ImportOptions, progress func(done, total int)) (*data.ImportPlan, error) {
	f.asked = append(f.asked, o)
	progress(1, 2)
	if f.planErr != nil {
		return nil, f.planErr
	}
	p := f.plan
	p.Path = path
	return &p, nil
}

func (f *fakeService) ApplyImport(_ context.Context, p *data.ImportPlan, progress func(done, total int)) (data.ImportResult, error) {
	f.applied++
	progress(2, 2)
	return p.Result, nil
}

func (*fakeService) ImportFields() []string { return []string{"name", "phone", "email"} }

func (f *fakeService) WriteFailedRows(_ context.Context, _ *data.ImportPlan, path string) error {
	f.failed = path
	return nil
}

func (f *fakeService) Imports(context.Context) ([]data.ImportRun, error) { return f.runs, nil }

func (f *fakeService) RevertImport(_ context.Context, run int64) (data.Reverted, error) {
	f.reverted = append(f.reverted, run)
	return data.Reverted{Kept: 2, Names: []string{"Anna Nowak"}}, nil
}

func (f *fakeService) ExportList(_ context.Context, o data.ExportOptions, _ func(done, total int)) (int, error) {
	f.exported = o
	return 22, nil
}

func (f *fakeService) ImportMail(_ context.Context, path string, dry bool, progress func(done, total int)) (data.ImportResult, error) {
	f.mailed = append(f.mailed, fmt.Sprint(path, " ", dry))
	progress(1, 2)
	return f.mail, nil
}

func google() *fakeService {
	f := &fakeService{plan: data.ImportPlan{
		Kind: "csv", Encoding: "windows-1250", Separator: ";",
		Columns: []data.ImportColumn{
			{Name: "Imię i nazwisko", Field: "name", Sample: "Anna Nowak"},
			{Name: "Tel.", Field: "phone", Sample: "600 700 800"},
			{Name: "Nr klucza", Field: "skip", Sample: "K-12"},
		},
		Rows: []data.ImportPlanRow{
			{Number: 1, Item: "wiersz 2", Name: "Anna Nowak", Outcome: data.OutcomeNew, Changes: []data.ImportChange{
				{Field: "name", After: "Anna Nowak"}, {Field: "phone", After: "600 700 800"},
			}},
			{Number: 2, Item: "wiersz 3", Name: "Jan Kowalski", Outcome: data.OutcomeUpdated, Changes: []data.ImportChange{
				{Field: "field:Nr klucza", Before: "K-1", After: "K-2"},
			}},
			{Number: 3, Item: "wiersz 4", Name: "Zofia Żak", Outcome: data.OutcomeUnchanged, Warnings: []string{"exchange.warning.phone"}},
			{Number: 4, Item: "wiersz 5", Outcome: data.OutcomeFailed, Why: data.NewError(data.CodeInvalid, "contact-email", "Email", "anna@@x")},
		},
		Result: data.ImportResult{New: 1, Updated: 1, Unchanged: 1, Failed: 1},
	}}
	f.runs = []data.ImportRun{
		{ID: 7, At: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC), Source: "kontakty.csv", ActionID: 3, ImportResult: data.ImportResult{New: 312, Updated: 4}},
		{ID: 6, At: time.Date(2026, 10, 2, 8, 0, 0, 0, time.UTC), Source: "telefon.vcf", Reverted: time.Date(2026, 10, 2, 9, 0, 0, 0, time.UTC)},
	}
	return f
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) *kittest.Stage {
	t.Helper()
	return kittest.Open(t, lang, mode, func(env *kit.Env) kit.Screen { return exchange.New(env, f) })
}

func TestEveryLook(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := open(t, google(), lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, "the ways in and out"+name, st.Window.Content())
		st.Picture(t, "exchange"+name)
		st.Tap(t, map[string]string{"pl": "Wybierz plik", "en": "Choose a file"}[lang])
		st.PickFile(t, "/home/anna/klienci.csv")
		kittest.Fits(t, "the plan"+name, st.Window.Content())
		st.Picture(t, "exchange-plan"+name)
		st.Tap(t, map[string]string{"pl": "Kolumny", "en": "Columns"}[lang])
		st.Picture(t, "exchange-columns"+name)
	})
}

// offers reports whether a button says the words.
func offers(st *kittest.Stage, words string) bool {
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == words {
			return true
		}
	}
	return toggle(st, words) != nil
}

func toggle(st *kittest.Stage, words string) *kit.Toggle {
	for _, t := range kittest.All[*kit.Toggle](st) {
		if t.Word() == words {
			return t
		}
	}
	return nil
}

func TestAFileIsShownBeforeAnythingIsChanged(t *testing.T) {
	f := google()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	for _, words := range []string{"klienci.csv", "windows-1250", "1 nowy", "1 błędny", "Anna Nowak", "Jeszcze nic nie zmieniono"} {
		if !st.Says(words) && !offers(st, words) {
			t.Errorf("the plan does not say %q", words)
		}
	}
	if f.applied != 0 {
		t.Fatal("something was changed before it was confirmed")
	}
	st.Tap(t, "Wczytaj")
	if f.applied != 1 {
		t.Fatalf("applied %d times, want once", f.applied)
	}
	if last := st.Toasts[len(st.Toasts)-1]; !strings.Contains(last, "1 nowy, 1 zmieniony") {
		t.Errorf("the toast says %q", last)
	}
	if !offers(st, "Wybierz plik") {
		t.Error("afterwards the page is not back")
	}
}

func TestTheReasonOfAFailedRowIsShown(t *testing.T) {
	st := open(t, google(), "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	toggle(st, "1 błędny").Tapped(nil)
	if rows := kittest.All[*widget.Grid](st)[0].Length(); rows != 1 {
		t.Errorf("%d rows in sight, want the failed one only", rows)
	}
	if !st.Says("wiersz 5: „anna@@x”") {
		t.Error("the failed row is not written out with its reason")
	}
}

func TestWhatWasOddInARowIsSaid(t *testing.T) {
	st := open(t, google(), "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	toggle(st, "1 bez zmian").Tapped(nil)
	if !st.Says("nie jest numerem") {
		t.Error("the warning is not written out")
	}
}

func TestColumnsChosenByHandArePlannedAnew(t *testing.T) {
	f := google()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	st.Tap(t, "Kolumny")
	all := kittest.All[*input.Choice](st)
	all[len(all)-1].SetCode("field:Nr klucza")
	st.Tap(t, "Przejrzyj ponownie")
	if len(f.asked) != 2 || f.asked[1].Mapping["Nr klucza"] != "field:Nr klucza" || f.asked[1].Mapping["Tel."] != "phone" {
		t.Errorf("asked with %+v", f.asked)
	}
}

func TestFailedRowsAreWrittenToAFile(t *testing.T) {
	f := google()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	st.Tap(t, "Zapisz błędne wiersze")
	if got := st.Files[len(st.Files)-1].Name; got != "klienci - błędne wiersze.xlsx" {
		t.Errorf("offered as %q", got)
	}
	st.PickFile(t, "/home/anna/b.xlsx")
	if f.failed != "/home/anna/b.xlsx" {
		t.Errorf("written to %q", f.failed)
	}
}

func TestAFileThatCannotBeReadIsTold(t *testing.T) {
	f := google()
	f.planErr = data.NewError(data.CodeInvalid, "import-unknown", "File", "x.doc").Because(errors.New("raw cause"))
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/x.doc")
	if st.Says("raw cause") || !st.Says("Nic z niego nie wczytano") {
		t.Error("the failure is not told in a sentence of its own")
	}
}

func TestAnImportIsTakenBackAfterAsking(t *testing.T) {
	f := google()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Cofnij")
	if len(f.reverted) != 0 {
		t.Fatal("taken back without asking")
	}
	st.Tap(t, "Cofnij import")
	if len(f.reverted) != 1 || f.reverted[0] != 7 {
		t.Errorf("taken back: %v", f.reverted)
	}
	if last := st.Toasts[len(st.Toasts)-1]; !strings.Contains(last, "Anna Nowak") {
		t.Errorf("what stayed is not named: %q", last)
	}
}

func TestExportOffersTheEndingsOfTheList(t *testing.T) {
	f := google()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Zapisz")
	ask := st.Files[len(st.Files)-1]
	if ask.Name != "klienci-2026-11-24.xlsx" || ask.What != kit.FileToWrite {
		t.Errorf("asked for %+v", ask)
	}
	st.PickFile(t, "/home/anna/k.xlsx")
	if f.exported.List != "contacts" || f.exported.Path != "/home/anna/k.xlsx" {
		t.Errorf("exported %+v", f.exported)
	}
	if last := st.Toasts[len(st.Toasts)-1]; !strings.Contains(last, "22 wiersze") {
		t.Errorf("the toast says %q", last)
	}
}

func TestNothingImportedYetHasAHint(t *testing.T) {
	f := google()
	f.runs = nil
	if st := open(t, f, "pl", look.ModeLight); !st.Says("Nic jeszcze nie wczytano") {
		t.Error("the empty list has no hint")
	}
}

func TestARowThatIsToBeSettledCanBeFetched(t *testing.T) {
	f := google()
	repeated := data.ImportPlanRow{
		Number: 1, Item: "wiersz 2", Name: "Anna Nowak", Outcome: data.OutcomeDuplicate,
		Why: data.NewError(data.CodeConflict, "import-repeated", "Name", "Anna Nowak", "Row", 1),
	}
	f.plan.Rows, f.plan.Result = []data.ImportPlanRow{repeated}, data.ImportResult{Duplicates: 1}
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	if offers(st, "Zapisz błędne wiersze") {
		t.Error("a row that only repeats another is offered to be mended")
	}
	repeated.Why = data.NewError(data.CodeConflict, "import-fits-two", "Name", "Anna Nowak", "Other", "Anna Nowik")
	f.plan.Rows = []data.ImportPlanRow{repeated}
	st = open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/klienci.csv")
	if !offers(st, "Zapisz błędne wiersze") {
		t.Error("a row that fits two clients can't be fetched")
	}
}
