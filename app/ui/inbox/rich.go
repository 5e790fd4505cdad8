package inbox

import (
	"strings"

	"kartoteka/app/ui/reader"
	"kartoteka/data"
)

// richLines are the blocks of the message's HTML form, what is folded as a
// button in its place.
func (d *detail) richLines() []reader.Line {
	r := d.letter.reading.Rich
	var out []reader.Line
	folded := -1 // where the folded blocks began that are being passed over
	for i := range r.Blocks {
		b := &r.Blocks[i]
		if !b.Folded {
			folded = -1
		} else {
			if folded < 0 || r.Blocks[folded].Passage != b.Passage {
				folded = i
				out = append(out, d.foldButton(i, b.Passage))
			}
			if !d.opened[folded] {
				continue
			}
		}
		if i > 0 && apart(&r.Blocks[i-1], b) {
			out = append(out, reader.Plain(""))
		}
		out = append(out, d.richLine(b)...)
	}
	if r.Cut {
		out = append(out, reader.Plain(""), reader.Plain(d.s.env.Tr.T("reading.cut")))
	}
	if len(out) == 0 {
		return d.textLines()
	}
	return out
}

// apart reports whether there is a gap between two blocks: not within a list, a
// table, or a quote's bars.
func apart(above, below *data.RichBlock) bool {
	if above.Quote > 0 && below.Quote > 0 || below.Folded && !above.Folded {
		return false
	}
	return above.Kind != below.Kind || below.Kind == data.RichPara || below.Kind == data.RichHeading
}

// richLine is a block as the reader shows it.
func (d *detail) richLine(b *data.RichBlock) []reader.Line {
	l := reader.Line{Quote: b.Quote}
	switch b.Kind {
	case data.RichRule:
		l.Rule = true
	case data.RichPicked:
		return d.pictureLine(b)
	case data.RichRow:
		for _, c := range b.Cells {
			l.Cells = append(l.Cells, d.runs(c))
		}
	case data.RichHeading:
		l.Heading = true
	case data.RichItem:
		l.Mark, l.Indent = b.Mark, b.Level-1
	case data.RichPara, data.RichCode:
	}
	if l.Cells != nil || l.Rule {
		return []reader.Line{l}
	}
	return d.broken(l, b)
}

// broken cuts a block where it has line ends, and where it is too long to be
// wrapped at once.
func (d *detail) broken(l reader.Line, b *data.RichBlock) []reader.Line {
	var out []reader.Line
	one := l
	letters := 0
	flush := func() {
		out = append(out, one)
		one = l
		one.Mark, letters = "", 0
		if l.Mark != "" {
			one.Indent = l.Indent + 1
		}
	}
	for _, run := range d.runs(b.Spans) {
		for n, part := range strings.Split(run.Text, "\n") {
			if n > 0 {
				flush()
			}
			for len(part) > 0 {
				piece := part
				if len(one.Runs) >= longestRuns {
					flush()
				}
				if letters+len(piece) > longestBlock {
					piece = head(part, longestBlock-letters)
				}
				cut := run
				cut.Text = piece
				one.Runs = append(one.Runs, cut)
				letters += len(piece)
				if part = part[len(piece):]; part != "" {
					flush()
				}
			}
		}
	}
	flush()
	return out
}

// How much of a block is wrapped together: bytes, and runs of one look each.
const (
	longestBlock = 2000
	longestRuns  = 30
)

// head is the beginning of a text of about n bytes, to the end of a word if one
// ends there.
func head(s string, n int) string {
	n = min(max(n, 80), len(s))
	if i := strings.LastIndexByte(s[:n], ' '); i > n/2 {
		n = i + 1
	}
	for n < len(s) && s[n]&0xc0 == 0x80 { // within a letter
		n++
	}
	return s[:n]
}

// runs are spans as the reader shows them: behind a link stands where it leads,
// unless its words say so.
func (d *detail) runs(spans []data.RichSpan) []reader.Run {
	var out []reader.Run
	for i, s := range spans {
		run := reader.Run{Text: s.Text, Bold: s.Bold, Italic: s.Italic, Mono: s.Mono, Faint: s.Faint || s.Struck}
		l := s.Link
		if l == nil {
			out = append(out, run)
			continue
		}
		// The blanks around belong to no link.
		text := strings.TrimLeft(s.Text, " ")
		if before := s.Text[:len(s.Text)-len(text)]; before != "" {
			out = append(out, reader.Run{Text: before})
		}
		run.Text, run.Tapped = text, func() { d.s.follow(l) }
		out = append(out, run)
		if i+1 < len(spans) && spans[i+1].Link == l {
			continue
		}
		if note := d.leads(l, text); note != "" {
			out = append(out, reader.Run{Text: " " + note, Faint: l.Warning == data.LinkPlain, Bold: l.Warning != data.LinkPlain})
		}
	}
	return out
}

// leads says where a link leads, "" where its words do.
func (d *detail) leads(l *data.RichLink, words string) string {
	tr := d.s.env.Tr
	switch {
	case l.Target == "":
		return tr.T("reading.leads-nowhere")
	case l.Warning != data.LinkPlain:
		return tr.T("reading.leads-odd", "Host", l.Host)
	case strings.Contains(strings.ToLower(words), strings.TrimPrefix(l.Host, "www.")):
		return ""
	}
	return tr.T("reading.leads", "Host", l.Host)
}

// pictureLine is the place of a picture that came with the message: a button
// until it is asked for.
func (d *detail) pictureLine(b *data.RichBlock) []reader.Line {
	n := b.Picture
	if img := d.images[n]; img != nil {
		return []reader.Line{{Picture: img}}
	}
	alt := d.letter.reading.Rich.Pictures[n].Alt
	word := d.s.env.Tr.T("reading.picture")
	if alt != "" {
		word = d.s.env.Tr.T("reading.picture-of", "What", clip(alt, 60))
	}
	return []reader.Line{{Button: word, Tapped: func() { d.picture(n) }}}
}
