package contentline

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
)

// MaxLine is the longest line in bytes, unfolded. Pictures are long; nothing
// else is.
const MaxLine = 16 << 20

// Property is one line, taken apart.
type Property struct {
	Group  string // "item1", lower case
	Name   string // upper case
	Params []Param
	Value  string // still escaped
}

// Param is a parameter of a property, its name in upper case; a bare one of
// vCard 2.1 has no name.
type Param struct{ Name, Value string }

// Get returns the values of a parameter, each apart.
func (p *Property) Get(name string) []string {
	var out []string
	for _, q := range p.Params {
		if q.Name != name {
			continue
		}
		for v := range strings.SplitSeq(q.Value, ",") {
			if v = strings.TrimSpace(v); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// First returns the first value of a parameter, "" for none.
func (p *Property) First(name string) string {
	if all := p.Get(name); len(all) > 0 {
		return all[0]
	}
	return ""
}

// Types are the types of a property in lower case; in vCard 2.1 they have no name.
func (p *Property) Types() []string {
	var out []string
	for _, q := range p.Params {
		if q.Name != "TYPE" && q.Name != "" {
			continue
		}
		for v := range strings.SplitSeq(q.Value, ",") {
			if v = strings.ToLower(strings.TrimSpace(v)); v != "" {
				out = append(out, v)
			}
		}
	}
	return out
}

// Reader reads the lines of a file, with folded ones joined.
type Reader struct {
	r    *bufio.Reader
	in   *counter
	next []byte
	have bool
	past bool // next is too long and is cut
	long bool // the last line was too long and is cut
}

// NewReader reads lines from text in UTF-8.
func NewReader(r io.Reader) *Reader {
	in := &counter{r: r}
	return &Reader{r: oldLines(bufio.NewReaderSize(in, 64<<10)), in: in}
}

// Done is how many bytes were read.
func (l *Reader) Done() int64 { return l.in.n }

// Cut reports whether the last line was longer than MaxLine and is cut.
func (l *Reader) Cut() bool { return l.long }

// counter counts the bytes that were read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// oldLines lets lines end in \n that end in \r alone, as on old Macs.
func oldLines(r *bufio.Reader) *bufio.Reader {
	head, err := r.Peek(4096)
	if err != nil && len(head) == 0 {
		return r
	}
	if s := string(head); strings.Contains(s, "\n") || !strings.Contains(s, "\r") {
		return r
	}
	return bufio.NewReaderSize(&newlines{r}, 64<<10)
}

type newlines struct{ r io.Reader }

func (n *newlines) Read(p []byte) (int, error) {
	k, err := n.r.Read(p)
	for i, c := range p[:k] {
		if c == '\r' {
			p[i] = '\n'
		}
	}
	return k, err
}

// raw reads one line without its end, which may be \r\n, \n, or \r. long says
// that it is cut.
func (l *Reader) raw() (line []byte, long bool, err error) {
	if l.have {
		l.have = false
		return l.next, l.past, nil
	}
	for {
		part, err := l.r.ReadSlice('\n')
		if len(line) < MaxLine {
			line = append(line, part...)
		} else if len(part) > 0 {
			long = true
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && (len(line) == 0 || !errors.Is(err, io.EOF)) {
			return nil, false, err
		}
		return bytes.TrimRight(line, "\r\n"), long, nil
	}
}

// Peek returns the next line before it is joined with others, false after the last.
func (l *Reader) Peek() ([]byte, bool) {
	if !l.have {
		next, long, err := l.raw()
		if err != nil {
			return nil, false
		}
		l.next, l.past, l.have = next, long, true
	}
	return l.next, true
}

// Take passes over the line that Peek returned.
func (l *Reader) Take() { l.have = false }

// Line reads a line with those folded onto it: a line that begins with a blank
// goes on with the one before. Joining bytes, not letters, mends letters that
// were cut by the fold.
func (l *Reader) Line() (string, error) {
	first, long, err := l.raw()
	if err != nil {
		return "", err
	}
	l.long = long
	if softBreak(first) { // a blank after it belongs to the text
		return string(first), nil
	}
	for {
		next, ok := l.Peek()
		if !ok || len(next) == 0 || next[0] != ' ' && next[0] != '\t' {
			return string(first), nil
		}
		if blank(next) && !bytes.Contains(first, []byte(":")) {
			return string(first), nil
		}
		l.have = false
		if l.past || len(first)+len(next) > MaxLine {
			l.long = true
			continue
		}
		first = append(first, next[1:]...)
	}
}

// softBreak reports whether a line ends within a value in quoted-printable, which
// goes on in the next line as that stands.
func softBreak(line []byte) bool {
	if !bytes.HasSuffix(line, []byte("=")) {
		return false
	}
	head, _, _ := bytes.Cut(line, []byte(":"))
	return len(head) < 1000 && bytes.Contains(bytes.ToUpper(head), []byte("QUOTED-PRINTABLE"))
}

func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }

// Parse takes a line apart; ok is false for one that has no name and value.
func Parse(line string) (p Property, ok bool) {
	head, value, ok := cutColon(line)
	if !ok {
		return Property{}, false
	}
	parts := cutParams(head)
	name := strings.TrimSpace(parts[0])
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		p.Group, name = strings.ToLower(name[:i]), name[i+1:]
	}
	p.Name, p.Value = strings.ToUpper(name), value
	if p.Name == "" || strings.ContainsAny(p.Name, " \t\"") {
		return Property{}, false
	}
	for _, part := range parts[1:] {
		k, v, named := strings.Cut(part, "=")
		if !named {
			k, v = "", k
		}
		v = unquote(strings.TrimSpace(v))
		p.Params = append(p.Params, Param{strings.ToUpper(strings.TrimSpace(k)), v})
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

// Split cuts a value at a separator that is not escaped, and takes the escapes
// of each part back. A value without any is cut at once.
func Split(s string, sep byte) []string {
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
			out = append(out, Unescape(s[from:i]))
			from = i + 1
		}
	}
	return append(out, Unescape(s[min(from, len(s)):]))
}

// Unescape takes back \n, \, \; \: \\. Anything else after a backslash stands
// for itself, and so does the backslash: Windows paths were never escaped.
func Unescape(s string) string {
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
