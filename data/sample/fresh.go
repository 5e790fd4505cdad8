package sample

import (
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
)

// writeFresh writes the mail of these days, which waits for a decision. A
// script's "at" says when: "0 -40m" is forty minutes before the anchor, "3
// 14:20" three days ago at that time.
func (w *world) writeFresh() {
	r := newRandom(w.seed, "fresh")
	for i := range w.lib.scripts["fresh"] {
		s := &w.lib.scripts["fresh"][i]
		at := w.freshTime(s.attr("at", "1 10:00"))
		if s.attr("who", "") == "newsletter" {
			w.newsletter(s, at)
			continue
		}
		t := w.newTalk(s, w.freshSender(r, s), at)
		t.play()
	}
	w.settleFollowUps()
}

func (w *world) freshTime(s string) time.Time {
	f := strings.Fields(s)
	back, _ := strconv.Atoi(f[0]) // the form of "at" is tested
	if d, err := time.ParseDuration(f[1]); err == nil {
		t, midnight := w.anchor.Add(d), w.day(0, 0, 0)
		if t.Before(midnight) {
			t = midnight.Add(w.anchor.Sub(midnight) / 2) // the anchor is just past midnight
		}
		return t
	}
	t, err := time.Parse("15:04", f[1])
	if err != nil {
		panic(err)
	}
	return w.day(back, t.Hour(), t.Minute())
}

func (w *world) freshSender(r *random, s *script) *person {
	switch s.attr("who", "") {
	case "stranger":
		p := w.strangers[0]
		w.strangers = w.strangers[1:]
		return p
	case "colleague": // of a known company, himself not known
		c := w.companies[r.below(len(w.companies))]
		p := w.newPerson(r, w.nameDecks(r))
		p.emails = []string{w.freeAddress(r, p, c.domain)}
		p.firm, p.unknown, p.legal = c, true, data.Business
		p.manners()
		p.role = "kierownik administracyjny"
		return p
	}
	return w.sender(r, s, 0)
}
