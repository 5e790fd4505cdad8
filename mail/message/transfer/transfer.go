// Package transfer undoes what was done to a part's bytes so that they could
// travel: base64, quoted-printable, uuencode. Damaged bytes give what can be
// had. It knows nothing of headers or of what the bytes mean.
package transfer

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"kartoteka/mail/message/note"
)

// Encoding is how a part's bytes were made fit for travel.
type Encoding uint8

// The transfer encodings that are decoded.
const (
	Identity Encoding = iota // as it is
	InBase64
	InQuoted // quoted-printable
	InUU     // uuencoded, of the days before MIME
)

// Of reads an unfolded Content-Transfer-Encoding as it is found, with stray
// signs and comments.
func Of(value string, n *note.List) Encoding {
	s := strings.ToLower(value)
	if i := strings.IndexAny(s, ";("); i > 0 {
		s = s[:i]
	}
	switch strings.Trim(s, " \t\"'.,;:") {
	case "", "7bit", "8bit", "binary", "7-bit", "8-bit", "7 bit", "8 bit", "7bits", "8bits", "7 bits", "8 bits", "none", "us-ascii", "utf-8":
		return Identity
	case "base64", "base-64", "base 64", "b64", "b":
		return InBase64
	case "quoted-printable", "quoted printable", "quotedprintable", "quoted_printable", "quoted-printabel", "qp", "q":
		return InQuoted
	case "x-uuencode", "x-uue", "uuencode", "uue", "x-uu":
		return InUU
	}
	n.Add(note.Encoding)
	return Identity
}

// Decode returns the bytes of a part. Damaged encodings give what can be had.
// Bytes that are not encoded are returned as they lie in src.
func (t Encoding) Decode(src []byte, n *note.List) []byte {
	if t == Identity {
		return src
	}
	// The buffer has room for all of it, so there is one piece.
	var out []byte
	t.Each(src, n, make([]byte, 0, t.room(src)), func(b []byte) { out = b })
	return out
}

// room is enough for the decoded bytes of src.
func (t Encoding) room(src []byte) int {
	if t == InBase64 {
		return len(src)/4*3 + 9
	}
	return len(src) + 6
}

