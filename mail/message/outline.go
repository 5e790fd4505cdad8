package message

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"

	"kartoteka/mail/message/field"
	"kartoteka/mail/message/transfer"
)

// bounds say how much of a long stretch of a message is kept in its outline.
type bounds struct {
	whole   int // bytes at the beginning of the message of which nothing is left out
	coded   int // bytes kept at the beginning of a stretch of encoded lines
	running int // bytes kept at the beginning of any other stretch
	tail    int // bytes kept at the end of either
}

// usualBounds leave room for everything that the reader looks at before it
// knows what a part is: 64 KiB of the message, 256 KiB of a header.
var usualBounds = bounds{whole: 128 << 10, coded: 4 << 10, running: 512 << 10, tail: 256}

// source is a message too large to be held. In its place the reader is given an
// outline: the message without the middles of its long stretches, in which
// nothing stands that its structure depends on. Wherever the content counts,
// and not the structure, the bytes that were left out are read again.
type source struct {
	r    io.ReaderAt
	size int64
	kept []byte
	gaps []gap
	err  error // the first of reading
}

// gap is what an outline leaves out: the bytes from .. to of the message, which
// belong before kept[at].
type gap struct {
	at       int
	from, to int64
}

// outline reads a message once and makes its outline.
func outline(r io.ReaderAt, size int64, b bounds) (*source, error) {
	o := &outliner{source: &source{r: r, size: size}, bounds: b, open: -1}
	in := bufio.NewReaderSize(io.NewSectionReader(r, 0, size), 64<<10)
	for {
		line, err := in.ReadSlice('\n')
		if len(line) > 0 {
			if err := o.line(line); err != nil {
				return nil, err
			}
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read message: %w", err)
		}
	}
	return o.source, o.shut()
}

// outliner is an outline in the making.
type outliner struct {
	*source
	bounds
	pos   int64 // of the next line
	begun bool  // the last one had its end
	wide  bool  // UTF-16, in which lines can't be told
	lined bool  // there was an end of a line

	names   map[string]bool // the boundaries that were announced
	dashed  bool            // the last line could have been a boundary
	like    stretch
	coded   int  // bytes of lines alike so far
	body    bool // an empty line has ended the header
	running int  // bytes of this header or body so far

	open int64 // where the gap in the making begins; -1: there is none
}

// stretch is a kind of lines of which many follow each other.
type stretch uint8

const (
	mixed stretch = iota
	inBase64
	inUU
)

// line takes the next line, or the next part of a very long one.
func (o *outliner) line(b []byte) error {
	starts := o.begun || o.pos == 0
	if o.pos == 0 {
		o.wide = len(b) > 1 && (b[0] == 0xff && b[1] == 0xfe || b[0] == 0xfe && b[1] == 0xff)
	}
	o.begun = b[len(b)-1] == '\n'
	spared := o.spared(b, starts)
	o.coded += len(b)
	o.running += len(b)
	o.lined = o.lined || o.begun
	at := o.pos
	o.pos += int64(len(b))
	switch {
	case !spared:
		if err := o.shutAt(at); err != nil {
			return err
		}
		o.kept = append(o.kept, b...)
	case o.open < 0:
		o.open = at
	}
	return nil
}

// spared says whether a line may be left out.
func (o *outliner) spared(b []byte, starts bool) bool {
	kind := kindOf(b, starts)
	if kind != o.like {
		o.like, o.coded = kind, 0
	}
	below := o.dashed && starts // where a part's header could begin
	o.place(b, starts, below)
	switch {
	case o.wide, !o.lined, o.dashed, below, o.pos < int64(o.whole):
	case kind != mixed && o.coded >= o.bounds.coded:
		return true
	case o.running < o.bounds.running:
	case o.body, isOfHeader(b, starts):
		return true
	}
	if !o.body && starts {
		o.announce(b)
	}
	return false
}

// place notes whether the line begins a part's header or its body.
func (o *outliner) place(b []byte, starts, below bool) {
	o.dashed = starts && bytes.HasPrefix(b, []byte("--"))
	switch {
	case o.dashed && o.announced(b), below && isContentField(b):
		o.body, o.running = false, 0
	case starts && !o.body && len(bytes.TrimRight(b, "\r\n")) == 0:
		o.body, o.running = true, 0
	}
}

// boundaryWord finds the parameter. Letters are not made small first: bytes that
// are no UTF-8 would become more of them.
var boundaryWord = regexp.MustCompile(`(?i)boundary`)

