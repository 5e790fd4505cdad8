package i18n

import (
	"strings"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"

	"kartoteka/data"
)

// Translator speaks one language. It may be used by many goroutines at once.
type Translator struct {
	lang string
	zone *time.Location
	text *catalogue
}

// New returns the translator of a language; of Polish when it is none of ours.
// Times are shown in the zone, or in the machine's when zone is nil.
func New(lang string, zone *time.Location) *Translator {
	if lang = Language(lang); lang == "" {
		lang = Polish
	}
	if zone == nil {
		zone = time.Local
	}
	return &Translator{lang: lang, zone: zone, text: catalogues[lang]()}
}

// Lang returns the language's code.
func (t *Translator) Lang() string { return t.lang }

// Zone returns the zone in which times are shown.
func (t *Translator) Zone() *time.Location { return t.zone }

// Has reports whether the catalogue has the key.
func (t *Translator) Has(key string) bool { return t.text.has(key) }

// T returns the text of a key; pairs of name and value fill its blanks. Dates,
// times and amounts are written as the language writes them. An unknown key is
// returned as it is, so that a gap is seen and not silent.
func (t *Translator) T(key string, pairs ...any) string {
	return t.localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: t.blanks(pairs)})
}

// N returns the text of a key in the plural form for n, which fills the blank N.
func (t *Translator) N(key string, n int, pairs ...any) string {
	blanks := t.blanks(pairs)
	blanks["N"] = t.Int(n)
	return t.localize(&goi18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: blanks})
}

func (t *Translator) localize(c *goi18n.LocalizeConfig) string {
	s, err := t.text.localize(c)
	if err != nil && s == "" {
		return c.MessageID
	}
	return strings.ReplaceAll(s, "<no value>", "")
}

func (t *Translator) blanks(pairs []any) map[string]any {
	m := make(map[string]any, len(pairs)/2+1)
	for i := 0; i+1 < len(pairs); i += 2 {
		if name, ok := pairs[i].(string); ok {
			m[name] = t.shown(pairs[i+1])
		}
	}
	return m
}

// shown writes the values that look different in every language.
func (t *Translator) shown(v any) any {
	switch v := v.(type) {
	case data.Date:
		return t.Date(v)
	case data.Money:
		return t.Money(v)
	case time.Time:
		return t.DateTime(v)
	}
	return v
}
