package charset

import (
	"bytes"

	"golang.org/x/text/encoding/charmap"
)

// Polish mail has been sent for decades with the wrong charset's name on it.
// Of the eighteen Polish letters, windows-1250 and ISO-8859-2 share twelve;
// ą, ś and ź differ, and tell them apart.

// evidence is what the bytes of a text say about its charset.
type evidence struct {
	c1       int // 0x80–0x9f: letters and quotes in windows-1250, nothing in ISO 8859
	only1250 int // ą ś ź Ą Ś Ź of windows-1250, beside letters
	only2    int // the same of ISO-8859-2
	shared   int // the Polish letters both have at the same place
	strong   int // bytes between two letters that are signs, not letters, in Latin-1
	weak     int // the same at the start or end of a word
	foreign  int // letters no Polish word has
	high     int // bytes above 0x7f
	alone    int // of those, the ones that touch no ASCII letter
	caron    int // š and ž of ISO-8859-2 where no Polish word has ą or ľ
	czech    int // ě č ř ů, at the same place in both
	opening  int // ¡ and ¿ at the start of a word that no Polish one starts with
}

// The bytes of Polish letters.
const (
	letters1250   = "\xb9\x9c\x9f\xa5\x8c\x8f"                         // ą ś ź Ą Ś Ź
	lettersLatin2 = "\xb1\xb6\xbc\xa1\xa6\xac"                         // ą ś ź Ą Ś Ź
	lettersShared = "\xb3\xa3\xe6\xc6\xea\xca\xf1\xd1\xf3\xd3\xbf\xaf" // ł Ł ć Ć ę Ę ń Ń ó Ó ż Ż
	signsLatin1   = "\xb9\xb3\xbf\xb1\xb6\xbc\x9f\xa3\xaf\xa5\xa1\xa6" // ¹ ³ ¿ ± ¶ ¼ Ÿ £ ¯ ¥ ¡ ¦
)

const (
	is1250 = 1 << iota
	is2
	isShared
	isSign
)

// polishBytes says of each byte which of the sets above hold it.
var polishBytes = func() (t [256]uint8) {
	for set, bits := range map[string]uint8{
		letters1250: is1250, lettersLatin2: is2, lettersShared: isShared, signsLatin1: isSign,
	} {
		for i := range len(set) {
			t[set[i]] |= bits
		}
	}
	return t
}()

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// afterLetter says whether the byte is, in Latin-1, a sign that never stands
// right behind a letter, whatever follows: ± ¶ ¼ Ÿ.
func afterLetter(c byte) bool { return c == 0xb1 || c == 0xb6 || c == 0xbc || c == 0x9f }

// inWord says whether a byte is a letter in whichever Polish charset.
func inWord(c byte) bool { return isLetter(c) || polishBytes[c]&isShared != 0 }

// weigh counts the evidence in b.
func weigh(b []byte) (e evidence) {
	for i, c := range b {
		if c < 0x80 {
			continue
		}
		e.high++
		var last, next byte
		if i > 0 {
			last = b[i-1]
		}
		if i+1 < len(b) {
			next = b[i+1]
		}
		if !isLetter(last) && !isLetter(next) {
			e.alone++
		}
		before, after := inWord(last), inWord(next)
		e.weighLetter(c, before, after)
		e.weighForeign(c, next, before)
		if polishBytes[c]&isSign != 0 && !cubic(b, i) {
			e.weighSign(c, before, after)
		}
		// "proszę", "być": no word of French or Danish ends so.
		if before && !after && (c == 0xea || c == 0xe6) {
			e.weak++
		}
	}
	return e
}

// weighSign looks at a byte that is a sign in Latin-1, and asks whether a sign
// could stand there.
func (e *evidence) weighSign(c byte, before, after bool) {
	switch {
	case before && (after || afterLetter(c)):
		e.strong++
	case before || after && c != 0xa3 && c != 0xbf && c != 0xa1: // £5, ¿qué?, ¡oh!
		e.weak++
	}
}

func (e *evidence) weighLetter(c byte, before, after bool) {
	if c < 0xa0 {
		e.c1++
	}
	kind := polishBytes[c]
	switch {
	case kind&is1250 != 0:
		if before || after {
			e.only1250++
		}
	case kind&is2 != 0:
		if before || after {
			e.only2++
		}
	case kind&isShared != 0:
		if before || after { // alone it is an ornament
			e.shared++
		}
	case c >= 0xc0 && c != 0xd7 && c != 0xf7:
		e.foreign++
	}
}

