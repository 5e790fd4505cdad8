package sample

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/sample/compose"
)

// outcome is what becomes of a complaint.
type outcome struct {
	state    data.CaseState
	decision data.Decision
	after    int  // days to the answer
	hotline  bool // the client was first sent to the maker's
	asks     int  // so many days on the client asks what goes on, 0: he does not
}

// writeComplaints writes two to four complaints a month. Most are answered in
// time; of every 30 about three late, two refused, three accepted in part.
func (w *world) writeComplaints() {
	r := newRandom(w.seed, "complaints")
	n := 0
	for month := range 24 {
		from := days - 10 - month*30
		for range r.between(2, 4) {
			back := from - r.below(30)
			if back < 21 {
				continue
			}
			o := w.usualOutcome(r, n)
			w.complain(r, w.complaintFor(o), w.clientTime(r, back), o)
			n++
		}
	}
	for _, o := range []struct {
		back  int
		state data.CaseState
		asks  int
	}{
		{17, data.CaseWaitsSupplier, 15},
		{13, data.CaseInvestigated, 0},
		{12, data.CaseAcknowledged, 9},
		{11, data.CaseAssessed, 0},
		{10, data.CaseNew, 0},
	} {
		open := outcome{state: o.state, asks: o.asks}
		w.complain(r, w.complaintFor(open), w.day(o.back, 9+r.below(8), r.below(60)), open)
	}
}

// complaintFor draws a complaint that can have the outcome: what is refused,
// accepted in part, taken back or sent to a maker is a thing that can be looked
// at.
func (w *world) complaintFor(o outcome) *script {
	all := w.lib.scripts["complaints"]
	var fit []int
	for i := range all {
		s := &all[i]
		ok := true
		switch {
		case o.decision == data.DecisionRejected:
			ok = s.attrs["reject"] != ""
		case o.decision == data.DecisionPartly:
			ok = s.attrs["partly"] != ""
		case o.state == data.CaseWaitsSupplier:
			ok = s.attrs["reject"] == "wkładka"
		case o.state == data.CaseWithdrawn:
			ok = matter(s) == "thing"
		}
		if ok {
			fit = append(fit, i)
		}
	}
	name := fmt.Sprintf("complaints %d %s %s", len(fit), o.decision, o.state)
	if len(fit) == len(all) {
		name = "complaints"
	}
	return &all[fit[w.deck(name, len(fit)).draw()]]
}

func (w *world) usualOutcome(r *random, n int) outcome {
	o := outcome{state: data.CaseClosed, decision: data.DecisionAccepted, after: 2 + r.below(10)}
	switch n % 30 {
	case 7, 22:
		o.decision = data.DecisionRejected
	case 3, 14, 27:
		o.decision = data.DecisionPartly
	case 10, 19:
		o.after = 16 + r.below(7)
		o.decision = data.DecisionLapsed
	case 25:
		o.after = 15 + r.below(3)
	case 5, 16, 23:
		o.after, o.hotline = 7+r.below(5), true
	case 29:
		o.state, o.decision, o.after = data.CaseWithdrawn, data.DecisionNone, 0
	}
	return o
}

// complain plays a complaint with its outcome. A script's second step, if there
// is one, is the firm's answer when it accepts.
func (w *world) complain(r *random, s *script, begins time.Time, o outcome) {
	who := w.sender(r, s, data.DateOf(w.anchor).Sub(data.DateOf(begins)))
	if who.legal == data.Business && o.decision == data.DecisionLapsed {
		o.decision = data.DecisionAccepted // no statute lets a business's complaint lapse
	}
	if d := data.Decision(s.attr("decision", "")); d != "" && o.decision == data.DecisionAccepted {
		o.decision = d
	}
	played := *s
	steps, answer := complaintSteps(r, s, o)
	played.steps, played.attrs = steps, maps.Clone(s.attrs)
	if o.asks > 0 || o.state == data.CaseNew {
		played.attrs["end"] = endsOpen
	}
	t := w.newTalk(&played, who, begins)
	t.series = s.attr("series", "") != ""
	t.pace = func(i int, last time.Time) time.Time {
		if i == answer {
			if due := begins.AddDate(0, 0, o.after); due.After(last) {
				return office(t.r, due, 0)
			}
		}
		return office(t.r, last, 40+t.r.below(20*60))
	}
	drafts := t.play()
	first := drafts[0]
	first.truth.Case = w.handled(r, s, o, drafts)
	if o.state == data.CaseWithdrawn {
		return
	}
	for _, d := range drafts[1:] {
		if !d.byFirm && d.truth.Kind == "" {
			d.truth.Kind = data.KindOther
		}
	}
}

