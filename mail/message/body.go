package message

import (
	"strings"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/plain"
	"kartoteka/mail/message/transfer"
)

const (
	// maxText bounds the readable text that is kept; the raw message holds all.
	maxText = 2 << 20
	// maxWork bounds the bytes of the parts that the text is looked for in. A
	// thousand pages without a word would cost seconds and give nothing.
	maxWork = 8 << 20
)

// readable returns the text of the whole message and marks the parts it was
// taken from.
func (t *tree) readable(depth int) string {
	s := t.textOf(t.root)
	if charset.Blank(s) {
		s = t.namedText()
	}
	if charset.Blank(s) {
		s = t.enclosedText(depth)
	}
	if len(s) > maxText {
		t.notes.Add(note.TextCut)
		s = strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

// textOf returns the text of a part and all below it.
func (t *tree) textOf(p *part) string {
	switch {
	case p.children == nil:
		if !p.isText() || p.isNamed() && !p.isAlternative() {
			return ""
		}
		return t.leafText(p)
	case p.kind == "multipart/alternative":
		return t.alternative(p)
	case p.kind == "multipart/related":
		return t.related(p)
	}
	var texts []string
	size := 0
	for _, c := range p.children {
		if s := t.textOf(c); !charset.Blank(s) && size < maxText {
			texts = append(texts, s)
			size += len(s)
		}
	}
	return strings.Join(texts, "\n\n")
}

// alternative takes the plain text of several forms, or the richest if there
// is no plain one worth reading.
func (t *tree) alternative(p *part) string {
	var plain, rich string
	for _, c := range p.children {
		if leaf := c.firstText(); leaf == nil || leaf.kind != "text/plain" {
			continue
		}
		if s := t.textOf(c); charset.Blank(plain) {
			plain = s
		}
	}
	if !charset.Blank(plain) && !placeholder(plain) {
		p.spareTexts()
		return plain
	}
	for i := len(p.children) - 1; i >= 0 && charset.Blank(rich); i-- {
		if leaf := p.children[i].firstText(); leaf != nil && leaf.kind != "text/plain" {
			rich = t.textOf(p.children[i])
		}
	}
	p.spareTexts()
	if len(strings.TrimSpace(rich)) > len(strings.TrimSpace(plain)) || charset.Blank(plain) {
		return rich
	}
	return plain
}

// related takes the text of the root part (RFC 2387), the first by default;
// the others are pictures and styles for it.
func (t *tree) related(p *part) string {
	root := p.children[0]
	if id := p.params.Get("start"); id != "" {
		for _, c := range p.children {
			if v := c.header.Get("content-id"); v != nil && field.ID(v) == field.ID([]byte(id)) {
				root = c
			}
		}
	}
	if s := t.textOf(root); !charset.Blank(s) {
		return s
	}
	for _, c := range p.children {
		if c != root {
			if s := t.textOf(c); !charset.Blank(s) {
				return s
			}
		}
	}
	return ""
}

// firstText returns the first leaf under p that can be a body, or nil.
func (p *part) firstText() *part {
	if p.children == nil {
		if p.isText() {
			return p
		}
		return nil
	}
	for _, c := range p.children {
		if leaf := c.firstText(); leaf != nil {
			return leaf
		}
	}
	return nil
}

// spareTexts marks the texts under p that were not chosen, so that they are
// not taken for attachments.
func (p *part) spareTexts() {
	if p.children == nil {
		if p.role == attached && (p.isText() || p.kind == ampHTML) && (p.isAlternative() || !p.isNamed()) {
			p.role = spare
		}
		return
	}
	for _, c := range p.children {
		c.spareTexts()
	}
}

// ampHTML is a second HTML form, with scripts, for one provider's readers.
const ampHTML = "text/x-amp-html"

// isText says whether a leaf can be the text of a message: not sent as an
// attachment, and of a type made for reading.
func (p *part) isText() bool {
	if p.disposition == "attachment" || !strings.HasPrefix(p.kind, "text/") {
		return false
	}
	switch p.kind {
	case "text/calendar", "text/vcard", "text/x-vcard", "text/directory", "text/csv", "text/rtf", "text/xml",
		"text/css", "text/javascript", "text/rfc822-headers", ampHTML, "text/x-patch", "text/x-diff":
		return false
	}
	return true
}

// isNamed says whether the part carries a file's name.
func (p *part) isNamed() bool {
	return p.dispParams.Has("filename") || p.params.Has("name")
}

// isAlternative says whether the part is one of several forms of a text.
func (p *part) isAlternative() bool { return p.up != nil && p.up.kind == "multipart/alternative" }

// leafText decodes a text part and marks it as the body's.
func (t *tree) leafText(p *part) string {
	p.role = body
	if t.worked > maxWork {
		t.notes.Add(note.TextCut)
		return ""
	}
	t.worked += min(len(p.raw), maxWork/2)
	b := t.content(p, t.notes)
	if p.encoding == transfer.InBase64 {
		if _, tail := transfer.CutBase64(t.bytes(p, maxEncoded), t.notes); len(tail) > 0 {
			b = append(append(b[:len(b):len(b)], "\n\n"...), tail...)
		}
	}
	if p.kind == "text/html" {
		return t.htmlText(b, p)
	}
	files, b := transfer.CutUU(b)
	for i := range files {
		t.leaves = append(t.leaves, &part{up: p, uu: &files[i], kind: "application/octet-stream"})
	}
	if len(b) > 2*maxText {
		t.notes.Add(note.TextCut)
		b = b[:2*maxText]
	}
	s := charset.Decode(b, p.params.Get("charset"), t.notes)
	switch {
	case p.kind == "text/enriched" || p.kind == "text/richtext":
		return plain.FromEnriched(s)
	case plain.LooksHTML(s):
		return plain.FromHTML(s)
	}
	s = charset.CleanText(s)
	if strings.EqualFold(p.params.Get("format"), "flowed") {
		s = plain.Unflow(s, strings.EqualFold(p.params.Get("delsp"), "yes"))
	}
	return s
}

func (t *tree) htmlText(b []byte, p *part) string {
	if len(b) > plain.MaxHTML {
		t.notes.Add(note.TextCut)
		b = b[:plain.MaxHTML]
	}
	s, marks := plain.FromMarkedHTML(pageText(b, p, t.notes))
	if len(marks) > 0 {
		t.quoted = markedText{s, marks}
	}
	return s
}

// pageText decodes an HTML part's bytes by the charset that the part or the page
// names.
func pageText(b []byte, p *part, n *note.List) string {
	label := p.params.Get("charset")
	if !charset.IsNamed(label) {
		if meta := plain.MetaCharset(b); meta != "" {
			label = meta
		}
	}
	return charset.Decode(b, label, n)
}

// namedText is for a message whose only text came as a file: the first such
// text is shown, and stays an attachment.
func (t *tree) namedText() string {
	for _, p := range t.leaves {
		if p.uu == nil && p.isText() && p.role == attached {
			if s := t.leafText(p); !charset.Blank(s) {
				if p.isNamed() {
					p.role = attached
				}
				return s
			}
			p.role = attached
		}
	}
	// A lone text that calls itself an attachment is still what was said.
	if len(t.leaves) == 1 {
		p := t.leaves[0]
		if p.kind == "text/plain" || p.kind == "text/html" {
			s := t.leafText(p)
			p.role = attached
			return s
		}
	}
	return ""
}

// enclosedText is for a message that only encloses another: a forward without
// a word, a report without a text for people.
func (t *tree) enclosedText(depth int) string {
	var texts []string
	for _, p := range t.leaves {
		switch p.kind {
		case "message/partial":
			if p.params.Get("number") != "1" { // the others begin in the middle of nothing
				continue
			}
			fallthrough
		case "message/rfc822", "message/global":
			if depth+1 >= maxNested || len(texts) >= 20 {
				continue
			}
			var quiet note.List
			inner := t.enclosed(p, depth, &quiet)
			s := inner.readable(depth + 1)
			if subject := inner.subject(); subject != "" {
				s = strings.TrimRight(subject+"\n\n"+s, "\n")
			}
			if !charset.Blank(s) {
				texts = append(texts, s)
			}
		case "message/delivery-status", "message/disposition-notification", "text/rfc822-headers":
			var quiet note.List
			texts = append(texts, charset.CleanText(charset.Decode(t.content(p, &quiet), "", &quiet)))
		}
	}
	if len(texts) > 0 {
		t.notes.Add(note.EnclosedText)
	}
	return strings.Join(texts, "\n\n")
}

// enclosed takes an enclosed message apart.
func (t *tree) enclosed(p *part, depth int, n *note.List) *tree {
	if p.encoding == transfer.Identity && p.uu == nil {
		return newTree(p.raw, t.source, depth+1, n) // which may be an outline as well
	}
	return newTree(t.content(p, n), nil, depth+1, n)
}

// placeholders are what programs put into the plain form when they mean "look
// at the HTML".
var placeholders = []string{
	"html", "multi-part message", "multipart message", "in your browser", "w przeglądarce", "view this email", "view this message",
	"wyświetl wiadomość", "nie wyświetla się", "nie obsługuje", "plain text version", "wersja tekstowa", "wersji tekstowej",
}

// placeholder says whether a plain form is short and only points to the other.
func placeholder(s string) bool {
	s = strings.TrimSpace(s)
	if len(s) > 300 {
		return false
	}
	low := strings.ToLower(s)
	for _, p := range placeholders {
		if strings.Contains(low, p) {
			return true
		}
	}
	return false
}
