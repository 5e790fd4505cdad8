package vcard

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange/contentline"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/notation"
)

// Version is a version of the format.
type Version string

// The versions that are written.
const (
	V3 Version = "3.0" // RFC 2426: old phones, Outlook
	V4 Version = "4.0" // RFC 6350
)

// Writer writes cards. Nothing of it depends on the time or the machine: the
// same contacts give the same bytes. Consents are not written.
type Writer struct {
	w       *contentline.Writer
	version Version
	own     []data.CustomField
	name    func(int64) string
	groups  int // of the card, which tie a label to its address
}

// NewWriter writes cards of a version. Own fields are those of the owner; name
// returns a contact's name for who referred whom, and may be nil.
func NewWriter(w io.Writer, v Version, own []data.CustomField, name func(id int64) string) *Writer {
	return &Writer{w: contentline.NewWriter(w), version: v, own: own, name: name}
}

// WriteContact writes one card.
func (w *Writer) WriteContact(c *data.Contact) error {
	w.groups = 0
	w.w.Put("BEGIN", "VCARD")
	w.w.Put("VERSION", string(w.version))
	w.names(c)
	for _, h := range fields.Handles(c) {
		w.handle(h)
	}
	w.addresses(c)
	w.rest(c)
	w.ours(c)
	w.w.Put("END", "VCARD")
	if err := w.w.Err(); err != nil {
		return fmt.Errorf("write a card: %w", err)
	}
	return nil
}

// Close writes what is left. It does not close the writer below.
func (w *Writer) Close() error {
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("write the cards: %w", err)
	}
	return nil
}

func (w *Writer) names(c *data.Contact) {
	if w.version == V4 {
		kind := "individual"
		if c.Kind == data.Company {
			kind = "org"
		}
		w.w.Put("KIND", kind)
	} else if c.Kind == data.Company {
		w.w.Put("X-ABShowAs", "COMPANY")
	} else if notation.Text(c.GivenName+c.FamilyName) == "" && c.Company != "" {
		w.w.Put(own+"KIND", "individual") // others say so of a person without a name by N alone
	}
	w.text("UID", c.UID)
	n := data.Contact{
		Kind: c.Kind, GivenName: notation.Text(c.GivenName), FamilyName: notation.Text(c.FamilyName),
		Company: notation.Line(c.Company), Handles: fields.Handles(c),
	}
	if c.Kind == data.Company && strings.TrimSpace(n.GivenName+" "+n.FamilyName) == n.Company {
		n.GivenName, n.FamilyName = "", "" // no person, and read as none
	}
	w.w.Put("FN", contentline.Escape(notation.Line(n.Name())))
	w.w.Put("N", contentline.Escape(n.FamilyName)+";"+contentline.Escape(n.GivenName)+";;;")
	if s := notation.Text(c.Nickname); s != "" {
		w.w.Put("NICKNAME", contentline.Escape(s))
	}
	w.text("ORG", n.Company)
	w.text("TITLE", c.JobTitle)
}

// handle writes an address with its label: the types of the standard where they
// say it, else the way of Apple, which others understand.
func (w *Writer) handle(h data.Handle) {
	v, label := h.Value, h.Label
	switch h.Kind {
	case data.HandleEmail:
		w.labelled("EMAIL", contentline.Escape(v), label, "work", "home")
	case data.HandlePhone:
		w.labelled("TEL", contentline.Escape(v), label, "work", "home", "mobile", "fax")
	case data.HandleDomain:
		w.labelled(own+"DOMAIN", contentline.Escape(v), label)
	default:
		switch {
		case web(v) && label == "www":
			w.w.Put("URL", contentline.Escape(v))
		case web(v) && label != "":
			w.labelled("URL", contentline.Escape(v), label)
		case scheme(label):
			w.w.Put("IMPP", contentline.Escape(label+":"+v))
		default:
			w.labelled(own+"HANDLE", contentline.Escape(v), label)
		}
	}
}

func web(s string) bool { return strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://") }

// scheme reports whether a label is one of the networks of instant messages.
func scheme(label string) bool {
	switch label {
	case "skype", "xmpp", "whatsapp", "telegram", "signal", "matrix", "icq", "aim", "gadu-gadu":
		return true
	}
	return false
}

// labelled writes a property with a label, by TYPE if it is one of those.
func (w *Writer) labelled(name, value, label string, types ...string) {
	switch {
	case label == "":
		w.w.Put(name, value)
	case slices.Contains(types, label):
		if label == "mobile" {
			label = "cell"
		}
		w.w.Put(name+";TYPE="+label, value)
	default:
		w.groups++
		group := "item" + strconv.Itoa(w.groups) + "."
		w.w.Put(group+name, value)
		w.w.Put(group+"X-ABLabel", contentline.Escape(label))
	}
}

func (w *Writer) addresses(c *data.Contact) {
	for _, a := range fields.Addresses(c) {
		parts := []string{"", "", a.Street, a.City, a.Region, a.PostCode, a.Country}
		for i, s := range parts {
			parts[i] = contentline.Escape(s)
		}
		w.labelled("ADR", strings.Join(parts, ";"), a.Label, "work", "home")
	}
}

func (w *Writer) rest(c *data.Contact) {
	if c.BirthYear > 0 {
		year := fmt.Sprintf("%04d", c.BirthYear)
		if w.version == V4 {
			w.w.Put("BDAY", year)
		} else {
			w.w.Put(own+"BIRTH-YEAR", year) // 3.0 has no date without a day
		}
	}
	w.text("LANG", notation.Language(c.Language))
	tags := fields.Tags(c)
	for i, t := range tags {
		tags[i] = contentline.Escape(t)
	}
	if len(tags) > 0 {
		w.w.Put("CATEGORIES", strings.Join(tags, ","))
	}
	w.text("NOTE", c.Note)
}

// ours writes what no standard has, under names of our own.
func (w *Writer) ours(c *data.Contact) {
	for _, f := range []struct{ name, value string }{
		{"NIP", c.NIP},
		{"REGON", c.REGON},
		{"STATUS", string(c.Status)},
		{"LEGAL-TYPE", string(c.LegalType)},
		{"CHANNEL", string(c.PreferredChannel)},
		{"CHANNEL-2", string(c.SecondChannel)},
		{"BEST-HOURS", c.BestHours},
		{"QUIET", notation.FormatQuiet(c.Quiet)},
		{"NO-CONTACT", yes(c.NoContact)},
		{"WHY", c.NoContactWhy},
		{"ARRANGEMENTS", c.Arrangements},
		{"GENERATION", c.Generation},
		{"SINCE", c.Since.String()},
		{"ENDED-BY", string(c.End.By)},
		{"ENDED-ON", c.End.On.String()},
		{"END-NOTICE", c.End.Notice.String()},
		{"END-REASON", c.End.Reason},
		{"END-NOTE", c.End.Note},
	} {
		w.text(own+f.name, f.value)
	}
	if c.ReferredBy != 0 && w.name != nil {
		w.text(own+"REFERRED-BY", w.name(c.ReferredBy))
	}
	for _, f := range w.own {
		if v := notation.Text(c.Fields[f.ID]); v != "" {
			w.w.Put(own+`FIELD;X-NAME="`+contentline.Parameter(notation.Text(f.Name))+`"`, contentline.Escape(v))
		}
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// text writes a property that has a value.
func (w *Writer) text(name, value string) {
	if s := notation.Text(value); s != "" {
		w.w.Put(name, contentline.Escape(s))
	}
}
