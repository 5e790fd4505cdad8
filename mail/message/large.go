package message

import (
	"fmt"
	"io"

	"kartoteka/data"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// maxEncoded bounds how much of a part is decoded for its text; the attachments
// are decoded whole, a piece at a time.
const maxEncoded = 12 << 20

// ParseLarge is Parse for a message too large to be held: it gives the same,
// and reads the bytes only in pieces. An error is one of reading them.
func ParseLarge(r io.ReaderAt, size int64) (data.Message, error) {
	return parseLarge(r, size, usualBounds)
}

func parseLarge(r io.ReaderAt, size int64, b bounds) (m data.Message, err error) {
	s, err := outline(r, size, b)
	if err != nil {
		return m, err
	}
	m = parse(s.kept, s)
	m.Size = size
	return m, s.err
}

// bytes returns a part's bytes as they travelled, at most limit of them.
func (t *tree) bytes(p *part, limit int) []byte {
	if sec := t.source.section(p.raw); sec != nil {
		return t.source.read(sec, int64(limit))
	}
	return p.raw[:min(len(p.raw), limit)]
}

// content returns a part's bytes, decoded: as much as texts are taken from.
func (t *tree) content(p *part, n *note.List) []byte {
	if p.uu != nil {
		return transfer.DecodeUU(p.uu.Body)
	}
	return p.encoding.Decode(t.bytes(p, maxEncoded), n)
}

// each decodes all of a part, and hands it over in pieces.
func (t *tree) each(p *part, n *note.List, f func([]byte)) {
	switch sec := t.source.section(p.raw); {
	case p.uu != nil:
		f(transfer.DecodeUU(p.uu.Body))
	case sec != nil:
		t.source.failed(p.encoding.Stream(sec, n, f))
	default:
		buf, _ := pieceBuffers.Get().(*[]byte)
		p.encoding.Each(p.raw, n, (*buf)[:0], f)
		pieceBuffers.Put(buf)
	}
}

// File is a leaf part of a message, opened to be saved.
type File struct {
	Name   string // made safe
	Type   string // media type, lower-case
	Inline bool

	tree *tree
	part *part
}

// OpenFile finds a leaf part by the index that Parse gave its attachment. The
// message is read in pieces. CodeNotFound when there is no such part.
func OpenFile(r io.ReaderAt, size int64, index int) (f *File, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = data.NewError(data.CodeInternal, "mail-part").Because(fmt.Errorf("reading part: %v", v))
		}
	}()
	s, err := outline(r, size, usualBounds)
	if err != nil {
		return nil, err
	}
	var n note.List
	t := newTree(s.kept, s, 0, &n)
	t.readable(0) // finds the uuencoded files, which are counted after the others
	if index < 0 || index >= len(t.leaves) {
		return nil, data.NewError(data.CodeNotFound, "mail-part", "Part", index)
	}
	p := t.leaves[index]
	return &File{Name: t.fileName(index, p), Type: p.kind, Inline: p.isInline(), tree: t, part: p}, s.err
}

// WriteTo writes the file's decoded bytes.
func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	var quiet note.List
	f.tree.each(f.part, &quiet, func(b []byte) {
		if err == nil {
			var k int
			k, err = w.Write(b)
			n += int64(k)
		}
	})
	if err == nil {
		err = f.tree.source.err
	}
	return n, err
}
