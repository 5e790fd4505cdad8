package compose

import (
	"slices"
	"strings"
)

// The Polish letters of the two 8-bit charsets of old mail programs, and the
// signs that only windows-1250 has. The rest of what Poles write is ASCII.
const polishLetters = "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ×„”’–…"

var (
	latin2  = []byte{0xb1, 0xe6, 0xea, 0xb3, 0xf1, 0xf3, 0xb6, 0xbc, 0xbf, 0xa1, 0xc6, 0xca, 0xa3, 0xd1, 0xd3, 0xa6, 0xac, 0xaf, 0xd7}
	win1250 = []byte{0xb9, 0xe6, 0xea, 0xb3, 0xf1, 0xf3, 0x9c, 0x9f, 0xbf, 0xa5, 0xc6, 0xca, 0xa3, 0xd1, 0xd3, 0x8c, 0x8f, 0xaf, 0xd7, 0x84, 0x94, 0x92, 0x96, 0x85}
)

// plainer writes signs as programs do that lack them.
var plainer = strings.NewReplacer("„", `"`, "”", `"`, "“", `"`, "’", "'", "–", "-", "—", "-", "…", "...", "\u00a0", " ")

// in8bit encodes a text in ISO-8859-2 or windows-1250; what is not in the table
// is written plainer, or becomes a question mark.
func in8bit(s string, table []byte) []byte {
	letters := []rune(polishLetters)
	var out []byte
	for _, r := range s {
		i := slices.Index(letters, r)
		switch {
		case r < 0x80:
			out = append(out, byte(r))
		case i >= 0 && i < len(table):
			out = append(out, table[i])
		case plainer.Replace(string(r)) != string(r):
			out = append(out, plainer.Replace(string(r))...)
		default:
			out = append(out, '?')
		}
	}
	return out
}
