package sample

import (
	"fmt"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/sample/compose"
)

// draft is a message before it is written out.
type draft struct {
	at        time.Time
	byFirm    bool
	series    bool
	spoken    bool    // of the firm's: it was said on the phone instead
	elsewhere bool    // of the firm's: it only sends the client elsewhere
	ending    string  // how the talk ends, see endsOpen
	who       *person // the client, also of the firm's messages
	from, to  data.Address
	subject   string
	text      string
	answers   *draft // nil for the first of a talk
	id        string
	uses      compose.Program
	attach    string // "" or a file's name
	automatic data.Automatic
	headers   [][2]string // more of them
	html      string      // instead of what is made of the text
	report    *draft      // of a bounce: what did not arrive
	truth     Truth
}

// letter is the draft as it is written out.
func (d *draft) letter() *compose.Letter {
	if d == nil {
		return nil
	}
	return &compose.Letter{
		At: d.at, ID: d.id, FromFirm: d.byFirm, English: d.who != nil && d.who.english, From: d.from, To: d.to,
		Subject: d.subject, Text: d.text, Signature: firmSignature, Answers: d.answers.letter(), Uses: d.uses, Attach: d.attach,
		Automatic: d.automatic, Headers: d.headers, HTML: d.html, Report: d.report.letter(), Host: firmDomain,
	}
}

func (d *draft) first() *draft {
	for d.answers != nil {
		d = d.answers
	}
	return d
}

// talk plays a script: who writes, when the first message is written, and what
// follows. It returns the messages that lie before the anchor.
type talk struct {
	w      *world
	r      *random
	s      *script
	who    *person
	begins time.Time
	series bool
	pace   func(i int, last time.Time) time.Time // overrides when the firm answers
}

func (w *world) newTalk(s *script, who *person, begins time.Time) *talk {
	r := newRandom(w.seed, fmt.Sprintf("talk %d", len(w.drafts)))
	return &talk{w: w, r: r, s: s, who: who, begins: begins}
}

// play writes the talk's messages down.
func (t *talk) play() []*draft {
	sc := &scene{
		w: t.w, r: t.r, who: t.who, visit: t.visit(t.begins), ref: t.r.below(1000),
		price: t.price(),
	}
	subject := sc.fillAt(t.begins, t.s.subjects[t.r.below(len(t.s.subjects))])
	var out []*draft
	var last *draft
	at := t.begins
	for i, st := range t.s.steps {
		if !t.r.chance(st.chance) {
			break
		}
		if i > 0 {
			at = t.next(i, st, last, at)
		}
		if st.kind == data.KindPraise && i > 0 && at.Before(sc.visit) {
			at = later(t.r, sc.visit, 30) // thanks come when the work is done
		}
		if st.byFirm && sc.visit.Before(at.Add(18*time.Hour)) {
			sc.visit = t.visit(at) // what was agreed has passed meanwhile
		}
		if at.After(t.w.anchor) {
			break
		}
		d := t.message(st, sc, at, last)
		d.subject = subject
		if last != nil {
			d.subject = t.replySubject(subject, st)
		}
		if i == 0 {
			d.attach = t.s.attrs["attach"]
		}
		out = append(out, d)
		last = d
	}
	if last != nil && !last.byFirm {
		last.ending = t.s.attrs["end"]
	}
	t.w.drafts = append(t.w.drafts, out...)
	t.who.met(out)
	return out
}

// fillAt fills a text at a moment, once and for all.
func (s *scene) fillAt(at time.Time, text string) string {
	s.at = at
	return s.fill(text)
}

func (t *talk) price() int {
	lo, hi := t.s.number("from", 150), t.s.number("to", 320)
	return t.r.between(lo/10, hi/10) * 10
}

// visit is an appointment: a working day 3 to 9 days on.
func (t *talk) visit(from time.Time) time.Time {
	d := from.AddDate(0, 0, t.r.between(3, 9))
	for calendar.FreeDay(data.DateOf(d)) {
		d = d.AddDate(0, 0, 1)
	}
	return time.Date(d.Year(), d.Month(), d.Day(), t.r.between(8, 16), t.r.below(2)*30, 0, 0, d.Location())
}

func (t *talk) next(i int, st step, last *draft, at time.Time) time.Time {
	if on := t.begins.AddDate(0, 0, st.day); st.day > 0 && on.After(at) {
		return later(t.r, on, 8)
	}
	switch {
	case t.pace != nil && st.byFirm:
		return t.pace(i, at)
	case st.byFirm:
		return office(t.r, at, 15+t.r.below(60*t.r.between(1, 26)))
	case last.byFirm:
		return later(t.r, at, t.r.between(2, 60))
	}
	return later(t.r, at, t.r.between(20, 90)) // asks again
}

func (t *talk) replySubject(subject string, st step) string {
	prefix := "Re: "
	if !st.byFirm && t.who.uses == compose.Outlook {
		prefix = "ODP: "
	}
	return prefix + subject
}

