package fields

import (
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"

	"kartoteka/data/exchange/notation"
)

// setters put the text of a cell into a contact, by field.
var setters map[string]func(*draft, string)

// addressSetters put it into the address that the column is a part of.
var addressSetters map[string]func(*draft, string)

func init() { // here, for they refer to the type that refers to them
	setters = map[string]func(*draft, string){
		"uid":               func(d *draft, s string) { d.c.UID = s },
		"name":              func(d *draft, s string) { d.name = s },
		"given-name":        func(d *draft, s string) { d.c.GivenName = s },
		"middle-name":       func(d *draft, s string) { d.middle = s },
		"name-prefix":       setPrefix,
		"name-suffix":       func(d *draft, s string) { d.suffix = s },
		"family-name":       func(d *draft, s string) { d.c.FamilyName = s },
		"nickname":          func(d *draft, s string) { d.c.Nickname = s },
		"company":           func(d *draft, s string) { d.c.Company = notation.Line(s) },
		"job-title":         func(d *draft, s string) { d.c.JobTitle = s },
		"kind":              func(d *draft, s string) { fromWord(d, &d.c.Kind, "kind", s) },
		"status":            func(d *draft, s string) { fromWord(d, &d.c.Status, "status", s) },
		"legal-type":        func(d *draft, s string) { fromWord(d, &d.c.LegalType, "legal", s) },
		"preferred-channel": func(d *draft, s string) { setChannel(d, &d.c.PreferredChannel, s) },
		"second-channel":    func(d *draft, s string) { setChannel(d, &d.c.SecondChannel, s) },
		"generation":        func(d *draft, s string) { fromWord(d, &d.c.Generation, "generation", s) },
		"ended-by":          func(d *draft, s string) { fromWord(d, &d.c.End.By, "ended", s) },
		"best-hours":        func(d *draft, s string) { d.c.BestHours = s },
		"no-contact-why":    func(d *draft, s string) { d.c.NoContactWhy = s },
		"arrangements":      func(d *draft, s string) { d.c.Arrangements = s },
		"referred-by":       func(d *draft, s string) { d.item.ReferredBy = s },
		"end-note":          func(d *draft, s string) { d.c.End.Note = s },
		"note":              func(d *draft, s string) { d.c.Note = notation.JoinStreet(d.c.Note, "\n", s) },
		"language":          func(d *draft, s string) { d.c.Language = notation.Language(s) },
		"since":             func(d *draft, s string) { setDate(d, &d.c.Since, s) },
		"ended-on":          func(d *draft, s string) { setDate(d, &d.c.End.On, s) },
		"end-notice":        func(d *draft, s string) { setDate(d, &d.c.End.Notice, s) },
		"custom-label":      func(d *draft, s string) { d.labels = append(d.labels, s) },
		"custom-value":      func(d *draft, s string) { d.values = append(d.values, s) },
		"nip":               setNIP,
		"regon":             setREGON,
		"no-contact":        setNoContact,
		"quiet-hours":       setQuiet,
		"end-reason":        setEndReason,
		"tags":              setTags,
		"birth-year":        setBirth,
		"birth-date":        setBirth,
	}
	addressSetters = map[string]func(*draft, string){
		"address-label":  setAddressLabel,
		"street":         func(d *draft, s string) { d.address().Street = oneLine(s) },
		"post-code":      func(d *draft, s string) { d.address().PostCode = notation.PostCode(oneLine(s)) },
		"city":           func(d *draft, s string) { d.address().City = oneLine(s) },
		"region":         func(d *draft, s string) { d.address().Region = oneLine(s) },
		"country":        func(d *draft, s string) { d.address().Country = oneLine(s) },
		"street-more":    addLine,
		"street-ext":     addLine,
		"po-box":         addLine,
		"house":          func(d *draft, s string) { d.houses = s },
		"flat":           func(d *draft, s string) { d.flats = s },
		"address":        setAddress,
		"post-code-city": setPostCity,
	}
}

// address is the one that the column being read is a part of. Its label is that
// of the column until one is read.
func (d *draft) address() *data.PostalAddress {
	a := &d.p.postal[d.at.slot]
	if a.Label == "" {
		a.Label = d.at.name
	}
	return a
}

