package fields

import (
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"

	"kartoteka/data/exchange/notation"
)

// ValueKind says what the cells of a column hold, for its look and width.
type ValueKind uint8

// The kinds of value, with the Go types that writers take for them. Any cell
// may also be nil: nothing.
const (
	KindText     ValueKind = iota // string
	KindNumber                    // int, int64, float64, Number
	KindDate                      // data.Date
	KindDateTime                  // time.Time, in the zone in which it is shown
	KindMoney                     // data.Money, Number
	KindYesNo                     // bool, or a word
	KindList                      // []string, []Labelled, []data.PostalAddress
)

// Number is a decimal number as text: an optional minus, digits, and a point
// before the decimals.
type Number string

// Labelled is one of several values, with what it is.
type Labelled struct {
	Value string `json:"value"`
	Label string `json:"label,omitempty"`
}

// Column is a column of a file that is written.
type Column struct {
	Code  string
	Title string // what stands above it
	Kind  ValueKind
}

// Words gives the texts of a language; the program's translator does.
type Words interface {
	T(key string, pairs ...any) string
}

// Extent is how many columns of several values a table of contacts needs.
type Extent struct {
	emails, phones, others, domains, addresses int
	labels                                     [3]bool // of e-mail, phone, other
}

// Add widens the table so that the contact fits in.
func (e *Extent) Add(c *data.Contact) {
	n := map[data.HandleKind]int{}
	for _, h := range Handles(c) {
		n[h.Kind]++
		if i := slices.Index(labelledKinds, h.Kind); i >= 0 && h.Label != "" {
			e.labels[i] = true
		}
	}
	e.emails = max(e.emails, min(n[data.HandleEmail], maxSlots))
	e.phones = max(e.phones, min(n[data.HandlePhone], maxSlots))
	e.others = max(e.others, min(n[data.HandleOther], maxSlots))
	e.domains = max(e.domains, n[data.HandleDomain])
	e.addresses = max(e.addresses, min(len(Addresses(c)), maxSlots))
}

var labelledKinds = []data.HandleKind{data.HandleEmail, data.HandlePhone, data.HandleOther}

// Codes lists the columns of a table that holds all of the contacts, so that
// reading it gives the same ones. Consents are not among them.
func (e *Extent) Codes(own []data.CustomField) []string {
	out := []string{"kind", "given-name", "family-name", "nickname", "company", "job-title"}
	out = values(out, "email", max(1, e.emails), e.labels[0])
	out = values(out, "phone", max(1, e.phones), e.labels[1])
	out = values(out, "handle", e.others, e.labels[2])
	if e.domains > 0 {
		out = append(out, "domains")
	}
	for i := 1; i <= max(1, e.addresses); i++ {
		if i > 1 {
			out = append(out, numbered("address-label", i))
		}
		for _, base := range []string{"street", "post-code", "city", "region", "country"} {
			out = append(out, numbered(base, i))
		}
	}
	out = append(out, "nip", "regon", "status", "legal-type", "preferred-channel", "second-channel", "best-hours",
		"quiet-hours", "no-contact", "no-contact-why", "language", "birth-year", "generation", "since", "referred-by",
		"tags", "arrangements", "note", "ended-by", "ended-on", "end-notice", "end-reason", "end-note")
	for _, f := range own {
		out = append(out, custom+f.Name)
	}
	return append(out, "uid")
}

func values(out []string, base string, n int, labels bool) []string {
	for i := 1; i <= n; i++ {
		out = append(out, numbered(base, i))
		if labels {
			out = append(out, numbered(base+"-label", i))
		}
	}
	return out
}

// numbered is the code of the nth column of its kind; the first has no number.
func numbered(base string, n int) string {
	if n <= 1 {
		return base
	}
	return base + ":" + strconv.Itoa(n)
}

