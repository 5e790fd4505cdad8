package privacy_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func TestErasingTellsWhoElseNamesThePersonAndTakesTheirMail(t *testing.T) {
	f := firm()
	f.preview.Blocks = nil
	f.preview.Mentions = []data.Mention{
		{Record: "interaction", ID: 1}, {Record: "interaction", ID: 2}, {Record: "message", ID: 3, Stays: true}, {Record: "new_table", ID: 4},
	}
	st := open(t, f, "pl", look.ModeLight)
	choose(t, st)
	st.Tap(t, "Usuń tę osobę")
	for _, w := range []string{
		"wpisy w historii innych: 2, nazwisko zniknie", "poczta innych: 1, zostanie bez zmian", "inne zapisy: 1",
	} {
		if !st.Says(w) {
			t.Errorf("%q is not told", w)
		}
	}
	st.Type("Anna Nowak")
	for _, c := range kittest.All[*input.Check](st) {
		c.SetOn(true)
	}
	st.Tap(t, "Usuń na zawsze")
	if len(f.erased) != 1 || !f.erased[0].NamedMail {
		t.Errorf("erased %+v", f.erased)
	}
}

func TestSomebodyInTheTrashIsFoundAndErased(t *testing.T) {
	f := firm()
	f.people, f.gone = nil, []data.GonePerson{{ID: 9, Name: "Adam Nowacki", Trashed: true, Handles: []data.Handle{{Kind: data.HandleEmail, Value: "adam@nowacki.pl"}}}}
	f.preview = data.ErasePreview{ContactID: 9, Name: "Adam Nowacki"}
	st := open(t, f, "pl", look.ModeLight)
	for _, e := range kittest.All[*input.Entry](st) {
		if strings.HasPrefix(e.PlaceHolder, "np. Kow") {
			st.Window.Canvas().Focus(e)
		}
	}
	st.Type("now")
	if !st.Says("w koszu od") || !st.Says("adam@nowacki.pl") {
		t.Error("it is not said where he is and who")
	}
	st.Key(fyne.KeyReturn)
	if enabled(st, "Zapisz wszystkie dane") || !enabled(st, "Usuń tę osobę") {
		t.Error("who has no card can be erased, and nothing else")
	}
	st.Tap(t, "Usuń tę osobę")
	st.Type("Adam Nowacki")
	st.Tap(t, "Usuń na zawsze")
	if len(f.erased) != 1 {
		t.Errorf("erased %+v", f.erased)
	}
}
