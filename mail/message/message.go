package message

import (
	"fmt"

	"kartoteka/data"
)

// Parse reads a raw message. It never fails and never panics: what is odd is
// named in Warnings, and only bytes in which there is nothing to read at all
// come back Quarantined. Only what can be read from raw is filled in.
func Parse(raw []byte) (m data.Message) {
	defer func() {
		if r := recover(); r != nil {
			m = data.Message{Size: int64(len(raw)), Quarantined: true, Error: fmt.Sprintf("reading: %v", r)}
		}
	}()
	m.Size = int64(len(raw))
	if why := nothingToRead(raw); why != "" {
		m.Quarantined, m.Error = true, why
		return m
	}
	var n notes
	t := newTree(raw, 0, &n)
	t.fill(&m)
	m.Text = t.readable(0)
	m.Attachments = t.attachments()
	m.Automatic = t.automatic(m.From)
	m.Warnings = n.codes
	return m
}

// fill reads the fields of the header.
func (t *tree) fill(m *data.Message) {
	h := t.header
	m.MessageID = messageID(h.get("message-id"))
	m.InReplyTo = references(h.get("in-reply-to"))
	m.References = references(h.get("references"))
	m.Subject = t.subject()
	m.Date = t.date()
	m.From = t.from()
	m.ReplyTo = t.addresses("reply-to")
	m.To = t.addresses("to")
	m.Cc = t.addresses("cc")
}

func (t *tree) subject() string {
	return headerText(t.header.get("subject"), t.hint, t.notes)
}

// addresses joins the lists of all fields of that name.
func (t *tree) addresses(name string) (list []data.Address) {
	for i := range t.header {
		if equalFold(t.header[i].name, name) && len(list) < maxAddresses {
			list = append(list, parseAddresses(t.header[i].value, t.hint, t.notes)...)
		}
	}
	return list
}

// from returns who wrote the message, as far as the header says.
func (t *tree) from() data.Address {
	var nameOnly data.Address
	for _, name := range []string{"from", "sender", "resent-from", "return-path", "x-envelope-from"} {
		list := t.addresses(name)
		for _, a := range list {
			if a.Email != "" {
				if name != "from" {
					t.notes.add(WarnNoFrom)
					a.Name = nameOnly.Name
				}
				return a
			}
		}
		if len(list) > 0 && nameOnly.Name == "" {
			nameOnly = list[0]
		}
	}
	t.notes.add(WarnNoFrom)
	return nameOnly
}

// nothingToRead says why there is nothing to read in raw, or "".
func nothingToRead(raw []byte) string {
	head := raw[:min(len(raw), 64<<10)]
	if len(trimSpace(head)) == 0 && len(trimSpace(raw)) == 0 {
		return "empty message"
	}
	var quiet notes
	if h, _ := readHeader(prepare(head), &quiet); h.looksLikeMail() {
		return ""
	}
	// Text in whatever charset has next to no control characters; files that
	// are not text have one byte in ten.
	controls := 0
	for _, c := range head {
		if c < ' ' && !isBlank(c) && c != '\f' && c != '\x1b' {
			controls++
		}
	}
	wide := len(head) > 1 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff)
	if !wide && controls*30 > len(head) {
		return "neither a header nor text"
	}
	return ""
}