// ListCodes lists the columns of a file in which one value can hold several, as
// JSON can.
func ListCodes(own []data.CustomField) []string {
	out := []string{
		"kind", "given-name", "family-name", "nickname", "company", "job-title", "emails", "phones", "handles", "domains",
		"street", "post-code", "city", "region", "country", "addresses", "nip", "regon", "status", "legal-type",
		"preferred-channel", "second-channel", "best-hours", "quiet-hours", "no-contact", "no-contact-why", "language",
		"birth-year", "generation", "since", "referred-by", "tags", "arrangements", "note", "ended-by", "ended-on",
		"end-notice", "end-reason", "end-note",
	}
	for _, f := range own {
		out = append(out, custom+f.Name)
	}
	return append(out, "uid")
}

// Headed returns columns with their titles in a language, and what they hold.
// Own fields are "field:<name>", or "field:<id>" as a list of columns has them.
func Headed(codes []string, own []data.CustomField, w Words) []Column {
	out := make([]Column, len(codes))
	for i, code := range codes {
		out[i] = Column{Code: code, Title: Title(code, own, w), Kind: kindOf(code, own)}
	}
	return out
}

// Title is what stands above a column: "E-mail 2", "Miasto". Above one of the
// owner's own fields stands its name, unless that would be taken for another
// heading. Without words it is the code.
func Title(code string, own []data.CustomField, w Words) string {
	if f, ok := ownOf(code, own); ok {
		if p, _ := recognise(f.Name); p.base != "" {
			return custom + f.Name
		}
		return f.Name
	}
	if w == nil || strings.HasPrefix(code, custom) {
		return code
	}
	base, number, several := strings.Cut(code, ":")
	base, label, _ := strings.Cut(base, "/")
	number, second, _ := strings.Cut(number, "/")
	title := w.T("exchange.column." + base)
	if several {
		title += " " + number
	}
	if label += second; label != "" {
		title += " (" + labelWord(label, w) + ")"
	}
	return title
}

func labelWord(label string, w Words) string {
	if w != nil && slices.Contains(notation.Labels(), label) {
		return w.T("label." + label)
	}
	return label
}

// ownOf finds the own field that a code names by id or by name.
func ownOf(code string, own []data.CustomField) (data.CustomField, bool) {
	name, ok := strings.CutPrefix(code, custom)
	if !ok {
		return data.CustomField{}, false
	}
	id, err := strconv.ParseInt(name, 10, 64)
	for _, f := range own {
		if f.Name == name || err == nil && f.ID == id {
			return f, true
		}
	}
	return data.CustomField{}, false
}

func kindOf(code string, own []data.CustomField) ValueKind {
	if f, ok := ownOf(code, own); ok {
		switch f.Kind {
		case data.FieldNumber:
			return KindNumber
		case data.FieldDate:
			return KindDate
		case data.FieldYesNo:
			return KindYesNo
		}
		return KindText
	}
	switch code {
	case "birth-year", "open-cases", "open-follow-ups":
		return KindNumber
	case "since", "ended-on", "end-notice":
		return KindDate
	case "last-contact", "created", "updated":
		return KindDateTime
	case "no-contact":
		return KindYesNo
	case "emails", "phones", "handles", "domains", "tags", "addresses":
		return KindList
	}
	return KindText
}

// Targets lists the codes that a column of a file can be mapped to, in the order
// in which they are offered, without the owner's own fields.
func Targets() []string {
	return []string{
		Skip, "name", "name/family-first", "given-name", "middle-name", "family-name", "name-prefix", "name-suffix", "nickname", "kind", "company",
		"job-title", "email", "email/work", "email/home", "phone", "phone/mobile", "phone/work", "phone/home", "phone/fax",
		"handle", "handle/www", "domains", "address", "street", "street-more", "house", "flat", "post-code", "city",
		"post-code-city", "region", "country", "nip", "regon", "status", "legal-type", "preferred-channel",
		"second-channel", "best-hours", "quiet-hours", "no-contact", "no-contact-why", "language", "birth-year",
		"birth-date", "generation", "since", "referred-by", "tags", "arrangements", "note", "ended-by", "ended-on",
		"end-notice", "end-reason", "end-note", "uid",
	}
}
