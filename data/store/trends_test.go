package store_test

import (
	"testing"

	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func day(s string) data.Date {
	d, err := data.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestMonthSumsEqualARecount makes, changes and takes back cases at random and
// compares the sums that triggers keep with a recount of the cases.
func TestMonthSumsEqualARecount(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		db, _ := datatest.New(t)
		a := datatest.Account(t, db)
		var cases []int64
		var filed []int64
		for i := range rapid.IntRange(1, 20).Draw(r, "steps") {
			switch rapid.IntRange(0, 3).Draw(r, "step") {
			case 0:
				k := must(db.AddCase(ctx, data.Case{
					Kind:       rapid.SampledFrom([]data.CaseKind{data.CaseComplaint, data.CaseRequest}).Draw(r, "kind"),
					ReceivedOn: datatest.Today.AddDays(-rapid.IntRange(0, 120).Draw(r, "days")),
					Category:   rapid.SampledFrom([]string{"", "quality", "damage"}).Draw(r, "category"),
					Channel:    rapid.SampledFrom(data.Channels()).Draw(r, "channel"),
				}))(t)
				cases = append(cases, k.ID)
			case 1:
				m := datatest.Keep(t, db, a.ID, datatest.Mail(uint32(i+1)))[0]
				file(t, db, data.Filing{MessageID: m, Kind: data.KindComplaint})
				filed = append(filed, m)
			case 2:
				if len(cases) > 0 {
					category := rapid.SampledFrom([]string{"quality", "service"}).Draw(r, "new category")
					id := rapid.SampledFrom(cases).Draw(r, "case")
					if err := db.ChangeCase(ctx, data.CaseChange{ID: id, Category: &category}); err != nil {
						r.Fatal(err)
					}
				}
			case 3:
				if len(filed) > 0 {
					if err := db.Unfile(ctx, rapid.SampledFrom(filed).Draw(r, "message")); err != nil {
						r.Fatal(err)
					}
				}
			}
		}
		from, to := datatest.Today.AddDays(-200), datatest.Today
		want := map[data.Date]int{}
		for _, k := range must(db.Cases(ctx, data.CaseFilter{Kind: data.CaseComplaint}, data.Date{}))(t) {
			want[k.ReceivedOn.FirstOfMonth()]++
		}
		got := must(db.MonthlyComplaints(ctx, from, to))(t)
		if len(got) != len((data.Period{From: from, To: to}).Months()) {
			r.Fatalf("%d months, want each of them", len(got))
		}
		for _, m := range got {
			if m.Count != want[m.Month] {
				r.Fatalf("%v has %d, want %d", m.Month, m.Count, want[m.Month])
			}
		}
		datatest.Sound(t, db) // which recounts by category and channel
	})
}

func TestFirstAnswer(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3))
	for _, id := range ids {
		file(t, db, data.Filing{MessageID: id, Kind: data.KindComplaint})
	}
	answer := func(uid, to uint32, auto data.Automatic) data.MailItem {
		return datatest.Mail(uid, func(m *data.Message) {
			m.Direction, m.From, m.To, m.Automatic = data.Outbound, m.To[0], []data.Address{m.From}, auto
			m.InReplyTo = []string{datatest.Mail(to).Message.MessageID}
		})
	}
	datatest.Keep(t, db, a.ID, answer(10, 1, data.AutoReply), answer(12, 1, data.ByPerson), answer(20, 1, data.ByPerson))
	acknowledged, answered := data.CaseAcknowledged, data.CaseAnswered
	for id, s := range map[int64]data.CaseState{1: answered, 2: acknowledged} {
		if err := db.ChangeCase(ctx, data.CaseChange{ID: id, State: &s}); err != nil {
			t.Fatal(err)
		}
	}
	rows := must(db.ReportCases(ctx, data.Period{}))(t)
	if len(rows) != 3 {
		t.Fatalf("%d cases, want 3", len(rows))
	}
	if want := datatest.Mail(12).Message.Date; !rows[0].FirstAnswer.Equal(want) {
		t.Errorf("the first answer was at %v, want %v: the first mail by a person", rows[0].FirstAnswer, want)
	}
	if !rows[1].FirstAnswer.Equal(clock.Now()) || !rows[2].FirstAnswer.IsZero() {
		t.Errorf("first answers are %v and %v, want the acknowledgement and none", rows[1].FirstAnswer, rows[2].FirstAnswer)
	}
	if rows[0].AnsweredOn != datatest.Today || !rows[1].AnsweredOn.IsZero() {
		t.Errorf("answered on %v and %v", rows[0].AnsweredOn, rows[1].AnsweredOn)
	}
}

