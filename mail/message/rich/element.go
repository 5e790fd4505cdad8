package rich

import (
	"cmp"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/mail/message/plain"
)

// blocks are the elements that begin and end a block.
var blocks = map[string]bool{
	"p": true, "div": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "blockquote": true, "pre": true,
	"table": true, "tr": true, "td": true, "th": true, "ul": true, "ol": true, "dl": true, "dt": true, "dd": true, "li": true,
	"section": true, "article": true, "header": true, "footer": true, "address": true, "center": true, "form": true, "fieldset": true,
	"figure": true, "figcaption": true, "main": true, "nav": true, "aside": true, "details": true, "summary": true, "body": true,
	"html": true, "caption": true, "tbody": true, "thead": true, "tfoot": true, "legend": true, "hr": true,
}

// skipped are the elements of which nothing is read.
var skipped = map[string]bool{
	"script": true, "style": true, "title": true, "template": true, "svg": true, "math": true, "object": true, "iframe": true, "noembed": true,
	"noframes": true, "noscript": true, "select": true, "audio": true, "video": true, "xml": true, "canvas": true, "frameset": true,
	"textarea": true, "button": false, "applet": true,
}

// voids have no end tag.
var voids = map[string]bool{
	"br": true, "hr": true, "img": true, "input": true, "meta": true, "link": true, "area": true, "base": true, "col": true, "embed": true,
	"param": true, "source": true, "track": true, "wbr": true, "frame": true, "image": true, "bgsound": true,
}

// closedBy are the elements that one of their kind ends, and where that stops.
var closedBy = map[string]string{"p": "", "li": "ul ol", "dt": "dl", "dd": "dl", "td": "table", "th": "table", "tr": "table", "option": "select"}

// start begins an element.
func (b *builder) start(name string, a map[string]string) {
	b.count(name, a)
	if b.now().skipped && !voids[name] {
		b.push(element{name: name, look: b.now()})
		return
	}
	if stop, ok := closedBy[name]; ok {
		b.closeOpen(name, stop)
	}
	if blocks[name] {
		b.closeOpen("p", "table td th div blockquote li")
		b.flush()
	}
	if voids[name] {
		b.void(name, a)
		return
	}
	b.push(b.element(name, a))
}

// element returns an element with the look that it gives.
func (b *builder) element(name string, a map[string]string) element {
	e := element{name: name, look: b.now(), row: len(b.out.Blocks)}
	l := &e.look
	st := readStyle(a["style"])
	_, hidden := a["hidden"]
	l.hidden = l.hidden || hidden || st.hidden
	l.skipped = l.skipped || skipped[name]
	l.bold = (l.bold || st.bold) && !st.normal
	l.italic, l.struck = l.italic || st.italic, l.struck || st.struck
	l.colour(&st, a)
	l.letters(name)
	b.place(name, a, &e)
	switch plain.Quoting(a["id"], a["class"], a["type"], a["style"]) {
	case plain.QuotesInside:
		l.quoted = true
	case plain.QuotesRest:
		b.rest = true
	case plain.QuotesNothing:
	}
	return e
}

// colour takes the colours that a style or an attribute gives.
func (l *look) colour(st *style, a map[string]string) {
	ground := color(strings.ToLower(a["bgcolor"]))
	if a["background"] != "" {
		ground = "picture"
	}
	l.ink = cmp.Or(st.ink, color(strings.ToLower(a["color"])), l.ink)
	l.ground = cmp.Or(st.ground, ground, l.ground)
}

// letters is the look that letters have in an element by its name.
func (l *look) letters(name string) {
	switch name {
	case "b", "strong", "th", "dt":
		l.bold = true
	case "i", "em", "cite", "var", "dfn":
		l.italic = true
	case "s", "strike", "del":
		l.struck = true
	case "code", "tt", "kbd", "samp":
		l.mono = true
	case "pre":
		l.pre = true
	case "h1", "h2", "h3", "h4", "h5", "h6":
		l.heading = int(name[1] - '0')
	}
}

// place is what an element is to those around it: a quote, a list, a cell.
func (b *builder) place(name string, a map[string]string, e *element) {
	l := &e.look
	switch name {
	case "blockquote":
		l.quote++
	case "ul":
		l.lists++
	case "ol":
		l.lists++
		e.marker = 1
		if n, err := strconv.Atoi(a["start"]); err == nil && n > 0 && n < 1<<20 {
			e.marker = n
		}
	case "li":
		b.mark = b.itemMark()
		l.lists = max(l.lists, 1)
	case "td", "th":
		l.lists, l.heading = 0, 0
		b.cells = append(b.cells, len(b.out.Blocks))
	case "tr":
		b.cells = nil
	case "a":
		l.link = Link(a["href"])
	}
}

