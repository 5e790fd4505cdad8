package vcard_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/vcard"
)

// read reads all cards of a text.
func read(t testing.TB, text string) []exchange.Item {
	t.Helper()
	r, _, err := vcard.Open(strings.NewReader(text), int64(len(text)), exchange.Options{})
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

// one reads the only card of a text.
func one(t testing.TB, text string) exchange.Item {
	t.Helper()
	all := read(t, text)
	if len(all) != 1 {
		t.Fatalf("%d cards, want 1", len(all))
	}
	return all[0]
}

func card(lines ...string) string {
	return "BEGIN:VCARD\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VCARD\r\n"
}

func handles(c *data.Contact) []string {
	var out []string
	for _, h := range c.Handles {
		s := string(h.Kind) + " " + h.Value
		if h.Label != "" {
			s += " (" + h.Label + ")"
		}
		out = append(out, s)
	}
	return out
}

func TestACardFromAnOldPhone(t *testing.T) {
	item := one(t, card("VERSION:2.1", "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=C5=BB=C3=B3=C5=82=\r\n=C4=87;Micha=C5=82;;;",
		"FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Micha=C5=82 =C5=BB=C3=B3=C5=82=C4=87", "TEL;CELL;PREF:601234567",
		"TEL;WORK;VOICE:42 678 11 22", "ADR;HOME;CHARSET=ISO-8859-2;ENCODING=QUOTED-PRINTABLE:;;D=B3uga 5;=A3=F3d=BC;;90-001;Polska",
		"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ", "", "BDAY:1980-05-03"))
	c := item.Contact
	if item.Err != nil || c.GivenName != "Michał" || c.FamilyName != "Żółć" || c.City != "Łódź" || c.Street != "Długa 5" {
		t.Errorf("read %+v, error %v", c, item.Err)
	}
	if got, want := handles(c), []string{"phone 601234567 (mobile)", "phone 42 678 11 22 (work)"}; !slices.Equal(got, want) {
		t.Errorf("handles %q, want %q", got, want)
	}
	if c.BirthYear != 1980 || !slices.Equal(item.LeftOut, []string{"PHOTO", "ADR (TYPE)"}) {
		t.Errorf("year %d, left out %q", c.BirthYear, item.LeftOut)
	}
}

func TestABrokenCardDoesNotStopTheRest(t *testing.T) {
	all := read(t, card("VERSION:3.0", "N:;;;;")+"BEGIN:VCARD\nFN:Anna Nowak\n"+card("VERSION:4.0", "FN:Jan Kowalski"))
	if len(all) != 3 || data.CodeOf(all[0].Err) != data.CodeInvalid {
		t.Fatalf("read %+v", all)
	}
	if all[1].Err != nil || all[1].Contact.Name() != "Anna Nowak" || !slices.Contains(all[1].Warnings, vcard.WarnEnd) {
		t.Errorf("the card without an end: %+v", all[1])
	}
	if all[2].Contact.Name() != "Jan Kowalski" || all[2].Number != 3 {
		t.Errorf("the last card: %+v", all[2])
	}
}

func TestLabelsOfApple(t *testing.T) {
	c := one(t, card("VERSION:3.0", "PRODID:-//Apple Inc.//macOS 14//EN", "N:Nowak;Anna;;;", "FN:Anna Nowak",
		"item1.EMAIL;type=INTERNET:anna@example.org", `item1.X-ABLabel:_$!<Work>!$_`, "item2.TEL:+48 601 234 567",
		"item2.X-ABLabel:syn", `item3.ADR;type=HOME:;;ul. Długa 5\, m. 2;Łódź;;90-001;Polska`, "item3.X-ABADR:pl",
		"X-SOCIALPROFILE;type=facebook:http://facebook.com/anna", "URL;type=pref:https://anna.example.org", "CATEGORIES:stali,VIP\\, złoci",
		"UID:urn:uuid:11-22", "NOTE:Linia 1\\nLinia 2")).Contact
	want := []string{
		"email anna@example.org (work)", "phone +48 601 234 567 (syn)", "other http://facebook.com/anna (facebook)",
		"other https://anna.example.org (www)",
	}
	if got := handles(c); !slices.Equal(got, want) {
		t.Errorf("handles %q, want %q", got, want)
	}
	if c.Street != "ul. Długa 5, m. 2" || c.UID != "11-22" || c.Note != "Linia 1\nLinia 2" || !slices.Equal(c.Tags, []string{"stali", "VIP, złoci"}) {
		t.Errorf("read %+v", c)
	}
}

func TestAFoldWithinALetter(t *testing.T) {
	line := "NOTE:" + strings.Repeat("ż", 60)
	folded := line[:40] + "\r\n " + line[40:] // cuts the letter at byte 40
	c := one(t, card("VERSION:4.0", "FN:Anna", folded)).Contact
	if c.Note != strings.Repeat("ż", 60) {
		t.Errorf("note %q", c.Note)
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	in := data.Contact{
		Kind: data.Person, GivenName: "Anna; Maria", FamilyName: "Nowak, z domu \\Kot", UID: "u1", Note: strings.Repeat("długa notatka ", 30),
		Handles: []data.Handle{
			{Kind: data.HandleEmail, Value: "a@example.org", Label: "work"},
			{Kind: data.HandlePhone, Value: "+48601234567", Label: "syn; Jan"},
			{Kind: data.HandleOther, Value: "jan.k", Label: "skype"},
			{Kind: data.HandleDomain, Value: "example.org"},
		},
		Street: "Długa 5", City: "Łódź", Country: "Polska", MoreAddresses: []data.PostalAddress{{Label: "delivery", City: "Kutno"}},
		NIP: "7251012180", BirthYear: 1980, NoContact: true, Quiet: data.QuietHours{From: 1320, To: 420}, Tags: []string{"a,b", "c"},
		Status: data.StatusActive, End: data.Ending{By: data.EndedByUs, Reason: "own words", On: data.NewDate(2024, 5, 3)}, Fields: map[int64]string{7: "x;y"},
	}
	own := []data.CustomField{{ID: 7, Name: `Pole "nr 1"; a^b`}}
	for _, v := range []vcard.Version{vcard.V3, vcard.V4} {
		first := write(t, v, own, in)
		item := one(t, first)
		got := *item.Contact
		got.Fields = map[int64]string{7: item.Fields[own[0].Name]}
		if second := write(t, v, own, got); second != first {
			t.Errorf("%s: written\n%s\nand again\n%s", v, first, second)
		}
		if got.GivenName != in.GivenName || got.FamilyName != in.FamilyName || got.BirthYear != 1980 || got.Quiet != in.Quiet || !slices.Equal(handles(&got), handles(&in)) {
			t.Errorf("%s: %+v came back as %+v", v, in, got)
		}
		for line := range strings.SplitSeq(first, "\r\n") {
			if len(line) > 75 {
				t.Errorf("%s: a line of %d bytes: %s", v, len(line), line)
			}
		}
	}
}

func write(t testing.TB, v vcard.Version, own []data.CustomField, all ...data.Contact) string {
	t.Helper()
	var b bytes.Buffer
	w := vcard.NewWriter(&b, v, own, nil)
	for i := range all {
		if err := w.WriteContact(&all[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
