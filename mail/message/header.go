package message

import (
	"bytes"
	"strings"
)

// maxHeader bounds the bytes of a header that are looked at. Fields beyond it
// are passed over; the body is still found.
const maxHeader = 256 << 10

// field is a header field. Its value is the raw slice after the colon, with
// the folds still inside.
type field struct {
	name  []byte
	value []byte
}

// header is the fields of a message or part, in order.
type header []field

// get returns the raw value of the first field of that lower-case name which
// is not blank, or nil.
func (h header) get(name string) []byte {
	for i := range h {
		if equalFold(h[i].name, name) && len(trimSpace(h[i].value)) > 0 {
			return h[i].value
		}
	}
	return nil
}

// has says whether there is a field of that lower-case name, even a blank one.
func (h header) has(name string) bool {
	for i := range h {
		if equalFold(h[i].name, name) {
			return true
		}
	}
	return false
}

// text returns the first field of that name, unfolded and lower-cased: for
// machine-readable values.
func (h header) text(name string) string {
	return strings.ToLower(strings.TrimSpace(unfold(h.get(name))))
}

// equalFold compares a field's name with a lower-case ASCII name.
func equalFold(b []byte, lower string) bool {
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

// hasPrefixFold says whether b starts with a lower-case ASCII prefix.
func hasPrefixFold(b []byte, lower string) bool {
	return len(b) >= len(lower) && equalFold(b[:len(lower)], lower)
}

// lineAt returns the line that starts at pos, without its end, and where the
// next one starts.
func lineAt(b []byte, pos int) (line []byte, next int) {
	i := bytes.IndexByte(b[pos:], '\n')
	if i < 0 {
		return bytes.TrimSuffix(b[pos:], []byte{'\r'}), len(b)
	}
	end := pos + i
	if end > pos && b[end-1] == '\r' {
		return b[pos : end-1], end + 1
	}
	return b[pos:end], end + 1
}

// readHeader splits b into header fields and body. Lines that are no field are
// skipped if the header goes on after them; otherwise the body starts there,
// so that nothing of a message without an empty line is lost.
func readHeader(b []byte, n *notes) (header, []byte) {
	h := make(header, 0, 16)
	start := 0 // of the value of the last field
	for pos := 0; pos < len(b); {
		line, next := lineAt(b, pos)
		switch {
		case len(line) == 0:
			return h, b[next:]
		case line[0] == ' ' || line[0] == '\t':
			if len(trimSpace(line)) == 0 && !foldsOn(b, next) {
				return h, b[next:]
			}
			if len(h) == 0 {
				if !goesOn(b, next, 3) {
					return h, b[pos:]
				}
				n.add(WarnHeaderLine)
			} else if end := pos + len(line); end <= maxHeader {
				h[len(h)-1].value = b[start:end]
			}
		default:
			colon, name := fieldName(line)
			if colon < 0 {
				if !goesOn(b, next, 3) {
					if len(h) > 0 {
						n.add(WarnHeaderLine)
					}
					return h, b[pos:]
				}
				n.add(WarnHeaderLine)
				break
			}
			if pos+len(line) > maxHeader {
				n.add(WarnHeaderSize)
				break
			}
			start = pos + colon + 1
			h = append(h, field{name: name, value: line[colon+1:]})
		}
		pos = next
	}
	return h, nil
}

// fieldName finds the colon that ends a field's name; -1 if the line is no
// field. Blanks before the colon are allowed, since some programs write them.
func fieldName(line []byte) (colon int, name []byte) {
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

// goesOn says whether one of the next few lines is a header field that no
// ordinary text would contain.
func goesOn(b []byte, pos, lines int) bool {
	for ; lines > 0 && pos < len(b); lines-- {
		line, next := lineAt(b, pos)
		if len(trimSpace(line)) == 0 {
			return false
		}
		if colon, name := fieldName(line); colon > 0 && isKnownField(name) {
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
		_, pos = lineAt(b, pos)
	}
	return goesOn(b, pos, 1)
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

// looksLikeMail says whether a header has at least one field that belongs to
// mail. A text such as "Uwaga: jutro zamknięte" has none.
func (h header) looksLikeMail() bool {
	for i := range h {
		if isKnownField(h[i].name) {
			return true
		}
	}
	return false
}

// hasTravelled says whether a header has a field that only programs write. The
// block "From: … Sent: … Subject: …" above a quoted text has none.
func (h header) hasTravelled() bool {
	for _, name := range []string{"date", "received", "message-id", "mime-version", "content-type", "return-path", "delivered-to"} {
		if h.has(name) {
			return true
		}
	}
	return false
}

// unfold joins the lines of a value with one space, and drops the blanks at
// both ends. The bytes are otherwise left as they are.
func unfold(v []byte) string {
	v = trimSpace(v)
	if bytes.IndexByte(v, '\n') < 0 {
		return string(v)
	}
	out := make([]byte, 0, len(v))
	for pos := 0; pos < len(v); {
		line, next := lineAt(v, pos)
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

// trimSpace drops ASCII blanks and line ends at both ends.
func trimSpace(b []byte) []byte {
	for len(b) > 0 && isBlank(b[0]) {
		b = b[1:]
	}
	for len(b) > 0 && isBlank(b[len(b)-1]) {
		b = b[:len(b)-1]
	}
	return b
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// headerText decodes a field's value for reading: raw 8-bit letters by the
// hint or by guess, encoded words, no control characters.
func headerText(v []byte, hint string, n *notes) string {
	if v == nil {
		return ""
	}
	s := unfold(v)
	if plainHeader(s) {
		return s
	}
	s = rawLetters(s, hint, n)
	if strings.Contains(s, "=?") {
		s = decodeWords(s, n)
	}
	return cleanLine(s)
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
func rawLetters(s, hint string, n *notes) string {
	if isASCII(s) && !strings.Contains(s, "\x1b") {
		return s
	}
	n.add(WarnRawHeader)
	// The hint is the body's charset, so a header that differs from it is not
	// worth a warning of its own.
	var quiet notes
	return decodeChars([]byte(s), hint, &quiet)
}
