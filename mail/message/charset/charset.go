// Package charset turns the bytes of mail into letters. The declared charset
// is a strong hint, no more, because much mail carries a wrong one; Polish
// under any name is its first concern. It knows nothing of mail's structure.
package charset

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"

	"kartoteka/mail/message/note"
)

// family says how the bytes of a charset behave, which decides what may
// overrule its name.
type family uint8

const (
	unnamed   family = iota // none, ASCII, UTF-8, or "unknown": the bytes decide
	oneByte                 // a table of 256; valid UTF-8 overrules it
	manyBytes               // East Asian double bytes
	shifted                 // 7 bits with shift sequences: looks like ASCII
	wide                    // two or four bytes for each letter
)

// charset is a declared charset as far as it is known.
type charset struct {
	family family
	enc    encoding.Encoding               // nil for unnamed
	decode func(b []byte) string           // for what x/text lacks
	polish func(b []byte) *charmap.Charmap // doubts about the declaration; nil: trust it
}

var (
	latin2 = charset{family: oneByte, enc: charmap.ISO8859_2, polish: underLatin2}
	cp1250 = charset{family: oneByte, enc: charmap.Windows1250, polish: under1250}
	latin1 = charset{family: oneByte, enc: charmap.Windows1252, polish: underLatin1}
	jis    = charset{family: shifted, enc: japanese.ISO2022JP}
	gb     = charset{family: manyBytes, enc: simplifiedchinese.GB18030}
	sjis   = charset{family: manyBytes, enc: japanese.ShiftJIS}
	uhc    = charset{family: manyBytes, enc: korean.EUCKR}
)