func TestReportCases(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Person("Jan", "Żółw", "jan@klient.example")
	jan.BirthYear = 1961
	id := datatest.Add(t, db, jan)
	add := func(on string, k data.Case) data.Case {
		k.ReceivedOn = day(on)
		return must(db.AddCase(ctx, k))(t)
	}
	add("2026-03-01", data.Case{})
	want := add("2026-02-28", data.Case{ContactID: id, Cost: data.PLN(100), Text: "tekst", Subject: "temat"})
	add("2026-01-31", data.Case{})
	add("2026-02-01", data.Case{Kind: data.CaseRequest})
	rows := must(db.ReportCases(ctx, data.Period{From: day("2026-02-01"), To: day("2026-02-28")}))(t)
	if len(rows) != 2 || rows[0].Kind != data.CaseRequest {
		t.Fatalf("February has %+v, want its request and its complaint, oldest first", rows)
	}
	r := rows[1]
	if r.Number != want.Number || r.ContactName != "Jan Żółw" || r.ContactKind != data.Person || r.BirthYear != 1961 ||
		r.Cost != data.PLN(100) || r.Text != "tekst" {
		t.Errorf("the row is %+v", r)
	}
}

func TestReportRowsSayWhoTheClientIs(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	firm := data.Contact{Kind: data.Company, Company: "Firma", LegalType: data.Business}
	id := datatest.Add(t, db, firm)
	if d := must(db.FirstDay(ctx))(t); !d.IsZero() {
		t.Errorf("an empty store begins on %v", d)
	}
	must(db.AddOrder(ctx, data.Order{ContactID: id, On: datatest.Today}))(t)
	must(db.AddOrder(ctx, data.Order{On: datatest.Today.AddDays(-3)}))(t)
	must(db.AddOpinion(ctx, data.Opinion{ContactID: id, Rating: 5, At: datatest.Now.AddDate(0, 0, -9)}))(t)
	must(db.AddInteraction(ctx, data.Interaction{ContactID: id, Kind: data.KindSuggestion, Subject: "Godziny", Text: "dłużej"}))(t)
	mail := datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) { m.ContactID = id }))[0]
	file(t, db, data.Filing{MessageID: mail, Kind: data.KindSuggestion, Category: "service"})

	if orders := must(db.ReportOrders(ctx, data.Period{}))(t); len(orders) != 2 || orders[1].LegalType != data.Business ||
		orders[0].LegalType != "" || orders[0].On.After(orders[1].On) {
		t.Errorf("orders are %+v", orders)
	}
	if o := must(db.ReportOpinions(ctx, data.Period{}))(t); len(o) != 1 || o[0].LegalType != data.Business || o[0].Rating != 5 {
		t.Errorf("opinions are %+v", o)
	}
	s := must(db.ReportSuggestions(ctx, data.Period{}))(t)
	if len(s) != 2 || s[0].Text != datatest.Mail(1).Message.Text || s[0].Category != "service" ||
		s[1].Subject != "Godziny" || s[1].LegalType != data.Business || s[1].ContactName != "Firma" {
		t.Errorf("suggestions are %+v", s)
	}
	if d := must(db.FirstDay(ctx))(t); d != data.DateIn(datatest.Mail(1).Message.Date, warsaw(t)) {
		t.Errorf("the store begins on %v, want the day of the oldest thing counted", d)
	}
}

func TestBadges(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1))
	for _, days := range []int{-1, 0, 1} {
		must(db.AddFollowUp(ctx, data.FollowUp{What: "x", Due: datatest.Today.AddDays(days)}))(t)
	}
	for _, days := range []int{-4, 2, 3} {
		must(db.AddCase(ctx, data.Case{Deadline: data.Deadline{Rule: "L1", Safe: datatest.Today.AddDays(days)}}))(t)
	}
	must(db.AddCase(ctx, data.Case{}))(t)
	want := data.Badges{Due: 4, Waiting: 1, Cases: 4}
	if got := must(db.Badges(ctx, datatest.Today))(t); got != want {
		t.Errorf("badges are %+v, want %+v: two follow-ups and the two cases within two days", got, want)
	}
}
