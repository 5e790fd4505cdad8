package workbook

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxToken is the longest tag or text of a workbook's part in bytes. A cell has
// no more than 32,767 characters.
const maxToken = 4 << 20

var errLongToken = errors.New("a part of the workbook has a tag or a text of over 4 MB")

// xmlScanner reads the tags and texts of a part of a workbook. It is no general
// reader of XML: it checks no nesting and knows no namespaces, which makes it
// ten times as fast. Slices are good until the next call.
type xmlScanner struct {
	r    io.Reader
	buf  []byte
	from int
	eof  bool
	read int64
	max  int64 // bytes of the part that are read at most

	name  []byte // of the last tag, without a prefix
	attrs []byte
	open  bool // an opening tag
	empty bool // <a/>: both
	text  []byte
	cdata bool // the text has no entities
}

func newXML(r io.Reader, limit int64) *xmlScanner {
	return &xmlScanner{r: r, buf: make([]byte, 0, 64<<10), max: limit}
}

var errTooMuch = errors.New("a part of the workbook is too large when unpacked")

func (x *xmlScanner) fill() error {
	if x.eof {
		return io.EOF
	}
	if x.from > 0 {
		x.buf = x.buf[:copy(x.buf, x.buf[x.from:])]
		x.from = 0
	}
	if len(x.buf) == cap(x.buf) {
		if cap(x.buf) >= maxToken {
			return errLongToken
		}
		x.buf = append(make([]byte, 0, 2*cap(x.buf)), x.buf...)
	}
	for range 100 {
		n, err := x.r.Read(x.buf[len(x.buf):cap(x.buf)])
		x.buf, x.read = x.buf[:len(x.buf)+n], x.read+int64(n)
		switch {
		case x.read > x.max:
			return errTooMuch
		case errors.Is(err, io.EOF):
			x.eof = true
			if n == 0 {
				return io.EOF
			}
			return nil
		case err != nil:
			return err
		case n > 0:
			return nil
		}
	}
	return io.ErrNoProgress
}

// next goes on to the next tag and keeps the text before it. It fails with
// io.EOF after the last tag.
func (x *xmlScanner) next() error {
	x.cdata = false
	for {
		if err := x.textTo(); err != nil {
			return err
		}
		special, err := x.skipSpecial(x.buf[x.from:])
		if err != nil {
			return err
		}
		if !special {
			break
		}
	}
	for {
		rest := x.buf[x.from:]
		if end := tagEnd(rest); end > 0 {
			x.tag(rest[1:end])
			x.from += end + 1
			return nil
		}
		if err := x.fill(); errors.Is(err, io.EOF) {
			return io.ErrUnexpectedEOF // within a tag
		} else if err != nil {
			return err
		}
	}
}

// textTo takes the text before the next tag.
func (x *xmlScanner) textTo() error {
	seen := 0
	for {
		rest := x.buf[x.from:]
		if i := bytes.IndexByte(rest[seen:], '<'); i >= 0 {
			i += seen
			// Kept apart, for reading the tag may move the buffer.
			if i > 0 || !x.cdata {
				x.text = append(x.text[:0], rest[:i]...)
				x.cdata = false
			}
			x.from += i
			return nil
		}
		seen = len(rest)
		if err := x.fill(); err != nil {
			return err
		}
	}
}

// skipSpecial passes over comments, instructions and declarations; CDATA becomes
// the text before the next tag.
func (x *xmlScanner) skipSpecial(rest []byte) (bool, error) {
	for len(rest) < 9 && !x.eof {
		if err := x.fill(); err != nil && !errors.Is(err, io.EOF) {
			return false, err
		}
		rest = x.buf[x.from:]
	}
	end := specialEnd(rest)
	if end == "" {
		return false, nil
	}
	for {
		rest = x.buf[x.from:]
		if i := bytes.Index(rest, []byte(end)); i >= 0 {
			if end == "]]>" && i >= 9 {
				x.text = append(x.text[:0], rest[9:i]...)
				x.cdata = true
			}
			x.from += i + len(end)
			return true, nil
		}
		if err := x.fill(); err != nil {
			return false, err
		}
	}
}

