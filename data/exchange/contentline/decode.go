package contentline

import (
	"encoding/base64"
	"io"
	"mime/quotedprintable"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
)

// SoftBreaks joins the lines of a value in quoted-printable, as vCard 2.1 and
// vCalendar 1.0 have it: one that ends in = goes on in the next. It never takes
// a BEGIN or an END for text.
func (l *Reader) SoftBreaks(p *Property) {
	if !p.quotedPrintable() {
		return
	}
	for strings.HasSuffix(p.Value, "=") {
		next, ok := l.Peek()
		if !ok || isBound(next) {
			p.Value = strings.TrimSuffix(p.Value, "=")
			return
		}
		l.Take()
		p.Value = strings.TrimSuffix(p.Value, "=") + string(next)
		if len(p.Value) > MaxLine {
			return
		}
	}
}

// isBound reports whether a line is the BEGIN or the END of something.
func isBound(line []byte) bool {
	name, _, ok := strings.Cut(strings.ToUpper(strings.TrimSpace(string(line[:min(len(line), 40)]))), ":")
	return ok && (name == "BEGIN" || name == "END")
}

func (p *Property) encoding() string {
	if e := p.First("ENCODING"); e != "" {
		return strings.ToUpper(e)
	}
	for _, q := range p.Params {
		if q.Name == "" {
			switch v := strings.ToUpper(q.Value); v {
			case "QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT":
				return v
			}
		}
	}
	return ""
}

func (p *Property) quotedPrintable() bool {
	return len(p.Params) > 0 && p.encoding() == "QUOTED-PRINTABLE"
}

// Parts returns the value cut at a separator and decoded.
func (p *Property) Parts(sep byte) []string {
	all := Split(p.Value, sep)
	if len(p.Params) > 0 {
		for i := range all {
			all[i] = p.decode(all[i])
		}
	}
	return all
}

// Text returns the value as one text.
func (p *Property) Text() string {
	if len(p.Params) == 0 {
		return Unescape(p.Value)
	}
	return p.decode(Unescape(p.Value))
}

// decode takes quoted-printable and base64 off and turns the letters into
// UTF-8. What can't be decoded comes back as it is.
func (p *Property) decode(s string) string {
	switch p.encoding() {
	case "QUOTED-PRINTABLE":
		b, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(s)))
		if err != nil {
			b = lenient(s)
		}
		return p.letters(b)
	case "BASE64", "B":
		b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
		if err != nil {
			return s
		}
		return p.letters(b)
	}
	return s
}

// letters reads bytes in the encoding that the property names; without one in
// UTF-8, or in windows-1250 if they are none.
func (p *Property) letters(b []byte) string {
	if name := p.First("CHARSET"); name != "" && !strings.EqualFold(name, "utf-8") {
		if e, err := htmlindex.Get(strings.ToLower(name)); err == nil {
			if out, err := e.NewDecoder().Bytes(b); err == nil {
				return string(out)
			}
		}
	}
	if utf8.Valid(b) {
		return string(b)
	}
	out, err := charmap.Windows1250.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}

// lenient decodes quoted-printable in which something else is, too.
func lenient(s string) []byte {
	var out []byte
	for i := 0; i < len(s); i++ {
		if s[i] == '=' && i+2 < len(s) {
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi >= 0 && lo >= 0 {
				out = append(out, byte(hi<<4|lo))
				i += 2
				continue
			}
		}
		out = append(out, s[i])
	}
	return out
}

func unhex(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	}
	return -1
}
