package vcard

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/data/exchange/fields"
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
	w       *bufio.Writer
	version Version
	own     []data.CustomField
	name    func(int64) string
	groups  int // of the card, which tie a label to its address
	line    []byte
}

// NewWriter writes cards of a version. Own fields are those of the owner; name
// returns a contact's name for who referred whom, and may be nil.
func NewWriter(w io.Writer, v Version, own []data.CustomField, name func(id int64) string) *Writer {
	return &Writer{w: bufio.NewWriterSize(w, 64<<10), version: v, own: own, name: name}
}

// WriteContact writes one card.
func (w *Writer) WriteContact(c *data.Contact) error {
	w.groups = 0
	w.put("BEGIN", "VCARD")
	w.put("VERSION", string(w.version))
	w.names(c)
	for _, h := range c.Handles {
		w.handle(h)
	}
	w.addresses(c)
	w.rest(c)
	w.ours(c)
	w.put("END", "VCARD")
	if err := w.flushed(); err != nil {
		return fmt.Errorf("write a card: %w", err)
	}
	return nil
}

// flushed asks for the first error, which a bufio.Writer keeps.
func (w *Writer) flushed() error {
	_, err := w.w.Write(nil)
	return err
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
		w.put("KIND", kind)
	} else if c.Kind == data.Company {
		w.put("X-ABShowAs", "COMPANY")
	}
	w.text("UID", c.UID)
	name := fields.Text(strings.ReplaceAll(c.Name(), "\n", " "))
	w.put("FN", escape(name))
	w.put("N", escape(fields.Text(c.FamilyName))+";"+escape(fields.Text(c.GivenName))+";;;")
	if s := fields.Text(c.Nickname); s != "" {
		w.put("NICKNAME", escape(s))
	}
	w.text("ORG", c.Company)
	w.text("TITLE", c.JobTitle)
}

// handle writes an address with its label: the types of the standard where they
// say it, else the way of Apple, which others understand.
func (w *Writer) handle(h data.Handle) {
	v, label := fields.Text(h.Value), fields.Text(h.Label)
	if v == "" {
		return
	}
	switch h.Kind {
	case data.HandleEmail:
		w.labelled("EMAIL", escape(v), label, "work", "home")
	case data.HandlePhone:
		w.labelled("TEL", escape(v), label, "work", "home", "mobile", "fax")
	case data.HandleDomain:
		w.labelled(own+"DOMAIN", escape(v), label)
	default:
		switch {
		case web(v) && label == "www":
			w.put("URL", escape(v))
		case web(v) && label != "":
			w.labelled("URL", escape(v), label)
		case scheme(label):
			w.put("IMPP", escape(label+":"+v))
		default:
			w.labelled(own+"HANDLE", escape(v), label)
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
		w.put(name, value)
	case slices.Contains(types, label):
		if label == "mobile" {
			label = "cell"
		}
		w.put(name+";TYPE="+label, value)
	default:
		w.groups++
		group := "item" + strconv.Itoa(w.groups) + "."
		w.put(group+name, value)
		w.put(group+"X-ABLabel", escape(label))
	}
}

func (w *Writer) addresses(c *data.Contact) {
	first := data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
	for _, a := range append([]data.PostalAddress{first}, c.MoreAddresses...) {
		parts := []string{"", "", a.Street, a.City, a.Region, a.PostCode, a.Country}
		empty := true
		for i, s := range parts {
			s = fields.Text(strings.ReplaceAll(fields.Text(s), "\n", ", "))
			empty = empty && s == ""
			parts[i] = escape(s)
		}
		if !empty {
			w.labelled("ADR", strings.Join(parts, ";"), fields.Text(a.Label), "work", "home")
		}
	}
}

func (w *Writer) rest(c *data.Contact) {
	if c.BirthYear > 0 {
		year := fmt.Sprintf("%04d", c.BirthYear)
		if w.version == V4 {
			w.put("BDAY", year)
		} else {
			w.put(own+"BIRTH-YEAR", year) // 3.0 has no date without a day
		}
	}
	w.text("LANG", c.Language)
	var tags []string
	for _, t := range c.Tags {
		if t = fields.Text(t); t != "" {
			tags = append(tags, escape(t))
		}
	}
	if len(tags) > 0 {
		w.put("CATEGORIES", strings.Join(tags, ","))
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
		{"QUIET", fields.FormatQuiet(c.Quiet)},
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
		if v := fields.Text(c.Fields[f.ID]); v != "" {
			w.put(own+`FIELD;X-NAME="`+parameter(f.Name)+`"`, escape(v))
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
	if s := fields.Text(value); s != "" {
		w.put(name, escape(s))
	}
}

// lineLength is how many bytes a line may have without its end.
const lineLength = 75

// put writes a line, folded after 75 bytes but never within a letter.
func (w *Writer) put(name, value string) {
	line := append(append(append(w.line[:0], name...), ':'), value...)
	w.line = line
	room := lineLength
	for len(line) > room {
		n := room
		for n > 0 && !utf8.RuneStart(line[n]) {
			n--
		}
		// The first error stays in the writer and is told by flushed.
		_, _ = w.w.Write(line[:n])
		_, _ = w.w.WriteString("\r\n ")
		line, room = line[n:], lineLength-1
	}
	_, _ = w.w.Write(line)
	_, _ = w.w.WriteString("\r\n")
}

var escapes = strings.NewReplacer(`\`, `\\`, "\n", `\n`, ",", `\,`, ";", `\;`)

func escape(s string) string {
	if !strings.ContainsAny(s, "\\\n,;") {
		return s
	}
	return escapes.Replace(s)
}

// parameter writes the value of a parameter between quotes (RFC 6868).
func parameter(s string) string {
	return strings.NewReplacer("^", "^^", "\n", "^n", `"`, "^'").Replace(fields.Text(s))
}
