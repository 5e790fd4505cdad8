package wire

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"kartoteka/mail/utf7"
)

// rawMark begins the name that go-imap is given for a folder whose own name it
// could not take; the name's bytes follow in hexadecimal. So the names of a list
// stay apart whatever they are, and the right bytes go back to the server.
const rawMark = "=raw="

// maxName is more than any server allows for a folder's name.
const maxName = 1000

// stand returns the name that stands for raw bytes on go-imap's side.
func stand(raw string) string { return rawMark + hex.EncodeToString([]byte(raw)) }

// BehindMark returns the bytes that a name stands for.
func BehindMark(name string) (raw string, ok bool) {
	digits, ok := strings.CutPrefix(name, rawMark)
	if !ok || len(digits) == 0 || len(digits) > 2*maxName {
		return "", false
	}
	b, err := hex.DecodeString(digits)
	if err != nil || !sendable(string(b)) {
		return "", false
	}
	return string(b), true
}

// sendable reports whether a name fits into a quoted string on one line.
func sendable(raw string) bool {
	return raw != "" && len(raw) <= maxName && !strings.ContainsAny(raw, "\r\n\x00")
}

// wellNamed reports whether go-imap takes the name as it stands and gives it back
// so: modified UTF-7 (RFC 3501 §5.1.3). Plain UTF-8 it takes and gives back in
// UTF-7, which a server that writes the one need not know.
func wellNamed(name string) bool {
	if strings.HasPrefix(name, rawMark) {
		return false
	}
	_, whole := utf7.Read(name)
	return whole && !strings.ContainsFunc(name, func(r rune) bool { return r >= utf8.RuneSelf })
}

// Readable returns a name that a person can read for bytes that are no valid
// name: what is well encoded in it decoded, the rest taken as it stands, and
// 8-bit letters by the two Polish code pages.
func Readable(raw string) string {
	text := raw
	if !utf8.ValidString(text) {
		text = fromCodePage(text)
	}
	text, _ = utf7.Read(text)
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '?'
		}
		return r
	}, text)
}

// fromCodePage reads ISO 8859-2 or Windows-1250. They differ, among the letters
// of Polish, in ą, ś, ź and their capitals.
func fromCodePage(s string) string {
	page := charmap.ISO8859_2
	for i := range len(s) {
		switch b := s[i]; {
		case b >= 0x80 && b < 0xa0, b == 0xb9, b == 0xa5: // Ś ś Ź ź and quotes; ą; Ą
			page = charmap.Windows1250
		}
	}
	text, err := page.NewDecoder().String(s)
	if err != nil {
		return strings.ToValidUTF8(s, "?") // these tables have no errors
	}
	return text
}

// renamed puts the bytes of a folder's name back into a command about it.
func renamed(command []byte) []byte {
	tag, rest, _ := bytes.Cut(command, []byte(" "))
	verb, rest, _ := bytes.Cut(rest, []byte(" "))
	switch string(verb) {
	case "SELECT", "EXAMINE", "STATUS":
	default:
		return command
	}
	name, tail, ok := quotedName(rest)
	if !ok || rest[0] != '"' {
		return command
	}
	raw, ok := BehindMark(name)
	if !ok {
		return command
	}
	return slices.Concat(tag, []byte(" "), verb, []byte(` "`+quoteEscape.Replace(raw)+`"`), tail)
}
