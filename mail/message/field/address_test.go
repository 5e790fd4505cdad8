package field_test

import (
	"fmt"
	"net/mail"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
)

type list = []data.Address

func addresses(s string) list {
	var n note.List
	return field.Addresses([]byte(s), "", &n)
}

func TestAddresses(t *testing.T) {
	tests := map[string]struct {
		in   string
		want list
	}{
		"bare":                        {"jan@x.pl", list{{Email: "jan@x.pl"}}},
		"name":                        {"Jan Kowalski <jan@x.pl>", list{{Name: "Jan Kowalski", Email: "jan@x.pl"}}},
		"quoted name":                 {`"Kowalski, Jan" <jan@x.pl>`, list{{Name: "Kowalski, Jan", Email: "jan@x.pl"}}},
		"escaped quotes":              {`"Jan \"Janek\" K" <jan@x.pl>`, list{{Name: `Jan "Janek" K`, Email: "jan@x.pl"}}},
		"unquoted comma":              {"Kowalski, Jan <jan@x.pl>", list{{Name: "Kowalski, Jan", Email: "jan@x.pl"}}},
		"unquoted comma after others": {"a@b.pl, Kowalski, Jan <jan@x.pl>, c@d.pl", list{{Email: "a@b.pl"}, {Name: "Kowalski, Jan", Email: "jan@x.pl"}, {Email: "c@d.pl"}}},
		"quotes inside a word":        {"=?utf-8?Q?Firma_=22Klucz=22?= <jan@x.pl>", list{{Name: `Firma "Klucz"`, Email: "jan@x.pl"}}},
		"a word before the address":   {"=?utf-8?Q?Jan_=C5=BB?=jan@x.pl", list{{Name: "Jan Ż", Email: "jan@x.pl"}}},
		"a name in brackets":          {"<Saved by a browser 8>", list{{Name: "Saved by a browser 8"}}},
		"a domain and an address":     {`"postmaster@" <x.pl postmaster@x.pl>`, list{{Name: "postmaster@", Email: "postmaster@x.pl"}}},
		"a fold inside an address":    {"<jan.ko walski@x.pl>", list{{Email: "jan.kowalski@x.pl"}}},
		"a comment within a name":     {`Jan (a \) b) <jan@x.pl>`, list{{Name: "Jan (a ) b)", Email: "jan@x.pl"}}},
		"brackets":                    {"Jan [DHL] <jan@x.pl>", list{{Name: "Jan [DHL]", Email: "jan@x.pl"}}},
		"unclosed":                    {"Jan <jan@x.pl", list{{Name: "Jan", Email: "jan@x.pl"}}},
		"unclosed before another":     {"Jan <jan@x.pl, Ewa <ewa@x.pl>", list{{Name: "Jan", Email: "jan@x.pl"}, {Name: "Ewa", Email: "ewa@x.pl"}}},
		"address as name":             {"jan@x.pl <jan@x.pl>", list{{Email: "jan@x.pl"}}},
		"quoted address as name":      {`"jan@x.pl" <jan@x.pl>`, list{{Email: "jan@x.pl"}}},
		"other address as name":       {`"biuro@y.pl" <jan@x.pl>`, list{{Name: "biuro@y.pl", Email: "jan@x.pl"}}},
		"single quotes":               {"'Jan Kowalski' <jan@x.pl>", list{{Name: "Jan Kowalski", Email: "jan@x.pl"}}},
		"comment as name":             {"jan@x.pl (Jan Kowalski)", list{{Name: "Jan Kowalski", Email: "jan@x.pl"}}},
		"comment in name":             {"Jan (serwis) <jan@x.pl>", list{{Name: "Jan (serwis)", Email: "jan@x.pl"}}},
		"comments everywhere":         {`Pete <pete(his account)@silly.test(his host)>`, list{{Name: "Pete", Email: "pete@silly.test"}}},
		"name without brackets":       {"Jan Kowalski jan@x.pl", list{{Name: "Jan Kowalski", Email: "jan@x.pl"}}},
		"domain in capitals":          {"Jan.K@Firma.PL", list{{Email: "Jan.K@firma.pl"}}},
		"daemon":                      {"MAILER-DAEMON (Mail Delivery System)", list{{Name: "Mail Delivery System", Email: "MAILER-DAEMON"}}},
		"daemon in brackets":          {"Mail System <MAILER-DAEMON>", list{{Name: "Mail System", Email: "MAILER-DAEMON"}}},
		"empty":                       {"<>", nil},
		"empty with name":             {"Jan <>", list{{Name: "Jan"}}},
		"only a name":                 {"Jan Kowalski", list{{Name: "Jan Kowalski"}}},
		"group":                       {"Zespół: a@b.pl, Ewa <c@d.pl>;", list{{Email: "a@b.pl"}, {Name: "Ewa", Email: "c@d.pl"}}},
		"empty group":                 {"undisclosed-recipients:;", nil},
		"group and more":              {"G: a@b.pl;, c@d.pl", list{{Email: "a@b.pl"}, {Email: "c@d.pl"}}},
		"semicolons":                  {"a@b.pl; Ewa <c@d.pl>;", list{{Email: "a@b.pl"}, {Name: "Ewa", Email: "c@d.pl"}}},
		"missing comma":               {"Bob <bob@x.pl> Ewa <ewa@x.pl>", list{{Name: "Bob", Email: "bob@x.pl"}, {Name: "Ewa", Email: "ewa@x.pl"}}},
		"blanks for commas":           {"a@b.pl c@d.pl", list{{Email: "a@b.pl"}, {Email: "c@d.pl"}}},
		"double brackets":             {"Jan <<jan@x.pl>>", list{{Name: "Jan", Email: "jan@x.pl"}}},
		"mailto":                      {"Jan <mailto:jan@x.pl>", list{{Name: "Jan", Email: "jan@x.pl"}}},
		"route":                       {"Jan <@a.pl,@b.pl:jan@x.pl>", list{{Name: "Jan", Email: "jan@x.pl"}}},
		"blanks inside":               {"Jan < jan @ x.pl >", list{{Name: "Jan", Email: "jan@x.pl"}}},
		"quoted local part":           {`"jan kowalski"@x.pl`, list{{Email: `"jan kowalski"@x.pl`}}},
		"unclosed quote":              {`"Jan <jan@x.pl>`, list{{Name: "Jan", Email: "jan@x.pl"}}},
		"unclosed parenthesis":        {`Jan (serwis <jan@x.pl>, ewa@x.pl`, list{{Name: "Jan (serwis", Email: "jan@x.pl"}, {Email: "ewa@x.pl"}}},
		"encoded":                     {"=?utf-8?Q?Micha=C5=82_=C5=BBak?= <m@x.pl>", list{{Name: "Michał Żak", Email: "m@x.pl"}}},
		"encoded in quotes":           {`"=?utf-8?Q?Micha=C5=82?=" <m@x.pl>`, list{{Name: "Michał", Email: "m@x.pl"}}},
		"encoded with a comma":        {"=?utf-8?Q?Kowalski,_Micha=C5=82?= <m@x.pl>", list{{Name: "Kowalski, Michał", Email: "m@x.pl"}}},
		"address inside the word":     {"=?utf-8?Q?Micha=C5=82_<m@x.pl>?=", list{{Name: "Michał", Email: "m@x.pl"}}},
		"raw UTF-8":                   {"Żaneta Łoś <z@x.pl>", list{{Name: "Żaneta Łoś", Email: "z@x.pl"}}},
		"raw windows-1250":            {"\xafaneta \xa3o\x9c <z@x.pl>", list{{Name: "Żaneta Łoś", Email: "z@x.pl"}}},
		"raw letters, unquoted comma": {"\xa3o\x9c, \xafaneta <z@x.pl>", list{{Name: "Łoś, Żaneta", Email: "z@x.pl"}}},
		"international address":       {"<jöhn@mächine.example>", list{{Email: "jöhn@mächine.example"}}},
		"two at signs":                {"<a@b@c.pl>", list{{Email: "a@b@c.pl"}}},
		"direction turned around":     {"\u202eJan\u202c <jan@x.pl>", list{{Name: "Jan", Email: "jan@x.pl"}}},
		"nothing but separators":      {", ,;,", nil},
		"blank":                       {"  \r\n ", nil},
		"folded":                      {"Jan\r\n Kowalski <jan@x.pl>,\r\n\tewa@x.pl", list{{Name: "Jan Kowalski", Email: "jan@x.pl"}, {Email: "ewa@x.pl"}}},
		"domain with a dot behind":    {"jan@x.pl.", list{{Email: "jan@x.pl"}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, addresses(tt.in)); diff != "" {
				t.Errorf("Addresses(%q) (-want +got)\n%s", tt.in, diff)
			}
		})
	}
}

