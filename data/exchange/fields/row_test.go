package fields_test

import (
	"slices"
	"strings"
	"testing"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
)

// row reads one row under headings.
func row(t *testing.T, pairs ...string) exchange.Item {
	t.Helper()
	var headings, cells []string
	for i := 0; i < len(pairs); i += 2 {
		headings, cells = append(headings, pairs[i]), append(cells, pairs[i+1])
	}
	o := exchange.Options{Fields: []data.CustomField{{ID: 1, Name: "Metraż", Kind: data.FieldNumber}, {ID: 2, Name: "Pakiet", Kind: data.FieldChoice, Choices: []string{"Złoty"}}}}
	item, ok := fields.New(fields.Columns(headings, [][]string{cells}, &o), &o).Read(2, cells)
	if !ok {
		t.Fatal("nothing was read")
	}
	return item
}

func TestPhonesInACell(t *testing.T) {
	for s, want := range map[string][]string{
		"601 234 567, 42 678 11 22": {"phone 601 234 567", "phone 42 678 11 22"}, "601234567 / 602345678": {"phone 601234567", "phone 602345678"},
		"42/678 11 22": {"phone 42/678 11 22"}, "6,01234567E+08": {"phone 601234567"}, "6,0E+08": nil, "brak": nil, "112": {"other 112"},
		"601234567\n602345678": {"phone 601234567", "phone 602345678"}, "42 678 11 22 wew. 5": {"phone 42 678 11 22 wew. 5"}, "+48601234567 ::: 601-234-567": {"phone +48601234567"},
	} {
		item := row(t, "Imię", "Jan", "Telefon", s)
		var got []string
		for _, h := range item.Contact.Handles {
			got = append(got, string(h.Kind)+" "+h.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
		if len(want) == 0 && (!slices.Equal(item.LeftOut, []string{"Telefon"}) || len(item.Warnings) == 0) {
			t.Errorf("%q was dropped without a word: %+v", s, item)
		}
	}
}

func TestWhatDoesNotFitIsNamed(t *testing.T) {
	item := row(t, "Imię", "Jan", "NIP", "123", "Klient od", "dawno", "Metraż", "duży", "Pakiet", "złoty", "Data urodzenia", "3.05.1980", "Wiek kota", "3", "E-mail", "brak")
	if want := []string{"Klient od", "Metraż", "Wiek kota", "E-mail"}; !slices.Equal(item.LeftOut, want) {
		t.Errorf("left out %q, want %q", item.LeftOut, want)
	}
	if item.Contact.Note != "NIP: 123" || !slices.Contains(item.Warnings, fields.WarnNumber) {
		t.Errorf("a wrong number is to be seen in the note: %q, warnings %q", item.Contact.Note, item.Warnings)
	}
	if item.Contact.BirthYear != 1980 || item.Fields["Pakiet"] != "Złoty" || !slices.Contains(item.Warnings, fields.WarnBirthYear) {
		t.Errorf("year %d, fields %v, warnings %q", item.Contact.BirthYear, item.Fields, item.Warnings)
	}
}

func TestTwoColumnsForOneField(t *testing.T) {
	item := row(t, "Title", "Mr.", "First Name", "Jan", "Job Title", "Buyer", "Miasto", "Łódź", "Ulica", "Długa 1", "Miasto", "Kutno", "Ulica", "Krótka 2", "Nr domu", "7", "Nr lokalu", "3")
	c := item.Contact
	if c.JobTitle != "Buyer" || !slices.Equal(item.LeftOut, []string{"Title"}) {
		t.Errorf("job %q, left out %q", c.JobTitle, item.LeftOut)
	}
	if c.City != "Łódź" || c.Street != "Długa 1 7/3" || len(c.MoreAddresses) != 1 || c.MoreAddresses[0].City != "Kutno" || c.MoreAddresses[0].Street != "Krótka 2" {
		t.Errorf("addresses %q, %q, %+v", c.Street, c.City, c.MoreAddresses)
	}
}

func TestMappingByHand(t *testing.T) {
	o := exchange.Options{Mapping: map[string]string{"Kto": "name/family-first", "Telefon": fields.Skip, "Uwagi": "field:Klucz", "E-mail": "nonsense"}}
	columns := fields.Columns([]string{"Kto", "Telefon", "Uwagi", "E-mail", "E-mail"}, nil, &o)
	var got []string
	for _, c := range columns {
		got = append(got, c.Name+" -> "+c.Field)
	}
	want := []string{"Kto -> name/family-first", "Telefon -> skip", "Uwagi -> field:Klucz", "E-mail -> email", "E-mail (2) -> email"}
	if !slices.Equal(got, want) {
		t.Errorf("columns %q, want %q", got, want)
	}
	item, _ := fields.New(columns, &o).Read(1, []string{"Kowalski Jan", "601234567", "5", "a@example.org", "b@example.org"})
	c := item.Contact
	if c.GivenName != "Jan" || item.Fields["Klucz"] != "5" || len(c.Phones()) != 0 || !slices.Equal(c.Emails(), []string{"a@example.org", "b@example.org"}) {
		t.Errorf("read %+v", item)
	}
}

func TestAnUnknownColumnOfOurOwnTableIsAnOwnField(t *testing.T) {
	codes := func(headings ...string) string {
		var out []string
		for _, c := range fields.Columns(headings, nil, &exchange.Options{Mapping: map[string]string{"Zbędne": fields.Skip}}) {
			out = append(out, c.Field)
		}
		return strings.Join(out, " ")
	}
	for _, c := range []struct {
		headings []string
		want     string
	}{
		{[]string{"Rodzaj kontaktu", "Nazwisko", "Status", "Typ klienta", "Klucz", "", "Zbędne", "UID"}, "kind family-name status legal-type field:Klucz skip skip uid"},
		{[]string{"kind", "family-name", "status", "legal-type", "Klucz", "uid"}, "kind family-name status legal-type field:Klucz uid"},
		{[]string{"Rodzaj kontaktu", "Nazwisko", "Status", "Typ klienta", "Klucz"}, "kind family-name status legal-type skip"},
		{[]string{"Nazwisko", "Klucz", "UID"}, "family-name skip uid"},
	} {
		if got := codes(c.headings...); got != c.want {
			t.Errorf("%q are %s, want %s", c.headings, got, c.want)
		}
	}
}

func TestEveryTargetIsKnown(t *testing.T) {
	for _, code := range append(fields.Targets(), "email:3", "phone:2/work", "field:x") {
		if !fields.Known(code) {
			t.Errorf("%s can't be mapped to", code)
		}
	}
	if fields.Known("nonsense") || fields.Recognise("nonsense") != "" {
		t.Error("nonsense is known")
	}
}
