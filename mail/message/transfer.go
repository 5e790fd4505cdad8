package message

import (
	"bytes"
	"strings"
)

// transfer is how a part's bytes were made fit for travel.
type transfer uint8

const (
	identity transfer = iota
	inBase64
	inQuoted
	inUU
)

// transferOf reads a Content-Transfer-Encoding as it is found, with stray
// signs and comments.
func transferOf(v []byte, n *notes) transfer {
	s := strings.ToLower(unfold(v))
	if i := strings.IndexAny(s, ";("); i > 0 {
		s = s[:i]
	}
	switch strings.Trim(s, " \t\"'.,;:") {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7 bit", "8 bit", "7bits", "8bits", "none", "us-ascii", "utf-8":
		return identity
	case "base64", "base-64", "base 64", "b64", "b":
		return inBase64
	case "quoted-printable", "quoted printable", "quotedprintable", "quoted_printable", "quoted-printabel", "qp", "q":
		return inQuoted
	case "x-uuencode", "x-uue", "uuencode", "uue", "x-uu":
		return inUU
	}
	n.add(WarnEncoding)
	return identity
}

// decode returns the bytes of a part. Damaged encodings give what can be had.
// Bytes that are not encoded are returned as they lie in src.
func (t transfer) decode(src []byte, n *notes) []byte {
	if t == identity {
		return src
	}
	// The buffer has room for all of it, so there is one piece.
	var out []byte
	t.each(src, n, make([]byte, 0, t.room(src)), func(b []byte) { out = b })
	return out
}

// room is enough for the decoded bytes of src.
func (t transfer) room(src []byte) int {
	if t == inBase64 {
		return len(src)/4*3 + 9
	}
	return len(src) + 6
}

// each decodes src through buf and hands over a piece whenever buf is full,
// so that a large attachment is not held twice.
func (t transfer) each(src []byte, n *notes, buf []byte, f func([]byte)) {
	switch t {
	case identity:
		f(src)
	case inBase64:
		body, _ := cutBase64(src, n)
		if body == nil {
			f(src)
			return
		}
		eachBase64(body, n, buf, f)
	case inQuoted:
		eachQuoted(src, n, buf, f)
	case inUU:
		if files, _ := cutUU(src); len(files) > 0 {
			f(decodeUU(files[0].body))
		} else {
			f(decodeUU(src))
		}
	}
}