// setAddressLabel says what an address is; the first stands in the card itself
// and has none.
func setAddressLabel(d *draft, s string) {
	if d.at.slot == 0 && notation.Label(s) != "" {
		d.leaveOut()
		return
	}
	d.address().Label = notation.Label(s)
}

func addLine(d *draft, s string) {
	d.address()
	d.p.lines[d.at.slot] = notation.JoinStreet(d.p.lines[d.at.slot], ", ", oneLine(s))
}

func oneLine(s string) string {
	if !strings.Contains(s, "\n") {
		return s
	}
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, ", ")
}

// setAddress reads an address in one piece, which some files have beside its
// parts: those are better.
func setAddress(d *draft, s string) {
	a := d.address()
	if a.Street != "" || a.City != "" || a.PostCode != "" {
		return
	}
	label := a.Label
	*a = notation.ParseAddress(s)
	a.Label = label
}

func setPostCity(d *draft, s string) {
	code, city := notation.SplitPostCity(s)
	a := d.address()
	if code != "" {
		a.PostCode = code
	}
	if city != "" {
		a.City = city
	}
}

func fromWord[T ~string](d *draft, to *T, list, s string) {
	code := d.p.word(list, s)
	if code == "" {
		d.odd(WarnValue)
		return
	}
	*to = T(code)
}

// setChannel takes a channel of the owner's own as it is written: its code.
func setChannel(d *draft, to *data.Channel, s string) {
	if code := d.p.word("channel", s); code != "" {
		*to = data.Channel(code)
		return
	}
	*to = data.Channel(s)
}

func setDate(d *draft, to *data.Date, s string) {
	date, ok := notation.ParseDate(s, d.p.monthFirst)
	if !ok {
		d.odd(WarnValue)
		return
	}
	*to = date
}

func setNIP(d *draft, s string) {
	n, err := match.NIP(s)
	if err != nil {
		d.noted("NIP", s)
		return
	}
	d.c.NIP = n
}

// setREGON gives a number back the zero that a spreadsheet took from its front.
func setREGON(d *draft, s string) {
	n, err := match.REGON(s)
	if err != nil && (len(s) == 8 || len(s) == 13) {
		n, err = match.REGON("0" + s)
	}
	if err != nil {
		d.noted("REGON", s)
		return
	}
	d.c.REGON = n
}

// setPrefix keeps a title for the name; of Mr. and Pani there is no place.
func setPrefix(d *draft, s string) {
	if notation.Courtesy(s) {
		d.leaveOut()
		return
	}
	d.prefix = s
}

// noted keeps a number that is none of its kind in the note: it may have one
// wrong digit, or be one of another country, and is worth asking about.
func (d *draft) noted(what, s string) {
	d.warn(WarnNumber)
	d.c.Note = notation.JoinStreet(d.c.Note, "\n", what+": "+s)
}

func setNoContact(d *draft, s string) {
	yes, ok := notation.YesNo(s)
	if !ok {
		d.odd(WarnValue)
		return
	}
	d.c.NoContact = yes
}

func setBirth(d *draft, s string) {
	year, ok := notation.BirthYear(s, d.p.monthFirst)
	if !ok {
		d.odd(WarnValue)
		return
	}
	if s != strconv.Itoa(year) {
		d.warn(WarnBirthYear)
	}
	if d.c.BirthYear == 0 {
		d.c.BirthYear = year
	}
}

// setEndReason takes the owner's own words where they are none of the list.
func setEndReason(d *draft, s string) {
	if code := d.p.word("reason", s); code != "" {
		s = code
	}
	d.c.End.Reason = s
}

// ownGroups are the groups that Google puts every contact into.
var ownGroups = []string{"mycontacts", "my contacts", "starred", "moje kontakty", "oznaczone gwiazdka"}

func setTags(d *draft, s string) {
	for _, tag := range notation.SplitList(s) {
		system := strings.HasPrefix(tag, "* ")
		if tag = notation.Unstarred(tag); tag == "" || system && slices.Contains(ownGroups, notation.Plain(tag)) {
			continue
		}
		if !slices.Contains(d.c.Tags, tag) {
			d.c.Tags = append(d.c.Tags, tag)
		}
	}
}

func setQuiet(d *draft, s string) {
	q, ok := notation.ParseQuiet(s)
	if !ok {
		d.odd(WarnValue)
		return
	}
	d.c.Quiet = q
}
