// Package quote tells what the sender of a message says himself from what he
// repeats: the message that he answers, one that he passes on, and what his
// program or he puts under every message. Nothing is taken away: the passages
// of a text, put together, are the text.
//
// It knows the first lines of quotes as mail programs write them in Polish,
// English, German and a few other languages, and works in time that grows with
// the length of the text only.
package quote

import (
	"strings"

	"kartoteka/data"
)

// Mark is a stretch of a text, in bytes, that its HTML form declares a quote.
// An End of -1 means to the end of the text.
type Mark struct{ Start, End int }

// Hints are what is known of a text beside its words.
type Hints struct {
	Forward bool   // the subject says that a message is passed on
	Marks   []Mark // in order, without overlap
}

// Split cuts a text into passages in their order. A quote between two answers,
// a message that is passed on, and a text with nothing but a quote stay in
// sight; all other quotes and signatures are Folded.
func Split(text string, h Hints) []data.Passage {
	s := &splitter{lines: cut(text), forward: h.Forward}
	s.mark(h.Marks)
	s.quotes()
	s.signatures()
	out := s.passages(text)
	fold(out)
	return out
}

// fewWords is how little a sender says who passes a message on without comment.
const fewWords = 8

// Said returns what the sender says himself. A message that only passes another
// on, or that has nothing but a quote, is returned whole.
func Said(text string, h Hints) string { return SaidOf(Split(text, h), text) }

// SaidOf is Said for passages that are split already; whole is their text.
func SaidOf(passages []data.Passage, whole string) string {
	var b strings.Builder
	forwarded := false
	for _, p := range passages {
		switch p.Kind {
		case data.PassageSaid:
			b.WriteString(p.Text)
		case data.PassageForwarded:
			forwarded = true
		case data.PassageQuoted, data.PassageSignature:
		}
	}
	words := len(strings.Fields(b.String()))
	if words == 0 || forwarded && words < fewWords {
		return whole
	}
	return b.String()
}

// line is one line of a text with its end.
type line struct {
	start, end int
	words      string // without quote marks and the blanks around
	depth      int    // how many quote marks it begins with
	kind       data.PassageKind
}

func (l *line) blank() bool { return l.words == "" }

// cut finds the lines of a text.
func cut(text string) []line {
	out := make([]line, 0, strings.Count(text, "\n")+1)
	for at := 0; at < len(text); {
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		l := line{start: at, end: end, kind: data.PassageSaid}
		l.words, l.depth = bare(text[at:end])
		out = append(out, l)
		at = end
	}
	return out
}

// bare returns a line without its quote marks, and how many there were.
func bare(s string) (words string, depth int) {
	s = trim(s)
	for strings.HasPrefix(s, ">") {
		depth++
		s = strings.TrimLeft(s[1:], " ")
	}
	return trim(s), depth
}

func trim(s string) string { return strings.Trim(s, " \t\r\n\u00a0\u200b\ufeff") }

// splitter is a text that is being split.
type splitter struct {
	lines   []line
	forward bool
	phoned  int // the line after what a phone put under the message; 0: none did
}

// mark notes the lines that the HTML form declared a quote, unless the quote is
// a message that is passed on.
func (s *splitter) mark(marks []Mark) {
	i := 0
	for _, m := range marks {
		for i < len(s.lines) && s.lines[i].end <= m.Start {
			i++
		}
		if i == len(s.lines) {
			return
		}
		// Half a line is not a quote: the mark begins with the next one.
		first := i
		if s.lines[first].start < m.Start {
			first++
		}
		if s.passedOn(first) {
			continue
		}
		for j := first; j < len(s.lines) && (m.End < 0 || s.lines[j].start < m.End); j++ {
			s.lines[j].kind = data.PassageQuoted
			i = j
		}
	}
}

// passedOn reports whether the first words from a line on say that what follows
// is passed on.
func (s *splitter) passedOn(i int) bool {
	for i < len(s.lines) && s.lines[i].blank() {
		i++
	}
	return i < len(s.lines) && (forwardMark(s.lines[i].words) || s.forward && s.blockAt(i) > 0)
}

// quotes finds what is repeated.
func (s *splitter) quotes() {
	for i := 0; i < len(s.lines); {
		l := &s.lines[i]
		switch {
		case l.kind == data.PassageQuoted:
			i++
		case l.depth > 0:
			i = s.quotedRun(i)
		case l.blank():
			i++
		case forwardMark(l.words):
			s.rest(i, data.PassageForwarded)
			i = len(s.lines)
		default:
			i = s.header(i)
		}
	}
	if s.phoned == 0 {
		return
	}
	for i := s.phoned; i < len(s.lines); i++ {
		if l := &s.lines[i]; l.kind == data.PassageSaid {
			l.kind = data.PassageQuoted
		}
	}
}

