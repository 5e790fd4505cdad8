package i18n_test

import (
	"testing"

	"kartoteka/app/i18n"
)

func TestLanguagesAreNamed(t *testing.T) {
	for _, c := range []struct{ in, code, want string }{
		{"pl", "uk", "ukraiński"},
		{"pl", "pl", "polski"},
		{"en", "de", "German"},
		{"pl", "migowy", "migowy"}, // the owner's own word
		{"en", "", ""},
	} {
		if got := i18n.New(c.in, nil).Language(c.code); got != c.want {
			t.Errorf("%q in %s is %q, want %q", c.code, c.in, got, c.want)
		}
	}
}
