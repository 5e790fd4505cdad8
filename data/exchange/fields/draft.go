package fields

import (
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/match"

	"kartoteka/data/exchange/notation"
)

// Sentences on what was odd in a row but understood.
const (
	WarnValue     = "exchange.warning.value"      // a value that the field can't hold was left out
	WarnEmail     = "exchange.warning.email"      // what stood there is no e-mail address
	WarnPhone     = "exchange.warning.phone"      // what stood there is no phone number, kept as another contact
	WarnNoEmail   = "exchange.warning.no-email"   // likewise of an e-mail address
	WarnNumber    = "exchange.warning.number"     // a NIP or REGON that is none is kept in the note
	WarnMangled   = "exchange.warning.mangled"    // a spreadsheet rounded a long number
	WarnBirthYear = "exchange.warning.birth-year" // of the date of birth only the year is kept
)

// draft is a contact while its row is read.
type draft struct {
	p    *Plan
	c    *data.Contact
	item *exchange.Item
	at   *target
	col  int

	name, middle   string
	familyFirst    bool
	houses, flats  string
	prefix, suffix string   // of the name
	labels, values []string // of own fields by another program
}

// Read makes an item of a row. Cells beyond the columns are not looked at; the
// item keeps the slice. It returns false for a row without anything in it.
func (p *Plan) Read(number int, cells []string) (exchange.Item, bool) {
	item := exchange.Item{Number: number, Cells: cells, Contact: &data.Contact{}}
	d := draft{p: p, c: item.Contact, item: &item}
	p.reset()
	any := false
	for i := range p.targets {
		if i >= len(cells) || cells[i] == "" {
			continue
		}
		s := notation.Text(cells[i])
		if s == "" {
			continue
		}
		any = true
		d.at, d.col = &p.targets[i], i
		if d.at.set == nil {
			d.leaveOut()
			continue
		}
		d.at.set(&d, s)
	}
	if !any {
		return exchange.Item{}, false
	}
	d.finish()
	return item, true
}

func (p *Plan) reset() {
	clear(p.values)
	clear(p.labels)
	clear(p.postal)
	clear(p.lines)
}

func (d *draft) leaveOut() { d.item.LeftOut = append(d.item.LeftOut, d.p.columns[d.col].Name) }

// odd leaves a value out that its field can't hold.
func (d *draft) odd(warning string) {
	d.leaveOut()
	d.warn(warning)
}

func (d *draft) warn(key string) {
	for _, w := range d.item.Warnings {
		if w == key {
			return
		}
	}
	d.item.Warnings = append(d.item.Warnings, key)
}

func setValue(d *draft, s string) { d.p.values[d.at.slot] = s }

func (d *draft) setNameFamilyFirst(s string) { d.name, d.familyFirst = s, true }

// setCustom keeps a value of one of the owner's own fields, in the form in which
// its kind is kept if it is known.
func setCustom(d *draft, s string) {
	name := d.at.name
	f, known := d.p.own[name]
	if known {
		v, ok := notation.Own(f, s, d.p.monthFirst)
		if !ok {
			d.odd(WarnValue)
			return
		}
		s = v
	}
	d.field(name, s)
}

func (d *draft) field(name, s string) {
	if d.item.Fields == nil {
		d.item.Fields = map[string]string{}
	}
	d.item.Fields[name] = s
}

// finish puts together what stood in several columns.
func (d *draft) finish() {
	c := d.c
	d.finishAddresses()
	c.Handles = d.handles()
	d.finishName()
	d.finishOwn()
	if c.Status == "" && c.End.By != "" {
		c.Status = data.StatusEndedByUs
		if c.End.By == data.EndedByClient {
			c.Status = data.StatusEndedByClient
		}
	}
	d.item.UID = c.UID
	if c.Name() == "" {
		d.item.Err = data.NewError(data.CodeInvalid, "row-without-name", "Row", d.item.Number)
	}
}

func (d *draft) finishAddresses() {
	first := true
	for i := range d.p.postal {
		a := d.p.postal[i]
		a.Street = notation.JoinStreet(a.Street, ", ", d.p.lines[i])
		if i == 0 {
			a.Street = notation.JoinStreet(notation.JoinStreet(a.Street, " ", d.houses), "/", d.flats)
		}
		if a.Street == "" && a.PostCode == "" && a.City == "" && a.Region == "" && a.Country == "" {
			continue
		}
		if first {
			first = false
			d.c.Street, d.c.PostCode, d.c.City, d.c.Region, d.c.Country = a.Street, a.PostCode, a.City, a.Region, a.Country
			continue
		}
		d.c.MoreAddresses = append(d.c.MoreAddresses, a)
	}
}

// finishName decides between a person and a company, and takes a full name
// apart where there is no better one.
func (d *draft) finishName() {
	c, name := d.c, d.name
	if d.middle != "" {
		c.GivenName = notation.JoinStreet(c.GivenName, " ", d.middle)
	}
	person := c.GivenName != "" || c.FamilyName != ""
	if c.Kind == "" {
		c.Kind = data.Person
		switch {
		case person:
		case name != "" && (name == c.Company || d.nameOfCompany(name)):
			c.Kind = data.Company
		case name == "" && c.Company != "":
			c.Kind = data.Company
		}
	}
	switch {
	case name == "" || person:
	case c.Kind == data.Company:
		if c.Company == "" {
			c.Company = name
		}
	case d.familyFirst:
		c.GivenName, c.FamilyName = notation.SplitFamilyFirst(name)
	default:
		c.GivenName, c.FamilyName = notation.SplitName(name)
	}
	c.GivenName, c.FamilyName = notation.Titled(c.GivenName, c.FamilyName, d.prefix, d.suffix)
}

