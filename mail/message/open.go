package message

import (
	"fmt"
	"image"
	"io"
	"strings"

	"kartoteka/data"
	"kartoteka/mail/message/field"
	"kartoteka/mail/message/note"
	"kartoteka/mail/message/quote"
	"kartoteka/mail/message/rich"
)

// Open opens a message to be read. The bytes are read in pieces; an error is
// one of reading them. What needs the store (Original, Earlier, …) is left out.
func Open(r io.ReaderAt, size int64) (out data.Reading, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = data.NewError(data.CodeInternal, "mail-part").Because(fmt.Errorf("opening message: %v", v))
		}
	}()
	s, err := outline(r, size, usualBounds)
	if err != nil {
		return out, err
	}
	if nothingToRead(s.kept) != "" {
		return out, s.err
	}
	var n note.List
	t := newTree(s.kept, s, 0, &n)
	m := data.Message{Subject: t.subject()}
	m.Text = t.readable(0)
	out.Passages = quote.Split(m.Text, t.hints(&m))
	out.Rich = t.page(quote.Forwards(m.Subject))
	out.Files = t.signs()
	if t.isBounce(t.from()) {
		out.Failed, out.Returned = t.undelivered()
	}
	return out, s.err
}

// page reads the message's HTML form; nil: it has none.
func (t *tree) page(forward bool) *data.Rich {
	for _, p := range t.leaves {
		if p.uu != nil || p.kind != "text/html" || p.role == attached || !p.isText() {
			continue
		}
		var quiet note.List
		r := rich.Read(pageText(t.content(p, &quiet), p, &quiet))
		rich.Fold(&r, forward)
		return &r
	}
	return nil
}

// Picture decodes a picture that came with a message, within the bounds of
// rich.Decode.
func Picture(r io.ReaderAt, size int64, p data.RichPicture) (img image.Image, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = data.NewError(data.CodeInvalid, "picture-unreadable").Because(fmt.Errorf("decoding: %v", v))
		}
	}()
	if p.Data != "" {
		b, err := rich.DataURL(p.Data)
		if err != nil {
			return nil, err
		}
		return rich.Decode(b)
	}
	s, err := outline(r, size, usualBounds)
	if err != nil {
		return nil, err
	}
	var n note.List
	t := newTree(s.kept, s, 0, &n)
	for _, leaf := range t.leaves {
		if v := leaf.header.Get("content-id"); v != nil && leaf.uu == nil && field.ID(v) == field.ID([]byte(p.ID)) {
			return rich.Decode(t.content(leaf, &n))
		}
	}
	return nil, data.NewError(data.CodeNotFound, "picture-missing")
}

// undelivered reads a delivery report (RFC 3464): whom it is about, and which
// message came back.
func (t *tree) undelivered() (failed []data.Undelivered, returned string) {
	for _, p := range t.leaves {
		var quiet note.List
		switch p.kind {
		case "message/delivery-status", "message/global-delivery-status":
			failed = append(failed, t.recipients(p)...)
		case "message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers":
			h, _ := field.Read(prepare(t.content(p, &quiet)), &quiet)
			if v := h.Get("message-id"); v != nil && returned == "" {
				returned = field.ID(v)
			}
		}
	}
	if len(failed) > 0 {
		return failed, returned
	}
	for _, a := range t.addresses("x-failed-recipients") {
		failed = append(failed, data.Undelivered{Address: a.Email})
	}
	return failed, returned
}

// mostRecipients bounds the addresses that are told of one report.
const mostRecipients = 50

// recipients reads the groups of fields of which each is about one address.
func (t *tree) recipients(p *part) []data.Undelivered {
	var quiet note.List
	var out []data.Undelivered
	text := strings.ReplaceAll(string(t.content(p, &quiet)), "\r\n", "\n")
	for group := range strings.SplitSeq(text, "\n\n") {
		h, _ := field.Read([]byte(strings.TrimLeft(group, "\n")+"\n\n"), &quiet)
		typed := func(name string) string {
			v := field.Text(h.Get(name), t.hint, &quiet)
			if _, rest, ok := strings.Cut(v, ";"); ok {
				v = rest
			}
			return strings.Trim(strings.TrimSpace(v), "<>")
		}
		u := data.Undelivered{Address: typed("final-recipient"), Status: field.Text(h.Get("status"), t.hint, &quiet), Reason: typed("diagnostic-code")}
		if o := typed("original-recipient"); o != "" {
			u.Address = o
		}
		if u.Address != "" && len(out) < mostRecipients {
			out = append(out, u)
		}
	}
	return out
}
