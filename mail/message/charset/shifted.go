package charset

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"kartoteka/mail/message/note"
)

// macCE is the upper half of Apple's Central European charset, which
// golang.org/x/text lacks and old Polish Macs wrote.
const macCE = "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ"

var macCERunes = []rune(macCE)

func decodeMacCE(b []byte) string {
	out := make([]byte, 0, len(b)+len(b)/8)
	for _, c := range b {
		if c < utf8.RuneSelf {
			out = append(out, c)
		} else {
			out = utf8.AppendRune(out, macCERunes[c-utf8.RuneSelf])
		}
	}
	return string(out)
}

// UTF16 reads UTF-16 by its mark; without one by where the zeros lie.
func UTF16(b []byte) string {
	order := unicode.BigEndian // RFC 2781
	zeros := 0
	for i := 0; i+1 < len(b) && i < 512; i += 2 {
		if b[i+1] == 0 {
			zeros++
		}
		if b[i] == 0 {
			zeros--
		}
	}
	if zeros > 0 {
		order = unicode.LittleEndian
	}
	out, err := unicode.UTF16(order, unicode.UseBOM).NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return strings.ToValidUTF8(string(out), "\ufffd")
}

// decodeUTF7 reads RFC 2152.
func decodeUTF7(b []byte) string {
	var out strings.Builder
	for i := 0; i < len(b); i++ {
		if b[i] != '+' {
			out.WriteByte(b[i])
			continue
		}
		end := i + 1
		for end < len(b) && isBase64Letter(b[end]) {
			end++
		}
		switch raw, err := base64.RawStdEncoding.DecodeString(trimBits(string(b[i+1 : end]))); {
		case end == i+1 && end < len(b) && b[end] == '-':
			out.WriteByte('+')
		case end == i+1 || err != nil || len(raw) < 2:
			out.Write(b[i:end])
			i = end - 1
			continue
		default:
			units := make([]uint16, len(raw)/2)
			for k := range units {
				units[k] = uint16(raw[2*k])<<8 | uint16(raw[2*k+1])
			}
			out.WriteString(string(utf16.Decode(units)))
		}
		i = end - 1
		if end < len(b) && b[end] == '-' {
			i = end
		}
	}
	return strings.ToValidUTF8(out.String(), "\ufffd")
}

// isBase64Letter says whether UTF-7 can use c inside a shift.
func isBase64Letter(c byte) bool {
	return isLetter(c) || '0' <= c && c <= '9' || c == '+' || c == '/'
}

// trimBits drops a last letter that holds no whole byte.
func trimBits(s string) string {
	if len(s)%4 == 1 {
		return s[:len(s)-1]
	}
	return s
}

// decodeISO2022KR reads Korean mail of RFC 1557: EUC-KR in seven bits.
func decodeISO2022KR(b []byte) string {
	out := make([]byte, 0, len(b))
	shifted := false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x0e:
			shifted = true
		case c == 0x0f:
			shifted = false
		case c == 0x1b && i+3 < len(b) && string(b[i+1:i+4]) == "$)C":
			i += 3
		case c == '\n':
			shifted = false
			out = append(out, c)
		case shifted && c > ' ':
			out = append(out, c|0x80)
		default:
			out = append(out, c)
		}
	}
	var quiet note.List
	return uhc.text(out, &quiet)
}
