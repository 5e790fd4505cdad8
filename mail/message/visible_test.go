package message_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"kartoteka/mail/message"
)

func TestRawBytesAreShownWithoutSteering(t *testing.T) {
	for raw, want := range map[string]string{
		"Subject: Zażółć\r\n\r\nTekst\tdalej\n": "Subject: Zażółć\n\nTekst\tdalej\n",
		"\x1b[31m\x07\x00\x7f\r":                "␛[31m␇␀␡␍",
		"a\xb1\xffb":                            "a‹B1›‹FF›b",
		"kod\u202egnp.exe\u200b":                "kod‹U+202E›gnp.exe‹U+200B›",
		"\u0085\u2028\U000e0041":                "‹U+0085›‹U+2028›‹U+E0041›",
		"":                                      "",
	} {
		if got := message.Visible([]byte(raw)); got != want {
			t.Errorf("%q is shown as %q, want %q", raw, got, want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	for _, s := range []string{"From: a\r\n\r\nb", "\x1b]0;x\x07", "\xff\xfe", "\u202e\u0000", "ż\u2029"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := message.Visible(raw)
		if !utf8.ValidString(got) || len(got) > 12*len(raw) {
			t.Fatalf("%q is shown as %q", raw, got)
		}
		if i := strings.IndexFunc(got, func(r rune) bool {
			return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r))
		}); i >= 0 {
			t.Fatalf("%q is shown with a control character at %d", raw, i)
		}
	})
}