// nameOfCompany reports whether the name in a column for either is a company's.
// One with a tax number is, unless it looks like that of a person in business.
func (d *draft) nameOfCompany(name string) bool {
	if notation.LooksLikeCompany(name) {
		return true
	}
	return d.c.Company == "" && d.c.NIP != "" && !notation.Personal(name)
}

// finishOwn joins names and values of another program's own fields.
func (d *draft) finishOwn() {
	for i, v := range d.values {
		if i < len(d.labels) && d.labels[i] != "" {
			d.field(d.labels[i], v)
		}
	}
}

// handles collects the values of all columns in their order, each once.
func (d *draft) handles() []data.Handle {
	n := 0
	for _, v := range d.p.values {
		if v != "" {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	out := make([]data.Handle, 0, n)
	for i, v := range d.p.values {
		if v == "" {
			continue
		}
		s := &d.p.slots[i]
		label := s.label
		if d.p.labels[i] != "" {
			label = notation.Label(d.p.labels[i])
		}
		switch s.base {
		case "email", "emails":
			out = d.emails(out, v, label)
		case "phone", "phones":
			out = d.phones(out, v, label)
		case "domains":
			for _, v := range notation.SplitList(v) {
				out = add(out, data.Handle{Kind: data.HandleDomain, Value: v, Label: label})
			}
		case "handle":
			out = d.others(out, v, label)
		default:
			for _, v := range notation.SplitList(v) {
				out = labelled(out, v)
			}
		}
	}
	return out
}

// add appends a handle that is not there yet.
func add(all []data.Handle, h data.Handle) []data.Handle {
	for i := range all {
		if all[i].Kind == h.Kind && same(h.Kind, all[i].Value, h.Value) {
			return all
		}
	}
	return append(all, h)
}

// same reports whether two ways of writing are one address.
func same(kind data.HandleKind, a, b string) bool {
	switch {
	case a == b:
		return true
	case kind == data.HandlePhone:
		x, ok := match.Phone(a)
		y, _ := match.Phone(b)
		return ok && x == y
	case kind == data.HandleEmail:
		return strings.EqualFold(a, b)
	}
	return false
}

func (d *draft) emails(all []data.Handle, v, label string) []data.Handle {
	if notation.IsEmail(v) {
		return add(all, data.Handle{Kind: data.HandleEmail, Value: v, Label: label})
	}
	for _, part := range notation.SplitList(v) {
		if a := notation.Email(part); a != "" {
			all = add(all, data.Handle{Kind: data.HandleEmail, Value: a, Label: label})
			continue
		}
		d.col = d.columnOf(v)
		d.odd(WarnEmail)
	}
	return all
}

// columnOf finds the column of a value again, to name it.
func (d *draft) columnOf(v string) int {
	for i, cell := range d.item.Cells {
		if i < len(d.p.columns) && notation.Text(cell) == v {
			return i
		}
	}
	return d.col
}

func (d *draft) phones(all []data.Handle, v, label string) []data.Handle {
	full, ok := notation.Unmangle(v)
	if !ok {
		d.col = d.columnOf(v)
		d.odd(WarnMangled)
		return all
	}
	v = full
	// The extension of a telephone URI is part of its number.
	if notation.IsPhone(v) && (!strings.ContainsAny(v, ",;\n") || strings.Count(v, ";") == 1 && strings.Contains(v, ";ext=") && !strings.ContainsAny(v, ",\n")) {
		return add(all, data.Handle{Kind: data.HandlePhone, Value: v, Label: label})
	}
	for _, part := range notation.SplitPhones(v) {
		if _, ok := match.Phone(part); ok {
			all = add(all, data.Handle{Kind: data.HandlePhone, Value: part, Label: label})
			continue
		}
		if !strings.ContainsAny(part, "0123456789") {
			d.col = d.columnOf(v)
			d.odd(WarnPhone)
			continue
		}
		d.warn(WarnPhone)
		if label == "" {
			label = "phone"
		}
		all = add(all, data.Handle{Kind: data.HandleOther, Value: part, Label: label})
	}
	return all
}

// others are addresses of no kind of its own: a profile, a web site. Those of a
// known label may be several; else the text is one.
func (d *draft) others(all []data.Handle, v, label string) []data.Handle {
	if strings.Contains(v, ":::") {
		for _, part := range notation.SplitList(v) {
			all = add(all, data.Handle{Kind: data.HandleOther, Value: part, Label: label})
		}
		return all
	}
	return add(all, data.Handle{Kind: data.HandleOther, Value: v, Label: label})
}

// labelled reads "label: value", as a list of other addresses is written.
func labelled(all []data.Handle, v string) []data.Handle {
	label, value, ok := strings.Cut(v, ": ")
	if !ok {
		label, value = "", v
	}
	return add(all, data.Handle{Kind: data.HandleOther, Value: strings.TrimSpace(value), Label: notation.Label(label)})
}
