package rich

import (
	"strings"

	"kartoteka/data"
	"kartoteka/mail/message/quote"
)

// Fold tells for each block of a page whose words they are, as quote.Split does
// for a text. The quotes that the page itself declares count as well, unless a
// message is passed on. forward: the subject says that one is.
func Fold(r *data.Rich, forward bool) {
	var text strings.Builder
	h := quote.Hints{Forward: forward}
	ends := make([]int, len(r.Blocks))
	for i := range r.Blocks {
		b := &r.Blocks[i]
		from := text.Len()
		write(&text, b)
		ends[i] = text.Len()
		if b.Passage != data.PassageQuoted {
			continue
		}
		if n := len(h.Marks); n > 0 && h.Marks[n-1].End == from {
			h.Marks[n-1].End = ends[i]
		} else {
			h.Marks = append(h.Marks, quote.Mark{Start: from, End: ends[i]})
		}
	}
	passages := quote.Split(text.String(), h)
	at, p := 0, 0
	for i := range r.Blocks {
		// A block is what its last line is: a rule above a quote belongs to it.
		for p < len(passages)-1 && at+len(passages[p].Text) < ends[i] {
			at += len(passages[p].Text)
			p++
		}
		if p < len(passages) {
			r.Blocks[i].Passage, r.Blocks[i].Folded = passages[p].Kind, passages[p].Folded
		}
	}
}

// write adds a block's lines to a text.
func write(w *strings.Builder, b *data.RichBlock) {
	marks := strings.Repeat("> ", b.Quote)
	switch b.Kind {
	case data.RichRule:
		w.WriteString(marks + "----------\n")
		return
	case data.RichRow:
		w.WriteString(marks)
		for _, c := range b.Cells {
			w.WriteString(words(c) + " ")
		}
		w.WriteByte('\n')
		return
	case data.RichPara, data.RichHeading, data.RichItem, data.RichCode, data.RichPicked:
	}
	for line := range strings.SplitSeq(words(b.Spans), "\n") {
		w.WriteString(marks + line + "\n")
	}
}

// words are the letters of spans without their looks.
func words(spans []data.RichSpan) string {
	var b strings.Builder
	for i := range spans {
		b.WriteString(spans[i].Text)
	}
	return b.String()
}
