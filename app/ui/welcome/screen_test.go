package welcome_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/welcome"
	"kartoteka/data"
)

func open(t *testing.T, lang string, mode look.Mode) (*kittest.Stage, *welcome.Screen, *[]string) {
	t.Helper()
	st := kittest.New(t, lang, mode)
	st.Resize(1280, 800)
	chosen := &[]string{}
	note := func(what string) func() { return func() { *chosen = append(*chosen, what) } }
	s := welcome.New(st.Env, welcome.Choices{
		Sample: note("sample"), Connect: note("connect"), Skip: note("skip"),
		Language: func(code string) { *chosen = append(*chosen, code) },
	})
	st.Show(s.Content())
	return st, s, chosen
}

func TestPictures(t *testing.T) {
	for _, mode := range []look.Mode{look.ModeLight, look.ModeDark} {
		st, s, _ := open(t, "pl", mode)
		kit.Focus(s.Focus())
		st.Picture(t, "welcome-pl-"+string(mode))
		st.Tap(t, "Wypróbuj")
		s.Progress("welcome.phase-mail", 420, 900)
		st.Picture(t, "welcome-busy-pl-"+string(mode))
	}
	st, _, _ := open(t, "en", look.ModeLight)
	st.Resize(1000, 650)
	st.Picture(t, "welcome-small-en")
}

func TestBothWaysLeadOn(t *testing.T) {
	st, s, chosen := open(t, "pl", look.ModeLight)
	st.Window.Canvas().Focus(s.Focus())
	st.Window.Canvas().FocusNext()
	st.Key(fyne.KeyReturn)
	st.Tap(t, "Zacznij bez poczty")
	st.Tap(t, "English")
	st.Window.Canvas().Focus(s.Focus())
	st.Key(fyne.KeyReturn)
	want := []string{"connect", "skip", "en", "sample"}
	for i, w := range want {
		if i >= len(*chosen) || (*chosen)[i] != w {
			t.Fatalf("chosen = %q, want %q", *chosen, want)
		}
	}
	s.Progress("welcome.phase-mail", 420, 900)
	if !st.Says("Pobieram pocztę: 420 z 900") {
		t.Error("the progress is not told")
	}
}

func TestFailureAsksAnew(t *testing.T) {
	st, s, chosen := open(t, "pl", look.ModeLight)
	st.Tap(t, "Wypróbuj")
	s.Failed(data.NewError(data.CodeInternal, "demo-server"))
	if !st.Says("Nie udało się uruchomić serwera poczty przykładowej firmy") {
		t.Error("the failure is not told")
	}
	st.Key(fyne.KeyEscape)
	st.Tap(t, "Wypróbuj")
	if len(*chosen) != 2 {
		t.Errorf("chosen = %q, want the sample firm a second time", *chosen)
	}
}
