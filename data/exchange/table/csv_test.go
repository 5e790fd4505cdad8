package table_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
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

func TestARowThatIsTooLongIsSetAside(t *testing.T) {
	items, _ := readCSV(t, "Imię;Nazwisko;E-mail\nAnna;Nowak;anna@example.org; ;\nEwa;Kot;ewa@example.org;coś\n", exchange.Options{})
	if len(items) != 2 || items[0].Err != nil || items[1].Err == nil || items[1].Number != 3 {
		t.Fatalf("read %+v", items)
	}
	if !slices.Equal(items[1].Cells, []string{"Ewa", "Kot", "ewa@example.org", "coś"}) {
		t.Errorf("cells %q", items[1].Cells)
	}
}

// TestExcelLeavesOutEmptyCellsAtTheEnd: in a table that Excel saved, rows may be
// shorter than the headings.
func TestExcelLeavesOutEmptyCellsAtTheEnd(t *testing.T) {
	items, _ := readCSV(t, "Imię;Nazwisko;E-mail;Uwagi;Wiek kota\nJan;Kowalski\n\"Ewa\";\"Kot\";\"ewa@example.org\"\nAnna;Nowak;anna@example.org;a\n;\n", exchange.Options{})
	if len(items) != 3 {
		t.Fatalf("%d rows", len(items))
	}
	for i, warned := range []bool{true, true, false} { // the last cell that nobody reads may be missing
		if items[i].Err != nil || slices.Contains(items[i].Warnings, table.WarnShort) != warned {
			t.Errorf("row %d: warnings %q, error %v", items[i].Number, items[i].Warnings, items[i].Err)
		}
	}
	if c := items[0].Contact; c.Name() != "Jan Kowalski" || len(c.Handles) != 0 {
		t.Errorf("read %+v", c)
	}
}

// TestEveryEncodingWithEverySeparator: a table is read the same however it was
// saved.
func TestEveryEncodingWithEverySeparator(t *testing.T) {
	rows := [][]string{
		{"Imię", "Nazwisko", "E-mail", "Telefon", "Miasto", "Uwagi", "Klient od"},
		{"Żaneta", "Gęś-Ćwik", "zaneta@example.org", "601 234 567", "Łódź", "płaci; zawsze, na czas", "3.05.2024"},
		{"Świętosław", "Źrebiec", "sz@example.com", "42 678 11 22", "Ząbki", "ma \"duży\" dom", "2024-05-03"},
		{"Łucja", "Pąk", "lucja@example.net", "+48 22 123 45 67", "Świdnik", "", "3 maja 2024"},
	}
	for enc, encode := range encoders {
		for _, sep := range []string{";", ",", "\t", "|"} {
			for _, end := range []string{"\n", "\r\n"} {
				raw := encode(t, joined(rows, sep, end))
				r, info, err := table.OpenCSV(strings.NewReader(raw), int64(len(raw)), exchange.Options{})
				if err != nil {
					t.Fatal(err)
				}
				items := all(t, r)
				if string(info.Separator) != sep || len(items) != 3 {
					t.Errorf("%s, %q: separator %q, %d rows", enc, sep, info.Separator, len(items))
					continue
				}
				for i, item := range items {
					c, want := item.Contact, rows[i+1]
					if item.Err != nil || c.GivenName != want[0] || c.FamilyName != want[1] || c.City != want[4] || c.Note != want[5] || c.Since != data.NewDate(2024, 5, 3) {
						t.Errorf("%s, %q: row %d read %+v, error %v", enc, sep, item.Number, c, item.Err)
					}
				}
			}
		}
	}
}

// joined writes rows with each cell in quotes that needs them.
func joined(rows [][]string, sep, end string) string {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteString(sep)
			}
			if strings.ContainsAny(cell, sep+"\"") {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(end)
	}
	return b.String()
}

// encoders write text as programs save it.
var encoders = map[string]func(testing.TB, string) string{
	"utf-8":         func(_ testing.TB, s string) string { return s },
	"utf-8 marked":  func(_ testing.TB, s string) string { return "\ufeff" + s },
	"windows-1250":  encoder(charmap.Windows1250),
	"iso-8859-2":    encoder(charmap.ISO8859_2),
	"utf-16 little": encoder(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)),
	"utf-16 big":    encoder(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)),
	"utf-16 bare":   encoder(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)),
}

func encoder(e encoding.Encoding) func(testing.TB, string) string {
	return func(t testing.TB, s string) string {
		out, err := e.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
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

func TestNoTextOfATableIsAFormula(t *testing.T) {
	const formula = "=cmd|A0"
	for name, v := range map[string]any{
		"text":      formula,
		"list":      []string{formula},
		"labelled":  []fields.Labelled{{Value: formula}},
		"addresses": []data.PostalAddress{{Street: formula}},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			w, err := table.NewCSV(&b, []fields.Column{{Title: "A"}, {Title: "B"}}, table.Style{Separator: ';', Decimal: ','})
			if err != nil {
				t.Fatal(err)
			}
			if err := errors.Join(w.Write([]any{v, data.Money{Minor: -150, Currency: "PLN"}}), w.Close()); err != nil {
				t.Fatal(err)
			}
			row := strings.TrimPrefix(b.String(), "A;B\r\n")
			if cell := strings.TrimPrefix(row, `"`); !strings.HasPrefix(cell, "'") {
				t.Errorf("a spreadsheet would calculate %q", row)
			}
			if !strings.HasSuffix(row, ";\"-1,50\"\r\n") {
				t.Errorf("the amount is no number: %q", row)
			}
		})
	}
}
