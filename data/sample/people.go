package sample

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/sample/compose"
)

// person is somebody who writes: a private person, or a company's employee.
type person struct {
	given, vocative, family string
	female, english         bool
	emails                  []string
	phone                   string
	street, streetLoc       string // "Zgierska 45 m. 12", "Zgierskiej 45"
	postCode                string
	firm                    *company
	role                    string // at the company
	uses                    compose.Program
	bare                    bool   // writes without Polish letters
	curt                    bool   // writes without greeting and farewell
	formal                  int    // 0 to 2
	birth                   int    // the year that the firm knows, 0: none
	generation              string // that it knows instead, "": none
	likes                   data.Channel
	asked                   bool // the firm knows what he likes
	legal                   data.LegalType
	unknown                 bool // no contact of the firm's yet
	sleeps                  bool // not heard of for long
	window                  bool // asks and never buys

	first, last time.Time // first and last message or call
	ordered     bool
	status      data.ContactStatus
	note        string
	tags        []string
}

// company is a client firm with a shared address.
type company struct {
	name, domain, box, branch string
	nip, regon                string
	office                    *person // who reads the shared address
	people                    []*person
}

func (p *person) name() string { return strings.TrimSpace(p.given + " " + p.family) }

// key is the address by which everything of this person's is referred to.
func (p *person) key() string { return p.emails[0] }

// value gives the slots that are about the person.
func (p *person) value(slot string) string {
	switch slot {
	case "wolacz":
		if p.female {
			return "Pani " + p.vocative
		}
		return "Panie " + p.vocative
	case "imie":
		return p.given
	case "nazwisko":
		return p.family
	case "imienazwisko":
		return p.name()
	case "tel":
		return match.FormatPhone(p.phone)
	case "ulica":
		return "ul. " + p.street
	case "loc":
		return p.streetLoc
	case "firma":
		if p.firm != nil {
			return p.firm.name
		}
		return p.name()
	case "nip":
		if p.firm != nil {
			return match.FormatNIP(p.firm.nip)
		}
	}
	panic("no slot " + slot)
}

// folk makes the clients: companies with their people, then private persons,
// a few of whom speak English.
func (w *world) folk() {
	r := newRandom(w.seed, "people")
	names := w.nameDecks(r)
	for i, line := range w.lib.lists["companies"] {
		w.companies = append(w.companies, w.newCompany(r, line, i, names))
	}
	for range 92 {
		w.persons = append(w.persons, w.newPerson(r, names))
	}
	for i := range w.lib.lists["people.en"] {
		w.foreigners = append(w.foreigners, w.newForeigner(r, i))
	}
	for range 8 {
		p := w.newPerson(r, names)
		p.unknown = true
		w.strangers = append(w.strangers, p)
	}
	for _, p := range slices.Concat(w.persons, w.foreigners) {
		w.tastes(p)
	}
	for _, c := range w.companies {
		for _, p := range append(c.people, c.office) {
			w.tastes(p)
		}
	}
}

// nameDecks hands out names so that none comes twice too early.
type nameDecks struct{ first, family, street, mailbox deck }

func (w *world) nameDecks(r *random) *nameDecks {
	d := func(list string) deck { return deck{r: r, n: len(w.lib.lists[list])} }
	return &nameDecks{d("people.first"), d("people.family"), d("streets"), d("mailboxes")}
}

// newPerson invents a private client.
func (w *world) newPerson(r *random, n *nameDecks) *person {
	p := &person{legal: data.Consumer, status: data.StatusActive, formal: r.below(3)}
	first := strings.Fields(w.lib.lists["people.first"][n.first.draw()])
	p.given, p.vocative, p.female = first[0], first[1], first[2] == "f"
	family := strings.Fields(w.lib.lists["people.family"][n.family.draw()])
	p.family = family[0]
	if p.female {
		p.family = family[len(family)-1]
	}
	w.settle(r, p, n)
	box := w.lib.lists["mailboxes"][n.mailbox.draw()]
	p.emails = []string{w.freeAddress(r, p, box)}
	if r.chance(9) {
		p.emails = append(p.emails, w.freeAddress(r, p, w.lib.lists["mailboxes"][n.mailbox.draw()]))
	}
	p.phone = w.freePhone(r)
	p.uses = pickProgram(r)
	p.bare = r.chance(9)
	p.curt = r.chance(12)
	switch n := r.below(100); {
	case n < 22:
		p.sleeps = true
	case n < 40:
		p.window = true
	}
	if r.chance(35) {
		p.birth = 1946 + r.below(58)
	}
	if r.chance(6) {
		p.legal = data.SoleTrader
	}
	return p
}

