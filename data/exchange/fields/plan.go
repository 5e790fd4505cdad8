package fields

import (
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"

	"kartoteka/data/exchange/notation"
)

// Plan is how the columns of a table are read. It is for one goroutine.
type Plan struct {
	columns    []exchange.Column
	targets    []target // one a column
	slots      []slot   // e-mail addresses, phones, … in their order
	addresses  int
	monthFirst bool
	own        map[string]data.CustomField

	values []string // of the row being read, by slot
	labels []string
	postal []data.PostalAddress
	lines  []string        // of postal: what is added to the street
	known  map[said]string // words that were looked up
}

// target is where the cell of a column goes.
type target struct {
	set  func(*draft, string) // nil: it is left out
	slot int                  // of a value or an address
	name string               // label of its values; name of a custom field
}

// slot is one column of values.
type slot struct {
	base  string
	n     int
	label string
}

// New makes a plan from columns with their fields.
func New(columns []exchange.Column, o *exchange.Options) *Plan {
	p := &Plan{columns: columns, targets: make([]target, len(columns)), monthFirst: o.MonthFirst, own: map[string]data.CustomField{}}
	for _, f := range o.Fields {
		p.own[f.Name] = f
	}
	places := make([]place, len(columns))
	for i, c := range columns {
		places[i] = parsePlace(c.Field)
	}
	p.layOut(places)
	addresses := addressSlots(places)
	p.addresses = len(addresses)
	for i, at := range places {
		p.targets[i] = p.target(i, at, addresses)
	}
	p.known = map[said]string{}
	p.values = make([]string, len(p.slots))
	p.labels = make([]string, len(p.slots))
	p.postal = make([]data.PostalAddress, p.addresses)
	p.lines = make([]string, p.addresses)
	return p
}

// valueBases are the fields of which a contact has any number, in the order in
// which a card shows them.
var valueBases = []string{"email", "emails", "phone", "phones", "handle", "handles", "domains"}

// layOut gives every column of values a slot, ordered by kind and number. A
// column without a number comes before those with one.
func (p *Plan) layOut(places []place) {
	type numbered struct {
		slot
		column int
	}
	var all []numbered
	for i, at := range places {
		if slices.Contains(valueBases, at.base) {
			all = append(all, numbered{slot(at), i})
		}
	}
	slices.SortStableFunc(all, func(a, b numbered) int {
		if d := slices.Index(valueBases, a.base) - slices.Index(valueBases, b.base); d != 0 {
			return d
		}
		return order(a.slot) - order(b.slot)
	})
	for i, v := range all {
		p.slots = append(p.slots, v.slot)
		p.targets[v.column].slot = i
	}
}

// order is the place of a column among those of its kind; a fax comes last, for
// the first phone is the one that is dialled.
func order(s slot) int {
	if s.label == "fax" {
		return maxSlots + s.n
	}
	return max(s.n, 1)
}

// addressSlots numbers the addresses: those with a number by it, then those with
// a label, in the order of the columns.
func addressSlots(places []place) map[place]int {
	var keys []place
	for _, at := range places {
		if addressParts[at.base] {
			if k := addressKey(at); !slices.Contains(keys, k) {
				keys = append(keys, k)
			}
		}
	}
	slices.SortStableFunc(keys, func(a, b place) int { return a.n - b.n })
	all := map[place]int{}
	for i, k := range keys {
		all[k] = i
	}
	return all
}

// addressKey names the address that a column is a part of.
func addressKey(at place) place {
	if at.label == "" && at.n == 0 {
		return place{n: 1}
	}
	if at.label != "" {
		return place{n: maxSlots + max(at.n, 1), label: at.label}
	}
	return place{n: at.n}
}

// target says what is done with the cells of a column.
func (p *Plan) target(i int, at place, addresses map[place]int) target {
	t := target{slot: p.targets[i].slot, name: at.label}
	switch {
	case at.base == custom:
		t.set = setCustom
	case slices.Contains(valueBases, at.base):
		t.set = setValue
	case addressParts[at.base]:
		t.slot = addresses[addressKey(at)]
		t.set = addressSetters[at.base]
	case at.base == "name" && at.label != "":
		t.set = (*draft).setNameFamilyFirst
	case strings.HasSuffix(at.base, "-label") && at.base != "custom-label":
		t.slot = slices.IndexFunc(p.slots, func(s slot) bool {
			return s.base == strings.TrimSuffix(at.base, "-label") && max(s.n, 1) == max(at.n, 1)
		})
		if t.slot >= 0 {
			t.set = func(d *draft, s string) { d.p.labels[d.at.slot] = s }
		}
	default:
		t.set = setters[at.base]
	}
	return t
}

// said is a word of a list, as it was written.
type said struct{ list, text string }

