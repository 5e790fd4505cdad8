package charset

import (
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
		e.shared++
	case c >= 0xc0 && c != 0xd7 && c != 0xf7:
		e.foreign++
	}
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
	return charmap.Windows1250
}

// underLatin2 looks at text declared ISO-8859-2. Old Outlook wrote
// windows-1250 under that name: a charset with no C1 letters then has some.
func underLatin2(b []byte) *charmap.Charmap {
	e := weigh(b)
	if e.c1 > 0 && e.only2 <= 2*e.only1250 {
		return charmap.Windows1250
	}
	// š in a text without any other Czech or Croatian letter is a ą.
	if e.only1250 > 0 && e.only2 == 0 && e.foreign == 0 && e.strong > 0 {
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
	if polish > 0 && polish >= e.foreign {
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
	return charset{family: oneByte, enc: guessPolish(b)}
}

// guessForeign recognises a script that has few or no ASCII letters.
func guessForeign(b []byte) (charset, bool) {
	if hasKana(b, kanaShiftJIS) && sjis.fits(b) {
		return sjis, true
	}
	if c := charsets["eucjp"]; hasKana(b, kanaEUC) && c.fits(b) {
		return c, true
	}
	if c, ok := guessChinese(b); ok {
		return c, true
	}
	return guessCyrillic(b)
}

// guessCyrillic tells KOI8-R from windows-1251 by where small letters lie.
func guessCyrillic(b []byte) (charset, bool) {
	low, high := 0, 0
	for _, c := range b {
		if c >= 0xe0 {
			high++
		} else if c >= 0xc0 {
			low++
		}
	}
	switch {
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

// hasKana looks for a pair of bytes that is a Japanese syllable.
func hasKana(b []byte, kana func(c, d byte) bool) bool {
	for i := 0; i+1 < len(b); i++ {
		if b[i] < 0x80 {
			continue
		}
		if kana(b[i], b[i+1]) {
			return true
		}
		i++
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
		if big5.fits(b) {
			return big5, true
		}
		break // asked again at each such byte, a large text would take hours
	}
	return gb, gb.fits(b)
}
