package fields

import (
	"regexp"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/match"
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
		s := Text(cells[i])
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
		v, ok := Own(f, s, d.p.monthFirst)
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

// Own returns the written form of a value for one of the owner's own fields,
// false for what it can't hold.
func Own(f data.CustomField, s string, monthFirst bool) (string, bool) {
	s = Text(s)
	switch f.Kind {
	case data.FieldNumber:
		return ParseNumber(s)
	case data.FieldDate:
		d, ok := ParseDate(s, monthFirst)
		return d.String(), ok
	case data.FieldYesNo:
		yes, ok := yesNo(s)
		if yes {
			return "yes", true
		}
		return "no", ok
	case data.FieldChoice:
		for _, c := range f.Choices {
			if match.Fold(strings.TrimSpace(c)) == match.Fold(s) {
				return c, true
			}
		}
		return "", s == ""
	}
	return s, true
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
		a.Street = join(a.Street, ", ", d.p.lines[i])
		if i == 0 {
			a.Street = join(join(a.Street, " ", d.houses), "/", d.flats)
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
		c.GivenName = join(c.GivenName, " ", d.middle)
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
		c.GivenName, c.FamilyName = splitFamilyFirst(name)
	default:
		c.GivenName, c.FamilyName = SplitName(name)
	}
	c.GivenName, c.FamilyName = Titled(c.GivenName, c.FamilyName, d.prefix, d.suffix)
}

// nameOfCompany reports whether the name in a column for either is a company's.
// One with a tax number is, unless it looks like that of a person in business.
func (d *draft) nameOfCompany(name string) bool {
	if LooksLikeCompany(name) {
		return true
	}
	return d.c.Company == "" && d.c.NIP != "" && !personal(name)
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
			label = Label(d.p.labels[i])
		}
		switch s.base {
		case "email", "emails":
			out = d.emails(out, v, label)
		case "phone", "phones":
			out = d.phones(out, v, label)
		case "domains":
			for _, v := range SplitList(v) {
				out = add(out, data.Handle{Kind: data.HandleDomain, Value: v, Label: label})
			}
		case "handle":
			out = d.others(out, v, label)
		default:
			for _, v := range SplitList(v) {
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
	if plainEmail(v) {
		return add(all, data.Handle{Kind: data.HandleEmail, Value: v, Label: label})
	}
	for _, part := range SplitList(v) {
		if a := Email(part); a != "" {
			all = add(all, data.Handle{Kind: data.HandleEmail, Value: a, Label: label})
			continue
		}
		d.col = d.columnOf(v)
		d.odd(WarnEmail)
	}
	return all
}

// plainEmail reports whether a cell is one address and nothing else. Those of
// plain letters, which nearly all are, are seen at once.
func plainEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at > 0 && at < 65 && len(s) < 200 && strings.Trim(s[:at], plainSigns+"_+") == "" && plainDomain(s[at+1:]) {
		return true
	}
	return !strings.ContainsAny(s, "<, ;:\n") && match.Email(s) != ""
}

const plainSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

func plainDomain(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	return dot > 0 && len(s)-dot > 2 && strings.Trim(s, plainSigns) == "" && s[0] != '-' && s[0] != '.' &&
		s[len(s)-1] != '-' && !strings.Contains(s, "..") && !strings.Contains(s, ".-") && !strings.Contains(s, "-.") && len(s) < 60
}

// isPhone reports whether a cell is a phone number. Nine digits, with spaces or
// not, are seen at once.
func isPhone(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '1' && c <= '9', c == '0' && digits > 0:
			digits++
		case c == ' ' && digits > 0:
		default:
			_, ok := match.Phone(s)
			return ok
		}
	}
	if digits == 9 {
		return true
	}
	_, ok := match.Phone(s)
	return ok
}

// Email returns the address in "Name <address>" or "mailto:address", "" for
// what is none.
func Email(s string) string {
	s = strings.TrimSpace(s)
	if match.Email(s) == "" {
		return ""
	}
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		s, _, _ = strings.Cut(s[i+1:], ">")
	}
	s = strings.TrimSpace(s)
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	return s
}

// columnOf finds the column of a value again, to name it.
func (d *draft) columnOf(v string) int {
	for i, cell := range d.item.Cells {
		if i < len(d.p.columns) && Text(cell) == v {
			return i
		}
	}
	return d.col
}

// mangled is what a spreadsheet makes of a long number in a narrow column.
var mangled = regexp.MustCompile(`^[+]?\d([.,]\d+)?[eE]\+?\d+$`)

func (d *draft) phones(all []data.Handle, v, label string) []data.Handle {
	if mangled.MatchString(v) {
		full, ok := unmangle(v)
		if !ok {
			d.col = d.columnOf(v)
			d.odd(WarnMangled)
			return all
		}
		v = full
	}
	// The extension of a telephone URI is part of its number.
	if isPhone(v) && (!strings.ContainsAny(v, ",;\n") || strings.Count(v, ";") == 1 && strings.Contains(v, ";ext=") && !strings.ContainsAny(v, ",\n")) {
		return add(all, data.Handle{Kind: data.HandlePhone, Value: v, Label: label})
	}
	for _, part := range splitPhones(v) {
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

// unmangle writes 6.01234567E+08 out, if no digit was lost.
func unmangle(s string) (string, bool) {
	s = strings.Replace(s, ",", ".", 1)
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f > 1e15 {
		return "", false
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(s), "e")
	digits := strconv.FormatFloat(f, 'f', 0, 64)
	return digits, len(strings.TrimPrefix(mantissa, "+"))-1 >= len(digits)
}

// splitPhones takes several numbers in one cell apart. A slash within a number
// ("42/678 11 22") is no separator.
func splitPhones(s string) []string {
	var out []string
	for _, part := range SplitList(s) {
		if _, ok := match.Phone(part); ok {
			out = append(out, part)
			continue
		}
		halves := strings.FieldsFunc(strings.NewReplacer(" lub ", "|", " i ", "|", " or ", "|", "/", "|", `\`, "|").Replace(part),
			func(r rune) bool { return r == '|' })
		whole := len(halves) > 1
		for i, h := range halves {
			halves[i] = strings.TrimSpace(h)
			if _, ok := match.Phone(h); !ok {
				whole = false
			}
		}
		if whole {
			out = append(out, halves...)
			continue
		}
		out = append(out, part)
	}
	return out
}

// others are addresses of no kind of its own: a profile, a web site. Those of a
// known label may be several; else the text is one.
func (d *draft) others(all []data.Handle, v, label string) []data.Handle {
	if strings.Contains(v, ":::") {
		for _, part := range SplitList(v) {
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
	return add(all, data.Handle{Kind: data.HandleOther, Value: strings.TrimSpace(value), Label: Label(label)})
}
