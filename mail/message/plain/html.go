// Package plain turns the forms a text can have in mail, HTML above all, into
// plain text to be read and searched. It loads nothing and knows nothing of
// messages.
package plain

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/quote"
	"kartoteka/mail/message/transfer"
)

// MaxHTML bounds the HTML that is looked at.
const MaxHTML = 2 << 20

// maxIndent bounds how deeply quotes and lists are shown as such.
const maxIndent = 10

// FromHTML turns HTML into text to be read: blocks become lines, lists get
// marks, quotes get ">", links keep their target, what is hidden is dropped.
func FromHTML(s string) string {
	text, _ := FromMarkedHTML(s)
	return text
}

// FromMarkedHTML is FromHTML that tells as well which stretches of the text are
// declared a quote.
func FromMarkedHTML(s string) (string, []quote.Mark) {
	w := writeHTML(s, true)
	if charset.Blank(string(w.out)) { // everything was hidden, or an unclosed tag swallowed it
		w = writeHTML(s, false)
	}
	if charset.Blank(string(w.out)) {
		return charset.CleanText(stripTags(s)), nil
	}
	return w.marks.cleaned(string(w.out))
}

func writeHTML(s string, hide bool) *htmlWriter {
	w := &htmlWriter{hide: hide, out: make([]byte, 0, len(s)/4+64)}
	z := html.NewTokenizer(strings.NewReader(s))
	for len(w.out) < 2*MaxHTML {
		switch z.Next() {
		case html.ErrorToken:
			return w
		case html.TextToken:
			w.text(z.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := readAttrs(z, more)
			if w.skip == "svg" || w.skip == "math" {
				z.NextIsNotRawText() // a script or style there ends with the drawing
			}
			w.start(string(name), a)
		case html.EndTagToken:
			name, _ := z.TagName()
			w.end(string(name))
		}
	}
	return w
}

// attrs are the few attributes that matter.
type attrs struct {
	href, alt, start string
	hidden           bool
	quotes           QuoteForm
}

func readAttrs(z *html.Tokenizer, more bool) (a attrs) {
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch string(key) {
		case "href":
			a.href = string(val)
		case "alt":
			a.alt = string(val)
		case "style":
			a.hidden = a.hidden || hiddenStyle(string(val))
			a.quotes = max(a.quotes, quotingStyle(string(val)))
		case "id", "class", "type":
			a.quotes = max(a.quotes, quotingName(string(key), string(val)))
		case "start":
			a.start = string(val)
		case "hidden":
			a.hidden = true
		}
	}
	return a
}

// htmlWriter writes text while tags go by.
type htmlWriter struct {
	out     []byte
	hide    bool
	breaks  int  // line ends due before the next text
	space   bool // a blank is due
	cell    bool // a mark between two cells is due
	inRow   bool // the row has text
	quote   int
	quoted  int // the depth of the line before
	pre     int
	lists   []int  // per open list the next number; 0 for bullets
	bullet  string // due at the start of the next line
	href    string
	linkAt  int  // where the link's text starts; -1 before its first letter
	picture bool // the link has a picture
	skip    string
	skipped int // open tags of that name
	tables  int
	skipTab int // tables open where skipping began
	marks   marks
}

// text writes a run of text, with its blanks collapsed.
func (w *htmlWriter) text(b []byte) {
	if w.skip != "" {
		return
	}
	if w.pre > 0 {
		w.preformatted(b)
		return
	}
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case transfer.IsBlank(c) || c == '\f':
			w.space = true
			i++
		case c < utf8.RuneSelf:
			j := i + 1
			for j < len(b) && b[j] > ' ' && b[j] < utf8.RuneSelf {
				j++
			}
			w.word(b[i:j])
			i = j
		default:
			r, n := utf8.DecodeRune(b[i:])
			switch r {
			case '\u00a0':
				w.space = true
			case '\u00ad', '\u034f', '\u200b', '\u2060', '\ufeff':
			case '\u200c', '\u200d':
				if !w.space && w.breaks == 0 {
					w.word(b[i : i+n])
				}
			default:
				w.word(b[i : i+n])
			}
			i += n
		}
	}
}

// preformatted writes text with its blanks and line ends.
func (w *htmlWriter) preformatted(b []byte) {
	for len(b) > 0 {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			w.word(b)
			return
		}
		if i > 0 {
			w.word(bytes.TrimSuffix(b[:i], []byte{'\r'}))
		}
		w.lineEnd(w.breaks + 1)
		b = b[i+1:]
	}
}

