package sample

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

func TestTheOfficeKeepsItsHours(t *testing.T) {
	r := newRandom(4, "office")
	for day := range 400 {
		after := time.Date(2026, 1, 1, day%24, 17, 0, 0, time.UTC).AddDate(0, 0, day)
		got := office(r, after, day%600)
		if got.Before(after.Add(time.Duration(day%600) * time.Minute)) {
			t.Fatalf("after %v answered on %v, too soon", after, got)
		}
		if h := got.Hour(); h < 7 || h > 17 || calendar.FreeDay(data.DateOf(got)) {
			t.Fatalf("after %v answered on %v", after, got)
		}
	}
}

func TestClientsAnswerInTheirWakingHours(t *testing.T) {
	r := newRandom(4, "later")
	for i := range 400 {
		after := time.Date(2026, 5, 1, i%24, 59, 0, 0, time.UTC).AddDate(0, 0, i)
		got := later(r, after, 1+i%60)
		if !got.After(after) || got.Hour() < 7 || got.Hour() > 21 {
			t.Fatalf("after %v answered on %v", after, got)
		}
	}
}

func TestWhereMailIsKept(t *testing.T) {
	w := testWorld(t)
	who := w.persons[0]
	at := func(days int) time.Time { return w.anchor.AddDate(0, 0, -days) }
	for _, c := range []struct {
		d       draft
		folder  string
		waiting bool
	}{
		{draft{at: at(1)}, "INBOX", true},
		{draft{at: at(30)}, "INBOX", false},
		{draft{at: at(400)}, "Archiwum/2025", false},
		{draft{at: at(400), byFirm: true}, "Wysłane", false},
		{draft{at: at(240), series: true}, "Reklamacje/Wkładki 0423", false},
	} {
		d := c.d
		d.who, d.from, d.to = who, data.Address{Email: who.key()}, data.Address{Email: firmAddress}
		d.truth = Truth{Kind: data.KindComplaint, Case: &Case{}, Decided: d.at}
		m := w.post(&d, map[string]uint32{})
		if m.Folder != c.folder || m.Waiting != c.waiting || (m.Truth.Case == nil) != c.waiting || m.Contact != who.key() {
			t.Errorf("%v: %s, waiting %v, case %v", d.at, m.Folder, m.Waiting, m.Truth.Case)
		}
	}
}

func TestOutcomesOfComplaints(t *testing.T) {
	s := &script{
		kind: data.KindComplaint, attrs: map[string]string{"category": "quality", "demand": "repair", "reject": "zamek"},
		subjects: []string{"x"}, steps: []step{{kind: data.KindComplaint, text: "zepsute", chance: 100}, {byFirm: true, text: "naprawimy", chance: 100}},
	}
	has := func(steps []step, text string) bool {
		return slices.ContainsFunc(steps, func(st step) bool { return strings.Contains(st.text, text) })
	}
	for _, c := range []struct {
		name     string
		o        outcome
		with     []string
		without  string
		answered bool
	}{
		{"accepted", outcome{state: data.CaseClosed, decision: data.DecisionAccepted, after: 5}, []string{"{@ack.thing}", "naprawimy"}, "nag", true},
		{"refused", outcome{state: data.CaseClosed, decision: data.DecisionRejected, after: 5}, []string{"{@rejected.zamek}"}, "naprawimy", true},
		{"late", outcome{state: data.CaseClosed, decision: data.DecisionLapsed, after: 20}, []string{"{@complaint.nag}", "{@complaint.late}\n\nnaprawimy"}, "rejected", true},
		{"taken back", outcome{state: data.CaseWithdrawn}, []string{"{@complaint.withdrawn}"}, "naprawimy", false},
		{"waits for the maker", outcome{state: data.CaseWaitsSupplier}, []string{"{@complaint.supplier}"}, "naprawimy", false},
		{"open", outcome{state: data.CaseInvestigated}, []string{"{@ack.thing}"}, "supplier", false},
		{"not looked at", outcome{state: data.CaseNew}, []string{"zepsute"}, "ack", false},
	} {
		steps, answer := complaintSteps(newRandom(1, c.name), s, c.o)
		for _, text := range c.with {
			if !has(steps, text) {
				t.Errorf("%s lacks %q: %v", c.name, text, steps)
			}
		}
		if has(steps, c.without) || (answer > 0) != c.answered || steps[0].text != "zepsute" {
			t.Errorf("%s: answer %d of %v", c.name, answer, steps)
		}
		if answer > 0 && !steps[answer].byFirm {
			t.Errorf("%s: the client answers himself", c.name)
		}
	}
}

// Asking again belongs to the case that is open: it must not open another.
func TestAskingAgainIsNoNewComplaint(t *testing.T) {
	w := testWorld(t)
	w.writeHistory()
	nags := 0
	for _, d := range w.drafts {
		if d.answers != nil && !d.byFirm && d.truth.Kind == data.KindComplaint {
			t.Errorf("%q of %v is counted again", d.subject, d.at)
		}
		if d.answers != nil && !d.byFirm && strings.Contains(d.text, "Przypominam o reklamacji") {
			nags++
			if days := d.at.Sub(d.first().at).Hours() / 24; days < 11 {
				t.Errorf("%q is asked about after %.0f days", d.subject, days)
			}
		}
	}
	if nags == 0 {
		t.Error("nobody asks again")
	}
}