// message writes one step.
func (t *talk) message(st step, sc *scene, at time.Time, last *draft) *draft {
	d := &draft{
		at: at, byFirm: st.byFirm, series: t.series && !st.byFirm, who: t.who, answers: last, uses: t.who.uses,
		elsewhere: st.elsewhere, truth: Truth{Kind: st.kind},
	}
	body := sc.fillAt(at, st.text)
	client := data.Address{Name: t.displayName(), Email: t.address(sc)}
	firm := data.Address{Name: firmName, Email: firmAddress}
	if st.byFirm {
		d.from, d.to, d.uses = firm, client, compose.Thunderbird
		d.text = t.firmLetter(sc, body, last)
		d.truth.Kind = data.KindNone
	} else {
		d.from, d.to = client, firm
		d.text = t.clientLetter(sc, body, last)
		d.truth.Decided = office(t.r, at, 20+t.r.below(600))
	}
	d.id = t.w.messageID(d)
	return d
}

func (t *talk) displayName() string {
	if t.who.firm != nil && t.who == t.who.firm.office {
		return t.who.firm.name
	}
	if t.who.bare || strings.HasPrefix(t.who.key(), "biuro") {
		return ""
	}
	return t.who.name()
}

// address is the client's, for a few the second one now and then.
func (t *talk) address(sc *scene) string {
	if len(t.who.emails) > 1 && sc.ref%3 == 0 {
		return t.who.emails[1]
	}
	return t.who.key()
}

// clientLetter puts a greeting and a farewell around what a client writes.
func (t *talk) clientLetter(sc *scene, body string, last *draft) string {
	p := t.who
	if t.s.attrs["bare"] != "" {
		return p.spell(body)
	}
	lang := ""
	if p.english {
		lang = ".en"
	}
	hello := []string{"hello.plain", "hello.formal", "hello.casual"}[p.formal]
	bye := []string{"bye.plain", "bye.formal", "bye.casual"}[p.formal]
	if lang != "" {
		hello, bye = "hello.en", "bye.en"
	}
	var parts []string
	if !p.curt && (last == nil || t.r.chance(70)) {
		parts = append(parts, sc.fill("{@"+hello+"}"))
	}
	parts = append(parts, body)
	if !p.curt || last == nil {
		parts = append(parts, sc.fill("{@"+bye+"}")+"\n"+t.signature(last == nil))
	}
	return p.spell(strings.Join(parts, "\n\n"))
}

// signature is what a client writes under his letters.
func (t *talk) signature(first bool) string {
	p := t.who
	s := p.name()
	if p.formal == 2 && p.firm == nil {
		s = p.given
	}
	if p.firm != nil {
		s += "\n" + p.role + "\n" + p.firm.name
		if first {
			s += "\nul. " + p.street + ", " + p.postCode + " Łódź\ntel. " + p.value("tel")
		}
		return s
	}
	if first && t.r.chance(40) {
		s += "\ntel. " + p.value("tel")
	}
	return s
}

// spell writes as the person does.
func (p *person) spell(s string) string {
	if !p.bare {
		return s
	}
	return compose.Bare(s)
}

// firmLetter puts a greeting and the owner's name around what he writes.
func (t *talk) firmLetter(sc *scene, body string, last *draft) string {
	if t.who.english {
		return "Dear " + t.who.given + ",\n\n" + body + "\n\nBest regards,\n" + firmOwner
	}
	if t.s.attrs["bare"] != "" {
		return t.who.value("wolacz") + ",\n\n" + body + "\n\n" + firmOwner
	}
	hello := "Dzień dobry " + t.who.value("wolacz") + ","
	switch {
	case t.who.firm != nil && t.who == t.who.firm.office && t.r.chance(60):
		hello = "Szanowni Państwo,"
	case last != nil && t.r.chance(30):
		hello = t.who.value("wolacz") + ","
	case t.r.chance(25):
		hello = "Dzień dobry,"
	}
	return hello + "\n\n" + body + "\n\n" + sc.fill("{@bye.firm}") + "\n" + firmOwner
}

// messageID makes an identifier as the sender's program would.
func (w *world) messageID(d *draft) string {
	r := newRandom(w.seed, fmt.Sprintf("id %d %s %s", d.at.Unix(), d.from.Email, d.to.Email))
	_, domain, _ := strings.Cut(d.from.Email, "@")
	switch d.uses {
	case compose.Gmail:
		return fmt.Sprintf("CA%08x+%x@mail.%s", r.next()>>32, r.next(), domain)
	case compose.Outlook:
		return fmt.Sprintf("%012X.%04X@%s", r.next()>>16, r.below(1<<16), domain)
	}
	return fmt.Sprintf("%x.%d@%s", r.next(), d.at.Unix()%100000, domain)
}

// met notes that the person was in touch.
func (p *person) met(ds []*draft) {
	for _, d := range ds {
		p.seen(d.at)
		if d.truth.Kind == data.KindOrder {
			p.ordered = true
		}
	}
}

func (p *person) seen(at time.Time) {
	if p.first.IsZero() || at.Before(p.first) {
		p.first = at
	}
	if at.After(p.last) {
		p.last = at
	}
}
