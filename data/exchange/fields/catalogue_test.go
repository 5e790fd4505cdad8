package fields_test

import (
	"encoding/json"
	"io/fs"
	"strings"
	"testing"

	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// words is a language of the program's own catalogue.
type words map[string]any

func (w words) T(key string, _ ...any) string {
	if s, ok := w[key].(string); ok {
		return s
	}
	return "?" + key
}

func catalogue(t testing.TB, lang string) words {
	t.Helper()
	all := words{}
	names, err := fs.Glob(assets.Locale, "locale/*."+lang+".json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no texts: %v", err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(assets.Locale, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(raw, &all); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestOwnHeadingsAreRecognised: whatever we write above a column is known when
// the file comes back, in either language.
func TestOwnHeadingsAreRecognised(t *testing.T) {
	computed := []string{"last-contact", "open-cases", "open-follow-ups", "created", "updated"}
	codes := append(data.ContactColumns(), fields.Targets()...)
	codes = append(codes, "email:2", "email-label:2", "phone:3", "phone-label", "handle:2", "handle-label", "street:2", "city:3",
		"post-code:2", "region:2", "country:2", "address-label:2")
	for _, lang := range []string{"pl", "en"} {
		w := catalogue(t, lang)
		for _, code := range codes {
			title := fields.Title(code, nil, w)
			if strings.Contains(title, "?") {
				t.Errorf("%s: %s has no title: %s", lang, code, title)
			}
			want := code
			switch {
			case contains(computed, code):
				want = fields.Skip
			case strings.Contains(code, "/"), code == fields.Skip, code == "street-more", code == "birth-date":
				continue // choices for a foreign column
			}
			if got := fields.Recognise(title); got != want {
				t.Errorf("%s: %q, which is above %s, is taken for %q", lang, title, code, got)
			}
		}
	}
}

func contains(all []string, s string) bool {
	for _, v := range all {
		if v == s {
			return true
		}
	}
	return false
}

// TestOwnWordsAreUnderstood: a word that we write for a code is read as it.
func TestOwnWordsAreUnderstood(t *testing.T) {
	var all []data.Contact
	for _, k := range []data.ContactKind{data.Person, data.Company} {
		all = append(all, data.Contact{Kind: k})
	}
	for _, s := range data.ContactStatuses() {
		all = append(all, data.Contact{Status: s})
	}
	for _, l := range data.LegalTypes() {
		all = append(all, data.Contact{LegalType: l})
	}
	for _, c := range data.Channels() {
		all = append(all, data.Contact{PreferredChannel: c})
	}
	for _, g := range data.Generations() {
		all = append(all, data.Contact{Generation: g})
	}
	for _, b := range data.EndedBys() {
		all = append(all, data.Contact{End: data.Ending{By: b}, Status: data.StatusActive})
	}
	for _, r := range data.EndReasons() {
		all = append(all, data.Contact{End: data.Ending{Reason: r}})
	}
	for _, l := range notation.Labels() {
		all = append(all, data.Contact{Handles: []data.Handle{{Kind: data.HandlePhone, Value: "601 234 567", Label: l}}})
	}
	all = append(all, data.Contact{NoContact: true})
	for _, lang := range []string{"pl", "en"} {
		w := catalogue(t, lang)
		for _, c := range all {
			if c.Kind == "" {
				c.Kind = data.Person
			}
			c.GivenName = "Anna"
			got := through(t, c, w)
			if !equal(got, c) {
				t.Errorf("%s: %+v came back as %+v", lang, c, got)
			}
		}
	}
}

// through writes a contact into a row and reads that row.
func through(t *testing.T, c data.Contact, w fields.Words) data.Contact {
	t.Helper()
	var e fields.Extent
	e.Add(&c)
	columns := fields.Headed(e.Codes(nil), nil, w)
	writing := fields.Writing{Words: w}
	row := writing.Row(&data.ContactRow{Contact: c}, columns, nil)
	headings, cells := make([]string, len(columns)), make([]string, len(columns))
	for i, v := range row {
		headings[i] = columns[i].Title
		switch v := v.(type) {
		case string:
			cells[i] = v
		case data.Date:
			cells[i] = v.String()
		case []string:
			cells[i] = notation.JoinList(v)
		}
	}
	plan := fields.New(fields.Columns(headings, [][]string{cells}, &exchange.Options{}), &exchange.Options{})
	item, ok := plan.Read(2, cells)
	if !ok || item.Err != nil || len(item.LeftOut) > 0 || len(item.Warnings) > 0 {
		t.Fatalf("%q: read %v, error %v, left out %v, warnings %v", cells, ok, item.Err, item.LeftOut, item.Warnings)
	}
	return *item.Contact
}

func equal(a, b data.Contact) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}
