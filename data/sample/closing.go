package sample

import (
	"strconv"
	"time"

	"kartoteka/data"
)

// ways are how the firm ends talks of a kind, of a hundred: by mail, by a call
// or a text message; the rest need no answer.
type ways struct{ mail, call int }

var closings = map[data.Kind]ways{
	data.KindPraise:     {mail: 45, call: 8},
	data.KindSuggestion: {mail: 70, call: 15},
	data.KindFollowUp:   {mail: 45, call: 55},
	data.KindOther:      {mail: 35, call: 10},
	data.KindOrder:      {mail: 75, call: 25},
	data.KindQuestion:   {mail: 80, call: 20},
	data.KindComplaint:  {mail: 100},
	data.KindMisconduct: {},
}

// What a script says of its end: nobody has answered it yet, or nobody need.
const (
	endsOpen = "open"
	endsNone = "none"
)

// closeTalks sees to it that clients are not left without a word: what ended a
// talk is answered or noted as needing no answer, unless that lies after the
// anchor. Some of what the firm wrote last it said on the phone instead.
func (w *world) closeTalks() {
	last, report := map[*draft]*draft{}, map[*draft]bool{}
	var order []*draft
	for _, d := range w.drafts {
		if d.automatic != data.ByPerson {
			report[d.answers], report[d.report] = true, true
			continue
		}
		first := d.first()
		if last[first] == nil {
			order = append(order, first)
		}
		if last[first] == nil || d.at.After(last[first].at) {
			last[first] = d
		}
	}
	for _, first := range order {
		d := last[first]
		switch {
		case d.who == nil || d.truth.Kind == data.KindNotForUs && d.ending == "":
		case !d.byFirm:
			w.closeTalk(d)
		case !report[d]:
			w.speak(d)
		}
	}
	for _, d := range w.drafts {
		if !d.truth.Done.IsZero() && !d.who.unknown {
			w.call(newRandom(w.seed, "done "+d.id), d, d.truth.Done, data.ChannelPhone, "done.call")
		}
	}
}

// closeTalk ends a talk in which the client wrote last.
func (w *world) closeTalk(d *draft) {
	r := newRandom(w.seed, "close "+d.id)
	at, how, way := office(r, d.at, patience(r)), closings[d.truth.Kind], r.below(100)
	switch {
	case d.ending == endsOpen || !at.Before(w.anchor):
	case d.ending == endsNone:
		d.truth.NoAnswer = at
	case way < how.mail:
		w.writeBack(r, d, at)
	case way < how.mail+how.call && !d.who.unknown:
		channel, list := data.ChannelPhone, "close.call"
		if r.chance(30) {
			channel, list = data.ChannelSMS, "close.sms"
		}
		w.call(r, d, at, channel, list)
	default:
		d.truth.NoAnswer = at
	}
}

// patience is after how many minutes the firm gets round to a letter: mostly
// within hours, now and then after days.
func patience(r *random) int {
	switch n := r.below(100); {
	case n < 35:
		return 10 + r.below(80)
	case n < 70:
		return 90 + r.below(300)
	case n < 92:
		return 60 * r.between(7, 26)
	}
	return 60 * r.between(30, 90)
}

// writeBack answers a letter by mail.
func (w *world) writeBack(r *random, d *draft, at time.Time) {
	t := &talk{w: w, r: r, s: &script{attrs: map[string]string{}}, who: d.who, begins: at}
	sc := &scene{w: w, r: r, who: d.who, visit: t.visit(at), price: t.price(), ref: r.below(1000)}
	list := "close." + string(d.truth.Kind)
	if c := d.first().truth.Case; c != nil && c.Decision == data.DecisionRejected {
		list = "close.displeased"
	}
	answer := t.message(step{byFirm: true, text: "{@" + list + "}"}, sc, at, d)
	answer.subject = "Re: " + d.first().subject
	answer.to.Email = d.from.Email
	w.drafts = append(w.drafts, answer)
	d.who.met([]*draft{answer})
}

// call logs what was said about a letter on another channel.
func (w *world) call(r *random, d *draft, at time.Time, channel data.Channel, list string) {
	f := splitTop(w.draw(list), '|')
	sc := &scene{w: w, r: r, who: d.who, at: at, visit: office(r, at.AddDate(0, 0, 3), 120), price: r.between(8, 60) * 10, ref: r.below(1000)}
	minutes, _ := strconv.Atoi(f[2]) // the form of a line is tested
	w.calls = append(w.calls, Interaction{Contact: d.who.key(), Interaction: data.Interaction{
		At: at.UTC(), Channel: channel, Direction: data.Outbound, Kind: data.KindOther,
		Subject: sc.fill(f[0]), Note: sc.fill(f[1]), Minutes: minutes,
	}})
	d.who.seen(at)
}

// speak makes a call of the firm's last letter now and then.
func (w *world) speak(d *draft) {
	r := newRandom(w.seed, "speak "+d.id)
	switch d.first().truth.Kind {
	case data.KindQuestion, data.KindOrder, data.KindSuggestion, data.KindFollowUp:
		if !d.who.unknown && !d.who.english && d.attach == "" && r.chance(12) {
			d.spoken = true
			w.call(r, d, d.at, data.ChannelPhone, "instead.call")
		}
	}
}
