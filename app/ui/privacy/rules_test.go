package privacy_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func TestHowLongSomethingIsKeptIsChanged(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	for _, w := range []string{"6 lat", "1 miesiąc", "bez terminu", "zasada własna"} {
		if !st.Says(w) {
			t.Errorf("%q is not shown", w)
		}
	}
	var edits []*kit.Button
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == "" {
			edits = append(edits, b)
		}
	}
	edits[0].OnTapped()
	typeOver(st, "x")
	st.Key(fyne.KeyReturn)
	if len(f.ruled) != 0 || !st.Says("liczbą miesięcy") {
		t.Fatal("a length that is no number is not refused with a sentence")
	}
	typeOver(st, "36")
	st.Key(fyne.KeyReturn)
	if len(f.ruled) != 1 || f.ruled[0].Code != "clients" || f.ruled[0].Months != 36 || f.ruled[0].Basis != "" {
		t.Errorf("saved %+v", f.ruled)
	}
}

func TestTheGroundsAreInTheOwnersLanguage(t *testing.T) {
	for lang, words := range map[string][2]string{
		"pl": {"art. 118 KC", "zgoda: do wycofania"}, "en": {"Polish Civil Code", "zgoda: do wycofania"},
	} {
		st := open(t, firm(), lang, look.ModeLight)
		for _, w := range words { // the second is the owner's own
			if !st.Says(w) {
				t.Errorf("%s: %q is not shown", lang, w)
			}
		}
	}
}

// TestWhatBecomesOfMailWhoseHeaderGoesIsSaidFirst asks to delete headers: that
// the mail itself stays on the server is said before.
func TestWhatBecomesOfMailWhoseHeaderGoesIsSaidFirst(t *testing.T) {
	f := firm()
	f.due = slices.DeleteFunc(f.due, func(i data.RetentionItem) bool { return i.Rule != "new-senders" })
	st := open(t, f, "pl", look.ModeLight)
	if !st.Says("Nagłówki poczty od nowych nadawców: 1 zapis") || !st.Says("obcy@nieznany.example") {
		t.Error("what is due is not shown")
	}
	st.Tap(t, "Usuń")
	if !st.Says("Sama poczta zostaje na serwerze") {
		t.Error("nothing is said of the mail itself")
	}
	st.Picture(t, "privacy-headers")
	st.Tap(t, "Usuń na zawsze")
	if len(f.ran) != 1 || len(f.ran[0]) != 1 || f.ran[0][0].Title != "obcy@nieznany.example" {
		t.Errorf("ran %+v", f.ran)
	}
}

// typeOver types instead of what the field with the keyboard holds.
func typeOver(st *kittest.Stage, text string) {
	if e, ok := st.Window.Canvas().Focused().(*input.Entry); ok {
		e.SetText("")
	}
	st.Type(text)
}

func TestTheLogOfErasuresSaysWhatWentAndWhereItIsLeft(t *testing.T) {
	st := open(t, firm(), "pl", look.ModeLight)
	for _, w := range []string{"Usunięcie nr 3", "20.11.2026", "2 wiadomości", "zrzekł się roszczeń", "kartoteka-2026-11-01T0205.db.age"} {
		if !st.Says(w) {
			t.Errorf("%q is not in the log", w)
		}
	}
}

func TestThePageNeedsNoWideWindow(t *testing.T) {
	for width, side := range map[float32]bool{784: false, 1064: true} {
		st := open(t, firm(), "pl", look.ModeLight)
		st.Resize(width, 800)
		var left, right *kit.Button
		for _, b := range kittest.All[*kit.Button](st) {
			switch b.Text {
			case "Zapisz żądanie":
				left = b
			case "Zapisz do druku":
				right = b
			}
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject
		if got := at(right).X > at(left).X-40 && at(right).X > width/2; got != side {
			t.Errorf("at %v wide the columns stand side by side: %v", width, got)
		}
		if end := at(left).X + left.Size().Width; end > width {
			t.Errorf("a button ends at %v of %v", end, width)
		}
	}
}
