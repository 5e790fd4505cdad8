package xlsx

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxCell is how many UTF-16 units a cell holds.
const maxCell = 32767

// clean makes foreign text fit for one line of a cell: no control characters,
// no halves of characters, not longer than a cell holds. Nothing else is
// changed: the text is written as typed text, so a leading = does no harm.
func clean(s string) string {
	if plain(s) {
		return s
	}
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return ' '
		case r < ' ' || r >= 0x7f && r < 0xa0, r == 0xfffe, r == 0xffff:
			return -1
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return -1 // would turn the direction of what follows
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return cut(s, maxCell)
}

// plain reports whether clean has nothing to do.
func plain(s string) bool {
	if len(s) > maxCell {
		return false
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f {
			return false
		}
	}
	return true
}

// cut shortens s to n UTF-16 units, as Excel counts, between characters.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i, r := range s {
		w := max(1, utf16.RuneLen(r))
		if n < w {
			return s[:i]
		}
		n -= w
	}
	return s
}

// lines estimates how many lines a text takes in a column of that width.
func lines(s string, width float64) int {
	n := 0
	for _, part := range strings.Split(s, "\n") {
		n += 1 + int(float64(max(0, utf8.RuneCountInString(part)-1))/max(1, width))
	}
	return n
}

// ascii makes an identifier for Excel: letters, digits and _, not beginning
// with a digit.
func ascii(s, prefix string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '_':
			return r
		case r == '-' || r == ' ':
			return '_'
		}
		return -1
	}, s)
	if !strings.HasPrefix(s, prefix) {
		s = prefix + s
	}
	return cut(s, 200)
}
