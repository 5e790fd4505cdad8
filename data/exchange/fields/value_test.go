package fields_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
)

func TestDates(t *testing.T) {
	may := data.NewDate(2024, 5, 3)
	for s, want := range map[string]data.Date{
		"3.05.2024": may, "03.05.2024": may, "3.5.24": may, "2024-05-03": may, "2024-05-03 12:30:00": may, "2024-05-03T10:00:00Z": may,
		"20240503": may, "3/5/2024": may, "5/31/2024": data.NewDate(2024, 5, 31), "3 maja 2024": may, "3 maja 2024 r.": may, "3 Maja 2024 roku": may,
		"May 3, 2024": may, "3 May 2024": may, "45415": may, "3-05-2024": may, "2024/05/03": may, "1.2.75": data.NewDate(1975, 2, 1), "3 V 2024": may,
	} {
		if got, ok := fields.ParseDate(s, false); !ok || got != want {
			t.Errorf("%q: %v, %v, want %v", s, got, ok, want)
		}
	}
	if got, ok := fields.ParseDate("5/3/2024", true); !ok || got != may {
		t.Errorf("month first: %v, %v", got, ok)
	}
	for _, s := range []string{"", "wczoraj", "31.02.2024", "0/0/00", "1.2", "1.2.3.4", "2024-13-01", "--05-03", "12", "3 maja", "maj maj 2024", "99999999"} {
		if got, ok := fields.ParseDate(s, false); ok {
			t.Errorf("%q was taken for %v", s, got)
		}
	}
}

func TestNumbers(t *testing.T) {
	for s, want := range map[string]string{
		"1 234,56": "1234.56", "1.234,56": "1234.56", "1,234.56": "1234.56", "1234": "1234", "-5": "-5", "1 234 567": "1234567",
		"12,5 zł": "12.5", "€ 3.50": "3.50", "1.234.567": "1234567", "1,234,567": "1234567", "0,5": "0.5", "1'234.50": "1234.50", "−7,5": "-7.5", "50%": "50",
	} {
		if got, ok := fields.ParseNumber(s); !ok || got != want {
			t.Errorf("%q: %q, %v, want %q", s, got, ok, want)
		}
	}
	for _, s := range []string{"", "abc", "1-2", "--1", "1e5", "0x10", "NaN", "12 szt."} {
		if got, ok := fields.ParseNumber(s); ok {
			t.Errorf("%q was taken for %s", s, got)
		}
	}
}

func TestNames(t *testing.T) {
	for full, want := range map[string][2]string{
		"Jan Kowalski": {"Jan", "Kowalski"}, "Kowalski, Jan": {"Jan", "Kowalski"}, "Jan Maria Kowalski-Nowak": {"Jan Maria", "Kowalski-Nowak"},
		"KOWALSKI Jan": {"Jan", "KOWALSKI"}, "Ludwig van Beethoven": {"Ludwig", "van Beethoven"}, "Pan Jan Kowalski": {"Jan", "Kowalski"},
		"Ania": {"Ania", ""}, "": {"", ""}, "Jan  Kowalski ": {"Jan", "Kowalski"}, "Maria de la Cruz": {"Maria", "de la Cruz"}, "Kowalski,": {"Kowalski", ""},
	} {
		if given, family := fields.SplitName(full); given != want[0] || family != want[1] {
			t.Errorf("%q: %q and %q, want %q", full, given, family, want)
		}
	}
	for name, want := range map[string]bool{
		"Przykład sp. z o.o.": true, "P.P.H.U. Kot": false, "PHU Kot": true, "Jan Kowalski": false, "Fundacja Pies": true, "Anna Transport": true, "Example Ltd.": true,
		"Kancelaria Adwokacka": true, "Sklepowicz Jan": false, "Nowak & syn": true,
	} {
		if got := fields.LooksLikeCompany(name); got != want {
			t.Errorf("%q: company %v, want %v", name, got, want)
		}
	}
}

func TestAddressesInOnePiece(t *testing.T) {
	for s, want := range map[string]data.PostalAddress{
		"ul. Długa 5/2, 90-001 Łódź":         {Street: "ul. Długa 5/2", PostCode: "90-001", City: "Łódź"},
		"ul. Długa 5\n90-001 Łódź\nPolska":   {Street: "ul. Długa 5", PostCode: "90-001", City: "Łódź", Country: "Polska"},
		"90-001 Łódź, ul. Długa 5":           {Street: "ul. Długa 5", PostCode: "90-001", City: "Łódź"},
		"10 Downing Street, London SW1A 2AA": {Street: "10 Downing Street, London SW1A 2AA"},
	} {
		if got := fields.ParseAddress(s); got != want {
			t.Errorf("%q: %+v, want %+v", s, got, want)
		}
	}
}

func TestLists(t *testing.T) {
	for s, want := range map[string][]string{
		"a, b; c": {"a", "b", "c"}, "a ::: b": {"a", "b"}, `"a, b", c`: {"a, b", "c"}, `rura 3", x`: {`rura 3"`, "x"}, "a\nb": {"a", "b"}, " , ;": nil, "a": {"a"},
	} {
		if got := fields.SplitList(s); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		var all []string
		for _, s := range rapid.SliceOf(rapid.String()).Draw(r, "values") {
			if s = fields.Text(s); s != "" {
				all = append(all, s)
			}
		}
		if got := fields.SplitList(fields.JoinList(all)); !slices.Equal(got, all) {
			r.Fatalf("%q became %q", all, got)
		}
	})
}

// TestTextIsSettled: what was cleaned once is not changed by cleaning again.
func TestTextIsSettled(t *testing.T) {
	for s, want := range map[string]string{
		"a\r\nb\rc\n": "a\nb\nc", "\ufeffa\x00\x07b ": "ab", "\xffa": "\ufffda", "\u00a0a\u2028b\u00a0": "a\nb", "żółć": "żółć",
	} {
		if got := fields.Text(s); got != want {
			t.Errorf("%q: %q, want %q", s, got, want)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		s := string(rapid.SliceOf(rapid.Byte()).Draw(r, "bytes"))
		if once := fields.Text(s); fields.Text(once) != once {
			r.Fatalf("%q, then %q, then %q", s, once, fields.Text(once))
		}
		if once := fields.Label(s); fields.Label(once) != once {
			r.Fatalf("label %q, then %q, then %q", s, once, fields.Label(once))
		}
	})
}

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
