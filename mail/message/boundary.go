package message

import (
	"bytes"

	"kartoteka/mail/message/field"
	"kartoteka/mail/message/transfer"
)

// span is where a part lies in its multipart's body.
type span struct{ start, end int }

// splitParts cuts a multipart body at its delimiter lines. What stands before
// the first one is passed over. Parts after a closing delimiter are taken too,
// since a nested multipart with its parent's boundary closes too early. At
// most limit pieces come back, the last with all the rest.
func splitParts(body []byte, boundary string, limit int) (parts []span, closed bool) {
	delim := append([]byte("--"), boundary...)
	start := -1
	for pos := 0; pos < len(body); {
		i := bytes.Index(body[pos:], delim)
		if i < 0 {
			break
		}
		at := pos + i
		next, last, ok := delimiterAt(body, at, len(delim))
		if !ok {
			pos = at + 1
			continue
		}
		if start >= 0 {
			if len(parts) == limit-1 {
				return append(parts, span{start, len(body)}), true
			}
			parts = append(parts, span{start, lineEndBefore(body, at, start)})
		}
		closed = last
		start, pos = next, next
		if last {
			start = -1
		}
	}
	if start >= 0 && start < len(body) {
		parts = append(parts, span{start, len(body)})
	}
	return parts, closed
}

// delimiterAt says whether the boundary found at at is a delimiter line of its
// own, whether it is the closing one, and where the next line starts.
func delimiterAt(body []byte, at, length int) (next int, last, ok bool) {
	if at > 0 && body[at-1] != '\n' {
		return 0, false, false
	}
	line, next := transfer.Line(body, at)
	tail := bytes.TrimRight(line[min(length, len(line)):], " \t\r")
	switch string(tail) {
	case "":
		return next, false, true
	case "--":
		return next, true, true
	}
	return 0, false, false
}

// lineEndBefore returns at without the line end in front of it, which belongs
// to the delimiter.
func lineEndBefore(b []byte, at, start int) int {
	if at > start && b[at-1] == '\n' {
		at--
		if at > start && b[at-1] == '\r' {
			at--
		}
	}
	return at
}

// guessBoundary looks for a line "--x" with a Content- field below it, which
// is what a part's start looks like when the header does not say.
func guessBoundary(body []byte) string {
	for pos := 0; pos < len(body); {
		i := bytes.Index(body[pos:], []byte("--"))
		if i < 0 {
			return ""
		}
		at := pos + i
		line, next := transfer.Line(body, at)
		pos = next
		if at > 0 && body[at-1] != '\n' {
			continue
		}
		name := bytes.TrimRight(line[2:], " \t")
		if len(name) == 0 || len(name) > 200 || bytes.ContainsAny(name, " \t") {
			continue
		}
		below, _ := transfer.Line(body, next)
		if colon, key := field.Name(below); colon > 0 && field.HasPrefixFold(key, "content-") {
			return string(name)
		}
	}
	return ""
}
