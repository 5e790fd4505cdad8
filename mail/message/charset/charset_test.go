package charset_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/note"
)

func decode(b, label string) (string, []string) {
	var n note.List
	return charset.Decode([]byte(b), label, &n), n.Codes
}

// What is told about a text matters as much as the text: a note makes the
// program say that a message may not be as it was written.
func TestNotes(t *testing.T) {
	tests := map[string]struct{ in, label, want, note string }{
		"as declared":                    {"za\xbf\xf3\xb3\xe6", "iso-8859-2", "zażółć", ""},
		"UTF-8":                          {"zażółć", "utf-8", "zażółć", ""},
		"undeclared UTF-8":               {"zażółć", "", "zażółć", ""},
		"ASCII under any name":           {"abc", "x-nonsense", "abc", ""},
		"UTF-8 under another name":       {"zażółć", "iso-8859-2", "zażółć", note.Charset},
		"1250 under 8859-2":              {"\x9cwi\xeato", "iso-8859-2", "święto", note.Charset},
		"1250 under UTF-8":               {"\x9cwi\xeato", "utf-8", "święto", note.Charset},
		"1250, undeclared":               {"\x9cwi\xeato", "", "święto", ""},
		"unknown name":                   {"\x9cwi\xeato", "x-nonsense", "święto", note.UnknownCharset},
		"a letter cut in half":           {"żółw \xc5", "utf-8", "żółw \ufffd", note.LostLetters},
		"a byte the charset lacks":       {"\xc1 \xff\x80 \x81", "windows-1253", "Α", note.LostLetters},
		"wide, but plain":                {"abc", "utf-16", "abc", note.Charset},
		"Croatian under its own name":    {"\xb9ta se su\xb9i", "iso-8859-2", "šta se suši", ""},
		"Polish under a wrong one":       {"pi\xb9tka, s\xb9d", "iso-8859-2", "piątka, sąd", note.Charset},
		"Czech, undeclared":              {"\xec\xb9\xe8\xf8\xbe\xfd\xe1\xed\xe9", "", "ěščřžýáíé", ""},
		"Spanish, undeclared":            {"\xa1Hola, se\xf1or!", "", "¡Hola, señor!", ""},
		"Russian, undeclared KOI8":       {"\xd4\xc5\xd3\xd4 \xd4\xc5\xd3\xd4", "", "тест тест", ""},
		"one letter is no alphabet":      {"\xe9\xe9\xe9\xe9\xe9", "", "ééééé", ""},
		"EUC-JP as ISO-2022-JP":          {"\xbc\xa1\xa4\xce\xa4\xa2\xa4\xc6", "iso-2022-jp", "次のあて", note.Charset},
		"Shift JIS as UTF-8":             {"\x83\x81\x81[\x83\x8b\x82\xf0\x8a\xc8\x92P\x82\xc9\x81B", "utf8", "メールを簡単に。", note.Charset},
		"rows of ornaments":              {strings.Repeat("\xb7\xb8\xb8\xb7\xb4\xaf`", 20), "", "·¸¸·´¯`", ""},
		"a start of a letter at the end": {"hello\xf0", "utf-8", "hello\ufffd", note.LostLetters},
		"a Polish end":                   {"prosz\xea", "utf-8", "proszę", note.Charset},
		"a stray byte among Russian":     {"Здравствуйте\xaa", "utf-8", "Здравствуйте\ufffd", note.LostLetters},
		"GB 2312 that looks like UTF-8":  {"\xc1\xaa\xcd\xa8", "gb2312", "联通", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			got, notes := decode(tt.in, tt.label)
			if !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.note == "" && len(notes) > 0 || tt.note != "" && !strings.Contains(strings.Join(notes, " "), tt.note) {
				t.Errorf("noted %v, want %q", notes, tt.note)
			}
		})
	}
}

