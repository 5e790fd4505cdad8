package vcard

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// What a card may hold at most. Pictures are long; nothing else is.
const (
	maxLine = 16 << 20
	maxCard = 64 << 20
)

// property is one line of a card, taken apart.
type property struct {
	group  string // "item1", lower case
	name   string // upper case
	params []param
	value  string // still escaped
}

// param is a parameter of a property; a bare one of vCard 2.1 has no name.
type param struct{ name, value string }

// get returns the values of a parameter, each apart.
func (p *property) get(name string) []string {
	var out []string
	for _, q := range p.params {
		if q.name != name {
			continue
		}
		for v := range strings.SplitSeq(q.value, ",") {
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

func (p *property) first(name string) string {
	if all := p.get(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// types are the types of a property in lower case; in vCard 2.1 they have no name.
func (p *property) types() []string {
	var out []string
	for _, q := range p.params {
		if q.name != "TYPE" && q.name != "" {
			continue
		}
		for v := range strings.SplitSeq(q.value, ",") {
			if v = strings.ToLower(strings.TrimSpace(v)); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// lines reads the lines of a file, with folded ones joined.
type lines struct {
	r      *bufio.Reader
	number int // of the last line, the first of it if it was folded
	next   []byte
	have   bool
	count  int
	long   bool // the last line was too long and is cut
}

// raw reads one line without its end, which may be \r\n, \n, or \r.
func (l *lines) raw() ([]byte, error) {
	if l.have {
		l.have = false
		return l.next, nil
	}
	var line []byte
	for {
		part, err := l.r.ReadSlice('\n')
		if len(line) < maxLine {
			line = append(line, part...)
		} else if len(part) > 0 {
			l.long = true
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && len(line) == 0 {
			return nil, err
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		l.count++
		return bytes.TrimRight(line, "\r\n"), nil
	}
}

func (l *lines) peek() ([]byte, bool) {
	if !l.have {
		next, err := l.raw()
		if err != nil {
			return nil, false
		}
		l.next, l.have = next, true
	}
	return l.next, true
}

// line reads a line with those folded onto it: a line that begins with a blank
// goes on with the one before. Joining bytes, not letters, mends letters that
// were cut by the fold.
func (l *lines) line() (string, error) {
	l.long = false
	first, err := l.raw()
	if err != nil {
		return "", err
	}
	l.number = l.count
	for {
		next, ok := l.peek()
		if !ok || len(next) == 0 || next[0] != ' ' && next[0] != '\t' {
			return string(first), nil
		}
		if blank(next) && !bytes.Contains(first, []byte(":")) {
			return string(first), nil
		}
		l.have = false
		if len(first)+len(next) > maxLine {
			l.long = true
			continue
		}
		first = append(first, next[1:]...)
	}
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// parse takes a line apart; ok is false for one that has no name and value.
func parse(line string) (p property, ok bool) {
	head, value, ok := cutColon(line)
	if !ok {
		return property{}, false
	}
	parts := cutParams(head)
	name := strings.TrimSpace(parts[0])
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		p.group, name = strings.ToLower(name[:i]), name[i+1:]
	}
	p.name, p.value = strings.ToUpper(name), value
	if p.name == "" || strings.ContainsAny(p.name, " \t\"") {
		return property{}, false
	}
	for _, part := range parts[1:] {
		k, v, named := strings.Cut(part, "=")
		if !named {
			k, v = "", k
		}
		v = unquote(strings.TrimSpace(v))
		p.params = append(p.params, param{strings.ToUpper(strings.TrimSpace(k)), v})
	}
	return p, true
}

// cutColon cuts at the first colon outside of quotes. Where a quote is never
// closed, the first of all counts.
func cutColon(s string) (before, after string, ok bool) {
	quoted := false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ':' && !quoted:
			return s[:i], s[i+1:], true
		}
	}
	return strings.Cut(s, ":")
}

// cutParams cuts at semicolons outside of quotes.
func cutParams(s string) []string {
	if !strings.Contains(s, `"`) {
		return strings.Split(s, ";")
	}
	var out []string
	quoted, from := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// unquote takes the quotes off a parameter's value and its ^ escapes back (RFC
// 6868). Types may be quoted one by one.
func unquote(s string) string {
	if strings.Contains(s, `"`) {
		s = strings.ReplaceAll(s, `"`, "")
	}
	if strings.Contains(s, "^") {
		s = strings.NewReplacer("^n", "\n", "^'", `"`, "^^", "^").Replace(s)
	}
	return s
}

// split cuts a value at a separator that is not escaped, and takes the escapes
// of each part back. A value without any is cut at once.
func split(s string, sep byte) []string {
	if strings.IndexByte(s, '\\') < 0 {
		return strings.Split(s, string(sep))
	}
	var out []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case sep:
			out = append(out, unescape(s[from:i]))
			from = i + 1
		}
	}
	return append(out, unescape(s[min(from, len(s)):]))
}

// unescape takes back \n, \, \; \: \\. Anything else after a backslash stands
// for itself, and so does the backslash: Windows paths were never escaped.
func unescape(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		i++
		switch s[i] {
		case 'n', 'N':
			b = append(b, '\n')
		case ',', ';', ':', '\\':
			b = append(b, s[i])
		default:
			b = append(b, '\\', s[i])
		}
	}
	return string(b)
}
