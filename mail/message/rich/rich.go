// Package rich reads the HTML of a message as blocks of text with their looks:
// headings, lists, quotes, rows of tables, links with their real targets. What
// could act or load anything does not come through: of pictures from elsewhere
// only the number stays, of forms, scripts and frames nothing.
//
// It works on what the tokenizer finds, whatever is unclosed or misplaced, and
// within bounds of length, depth and number.
package rich

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"

	"kartoteka/data"
	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/plain"
)

// Bounds on what is read of a page.
const (
	maxDepth    = 200
	maxBlocks   = 20000
	maxPictures = 100
	maxData     = 7 << 20 // letters of a picture that the page itself holds
	maxIndent   = 8
)

// Read reads a page.
func Read(page string) data.Rich {
	b := &builder{}
	if len(page) > plain.MaxHTML {
		page, b.out.Cut = strings.ToValidUTF8(page[:plain.MaxHTML], ""), true
	}
	z := html.NewTokenizer(strings.NewReader(page))
	for len(b.out.Blocks) < maxBlocks {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			b.flush()
			return b.out
		case html.TextToken:
			b.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := attributes(z, more)
			if b.now().skipped && (b.has("svg") || b.has("math")) {
				z.NextIsNotRawText() // a script or style there ends with the drawing
				if kind == html.SelfClosingTagToken {
					b.count(string(name), a)
					continue
				}
			}
			b.start(string(name), a)
		case html.EndTagToken:
			name, _ := z.TagName()
			b.end(string(name))
		}
	}
	b.flush()
	b.out.Cut = true
	return b.out
}

// attributes reads an element's attributes; the first of a name counts.
func attributes(z *html.Tokenizer, more bool) map[string]string {
	out := map[string]string{}
	for more && len(out) < 100 {
		var k, v []byte
		k, v, more = z.TagAttr()
		if _, twice := out[string(k)]; !twice {
			out[string(k)] = string(v)
		}
	}
	return out
}

// element is one that is open.
type element struct {
	name   string
	look   look
	row    int // of a table's row: its first block
	marker int // of a list: the next number, 0 for bullets
}

// look is how letters look inside an element.
type look struct {
	bold, italic, struck, mono bool
	hidden, skipped            bool
	pre                        bool
	quoted                     bool // in the quote that the page declares
	quote, lists               int
	ink, ground                string
	heading                    int
	link                       *data.RichLink
}

// builder is a page that is being read.
type builder struct {
	out   data.Rich
	open  []element
	spans []data.RichSpan // of the block that is being written
	mark  string          // of the item that is being written
	blank bool            // a blank is due
	rest  bool            // all from here on is quoted
	cells []int           // per open row: where its cells begin among the blocks
	deep  int             // elements beyond the greatest depth
}

// now is how letters look here.
func (b *builder) now() look {
	if len(b.open) == 0 {
		return look{ground: "ffffff", ink: "000000"}
	}
	return b.open[len(b.open)-1].look
}

// text writes letters in the look of where they stand.
func (b *builder) text(s string) {
	l := b.now()
	if l.skipped || l.hidden {
		return
	}
	if l.pre {
		b.add(clean(strings.ReplaceAll(s, "\r\n", "\n")), l)
		return
	}
	words := strings.FieldsFunc(s, isBlank)
	if len(words) == 0 {
		b.blank = b.blank || s != ""
		return
	}
	first, _ := utf8.DecodeRuneInString(s)
	last, _ := utf8.DecodeLastRuneInString(s)
	joined := strings.Join(words, " ")
	if (b.blank || isBlank(first)) && len(b.spans) > 0 {
		joined = " " + joined
	}
	b.blank = isBlank(last)
	b.add(clean(joined), l)
}

func isBlank(r rune) bool {
	return r == ' ' || r == '\t' || r == '\n' || r == '\r' || r == '\f' || r == '\u00a0'
}

