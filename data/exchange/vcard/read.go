package vcard

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/contentline"
)

// WarnEnd is the sentence on a card whose end is missing.
const WarnEnd = "exchange.warning.card-end"

// Reader reads cards one by one.
type Reader struct {
	lines *contentline.Reader
	total int64
	cards int
	begun bool // the BEGIN of the next card was read
	err   error
}

// Open reads a file of cards in whatever encoding. Nothing is closed; the file
// must stay readable while the reader is used.
func Open(r io.ReaderAt, size int64, o exchange.Options) (*Reader, exchange.Info, error) {
	info := exchange.Info{Kind: exchange.KindVCF}
	text, enc, err := exchange.Text(r, size, o.Encoding)
	if err != nil {
		return nil, info, err
	}
	info.Encoding = enc
	rd := NewReader(text)
	rd.total = size
	return rd, info, nil
}

// NewReader reads cards from text in UTF-8.
func NewReader(r io.Reader) *Reader { return &Reader{lines: contentline.NewReader(r)} }

// Progress is how far the file was read, in bytes of text.
func (r *Reader) Progress() (done, total int64) {
	return min(r.lines.Done(), max(r.total, 1)), max(r.total, 1)
}

// Next returns the next card.
func (r *Reader) Next() (exchange.Item, error) {
	if r.err != nil {
		return exchange.Item{}, r.err
	}
	stray, err := r.begin()
	if len(stray) > 0 {
		r.cards++
		r.err = err // told the next time
		return r.broken(stray, "card-stray"), nil
	}
	if err != nil {
		r.err = err
		return exchange.Item{}, err
	}
	r.cards++
	return r.card(), nil
}

// begin reads up to the BEGIN of a card and returns the lines before it that are
// more than blank.
func (r *Reader) begin() (stray []string, err error) {
	if r.begun {
		r.begun = false
		return nil, nil
	}
	for {
		line, err := r.lines.Line()
		if errors.Is(err, io.EOF) {
			return stray, io.EOF
		}
		if err != nil {
			return stray, fmt.Errorf("read next card: %w", err)
		}
		switch {
		case is(line, "BEGIN"):
			r.begun = len(stray) > 0
			return stray, nil
		case strings.TrimSpace(strings.Trim(line, "\ufeff\x00\x1a")) != "" && len(stray) < 200:
			stray = append(stray, line)
		}
	}
}

// is reports whether a line is BEGIN:VCARD or END:VCARD.
func is(line, word string) bool {
	line = strings.TrimLeft(line, "\ufeff ")
	if len(line) < len(word) || !strings.EqualFold(line[:len(word)], word) {
		return false
	}
	name, value, ok := strings.Cut(line, ":")
	return ok && strings.EqualFold(strings.TrimSpace(name), word) && strings.EqualFold(strings.TrimSpace(value), "VCARD")
}

// Limits of a card: its bytes, most of which are those of a picture, and its
// properties, of which a full one has some dozens.
const (
	maxCard  = 64 << 20
	maxLines = 2000
)

// maxShown is how much of a line is shown of a card that could not be read.
const maxShown = 500

func (r *Reader) broken(raw []string, key string) exchange.Item {
	cells := make([]string, len(raw))
	for i, line := range raw {
		cells[i] = line[:min(len(line), maxShown)]
	}
	return exchange.Item{
		Number: r.cards, Cells: cells,
		Err: data.NewError(data.CodeInvalid, key, "Row", r.cards),
	}
}

// card reads a card, whose BEGIN was read, up to its END; or up to the BEGIN of
// the next or the end of the file, when that is missing.
func (r *Reader) card() exchange.Item {
	var c card
	raw := []string{"BEGIN:VCARD"}
	size, ended := 0, false
	for !ended {
		line, err := r.lines.Line()
		if err != nil {
			r.err = err
			break
		}
		if size += len(line); size > maxCard || len(raw) > maxLines || r.lines.Cut() {
			r.skip()
			return r.broken(raw, "card-too-long")
		}
		if is(line, "END") {
			ended = true
			continue
		}
		if is(line, "BEGIN") {
			if c.agent {
				r.nested()
				c.agent = false
				continue
			}
			r.begun = true
			break
		}
		raw = append(raw, line)
		if p, ok := contentline.Parse(line); ok {
			r.lines.SoftBreaks(&p)
			c.take(&p)
		} else if strings.TrimSpace(line) != "" {
			c.leaveOut(strings.TrimSpace(line[:min(len(line), 40)]))
		}
	}
	item, key := c.item()
	if key != "" {
		return r.broken(raw, key)
	}
	item.Number = r.cards
	if !ended {
		item.Warnings = append(item.Warnings, WarnEnd)
	}
	return item
}

// skip reads up to the end of a card that is too long to be kept.
func (r *Reader) skip() {
	for {
		line, err := r.lines.Line()
		switch {
		case err != nil:
			r.err = err
			return
		case is(line, "END"):
			return
		case is(line, "BEGIN"):
			r.begun = true
			return
		}
	}
}

// nested reads over a card within a card, which vCard 2.1 has after AGENT.
func (r *Reader) nested() {
	for depth := 1; depth > 0; {
		line, err := r.lines.Line()
		switch {
		case err != nil:
			r.err = err
			return
		case is(line, "BEGIN"):
			depth++
		case is(line, "END"):
			depth--
		}
	}
}
