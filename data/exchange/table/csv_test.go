package table_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/table"
)

func readCSV(t testing.TB, text string, o exchange.Options) ([]exchange.Item, exchange.Info) {
	t.Helper()
	r, info, err := table.OpenCSV(strings.NewReader(text), int64(len(text)), o)
	if err != nil {
		t.Fatal(err)
	}
	return all(t, r), info
}

func all(t testing.TB, r exchange.Reader) []exchange.Item {
	t.Helper()
	var out []exchange.Item
	for {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
}

func TestSeparatorsAreRecognised(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want rune
	}{
		"semicolon with commas inside": {"Imię i nazwisko;E-mail\nKowalski, Jan;jan@example.org\nNowak, Anna;anna@example.org\n", ';'},
		"comma":                        {"First Name,Last Name,E-mail Address\nJan,Kowalski,jan@example.org\n", ','},
		"tab":                          {"Imię\tNazwisko\nJan\tKowalski, mgr\n", '\t'},
		"pipe":                         {"Imię|Nazwisko\nJan|Kowalski\n", '|'},
		"line of Excel":                {"sep=,\r\nName,Note\r\nJan,a;b;c\r\n", ','},
		"quoted separators":            {"\"Name\",\"Note\"\n\"Jan\",\"a;b;c;d;e\"\n\"Ewa\",\"x;y\"\n", ','},
	} {
		items, info := readCSV(t, c.text, exchange.Options{})
		if info.Separator != c.want || len(items) == 0 || items[0].Err != nil {
			t.Errorf("%s: separator %q, want %q; %+v", name, info.Separator, c.want, items)
		}
	}
}

func TestARaggedRowIsSetAside(t *testing.T) {
	items, _ := readCSV(t, "Imię;Nazwisko;E-mail\nJan;Kowalski\nAnna;Nowak;anna@example.org\nEwa;Kot;ewa@example.org;coś\n", exchange.Options{})
	if len(items) != 3 {
		t.Fatalf("%d rows", len(items))
	}
	for i, bad := range []bool{true, false, true} {
		if (items[i].Err != nil) != bad || items[i].Number != i+2 {
			t.Errorf("row %d: number %d, error %v", i+2, items[i].Number, items[i].Err)
		}
	}
	if !slices.Equal(items[0].Cells, []string{"Jan", "Kowalski"}) {
		t.Errorf("cells %q", items[0].Cells)
	}
}

func TestQuotes(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string // notes
	}{
		"doubled":          {"Imię;Notatka\nJan;\"a \"\"b\"\" c\"\n", []string{`a "b" c`}},
		"bare":             {"Imię;Notatka\nJan;rura 3\" i 5\"\n", []string{`rura 3" i 5"`}},
		"bare in quotes":   {"Imię;Notatka\nJan;\"rura 3\" i 5\"\n", []string{`rura 3" i 5`}},
		"line break":       {"Imię;Notatka\nJan;\"a\r\nb;c\"\nEwa;d\n", []string{"a\nb;c", "d"}},
		"blank after":      {"Imię;Notatka\nJan; \"a;b\" \n", []string{"a;b"}},
		"formula":          {"Imię;Notatka\nJan;\"=\"\"601\"\"\"\n", []string{"601"}},
		"guarded":          {"Imię;Notatka\nJan;'=1+1\n", []string{"=1+1"}},
		"old Mac":          {"Imię;Notatka\rJan;a\rEwa;b\r", []string{"a", "b"}},
		"blank lines":      {"\n\nImię;Notatka\n\nJan;a\n;\n\nEwa;b", []string{"a", "b"}},
		"NUL":              {"Imię;Notatka\nJan;a\x00b\n", []string{"ab"}},
		"no trailing end":  {"Imię;Notatka\nJan;\"a\"", []string{"a"}},
		"trailing columns": {"Imię;Notatka;;\nJan;a;;\n", []string{"a"}},
	} {
		items, _ := readCSV(t, c.text, exchange.Options{})
		var got []string
		for _, item := range items {
			if item.Err != nil {
				t.Errorf("%s: %v", name, item.Err)
				continue
			}
			got = append(got, item.Contact.Note)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: notes %q, want %q", name, got, c.want)
		}
	}
}

func TestAQuoteThatIsNeverClosedCostsOneRow(t *testing.T) {
	items, _ := readCSV(t, "Imię;Notatka\nJan;\"oj\nAnna;a\nEwa;b\n", exchange.Options{})
	if len(items) != 3 || items[0].Err == nil || items[1].Contact.GivenName != "Anna" || items[2].Contact.Note != "b" {
		t.Fatalf("read %+v", items)
	}
	var e *data.Error
	if !errors.As(items[0].Err, &e) || e.Args["Row"] != 2 {
		t.Errorf("error %v", items[0].Err)
	}
}
