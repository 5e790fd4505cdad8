package privacy_test

import (
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/data"
)

func TestErasingTellsWhoElseNamesThePersonAndTakesTheirMail(t *testing.T) {
	f := firm()
	f.preview.Blocks = nil
	f.preview.Mentions = []data.Mention{
		{Record: "interaction", ID: 1}, {Record: "interaction", ID: 2}, {Record: "message", ID: 3, Stays: true}, {Record: "new_table", ID: 4},
	}
	st := open(t, f, "pl", kit.ModeLight)
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
	for _, c := range kittest.All[*kit.Check](st) {
		c.SetOn(true)
	}
	st.Tap(t, "Usuń na zawsze")
	if len(f.erased) != 1 || !f.erased[0].NamedMail {
		t.Errorf("erased %+v", f.erased)
	}
}
