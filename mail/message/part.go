package message

import (
	"bytes"
	"math"
	"strings"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// Bounds on the structure of a message. What lies beyond them is kept as one
// attachment, so nothing is lost.
const (
	maxDepth  = 100 // of multiparts
	maxNested = 20  // of messages within messages
	maxParts  = 1000
)

// role is what a leaf part is to the reader of the message.
type role uint8

const (
	attached role = iota // shown as an attachment
	body                 // its text is the message's
	spare                // another form of the body's text
)

// part is a node of a message's MIME tree.
type part struct {
	header      field.Header
	raw         []byte // the body as it travelled
	kind        string // lower-case media type
	params      field.Params
	disposition string
	dispParams  field.Params
	encoding    transfer.Encoding
	children    []*part
	up          *part
	role        role
	uu          *transfer.File // a uuencoded file found in another part's text
}

// tree is a message taken apart.
type tree struct {
	source *source // what raw is the outline of; nil: raw is all there is
	header field.Header
	root   *part
	leaves []*part // in order; uuencoded files after all others
	hint   string  // a charset for raw letters in header fields
	notes  *note.List
	nodes  int
	worked int // bytes of texts read so far
	quoted markedText
}

// newTree takes raw apart, which may be an outline. depth is how deeply raw
// itself is enclosed.
func newTree(raw []byte, from *source, depth int, n *note.List) *tree {
	t := &tree{source: from, notes: n}
	raw = prepare(raw)
	h, b := field.Read(raw, n)
	if first, _ := transfer.Line(raw, 0); !h.LooksLikeMail() || !startsHeader(first) && !h.HasTravelled() {
		n.Add(note.NoHeader)
		h, b = nil, raw
	}
	t.header = h
	t.root = t.build(h, b, nil, depth)
	t.hint = t.charsetHint()
	return t
}

// startsHeader says whether a header can start with that line.
func startsHeader(line []byte) bool {
	colon, _ := field.Name(line)
	return colon > 0
}

// prepare drops what stands before the header: a byte order mark, blank lines,
// the separator of an mbox file. Line ends of old Macs and files saved as
// UTF-16 are turned into ordinary ones.
func prepare(raw []byte) []byte {
	if len(raw) > 1 && (raw[0] == 0xff && raw[1] == 0xfe || raw[0] == 0xfe && raw[1] == 0xff) {
		raw = []byte(charset.UTF16(raw))
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') >= 0 {
		raw = bytes.ReplaceAll(raw, []byte{'\r'}, []byte{'\n'})
	}
	for len(raw) > 0 && transfer.IsBlank(raw[0]) {
		line, next := transfer.Line(raw, 0)
		if len(transfer.Trim(line)) > 0 {
			break
		}
		raw = raw[next:]
	}
	if bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		_, next := transfer.Line(raw, 0)
		raw = raw[next:]
	}
	return raw
}

// build makes the node for a header and the body under it.
func (t *tree) build(h field.Header, raw []byte, up *part, depth int) *part {
	p := &part{header: h, raw: raw, up: up}
	t.nodes++
	t.readType(p)
	p.disposition, p.dispParams = field.Media(h.Get("content-disposition"))
	p.encoding = transfer.Of(field.Unfold(h.Get("content-transfer-encoding")), t.notes)
	if !strings.HasPrefix(p.kind, "multipart/") || !t.split(p, depth) {
		t.leaves = append(t.leaves, p)
	}
	return p
}

// readType reads a part's media type, or finds one for it.
func (t *tree) readType(p *part) {
	v := p.header.Get("content-type")
	p.kind, p.params = field.Media(v)
	switch {
	case v == nil && p.up != nil && p.up.kind == "multipart/digest":
		p.kind = "message/rfc822"
	case v == nil:
		p.kind = "text/plain"
		if p.up == nil && unannounced(p.raw) {
			p.kind = "multipart/mixed"
		}
	case p.kind == "text", strings.HasPrefix(p.kind, "text/plain"), p.kind == "plain":
		p.kind = "text/plain"
	case p.kind == "html", strings.HasPrefix(p.kind, "text/html"):
		p.kind = "text/html"
	case p.kind == "multipart":
		p.kind = "multipart/mixed"
	case !goodType(p.kind):
		t.notes.Add(note.ContentType)
		p.kind = t.typeFor(p)
	}
}