// header looks for the first lines of a quote at a line, and returns where to
// go on.
func (s *splitter) header(i int) int {
	n := s.blockAt(i)
	if n > 0 && s.forward {
		s.rest(i, data.PassageForwarded)
		return len(s.lines)
	}
	if n == 0 && originalMark(s.lines[i].words) {
		n = 1
	}
	if n > 0 {
		s.rest(i, data.PassageQuoted)
		return len(s.lines)
	}
	if n = s.attributionAt(i); n == 0 {
		if phoneLine(s.lines[i].words) && s.ends(i) {
			return s.phone(i)
		}
		return i + 1
	}
	for j := i; j < i+n; j++ {
		s.lines[j].kind = data.PassageQuoted
	}
	next := i + n
	for next < len(s.lines) && s.lines[next].blank() {
		next++
	}
	if next < len(s.lines) && s.lines[next].depth == 0 && s.lines[next].kind != data.PassageQuoted {
		s.rest(i, data.PassageQuoted) // it is quoted without any marks
		return len(s.lines)
	}
	return next
}

// rest gives all lines from i on a kind.
func (s *splitter) rest(i int, k data.PassageKind) {
	for ; i < len(s.lines); i++ {
		s.lines[i].kind = k
	}
}

// wrapped is how long a quoted line is at least that a program has broken.
const wrapped = 60

// quotedRun marks a run of lines with quote marks, and the ends of such lines
// that a program broke off. It returns the line after it.
func (s *splitter) quotedRun(i int) int {
	last := i
	for ; i < len(s.lines); i++ {
		l := &s.lines[i]
		switch {
		case l.depth > 0:
			for ; last <= i; last++ {
				s.lines[last].kind = data.PassageQuoted
			}
		case l.blank():
		case i > 0 && s.brokenOff(i):
		default:
			return last
		}
	}
	return last
}

// brokenOff reports whether a line without a quote mark is the end of the long
// quoted line above it.
func (s *splitter) brokenOff(i int) bool {
	above := &s.lines[i-1]
	return above.depth > 0 && above.end-above.start >= wrapped && i+1 < len(s.lines) && s.lines[i+1].depth > 0
}

// ends reports whether the line above i is the end of a sentence or of a
// paragraph.
func (s *splitter) ends(i int) bool {
	if i == 0 || s.lines[i-1].blank() || s.lines[i-1].kind != data.PassageSaid {
		return true
	}
	above := s.lines[i-1].words
	return strings.ContainsAny(above[len(above)-1:], ".!?):") || closing(above)
}

// phone marks the line that a phone puts under a message and the lines right
// under it. What stands below is always a quote, of whatever form. It returns
// where to look for one.
func (s *splitter) phone(i int) int {
	for first := i; i < len(s.lines) && !s.lines[i].blank(); i++ {
		if i > first && (underlined(s.lines[i].words) || s.blockAt(i) > 0 || s.attributionAt(i) > 0 || s.lines[i].depth > 0) {
			break
		}
		s.lines[i].kind = data.PassageSignature
	}
	s.phoned = i
	return i
}

// passages puts lines of a kind together. Blank lines belong to what is above.
func (s *splitter) passages(text string) []data.Passage {
	var out []data.Passage
	var kind data.PassageKind
	from := 0
	for i := range s.lines {
		l := &s.lines[i]
		k := l.kind
		if l.blank() && kind != "" && l.depth == 0 {
			k = kind
		}
		if kind != "" && k != kind {
			out = append(out, data.Passage{Kind: kind, Text: text[from:l.start]})
			from = l.start
		}
		kind = k
	}
	if kind != "" {
		out = append(out, data.Passage{Kind: kind, Text: text[from:]})
	}
	return out
}

// fold says which passages are out of sight at first.
func fold(out []data.Passage) {
	first, last := -1, -1 // of what is said
	quotes := 0
	for i := range out {
		if said(&out[i]) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	for i := range out {
		if out[i].Kind == data.PassageQuoted && i < last {
			quotes++
		}
	}
	for i := range out {
		switch p := &out[i]; p.Kind {
		case data.PassageQuoted:
			// Answers stand between quotes: then all is needed to follow them.
			answers := i < last && (quotes > 1 || first < i)
			p.Folded = first >= 0 && !answers
		case data.PassageSignature:
			p.Folded = first >= 0
		case data.PassageSaid, data.PassageForwarded:
		}
	}
}

func said(p *data.Passage) bool {
	return (p.Kind == data.PassageSaid || p.Kind == data.PassageForwarded) && trim(p.Text) != ""
}
