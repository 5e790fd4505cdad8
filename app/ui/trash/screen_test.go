package trash

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

type fakeService struct {
	trash    []data.Trashed
	restored []int64
	until    time.Time
	kept     int
	broken   error // of Trash
	fail     error // of RestoreTrashed
}

func (f *fakeService) Trash(context.Context) ([]data.Trashed, error) { return f.trash, f.broken }

func (f *fakeService) RestoreTrashed(_ context.Context, id int64) (data.Reverted, error) {
	if f.fail != nil {
		return data.Reverted{}, f.fail
	}
	f.restored = append(f.restored, id)
	f.trash = slices.DeleteFunc(slices.Clone(f.trash), func(d data.Trashed) bool { return d.ActionID == id })
	return data.Reverted{Changes: 3, Kept: f.kept, Names: []string{"Ewa Kot"}[:min(f.kept, 1)]}, nil
}

func (f *fakeService) EmptyTrash(_ context.Context, until time.Time) (int, error) {
	n := len(f.trash)
	f.trash, f.until = nil, until
	return n, nil
}

var now = time.Date(2026, 11, 24, 9, 42, 0, 0, time.UTC)

func newFake() *fakeService {
	day := 24 * time.Hour
	return &fakeService{trash: []data.Trashed{
		{ActionID: 9, What: data.ActDeleteContact, Title: "Jan Kot", N: 1, At: now.Add(-time.Hour)},
		{ActionID: 7, What: data.ActDeleteContact, Title: "Ewa Żółw", N: 3, At: now.Add(-2 * day)},
		{ActionID: 5, What: data.ActDeleteCase, Title: "R/2026/0012", N: 1, At: now.Add(-27 * day)},
		{ActionID: 3, What: data.ActDeleteOpinion, N: 1, At: now.Add(-30 * day)},
	}}
}

func open(t *testing.T, f *fakeService, lang string) (*kittest.Stage, *Screen) {
	t.Helper()
	st := kittest.New(t, lang, look.ModeLight)
	s := New(st.Env, f)
	st.Show(s.Content())
	s.Show(0)
	kit.Focus(s.Focus())
	return st, s
}

func TestRowsSayWhatAndHowLong(t *testing.T) {
	_, s := open(t, newFake(), "pl")
	var got []string
	for i := range s.rows {
		r := row(s.env.Tr, &s.rows[i], now)
		got = append(got, r.Title+" | "+r.Chip)
	}
	want := []string{
		"Jan Kot | zniknie za 29 dni", "Ewa Żółw i jeszcze 2 | zniknie za 28 dni",
		"R/2026/0012 | zniknie za 3 dni", "bez nazwy | zniknie dziś",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rows are %q, want %q", got, want)
	}
	r := row(s.env.Tr, &s.rows[1], now)
	if r.Subtitle != "Kontakty · 22.11.2026, 10:42" || r.Tone != kit.ToneNeutral {
		t.Errorf("the second is %+v", r)
	}
	if r := row(s.env.Tr, &s.rows[2], now); r.Tone != kit.ToneWarn {
		t.Error("what goes soon does not warn")
	}
}

func TestEnterRestoresTheMarkedOne(t *testing.T) {
	f := newFake()
	f.kept = 1
	st, s := open(t, f, "pl")
	st.Key(fyne.KeyDown, fyne.KeyReturn)
	if !slices.Equal(f.restored, []int64{7}) || len(s.rows) != 3 {
		t.Fatalf("restored %v, %d left", f.restored, len(s.rows))
	}
	want := "Przywrócono: Ewa Żółw i jeszcze 2. 1 zapis pozostał bez zmian, bo później się zmienił albo jest używany. Dotyczy to: Ewa Kot."
	if len(st.Toasts) != 1 || st.Toasts[0] != want {
		t.Errorf("told is %q", st.Toasts)
	}
	st.UndoLast(t)
	st.Tap(t, "Przywróć")
	if len(f.restored) != 2 {
		t.Errorf("the button restored %v", f.restored)
	}
}

func TestWhatCannotComeBackStays(t *testing.T) {
	f := newFake()
	f.fail = data.NewError(data.CodeConflict, "changed-meanwhile")
	st, s := open(t, f, "pl")
	st.Key(fyne.KeyReturn)
	if st.Window.Canvas().Overlays().Top() == nil || len(s.rows) != 4 || len(st.Toasts) != 0 {
		t.Error("a refusal is not told")
	}
}

func TestAnEmptyTrashSaysSo(t *testing.T) {
	f := newFake()
	st, s := open(t, f, "pl")
	st.Tap(t, "Opróżnij kosz")
	if f.until != (time.Time{}) {
		t.Fatal("it was emptied without asking")
	}
	st.Tap(t, "Opróżnij kosz")
	if !f.until.After(now.Add(-time.Hour)) || len(s.rows) != 0 {
		t.Fatalf("emptied until %v, %d left", f.until, len(s.rows))
	}
	if !st.Says("Kosz jest pusty.") {
		t.Error("an empty trash does not say what it is for")
	}
	if !s.restore.Disabled() || !s.empty.Disabled() {
		t.Error("there is nothing to press the buttons for")
	}
}

func TestTroubleOffersAnotherTry(t *testing.T) {
	f := newFake()
	f.broken = errors.New("disk")
	_, s := open(t, f, "pl")
	f.broken = nil
	s.Changed(data.Change{Topics: []data.Topic{data.TopicMail}})
	if len(s.rows) != 0 {
		t.Error("mail has nothing to do with the trash")
	}
	s.Changed(data.Change{Topics: []data.Topic{data.TopicJournal}})
	if len(s.rows) != 4 {
		t.Errorf("%d rows after another try", len(s.rows))
	}
	s.Close()
}

func TestThePageFitsAndIsDrawn(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		st := kittest.New(t, lang, mode)
		st.Resize(size.Width, size.Height)
		s := New(st.Env, newFake())
		st.Show(s.Content())
		s.Show(0)
		kit.Focus(s.Focus())
		kittest.Fits(t, "trash"+name, s.Content())
		st.Picture(t, "trash"+name)
	})
}