// Word looks a word up once: columns of words have few different ones.
func (p *Plan) word(list, s string) string {
	key := said{list, s}
	code, ok := p.known[key]
	if !ok {
		code = notation.Word(list, s)
		if len(p.known) < 1000 {
			p.known[key] = code
		}
	}
	return code
}

// Columns proposes a field for every heading: what the person said, what the
// heading means, or an own field of that name; and for a heading that says
// nothing, e-mail addresses and phones by the look of the samples, one row each.
// Headings are made unique by a number.
func Columns(headings []string, samples [][]string, o *exchange.Options) []exchange.Column {
	columns := make([]exchange.Column, len(headings))
	ranks := make([]int, len(headings))
	taken := map[string]bool{}
	for i, h := range headings {
		c := &columns[i]
		c.Name = unique(notation.Text(h), i, taken)
		c.Sample = firstSample(samples, i)
		p, rank := recognise(h)
		c.Field, ranks[i] = p.String(), rank
		if p.base == "" {
			c.Field = ownField(c.Name, o.Fields)
		}
	}
	if ours(columns) {
		for i := range columns {
			if c := &columns[i]; c.Field == "" && i < len(headings) && notation.Text(headings[i]) != "" {
				c.Field = custom + c.Name
			}
		}
	}
	courtesyTitle(columns)
	byContent(columns, samples)
	settleDoubles(columns, ranks)
	for i := range columns {
		c := &columns[i]
		if f, ok := o.Mapping[c.Name]; ok && Known(f) {
			c.Field = f
		}
		if c.Field == "" {
			c.Field = Skip
		}
	}
	return columns
}

// ours reports whether a table is one that this program wrote, by columns that
// stand together in no other's: a heading that means nothing in such a table is
// the name of one of the owner's own fields, which must not be lost when a card
// index is filled from it that has no such field yet.
func ours(columns []exchange.Column) bool {
	there := map[string]bool{}
	for i := range columns {
		there[columns[i].Field] = true
	}
	return there["uid"] && there["kind"] && there["legal-type"] && there["status"]
}

func unique(name string, i int, taken map[string]bool) string {
	if name == "" {
		name = ColumnLetters(i)
	}
	base := name
	for n := 2; taken[name]; n++ {
		name = base + " (" + strconv.Itoa(n) + ")"
	}
	taken[name] = true
	return name
}

// ColumnLetters names a column as a spreadsheet does, from 0: A, B, … Z, AA.
func ColumnLetters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('A'+(i-1)%26)) + s
	}
	return s
}

func firstSample(samples [][]string, i int) string {
	for _, row := range samples {
		if i < len(row) {
			if s := notation.Text(row[i]); s != "" {
				return s
			}
		}
	}
	return ""
}

func ownField(name string, own []data.CustomField) string {
	for _, f := range own {
		if notation.Plain(f.Name) == notation.Plain(name) && notation.Plain(name) != "" {
			return custom + f.Name
		}
	}
	return ""
}

// courtesyTitle reads the column "Title" beside one of job titles as Outlook
// means it: what stands before the name.
func courtesyTitle(columns []exchange.Column) {
	job := slices.ContainsFunc(columns, func(c exchange.Column) bool { return c.Field == "job-title" && notation.Plain(c.Name) != "title" })
	for i := range columns {
		if job && columns[i].Field == "job-title" && notation.Plain(columns[i].Name) == "title" {
			columns[i].Field = "name-prefix"
		}
	}
}

// settleDoubles sees to it that no two columns go to a place for one value: the
// one whose heading is the clearest keeps it. More e-mail addresses and phones
// are more values, and a second address is a second address.
func settleDoubles(columns []exchange.Column, ranks []int) {
	best := map[string]int{}
	for i := range columns {
		p := parsePlace(columns[i].Field)
		if p.base == Skip || p.base == custom || slices.Contains(valueBases, p.base) {
			continue
		}
		key := p.base // of a job title, say, there is one, however it is numbered
		if addressParts[p.base] || manyColumns[p.base] {
			key = p.String()
		}
		j, double := best[key]
		switch {
		case !double:
			best[key] = i
		case addressParts[p.base] && p.base != "street-more":
			for n := max(p.n, 1) + 1; double && n <= maxSlots; n++ {
				p.n = n
				_, double = best[p.String()]
			}
			columns[i].Field = p.String()
			best[p.String()] = i
		case manyColumns[p.base]:
			// are put together
		case ranks[i] < ranks[j]:
			columns[j].Field, best[key] = Skip, i
		default:
			columns[i].Field = Skip
		}
	}
}

// manyColumns are fields to which several columns can go.
var manyColumns = map[string]bool{
	"tags": true, "note": true, "street-more": true, "custom-label": true, "custom-value": true, "email-label": true,
	"phone-label": true, "handle-label": true,
}
