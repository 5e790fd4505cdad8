package vcard_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kartoteka/data/exchange"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/vcard"
)

// TestWhatOtherProgramsWrite: the shapes that address books give to a card, one
// oddity each.
func TestWhatOtherProgramsWrite(t *testing.T) {
	for name, c := range map[string]struct {
		lines   []string
		name    string
		handles []string
		leftOut []string
	}{
		"bare LF and a lower case": {[]string{"version:3.0", "fn:Jan Kot", "email:jan@example.org"}, "Jan Kot", []string{"email jan@example.org"}, nil},
		"types of 2.1":             {[]string{"VERSION:2.1", "N:Kot;Jan", "TEL;HOME;VOICE:601234567", "EMAIL;PREF;INTERNET:jan@example.org"}, "Jan Kot", []string{"phone 601234567 (home)", "email jan@example.org"}, nil},
		"types apart and together": {[]string{"FN:Jan Kot", "TEL;TYPE=WORK;TYPE=FAX:426781122", "TEL;TYPE=\"cell,voice\":601234567"}, "Jan Kot", []string{"phone 426781122 (fax)", "phone 601234567 (mobile)"}, nil},
		"preferred by a number":    {[]string{"FN:Jan Kot", "EMAIL;PREF=2:b@example.org", "EMAIL;PREF=1:a@example.org"}, "Jan Kot", []string{"email a@example.org", "email b@example.org"}, nil},
		"phone as a URI":           {[]string{"FN:Jan Kot", "TEL;VALUE=uri:tel:+48-601-234-567"}, "Jan Kot", []string{"phone +48-601-234-567"}, nil},
		"phone with an extension":  {[]string{"FN:Jan Kot", "TEL:42 678 11 22 wew. 5"}, "Jan Kot", []string{"phone 42 678 11 22 wew. 5"}, nil},
		"phone of letters":         {[]string{"FN:Jan Kot", "TEL:zadzwoń do żony"}, "Jan Kot", []string{"other zadzwoń do żony (phone)"}, nil},
		"e-mail that is none":      {[]string{"FN:Jan Kot", "EMAIL:jan(at)example"}, "Jan Kot", []string{"other jan(at)example (email)"}, nil},
		"e-mail twice":             {[]string{"FN:Jan Kot", "EMAIL:jan@example.org", "EMAIL;TYPE=HOME:jan@example.org"}, "Jan Kot", []string{"email jan@example.org"}, nil},
		"no name but an e-mail":    {[]string{"N:;;;;", "EMAIL:jan@example.org"}, "jan@example.org", []string{"email jan@example.org"}, nil},
		"FN is the e-mail":         {[]string{"FN:jan@example.org", "EMAIL:jan@example.org"}, "jan@example.org", []string{"email jan@example.org"}, nil},
		"a company by its ORG":     {[]string{"FN:Zakład Usług", "N:;;;;", "ORG:Zakład Usług;Biuro"}, "Zakład Usług", nil, []string{"ORG (unit)"}},
		"a company by its word":    {[]string{"FN:Ogrody Sp. z o.o."}, "Ogrody Sp. z o.o.", nil, nil},
		"title and suffix":         {[]string{"N:Kot;Jan;Maria;dr inż.;jun.", "FN:dr inż. Jan Kot"}, "dr inż. Jan Maria Kot jun.", nil, nil},
		"several titles":           {[]string{"N:Kot;Jan;;prof.,dr hab.;", "FN:Jan Kot"}, "prof.,dr hab. Jan Kot", nil, nil},
		"courtesy":                 {[]string{"N:Kot;Jan;;Mr.;", "FN:Jan Kot"}, "Jan Kot", nil, []string{"N (prefix)"}},
		"messengers":               {[]string{"FN:Jan Kot", "IMPP:xmpp:jan@example.org", "X-SKYPE:jan.k", "X-GADUGADU:123"}, "Jan Kot", []string{"other jan@example.org (xmpp)", "other jan.k (skype)", "other 123 (gadu-gadu)"}, nil},
		"languages of one value":   {[]string{"FN;ALTID=1;LANGUAGE=pl:Jan Kot", "FN;ALTID=1;LANGUAGE=en:John Cat"}, "Jan Kot", nil, nil},
		"groups with labels":       {[]string{"FN:Jan Kot", "item1.TEL:601234567", "item1.X-ABLabel:syn"}, "Jan Kot", []string{"phone 601234567 (syn)"}, nil},
		"properties of the file":   {[]string{"FN:Jan Kot", "PRODID:-//x", "REV:2024-05-03T10:00:00Z", "X-ABUID:1"}, "Jan Kot", nil, nil},
		"what has no place":        {[]string{"FN:Jan Kot", "GEO:1;2", "KEY:abc", "ANNIVERSARY:20200503"}, "Jan Kot", nil, []string{"GEO", "KEY", "ANNIVERSARY"}},
		"a line of nothing known":  {[]string{"FN:Jan Kot", "to nie jest pole"}, "Jan Kot", nil, []string{"to nie jest pole"}},
		"address with a label":     {[]string{"FN:Jan Kot", "ADR;TYPE=home:;;Długa 1;Łódź;;90-001;"}, "Jan Kot", nil, []string{"ADR (TYPE)"}},
	} {
		item := one(t, card(c.lines...))
		if item.Err != nil {
			t.Errorf("%s: %v", name, item.Err)
			continue
		}
		if got := item.Contact.Name(); got != c.name {
			t.Errorf("%s: name %q, want %q", name, got, c.name)
		}
		if got := handles(item.Contact); !slices.Equal(got, c.handles) {
			t.Errorf("%s: handles %q, want %q", name, got, c.handles)
		}
		if !slices.Equal(item.LeftOut, c.leftOut) {
			t.Errorf("%s: left out %q, want %q", name, item.LeftOut, c.leftOut)
		}
	}
}