// FuzzAddress holds that any bytes give a bounded list of clean addresses.
func FuzzAddress(f *testing.F) {
	f.Add(`Kowalski, Jan <a@b>, "x (y" <z, G: a@b;`)
	f.Add("\xafaneta =?utf-8?Q?a=C5?= =?utf-8?Q?=82?= (c (d) <<@r:a@b>>")
	f.Fuzz(func(t *testing.T, s string) {
		got := addresses(s)
		if len(got) > len(s) {
			t.Fatalf("%d addresses from %d bytes", len(got), len(s))
		}
		for _, a := range got {
			if !utf8.ValidString(a.Name+a.Email) || strings.ContainsAny(a.Name+a.Email, "\x00\r\n\t") {
				t.Fatalf("not clean: %+q from %q", a, s)
			}
			if a.Name == "" && a.Email == "" {
				t.Fatalf("an empty address from %q", s)
			}
		}
	})
}

// What the standard library writes, and reads itself, is read the same here.
func TestAddressesAgreeWithTheStandardLibrary(t *testing.T) {
	letters := rapid.StringMatching(`[A-Za-zżółćęśąźń][A-Za-zżółćęśąźń .,'"()<>@-]{0,20}[a-zó]`)
	rapid.Check(t, func(t *rapid.T) {
		var want list
		var written []string
		for i := range rapid.IntRange(1, 5).Draw(t, "addresses") {
			a := mail.Address{Name: strings.Join(strings.Fields(letters.Draw(t, "name")), " "), Address: fmt.Sprintf("jan.%d@firma.pl", i)}
			if rapid.Bool().Draw(t, "bare") {
				a.Name = ""
			}
			if strings.Trim(a.Name, `"'()<>,; `) != a.Name { // these are taken for left-over signs
				a.Name = "Jan"
			}
			written = append(written, a.String())
			want = append(want, data.Address{Name: a.Name, Email: a.Address})
		}
		s := strings.Join(written, rapid.SampledFrom([]string{", ", ",", ",\r\n ", " ,\t"}).Draw(t, "separator"))
		if diff := cmp.Diff(want, addresses(s)); diff != "" {
			t.Fatalf("%q (-want +got)\n%s", s, diff)
		}
	})
}
