package message

import (
	"kartoteka/data"
	"kartoteka/mail/message/quote"
)

// markedText is a text with the quotes that its HTML form declares.
type markedText struct {
	text  string
	marks []quote.Mark
}

// hints are what helps to tell a quote in the message's text.
func (t *tree) hints(m *data.Message) quote.Hints {
	h := quote.Hints{Forward: quote.Forwards(m.Subject)}
	if t.quoted.text == m.Text { // else it was not the HTML that was chosen, or not alone
		h.Marks = t.quoted.marks
	}
	return h
}

// said is what the sender says himself. Of what machines write nobody asks.
func (t *tree) said(m *data.Message) string {
	if m.Automatic != data.ByPerson || m.Text == "" {
		return ""
	}
	return quote.Said(m.Text, t.hints(m))
}
