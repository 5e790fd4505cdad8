package field

import (
	"strconv"
	"strings"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// param is a parameter of a structured field, as written.
type param struct{ name, value string }

// Params are the parameters of a field, in order.
type Params []param

// Media splits "text/plain; charset=utf-8" into its lower-case head and
// its parameters. It takes what is there: values without quotes, quotes
// without end, missing semicolons, the same name twice.
func Media(v []byte) (head string, ps Params) {
	s := Unfold(v)
	end := strings.IndexAny(s, "; \t(")
	if end < 0 {
		return strings.ToLower(strings.Trim(s, `"'`)), nil
	}
	head = strings.ToLower(strings.Trim(s[:end], `"'`))
	s = s[end:]
	for {
		s = strings.TrimLeft(skipComment(s), "; \t,")
		if s == "" {
			return head, ps
		}
		var p param
		if p, s = readParam(s); p.name != "" {
			ps = append(ps, p)
		}
	}
}

// skipComment drops a comment at the start of s.
func skipComment(s string) string {
	s = strings.TrimLeft(s, " \t")
	if !strings.HasPrefix(s, "(") {
		return s
	}
	if i := strings.IndexByte(s, ')'); i >= 0 {
		return s[i+1:]
	}
	return s[1:]
}

// readParam reads one "name=value" and returns what follows it.
func readParam(s string) (param, string) {
	i := strings.IndexAny(s, "=; \t")
	if i < 0 {
		return param{}, ""
	}
	name := strings.ToLower(s[:i])
	s = strings.TrimLeft(s[i:], " \t")
	if !strings.HasPrefix(s, "=") {
		return param{}, s
	}
	s = strings.TrimLeft(s[1:], " \t")
	if strings.HasPrefix(s, `"`) {
		value, rest := readQuoted(s[1:])
		return param{name, value}, rest
	}
	value, rest, _ := strings.Cut(s, ";")
	// "text/plain; charset=utf-8 format=flowed": the next name shows itself.
	if j := strings.IndexByte(value, ' '); j > 0 && name != "filename" && name != "name" {
		if k := strings.IndexByte(value[j:], '='); k > 0 && !strings.ContainsAny(strings.TrimSpace(value[j:j+k]), " \t") {
			value, rest = value[:j], s[j:]
		}
	}
	return param{name, strings.TrimSpace(value)}, rest
}

// readQuoted reads a quoted string after its opening quote. A backslash is
// kept unless it stands before a quote or another backslash, because Windows
// programs write whole paths. Without a closing quote the value ends at the
// semicolon.
func readQuoted(s string) (value, rest string) {
	var out []byte
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return string(out), s[i+1:]
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' && strings.IndexByte(s[i+2:], '"') >= 0 || s[i+1] == '\\'):
			i++
			out = append(out, s[i])
		default:
			out = append(out, c)
		}
	}
	value, rest, _ = strings.Cut(s, ";")
	return strings.TrimSpace(value), rest
}

// Get returns the first value of that name that is not empty, as written.
func (ps Params) Get(name string) string {
	for _, p := range ps {
		if p.name == name && p.value != "" {
			return p.value
		}
	}
	return ""
}

// Text returns a value for reading: RFC 2231 with its pieces and charset, or
// encoded words and raw letters, which RFC 2231 forbids and everyone writes.
func (ps Params) Text(name, hint string, n *note.List) string {
	for _, p := range ps {
		if len(p.name) == len(name)+1 && strings.HasPrefix(p.name, name) && p.name[len(name)] == '*' && p.value != "" {
			return decodeExtended(p.value, n)
		}
	}
	if s, ok := ps.pieces(name, hint, n); ok {
		return s
	}
	v := ps.Get(name)
	if v == "" {
		return ""
	}
	return Text([]byte(v), hint, n)
}

// pieces joins name*0, name*1* … (RFC 2231 §3), in whatever order they stand.
func (ps Params) pieces(name, hint string, n *note.List) (string, bool) {
	found, any := ps.numbered(name)
	if !any {
		return "", false
	}
	var raw []byte
	label, extended := "", false
	for _, p := range found {
		switch {
		case p == nil:
		case !strings.HasSuffix(p.name, "*"):
			raw = append(raw, p.value...)
		default:
			v := p.value
			if len(raw) == 0 {
				label, v, _ = cutCharset(v)
			}
			raw, extended = transfer.AppendPercent(raw, v), true
		}
	}
	if !extended {
		return Text(raw, hint, n), true
	}
	return charset.CleanLine(charset.Decode(raw, label, n)), true
}

const maxPieces = 256

// numbered returns the pieces of a value at the places their numbers say.
func (ps Params) numbered(name string) (found [maxPieces]*param, any bool) {
	for i := range ps {
		p := &ps[i]
		if !strings.HasPrefix(p.name, name) || len(p.name) < len(name)+2 || p.name[len(name)] != '*' {
			continue
		}
		k, err := strconv.Atoi(strings.TrimSuffix(p.name[len(name)+1:], "*"))
		if err == nil && k >= 0 && k < maxPieces && found[k] == nil {
			found[k], any = p, true
		}
	}
	return found, any
}

// decodeExtended reads charset'language'percent-encoded.
func decodeExtended(v string, n *note.List) string {
	label, rest, ok := cutCharset(v)
	if !ok {
		rest = v
	}
	s := charset.Decode(transfer.AppendPercent(nil, rest), label, n)
	if strings.Contains(s, "=?") {
		s = Words(s, n)
	}
	return charset.CleanLine(s)
}

func cutCharset(v string) (label, rest string, ok bool) {
	label, rest, ok = strings.Cut(v, "'")
	if !ok || len(label) > 40 {
		return "", v, false
	}
	_, rest, ok = strings.Cut(rest, "'")
	if !ok {
		return "", v, false
	}
	return label, rest, true
}

// Has says whether there is a value of that name, in whatever form.
func (ps Params) Has(name string) bool {
	for _, p := range ps {
		if p.value != "" && strings.HasPrefix(p.name, name) && (len(p.name) == len(name) || p.name[len(name)] == '*') {
			return true
		}
	}
	return false
}
