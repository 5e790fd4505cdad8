package reporttest

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"kartoteka/assets"
	"kartoteka/data"
)

// Words is a plain reading of the catalogue: it fills blanks and knows the
// plural forms of Polish and English.
type Words struct {
	lang  string
	texts map[string]map[string]string // key → plural form → text
	Asked map[string]bool              // every key that was asked for
	Lost  map[string]bool              // keys that are not in the catalogue
}

// NewWords reads the parts of the catalogue that a report uses.
func NewWords(lang string) (*Words, error) {
	w := &Words{
		lang: lang, texts: map[string]map[string]string{},
		Asked: map[string]bool{}, Lost: map[string]bool{},
	}
	for _, part := range []string{"domain", "report"} {
		raw, err := assets.Locale.ReadFile("locale/" + part + "." + lang + ".json")
		if err != nil {
			return nil, fmt.Errorf("read catalogue: %w", err)
		}
		var flat map[string]any
		if err := json.Unmarshal(raw, &flat); err != nil {
			return nil, fmt.Errorf("read %s catalogue: %w", part, err)
		}
		for key, v := range flat {
			w.texts[key] = forms(v)
		}
	}
	return w, nil
}

func forms(v any) map[string]string {
	out := map[string]string{}
	switch v := v.(type) {
	case string:
		out["other"] = v
	case map[string]any:
		for form, s := range v {
			out[form], _ = s.(string)
		}
	}
	return out
}

// Keys returns the keys of the report's own part of the catalogue.
func (w *Words) Keys() map[string]map[string]string { return w.texts }

// Lang returns the language.
func (w *Words) Lang() string { return w.lang }

// T fills the blanks of a text.
func (w *Words) T(key string, pairs ...any) string { return w.fill(key, "other", pairs) }

// N is T in the plural form of n.
func (w *Words) N(key string, n int, pairs ...any) string {
	return w.fill(key, w.form(n), append([]any{"N", strconv.Itoa(n)}, pairs...))
}

func (w *Words) form(n int) string {
	switch {
	case n == 1:
		return "one"
	case w.lang != "pl":
		return "other"
	case n%10 >= 2 && n%10 <= 4 && (n%100 < 12 || n%100 > 14):
		return "few"
	}
	return "many"
}

func (w *Words) fill(key, form string, pairs []any) string {
	w.Asked[key] = true
	s, ok := w.texts[key][form]
	if !ok {
		w.Lost[key+" "+form] = true
		return "?" + key
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		s = strings.ReplaceAll(s, fmt.Sprintf("{{.%v}}", pairs[i]), fmt.Sprint(pairs[i+1]))
	}
	if strings.Contains(s, "{{") {
		w.Lost[key+" "+s] = true
	}
	return s
}

// Number writes v as the language does.
func (w *Words) Number(v float64, decimals int) string {
	s := strconv.FormatFloat(v, 'f', decimals, 64)
	if w.lang == "pl" {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}

// Date writes a day.
func (w *Words) Date(d data.Date) string {
	return fmt.Sprintf("%02d.%02d.%04d", d.Day, int(d.Month), d.Year)
}

// Month writes a month.
func (w *Words) Month(d data.Date) string { return fmt.Sprintf("%02d.%04d", int(d.Month), d.Year) }