func pickProgram(r *random) compose.Program {
	for i, share := range []int{30, 14, 14, 18, 6, 7, 6} {
		if r.chance(share * 100 / (100 - 14*i)) {
			return compose.Program(i)
		}
	}
	if r.chance(35) {
		return compose.Broken
	}
	return compose.Gmail
}

// settle gives a person a street of Łódź.
func (w *world) settle(r *random, p *person, n *nameDecks) {
	s := strings.Fields(w.lib.lists["streets"][n.street.draw()])
	nr := 1 + r.below(180)
	p.street = fmt.Sprintf("%s %d", strings.ReplaceAll(s[0], "_", " "), nr)
	p.streetLoc = fmt.Sprintf("%s %d", strings.ReplaceAll(s[1], "_", " "), nr)
	if r.chance(60) {
		p.street += fmt.Sprintf(" m. %d", 1+r.below(60))
	}
	p.postCode = fmt.Sprintf("9%d-%03d", r.below(5), 1+r.below(760))
}

// freeAddress makes an address that nobody else has.
func (w *world) freeAddress(r *random, p *person, domain string) string {
	g, f := match.Fold(p.given), strings.ReplaceAll(match.Fold(p.family), "-", "")
	forms := []string{
		g + "." + f, g[:1] + "." + f, f + "." + g, g + f, fmt.Sprintf("%s%d", f, 60+r.below(40)),
		fmt.Sprintf("%s.%s%d", g, f, 1970+r.below(32)), g + "_" + f[:1] + fmt.Sprint(10+r.below(80)), f + g[:1],
	}
	for _, i := range r.shuffled(len(forms)) {
		if a := forms[i] + "@" + domain; !w.taken[a] {
			w.taken[a] = true
			return a
		}
	}
	a := fmt.Sprintf("%s.%s%d@%s", g, f, len(w.taken), domain)
	w.taken[a] = true
	return a
}

// freePhone makes a number of the prefix 64, which no operator was given.
func (w *world) freePhone(r *random) string {
	for {
		n := fmt.Sprintf("+4864%d%06d", r.below(10), r.below(1000000))
		if !w.taken[n] {
			w.taken[n] = true
			return n
		}
	}
}

// newCompany reads "name|domain|branch" and adds an office and two employees at
// most.
func (w *world) newCompany(r *random, line string, i int, n *nameDecks) *company {
	f := strings.Split(line, "|")
	c := &company{name: f[0], domain: f[1], branch: f[2]}
	c.box = []string{"biuro", "kontakt", "biuro", "sekretariat", "administracja"}[i%5] + "@" + c.domain
	c.nip, c.regon = inventNIP(r), inventREGON(r)
	c.office = w.newPerson(r, n)
	c.office.emails, c.office.firm, c.office.legal = []string{c.box}, c, data.Business
	c.office.manners()
	c.office.role = []string{"sekretariat", "administrator", "biuro", "kierownik administracyjny"}[r.below(4)]
	if i%2 == 0 {
		p := w.newPerson(r, n)
		p.emails, p.firm, p.legal = []string{w.freeAddress(r, p, c.domain)}, c, data.Business
		p.manners()
		p.role = []string{"kierownik techniczny", "specjalista ds. zakupów", "zarządca nieruchomości", "konserwator"}[r.below(4)]
		c.people = append(c.people, p)
	}
	return c
}

// manners makes a person write as people do at work.
func (p *person) manners() {
	p.street, _, _ = strings.Cut(p.street, " m. ")
	p.uses, p.bare, p.curt, p.sleeps, p.window, p.formal = compose.Outlook, false, false, false, false, p.formal%2
}

