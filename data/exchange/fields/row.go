package fields

import (
	"strings"
	"time"
	"unicode"

	"kartoteka/data"
	"kartoteka/data/match"

	"kartoteka/data/exchange/notation"
)

// Writing is how contacts are written.
type Writing struct {
	Words Words                 // nil: codes, and values of their own types, as JSON has them
	Own   []data.CustomField    // the owner's own fields
	Name  func(id int64) string // of a contact, for who referred whom; may be nil
	Zone  *time.Location        // in which times are shown; nil: UTC

	handles []data.Handle // of the contact being written
	postal  []data.PostalAddress
	places  map[string]place // of the columns
}

// Row writes a contact into cells, one a column. It appends to row and returns
// it. It is for one goroutine.
func (w *Writing) Row(c *data.ContactRow, columns []Column, row []any) []any {
	w.handles, w.postal = Handles(&c.Contact), Addresses(&c.Contact)
	for i := range columns {
		row = append(row, w.cell(c, columns[i].Code))
	}
	return row
}

func (w *Writing) cell(c *data.ContactRow, code string) any {
	if strings.HasPrefix(code, custom) {
		return w.own(c, code)
	}
	if get, ok := texts[code]; ok {
		return some(get(&c.Contact))
	}
	if get, ok := coded[code]; ok {
		return w.coded(get, &c.Contact)
	}
	if v, ok := w.several(c, code); ok {
		return v
	}
	return w.other(c, code)
}

// some is a text, nil for none.
func some(s string) any {
	if s = notation.Text(s); s == "" {
		return nil
	}
	return s
}

// texts are the fields that are written as they are.
var texts = map[string]func(*data.Contact) string{
	"given-name":     func(c *data.Contact) string { return c.GivenName },
	"family-name":    func(c *data.Contact) string { return c.FamilyName },
	"nickname":       func(c *data.Contact) string { return c.Nickname },
	"company":        func(c *data.Contact) string { return notation.Line(c.Company) },
	"job-title":      func(c *data.Contact) string { return c.JobTitle },
	"nip":            func(c *data.Contact) string { return c.NIP },
	"regon":          func(c *data.Contact) string { return c.REGON },
	"best-hours":     func(c *data.Contact) string { return c.BestHours },
	"quiet-hours":    func(c *data.Contact) string { return notation.FormatQuiet(c.Quiet) },
	"no-contact-why": func(c *data.Contact) string { return c.NoContactWhy },
	"language":       func(c *data.Contact) string { return notation.Language(c.Language) },
	"arrangements":   func(c *data.Contact) string { return c.Arrangements },
	"note":           func(c *data.Contact) string { return c.Note },
	"end-note":       func(c *data.Contact) string { return c.End.Note },
	"uid":            func(c *data.Contact) string { return c.UID },
}

// choice is a field that holds a code of a list.
type choice struct {
	family string // of the catalogue, before the code
	list   string // of the words that are understood
	get    func(*data.Contact) string
}

var coded = map[string]choice{
	"kind":              {"exchange.kind.", "kind", func(c *data.Contact) string { return string(c.Kind) }},
	"status":            {"status.", "status", func(c *data.Contact) string { return string(c.Status) }},
	"legal-type":        {"legal.", "legal", func(c *data.Contact) string { return string(c.LegalType) }},
	"preferred-channel": {"channel.", "channel", func(c *data.Contact) string { return string(c.PreferredChannel) }},
	"second-channel":    {"channel.", "channel", func(c *data.Contact) string { return string(c.SecondChannel) }},
	"generation":        {"exchange.generation.", "generation", func(c *data.Contact) string { return c.Generation }},
	"ended-by":          {"exchange.ended.", "ended", func(c *data.Contact) string { return string(c.End.By) }},
	"end-reason":        {"exchange.reason.", "reason", func(c *data.Contact) string { return c.End.Reason }},
}

// coded writes a code as its word, and what is no code of the list, such as a
// channel of the owner's own, as it is.
func (w *Writing) coded(f choice, c *data.Contact) any {
	s := f.get(c)
	if s == "" {
		return nil
	}
	code := notation.Word(f.list, s)
	switch {
	case code == "":
		return some(s)
	case w.Words == nil:
		return code
	}
	return w.Words.T(f.family + code)
}

// several writes the fields of which a contact has any number.
func (w *Writing) several(c *data.ContactRow, code string) (any, bool) {
	switch code {
	case "emails":
		return w.list(data.HandleEmail), true
	case "phones":
		return w.list(data.HandlePhone), true
	case "handles":
		return w.list(data.HandleOther), true
	case "domains":
		return w.list(data.HandleDomain), true
	case "tags":
		return list(Tags(&c.Contact)), true
	case "addresses":
		if len(w.postal) > 1 {
			return w.postal[1:], true
		}
		return nil, true
	}
	p := w.place(code)
	switch p.base {
	case "email", "email-label":
		return w.nth(data.HandleEmail, p), true
	case "phone", "phone-label":
		return w.nth(data.HandlePhone, p), true
	case "handle", "handle-label":
		return w.nth(data.HandleOther, p), true
	}
	if addressParts[p.base] {
		return w.address(p), true
	}
	return nil, false
}