// Every charset of the web's list is known here too.
func TestCharsetsOfTheWeb(t *testing.T) {
	for _, label := range []string{
		"utf-8", "ibm866", "iso-8859-3", "iso-8859-4", "iso-8859-5", "iso-8859-6", "iso-8859-7", "iso-8859-8", "iso-8859-10",
		"iso-8859-13", "iso-8859-14", "iso-8859-16", "koi8-r", "koi8-u", "macintosh", "windows-874", "windows-1251",
		"windows-1253", "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "x-mac-cyrillic",
		"gbk", "gb18030", "big5", "euc-jp", "shift_jis", "euc-kr",
	} {
		enc, err := htmlindex.Get(label)
		if err != nil {
			t.Fatal(err)
		}
		sample := "zwykły"
		if label != "utf-8" {
			if sample, err = enc.NewDecoder().String("\xb0\xa1\xb0\xa2"); err != nil {
				t.Fatal(err)
			}
		}
		raw, err := enc.NewEncoder().String(sample)
		if err != nil {
			continue // the sample's bytes mean nothing in it
		}
		if got, notes := decode("x"+raw, label); got != "x"+sample || len(notes) > 0 {
			t.Errorf("%s: got %q %v, want %q", label, got, notes, sample)
		}
	}
}

func TestIsNamed(t *testing.T) {
	for label, want := range map[string]bool{
		"iso-8859-2": true, "CP1250": true, "utf-16": true, "ibm852": true, "": false, "us-ascii": false, "utf-8": false, "x-nonsense": false,
	} {
		if got := charset.IsNamed(label); got != want {
			t.Errorf("%q: %v", label, got)
		}
	}
}

func TestCleanLine(t *testing.T) {
	for in, want := range map[string]string{
		"zwykła":               "zwykła",
		" a\r\n b\tc ":         "a  b c",
		"a\x00\x1b\x7f\u0085b": "a b",
		"\u202eab\u2069":       "ab",
		"a\xffb":               "a\ufffdb",
		"":                     "",
	} {
		if got := charset.CleanLine(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestCleanText(t *testing.T) {
	for in, want := range map[string]string{
		"\r\n \r\n  a\r\nb \r\n\r\n": "  a\nb",
		"a\r\r\nb\rc\nd":             "a\nb\nc\nd",
		"a\fb\vc":                    "a\nb\nc",
		"\ufeffa\u2028b":             "a\nb",
		"tab\tx":                     "tab\tx",
		"\u202bשלום":                 "\u202bשלום", // right-to-left text needs its marks
		"":                           "",
	} {
		if got := charset.CleanText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestBlank(t *testing.T) {
	for in, want := range map[string]bool{"": true, " \n\t\u00a0\u200b": true, ".": false, "\u00a0a": false} {
		if charset.Blank(in) != want {
			t.Errorf("%q: %v", in, !want)
		}
	}
}

// Any bytes under any name become clean text, and cleaning twice changes
// nothing.
func TestAnyBytesBecomeCleanText(t *testing.T) {
	labels := rapid.SampledFrom([]string{
		"", "utf-8", "iso-8859-2", "windows-1250", "latin1", "utf-7", "utf-16", "utf-32", "iso-2022-jp", "iso-2022-kr", "shift_jis",
		"gb18030", "hz-gb-2312", "big5", "euc-kr", "x-mac-ce", "ibm852", "replacement", "x-nonsense",
	})
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		got, _ := decode(in, labels.Draw(t, "label"))
		if !utf8.ValidString(got) {
			t.Fatalf("%q is not UTF-8", got)
		}
		text, line := charset.CleanText(got), charset.CleanLine(got)
		if again := charset.CleanText(text); again != text {
			t.Fatalf("cleaned again: %q, then %q", text, again)
		}
		for _, r := range text + strings.ReplaceAll(line, "\n", "\x00") {
			if unicode.IsControl(r) && r != '\n' && r != '\t' {
				t.Fatalf("%U left in %q or %q", r, text, line)
			}
		}
	})
}

// Polish text of any length is recognised under the wrong name as soon as one
// letter inside a word tells.
func TestAnyPolishSentenceUnderLatin1(t *testing.T) {
	word := rapid.SampledFrom([]string{
		"dzień", "wkładka", "złamany", "proszę", "się", "jeśli", "źle", "który", "można", "była", "święta", "ważne", "już", "i", "w", "zamek", "ma",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := "Była zła wkładka, " + strings.Join(rapid.SliceOfN(word, 1, 40).Draw(t, "words"), " ") + "."
		for _, enc := range []*charmap.Charmap{charmap.Windows1250, charmap.ISO8859_2} {
			raw, err := enc.NewEncoder().String(text)
			if err != nil {
				t.Fatal(err)
			}
			for _, label := range []string{"iso-8859-1", "windows-1252", "utf-8", "", "us-ascii"} {
				if got, _ := decode(raw, label); got != text {
					t.Fatalf("%v as %q\n got %q\nwant %q", enc, label, got, text)
				}
			}
		}
	})
}
