package files_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"testing"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/files"
	"kartoteka/data/exchange/jsonx"
	"kartoteka/data/exchange/notation"
	"kartoteka/data/exchange/table"
	"kartoteka/data/exchange/vcard"
	"kartoteka/data/exchange/workbook"
)

// words is a language of the program's own catalogue.
type words map[string]any

func (w words) T(key string, _ ...any) string {
	s, _ := w[key].(string)
	return s
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

// own are fields of the owner's, of every kind, one named as a heading is.
var own = []data.CustomField{
	{ID: 1, Name: "Numer klucza", Kind: data.FieldText},
	{ID: 2, Name: "Miasto", Kind: data.FieldText},
	{ID: 3, Name: "Metraż", Kind: data.FieldNumber},
	{ID: 4, Name: "Przegląd", Kind: data.FieldDate},
	{ID: 5, Name: "Pies", Kind: data.FieldYesNo},
	{ID: 6, Name: "Pakiet", Kind: data.FieldChoice, Choices: []string{"Złoty", "Srebrny"}},
}

// format is a way to write contacts.
type format struct {
	name  string
	kind  exchange.Kind
	write func(testing.TB, []data.Contact) []byte
}

// sink is what all writers of rows have.
type sink interface {
	Write(row []any) error
	Close() error
}

func rowsTo(t testing.TB, all []data.Contact, lang string, begin func(io.Writer, []fields.Column) (sink, error)) []byte {
	t.Helper()
	var e fields.Extent
	for i := range all {
		e.Add(&all[i])
	}
	w := fields.Writing{Own: own}
	codes := fields.ListCodes(own)
	if lang != "" {
		w.Words = catalogue(t, lang)
		codes = e.Codes(own)
	}
	columns := fields.Headed(codes, own, w.Words)
	var out bytes.Buffer
	to, err := begin(&out, columns)
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if err := to.Write(w.Row(&data.ContactRow{Contact: all[i]}, columns, nil)); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func cards(v vcard.Version) func(testing.TB, []data.Contact) []byte {
	return func(t testing.TB, all []data.Contact) []byte {
		var out bytes.Buffer
		w := vcard.NewWriter(&out, v, own, nil)
		for i := range all {
			if err := w.WriteContact(&all[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
}

func csvIn(lang string) func(testing.TB, []data.Contact) []byte {
	return func(t testing.TB, all []data.Contact) []byte {
		return rowsTo(t, all, lang, func(w io.Writer, c []fields.Column) (sink, error) {
			return table.NewCSV(w, c, table.StyleFor(lang))
		})
	}
}

// formats are all that contacts are written in.
var formats = []format{
	{"vcf 3.0", exchange.KindVCF, cards(vcard.V3)},
	{"vcf 4.0", exchange.KindVCF, cards(vcard.V4)},
	{"csv pl", exchange.KindCSV, csvIn("pl")},
	{"csv en", exchange.KindCSV, csvIn("en")},
	{"xlsx", exchange.KindXLSX, func(t testing.TB, all []data.Contact) []byte {
		return rowsTo(t, all, "pl", func(w io.Writer, c []fields.Column) (sink, error) {
			return workbook.New(w, c, workbook.Properties{Sheet: "Kontakty", Language: "pl"})
		})
	}},
	{"json", exchange.KindJSON, func(t testing.TB, all []data.Contact) []byte {
		return rowsTo(t, all, "", func(w io.Writer, c []fields.Column) (sink, error) { return jsonx.New(w, c) })
	}},
}

// readAll reads a file as anybody would: its kind from its bytes.
func readAll(t testing.TB, raw []byte, want exchange.Kind) []exchange.Item {
	t.Helper()
	in := bytes.NewReader(raw)
	kind, err := files.Detect(in, "")
	if err != nil || kind != want {
		t.Fatalf("taken for %q, want %q, error %v", kind, want, err)
	}
	r, _, err := files.Open(kind, in, int64(len(raw)), exchange.Options{Fields: own})
	if err != nil {
		t.Fatal(err)
	}
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

// contacts takes the contacts out of items, with their own fields.
func contacts(t testing.TB, items []exchange.Item) []data.Contact {
	t.Helper()
	out := make([]data.Contact, len(items))
	for i, item := range items {
		if item.Err != nil {
			t.Fatalf("record %d of our own file: %v: %q", item.Number, item.Err, item.Cells)
		}
		out[i] = *item.Contact
		for _, f := range own {
			if v, ok := item.Fields[f.Name]; ok {
				if out[i].Fields == nil {
					out[i].Fields = map[int64]string{}
				}
				if v, ok = notation.Own(f, v, false); ok {
					out[i].Fields[f.ID] = v
				}
			}
		}
	}
	return out
}

// TestExportImportExport: a file that is read and written again is the same.
func TestExportImportExport(t *testing.T) {
	for _, f := range formats {
		t.Run(f.name, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				all := rapid.SliceOfN(anyContact(), 1, 5).Draw(r, "contacts")
				first := f.write(t, all)
				again := f.write(t, contacts(t, readAll(t, first, f.kind)))
				if !bytes.Equal(first, again) {
					a, b := difference(shown(t, first, f.kind), shown(t, again, f.kind))
					r.Fatalf("written\n%q\nand again\n%q", a, b)
				}
			})
		})
	}
}

// difference leaves what two texts do not have in common.
func difference(a, b string) (string, string) {
	for a != "" && b != "" && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for a != "" && b != "" && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return a, b
}

func shown(t testing.TB, raw []byte, k exchange.Kind) string {
	if k != exchange.KindXLSX {
		return string(raw)
	}
	s, _ := json.MarshalIndent(readAll(t, raw, k), "", " ")
	return string(s)
}

// nasty are texts that a format may trip over.
var nasty = []string{
	"=1+1", "'=x", "''+1", "-5", "@SUM(A1)", "+48 601", "a;b,c\"d|e\tf", "line\nbreak", "a\r\nb\rc", " lead and trail ", "Żółć gęślą",
	"_x0041_", "\x00\x01a", "a ::: b", "<b>&amp;</b>", "END:VCARD", "BEGIN:VCARD", `\n \, \\`, "zażółć zażółć zażółć zażółć zażółć zażółć zażółć", "日本語 🗝️",
	"01234", "1e5", "2024-05-03", "tak", "\"quoted\"", "'", "sep=;", "null", "=\"601\"", "\ufeffx", "a\u2028b", "  ", "* star", "Firma sp. z o.o.", "x: y",
	"item1.X-ABLabel:x", "^n ^' ^^", "a\\", ";;;", ",,,", "\xff\xfe", "Kowalski, Jan", "praca", "_$!<Work>!$_", "http://a.b/c?d=e;f",
}

func text() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom(nasty), rapid.SampledFrom(nasty), rapid.String(), rapid.Just(""), rapid.StringMatching(`[A-Za-zżółćęśąźń ]{1,200}`))
}

func some[T any](r *rapid.T, name string, all ...T) T {
	return rapid.SampledFrom(all).Draw(r, name)
}

func anyDate(r *rapid.T, name string) data.Date {
	if rapid.Bool().Draw(r, name+"?") {
		return data.Date{}
	}
	return data.NewDate(1890, 1, 1).AddDays(rapid.IntRange(0, 60000).Draw(r, name))
}

// anyContact draws what the store could hold.
func anyContact() *rapid.Generator[data.Contact] {
	return rapid.Custom(func(r *rapid.T) data.Contact {
		s := func(name string) string { return text().Draw(r, name) }
		c := data.Contact{
			Kind: some(r, "kind", data.Person, data.Company), GivenName: s("given"), FamilyName: s("family"), Company: s("company"),
			Nickname: s("nick"), JobTitle: s("job"), NIP: some(r, "nip", "", "7251012180"), REGON: some(r, "regon", "", "123456785"),
			Street: s("street"), PostCode: some(r, "code", "", "90-001", "SW1A 1AA", "90001"), City: s("city"), Region: s("region"), Country: s("country"),
			Language: some(r, "language", "", "pl", "en", "de"), PreferredChannel: some(r, "channel", "", data.ChannelPhone, data.ChannelInPerson, data.ChannelLetter),
			SecondChannel: some(r, "second", "", data.ChannelEmail, data.Channel("gołąb")), BirthYear: some(r, "born", 0, 1955, 2001), LegalType: some(r, "legal", append(data.LegalTypes(), "")...),
			Status: some(r, "status", append(data.ContactStatuses(), "")...), Note: s("note"), UID: some(r, "uid", "", "a-b-c", "0001"),
			BestHours: s("hours"), NoContact: rapid.Bool().Draw(r, "no"), NoContactWhy: s("why"), Arrangements: s("arrangements"),
			Generation: some(r, "generation", append(data.Generations(), "")...), Since: anyDate(r, "since"),
			Tags: rapid.SliceOfN(text(), 0, 4).Draw(r, "tags"),
		}
		if c.Status == data.StatusEndedByUs || c.Status == data.StatusEndedByClient {
			c.End = data.Ending{By: some(r, "by", data.EndedBys()...), On: anyDate(r, "on"), Notice: anyDate(r, "notice"), Reason: some(r, "reason", "", "price", "no-need", "za daleko"), Note: s("end")}
		}
		c.Quiet = some(r, "quiet", data.QuietHours{}, data.QuietHours{From: 1320, To: 420}, data.QuietHours{From: 0, To: 61})
		for range rapid.IntRange(0, 3).Draw(r, "addresses") {
			c.MoreAddresses = append(c.MoreAddresses, data.PostalAddress{Label: s("label"), Street: s("street"), City: s("city"), PostCode: "00-950"})
		}
		anyHandles(r, &c)
		c.Fields = map[int64]string{1: s("key"), 2: s("town"), 3: some(r, "size", "", "12.5", "-3", "0", "12345678901234567890", "007"), 4: anyDate(r, "check").String(), 5: some(r, "dog", "", "yes", "no"), 6: some(r, "pack", "", "Złoty")}
		if c.Name() == "" || notation.Text(c.GivenName+c.Company) == "" {
			c.GivenName = "Anna"
		}
		if c.Kind == data.Company && notation.Text(c.Company) == "" {
			c.Company = "Zakład"
		}
		return c
	})
}

func anyHandles(r *rapid.T, c *data.Contact) {
	for range rapid.IntRange(0, 5).Draw(r, "handles") {
		h := data.Handle{Kind: some(r, "kind", data.HandleEmail, data.HandlePhone, data.HandleOther, data.HandleDomain), Label: text().Draw(r, "label")}
		switch h.Kind {
		case data.HandleEmail:
			h.Value = some(r, "mail", "anna@example.org", "Anna.Nowak+x@Example.com", "żaneta@przykład.pl")
		case data.HandlePhone:
			h.Value = some(r, "phone", "601234567", "+48601234567", "42 678 11 22", "+44 20 7946 0958", "(42) 678-11-22 wew. 5", "0048 601 234 567")
		case data.HandleDomain:
			h.Value = some(r, "domain", "example.org", "przyklad.pl")
			h.Label = ""
		default:
			h.Value = text().Draw(r, "handle")
		}
		c.Handles = append(c.Handles, h)
	}
}
