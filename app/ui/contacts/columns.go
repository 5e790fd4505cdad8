package contacts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
	"kartoteka/data/match"
)

// usualColumns are those that a list begins with.
func usualColumns() []string {
	return []string{"name", "company", "phones", "city", "status", "last-contact"}
}

// ownColumn is how the code of a column with one of the owner's fields begins.
const ownColumn = "field:"

// table is what the columns of the list are made of.
type table struct {
	tr       *i18n.Translator
	now      func() time.Time
	fields   []data.CustomField
	channels []data.Category
	codes    []string
}

// all are the codes of the columns that can be shown, in their usual order.
func (t *table) all() []string {
	// Who referred somebody is on the card: a row holds no name of theirs.
	out := slices.DeleteFunc(data.ContactColumns(), func(c string) bool { return c == "referred-by" })
	for _, f := range t.fields {
		out = append(out, ownColumn+strconv.FormatInt(f.ID, 10))
	}
	return out
}

// title is what a column is called.
func (t *table) title(code string) string {
	if f := t.field(code); f != nil {
		return f.Name
	}
	return t.tr.T("contacts.column." + code)
}

func (t *table) field(code string) *data.CustomField {
	rest, ok := strings.CutPrefix(code, ownColumn)
	if !ok {
		return nil
	}
	for i := range t.fields {
		if strconv.FormatInt(t.fields[i].ID, 10) == rest {
			return &t.fields[i]
		}
	}
	return nil
}

// show chooses the columns; those that are gone are left out, and the name is
// always there.
func (t *table) show(codes []string) {
	known := t.all()
	t.codes = nil
	for _, c := range codes {
		if slices.Contains(known, c) && !slices.Contains(t.codes, c) {
			t.codes = append(t.codes, c)
		}
	}
	if !slices.Contains(t.codes, "name") {
		t.codes = append([]string{"name"}, t.codes...)
	}
}

// order is how the list is sorted by a column, "" when it can't be.
func order(code string) data.ContactOrder {
	switch code {
	case "name":
		return data.OrderName
	case "company":
		return data.OrderCompany
	case "city":
		return data.OrderCity
	case "status":
		return data.OrderStatus
	case "created":
		return data.OrderCreated
	case "last-contact":
		return data.OrderLastContact
	}
	return ""
}

// newestFirst tells the orders whose usual direction is down.
func newestFirst(o data.ContactOrder) bool {
	return o == data.OrderLastContact || o == data.OrderCreated
}

// widths are those of columns that are not of the usual width.
var widths = map[string]float32{
	"name": 210, "company": 170, "emails": 190, "phones": 120, "status": 170, "last-contact": 104, "city": 120,
	"kind": 70, "post-code": 70, "open-cases": 76, "open-follow-ups": 76, "birth-year": 70, "language": 60,
	"note": 220, "arrangements": 200, "tags": 150, "no-contact": 92, "created": 96, "updated": 96, "since": 96,
}

func (t *table) columns(row func(i int) *data.ContactRow) []widget.Column {
	out := make([]widget.Column, len(t.codes))
	for i, code := range t.codes {
		c := widget.Column{Title: t.title(code), Width: 130, Sorts: order(code) != ""}
		if w, ok := widths[code]; ok {
			c.Width = w
		}
		switch code {
		case "name":
			c.Bold, c.Avatar, c.Flex = true, true, true
		case "status":
			c.Tone = func(i int) kit.Tone {
				if r := row(i); r != nil {
					return parts.StatusTone(r.Status)
				}
				return kit.ToneNeutral
			}
		case "open-cases", "open-follow-ups", "birth-year":
			c.Right = true
		default:
			c.Muted = code != "company" && code != "phones"
		}
		out[i] = c
	}
	return out
}

// cell is what a column shows of a contact.
func (t *table) cell(code string, r *data.ContactRow) string {
	if f := t.field(code); f != nil {
		return t.own(f, r.Fields[f.ID])
	}
	if text, ok := t.identity(code, r); ok {
		return text
	}
	if text, ok := t.relation(code, r); ok {
		return text
	}
	return t.moments(code, r)
}

// identity is who it is and where.
func (t *table) identity(code string, r *data.ContactRow) (string, bool) {
	switch code {
	case "name":
		return r.DisplayName, true
	case "kind":
		return parts.Word(t.tr, "contactkind.", string(r.Kind)), true
	case "company":
		return companyOf(r), true
	case "job-title":
		return r.JobTitle, true
	case "emails":
		return strings.Join(r.Emails(), ", "), true
	case "phones":
		return phones(r), true
	case "handles":
		return handles(r), true
	case "street":
		return r.Street, true
	case "post-code":
		return r.PostCode, true
	case "city":
		return r.City, true
	case "region":
		return r.Region, true
	case "country":
		return r.Country, true
	}
	return "", false
}

// relation is what the client is to the firm.
func (t *table) relation(code string, r *data.ContactRow) (string, bool) {
	switch code {
	case "nip":
		return match.FormatNIP(r.NIP), true
	case "regon":
		return r.REGON, true
	case "status":
		return t.tr.T("status." + string(r.Status)), true
	case "legal-type":
		return parts.Word(t.tr, "legal.", string(r.LegalType)), true
	case "preferred-channel":
		return parts.ChannelName(t.tr, r.PreferredChannel, t.channels), true
	case "second-channel":
		return parts.ChannelName(t.tr, r.SecondChannel, t.channels), true
	case "best-hours":
		return r.BestHours, true
	case "tags":
		return strings.Join(r.Tags, ", "), true
	case "language":
		return r.Language, true
	case "arrangements":
		return oneLine(r.Arrangements), true
	case "note":
		return oneLine(r.Note), true
	case "no-contact":
		if r.NoContact {
			return t.tr.T("contacts.no-contact"), true
		}
		return "", true
	}
	return "", false
}

// moments are days and counts.
func (t *table) moments(code string, r *data.ContactRow) string {
	switch code {
	case "birth-year":
		return count(r.BirthYear)
	case "generation":
		if r.Generation != "" {
			return parts.Word(t.tr, "generation.", r.Generation)
		}
	case "since":
		return t.tr.Date(r.Since)
	case "last-contact":
		return t.tr.When(r.LastContact, t.now())
	case "open-cases":
		return count(r.OpenCases)
	case "open-follow-ups":
		return count(r.OpenFollowUps)
	case "created":
		return t.tr.When(r.Created, t.now())
	case "updated":
		return t.tr.When(r.Updated, t.now())
	}
	return ""
}

func (t *table) own(f *data.CustomField, v string) string {
	if v == "" {
		return ""
	}
	switch f.Kind {
	case data.FieldYesNo:
		return t.tr.T("contactform." + v)
	case data.FieldDate:
		if d, err := data.ParseDate(v); err == nil {
			return t.tr.Date(d)
		}
	case data.FieldNumber:
		return strings.Replace(v, ".", t.tr.T("number.decimal"), 1)
	}
	return v
}

func companyOf(r *data.ContactRow) string {
	if r.Kind == data.Company {
		return ""
	}
	return r.Company
}

func phones(r *data.ContactRow) string {
	var out []string
	for _, p := range r.Phones() {
		out = append(out, match.FormatPhone(p))
	}
	return strings.Join(out, ", ")
}

func handles(r *data.ContactRow) string {
	var out []string
	for _, h := range r.Handles {
		if h.Kind == data.HandleOther || h.Kind == data.HandleDomain {
			out = append(out, h.Value)
		}
	}
	return strings.Join(out, ", ")
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