// TestErrorsNameTheirCard: what is no card ends as an error with its number and
// its lines, and the cards around it are read.
func TestErrorsNameTheirCard(t *testing.T) {
	good := card("VERSION:4.0", "FN:Jan Kot")
	for name, c := range map[string]struct {
		text string
		bad  []bool
	}{
		"lines before the first":  {"VERSION:3.0\nFN:Nikt\nEND:VCARD\n" + good, []bool{true, false}},
		"no name and no address":  {good + card("VERSION:3.0", "N:", "NOTE:x") + good, []bool{false, true, false}},
		"a list of people":        {card("KIND:group", "FN:Rodzina", "MEMBER:urn:uuid:1") + good, []bool{true, false}},
		"a list as Apple has it":  {card("X-ADDRESSBOOKSERVER-KIND:group", "N:Rodzina;;;;", "FN:Rodzina") + good, []bool{true, false}},
		"no END":                  {"BEGIN:VCARD\nFN:Anna\nBEGIN:VCARD\nFN:Jan\nEND:VCARD\n", []bool{false, false}},
		"cut within a value":      {good + "BEGIN:VCARD\nFN:Ann", []bool{false, false}},
		"cut within base64":       {good + "BEGIN:VCARD\nFN:Anna\nPHOTO;ENCODING=b:AAAA\n AAAA\n AA", []bool{false, false}},
		"an empty card":           {"BEGIN:VCARD\nEND:VCARD\n" + good, []bool{true, false}},
		"a card within a card":    {card("N:Kot;Jan", "AGENT:", "BEGIN:VCARD", "FN:Sekretarka", "END:VCARD") + good, []bool{false, false}},
		"soft break before END":   {"BEGIN:VCARD\nN;ENCODING=QUOTED-PRINTABLE:Kot;Jan=\nEND:VCARD\n" + good, []bool{false, false}},
		"nothing between records": {strings.ReplaceAll(good+good, "\r\n", "\n"), []bool{false, false}},
		"lines ended by CR":       {strings.ReplaceAll(good+good, "\r\n", "\r"), []bool{false, false}},
		"50,000 phones":           {card("FN:Anna", strings.Repeat("TEL:601 234 567\r\n", 50_000)+"X-END:1") + good, []bool{true, false}},
		"20,000 odd properties":   {card("FN:Anna", odd(20_000)) + good, []bool{true, false}},
		"a note of 17 MB":         {card("NOTE:"+strings.Repeat("y", 17<<20), "FN:Anna") + good, []bool{true, false}},
		"a folded note of 17 MB":  {card("FN:Anna", "NOTE:x"+strings.Repeat("\r\n "+strings.Repeat("y", 1<<20), 17)) + good, []bool{true, false}},
		"blank lines everywhere":  {"\n\n" + strings.ReplaceAll(good, "\r\n", "\r\n\r\n") + good, []bool{false, false}},
	} {
		all := read(t, c.text)
		if len(all) != len(c.bad) {
			t.Errorf("%s: %d cards, want %d: %+v", name, len(all), len(c.bad), all)
			continue
		}
		for i, bad := range c.bad {
			if (all[i].Err != nil) != bad || all[i].Number != i+1 || bad && len(all[i].Cells) == 0 {
				t.Errorf("%s: card %d: number %d, error %v, lines %q", name, i+1, all[i].Number, all[i].Err, all[i].Cells)
			}
		}
	}
}

