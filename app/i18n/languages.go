package i18n

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Language names a language by its code ("uk"), in this one: "ukraiński". What
// is no code is returned as it is.
func (t *Translator) Language(code string) string {
	tag, err := language.Parse(code)
	if err != nil {
		return code
	}
	own, err := language.Parse(t.lang)
	if err != nil {
		return code
	}
	if name := display.Languages(own).Name(tag); name != "" {
		return name
	}
	return code
}
