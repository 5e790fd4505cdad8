package charset

import (
	"strings"
	"unicode/utf8"
)

// IsASCII says whether all bytes are below 0x80.
func IsASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// CleanText makes text fit to be stored and shown: valid UTF-8, lines ended by
// \n alone, no control characters but \n and \t.
func CleanText(s string) string {
	i := 0
	for i < len(s) && isTextByte(s[i]) {
		i++
	}
	if i == len(s) {
		return trimBlankLines(s)
	}
	out := make([]byte, 0, len(s)+len(s)/16)
	out = append(out, s[:i]...)
	for i < len(s) {
		c := s[i]
		switch {
		case isTextByte(c):
			out = append(out, c)
			i++
		case c == '\r':
			// CRLF, lone CR and the CRCRLF of broken relays are one line end.
			for i < len(s) && s[i] == '\r' {
				i++
			}
			if i == len(s) || s[i] != '\n' {
				out = append(out, '\n')
			}
		case c == '\f' || c == '\v':
			out = append(out, '\n')
			i++
		case c < utf8.RuneSelf:
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:])
			out = appendTextRune(out, r)
			i += n
		}
	}
	return trimBlankLines(string(out))
}

// isTextByte says whether an ASCII byte stays in a text as it is.
func isTextByte(c byte) bool { return c >= ' ' && c < 0x7f || c == '\n' || c == '\t' }

func appendTextRune(out []byte, r rune) []byte {
	switch {
	case r == '\u0085' || r == '\u2028' || r == '\u2029':
		return append(out, '\n')
	case r < 0xa0 || r == '\ufeff' || r == '\ufffe' || r == '\uffff':
		return out
	}
	return utf8.AppendRune(out, r)
}

// trimBlankLines drops blank lines at the start and all blanks at the end.
func trimBlankLines(s string) string {
	s = strings.TrimRight(s, " \t\n\u00a0")
	for {
		i := strings.IndexByte(s, '\n')
		if i < 0 || strings.Trim(s[:i], " \t\u00a0") != "" {
			return s
		}
		s = s[i+1:]
	}
}

// CleanLine makes a header value fit for one line: valid UTF-8, line ends and
// tabs as a space, no control characters, nothing that turns the direction of
// reading around (a name could hide behind it).
func CleanLine(s string) string {
	ok := true
	for i := 0; i < len(s) && ok; i++ {
		ok = s[i] >= ' ' && s[i] < 0x7f
	}
	if ok {
		return strings.TrimSpace(s)
	}
	s = strings.ReplaceAll(s, "\r\n", " ")
	return strings.TrimSpace(strings.Map(lineRune, strings.ToValidUTF8(s, "\ufffd")))
}

// lineRune maps a letter to what it is in a single line; -1 drops it.
func lineRune(r rune) rune {
	switch r {
	case '\n', '\r', '\t', '\u0085', '\u2028', '\u2029':
		return ' '
	case '\ufeff', '\ufffe', '\uffff':
		return -1
	}
	if r < ' ' || r >= 0x7f && r < 0xa0 || IsBidiControl(r) {
		return -1
	}
	return r
}

// IsBidiControl says whether r changes the direction in which the text around
// it is shown.
func IsBidiControl(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 ||
		r == 0x200e || r == 0x200f || r == 0x061c
}

// Blank says whether there is nothing in a text that a person would see.
func Blank(s string) bool {
	return strings.Trim(s, " \t\r\n\u00a0\u200b\u200c\u200d\u2060\ufeff") == ""
}