// odd are properties that nobody knows, each by a name of its own.
func odd(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "X-ODD-%d:1\r\n", i)
	}
	return b.String() + "X-END:1"
}

// TestWarningsSayWhatWasOdd: what is kept elsewhere than it stood is said.
func TestWarningsSayWhatWasOdd(t *testing.T) {
	for line, want := range map[string]string{
		"TEL:zadzwoń":              fields.WarnPhone,
		"EMAIL:brak":               fields.WarnNoEmail,
		"X-KARTOTEKA-NIP:123":      fields.WarnNumber,
		"X-KARTOTEKA-REGON:1":      fields.WarnNumber,
		"BDAY:1980-05-03":          fields.WarnBirthYear,
		"BDAY;VALUE=text:ok. 1980": "",
	} {
		item := one(t, card("FN:Jan Kot", line))
		if want == "" {
			if len(item.LeftOut) != 1 {
				t.Errorf("%s: left out %q", line, item.LeftOut)
			}
			continue
		}
		if !slices.Contains(item.Warnings, want) {
			t.Errorf("%s: warnings %q, want %q", line, item.Warnings, want)
		}
	}
	if c := one(t, card("FN:Jan Kot", "NOTE:stały klient", "X-KARTOTEKA-NIP:123")).Contact; c.Note != "stały klient\nNIP: 123" {
		t.Errorf("note %q", c.Note)
	}
}

// TestAForeignCardSettlesAtOnce: what was read of another program's card is
// written and read without a further change.
func TestAForeignCardSettlesAtOnce(t *testing.T) {
	for _, lines := range [][]string{
		{"VERSION:2.1", "N:Kot;Jan;;dr inż.;jun.", "TEL;CELL:601234567", "TEL:brak", "EMAIL:jan(at)x"},
		{"VERSION:3.0", "N:;;;;", "ORG:Ogrody Kot s.c.;Biuro", "ADR;TYPE=WORK:skr. 5;;Długa 1;Łódź;;90-001;Polska", "ADR;TYPE=HOME:;;Krótka 2;Kutno;;;"},
		{"VERSION:4.0", "FN:Anna Nowak", "TEL;VALUE=uri:tel:+48601234567", "IMPP:xmpp:a@example.org", "URL:example.org", "X-KARTOTEKA-NIP:12"},
		{"FN:=1+1", "NOTE:a\\,b\\;c\\nd", "CATEGORIES:* Stali,**VIP"},
	} {
		item := one(t, card(lines...))
		for _, v := range []vcard.Version{vcard.V3, vcard.V4} {
			first := write(t, v, nil, *item.Contact)
			second := one(t, first)
			if again := write(t, v, nil, *second.Contact); again != first {
				t.Errorf("%s: written\n%s\nand again\n%s", v, first, again)
			}
		}
	}
}

// TestACardInEveryEncoding: cards without CHARSET come in whatever a phone had.
func TestACardInEveryEncoding(t *testing.T) {
	win := "N:\xaf\xf3\xb3\xe6;Micha\xb3;;;" // windows-1250
	item := one(t, card("VERSION:2.1", win))
	if got := item.Contact.Name(); got != "Michał Żółć" {
		t.Errorf("windows-1250: %q", got)
	}
	if _, info, err := vcard.Open(strings.NewReader(win), int64(len(win)), exchange.Options{}); err != nil || info.Encoding != exchange.Windows1250 {
		t.Errorf("encoding %q, error %v", info.Encoding, err)
	}
	item = one(t, card("VERSION:2.1", "N;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-2:=AF=F3=B3=E6;Micha=B3"))
	if got := item.Contact.Name(); got != "Michał Żółć" {
		t.Errorf("iso-8859-2 in quoted-printable: %q", got)
	}
}