// charsets are the names met in mail, stripped by squash. Most are here and
// not left to the indexes because mail uses more aliases than the web, and
// because the web's "replacement" encoding would throw text away.
var charsets = map[string]charset{
	"": {}, "utf8": {}, "usascii": {}, "ascii": {}, "ansix341968": {}, "unknown8bit": {}, "unknown": {},
	"xunknown": {}, "default": {}, "none": {}, "null": {}, "binary": {}, "8bit": {}, "7bit": {}, "646": {}, "ansi": {},
	"xuserdefined": {}, "utf8mb4": {}, "unicode11utf8": {}, "iso10646": {}, "unicode": {}, "charset": {}, "us": {},
	"iso88592": latin2, "iso885921987": latin2, "latin2": latin2, "l2": latin2, "88592": latin2, "isolatin2": latin2, "csisolatin2": latin2, "isoir101": latin2, "iso2": latin2,
	"windows1250": cp1250, "cp1250": cp1250, "win1250": cp1250, "1250": cp1250, "xcp1250": cp1250, "ms1250": cp1250, "cswindows1250": cp1250, "windows": cp1250, "xwindows1250": cp1250, "mswinee": cp1250, "ms-ee": cp1250,
	"iso88591": latin1, "iso885911987": latin1, "latin1": latin1, "l1": latin1, "88591": latin1, "windows1252": latin1, "cp1252": latin1, "win1252": latin1, "1252": latin1, "csisolatin1": latin1, "isolatin1": latin1, "ibm819": latin1, "cp819": latin1, "ansi1252": latin1,
	"iso885915": {family: oneByte, enc: charmap.ISO8859_15, polish: underLatin1}, "latin9": {family: oneByte, enc: charmap.ISO8859_15, polish: underLatin1},
	"ibm852": {family: oneByte, enc: charmap.CodePage852}, "cp852": {family: oneByte, enc: charmap.CodePage852}, "852": {family: oneByte, enc: charmap.CodePage852}, "pc852": {family: oneByte, enc: charmap.CodePage852},
	"xmaccentralroman": {family: oneByte, decode: decodeMacCE}, "xmacce": {family: oneByte, decode: decodeMacCE}, "maccentraleurope": {family: oneByte, decode: decodeMacCE}, "xmaccentraleurroman": {family: oneByte, decode: decodeMacCE},
	"iso88598i": {family: oneByte, enc: charmap.ISO8859_8}, "iso88598e": {family: oneByte, enc: charmap.ISO8859_8},
	"iso88596i": {family: oneByte, enc: charmap.ISO8859_6}, "iso88596e": {family: oneByte, enc: charmap.ISO8859_6},
	"win1251": {family: oneByte, enc: charmap.Windows1251}, "tis620": {family: oneByte, enc: charmap.Windows874},
	"mac": {family: oneByte, enc: charmap.Macintosh}, "cp850": {family: oneByte, enc: charmap.CodePage850},
	"iso2022jp": jis, "iso2022jp1": jis, "iso2022jp2": jis, "iso2022jp3": jis, "iso2022jp2004": jis, "iso2022jpms": jis, "csiso2022jp": jis, "cp50220": jis, "cp50221": jis,
	"shiftjis": sjis, "sjis": sjis, "xsjis": sjis, "cp932": sjis, "ms932": sjis, "windows31j": sjis, "mskanji": sjis, "cswindows31j": sjis, "xmscp932": sjis,
	"eucjp": {family: manyBytes, enc: japanese.EUCJP}, "xeucjp": {family: manyBytes, enc: japanese.EUCJP},
	"gb2312": gb, "gbk": gb, "gb18030": gb, "xgbk": gb, "cp936": gb, "ms936": gb, "euccn": gb, "gb231280": gb,
	"hzgb2312": {family: shifted, enc: simplifiedchinese.HZGB2312}, "hz": {family: shifted, enc: simplifiedchinese.HZGB2312},
	"big5": {family: manyBytes, enc: traditionalchinese.Big5}, "cp950": {family: manyBytes, enc: traditionalchinese.Big5},
	"euckr": uhc, "ksc56011987": uhc, "ksc5601": uhc, "cp949": uhc, "ms949": uhc, "uhc": uhc, "ks": uhc,
	"iso2022kr": {family: shifted, decode: decodeISO2022KR}, "csiso2022kr": {family: shifted, decode: decodeISO2022KR},
	"utf7": {family: shifted, decode: decodeUTF7}, "unicode11utf7": {family: shifted, decode: decodeUTF7},
	"utf16": {family: wide, decode: UTF16}, "utf16le": {family: wide, enc: unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
	"utf16be": {family: wide, enc: unicode.UTF16(unicode.BigEndian, unicode.UseBOM)}, "ucs2": {family: wide, decode: UTF16}, "iso10646ucs2": {family: wide, decode: UTF16},
	"utf32": {family: wide, enc: utf32.UTF32(utf32.BigEndian, utf32.UseBOM)}, "utf32le": {family: wide, enc: utf32.UTF32(utf32.LittleEndian, utf32.UseBOM)},
	"utf32be": {family: wide, enc: utf32.UTF32(utf32.BigEndian, utf32.UseBOM)},
}

// squash lower-cases a charset's name and drops everything but letters and
// digits, in which the spellings of one charset differ.
func squash(label string) string {
	var buf [48]byte
	out := buf[:0]
	for i := 0; i < len(label) && len(out) < len(buf); i++ {
		c := label[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if 'a' <= c && c <= 'z' || '0' <= c && c <= '9' {
			out = append(out, c)
		}
	}
	return string(out)
}

// findCharset looks up a declared charset; false if nobody knows it.
func findCharset(label string) (charset, bool) {
	label = strings.Trim(label, " \t\"'")
	if c, ok := charsets[squash(label)]; ok {
		return c, true
	}
	enc, err := htmlindex.Get(label)
	if err != nil || enc == encoding.Replacement {
		enc, err = ianaindex.IANA.Encoding(label)
	}
	if err != nil || enc == nil {
		return charset{}, false
	}
	if _, ok := enc.(*charmap.Charmap); ok {
		return charset{family: oneByte, enc: enc}, true
	}
	return charset{family: manyBytes, enc: enc}, true
}

// Decode turns bytes into text. The declared charset is a strong hint,
// no more: bytes that are valid UTF-8 are UTF-8, and Polish bytes under a
// wrong name are recognised. The result is valid UTF-8.
func Decode(b []byte, label string, n *note.List) string {
	c, known := findCharset(label)
	ascii := IsASCII(b)
	if c.family == shifted && (ascii || !utf8.Valid(b)) {
		if other, ok := c.notShifted(b); ok {
			n.Add(note.Charset)
			return other.text(b, n)
		}
		return c.text(b, n)
	}
	if c.family == wide && (!ascii || bytes.IndexByte(b, 0) >= 0) {
		return c.text(b, n)
	}
	if ascii {
		return c.ascii(b, n)
	}
	if s, ok := byMark(b); ok {
		return s
	}
	if !known {
		n.Add(note.UnknownCharset)
	}
	if utf8.Valid(b) && !c.likelier(b) {
		if c.family != unnamed {
			n.Add(note.Charset)
		}
		return string(b)
	}
	return c.notUTF8(b, label, n)
}

// ascii reads bytes of seven bits.
func (c charset) ascii(b []byte, n *note.List) string {
	if c.family == wide { // text of single bytes that only claims to be wide
		n.Add(note.Charset)
	}
	if hasJISEscape(b) {
		return jis.text(b, n)
	}
	return string(b)
}

// likelier says whether bytes that are valid UTF-8 are so by chance only, which
// a few East Asian letters can be.
func (c charset) likelier(b []byte) bool {
	return c.family == manyBytes && doubtfulUTF8(b) && c.fits(b)
}

// notShifted finds what a Japanese text is that claims seven bits and has
// eight: ISO-2022-JP is what people name, EUC-JP or Shift JIS what they write.
func (c charset) notShifted(b []byte) (charset, bool) {
	if c.enc != jis.enc || IsASCII(b) || hasJISEscape(b) {
		return charset{}, false
	}
	return guessJapanese(b)
}

// notUTF8 decodes bytes that are certainly not plain UTF-8.
func (c charset) notUTF8(b []byte, label string, n *note.List) string {
	if c.family == unnamed {
		if s, ok := cutLetter(b, label); ok {
			n.Add(note.LostLetters)
			return s
		}
		if s, ok := mixedUTF8(b, n); ok {
			return s
		}
		if squash(label) != "" {
			n.Add(note.Charset)
		}
		return guess(b).text(b, n)
	}
	if c.polish != nil {
		if other := c.polish(b); other != nil {
			n.Add(note.Charset)
			return charset{family: oneByte, enc: other}.text(b, n)
		}
	}
	return c.text(b, n)
}

// text decodes by the table, whatever the bytes are.
func (c charset) text(b []byte, n *note.List) string {
	var s string
	switch enc := c.enc.(type) {
	case nil:
		if c.decode == nil {
			s = strings.ToValidUTF8(string(b), "\ufffd")
		} else {
			s = c.decode(b)
		}
	case *charmap.Charmap:
		out := make([]byte, 0, len(b)+len(b)/8)
		for _, x := range b {
			if x < utf8.RuneSelf {
				out = append(out, x)
			} else {
				out = utf8.AppendRune(out, enc.DecodeByte(x))
			}
		}
		s = string(out)
	default:
		out, err := enc.NewDecoder().Bytes(b)
		if err != nil {
			out = append(out, b[min(len(out), len(b)):]...)
		}
		s = strings.ToValidUTF8(string(out), "\ufffd")
	}
	if strings.ContainsRune(s, utf8.RuneError) {
		n.Add(note.LostLetters)
	}
	return s
}

// fits says whether the bytes are well-formed in the charset.
func (c charset) fits(b []byte) bool {
	var quiet note.List
	return !strings.ContainsRune(c.text(b, &quiet), utf8.RuneError)
}

// doubtfulUTF8 says whether bytes that happen to be valid UTF-8 contain two-
// byte letters, which pairs of East Asian bytes form by chance.
func doubtfulUTF8(b []byte) bool {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if size == 2 && r != '\u00a0' {
			return true
		}
		i += size
	}
	return false
}

// byMark decodes by a byte order mark.
func byMark(b []byte) (string, bool) {
	if len(b) < 4 {
		return "", false
	}
	if b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff {
		return UTF16(b), true
	}
	return "", false
}

// hasJISEscape recognises ISO-2022-JP that nobody declared.
func hasJISEscape(b []byte) bool {
	return bytes.Contains(b, []byte("\x1b$B")) || bytes.Contains(b, []byte("\x1b$@"))
}

// cutLetter reads a text that says it is UTF-8, and is but for the start of a
// letter at its end. A start that is a letter in Polish tables may be one.
func cutLetter(b []byte, label string) (string, bool) {
	if squash(label) != "utf8" {
		return "", false
	}
	for k := 1; k < utf8.UTFMax && k <= len(b); k++ {
		start := b[len(b)-k]
		if !utf8.RuneStart(start) {
			continue
		}
		if start < utf8.RuneSelf || utf8.FullRune(b[len(b)-k:]) || k == 1 && inWord(start) || !utf8.Valid(b[:len(b)-k]) {
			break
		}
		return string(b[:len(b)-k]) + string(utf8.RuneError), true
	}
	return "", false
}

// mixedUTF8 reads text that is UTF-8 but for a few bytes: cut in the middle of
// a letter, or with a footer in another charset stuck to it.
func mixedUTF8(b []byte, n *note.List) (string, bool) {
	good, bad, distant := countUTF8(b)
	if good <= bad {
		return "", false
	}
	n.Add(note.LostLetters)
	out := make([]byte, 0, len(b)+bad)
	table := guessPolish(withoutUTF8(b))
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		switch {
		case r != utf8.RuneError || size != 1:
			out = append(out, b[i:i+size]...)
		case len(b)-i < utf8.UTFMax && !utf8.FullRune(b[i:]):
			return string(utf8.AppendRune(out, utf8.RuneError)), true
		case distant > good/2: // no letter of ours belongs there
			out = utf8.AppendRune(out, utf8.RuneError)
		default:
			out = utf8.AppendRune(out, table.DecodeByte(b[i]))
		}
		i += size
	}
	return string(out), true
}

// countUTF8 counts the letters of more than one byte, the bytes that are no
// UTF-8, and the letters that are neither Latin nor its punctuation.
func countUTF8(b []byte) (good, bad, distant int) {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			bad++
		} else if size > 1 {
			good++
		}
		if r > '\u024f' && r != utf8.RuneError && (r < '\u2000' || r > '\u206f') {
			distant++
		}
		i += size
	}
	return good, bad, distant
}

// withoutUTF8 puts an "a" for each letter that is UTF-8, so that only the
// other bytes speak about their charset.
func withoutUTF8(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		_, size := utf8.DecodeRune(b[i:])
		if size > 1 {
			out = append(out, 'a')
		} else {
			out = append(out, b[i])
		}
		i += size
	}
	return out
}

// IsNamed says whether a label names a charset that decides how bytes are read;
// none, ASCII, UTF-8 and unknown ones leave it to the bytes.
func IsNamed(label string) bool {
	c, ok := findCharset(label)
	return ok && c.family != unnamed
}