// typeFor finds a type for a part whose own can't be used.
func (t *tree) typeFor(p *part) string {
	switch {
	case p.params.Get("boundary") != "":
		return "multipart/mixed"
	case p.header.Get("content-disposition") != nil, p.params.Get("name") != "":
		return "application/octet-stream"
	case strings.HasPrefix(p.kind, "text/"), strings.HasPrefix(p.kind, "charset="), p.up == nil:
		return "text/plain"
	}
	return "application/octet-stream"
}

// goodType says whether s is "token/token".
func goodType(s string) bool {
	a, b, ok := strings.Cut(s, "/")
	return ok && a != "" && b != "" && len(s) < 128 && charset.IsASCII(s) &&
		!strings.ContainsAny(a, badInType) && !strings.ContainsAny(b, badInType)
}

const badInType = " \t\"'/<>@,:?=[]()"

// unannounced says whether a body without a Content-Type is a multipart after
// all. One that stands below a text is not: it belongs to a message quoted
// there, and the text must not be lost.
func unannounced(raw []byte) bool {
	const maxPreamble = 300 // "This is a multi-part message in MIME format."
	b := guessBoundary(raw)
	if b == "" {
		return false
	}
	delimiter := append([]byte("--"), b...)
	at := bytes.Index(raw, delimiter)
	if at > maxPreamble || !bytes.Contains(raw, append([]byte("\n"), delimiter...)) {
		return false
	}
	for pos := 0; pos < at; {
		if field.GoesOn(raw[:at], pos, 1) {
			return false
		}
		_, pos = transfer.Line(raw, pos)
	}
	return true
}

// split builds the children of a multipart. It reports false if there is
// nothing to split, and the part is then a leaf.
func (t *tree) split(p *part, depth int) bool {
	if depth >= maxDepth {
		t.notes.Add(note.Depth)
		p.kind = "application/octet-stream"
		return false
	}
	if t.nodes >= maxParts {
		t.notes.Add(note.Parts)
		p.kind = "application/octet-stream"
		return false
	}
	pieces, closed := t.pieces(p)
	if len(pieces) == 0 {
		t.notes.Add(note.Boundary)
		p.kind = "text/plain"
		return false
	}
	if !closed {
		t.notes.Add(note.Unterminated)
	}
	p.children = make([]*part, 0, len(pieces))
	for i, piece := range pieces {
		if t.nodes >= maxParts && i < len(pieces)-1 {
			t.notes.Add(note.Parts)
			p.children = append(p.children, t.build(octets, p.raw[piece.start:], p, depth+1))
			return true
		}
		h, b := readPartHeader(p.raw[piece.start:piece.end], t.notes)
		p.children = append(p.children, t.build(h, b, p, depth+1))
	}
	return true
}

// octets is the header of a part that stands for what is beyond the limits.
var octets = field.Header{{Name: []byte("Content-Type"), Value: []byte("application/octet-stream")}}

// pieces cuts a multipart's body by its boundary, or by one that is guessed.
func (t *tree) pieces(p *part) ([]span, bool) {
	boundary := strings.TrimRight(p.params.Get("boundary"), " \t")
	if p.encoding != transfer.Identity { // forbidden by RFC 2045 §6.4, and done
		if boundary == "" || !bytes.Contains(p.raw, append([]byte("--"), boundary...)) {
			p.raw, p.encoding = p.encoding.Decode(t.bytes(p, math.MaxInt), t.notes), transfer.Identity
		}
	}
	if boundary != "" {
		if pieces, closed := splitParts(p.raw, boundary, maxParts+1); len(pieces) > 0 {
			return pieces, closed
		}
	}
	guessed := guessBoundary(p.raw)
	if guessed == "" {
		return nil, false
	}
	t.notes.Add(note.Boundary)
	return splitParts(p.raw, guessed, maxParts+1)
}

// readPartHeader reads a part's header. A part that starts with an empty line
// has none, unless the fields come right after it.
func readPartHeader(piece []byte, n *note.List) (field.Header, []byte) {
	line, next := transfer.Line(piece, 0)
	if len(transfer.Trim(line)) > 0 {
		if colon, _ := field.Name(line); colon < 0 && !field.GoesOn(piece, next, 3) {
			return nil, piece
		}
		return field.Read(piece, n)
	}
	below, _ := transfer.Line(piece, next)
	if colon, name := field.Name(below); colon > 0 && field.HasPrefixFold(name, "content-") {
		n.Add(note.HeaderLine)
		return field.Read(piece[next:], n)
	}
	return nil, piece[next:]
}

// charsetHint returns the first charset any part declares.
func (t *tree) charsetHint() string {
	for _, p := range t.leaves {
		if c := p.params.Get("charset"); c != "" {
			return c
		}
	}
	return t.root.params.Get("charset")
}
