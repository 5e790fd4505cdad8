package message

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Visible makes bytes of a message fit to be looked at: lines stay lines; any
// other control character is shown as its picture (␛ for escape), what turns
// the direction of writing or is not seen at all as its number, and a byte
// that is no UTF-8 as two hexadecimal digits.
func Visible(raw []byte) string {
	const digits = "0123456789ABCDEF"
	var b strings.Builder
	b.Grow(len(raw))
	for i := 0; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			b.WriteString("‹")
			b.WriteByte(digits[raw[i]>>4])
			b.WriteByte(digits[raw[i]&15])
			b.WriteString("›")
		case r == '\r' && i+1 < len(raw) && raw[i+1] == '\n':
		case r == '\n' || r == '\t':
			b.WriteRune(r)
		case r < ' ':
			b.WriteRune(0x2400 + r)
		case r == 0x7f:
			b.WriteRune(0x2421)
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp):
			fmt.Fprintf(&b, "‹U+%04X›", r)
		default:
			b.WriteRune(r)
		}
		i += n
	}
	return b.String()
}