// announce notes the boundary that a line of a header names.
func (o *outliner) announce(b []byte) {
	const most = 1000 // no message has as many multiparts
	at := boundaryWord.FindIndex(b)
	if at == nil || len(o.names) == most {
		return
	}
	_, name, ok := bytes.Cut(b[at[0]:], []byte{'='})
	name = transfer.Trim(name)
	if rest, quoted := bytes.CutPrefix(name, []byte{'"'}); quoted {
		name, _, _ = bytes.Cut(rest, []byte{'"'})
	} else if end := bytes.IndexAny(name, "; \t"); end >= 0 {
		name = name[:end]
	}
	if name = transfer.Trim(name); ok && len(name) > 0 {
		if o.names == nil {
			o.names = map[string]bool{}
		}
		o.names["--"+string(name)] = true
	}
}

// announced says whether a line is one of the boundaries that were announced,
// or closes one.
func (o *outliner) announced(b []byte) bool {
	b = bytes.TrimRight(b, " \t\r\n")
	return o.names[string(b)] || o.names[string(bytes.TrimSuffix(b, []byte("--")))]
}

func isContentField(b []byte) bool {
	colon, name := field.Name(b)
	return colon > 0 && field.HasPrefixFold(name, "content-")
}

// isOfHeader says whether a line is sure to be passed over in a header that is
// longer than what is looked at.
func isOfHeader(b []byte, starts bool) bool {
	if !starts || (b[0] == ' ' || b[0] == '\t') && len(transfer.Trim(b)) > 0 {
		return true
	}
	colon, _ := field.Name(b)
	return colon > 0
}

// kindOf says of which kind a line is. Those of base64 and uuencode can be
// neither a boundary nor a field.
func kindOf(b []byte, starts bool) stretch {
	b = bytes.TrimRight(b, "\r\n")
	const full = 61 // the length of a uuencoded line of 45 bytes, which starts with M
	if starts && len(b) == full && b[0] == 'M' && !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' || c > '`' }) {
		if slices.ContainsFunc(b, func(c byte) bool { return !isBase64[c] }) {
			return inUU
		}
	}
	if len(b) == 0 || slices.ContainsFunc(b, func(c byte) bool { return !isBase64[c] }) {
		return mixed
	}
	return inBase64
}

var isBase64 = func() (t [256]bool) {
	for _, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=" {
		t[c] = true
	}
	return t
}()

func (o *outliner) shut() error { return o.shutAt(o.pos) }

// shutAt ends the gap in the making, if there is one, before an offset of the
// message. Its last lines are kept, so that what follows has them before it.
func (o *outliner) shutAt(at int64) error {
	if o.open < 0 {
		return nil
	}
	g := gap{at: len(o.kept), from: o.open, to: max(o.open, at-int64(o.tail))}
	o.open = -1
	end := make([]byte, at-g.to)
	if _, err := o.r.ReadAt(end, g.to); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("read message: %w", err)
	}
	if g.to > g.from {
		// From the beginning of a line on, if one is near.
		i := max(0, bytes.IndexByte(end[:len(end)/2], '\n')+1)
		for i < len(end)-1 && end[i] == '-' { // which could be taken for a boundary
			i++
		}
		g.to, end = g.to+int64(i), end[i:]
		o.gaps = append(o.gaps, g)
	}
	o.kept = append(o.kept, end...)
	return nil
}

// section returns where in the message the bytes lie that b is the outline of;
// nil when b is no part of the outline, or nothing is left out of it.
func (s *source) section(b []byte) *io.SectionReader {
	if s == nil || len(b) == 0 {
		return nil
	}
	// Whatever the reader cuts out of the outline reaches to its end in capacity.
	from := cap(s.kept) - cap(b)
	if from < 0 || from >= len(s.kept) || &s.kept[from] != &b[0] {
		return nil
	}
	begin, end := int64(from), int64(from+len(b))
	missing := false
	for _, g := range s.gaps {
		switch n := g.to - g.from; {
		case g.at < from:
			begin, end = begin+n, end+n
		case g.at < from+len(b):
			end, missing = end+n, true
		}
	}
	if !missing {
		return nil
	}
	return io.NewSectionReader(s.r, begin, end-begin)
}

// read returns the first bytes of a section, at most limit.
func (s *source) read(sec *io.SectionReader, limit int64) []byte {
	b := make([]byte, min(sec.Size(), limit))
	n, err := io.ReadFull(sec, b)
	s.failed(err)
	return b[:n]
}

func (s *source) failed(err error) {
	if err != nil && s.err == nil {
		s.err = fmt.Errorf("read message: %w", err)
	}
}