// sleepDays is since when those who sleep have not been heard of.
const sleepDays = 440

func (p *person) activeOn(back int) bool { return !p.sleeps || back > sleepDays }

// newForeigner reads "given family gender" of somebody who writes English.
func (w *world) newForeigner(r *random, i int) *person {
	f := strings.Fields(w.lib.lists["people.en"][i])
	p := &person{given: f[0], vocative: f[0], family: f[1], female: f[2] == "f", english: true}
	p.legal, p.status, p.uses = data.Consumer, data.StatusActive, []compose.Program{compose.Gmail, compose.Phone, compose.Outlook}[r.below(3)]
	n := w.nameDecks(r)
	w.settle(r, p, n)
	p.emails = []string{w.freeAddress(r, p, w.lib.lists["mailboxes"][i%len(w.lib.lists["mailboxes"])])}
	p.phone = w.freePhone(r)
	return p
}

// inventNIP makes a tax number of the tax office 000, which does not exist, so
// that it is well formed and nobody's.
func inventNIP(r *random) string {
	for {
		s := fmt.Sprintf("000%06d", r.below(1000000))
		for last := '0'; last <= '9'; last++ {
			if n, err := match.NIP(s + string(last)); err == nil {
				return n
			}
		}
	}
}

// inventREGON likewise begins with a pair that no voivodeship has.
func inventREGON(r *random) string {
	s := fmt.Sprintf("00%06d", 100000+r.below(900000))
	for last := '0'; last <= '9'; last++ {
		if n, err := match.REGON(s + string(last)); err == nil {
			return n
		}
	}
	return ""
}

func (c *company) card() data.Contact {
	o := c.office
	return data.Contact{
		Kind: data.Company, Company: c.name, NIP: c.nip, REGON: c.regon,
		Handles: []data.Handle{
			handle(data.HandleEmail, c.box), handle(data.HandlePhone, o.phone), handle(data.HandleDomain, c.domain),
		},
		Street: "ul. " + o.street, PostCode: o.postCode, City: "Łódź", Language: "pl", PreferredChannel: data.ChannelEmail,
		LegalType: data.Business, Status: o.status, Tags: append([]string{c.branch}, o.tags...), Note: o.note,
		Created: o.first.UTC(), Updated: o.last.UTC(),
	}
}

func (p *person) card(anchor time.Time) data.Contact {
	c := data.Contact{
		Kind: data.Person, GivenName: p.given, FamilyName: p.family, Street: "ul. " + p.street,
		PostCode: p.postCode, City: "Łódź", Language: "pl", BirthYear: p.birth, LegalType: p.legal,
		Generation: p.generation, Status: p.statusOn(anchor), Tags: p.tags, Note: p.note,
		Created: p.first.UTC(), Updated: p.last.UTC(),
	}
	if p.asked {
		c.PreferredChannel = p.likes
	}
	if p.english {
		c.Language = "en"
	}
	if p.firm != nil {
		c.Company = p.firm.name
	}
	for _, e := range p.emails {
		c.Handles = append(c.Handles, handle(data.HandleEmail, e))
	}
	c.Handles = append(c.Handles, handle(data.HandlePhone, p.phone))
	return c
}

// statusOn tells where the relation stands: a lead never bought, a sleeper was
// not heard of for 14 months.
func (p *person) statusOn(anchor time.Time) data.ContactStatus {
	switch {
	case p.status != data.StatusActive:
		return p.status
	case !p.ordered:
		return data.StatusLead
	case anchor.Sub(p.last) > 425*24*time.Hour:
		return data.StatusDormant
	}
	return data.StatusActive
}

func handle(k data.HandleKind, v string) data.Handle {
	h := data.Handle{Kind: k, Value: v}
	switch k {
	case data.HandleEmail:
		h.Norm = match.Email(v)
	case data.HandlePhone:
		h.Norm, _ = match.Phone(v)
		h.Value = match.FormatPhone(v)
	default:
		h.Norm = match.Domain(v)
	}
	return h
}
