package sample

import (
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

// writeLedger writes what did not come by mail: calls and visits, sales,
// opinions elsewhere, and what is to be done.
func (w *world) writeLedger() {
	w.writeCalls(330)
	w.writeOrders()
	w.writeOpinions()
	w.writeFollowUps()
	w.nameOrders()
	for _, c := range w.companies {
		for _, p := range append(c.people, c.office) {
			w.introduce(p)
		}
	}
	for _, list := range [][]*person{w.persons, w.foreigners} {
		for _, p := range list {
			w.introduce(p)
		}
	}
}

// introduce gives those who were never heard of a first meeting.
func (w *world) introduce(p *person) {
	if p.first.IsZero() {
		r := newRandom(w.seed, "introduce "+p.key())
		p.seen(w.clientTime(r, 30+r.below(days-60)))
	}
}

// writeCalls writes calls, text messages and visits with people who are known.
// Who wrote has an answer soon, on the channel that the line names.
func (w *world) writeCalls(n int) {
	r := newRandom(w.seed, "calls")
	for i := range n {
		f := strings.Split(w.draw("calls"), "|")
		back := 1 + (n-1-i)*(days-6)/n + r.below(3)
		who := w.caller(r, data.Channel(f[0]), back)
		if at := w.contactTime(r, f, back); !at.After(w.anchor) {
			w.enter(r, f, who, at)
		}
	}
	for _, line := range w.lib.lists["calls.fresh"] {
		when, rest, _ := strings.Cut(line, "|")
		f := strings.Split(rest, "|")
		w.enter(r, f, w.caller(r, data.Channel(f[0]), 1), w.freshTime(when))
	}
}

// contactTime is when something was said: in the evenings and on weekends too
// where a client writes from his phone, at the desk otherwise.
func (w *world) contactTime(r *random, f []string, back int) time.Time {
	if data.Direction(f[1]) == data.Inbound {
		switch data.Channel(f[0]) {
		case data.ChannelSocial, data.ChannelApp:
			if r.chance(45) {
				return w.day(back, 18+r.below(4), r.below(60))
			}
			return w.clientTime(r, back)
		case data.ChannelSMS, data.ChannelChat:
			return w.clientTime(r, back)
		}
	}
	return office(r, w.day(back, 8+r.below(9), 0), 0)
}

// enter logs what was said, and what the firm answered if it did by the anchor.
func (w *world) enter(r *random, f []string, who *person, at time.Time) {
	sc := &scene{w: w, r: r, who: who, at: at, visit: office(r, at.AddDate(0, 0, 3), 120), price: r.between(8, 60) * 10, ref: r.below(1000)}
	minutes, _ := strconv.Atoi(f[6]) // the form of a line is tested
	in := Interaction{Contact: who.key(), Interaction: data.Interaction{
		At: at.UTC(), Channel: data.Channel(f[0]), Direction: data.Direction(f[1]), Kind: data.Kind(f[2]),
		Subject: sc.fill(f[3]), Text: sc.fill(f[4]), Note: sc.fill(f[5]), Minutes: minutes,
	}}
	if len(f) > 7 {
		in.Outcome = data.EntryOutcome(f[7])
	}
	w.calls = append(w.calls, in)
	who.seen(at)
	if len(f) < 10 {
		return
	}
	answered := replyTime(r, data.Channel(f[0]), at)
	if answered.After(w.anchor) {
		return
	}
	w.calls = append(w.calls, Interaction{Contact: who.key(), Interaction: data.Interaction{
		At: answered.UTC(), Channel: data.Channel(f[8]), Direction: data.Outbound, Kind: data.KindOther,
		Subject: in.Subject, Note: sc.fill(f[9]),
	}})
	who.seen(answered)
}

// replyMinutes are how long the firm takes to answer what came by a channel, at
// least and at most.
var replyMinutes = map[data.Channel][2]int{
	data.ChannelPhone: {8, 240}, data.ChannelSMS: {4, 150}, data.ChannelChat: {1, 15}, data.ChannelApp: {6, 420},
	data.ChannelSocial: {25, 1500}, data.ChannelLetter: {1440, 8000},
}

// replyTime is when the firm answers: short things at once from the phone, also
// in the evening, others when somebody is at the desk.
func replyTime(r *random, channel data.Channel, at time.Time) time.Time {
	span := replyMinutes[channel]
	minutes := span[0] + r.below(1+r.below(span[1]-span[0]))
	if soon := at.Add(time.Duration(minutes) * time.Minute); channel != data.ChannelLetter && soon.Hour() >= 7 && soon.Hour() < 22 && r.chance(60) {
		return soon
	}
	return office(r, at, minutes)
}

// known returns everybody but strangers and the one who was shown the door.
func (w *world) known() []*person {
	var out []*person
	for _, p := range w.persons {
		if p.status != data.StatusEndedByUs && !p.bare {
			out = append(out, p)
		}
	}
	for _, c := range w.companies {
		out = append(out, c.office)
		out = append(out, c.people...)
	}
	return out
}

// season is how many of a hundred usual orders a month of the year brings.
var season = [...]int{0, 80, 76, 94, 104, 110, 104, 98, 94, 112, 128, 116, 92}

// writeOrders writes about forty sales a month; half of them over the counter.
func (w *world) writeOrders() {
	r := newRandom(w.seed, "orders")
	known := w.known()
	for back := days - 1; back >= 0; back-- {
		on := data.DateOf(w.day(back, 12, 0))
		busy := 150 * season[on.Month] / 100
		switch {
		case calendar.Statutory(on):
			busy = 0
		case calendar.FreeDay(on):
			busy = busy * 6 / 10
		}
		for n := 0; n < 6; n++ {
			hit, item, who, amount := r.below(600), w.draw("sales"), r.below(len(known)), r.below(1000)
			if hit >= busy {
				continue
			}
			w.orders = append(w.orders, w.sale(on, item, known[who], amount))
		}
	}
}

// sale reads what|from|to|who: who is "counter", "person" or "company".
func (w *world) sale(on data.Date, item string, who *person, thousandth int) Order {
	f := strings.Split(item, "|")
	lo, _ := strconv.Atoi(f[1]) // the form of a line is tested
	hi, _ := strconv.Atoi(f[2])
	o := Order{Order: data.Order{On: on, What: f[0], Amount: data.PLN(int64(lo+(hi-lo)*thousandth/1000) * 100)}}
	at := on.Time(w.anchor.Location()).Add(12 * time.Hour)
	private := who.firm == nil
	asleep := !who.activeOn(data.DateOf(w.anchor).Sub(on))
	if f[3] == "counter" || private != (f[3] == "person") || who.window || asleep || at.After(w.anchor) {
		return o
	}
	who.seen(at)
	who.ordered = true
	o.Contact = who.key()
	return o
}

// nameOrders says what was ordered by mail.
func (w *world) nameOrders() {
	for _, d := range w.drafts {
		if d.truth.Kind == data.KindOrder && !d.byFirm {
			r := newRandom(w.seed, "amount "+d.id)
			d.truth.What = strings.TrimSpace(d.first().subject)
			d.truth.Amount = data.PLN(int64(r.between(9, 84)*10) * 100)
		}
	}
}

// writeOpinions writes what was said on portals: source|rating|text.
func (w *world) writeOpinions() {
	r := newRandom(w.seed, "opinions")
	all := w.lib.lists["opinions"]
	for i, line := range all {
		f := strings.Split(line, "|")
		rating, _ := strconv.Atoi(f[1]) // the form of a line is tested
		back := (len(all)-i)*(days-20)/len(all) - r.below(12) + 8
		if len(f) > 3 {
			back, _ = strconv.Atoi(f[3])
		}
		at := w.day(back, 8+r.below(14), r.below(60))
		o := Opinion{Opinion: data.Opinion{Source: f[0], Rating: rating, Tone: tone(rating), Text: f[2], At: at.UTC()}}
		hours := r.between(2, 90)
		if o.Tone == data.Negative {
			hours = r.between(1, 30)
		}
		if answered := office(r, at, 60*hours); answered.Before(w.anchor) && back > 4 {
			o.Answered = answered.UTC()
		}
		if known := w.known(); r.chance(35) {
			o.Contact = known[r.below(len(known))].key()
		}
		w.opinions = append(w.opinions, o)
	}
}

func tone(rating int) data.Tone {
	switch {
	case rating >= 4:
		return data.Positive
	case rating == 3:
		return data.Neutral
	}
	return data.Negative
}

// writeFollowUps writes the tasks: days from the anchor's day|what|who. Those
// of the past are done, but for the ones marked "open".
func (w *world) writeFollowUps() {
	r := newRandom(w.seed, "follow-ups")
	for _, line := range w.lib.lists["followups"] {
		f := strings.Split(line, "|")
		n, _ := strconv.Atoi(f[0]) // the form of a line is tested
		who := w.awake("tasks", w.persons[:60], -n)
		if f[2] == "company" {
			who = w.companies[w.deck("task companies", len(w.companies)).draw()].office
		}
		due := w.day(-n, 0, 0)
		created := office(r, due.AddDate(0, 0, -5-r.below(9)), 0)
		if created.After(w.anchor) {
			created = w.anchor.Add(-time.Duration(2+r.below(70)) * time.Hour)
		}
		sc := &scene{w: w, r: r, who: who, at: due, visit: due, price: r.between(10, 60) * 10, ref: r.below(1000)}
		fu := FollowUp{Contact: who.key(), FollowUp: data.FollowUp{
			What: sc.fill(f[1]), Due: data.DateOf(due), Created: created.UTC(),
		}}
		if n < 0 && len(f) < 4 {
			fu.Done = due.Add(time.Duration(9+r.below(7)) * time.Hour).UTC()
		}
		who.seen(created)
		w.followUps = append(w.followUps, fu)
	}
}
