package message

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/transfer"
)

// Parse reads a raw message. It never fails and never panics: what is odd is
// named in Warnings, and only bytes in which there is nothing to read at all
// come back Quarantined. Only what can be read from raw is filled in.
func Parse(raw []byte) data.Message { return parse(raw, nil) }

// parse reads a message, or the outline that stands for it.
func parse(raw []byte, from *source) (m data.Message) {
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
	var n note.List
	t := newTree(raw, from, 0, &n)
	t.fill(&m)
	m.Text = t.readable(0)
	m.Attachments = t.attachments()
	m.Automatic = t.automatic(m.From)
	m.Said = t.said(&m)
	m.Warnings = n.Codes
	return m
}

// fill reads the fields of the header.
func (t *tree) fill(m *data.Message) {
	h := t.header
	m.MessageID = field.ID(h.Get("message-id"))
	m.InReplyTo = field.IDs(h.Get("in-reply-to"))
	m.References = field.IDs(h.Get("references"))
	m.Subject = t.subject()
	m.Date = t.date()
	m.From = t.from()
	m.Topic, m.Answers = topic(field.Unfold(h.Get("thread-index")))
	m.ReplyTo = t.addresses("reply-to")
	m.To = t.addresses("to")
	m.Cc = t.addresses("cc")
}

// topicBytes is the part of a Thread-Index that is the same in all of a
// conversation: a date and a random number (MS-OXOMSG 2.2.1.3). What follows
// stands for the answers.
const topicBytes = 22

// topic reads Outlook's mark of a conversation, and whether the message answers
// another of it.
func topic(index string) (mark string, answers bool) {
	b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(index), ""))
	if err != nil || len(b) < topicBytes || b[0] != 1 {
		return "", false
	}
	return hex.EncodeToString(b[:topicBytes]), len(b) > topicBytes
}

func (t *tree) subject() string {
	return field.Text(t.header.Get("subject"), t.hint, t.notes)
}

// addresses joins the lists of all fields of that name.
func (t *tree) addresses(name string) (list []data.Address) {
	for i := range t.header {
		if field.EqualFold(t.header[i].Name, name) && len(list) < field.MaxAddresses {
			list = append(list, field.Addresses(t.header[i].Value, t.hint, t.notes)...)
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
					t.notes.Add(note.NoFrom)
					a.Name = nameOnly.Name
				}
				return a
			}
		}
		if len(list) > 0 && nameOnly.Name == "" {
			nameOnly = list[0]
		}
	}
	t.notes.Add(note.NoFrom)
	return nameOnly
}

// nothingToRead says why there is nothing to read in raw, or "".
func nothingToRead(raw []byte) string {
	head := raw[:min(len(raw), 64<<10)]
	if len(transfer.Trim(head)) == 0 && len(transfer.Trim(raw)) == 0 {
		return "empty message"
	}
	var quiet note.List
	if h, _ := field.Read(prepare(head), &quiet); h.LooksLikeMail() {
		return ""
	}
	// Text in whatever charset has next to no control characters; files that
	// are not text have one byte in ten.
	controls := 0
	for _, c := range head {
		if c < ' ' && !transfer.IsBlank(c) && c != '\f' && c != '\x1b' {
			controls++
		}
	}
	wide := len(head) > 1 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff)
	if !wide && controls*30 > len(head) {
		return "neither a header nor text"
	}
	return ""
}

// date returns when the message was written: by its Date, else by when the
// last server says it received it, else the zero time.
func (t *tree) date() time.Time {
	if v := t.header.Get("date"); v != nil {
		var quiet note.List
		if at, ok := field.Date(field.Text(v, t.hint, &quiet)); ok {
			return at
		}
	}
	t.notes.Add(note.NoDate)
	for _, name := range []string{"received", "delivery-date", "resent-date"} {
		s := field.Unfold(t.header.Get(name))
		if name == "received" {
			s = s[strings.LastIndexByte(s, ';')+1:]
		}
		if at, ok := field.Date(s); ok && s != "" {
			return at
		}
	}
	return time.Time{}
}