// weighForeign looks for the letters of Poland's neighbours and of Spain. ą never
// starts a word and never stands before a vowel, so what looks like it there is
// the š of Czech, Slovak or Croatian; no word starts with Ą either, but
// sentences do with ¡.
func (e *evidence) weighForeign(c, next byte, before bool) {
	switch c {
	case 0xb9, 0xa9, 0xbe, 0xae: // š Š ž Ž of ISO-8859-2
		if isVowel(next) || c == 0xb9 && !before && isLetter(next) {
			e.caron++
		}
	case 0xec, 0xe8, 0xf8, 0xf9: // ě č ř ů
		e.czech++
	case 0xa1:
		if !before && isLetter(next) {
			e.opening++
		}
	}
}

func isVowel(c byte) bool {
	switch c | 0x20 {
	case 'a', 'e', 'i', 'o', 'u', 'y', 0xe1, 0xe9, 0xec, 0xed, 0xf3, 0xfa, 0xfd:
		return true
	}
	return false
}

// cubic says whether the byte at i is the ³ or ¹ of a unit or a note ("5 m³"),
// which is no ł.
func cubic(b []byte, i int) bool {
	if b[i] != 0xb3 || i == 0 || b[i-1]|0x20 != 'm' || i+1 < len(b) && isLetter(b[i+1]) {
		return false
	}
	start := i - 1
	for start > 0 && isLetter(b[start-1]) {
		start--
	}
	return i-start <= 2
}

// centralEuropean says which of the two Polish tables the evidence is for.
func (e evidence) centralEuropean() *charmap.Charmap {
	if e.only2 > e.only1250 && e.c1 == 0 {
		return charmap.ISO8859_2
	}
	if e.only2 > 2*e.only1250 { // the C1 bytes are then quotes or rubbish
		return charmap.ISO8859_2
	}
	if e.c1 == 0 && e.caron+e.czech > 0 && e.caron+e.czech >= e.only1250-e.caron {
		return charmap.ISO8859_2 // Czech or Croatian
	}
	return charmap.Windows1250
}

// underLatin2 looks at text declared ISO-8859-2. Old Outlook wrote
// windows-1250 under that name: a charset with no C1 letters then has some.
func underLatin2(b []byte) *charmap.Charmap {
	e := weigh(b)
	if e.c1 > 0 && e.only2 <= 2*e.only1250 {
		return charmap.Windows1250
	}
	// š in a text without any other Czech or Croatian letter is a ą, but for
	// where no ą can stand.
	if e.only1250 > 0 && e.only2 == 0 && e.foreign == 0 && e.caron == 0 && e.strong > 0 {
		return charmap.Windows1250
	}
	return nil
}

// under1250 looks at text declared windows-1250 that may be ISO-8859-2.
func under1250(b []byte) *charmap.Charmap {
	if e := weigh(b); e.only2 > 0 && e.only1250 == 0 && e.c1 == 0 && e.strong+e.weak > 0 {
		return charmap.ISO8859_2
	}
	return nil
}

// underLatin1 looks at text declared as Western European that may be Polish.
func underLatin1(b []byte) *charmap.Charmap {
	e := weigh(b)
	if e.foreign > e.shared+e.only1250+e.only2 {
		return nil
	}
	if e.strong > 0 || e.weak >= 2 || e.weak == 1 && e.foreign == 0 && e.shared > 0 {
		return e.centralEuropean()
	}
	return nil
}

// guessPolish picks a table for bytes without a usable declaration: Polish if
// there is anything for it, else Western.
func guessPolish(b []byte) *charmap.Charmap {
	e := weigh(b)
	polish := e.shared + e.only1250 + e.only2
	if e.caron > 0 && e.czech > 0 && e.c1 == 0 {
		return charmap.ISO8859_2
	}
	if polish -= 2 * e.opening; polish > 0 && polish >= e.foreign {
		return e.centralEuropean()
	}
	return charmap.Windows1252
}

// guess picks a charset for bytes that are not UTF-8 and name none.
func guess(b []byte) charset {
	e := weigh(b)
	if e.high > 3 && e.alone*5 > e.high*3 { // Polish letters stand among ASCII ones
		if c, ok := guessForeign(b); ok {
			return c
		}
	}
	// The second bytes of Shift JIS are often ASCII letters.
	if countKana(b, kanaShiftJIS) > 3 && sjis.fits(b) {
		return sjis
	}
	return charset{family: oneByte, enc: guessPolish(b)}
}

