package match

import (
	"strings"
	"unicode"
)

// folds maps letters to what is left of them without diacritics. Unicode has no
// decomposition for ł, ø, đ and a few more, and the standard library has none
// at all, so the letters of European alphabets are listed.
var folds = func() map[rune]string {
	m := map[rune]string{
		'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ĳ': "ij", 'ŉ': "n", 'ſ': "s", 'ﬁ': "fi", 'ﬂ': "fl",
	}
	for plain, letters := range map[string]string{
		"a": "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ",
		"b": "ƀɓ",
		"c": "çćĉċčƈ",
		"d": "ďđðɖɗ",
		"e": "èéêëēĕėęěȅȇȩẹẻẽếềểễệ",
		"f": "ƒ",
		"g": "ĝğġģǥǧǵ",
		"h": "ĥħȟ",
		"i": "ìíîïĩīĭįıǐȉȋịỉ",
		"j": "ĵǰ",
		"k": "ķĸǩƙ",
		"l": "ĺļľŀłƚ",
		"n": "ñńņňŋǹ",
		"o": "òóôõöøōŏőơǒǫǭǿȍȏȯȱọỏốồổỗộớờởỡợ",
		"r": "ŕŗřȑȓ",
		"s": "śŝşšș",
		"t": "ţťŧțƭ",
		"u": "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự",
		"w": "ŵẁẃẅ",
		"y": "ýÿŷȳỳỵỷỹ",
		"z": "źżžƶ",
	} {
		for _, r := range letters {
			m[r] = plain
		}
	}
	return m
}()

// Fold returns the text in lower case and without diacritics, for comparing and
// searching: "Łódź" and "LODZ" fold to "lodz".
func Fold(s string) string {
	if isFolded(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		if r < 0x80 {
			if 'A' <= r && r <= 'Z' {
				r += 'a' - 'A'
			}
			b.WriteByte(byte(r))
			continue
		}
		foldRune(&b, unicode.ToLower(r))
	}
	return b.String()
}

// foldRune writes one lower-case letter; combining marks vanish.
func foldRune(b *strings.Builder, r rune) {
	if f, ok := folds[r]; ok {
		b.WriteString(f)
		return
	}
	if !unicode.Is(unicode.Mn, r) {
		b.WriteRune(r)
	}
}

func isFolded(s string) bool {
	for i := range len(s) {
		if c := s[i]; c >= 0x80 || ('A' <= c && c <= 'Z') {
			return false
		}
	}
	return true
}
