package jsonx_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/jsonx"
)

// read reads all records; the last error is that of the whole file.
func read(t testing.TB, text string) ([]exchange.Item, error) {
	t.Helper()
	r, _, err := jsonx.Open(strings.NewReader(text), int64(len(text)), exchange.Options{})
	if err != nil {
		return nil, err
	}
	var out []exchange.Item
	for {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, item)
	}
}

func TestWhereRecordsLie(t *testing.T) {
	for name, text := range map[string]string{
		"array":           `[{"name": "Jan Kowalski"}, {"name": "Anna Nowak"}]`,
		"in an object":    `{"count": 2, "people": [{"name": "Jan Kowalski"}, {"name": "Anna Nowak"}], "end": true}`,
		"one after other": `{"name": "Jan Kowalski"}` + "\n" + `{"name": "Anna Nowak"}`,
		"behind others":   `{"meta": {"by": ["x", {"a": 1}], "n": 1.50}, "tags": ["a"], "people": [{"name": "Jan Kowalski"}, {"name": "Anna Nowak"}]}`,
		"empty ones":      `[{}, {"name": "Jan Kowalski"}, {"name": ""}, {"name": "Anna Nowak"}]`,
	} {
		all, err := read(t, text)
		if err != nil || len(all) != 2 || all[0].Contact.Name() != "Jan Kowalski" || all[1].Contact.Name() != "Anna Nowak" {
			t.Errorf("%s: %+v, %v", name, all, err)
		}
	}
}

func TestAMemberThatOnlyLaterRecordsHave(t *testing.T) {
	var b strings.Builder
	b.WriteString("[")
	for range 150 {
		b.WriteString(`{"name": "Jan Kowalski"},`)
	}
	b.WriteString(`{"name": "Anna Nowak", "email": "anna@example.org"}]`)
	all, err := read(t, b.String())
	if err != nil || len(all) != 151 || !slices.Equal(all[150].Contact.Emails(), []string{"anna@example.org"}) {
		t.Fatalf("%d records, last %+v, %v", len(all), all[len(all)-1], err)
	}
}

func TestOneRecordWithListsOfItsOwn(t *testing.T) {
	all, err := read(t, `{"name": "Jan Kowalski", "emails": [{"value": "jan@example.org", "label": "dom"}], "phones": ["601234567"], "nip": null}`)
	if err != nil || len(all) != 1 || !slices.Equal(all[0].Contact.Emails(), []string{"jan@example.org"}) || len(all[0].Contact.Phones()) != 1 {
		t.Errorf("read %+v, %v", all, err)
	}
}

func TestARecordWithoutEndIsNamedAndNotKept(t *testing.T) {
	for name, text := range map[string]string{
		"in an array":       `[{"name": "Jan Kowalski"}, {"name": "` + strings.Repeat("x", 5<<20) + `"}]`,
		"in an object":      `{"people": [{"name": "Jan Kowalski"}, {"name": "` + strings.Repeat("x", 5<<20) + `"}]}`,
		"many members":      `[{"name": "Jan Kowalski"}, {` + strings.Repeat(`"n": "aaaaaaaaaa",`, 400_000) + `"o": 1}]`,
		"brackets, no ends": `[{"name": "Jan Kowalski"}, ` + strings.Repeat(`{"a":`, 1<<20),
	} {
		all, err := read(t, text)
		var e *data.Error
		if len(all) != 1 || !errors.As(err, &e) || e.Key != "json-record-long" && e.Key != "json-broken" {
			t.Errorf("%s: %d records, %v", name, len(all), err)
		}
	}
	all, err := read(t, `[`+strings.Repeat(`{"name": "Jan Kowalski", "note": "`+strings.Repeat("y", 1<<20)+`"},`, 12)+`{"name": "Anna Nowak"}]`)
	if err != nil || len(all) != 13 { // long ones together are no long one
		t.Errorf("%d records, %v", len(all), err)
	}
}

func TestMembersWithoutEndAreReadInTime(t *testing.T) {
	var b strings.Builder
	for i := range 2000 {
		fmt.Fprintf(&b, `{"name": "Jan Kos", "m%d": "x"} `, i)
	}
	if all, err := read(t, b.String()); err != nil || len(all) != 2000 {
		t.Errorf("%d records, %v", len(all), err)
	}
}

func TestADamagedFileGivesWhatWasWhole(t *testing.T) {
	all, err := read(t, `[{"name": "Jan Kowalski"}, 7, {"name": "Anna`)
	if len(all) != 2 || all[0].Err != nil || all[1].Err == nil {
		t.Errorf("read %+v", all)
	}
	var e *data.Error
	if !errors.As(err, &e) || e.Key != "json-broken" {
		t.Errorf("error %v", err)
	}
	if _, err := read(t, `7`); !errors.As(err, &e) || e.Key != "json-broken" {
		t.Errorf("a number: %v", err)
	}
}

func TestEveryTypeIsWritten(t *testing.T) {
	columns := make([]fields.Column, 9)
	for i := range columns {
		columns[i].Code = string(rune('a' + i))
	}
	var out bytes.Buffer
	w, err := jsonx.New(&out, columns)
	if err != nil {
		t.Fatal(err)
	}
	err = w.Write([]any{
		" <b>\x00 ", data.NewDate(2024, 5, 3), time.Date(2024, 5, 3, 10, 0, 0, 0, time.UTC),
		data.Money{Minor: -5, Currency: "EUR"},
		fields.Number("12345678901234567890.5"),
		fields.Number("007"),
		[]fields.Labelled{{Value: "x"}, {Value: "y", Label: "work"}},
		[]data.PostalAddress{{City: "Łódź", Label: "home"}, {Label: "empty"}},
		nil,
	})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	want := `[
{"a": "<b>", "b": "2024-05-03", "c": "2024-05-03T10:00:00Z", "d": {"amount":-0.05,"currency":"EUR"}, "e": 12345678901234567890.5, "f": "007", ` +
		`"g": ["x",{"value":"y","label":"work"}], "h": [{"address-label":"home","city":"Łódź"}]}
]
`
	if out.String() != want || !json.Valid(out.Bytes()) {
		t.Errorf("written\n%s\nwant\n%s", out.String(), want)
	}
	if err := w.Write([]any{"one"}); err == nil {
		t.Error("a record that is too short was written")
	}
}