func TestAppointmentsLieAhead(t *testing.T) {
	w := testWorld(t)
	s := &script{kind: data.KindQuestion, attrs: map[string]string{}, subjects: []string{"x"}, steps: []step{
		{kind: data.KindQuestion, text: "Kiedy?", chance: 100},
		{byFirm: true, text: "{termin.d}", chance: 100},
		{kind: data.KindPraise, text: "Dziękuję, było {termin.d}.", chance: 100},
	}}
	for i := range 40 {
		talk := w.newTalk(s, w.persons[i], w.clientTime(newRandom(uint64(i), "x"), 100+i))
		talk.pace = func(_ int, last time.Time) time.Time { return last.AddDate(0, 0, 15) }
		ds := talk.play()
		answer := ds[1]
		ahead := false
		for d := 0; d <= 14; d++ {
			sc := &scene{at: answer.at}
			ahead = ahead || strings.Contains(answer.text, sc.day(d))
		}
		if !ahead {
			t.Errorf("on %v the firm proposes %q", answer.at, answer.text)
		}
		if len(ds) == 3 && !ds[2].at.After(answer.at) {
			t.Errorf("thanked on %v for a visit proposed on %v", ds[2].at, answer.at)
		}
	}
}

func TestSpellingOfThoseWithoutPolishLetters(t *testing.T) {
	p := &person{bare: true}
	if got, want := p.spell("Zażółć „gęślą” jaźń – Łódź…"), "Zazolc \"gesla\" jazn - Lodz."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	p.bare = false
	if got := p.spell("Łódź"); got != "Łódź" {
		t.Errorf("got %q", got)
	}
}

func TestStatusOfARelation(t *testing.T) {
	now := time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		p    person
		want data.ContactStatus
	}{
		{person{status: data.StatusActive, ordered: true, last: now.AddDate(0, -1, 0)}, data.StatusActive},
		{person{status: data.StatusActive, ordered: true, last: now.AddDate(-2, 0, 0)}, data.StatusDormant},
		{person{status: data.StatusActive, last: now}, data.StatusLead},
		{person{status: data.StatusEndedByUs, ordered: true, last: now}, data.StatusEndedByUs},
	} {
		if got := c.p.statusOn(now); got != c.want {
			t.Errorf("%+v: %s, want %s", c.p, got, c.want)
		}
	}
}

func TestCompaniesWriteAboutWhatTheyDo(t *testing.T) {
	w := testWorld(t)
	of := map[string]int{}
	for _, kind := range []string{"company", "housing", "clinic"} {
		for _, c := range w.branch(kind) {
			of[kind]++
			if housing := strings.Contains("wspólnota zarządca spółdzielnia", c.branch); housing != (kind == "housing") {
				t.Errorf("%s writes as %s", c.name, kind)
			}
		}
	}
	if of["company"] < 10 || of["housing"] < 4 || of["clinic"] < 2 {
		t.Errorf("%v", of)
	}
}

func TestThoseWhoSleepDoNotWrite(t *testing.T) {
	w := testWorld(t)
	sleepers := 0
	for _, p := range w.persons {
		if p.sleeps {
			sleepers++
			if p.activeOn(100) || !p.activeOn(600) {
				t.Errorf("%s is awake at the wrong time", p.name())
			}
		}
	}
	if sleepers < 8 {
		t.Errorf("%d sleepers", sleepers)
	}
	for range 200 {
		if p := w.awake("persons", w.persons, 30); p.sleeps {
			t.Fatalf("%s wrote in his sleep", p.name())
		}
	}
}

func TestFreshTimes(t *testing.T) {
	w := testWorld(t) // Sunday 22 November, 10:00
	for in, want := range map[string]string{
		"0 -40m":  "2026-11-22 09:20",
		"0 -170m": "2026-11-22 07:10",
		"3 14:20": "2026-11-19 14:20",
	} {
		if got := w.freshTime(in).Format("2006-01-02 15:04"); got != want {
			t.Errorf("%q is %s, want %s", in, got, want)
		}
	}
	w.anchor = time.Date(2026, 11, 22, 0, 10, 0, 0, time.UTC)
	if got := w.freshTime("0 -40m"); got.Day() != 22 || got.After(w.anchor) {
		t.Errorf("just past midnight: %v", got)
	}
}

func TestSalesGoToTheRightPeople(t *testing.T) {
	w := testWorld(t)
	private, office := &person{emails: []string{"a@poczta.example"}}, w.companies[0].office
	browser, sleeper := &person{emails: []string{"b@poczta.example"}, window: true}, &person{emails: []string{"c@poczta.example"}, sleeps: true}
	on := data.NewDate(2026, 9, 1)
	for _, c := range []struct {
		item string
		who  *person
		want string
	}{
		{"Klucz|10|20|counter", private, ""},
		{"Montaż|100|200|person", private, "a@poczta.example"},
		{"Montaż|100|200|person", office, ""},
		{"System|100|200|company", office, office.key()},
		{"Montaż|100|200|person", browser, ""},
		{"Montaż|100|200|person", sleeper, ""},
	} {
		o := w.sale(on, c.item, c.who, 500)
		if o.Contact != c.want || o.On != on {
			t.Errorf("%s for %s: %+v, want %q", c.item, c.who.key(), o, c.want)
		}
	}
	if o := w.sale(on, "Klucz|10|20|counter", private, 500); o.Amount != data.PLN(1500) {
		t.Errorf("half way from 10 to 20 zł is %v", o.Amount)
	}
}
