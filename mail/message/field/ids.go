package field

import (
	"bytes"
	"slices"
	"strings"
)

// Bounds on ids. Of a long chain the start and the end matter most.
const (
	maxIDs = 100
	maxID  = 998
)

// ID normalises a Message-ID: no angle brackets, blanks or comments.
func ID(v []byte) string {
	if ids := bracketed(v); len(ids) > 0 {
		return ids[0]
	}
	s := Unfold(v)
	if i := strings.IndexByte(s, '('); i > 0 {
		s = s[:i]
	}
	return cleanID(s)
}

// IDs reads the ids of References or In-Reply-To, each once, in order.
func IDs(v []byte) []string {
	ids := bracketed(v)
	if len(ids) == 0 {
		// Without brackets only what looks like an id counts, because
		// In-Reply-To once held sentences.
		for _, w := range strings.FieldsFunc(Unfold(v), func(r rune) bool { return r == ' ' || r == ',' || r == ';' || r == '\t' }) {
			if at := strings.IndexByte(w, '@'); at > 0 && at < len(w)-1 && !strings.ContainsAny(w, "\"()") {
				if id := cleanID(w); id != "" {
					ids = append(ids, id)
				}
			}
		}
	}
	ids = dedupe(ids)
	if len(ids) > maxIDs {
		ids = slices.Concat(ids[:maxIDs/2], ids[len(ids)-maxIDs/2:])
	}
	return ids
}

func dedupe(ids []string) []string {
	if len(ids) < 2 {
		return ids
	}
	seen := make(map[string]bool, len(ids))
	return slices.DeleteFunc(ids, func(id string) bool {
		if seen[id] {
			return true
		}
		seen[id] = true
		return false
	})
}

// bracketed returns the ids in angle brackets.
func bracketed(v []byte) (ids []string) {
	for len(v) > 0 {
		open := bytes.IndexByte(v, '<')
		if open < 0 {
			break
		}
		v = v[open+1:]
		end := bytes.IndexAny(v, "<>")
		if end < 0 {
			end = len(v)
		}
		if id := cleanID(string(v[:end])); id != "" {
			ids = append(ids, id)
		}
		v = v[end:]
		if len(v) > 0 && v[0] == '>' {
			v = v[1:]
		}
	}
	return ids
}

// cleanID drops what a relay may have put into an id on the way.
func cleanID(s string) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == '<' || r == '>' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	if open := strings.IndexByte(s, '('); open > 0 { // RFC 822 allowed a comment in there
		if end := strings.IndexByte(s[open:], ')'); end > 0 {
			s = s[:open] + s[open+end+1:]
		}
	}
	if len(s) > maxID {
		return ""
	}
	return s
}
