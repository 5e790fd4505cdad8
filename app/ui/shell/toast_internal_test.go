package shell

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// fakeUndoer answers as it is told and remembers what it was asked.
type fakeUndoer struct {
	answer data.Reverted
	fail   error
	asked  []string
	undone int64
}

func (f *fakeUndoer) Undo(context.Context) (data.Reverted, error) {
	f.asked = append(f.asked, "undo")
	return f.answer, f.fail
}

func (f *fakeUndoer) Redo(context.Context) (data.Reverted, error) {
	f.asked = append(f.asked, "redo")
	return f.answer, f.fail
}

func (f *fakeUndoer) UndoDeed(_ context.Context, id int64) (data.Reverted, error) {
	f.asked, f.undone = append(f.asked, "undo deed"), id
	return f.answer, f.fail
}

// did does a deed as screens do, and tells of it; id 0: it changed nothing.
func (t *toaster) did(id int64, text string, deed kit.Deed) {
	kit.Do(t.scope, text, func(ctx context.Context) error {
		data.Note(ctx, id)
		return nil
	}, func(error) { t.show(text, deed) })
}

func newToasts(t *testing.T, lang string, f *fakeUndoer) (*kittest.Stage, *toaster) {
	t.Helper()
	st := kittest.New(t, lang, look.ModeLight)
	toasts := newToaster(f, st.Env, kit.NewScope(st.Env), 0)
	st.Show(toasts.layer)
	return st, toasts
}

// Nothing that can be pressed on a page lies under a notice, nor the way to the
// settings.
func TestANoticeStandsBesideThePage(t *testing.T) {
	st, toasts := newToasts(t, "pl", &fakeUndoer{})
	for _, size := range []fyne.Size{{Width: 1000, Height: 640}, {Width: 1280, Height: 800}} {
		st.Resize(size.Width, size.Height)
		toasts.did(1, "R/2026/0012: reklamacja, zapisano w ~/Dokumenty/Kartoteka-reklamacje-grudzień-2026.xlsx", kit.Did)
		o := toasts.layer.Objects[0]
		if right := o.Position().X + o.Size().Width; right > SidebarWidth {
			t.Errorf("at %v it reaches to %v, over the page", size, right)
		}
		if low := o.Position().Y + o.Size().Height; low > size.Height-toastAbove || o.Size().Height < o.MinSize().Height {
			t.Errorf("at %v its words are cut off: %v high, ends at %v", size, o.Size().Height, low)
		}
		if o.MinSize().Width > o.Size().Width {
			t.Errorf("at %v a word runs out of it", size)
		}
	}
	st.Picture(t, "toast")
}

func TestANoticeUndoesItsOwnDeed(t *testing.T) {
	deed := data.Action{ID: 7, What: data.ActDeleteContact, Title: "Jan Kot", N: 3}
	f := &fakeUndoer{answer: data.Reverted{Changes: 4, Undone: deed, Action: data.Action{ID: 9}}}
	st, toasts := newToasts(t, "pl", f)
	followed := 0
	toasts.did(7, "Usunięto", func() { followed++ })
	st.Tap(t, "Cofnij ("+kit.Command("Z")+")")
	if len(f.asked) != 1 || f.asked[0] != "undo deed" || f.undone != 7 || followed != 1 {
		t.Errorf("asked %q of %d, followed %d", f.asked, f.undone, followed)
	}
	if !st.Says("Cofnięto: usunięcie kontaktu – Jan Kot i jeszcze 2") {
		t.Error("the notice does not tell what was undone")
	}
	st.Tap(t, "Ponów ("+kit.Command("Shift+Z")+")")
	if len(f.asked) != 2 || f.asked[1] != "redo" || !st.Says("Ponowiono: usunięcie kontaktu") {
		t.Errorf("asked %q", f.asked)
	}
}

// TestANoticeOfAnEarlierDeedUndoesThatOne has a second deed done, and told of by
// nobody yet, before the first one's notice is up.
func TestANoticeOfAnEarlierDeedUndoesThatOne(t *testing.T) {
	f := &fakeUndoer{}
	st, toasts := newToasts(t, "pl", f)
	kit.Do(toasts.scope, "first", func(ctx context.Context) error {
		data.Note(ctx, 7)
		return nil
	}, func(error) {
		kit.Do(toasts.scope, "second", func(ctx context.Context) error {
			data.Note(ctx, 8)
			return nil
		}, func(error) {})
		toasts.show("Zapisano", kit.Did)
	})
	st.Tap(t, "Cofnij ("+kit.Command("Z")+")")
	if len(f.asked) != 1 || f.undone != 7 {
		t.Errorf("asked %q of %d", f.asked, f.undone)
	}
	if st.Env.Noted() != 0 {
		t.Error("the deed is remembered after its notice")
	}
}

func TestANoticeOfNoDeedOffersNothing(t *testing.T) {
	st, toasts := newToasts(t, "pl", &fakeUndoer{})
	toasts.show("Pobrano 3 wiadomości", nil)
	if st.Says("Cofnij") {
		t.Error("a notice that tells of no deed offers to undo it")
	}
	toasts.did(0, "Zapisano", kit.Did) // which changed nothing
	if st.Says("Cofnij") {
		t.Error("a deed that changed nothing can be undone")
	}
}

func TestWhatCannotBeUndoneIsTold(t *testing.T) {
	f := &fakeUndoer{fail: data.NewError(data.CodeConflict, "changed-meanwhile")}
	st, toasts := newToasts(t, "en", f)
	toasts.undo()
	if !st.Says("was changed elsewhere later") || st.Window.Canvas().Overlays().Top() != nil {
		t.Error("a conflict is not told in a sentence")
	}
	f.fail = data.NewError(data.CodeNotFound, "nothing-to-redo")
	toasts.redo()
	if !st.Says("There is nothing to redo") {
		t.Error("that there is nothing to redo is not told")
	}
	f.fail = errors.New("disk")
	toasts.undo()
	if st.Window.Canvas().Overlays().Top() == nil {
		t.Error("trouble is not told")
	}
}

func TestDeedsHaveNames(t *testing.T) {
	for _, lang := range []string{"pl", "en"} {
		tr := kittest.New(t, lang, look.ModeLight).Env.Tr
		for _, k := range data.ActionKinds() {
			if !tr.Has("action." + string(k)) {
				t.Errorf("%s: %s has no name", lang, k)
			}
		}
	}
	tr := kittest.New(t, "pl", look.ModeLight).Env.Tr
	for want, a := range map[string]data.Action{
		"zmiana list":                              {What: data.ActLists, N: 1},
		"import pliku – klienci.csv":               {What: data.ActImport, Title: "klienci.csv", N: 900},
		"zmiana wielu kontaktów (5 pozycji)":       {What: data.ActBulk, N: 5},
		"nowa sprawa – R/2026/0001":                {What: data.ActAddCase, Title: "R/2026/0001", N: 1},
		"usunięcie kontaktu – Jan Kot i jeszcze 1": {What: data.ActDeleteContact, Title: "Jan Kot", N: 2},
	} {
		if got := deedName(tr, &a); got != want {
			t.Errorf("it is called %q, want %q", got, want)
		}
	}
	if got := parts.Left(tr, &data.Reverted{Kept: 2, Names: []string{"Jan Kot"}}); got != " 2 zapisy pozostały bez zmian, bo później się zmieniły albo są używane. Dotyczy to: Jan Kot." {
		t.Errorf("what stayed is told as %q", got)
	}
}