// specialEnd is what ends a comment, CDATA, an instruction or a declaration; ""
// for a tag.
func specialEnd(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte("<!--")):
		return "-->"
	case bytes.HasPrefix(b, []byte("<![CDATA[")):
		return "]]>"
	case bytes.HasPrefix(b, []byte("<?")):
		return "?>"
	case bytes.HasPrefix(b, []byte("<!")):
		return ">"
	}
	return ""
}

// tagEnd is the place of the > that ends a tag, 0 if it is not there yet. Values
// of attributes may hold one.
func tagEnd(b []byte) int {
	inside, apostrophe := false, false
	for i := 1; i < len(b); i++ {
		switch b[i] {
		case '"':
			inside = !inside
		case '\'':
			apostrophe = true
		case '>':
			if !inside || apostrophe {
				return i
			}
		}
	}
	return 0
}

func (x *xmlScanner) tag(b []byte) {
	x.open, x.empty = true, false
	if len(b) > 0 && b[0] == '/' {
		x.open, b = false, b[1:]
	}
	if len(b) > 0 && b[len(b)-1] == '/' {
		x.empty, b = true, b[:len(b)-1]
	}
	x.name, x.attrs = b, nil
	if i := bytes.IndexAny(b, " \t\r\n"); i >= 0 {
		x.name, x.attrs = b[:i], b[i:]
	}
	if i := bytes.IndexByte(x.name, ':'); i >= 0 {
		x.name = x.name[i+1:]
	}
}

// attr returns the value of an attribute, still with its entities; nil: none.
func (x *xmlScanner) attr(name string) []byte {
	b := x.attrs
	for len(b) > 0 {
		b = bytes.TrimLeft(b, " \t\r\n")
		eq := bytes.IndexByte(b, '=')
		if eq < 0 {
			return nil
		}
		key := bytes.TrimRight(b[:eq], " \t\r\n")
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) == 0 || b[0] != '"' && b[0] != '\'' {
			return nil
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return nil
		}
		if string(key) == name {
			return b[1 : 1+end]
		}
		b = b[end+2:]
	}
	return nil
}

// is reports whether the last tag opened an element of that name.
func (x *xmlScanner) is(name string) bool { return x.open && string(x.name) == name }

// ends reports whether the last tag closed an element of that name.
func (x *xmlScanner) ends(name string) bool { return (!x.open || x.empty) && string(x.name) == name }

// content is the text before the last tag, with entities replaced.
func (x *xmlScanner) content() string {
	if x.cdata {
		return string(x.text)
	}
	return entities(x.text)
}

// entities replaces &amp; and the like, and Excel's own _x000D_.
func entities(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 && !bytes.Contains(b, []byte("_x")) {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b))
	for len(b) > 0 {
		if b[0] == '&' {
			if r, n := entity(b); n > 0 {
				out.WriteRune(r)
				b = b[n:]
				continue
			}
		}
		if r, ok := hexEscape(b); ok {
			out.WriteRune(r)
			b = b[7:]
			continue
		}
		out.WriteByte(b[0])
		b = b[1:]
	}
	return out.String()
}

func entity(b []byte) (r rune, length int) {
	end := bytes.IndexByte(b[:min(len(b), 12)], ';')
	if end < 0 {
		return 0, 0
	}
	switch name := string(b[1:end]); name {
	case "amp":
		r = '&'
	case "lt":
		r = '<'
	case "gt":
		r = '>'
	case "quot":
		r = '"'
	case "apos":
		r = '\''
	default:
		digits, base := name, 10
		if !strings.HasPrefix(name, "#") {
			return 0, 0
		}
		if digits = name[1:]; strings.HasPrefix(digits, "x") {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || !utf8.ValidRune(rune(n)) {
			return 0, 0
		}
		r = rune(n)
	}
	return r, end + 1
}

// hexEscape reads _xHHHH_, by which Excel writes what XML can't hold.
func hexEscape(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}
