package plain

import (
	"bytes"
	"strings"

	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/quote"
)

// QuoteForm says how an element declares a quote.
type QuoteForm uint8

// The ways of declaring a quote.
const (
	QuotesNothing QuoteForm = iota
	QuotesInside            // what is in the element
	QuotesRest              // all from the element on
)

// quotingNames are the ids and classes that mail programs give to quotes: Gmail,
// Thunderbird, Yahoo, Proton and others to the quote itself, Outlook and its
// kin to what stands above it.
var quotingNames = map[string]QuoteForm{
	"gmail_quote": QuotesInside, "gmail_quote_container": QuotesInside, "moz-cite-prefix": QuotesInside, "yahoo_quoted": QuotesInside,
	"protonmail_quote": QuotesInside, "tutanota_quote": QuotesInside, "zmail_extra": QuotesInside, "moz-forward-container": QuotesInside,
	"divrplyfwdmsg": QuotesRest, "appendonsend": QuotesRest, "stopspelling": QuotesRest, "outlookmessageheader": QuotesRest,
	"mail-editor-reference-message-container": QuotesRest, "x_divrplyfwdmsg": QuotesRest, "x_appendonsend": QuotesRest,
}

// Quoting says how an element declares a quote by its attributes.
func Quoting(id, class, kind, style string) QuoteForm {
	return max(quotingName("id", id), quotingName("class", class), quotingName("type", kind), quotingStyle(style))
}

// quotingName says what an element's attribute makes of it.
func quotingName(key, value string) QuoteForm {
	if key == "type" {
		if strings.EqualFold(value, "cite") { // a blockquote's
			return QuotesInside
		}
		return QuotesNothing
	}
	most := QuotesNothing
	for name := range strings.FieldsSeq(strings.ToLower(value)) {
		most = max(most, quotingNames[name])
	}
	return most
}

// quotingStyle recognises the line that Outlook 2007 and later draw above the
// header of what they quote.
func quotingStyle(style string) QuoteForm {
	if !strings.Contains(style, "border-top") {
		return QuotesNothing
	}
	s := styleBlanks.Replace(strings.ToLower(style))
	if strings.HasPrefix(s, "border:none;border-top:solid#") && strings.Contains(s, "1.0ptpadding:3.0pt") ||
		strings.HasPrefix(s, "border:none;border-top:solid#") && strings.Contains(s, "1.0pt;padding:3.0pt") {
		return QuotesRest
	}
	return QuotesNothing
}

// mostMarks bounds the quotes that are told of.
const mostMarks = 16

// marks are the quotes of a page while it is written.
type marks struct {
	list   []quote.Mark
	inside string // the element of the open quote, "": none is open
	depth  int    // elements of that name that are open in it
}

func (m *marks) start(name string, q QuoteForm, out []byte) {
	at := len(bytes.TrimRight(out, " "))
	switch {
	case m.inside != "":
		if name == m.inside {
			m.depth++
		}
		return
	case q == QuotesNothing || len(m.list) == mostMarks || m.toEnd():
		return
	case q == QuotesRest || voids[name]:
		m.list = append(m.list, quote.Mark{Start: at, End: -1})
		return
	}
	m.list = append(m.list, quote.Mark{Start: at, End: -1})
	m.inside, m.depth = name, 1
}

// toEnd reports whether all that comes is quoted.
func (m *marks) toEnd() bool {
	return m.inside == "" && len(m.list) > 0 && m.list[len(m.list)-1].End < 0
}

func (m *marks) end(name string, out []byte) {
	if m.inside == "" || name != m.inside {
		return
	}
	if m.depth--; m.depth == 0 {
		m.list[len(m.list)-1].End = len(out)
		m.inside = ""
	}
}

// cleaned returns the text as it is kept, with the marks where they are then.
func (m *marks) cleaned(out string) (string, []quote.Mark) {
	text := charset.CleanText(out)
	if len(m.list) == 0 {
		return text, nil
	}
	lead := max(strings.Index(framed(out), text), 0) // blank lines that were dropped
	at := func(i int) int {
		if i < 0 {
			return -1
		}
		return max(len(framed(out[:min(i, len(out))]))-lead, 0)
	}
	for i := range m.list {
		m.list[i] = quote.Mark{Start: at(m.list[i].Start), End: at(m.list[i].End)}
	}
	return text, m.list
}

// framed cleans a text without dropping blanks at its ends.
func framed(s string) string {
	s = charset.CleanText("x" + s + "x")
	return s[1 : len(s)-1]
}
