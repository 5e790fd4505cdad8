package exchange_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/exchange"
)

func wide(s string, big bool) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		if big {
			b.WriteString(string([]byte{byte(u >> 8), byte(u)}))
		} else {
			b.WriteString(string([]byte{byte(u), byte(u >> 8)}))
		}
	}
	return b.String()
}

func TestDetect(t *testing.T) {
	for name, c := range map[string]struct {
		head, name string
		want       exchange.Kind
	}{
		"card":                   {"BEGIN:VCARD\r\n", "x.txt", exchange.KindVCF},
		"card after a mark":      {"\ufeff\n begin:vcard\r\n", "", exchange.KindVCF},
		"card in UTF-16":         {wide("\ufeffBEGIN:VCARD\nFN:Łódź\n", false), "", exchange.KindVCF},
		"calendar":               {"BEGIN:VCALENDAR\n", "", exchange.KindICS},
		"list":                   {" [ {\"a\": 1}]", "", exchange.KindJSON},
		"object":                 {"{\n\"a\":[]}", "", exchange.KindJSON},
		"table with a bracket":   {"[id];name\n1;a\n", "", exchange.KindCSV},
		"table":                  {"Imię;Nazwisko\n", "", exchange.KindCSV},
		"table in UTF-16":        {wide("Imię\tNazwisko\nJan\tKowalski\n", true), "", exchange.KindCSV},
		"table headed Date:":     {"Date: x;b\n1;2\n", "", exchange.KindCSV},
		"letter":                 {"Received: a\r\nFrom: b@example.org\r\nSubject: x\r\n\r\n", "", exchange.KindEML},
		"mailbox":                {"From a@b Mon\nFrom: b@example.org\n\nx", "", exchange.KindMbox},
		"workbook":               {"PK\x03\x04....xl/worksheets/sheet1.xml", "", exchange.KindXLSX},
		"card by its name":       {"FN:Jan\nEND:VCARD\n", "x.VCF", exchange.KindVCF},
		"name that is not true":  {"BEGIN:VCARD\n", "x.csv", exchange.KindVCF},
		"table with an odd NUL":  {"Imię;Nazwisko\nJan\x00;Kowalski\nAnna;Nowak\nEwa;Kot;\n", "", exchange.KindCSV},
		"card after other lines": {"Eksport z telefonu\nBEGIN:VCARD\n", "", exchange.KindVCF},
	} {
		got, err := exchange.Detect([]byte(c.head), c.name)
		if err != nil || got != c.want {
			t.Errorf("%s: %q, want %q, error %v", name, got, c.want, err)
		}
	}
}

func TestWhatCantBeReadSaysWhatToDo(t *testing.T) {
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	for name, c := range map[string]struct{ head, want string }{
		"password": {ole + wide("EncryptedPackage", false), "table-encrypted"},
		"old":      {ole + wide("Workbook", false), "table-old-excel"},
		"binary":   {"PK\x03\x04..xl/workbook.bin", "table-old-excel"},
		"ods":      {"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "table-ods"},
		"picture":  {"\x89PNG\r\n", "file-not-known"},
		"letter":   {"PK\x03\x04..word/document.xml", "file-not-known"},
		"web page": {"<!DOCTYPE html><html>", "file-not-known"},
		"noise":    {"\x01\x02\x03\x04\x05\x06\x07abc", "file-not-known"},
		"nothing":  {"", "file-empty"},
		"blank":    {"\ufeff \r\n", "file-empty"},
	} {
		kind, err := exchange.Detect([]byte(c.head), "x.xlsx")
		var e *data.Error
		if !errors.As(err, &e) || e.Key != c.want {
			t.Errorf("%s: taken for %q, error %v, want %s", name, kind, err, c.want)
		}
	}
}

func decoded(t *testing.T, raw, enc string) (string, string) {
	t.Helper()
	r, name, err := exchange.Text(strings.NewReader(raw), int64(len(raw)), enc)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b), name
}

func TestEncodings(t *testing.T) {
	const text = "Żaneta Gęś; ul. Świętej Łucji – Łódź\n"
	plain := strings.NewReplacer("–", "-").Replace(text)
	win, err := charmap.Windows1250.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	iso, err := charmap.ISO8859_2.NewEncoder().String(plain)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ raw, enc, want, text string }{
		"utf-8":                  {text, "", exchange.UTF8, text},
		"utf-8 with a mark":      {"\ufeff" + text, "", exchange.UTF8, text},
		"utf-8 with a bad byte":  {strings.Repeat(text, 9) + "\xff", "", exchange.UTF8, strings.Repeat(text, 9) + "\xff"},
		"windows-1250":           {win, "", exchange.Windows1250, text},
		"iso-8859-2":             {iso, "", exchange.Latin2, plain},
		"utf-16 little":          {wide(text, false), "", exchange.UTF16LE, text},
		"utf-16 big":             {wide(text, true), "", exchange.UTF16BE, text},
		"utf-16 with a mark":     {wide("\ufeff"+text, false), "", exchange.UTF16LE, text},
		"asked for":              {iso, exchange.Latin2, exchange.Latin2, plain},
		"letter at the very end": {strings.Repeat("a", 300<<10) + "ł", "", exchange.UTF8, strings.Repeat("a", 300<<10) + "ł"},
		"ascii":                  {"abc", "", exchange.UTF8, "abc"},
		"nothing":                {"", "", exchange.UTF8, ""},
	} {
		if got, enc := decoded(t, c.raw, c.enc); got != c.text || enc != c.want {
			t.Errorf("%s: %.80q in %s, want %.80q in %s", name, got, enc, c.text, c.want)
		}
	}
}

// TestAnyUTF8IsUTF8: whatever the text, valid UTF-8 is taken for it, wherever a
// letter is cut by the end of a buffer.
func TestAnyUTF8IsUTF8(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := strings.Repeat("x", rapid.IntRange(0, 300<<10).Draw(r, "before")) + rapid.StringOfN(rapid.RuneFrom([]rune("aąłść€🗝")), 4, 50, -1).Draw(r, "text")
		if got, enc := decoded(t, s, ""); enc != exchange.UTF8 || got != s {
			r.Fatalf("taken for %s", enc)
		}
	})
}