// base64Values maps a letter to its six bits; 0x40 and above are not data.
var base64Values = func() (t [256]uint8) {
	for i := range t {
		t[i] = base64Bad
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for i := range len(alphabet) {
		t[alphabet[i]] = uint8(i)
	}
	t['-'], t['_'] = 62, 63 // the alphabet for web addresses
	for _, c := range " \t\r\n\v\f\x00" {
		t[c] = base64Blank
	}
	t['='] = base64Pad
	return t
}()

const (
	base64Blank = 0x40
	base64Pad   = 0x80
	base64Bad   = 0xc0
)

// base64Reader decodes base64 piece by piece and passes over what is none.
type base64Reader struct {
	acc  uint32
	have int // letters in acc
	bad  int // letters of no alphabet
}

// read appends the bytes of src to dst.
func (r *base64Reader) read(dst, src []byte) []byte {
	for i := 0; i < len(src); i++ {
		if r.have == 0 {
			for i+4 <= len(src) {
				a, b, c, d := base64Values[src[i]], base64Values[src[i+1]], base64Values[src[i+2]], base64Values[src[i+3]]
				if a|b|c|d >= base64Blank {
					break
				}
				dst = append(dst, a<<2|b>>4, b<<4|c>>2, c<<6|d)
				i += 4
			}
			if i >= len(src) {
				break
			}
		}
		switch v := base64Values[src[i]]; {
		case v < base64Blank:
			r.acc = r.acc<<6 | uint32(v)
			if r.have++; r.have == 4 {
				dst = append(dst, byte(r.acc>>16), byte(r.acc>>8), byte(r.acc))
				r.acc, r.have = 0, 0
			}
		case v == base64Pad:
			dst = r.end(dst)
		case v == base64Bad:
			r.bad++
		}
	}
	return dst
}

// end appends the bytes of an unfinished group.
func (r *base64Reader) end(dst []byte) []byte {
	switch r.have {
	case 2:
		dst = append(dst, byte(r.acc>>4))
	case 3:
		dst = append(dst, byte(r.acc>>10), byte(r.acc>>2))
	}
	r.acc, r.have = 0, 0
	return dst
}

// splitGroup says whether the letters read so far stop in the middle of a byte.
func (r *base64Reader) splitGroup() bool {
	switch r.have {
	case 1:
		return true
	case 2:
		return r.acc&0xf != 0
	case 3:
		return r.acc&0x3 != 0
	}
	return false
}

// looksBase64 tells base64 from plain text that was only declared so.
func looksBase64(src []byte) bool {
	letters, blanks, bad, last := 0, 0, 0, byte('\n')
	for _, c := range src[:min(len(src), 4096)] {
		switch v := base64Values[c]; {
		case v == base64Bad:
			bad++
		case v == base64Blank && c == ' ' && isBase64Letter(last):
			blanks++
		case v < base64Blank:
			letters++
		}
		last = c
	}
	return (bad+blanks)*30 <= letters
}

// cutBase64 splits off plain text that a list or a virus scanner put behind
// the encoded bytes. A nil body means that src is not base64 at all.
func cutBase64(src []byte, n *notes) (body, tail []byte) {
	looks := looksBase64(src)
	end := bytes.IndexByte(src, '=')
	if end < 0 || !looks && !wholeGroups(src[:end]) {
		if !looks {
			n.add(WarnBase64)
			return nil, nil
		}
		return src, nil
	}
	for end < len(src) && (base64Values[src[end]] == base64Pad || isBlank(src[end])) {
		end++
	}
	if end < len(src) && !(looks && looksBase64(src[end:])) {
		n.add(WarnBase64)
		return src[:end], src[end:]
	}
	return src, nil
}

// wholeGroups says whether b, which stands before a "=", is base64 whose last
// group wants that padding.
func wholeGroups(b []byte) bool {
	letters := 0
	for _, c := range b {
		if base64Values[c] < base64Blank {
			letters++
		}
	}
	return letters > 4 && letters%4 > 1 && looksBase64(b)
}

func eachBase64(src []byte, n *notes, buf []byte, f func([]byte)) {
	var r base64Reader
	step := max((cap(buf)-6)/3*4, 4)
	for len(src) > 0 {
		k := min(step, len(src))
		buf = r.read(buf[:0], src[:k])
		if src = src[k:]; len(src) == 0 {
			if r.have == 1 {
				n.add(WarnBase64)
			}
			buf = r.end(buf)
		}
		f(buf)
	}
	if r.bad > 0 {
		n.add(WarnBase64)
	}
}

// eachQuoted decodes quoted-printable. Blanks at line ends are not the
// writer's (RFC 2045 §6.7), and a "=" that starts no code stays as it is.
func eachQuoted(src []byte, n *notes, buf []byte, f func([]byte)) {
	buf = buf[:0]
	for pos := 0; pos < len(src); {
		next := bytes.IndexByte(src[pos:], '\n')
		if next < 0 {
			next = len(src)
		} else {
			next += pos + 1
		}
		if len(buf) > 0 && len(buf)+next-pos > cap(buf) {
			f(buf)
			buf = buf[:0]
		}
		buf = appendQuotedLine(buf, src[pos:next], n)
		pos = next
	}
	f(buf)
}

// appendQuotedLine decodes a line with its end.
func appendQuotedLine(dst, line []byte, n *notes) []byte {
	end := len(line)
	for end > 0 && isBlank(line[end-1]) {
		end--
	}
	eol := line[end:]
	if i := bytes.IndexByte(eol, '\n'); i > 0 && eol[i-1] == '\r' {
		eol = eol[i-1:]
	} else if i >= 0 {
		eol = eol[i:]
	} else {
		eol = nil
	}
	line = line[:end]
	if end > 0 && line[end-1] == '=' {
		line, eol = line[:end-1], nil
	}
	for {
		i := bytes.IndexByte(line, '=')
		if i < 0 {
			return append(append(dst, line...), eol...)
		}
		dst = append(dst, line[:i]...)
		if i+2 < len(line) && isHex(line[i+1]) && isHex(line[i+2]) {
			dst = append(dst, unhex(line[i+1])<<4|unhex(line[i+2]))
			line = line[i+3:]
			continue
		}
		n.add(WarnQuoted)
		dst = append(dst, '=')
		line = line[i+1:]
	}
}