// word writes letters, and first what is due before them.
func (w *htmlWriter) word(b []byte) {
	switch {
	case w.breaks > 0 || len(w.out) == 0:
		w.startLine()
	case w.cell && w.inRow:
		w.out = append(w.out, " | "...)
	case w.space && w.out[len(w.out)-1] != ' ':
		w.out = append(w.out, ' ')
	}
	w.breaks, w.space, w.cell = 0, false, false
	w.inRow = true
	if w.href != "" && w.linkAt < 0 {
		w.linkAt = len(w.out)
	}
	w.out = append(w.out, b...)
}

// startLine writes the line ends that are due and the marks of the new line.
func (w *htmlWriter) startLine() {
	if len(w.out) > 0 {
		w.out = bytes.TrimRight(w.out, " ")
		for i := range w.breaks {
			if i > 0 {
				w.out = append(w.out, strings.Repeat(">", min(w.quote, w.quoted, maxIndent))...)
			}
			w.out = append(w.out, '\n')
		}
	}
	w.quoted = w.quote
	w.out = append(w.out, strings.Repeat("> ", min(w.quote, maxIndent))...)
	if depth := min(len(w.lists), maxIndent); depth > 0 {
		if w.bullet != "" {
			depth--
		}
		w.out = append(w.out, strings.Repeat("  ", depth)...)
	}
	w.out = append(w.out, w.bullet...)
	w.bullet = ""
}

// lineEnd asks for at least n line ends before the next text.
func (w *htmlWriter) lineEnd(n int) {
	w.breaks = max(w.breaks, min(n, 3))
	w.space = false
}

// blockBreaks says how many line ends stand around a block.
var blockBreaks = map[string]int{
	"p": 2, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2, "blockquote": 2, "pre": 2, "table": 1,
	"ul": 1, "ol": 1, "dl": 1, "dt": 1, "dd": 1, "li": 1, "div": 1, "tr": 1, "section": 1, "article": 1,
	"header": 1, "footer": 1, "address": 1, "center": 1, "form": 1, "fieldset": 1, "figure": 1, "figcaption": 1,
	"main": 1, "nav": 1, "aside": 1, "details": 1, "summary": 1, "body": 1, "html": 1, "option": 1, "caption": 1,
	"tbody": 1, "thead": 1, "tfoot": 1, "legend": 1,
}

// unread are the elements whose content is no text of the message.
var unread = map[string]bool{
	"script": true, "style": true, "title": true, "template": true, "svg": true, "math": true, "object": true,
	"iframe": true, "noembed": true, "noframes": true, "select": true, "audio": true, "video": true, "xml": true,
	"head": false,
}

// voids have no end tag, so they can't hide anything but themselves.
var voids = map[string]bool{
	"br": true, "hr": true, "img": true, "input": true, "meta": true, "link": true, "area": true, "base": true,
	"col": true, "embed": true, "param": true, "source": true, "track": true, "wbr": true,
}

func (w *htmlWriter) start(name string, a attrs) {
	if name == "table" {
		w.tables++
	}
	if w.skip != "" && w.startInSkipped(name) {
		return
	}
	if w.startSkipping(name, a) {
		return
	}
	if n := blockBreaks[name]; n > 0 {
		w.lineEnd(n)
	}
	w.marks.start(name, a.quotes, w.out)
	switch name {
	case "br":
		w.lineEnd(w.breaks + 1)
	case "hr":
		w.lineEnd(1)
		w.word([]byte("----------"))
		w.lineEnd(1)
	case "blockquote":
		w.quote++
	case "pre":
		w.pre++
	case "tr":
		w.inRow, w.cell = false, false
	case "td", "th":
		w.cell = w.inRow
	case "ul", "ol", "li":
		w.startList(name, a)
	case "a":
		w.endLink()
		w.href, w.linkAt, w.picture = linkTarget(a.href), -1, false
	case "img":
		w.picture = true
		w.text([]byte(strings.TrimSpace(a.alt)))
	}
}

// startSkipping drops an element that is not to be read, up to its end. It
// reports whether it does.
func (w *htmlWriter) startSkipping(name string, a attrs) bool {
	if !unread[name] && !(w.hide && a.hidden) {
		return false
	}
	if !voids[name] {
		w.skip, w.skipped, w.skipTab = name, 1, w.tables
	}
	return true
}

// startInSkipped counts tags inside a skipped element, and ends the skipping
// where the element ends without saying so. It reports whether it goes on.
func (w *htmlWriter) startInSkipped(name string) bool {
	switch {
	case w.skip == "p" && blockBreaks[name] > 0:
		w.skip = ""
	case (w.skip == "li" || w.skip == "td" || w.skip == "th" || w.skip == "tr" || w.skip == "option") && name == w.skip && w.tables == w.skipTab:
		w.skip = ""
	case name == w.skip:
		w.skipped++
	}
	return w.skip != ""
}

