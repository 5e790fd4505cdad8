package reader_test

import (
	"strings"
	"testing"

	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/reader"
)

func TestReaderShowsLongTextQuickly(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	r := reader.New()
	st.Show(r)
	line := strings.Repeat("zażółć gęślą jaźń ", 40)
	r.SetText("Dzień dobry,\r\n\r\n\r\n" + strings.Repeat(line+"\n", 300) + "\n> cytat\n\n\n")
	text := r.Text()
	if !strings.HasPrefix(text, "Dzień dobry,\n\nzażółć") || !strings.HasSuffix(text, "> cytat") {
		t.Errorf("begins %.30q, ends %q", text, text[len(text)-12:])
	}
	st.Picture(t, "reader")
	st.Resize(500, 600)
	r.SetText("")
	if r.Text() != "" {
		t.Errorf("an empty text is %q", r.Text())
	}
}

func TestReaderCutsEndlessLines(t *testing.T) {
	st := kittest.New(t, "pl", look.ModeLight)
	r := reader.New()
	st.Show(r)
	r.SetText(strings.Repeat("x", 9000) + " koniec\tz tabulatorem")
	if parts := strings.Count(r.Text(), "\n") + 1; parts < 4 {
		t.Errorf("%d pieces: a line of 9,000 letters must be cut", parts)
	}
	if !strings.HasSuffix(r.Text(), "koniec    z tabulatorem") {
		t.Error("the end of the text is lost")
	}
}