// complaintSteps makes the talk of a complaint and tells which step answers it.
func complaintSteps(r *random, s *script, o outcome) ([]step, int) {
	steps := slices.Clone(s.steps[:1])
	firm := func(text string) { steps = append(steps, step{byFirm: true, text: text, chance: 100}) }
	client := func(text string, chance int) {
		steps = append(steps, step{kind: data.KindOther, text: text, chance: chance})
	}
	if o.state == data.CaseWithdrawn {
		firm("{@ack." + matter(s) + "}")
		client("{@complaint.withdrawn}", 100)
		return steps, -1
	}
	if o.state == data.CaseNew {
		return steps, -1
	}
	if o.hotline {
		steps = append(steps, step{byFirm: true, elsewhere: true, text: "{@complaint.hotline}", chance: 100})
		client("{@complaint.hotline.back}", 100)
	}
	firm("{@ack." + matter(s) + "}")
	if o.decision == data.DecisionNone {
		return append(steps, undecided(o)...), -1
	}
	if o.after > 13 {
		// Asking again is no complaint of its own: the case is open already.
		steps = append(steps, step{kind: data.KindOther, text: "{@complaint.nag}", chance: 100, day: 12})
	}
	answer := len(steps)
	switch {
	case o.decision == data.DecisionRejected:
		firm("{@rejected." + s.attr("reject", "wkładka") + "}")
		client("{@complaint.displeased}", 60)
	case o.decision == data.DecisionPartly && s.attrs["partly"] != "":
		firm("{@partly." + s.attrs["partly"] + "}")
		client("{@agreed."+remedy(s)+"}", 50)
	case len(s.steps) > 1:
		firm(s.steps[1].text)
		client("{@agreed."+remedy(s)+"}", 45)
	default:
		firm("{@answer." + s.attr("demand", "repair") + "}")
		client("{@agreed."+remedy(s)+"}", 45)
	}
	if o.decision == data.DecisionLapsed {
		steps[answer].text = "{@complaint.late}\n\n" + steps[answer].text
	}
	if r.chance(18) && o.decision == data.DecisionAccepted && len(steps) > answer+1 {
		steps[answer+1] = step{kind: data.KindPraise, text: "{@content." + remedy(s) + "}", chance: 100}
	}
	return steps, answer
}

// undecided are the letters on a complaint that is open.
func undecided(o outcome) (steps []step) {
	if o.state == data.CaseWaitsSupplier {
		steps = append(steps, step{byFirm: true, text: "{@complaint.supplier}", chance: 100})
	}
	if o.asks > 0 {
		steps = append(steps, step{kind: data.KindOther, text: "{@complaint.asks}", chance: 100, day: o.asks})
	}
	return steps
}

// matter tells a thing that can be looked at and mended from a matter of
// money, time or manners.
func matter(s *script) string {
	switch s.attrs["category"] {
	case "quality", "workmanship", "damage", "technical":
		return "thing"
	}
	return "matter"
}

// remedy tells work from money and words.
func remedy(s *script) string {
	switch data.Demand(s.attrs["demand"]) {
	case data.DemandRepair, data.DemandReplacement:
		return "work"
	case data.DemandRefund, data.DemandReduction:
		return "money"
	}
	return "words"
}