// guessForeign recognises a script that has few or no ASCII letters.
func guessForeign(b []byte) (charset, bool) {
	if c, ok := guessJapanese(b); ok {
		return c, true
	}
	cyrillic, ok := guessCyrillic(b)
	if ok && allCyrillic(b) {
		return cyrillic, true
	}
	if c, ok := guessChinese(b); ok {
		return c, true
	}
	return cyrillic, ok
}

// guessJapanese recognises Shift JIS and EUC-JP by their syllables.
func guessJapanese(b []byte) (charset, bool) {
	if countKana(b, kanaShiftJIS) > 0 && sjis.fits(b) {
		return sjis, true
	}
	if c := charsets["eucjp"]; countKana(b, kanaEUC) > 0 && c.fits(b) {
		return c, true
	}
	return charset{}, false
}

// isCyrillic says whether a byte is a letter in both Cyrillic tables, or one
// that Ukrainian and Belarusian have besides.
func isCyrillic(c byte) bool {
	switch c {
	case 0xa3, 0xa8, 0xaa, 0xad, 0xaf, 0xb2, 0xb3, 0xb4, 0xb8, 0xba, 0xbf, 0xa4, 0xa6, 0xa7, 0xb6, 0xb7, 0xbd:
		return true
	}
	return c >= 0xc0
}

// allCyrillic says whether every byte is a letter of the alphabet: the second
// bytes of Chinese are spread too widely for that.
func allCyrillic(b []byte) bool {
	for _, c := range b {
		if c >= 0x80 && c < 0xc0 && c != 0xa3 && c != 0xb3 && c != 0xa8 && c != 0xb8 {
			return false
		}
	}
	return true
}

// guessCyrillic tells KOI8-R from windows-1251 by where small letters lie. A
// few letters again and again are no text, and neither is one whose words hold
// what is no letter.
func guessCyrillic(b []byte) (charset, bool) {
	low, high, other, kinds := 0, 0, 0, 0
	var seen [256]bool
	for i, c := range b {
		if c >= 0x80 && !seen[c] {
			seen[c], kinds = true, kinds+1
		}
		switch {
		case c >= 0xe0:
			high++
		case c >= 0xc0:
			low++
		case c >= 0xa0 && !isCyrillic(c) && i > 0 && b[i-1] >= 0xc0:
			other++
		}
	}
	switch {
	case kinds < 3 || other*8 > low+high:
	case low > 2*high:
		return charset{family: oneByte, enc: charmap.KOI8R}, true
	case high > 2*low:
		return charset{family: oneByte, enc: charmap.Windows1251}, true
	}
	return charset{}, false
}

func kanaShiftJIS(c, d byte) bool {
	return c == 0x82 && d >= 0x9f && d <= 0xf1 || c == 0x83 && d >= 0x40 && d <= 0x96
}

func kanaEUC(c, d byte) bool { return (c == 0xa4 || c == 0xa5) && d >= 0xa1 }

// countKana counts the pairs of bytes that are a Japanese syllable.
func countKana(b []byte, kana func(c, d byte) bool) (n int) {
	for i := 0; i+1 < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if kana(b[i], b[i+1]) {
			n++
		}
		i++
	}
	return n
}

// common are pairs of bytes that a Chinese text of some length has: 的 是 不 一
// 我 有 and the comma and full stop.
var common = map[bool][]string{
	false: {"\xb5\xc4", "\xca\xc7", "\xb2\xbb", "\xd2\xbb", "\xce\xd2", "\xd3\xd0", "\xa3\xac", "\xa1\xa3"}, // GB 2312
	true:  {"\xaa\xba", "\xac\x4f", "\xa4\xa3", "\xa4\x40", "\xa7\xda", "\xa6\xb3", "\xa1\x41", "\xa1\x43"}, // Big5
}

// isProse says whether a text that could be Chinese has what a long one must
// have. Rows of ornaments have not.
func isProse(b []byte, big5 bool) bool {
	const short = 60
	high := 0
	for _, c := range b {
		if c >= 0x80 {
			high++
		}
	}
	if high < short {
		return true
	}
	for _, pair := range common[big5] {
		if bytes.Contains(b, []byte(pair)) {
			return true
		}
	}
	return false
}

// guessChinese tells Big5, whose second bytes are often ASCII, from GB 2312,
// whose never are.
func guessChinese(b []byte) (charset, bool) {
	big5 := charsets["big5"]
	for i := 0; i+1 < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		i++
		if b[i] >= 0xa1 {
			continue
		}
		if isProse(b, true) && big5.fits(b) {
			return big5, true
		}
		break // asked again at each such byte, a large text would take hours
	}
	return gb, isProse(b, false) && gb.fits(b)
}