// place takes a code apart once.
func (w *Writing) place(code string) place {
	p, ok := w.places[code]
	if !ok {
		p = parsePlace(code)
		if w.places == nil {
			w.places = map[string]place{}
		}
		w.places[code] = p
	}
	return p
}

func list(all []string) any {
	if len(all) == 0 {
		return nil
	}
	return all
}

// list writes all addresses of a kind into one cell.
func (w *Writing) list(kind data.HandleKind) any {
	var plain []string
	var labels []Labelled
	for _, h := range w.handles {
		v := h.Value
		if h.Kind != kind {
			continue
		}
		if w.Words == nil {
			labels = append(labels, Labelled{v, h.Label})
			continue
		}
		switch {
		case kind == data.HandlePhone:
			v = phone(v)
		case kind == data.HandleOther && h.Label != "":
			v = labelWord(h.Label, w.Words) + ": " + v
		}
		plain = append(plain, v)
	}
	if w.Words == nil && len(labels) > 0 {
		return labels
	}
	return list(plain)
}

// nth writes one address of a kind, or its label.
func (w *Writing) nth(kind data.HandleKind, p place) any {
	n := max(p.n, 1)
	for _, h := range w.handles {
		if h.Kind != kind {
			continue
		}
		if n--; n > 0 {
			continue
		}
		switch {
		case strings.HasSuffix(p.base, "-label"):
			return some(labelWord(h.Label, w.Words))
		case kind == data.HandlePhone && w.Words != nil:
			return some(phone(h.Value))
		case kind == data.HandleOther && strings.Contains(h.Value, ":::"):
			return notation.JoinList([]string{h.Value}) // or it would be taken for several
		}
		return some(h.Value)
	}
	return nil
}

// phone writes a number in Polish grouping, so that it neither begins with a
// plus, which spreadsheets calculate, nor is taken for a number. One with an
// extension stays as it was written.
func phone(s string) string {
	if strings.ContainsFunc(s, unicode.IsLetter) || strings.ContainsAny(s, ";,") {
		return s
	}
	return match.FormatPhone(s)
}

func (w *Writing) address(p place) any {
	all, i := w.postal, max(p.n, 1)-1
	if i >= len(all) {
		return nil
	}
	a := all[i]
	switch p.base {
	case "address-label":
		return some(labelWord(a.Label, w.Words))
	case "street":
		return some(a.Street)
	case "post-code":
		return some(a.PostCode)
	case "city":
		return some(a.City)
	case "region":
		return some(a.Region)
	case "country":
		return some(a.Country)
	}
	return nil
}

// other writes what is no text: figures, dates, and what others know.
func (w *Writing) other(c *data.ContactRow, code string) any {
	switch code {
	case "name":
		if c.DisplayName != "" {
			return some(c.DisplayName)
		}
		return some(c.Name())
	case "birth-year":
		return count(c.BirthYear)
	case "open-cases":
		return count(c.OpenCases)
	case "open-follow-ups":
		return count(c.OpenFollowUps)
	case "no-contact":
		if !c.NoContact {
			return nil
		}
		return w.yesNo(true)
	case "referred-by":
		if c.ReferredBy == 0 || w.Name == nil {
			return nil
		}
		return some(w.Name(c.ReferredBy))
	}
	return w.when(c, code)
}

// when writes days and moments.
func (w *Writing) when(c *data.ContactRow, code string) any {
	switch code {
	case "since":
		return day(c.Since)
	case "ended-on":
		return day(c.End.On)
	case "end-notice":
		return day(c.End.Notice)
	case "last-contact":
		return w.moment(c.LastContact)
	case "created":
		return w.moment(c.Created)
	case "updated":
		return w.moment(c.Updated)
	}
	return nil
}

func count(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func day(d data.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

func (w *Writing) moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	if w.Zone != nil {
		return t.In(w.Zone)
	}
	return t.UTC()
}

func (w *Writing) yesNo(yes bool) any {
	switch {
	case w.Words == nil:
		return yes
	case yes:
		return w.Words.T("exchange.yes")
	}
	return w.Words.T("exchange.no")
}

// own writes a field that the owner added.
func (w *Writing) own(c *data.ContactRow, code string) any {
	f, ok := ownOf(code, w.Own)
	if !ok {
		return nil
	}
	s := notation.Text(c.Fields[f.ID])
	if s == "" {
		return nil
	}
	switch f.Kind {
	case data.FieldNumber:
		if n, ok := notation.ParseNumber(s); ok {
			return Number(n)
		}
	case data.FieldDate:
		if d, err := data.ParseDate(s); err == nil {
			return d
		}
	case data.FieldYesNo:
		if s == "yes" || s == "no" {
			return w.yesNo(s == "yes")
		}
	}
	return s
}