func (w *htmlWriter) startList(name string, a attrs) {
	switch name {
	case "ul":
		w.lists = append(w.lists, 0)
	case "ol":
		n, err := strconv.Atoi(a.start)
		if err != nil || n < 1 || n > 1<<20 {
			n = 1
		}
		w.lists = append(w.lists, n)
	case "li":
		w.bullet = "- "
		if k := len(w.lists) - 1; k >= 0 && w.lists[k] > 0 {
			w.bullet = strconv.Itoa(w.lists[k]) + ". "
			w.lists[k]++
		}
	}
}

func (w *htmlWriter) end(name string) {
	if name == "table" && w.tables > 0 {
		w.tables--
	}
	if w.skip != "" {
		w.endInSkipped(name)
		return
	}
	w.marks.end(name, w.out)
	switch name {
	case "a":
		w.endLink()
	case "blockquote":
		w.lineEnd(2)
		w.quote = max(w.quote-1, 0)
	case "pre":
		w.pre = max(w.pre-1, 0)
	case "ul", "ol":
		if len(w.lists) > 0 {
			w.lists = w.lists[:len(w.lists)-1]
		}
		w.bullet = ""
	case "li":
		w.bullet = ""
	case "tr", "table":
		w.inRow, w.cell = false, false
	}
	if n := blockBreaks[name]; n > 0 {
		w.lineEnd(n)
	}
}

// endInSkipped ends the skipping at the element's own end tag, or at that of
// an element around it if its own is missing.
func (w *htmlWriter) endInSkipped(name string) {
	switch {
	case name == w.skip:
		w.skipped--
	case name == "body" || name == "html":
		w.skipped = 0
	case (name == "td" || name == "th" || name == "tr") && w.tables == w.skipTab && w.skip != "table" && w.skipTab > 0:
		w.skipped = 0
	}
	if w.skipped <= 0 || w.tables < w.skipTab && w.skip != "table" {
		w.skip = ""
	}
}

// endLink writes a link's target behind its text, unless the text says it.
func (w *htmlWriter) endLink() {
	href := w.href
	w.href = ""
	if href == "" {
		return
	}
	if w.linkAt < 0 {
		if w.picture { // a button without words
			w.space = true
			w.word([]byte("<" + href + ">"))
		}
		return
	}
	if text := string(w.out[w.linkAt:]); !sameTarget(text, href) {
		w.out = append(append(bytes.TrimRight(w.out, " "), " <"...), href...)
		w.out = append(w.out, '>')
	}
}

// linkTarget returns a target worth showing, or "".
func linkTarget(href string) string {
	const maxTarget = 2000
	href = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || r == '<' || r == '>' || charset.IsBidiControl(r) {
			return -1
		}
		return r
	}, href)
	low := strings.ToLower(href[:min(len(href), 10)])
	for _, scheme := range []string{"http:", "https:", "mailto:", "tel:", "ftp:", "sms:"} {
		if strings.HasPrefix(low, scheme) {
			if len(href) > maxTarget {
				href = strings.ToValidUTF8(href[:maxTarget], "") + "…"
			}
			return href
		}
	}
	return ""
}

// sameTarget says whether a link's text already shows where it leads.
func sameTarget(text, href string) bool { return bareTarget(text) == bareTarget(href) }

func bareTarget(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	for _, p := range []string{"https://", "http://", "mailto:", "tel:", "ftp://", "sms:"} {
		s = strings.TrimPrefix(s, p)
	}
	s, _, _ = strings.Cut(s, "?subject=")
	return strings.TrimRight(strings.ReplaceAll(s, " ", ""), "/")
}

var styleBlanks = strings.NewReplacer(" ", "", "\t", "", "\n", "", "\r", "")

// hiddenStyle says whether a style makes an element invisible.
func hiddenStyle(style string) bool {
	if style == "" {
		return false
	}
	s := styleBlanks.Replace(strings.ToLower(style)) + ";"
	for _, h := range []string{"display:none", "visibility:hidden", "mso-hide:all", "font-size:0;", "font-size:0px", "opacity:0;"} {
		if strings.Contains(s, h) {
			return true
		}
	}
	return false
}

// MetaCharset returns the charset a page declares for itself.
func MetaCharset(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), 2048)])
	i := bytes.Index(head, []byte("charset="))
	if i < 0 {
		return ""
	}
	v := bytes.TrimLeft(head[i+len("charset="):], `"' `)
	if end := bytes.IndexAny(v, "\"' ;/>\r\n\t"); end >= 0 {
		return string(v[:end])
	}
	return ""
}

// LooksHTML says whether a text declared plain is HTML after all.
func LooksHTML(s string) bool {
	s = strings.TrimLeft(s[:min(len(s), 400)], " \t\r\n\ufeff")
	return len(s) > 14 && (strings.EqualFold(s[:5], "<html") || strings.EqualFold(s[:14], "<!doctype html"))
}