// clean drops letters that are not to be seen or turn the line around.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return r
		case unicode.IsControl(r) || charset.IsBidiControl(r) || r == utf8.RuneError,
			r == '\u00ad' || r == '\u034f' || r == '\u200b' || r == '\u2060' || r == '\ufeff':
			return -1
		}
		return r
	}, s)
}

func (b *builder) add(s string, l look) {
	if s == "" {
		return
	}
	span := data.RichSpan{
		Text: s, Bold: l.bold, Italic: l.italic, Struck: l.struck, Mono: l.mono || l.pre, Link: l.link,
		Faint: l.ink != "" && l.ink == l.ground,
	}
	if n := len(b.spans); n > 0 {
		last := &b.spans[n-1]
		same := *last
		same.Text = s
		if same == span {
			last.Text += s
			return
		}
	}
	b.spans = append(b.spans, span)
}

// flush ends the block that is being written.
func (b *builder) flush() {
	l := b.now()
	spans := trimSpans(b.spans)
	b.spans, b.blank = nil, false
	if len(spans) == 0 {
		return
	}
	block := data.RichBlock{
		Kind: data.RichPara, Quote: min(l.quote, maxIndent), Spans: spans, Passage: b.passage(l),
	}
	switch {
	case l.pre:
		block.Kind = data.RichCode
	case l.heading > 0:
		block.Kind, block.Level = data.RichHeading, l.heading
	case l.lists > 0:
		block.Kind, block.Level, block.Mark = data.RichItem, min(l.lists, maxIndent), b.mark
		b.mark = ""
	}
	b.put(block)
}

func (b *builder) put(block data.RichBlock) {
	for _, s := range block.Spans {
		if s.Link != nil {
			Judge(s.Link, s.Text)
		}
	}
	if len(b.out.Blocks) < maxBlocks {
		b.out.Blocks = append(b.out.Blocks, block)
	}
}

// trimSpans drops blanks at both ends of a block, and blocks of nothing else.
func trimSpans(spans []data.RichSpan) []data.RichSpan {
	for len(spans) > 0 {
		if spans[0].Text = strings.TrimLeft(spans[0].Text, " \n"); spans[0].Text != "" {
			break
		}
		spans = spans[1:]
	}
	for n := len(spans); n > 0; n = len(spans) {
		if spans[n-1].Text = strings.TrimRight(spans[n-1].Text, " \n\t"); spans[n-1].Text != "" {
			break
		}
		spans = spans[:n-1]
	}
	return spans
}

// row puts the cells of a row that has ended side by side, where each is short
// and there are several; a table that only lays out a page stays as it is read.
func (b *builder) row(first int) {
	const longest, most = 160, 12
	starts := b.cells
	b.cells = nil
	if len(starts) < 2 || len(starts) > most || first > len(b.out.Blocks) {
		return
	}
	row := data.RichBlock{Kind: data.RichRow}
	filled := 0
	for i, from := range starts {
		to := len(b.out.Blocks)
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		if from > to || to-from > 1 {
			return
		}
		var cell []data.RichSpan
		if to > from {
			c := &b.out.Blocks[from]
			if c.Kind != data.RichPara && c.Kind != data.RichHeading || letters(c.Spans) > longest {
				return
			}
			cell, filled = c.Spans, filled+1
			row.Quote, row.Passage = c.Quote, c.Passage
		}
		row.Cells = append(row.Cells, cell)
	}
	if filled < 2 {
		return
	}
	b.out.Blocks = append(b.out.Blocks[:starts[0]], row)
}

func letters(spans []data.RichSpan) int {
	n := 0
	for _, s := range spans {
		n += utf8.RuneCountInString(s.Text)
	}
	return n
}

// passage is what the page declares of what stands here.
func (b *builder) passage(l look) data.PassageKind {
	if b.rest || l.quoted {
		return data.PassageQuoted
	}
	return data.PassageSaid
}
