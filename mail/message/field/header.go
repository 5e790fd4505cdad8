// Package field reads the header of a message: its fields, and what they hold.
// Everything is taken as people and programs write it, and nothing fails. It
// knows nothing of bodies and parts.
package field

import (
	"bytes"
	"strings"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// maxHeader bounds the bytes of a header that are looked at. Fields beyond it
// are passed over; the body is still found.
const maxHeader = 256 << 10

// Field is a header field. Its value is the raw slice after the colon, with
// the folds still inside.
type Field struct {
	Name  []byte
	Value []byte
}

// Header is the fields of a message or part, in order.
type Header []Field

// Get returns the raw value of the first field of that lower-case name which
// is not blank, or nil.
func (h Header) Get(name string) []byte {
	for i := range h {
		if EqualFold(h[i].Name, name) && len(transfer.Trim(h[i].Value)) > 0 {
			return h[i].Value
		}
	}
	return nil
}

// Has says whether there is a field of that lower-case name, even a blank one.
func (h Header) Has(name string) bool {
	for i := range h {
		if EqualFold(h[i].Name, name) {
			return true
		}
	}
	return false
}

// Value returns the first field of that name, unfolded and lower-cased: for
// machine-readable values.
func (h Header) Value(name string) string {
	return strings.ToLower(strings.TrimSpace(Unfold(h.Get(name))))
}

// EqualFold compares a field's name with a lower-case ASCII name.
func EqualFold(b []byte, lower string) bool {
	if len(b) != len(lower) {
		return false
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

// HasPrefixFold says whether b starts with a lower-case ASCII prefix.
func HasPrefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && EqualFold(b[:len(lower)], lower)
}

// Read splits b into header fields and body. Lines that are no field are
// skipped if the header goes on after them; otherwise the body starts there,
// so that nothing of a message without an empty line is lost.
func Read(b []byte, n *note.List) (Header, []byte) {
	h := make(Header, 0, 16)
	start := 0 // of the value of the last field
	for pos := 0; pos < len(b); {
		line, next := transfer.Line(b, pos)
		switch {
		case len(line) == 0:
			return h, b[next:]
		case line[0] == ' ' || line[0] == '\t':
			if len(transfer.Trim(line)) == 0 && !foldsOn(b, next) {
				return h, b[next:]
			}
			if len(h) == 0 {
				if !GoesOn(b, next, 3) {
					return h, b[pos:]
				}
				n.Add(note.HeaderLine)
			} else if end := pos + len(line); end <= maxHeader {
				h[len(h)-1].Value = b[start:end]
			}
		default:
			colon, name := Name(line)
			if colon < 0 {
				if !GoesOn(b, next, 3) {
					if len(h) > 0 {
						n.Add(note.HeaderLine)
					}
					return h, b[pos:]
				}
				n.Add(note.HeaderLine)
				break
			}
			if pos+len(line) > maxHeader {
				n.Add(note.HeaderSize)
				break
			}
			start = pos + colon + 1
			h = append(h, Field{Name: name, Value: line[colon+1:]})
		}
		pos = next
	}
	return h, nil
}

// Name finds the colon that ends a field's name; -1 if the line is no
// field. Blanks before the colon are allowed, since some programs write them.
func Name(line []byte) (colon int, name []byte) {
	i := 0
	for i < len(line) && line[i] > ' ' && line[i] < 0x7f && line[i] != ':' {
		i++
	}
	end := i
	for i < len(line) && (line[i] == ' ' || line[i] == '\t') {
		i++
	}
	if end == 0 || i >= len(line) || line[i] != ':' {
		return -1, nil
	}
	if bytes.HasPrefix(line[i+1:], []byte("//")) { // a web address in a text
		return -1, nil
	}
	return i, line[:end]
}

// GoesOn says whether one of the next few lines is a header field that no
// ordinary text would contain.
func GoesOn(b []byte, pos, lines int) bool {
	for ; lines > 0 && pos < len(b); lines-- {
		line, next := transfer.Line(b, pos)
		if len(transfer.Trim(line)) == 0 {
			return false
		}
		if colon, name := Name(line); colon > 0 && isKnownField(name) {
			return true
		}
		pos = next
	}
	return false
}

// foldsOn says whether the header goes on behind a line of blanks, which ends
// it for some programs and is part of a fold for others.
func foldsOn(b []byte, pos int) bool {
	for lines := 5; lines > 0 && pos < len(b) && (b[pos] == ' ' || b[pos] == '\t'); lines-- {
		_, pos = transfer.Line(b, pos)
	}
	return GoesOn(b, pos, 1)
}

// knownFields are names that tell a mail header from ordinary text with a
// colon in it.
var knownFields = map[string]bool{
	"from": true, "to": true, "cc": true, "bcc": true, "subject": true, "date": true,
	"sender": true, "reply-to": true, "message-id": true, "in-reply-to": true,
	"references": true, "received": true, "return-path": true, "mime-version": true,
	"delivered-to": true, "envelope-to": true, "delivery-date": true, "status": true,
	"dkim-signature": true, "authentication-results": true, "auto-submitted": true,
	"precedence": true, "organization": true, "user-agent": true, "lines": true,
	"importance": true, "thread-topic": true, "thread-index": true, "errors-to": true,
	"return-receipt-to": true, "disposition-notification-to": true, "comments": true,
	"keywords": true, "newsgroups": true, "path": true, "arc-seal": true,
}

// isKnownField says whether the name is one of a mail header.
func isKnownField(name []byte) bool {
	if len(name) > 64 {
		return false
	}
	var buf [64]byte
	low := buf[:len(name)]
	for i, c := range name {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		low[i] = c
	}
	if knownFields[string(low)] {
		return true
	}
	for _, p := range []string{"content-", "x-", "resent-", "list-", "received-", "arc-"} {
		if len(low) > len(p) && string(low[:len(p)]) == p {
			return true
		}
	}
	return false
}

// LooksLikeMail says whether a header has at least one field that belongs to
// mail. A text such as "Uwaga: jutro zamknięte" has none.
func (h Header) LooksLikeMail() bool {
	for i := range h {
		if isKnownField(h[i].Name) {
			return true
		}
	}
	return false
}

// HasTravelled says whether a header has a field that only programs write. The
// block "From: … Sent: … Subject: …" above a quoted text has none.
func (h Header) HasTravelled() bool {
	for _, name := range []string{"date", "received", "message-id", "mime-version", "content-type", "return-path", "delivered-to"} {
		if h.Has(name) {
			return true
		}
	}
	return false
}

// Unfold joins the lines of a value with one space, and drops the blanks at
// both ends. The bytes are otherwise left as they are.
func Unfold(v []byte) string {
	v = transfer.Trim(v)
	if bytes.IndexByte(v, '\n') < 0 {
		return string(v)
	}
	out := make([]byte, 0, len(v))
	for pos := 0; pos < len(v); {
		line, next := transfer.Line(v, pos)
		if t := bytes.TrimLeft(line, " \t"); pos > 0 && len(t) > 0 {
			out = append(bytes.TrimRight(out, " \t"), ' ')
			out = append(out, t...)
		} else {
			out = append(out, t...)
		}
		pos = next
	}
	return string(out)
}

// Text decodes a field's value for reading: raw 8-bit letters by the
// hint or by guess, encoded words, no control characters.
func Text(v []byte, hint string, n *note.List) string {
	if v == nil {
		return ""
	}
	s := Unfold(v)
	if plainHeader(s) {
		return s
	}
	s = rawLetters(s, hint, n)
	if strings.Contains(s, "=?") {
		s = Words(s, n)
	}
	return charset.CleanLine(s)
}

// plainHeader says whether the value can be used as it is.
func plainHeader(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '=' && i+1 < len(s) && s[i+1] == '?' {
			return false
		}
	}
	return true
}

// rawLetters turns the 8-bit bytes of a header field, which should not be
// there, into letters.
func rawLetters(s, hint string, n *note.List) string {
	if charset.IsASCII(s) && !strings.Contains(s, "\x1b") {
		return s
	}
	n.Add(note.RawHeader)
	// The hint is the body's charset, so a header that differs from it is not
	// worth a warning of its own.
	var quiet note.List
	return charset.Decode([]byte(s), hint, &quiet)
}