// Each decodes src through buf and hands over a piece whenever buf is full,
// so that a large attachment is not held twice.
func (t Encoding) Each(src []byte, n *note.List, buf []byte, f func([]byte)) {
	switch t {
	case Identity:
		f(src)
	case InBase64:
		body, _ := CutBase64(src, n)
		if body == nil {
			f(src)
			return
		}
		eachBase64(body, n, buf, f)
	case InQuoted:
		eachQuoted(src, n, buf, f)
	case InUU:
		if files, _ := CutUU(src); len(files) > 0 {
			f(DecodeUU(files[0].Body))
		} else {
			f(DecodeUU(src))
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

// Base64 decodes base64 piece by piece and passes over what is none.
type Base64 struct {
	acc  uint32
	have int // letters in acc
	bad  int // letters of no alphabet
}

// Read appends the bytes of src to dst.
func (r *Base64) Read(dst, src []byte) []byte {
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
			dst = r.End(dst)
		case v == base64Bad:
			r.bad++
		}
	}
	return dst
}

// End appends the bytes of an unfinished group.
func (r *Base64) End(dst []byte) []byte {
	switch r.have {
	case 2:
		dst = append(dst, byte(r.acc>>4))
	case 3:
		dst = append(dst, byte(r.acc>>10), byte(r.acc>>2))
	}
	r.acc, r.have = 0, 0
	return dst
}

// SplitGroup says whether the letters read so far stop in the middle of a byte.
func (r *Base64) SplitGroup() bool {
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

// lookLength is how many bytes show whether something is base64.
const lookLength = 4096

// looksBase64 tells base64 from plain text that was only declared so.
func looksBase64(src []byte) bool {
	letters, blanks, bad, last := 0, 0, 0, byte('\n')
	for _, c := range src[:min(len(src), lookLength)] {
		switch v := base64Values[c]; {
		case v == base64Bad:
			bad++
		case v == base64Blank && c == ' ' && base64Values[last] < base64Blank:
			blanks++
		case v < base64Blank:
			letters++
		}
		last = c
	}
	return (bad+blanks)*30 <= letters
}

// CutBase64 splits off plain text that a list or a virus scanner put behind
// the encoded bytes. A nil body means that src is not base64 at all.
func CutBase64(src []byte, n *note.List) (body, tail []byte) {
	looks := looksBase64(src) && !isWord(src)
	end := bytes.IndexByte(src, '=')
	if end < 0 || !looks && !wholeGroups(src[:end]) {
		if !looks {
			n.Add(note.Base64)
			return nil, nil
		}
		return src, nil
	}
	var p padding
	for end < len(src) && p.goesOn(src[end]) {
		end++
	}
	if end < len(src) && (p.remark || !looks || !looksBase64(src[end:])) {
		n.Add(note.Base64)
		return src[:end], src[end:]
	}
	return src, nil
}

// padding is what stands between base64 and what follows it.
type padding struct {
	over   bool // a blank has come
	remark bool // what follows stands on the same line, behind a blank
}

// goesOn takes the next byte; false if it is no padding.
func (p *padding) goesOn(c byte) bool {
	if base64Values[c] != base64Pad && !IsBlank(c) {
		return false
	}
	if !p.over && base64Values[c] != base64Pad {
		p.over, p.remark = true, c == ' ' || c == '\t'
	}
	p.remark = p.remark && c != '\n'
	return true
}

// isWord says whether src is a word or two and not base64: no encoder writes
// that number of letters, and they give no text.
func isWord(src []byte) bool {
	const short = 76
	if len(src) > lookLength {
		return false
	}
	src = Trim(src)
	if len(src)%4 != 1 || len(src) > short {
		return false
	}
	for _, c := range src {
		if base64Values[c] >= base64Blank {
			return false
		}
	}
	var r Base64
	return !utf8.Valid(r.End(r.Read(nil, src)))
}

// wholeGroups says whether b, which stands before a "=", is base64 whose last
// group wants that padding.
func wholeGroups(b []byte) bool { return endsInPadding(lettersIn(b), b) }

func lettersIn(b []byte) (letters int) {
	for _, c := range b {
		if base64Values[c] < base64Blank {
			letters++
		}
	}
	return letters
}

// endsInPadding is wholeGroups for so many letters, of which head are the first.
func endsInPadding(letters int, head []byte) bool {
	return letters > 4 && letters%4 > 1 && looksBase64(head)
}

func eachBase64(src []byte, n *note.List, buf []byte, f func([]byte)) {
	var r Base64
	step := max((cap(buf)-6)/3*4, 4)
	for len(src) > 0 {
		k := min(step, len(src))
		buf = r.Read(buf[:0], src[:k])
		if src = src[k:]; len(src) == 0 {
			buf = r.finish(buf, n)
		}
		f(buf)
	}
}

// finish appends what is left at the end, and notes what was wrong.
func (r *Base64) finish(dst []byte, n *note.List) []byte {
	if r.have == 1 || r.bad > 0 {
		n.Add(note.Base64)
	}
	return r.End(dst)
}

// eachQuoted decodes quoted-printable. Blanks at line ends are not the
// writer's (RFC 2045 §6.7), and a "=" that starts no code stays as it is.
func eachQuoted(src []byte, n *note.List, buf []byte, f func([]byte)) {
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
func appendQuotedLine(dst, line []byte, n *note.List) []byte {
	end := len(line)
	for end > 0 && IsBlank(line[end-1]) {
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
		n.Add(note.Quoted)
		dst = append(dst, '=')
		line = line[i+1:]
	}
}
