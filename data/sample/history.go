package sample

import (
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/sample/compose"
)

// How many talks of each kind the two years hold.
const (
	questions   = 96
	mailOrders  = 46
	praises     = 36
	suggestions = 22
	laters      = 18
	smallTalks  = 20
	salesmen    = 12
	newsletters = 34
	english     = 15
)

// freshDays is where the history ends and the mail of these days begins.
const freshDays = 10

// writeHistory writes what came before these days.
func (w *world) writeHistory() {
	w.spread("questions", questions)
	w.spread("orders", mailOrders)
	w.spread("praise", praises)
	w.spread("suggestions", suggestions)
	w.spread("later", laters)
	w.spread("other", smallTalks)
	w.spread("english", english)
	w.writeSpam()
	w.writeComplaints()
	w.writeSeries()
	w.writeAbuse()
	w.writeNewsletters()
	w.writeMachines()
}

// spread plays so many scripts of a file, evenly over the two years.
func (w *world) spread(file string, n int) {
	r := newRandom(w.seed, "spread "+file)
	for i := range n {
		s, back := w.drawScript(file), w.back(r, i, n)
		if s.kind == data.KindComplaint {
			w.complain(r, s, w.clientTime(r, back), outcome{state: data.CaseClosed, decision: data.DecisionAccepted, after: 2 + r.below(10)})
			continue
		}
		w.newTalk(s, w.sender(r, s, back), w.clientTime(r, back)).play()
	}
	w.settleFollowUps()
}

// back is how many days ago the i-th of n talks began; the first is the oldest.
func (w *world) back(r *random, i, n int) int {
	span := days - 8 - freshDays
	return freshDays + span - (i*span+r.below(span))/n
}

// sender picks who writes a script: a company's office or its people, or a
// private person.
func (w *world) sender(r *random, s *script, back int) *person {
	switch kind := s.attr("who", "person"); kind {
	case "company", "housing", "clinic":
		of := w.branch(kind)
		c := of[w.deck("companies "+kind, len(of)).draw()]
		if len(c.people) > 0 && r.chance(55) {
			return c.people[0]
		}
		return c.office
	case "english":
		return w.drawPerson("foreigners", w.foreigners)
	}
	return w.awake("persons", w.persons, back)
}

// branch returns the companies that look after houses, those that see patients,
// or all others.
func (w *world) branch(kind string) []*company {
	var out []*company
	for _, c := range w.companies {
		of := "company"
		switch c.branch {
		case "wspólnota", "zarządca", "spółdzielnia":
			of = "housing"
		case "zdrowie":
			of = "clinic"
		}
		if of == kind || (of == "clinic" && kind == "company") {
			out = append(out, c)
		}
	}
	return out
}

// awake takes the next of some people who was still a client so many days ago.
func (w *world) awake(name string, from []*person, back int) *person {
	for range from {
		if p := w.drawPerson(name, from); p.activeOn(back) {
			return p
		}
	}
	panic("everybody sleeps")
}

// settleFollowUps gives the follow-ups among the mails a day, a task and, for
// those of the past, the moment at which they were done.
func (w *world) settleFollowUps() {
	for _, d := range w.drafts {
		if d.truth.Kind != data.KindFollowUp || !d.truth.Due.IsZero() || d.who == nil {
			continue
		}
		due := d.at.AddDate(0, 0, 5+len(d.id)%9)
		d.truth.Due = data.DateOf(due)
		d.truth.What = "Odezwać się: " + d.who.name()
		if done := office(newRandom(w.seed, d.id), due, 60*9); done.Before(w.anchor) {
			d.truth.Done = done
		}
	}
}

// writeSpam writes the letters of people who want to sell something.
func (w *world) writeSpam() {
	r := newRandom(w.seed, "spam")
	for i := range salesmen {
		s := w.drawScript("spam")
		f := strings.Fields(s.attr("from", ""))
		p := &person{
			given: f[0], vocative: f[0], family: f[1], emails: []string{f[2]}, uses: compose.Gmail, formal: 1, unknown: true,
			street: "Długa 1", streetLoc: "Długiej 1",
		}
		w.newTalk(s, p, w.clientTime(r, w.back(r, i, salesmen))).play()
	}
}

