package charset_test

import (
	"testing"
	"unicode/utf8"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/note"
)

// FuzzDecode reads any bytes under any name of a charset: the text is always
// valid UTF-8, bytes that are ASCII stay as they are under most names, and
// cleaning a text twice changes nothing more.
func FuzzDecode(f *testing.F) {
	for _, label := range []string{"", "utf-8", "iso-8859-2", "iso-2022-jp", "utf-7", "utf-16", "gb18030", "big5", "x-nonsense"} {
		f.Add([]byte("za\xbf\xf3\xb3\xe6 \x1b$B%F\x1b(B +AXw- \xa4\x40\xc5"), label)
	}
	f.Fuzz(func(t *testing.T, b []byte, label string) {
		var n note.List
		s := charset.Decode(b, label, &n)
		if !utf8.ValidString(s) {
			t.Fatalf("%q under %q gives %q", b, label, s)
		}
		text := charset.CleanText(s)
		if again := charset.CleanText(text); again != text {
			t.Errorf("cleaned again: %q, then %q", text, again)
		}
		if line := charset.CleanLine(s); charset.CleanLine(line) != line {
			t.Errorf("a line cleaned again differs: %q", line)
		}
	})
}
