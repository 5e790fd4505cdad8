package wire

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
)

// maxResponse is more than one line about one folder takes.
const maxResponse = 16 << 10

// mender rewrites what a server says of folders whose names are no valid names
// (raw ISO 8859-2, a bare "&", ASCII letters encoded): go-imap drops the
// connection over one, and the whole list of folders with it. All else passes as
// it came. It follows the form of the answer by itself, since it must know where
// one ends before go-imap sees its beginning.
type mender struct {
	form form
	held []byte // the beginning of an answer about a folder, or of what may be one
	pass bool   // this answer is none
	out  []byte
}

// feed takes what the server says and returns what go-imap is to see of it now.
// The slice is good until the next call.
func (m *mender) feed(p []byte) []byte {
	m.out = m.out[:0]
	for len(p) > 0 {
		n := m.advance(p)
		part, rest := p[:n], p[n:]
		p = rest
		if m.pass {
			m.out = append(m.out, part...)
		} else {
			m.hold(part)
		}
		if m.form.in == inHead && m.form.skip == 0 && part[len(part)-1] == '\n' {
			m.flush()
		}
	}
	return m.out
}

// resting reports whether nothing is held and the server is between two answers.
func (m *mender) resting() bool { return len(m.held) == 0 && !m.pass }

// advance follows the form to the end of an answer, or of what there is, and
// returns how many bytes that were.
func (m *mender) advance(p []byte) int {
	f := &m.form
	for i := 0; i < len(p); i++ {
		if f.skip > 0 {
			n := min(f.skip, int64(len(p)-i))
			f.skip -= n
			i += int(n) - 1
			continue
		}
		f.talk.Store(maxTalk) // the wire's own form counts
		if f.step(p[i]) != nil {
			*f = form{in: inText} // no form: nothing here is to be mended
			m.pass = true
			m.out = append(m.out, m.held...)
			m.held = m.held[:0]
		}
		if p[i] == '\n' && f.in == inHead && f.skip == 0 {
			return i + 1
		}
	}
	return len(p)
}

func (m *mender) hold(part []byte) {
	m.held = append(m.held, part...)
	if len(m.held) > maxResponse || !aboutFolder(m.held) {
		m.out = append(m.out, m.held...)
		m.held, m.pass = m.held[:0], true
	}
}

// flush ends an answer.
func (m *mender) flush() {
	if len(m.held) > 0 {
		m.out = append(m.out, mend(m.held)...)
	}
	m.held, m.pass = m.held[:0], false
}

// aboutFolder reports whether an answer is one, or may become one, that names a
// folder.
func aboutFolder(line []byte) bool {
	for _, head := range []string{"* LIST ", "* STATUS "} {
		n := min(len(head), len(line))
		if strings.EqualFold(string(line[:n]), head[:n]) {
			return true
		}
	}
	return false
}

// mend returns an answer about a folder so that go-imap can take it; as it is
// where nothing is wrong with it, or nobody knows what.
func mend(line []byte) []byte {
	rest, ended := bytes.CutSuffix(line, []byte("\n"))
	if !ended || !aboutFolder(line) {
		return line
	}
	rest = bytes.TrimSuffix(rest, []byte("\r"))
	verb, rest, ok := bytes.Cut(rest[len("* "):], []byte(" "))
	if !ok {
		return line
	}
	out := append([]byte("* "), verb...)
	out = append(out, ' ')
	if strings.EqualFold(string(verb), "LIST") {
		n, ok := beforeName(rest)
		if !ok {
			return line
		}
		out = append(out, rest[:n]...)
		rest = rest[n:]
	}
	name, tail, ok := folderName(rest)
	if !ok || wellNamed(name) && wellFormed(rest) || !sendable(name) {
		return line
	}
	if !wellNamed(name) {
		name = stand(name)
	}
	out = append(out, '"')
	out = append(out, quoteEscape.Replace(name)...)
	out = append(out, '"')
	out = append(out, tail...)
	return append(out, "\r\n"...)
}

var quoteEscape = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// beforeName returns how long the attributes and the delimiter of a LIST answer
// are, with the space behind them.
func beforeName(s []byte) (int, bool) {
	if len(s) == 0 || s[0] != '(' {
		return 0, false
	}
	i := bytes.IndexByte(s, ')')
	if i < 0 || len(s) < i+2 || s[i+1] != ' ' {
		return 0, false
	}
	at := i + 2
	d := delimiter.Find(s[at:])
	return at + len(d), d != nil
}

// delimiter is what stands between the names of a folder and of the one above it.
var delimiter = regexp.MustCompile(`^(?:(?i:NIL)|"(?s:[^\\]|\\.)") `)

// folderName reads the name at the beginning of s, however it is written, and
// returns what follows it.
func folderName(s []byte) (name string, tail []byte, ok bool) {
	switch {
	case len(s) == 0:
		return "", nil, false
	case s[0] == '"':
		return quotedName(s)
	case s[0] == '{':
		return literalName(s)
	}
	// A bare word. Some servers write names with spaces so, too; what ends in
	// brackets behind a space is no part of it.
	end := len(s)
	if i := bytes.LastIndex(s, []byte(" (")); i > 0 && s[len(s)-1] == ')' {
		end = i
	}
	return string(s[:end]), s[end:], true
}

func quotedName(s []byte) (name string, tail []byte, ok bool) {
	var b []byte
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			if i++; i == len(s) {
				return "", nil, false
			}
			b = append(b, s[i])
		case '"':
			return string(b), s[i+1:], true
		default:
			b = append(b, s[i])
		}
	}
	return "", nil, false
}

func literalName(s []byte) (name string, tail []byte, ok bool) {
	i := bytes.IndexByte(s, '}')
	if i < 0 {
		return "", nil, false
	}
	n, err := strconv.ParseUint(string(s[1:i]), 10, 31)
	rest := bytes.TrimPrefix(s[i+1:], []byte("\r"))
	if err != nil || len(rest) == 0 || rest[0] != '\n' || uint64(len(rest)-1) < n {
		return "", nil, false
	}
	return string(rest[1 : 1+n]), rest[1+n:], true
}

// wellFormed reports whether go-imap takes the name as it is written: in quotes,
// as a literal, or as a word without anything that would need them.
func wellFormed(s []byte) bool {
	if s[0] == '"' || s[0] == '{' {
		return true
	}
	name, _, _ := folderName(s)
	for i := range len(name) {
		if b := name[i]; b <= ' ' || b >= 0x7f || strings.IndexByte(`(){%*"\`, b) >= 0 {
			return false
		}
	}
	return true
}
