package compose

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// foldAt is how long a line of a header becomes before it is folded (RFC 5322
// §2.1.1), and wordMost how long an encoded word may be (RFC 2047 §2).
const (
	foldAt   = 76
	wordMost = 75
)

// header gathers header fields.
type header struct{ b bytes.Buffer }

// field writes words apart by blanks, folded between them; none: no field.
func (h *header) field(name string, words []string) {
	if len(words) == 0 {
		return
	}
	h.b.WriteString(name + ":")
	used := len(name) + 1
	for i, w := range words {
		if i > 0 && used+1+len(w) > foldAt {
			h.b.WriteString("\r\n")
			used = 0
		}
		h.b.WriteString(" " + w)
		used += 1 + len(w)
	}
	h.b.WriteString("\r\n")
}

// text writes a field of free words, encoded where they are not plain.
func (h *header) text(name, value string) {
	value = oneLine(value)
	if value == "" {
		return
	}
	words := strings.Split(value, " ")
	if !plainText(value) || longest(words) > foldAt-len(name)-2 {
		words = encodedWords(value, wordMost-len(name)-2)
	}
	h.field(name, words)
}

func longest(words []string) int {
	n := 0
	for _, w := range words {
		n = max(n, len(w))
	}
	return n
}

// oneLine takes out of a value all that could end its line or mislead its
// reader, and blanks at its ends or in a row.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069', r == '\ufeff':
			return -1 // turns the order of the letters
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.Join(strings.Fields(s), " ")
}

// plainText reports whether words may stand unencoded.
func plainText(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return !strings.Contains(s, "=?")
}

// phrase is a name before an address: atoms, a quoted string or encoded words.
func phrase(name string) []string {
	words := strings.Split(name, " ")
	switch {
	case !plainText(name) || longest(words) > foldAt-len("From:  "):
		return encodedWords(name, wordMost-len("From: "))
	case strings.IndexFunc(name, notAtom) < 0:
		return words
	}
	quoted := `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(name) + `"`
	return strings.Split(quoted, " ")
}

// notAtom reports whether a letter of a name needs quotes (RFC 5322 §3.2.3).
func notAtom(r rune) bool {
	return r != ' ' && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') &&
		!strings.ContainsRune("!#$%&'*+-/=?^_`{|}~", r)
}

// encodedWords writes a value as encoded words of whole letters, of which the
// first is no longer than given. Blanks between such words are no blanks of the
// value, so that it may be cut anywhere; it is cut after a blank where there is
// one, for programs that show one in between all the same.
func encodedWords(s string, first int) []string {
	const head, tail = "=?utf-8?", "?="
	kind, write := "q?", qEncode
	if n := strings.Count(qEncode(s), "="); n > utf8.RuneCountInString(s) {
		kind = "b?"
		write = func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	}
	var out []string
	room := first - len(head) - len(kind) - len(tail)
	start, blank := 0, 0
	put := func(end int) {
		out = append(out, head+kind+write(s[start:end])+tail)
		start, room = end, wordMost-len(head)-len(kind)-len(tail)
	}
	for i, r := range s {
		for start < i && len(write(s[start:i+utf8.RuneLen(r)])) > room {
			if blank > start {
				put(blank)
			} else {
				put(i)
			}
		}
		if r == ' ' {
			blank = i + 1
		}
	}
	put(len(s))
	return out
}

// qEncode writes the letters that are safe in any place of a header as they are.
func qEncode(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '-', c == '!', c == '*', c == '+', c == '/':
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('_')
		default:
			fmt.Fprintf(&b, "=%02X", c)
		}
	}
	return b.String()
}

// longestID is the longest Message-ID that is written: with its blank and
// brackets it still fits a line of 998.
const longestID = 900

// msgIDs writes Message-IDs in their brackets and leaves out what is none.
func msgIDs(ids []string) []string {
	var out []string
	for _, id := range ids {
		if validID(id) {
			out = append(out, "<"+id+">")
		}
	}
	return out
}

func validID(id string) bool {
	if id == "" || len(id) > longestID {
		return false
	}
	for i := range len(id) {
		if id[i] <= ' ' || id[i] >= 0x7f || id[i] == '<' || id[i] == '>' {
			return false
		}
	}
	return true
}
