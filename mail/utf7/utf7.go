// Package utf7 reads the modified UTF-7 in which servers and Maildirs write the
// names of folders.
package utf7

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

var alphabet = base64.NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+,").
	WithPadding(base64.NoPadding)

// Read decodes modified UTF-7 (RFC 3501 §5.1.3). Where a name does not keep
// to it, whole is false and what can't be decoded stands in the text as it is.
func Read(s string) (text string, whole bool) {
	var b strings.Builder
	whole = true
	shifted := false // the letter before was encoded
	for i := 0; i < len(s); i++ {
		if s[i] != '&' {
			whole = whole && s[i] >= ' ' && s[i] != 0x7f
			b.WriteByte(s[i])
			shifted = false
			continue
		}
		end := strings.IndexByte(s[i:], '-')
		if end == 1 {
			b.WriteByte('&')
			shifted = false
			i++
			continue
		}
		var letters string
		good, ok := false, end > 1
		if ok {
			letters, good, ok = readShifted(s[i+1 : i+end])
		}
		whole = whole && good && !shifted // two in a row should be one
		if !ok {
			b.WriteByte('&')
			shifted = false
			continue
		}
		b.WriteString(letters)
		shifted = true
		i += end
	}
	return b.String(), whole
}

// readShifted decodes what lies between "&" and "-": UTF-16 of letters. It is good
// where none of them is ASCII, which is never to be encoded.
func readShifted(s string) (letters string, good, ok bool) {
	raw, err := alphabet.DecodeString(s) // which passes over line ends
	if err != nil || strings.ContainsAny(s, "\r\n") || len(raw) == 0 || len(raw)%2 != 0 {
		return "", false, false
	}
	good = true
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
	}
	var b strings.Builder
	for i := 0; i < len(units); i++ {
		r := rune(units[i])
		if utf16.IsSurrogate(r) {
			i++
			if i == len(units) {
				return "", false, false
			}
			if r = utf16.DecodeRune(r, rune(units[i])); r == '\uFFFD' {
				return "", false, false
			}
		} else if r >= ' ' && r <= '~' {
			good = false
		}
		b.WriteRune(r)
	}
	return b.String(), good, true
}