// writeNewsletters writes bulk mail, now and then.
func (w *world) writeNewsletters() {
	r := newRandom(w.seed, "newsletters")
	for i := range newsletters {
		back := w.back(r, i, newsletters)
		w.newsletter(w.drawScript("newsletters"), w.day(back, 6+r.below(10), r.below(60)))
	}
}

func (w *world) newsletter(s *script, at time.Time) {
	who := &person{given: "", family: "", emails: []string{s.attr("from", "")}, unknown: true}
	sc := &scene{w: w, r: newRandom(w.seed, at.String()), who: who, at: at, visit: at, price: 100, ref: at.YearDay()}
	_, domain, _ := strings.Cut(who.key(), "@")
	d := &draft{
		at: at, from: data.Address{Name: s.attr("name", ""), Email: who.key()},
		to:      data.Address{Email: firmAddress},
		subject: sc.fill(s.subjects[sc.r.below(len(s.subjects))]), text: sc.fill(s.steps[0].text),
		uses: []compose.Program{compose.Gmail, compose.OldPortal, compose.Outlook}[len(domain)%3], automatic: data.AutoBulk,
		truth: Truth{Kind: data.KindNotForUs, Decided: office(sc.r, at, 30)},
		headers: [][2]string{
			{"List-Unsubscribe", "<https://" + domain + "/wypisz?k=" + at.Format("20060102") + ">, <mailto:wypisz@" + domain + ">"},
			{"List-Id", "<newsletter." + domain + ">"},
			{"Precedence", "bulk"},
		},
	}
	d.id = w.messageID(d)
	w.drafts = append(w.drafts, d)
}

// writeMachines writes what machines answered to the firm's own letters:
// holiday notices, and letters that came back.
func (w *world) writeMachines() {
	r := newRandom(w.seed, "machines")
	var sent []*draft
	for _, d := range w.drafts {
		if d.byFirm && d.at.Before(w.day(waitingDays+1, 0, 0)) {
			sent = append(sent, d)
		}
	}
	for i, d := range sent {
		switch {
		case i%19 == 7 && !d.who.english:
			w.absence(r, d)
		case i%33 == 11:
			w.notDelivered(r, d)
		}
	}
}

// absence is the automatic answer of somebody who is away (RFC 3834).
func (w *world) absence(r *random, to *draft) {
	sc := &scene{w: w, r: r, who: to.who, at: to.at, visit: to.at, ref: 7}
	d := &draft{
		at: to.at.Add(time.Duration(r.between(4, 90)) * time.Second), who: to.who, from: to.to, to: to.from,
		subject: "Odpowiedź automatyczna: " + to.subject, text: sc.fill("{@absence}") + "\n\n" + to.who.name(),
		answers: to, uses: to.who.uses, automatic: data.AutoReply,
		headers: [][2]string{{"Auto-Submitted", "auto-replied"}, {"X-Auto-Response-Suppress", "All"}},
	}
	d.truth = Truth{Kind: data.KindNotForUs, Decided: office(r, d.at, 10)}
	d.id = w.messageID(d)
	w.drafts = append(w.drafts, d)
}

// notDelivered is the report of a mail server (RFC 3464).
func (w *world) notDelivered(r *random, to *draft) {
	_, domain, _ := strings.Cut(to.to.Email, "@")
	d := &draft{
		at: to.at.Add(time.Duration(r.between(5, 600)) * time.Second), report: to,
		from: data.Address{Name: "Mail Delivery System", Email: "mailer-daemon@mx." + domain}, to: to.from,
		subject: "Undelivered Mail Returned to Sender", uses: compose.Plain, automatic: data.AutoBounce,
	}
	d.text = "This is the mail system at host mx." + domain + ".\n\nI'm sorry to have to inform you that your message could not\n" +
		"be delivered to one or more recipients. It's attached below.\n\n<" + to.to.Email + ">: host mx." + domain +
		" said: 452 4.2.2 Mailbox full (in reply to RCPT TO command)"
	d.truth = Truth{Kind: data.KindNotForUs, Decided: office(r, d.at, 30)}
	d.id = w.messageID(d)
	w.drafts = append(w.drafts, d)
}