// handled tells how the owner kept the complaint's record.
func (w *world) handled(r *random, s *script, o outcome, drafts []*draft) *Case {
	c := &Case{
		Product: s.attr("product", ""), Category: s.attr("category", "quality"), Cause: s.attr("cause", "defect"),
		Severity: data.Severity(s.number("severity", 2)), Demand: data.Demand(s.attr("demand", "repair")),
		State: o.state, Decision: o.decision,
	}
	var firm []*draft
	for _, d := range drafts {
		if d.byFirm && !d.elsewhere {
			firm = append(firm, d)
		}
	}
	if len(firm) > 0 {
		c.Acknowledged = firm[0].at
	}
	if o.decision == data.DecisionNone && o.state != data.CaseWithdrawn {
		c.Cause = ""
		return c
	}
	if o.state == data.CaseWithdrawn {
		c.Closed = drafts[len(drafts)-1].at.Add(time.Hour)
		return c
	}
	c.Answered = firm[len(firm)-1].at
	c.Reason = w.reason(s, o)
	if cost := s.number("cost", 60); cost > 0 && o.decision != data.DecisionRejected {
		c.Cost = data.PLN(int64(cost+r.below(8)*10) * 100)
	}
	closed := office(r, c.Answered, 60*24*r.between(2, 9))
	if closed.Before(w.anchor) {
		c.Closed = closed
	} else {
		c.State = data.CaseAnswered
	}
	return c
}

func (w *world) reason(s *script, o outcome) string {
	switch o.decision {
	case data.DecisionRejected:
		return w.draw("reason.rejected." + s.attr("reject", "wkładka"))
	case data.DecisionPartly:
		return w.draw("reason.partly." + s.attr("partly", "cena"))
	case data.DecisionAccepted:
		return w.draw("reason.accepted." + s.attr("cause", "defect"))
	}
	return w.draw("reason." + string(o.decision))
}

// writeSeries writes what one bad batch of inserts brought: twelve complaints
// within one calendar month, eight months ago, so that the month stands out of
// what is usual.
func (w *world) writeSeries() {
	r := newRandom(w.seed, "series")
	all := w.lib.scripts["series"]
	today := data.DateOf(w.anchor)
	begins := data.NewDate(today.Year, today.Month-8, 6)
	for i := range all {
		back := today.Sub(begins.AddDays(i*22/len(all))) - r.below(2)
		o := outcome{state: data.CaseClosed, decision: data.DecisionAccepted, after: 3 + r.below(9)}
		if i == 4 || i == 9 {
			o.after = 17 + r.below(4)
			o.decision = data.DecisionLapsed
		}
		w.complain(r, &all[i], w.clientTime(r, back), o)
	}
}

// writeAbuse writes the talk with a client who turned to insults, after which
// the firm ended the relation.
func (w *world) writeAbuse() {
	r := newRandom(w.seed, "abuse")
	s := &w.lib.scripts["abuse"][0]
	p := w.newPerson(r, w.nameDecks(r))
	p.given, p.vocative, p.family, p.female = "Zdzisław", "Zdzisławie", "Krupiński", false
	p.emails, p.bare, p.uses, p.legal = []string{"z.krupinski58@skrzynka.example"}, false, compose.Webmail, data.Consumer
	p.status, p.ordered = data.StatusEndedByUs, true
	p.note = fmt.Sprintf("Współpraca zakończona po obraźliwych wiadomościach (%s). Kontakt wyłącznie na piśmie.",
		w.day(126, 0, 0).Format("01.2006"))
	p.tags = []string{"uwaga"}
	w.persons = append(w.persons, p)
	t := w.newTalk(s, p, w.clientTime(r, 150))
	drafts := t.play()
	o := outcome{state: data.CaseClosed, decision: data.DecisionRejected}
	c := w.handled(r, s, o, drafts[:2])
	c.Cause, c.Reason = "expectations", "Zamek sprawny; furtka nie domyka się przez przechylony słupek, którego nie stawialiśmy."
	drafts[0].truth.Case = c
}