// itemMark is the mark of the next item of the innermost list.
func (b *builder) itemMark() string {
	for i := len(b.open) - 1; i >= 0; i-- {
		switch e := &b.open[i]; e.name {
		case "ol":
			e.marker++
			return strconv.Itoa(e.marker-1) + "."
		case "ul":
			return "•"
		}
	}
	return "•"
}

// void is an element without an end.
func (b *builder) void(name string, a map[string]string) {
	l := b.now()
	if l.skipped || l.hidden || readStyle(a["style"]).hidden {
		return
	}
	switch name {
	case "br":
		if l.pre {
			b.add("\n", l)
			return
		}
		b.flushLine()
	case "hr":
		quoted := plain.Quoting(a["id"], a["class"], "", "") == plain.QuotesRest
		b.rest = b.rest || quoted
		b.put(data.RichBlock{Kind: data.RichRule, Quote: min(l.quote, maxIndent), Passage: b.passage(l)})
	case "img":
		b.picture(a, l)
	}
}

// flushLine ends a line within a block: what follows looks the same.
func (b *builder) flushLine() {
	if len(b.spans) > 0 {
		b.add("\n", look{})
		b.blank = false
	}
}

// picture leaves the place of a picture: a picture that came with the message
// can be asked for, of one from elsewhere only its words stay.
func (b *builder) picture(a map[string]string, l look) {
	alt := strings.Join(strings.Fields(clean(a["alt"])), " ")
	src := strings.TrimSpace(a["src"])
	low := strings.ToLower(src[:min(len(src), 8)])
	p := data.RichPicture{Alt: alt}
	switch {
	case strings.HasPrefix(low, "cid:"):
		p.ID = src[len("cid:"):]
	case strings.HasPrefix(low, "data:") && len(src) <= maxData:
		p.Data = src
	default:
		if alt != "" {
			if l.italic = true; b.blank && len(b.spans) > 0 {
				alt = " [" + alt
			} else {
				alt = "[" + alt
			}
			b.blank = false
			b.add(alt+"]", l)
		}
		return
	}
	if len(b.out.Pictures) == maxPictures {
		return
	}
	b.flush()
	b.out.Pictures = append(b.out.Pictures, p)
	b.put(data.RichBlock{
		Kind: data.RichPicked, Quote: min(l.quote, maxIndent), Passage: b.passage(l), Picture: len(b.out.Pictures) - 1,
		Spans: []data.RichSpan{{Text: alt}},
	})
}

// count counts the pictures that a page would load from elsewhere.
func (b *builder) count(name string, a map[string]string) {
	b.out.Remote += readStyle(a["style"]).urls
	if a["background"] != "" && remote(a["background"]) || name == "video" && remote(a["poster"]) {
		b.out.Remote++
	}
	switch name {
	case "img", "input", "image":
		for _, key := range []string{"src", "srcset", "xlink:href", "href"} {
			if v := a[key]; v != "" && remote(v) {
				b.out.Remote++
				return
			}
		}
	}
}

// push opens an element. Beyond the greatest depth it is only counted.
func (b *builder) push(e element) {
	if len(b.open) >= maxDepth {
		b.deep++
		return
	}
	b.open = append(b.open, e)
}

// closeOpen closes the innermost open element of a name, unless one of the
// names in stop stands before it.
func (b *builder) closeOpen(name, stop string) {
	for i := len(b.open) - 1; i >= 0; i-- {
		if b.open[i].name == name {
			b.end(name)
			return
		}
		if b.open[i].name != "" && strings.Contains(" "+stop+" ", " "+b.open[i].name+" ") || blocks[b.open[i].name] && stop == "" {
			return
		}
	}
}

// end closes an element and what is open in it.
func (b *builder) end(name string) {
	if b.deep > 0 {
		b.deep--
		return
	}
	if name == "br" || name == "p" && !b.has("p") {
		b.start(name, nil)
		return
	}
	if name == "table" || name == "tbody" || name == "thead" {
		b.closeOpen("tr", "table")
	}
	if blocks[name] {
		b.flush()
	}
	for i := len(b.open) - 1; i >= 0; i-- {
		e := &b.open[i]
		if e.name == name {
			row := e.row
			b.open = b.open[:i]
			if name == "tr" {
				b.row(row)
			}
			return
		}
		if e.name == "table" && name != "body" && name != "html" {
			return // a stray end inside a table closes nothing around it
		}
	}
}

func (b *builder) has(name string) bool {
	for i := range b.open {
		if b.open[i].name == name {
			return true
		}
	}
	return false
}
