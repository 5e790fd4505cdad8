package store_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func TestCaseComesBackWhole(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	want := data.Case{
		Kind: data.CaseComplaint, ContactID: jan, Received: datatest.Now.Add(-time.Hour), ReceivedOn: datatest.Today,
		Channel: data.ChannelPhone, LegalType: data.Consumer, Product: "wkładka", Subject: "Zacina się",
		Text: "Zacina się od tygodnia.", Category: "quality", Severity: 3, Demand: data.DemandRefund, Cause: "defect",
		Decision: data.DecisionPartly, Reason: "zużycie", Cost: data.PLN(12_300), State: data.CaseAssessed,
		Deadline:     data.Deadline{Rule: "L1", Safe: datatest.Today.AddDays(14), Latest: datatest.Today.AddDays(16)},
		Acknowledged: datatest.Now,
	}
	want = must(db.AddCase(ctx, want))(t)
	got := must(db.Case(ctx, want.ID))(t)
	if diff := cmp.Diff(want, got.Case); diff != "" {
		t.Error(diff)
	}
	if got.ContactName != "Jan Żółw" || got.DaysLeft != 14 || got.Number != "R/2026/0001" {
		t.Errorf("the row says %s, %d days, %s", got.ContactName, got.DaysLeft, got.Number)
	}
	_, err := db.Case(ctx, 404)
	code(t, err, data.CodeNotFound, "not-found-case")
	_, err = db.AddCase(ctx, data.Case{ContactID: 404})
	code(t, err, data.CodeNotFound, "not-found-contact")
	datatest.Sound(t, db)
}

func TestCaseNumbers(t *testing.T) {
	db, clock := datatest.New(t)
	number := func(k data.CaseKind) string { return must(db.AddCase(ctx, data.Case{Kind: k}))(t).Number }
	got := []string{number(""), number(data.CaseRequest), number(data.CaseComplaint)}
	// Half past eleven at night in London is the next year in Warsaw.
	clock.Move(time.Date(2026, 12, 31, 23, 30, 0, 0, time.UTC).Sub(clock.Now()))
	got = append(got, number(""))
	want := []string{"R/2026/0001", "P/2026/0001", "R/2026/0002", "R/2027/0001"}
	if !slices.Equal(got, want) {
		t.Errorf("numbers are %v, want %v", got, want)
	}
	datatest.Sound(t, db)
}

func TestCaseStatesKeepTheirTimes(t *testing.T) {
	type times struct{ acknowledged, answered, closed bool }
	for _, c := range []struct {
		name string
		path []data.CaseState
		want times
	}{
		{"acknowledged", []data.CaseState{data.CaseAcknowledged}, times{true, false, false}},
		{"work acknowledges", []data.CaseState{data.CaseInvestigated}, times{true, false, false}},
		{"answered", []data.CaseState{data.CaseAnswered}, times{true, true, false}},
		{"closed at once", []data.CaseState{data.CaseClosed}, times{true, true, true}},
		{"opened again", []data.CaseState{data.CaseClosed, data.CaseInvestigated}, times{true, false, false}},
		{"back to the start", []data.CaseState{data.CaseAnswered, data.CaseNew}, times{false, false, false}},
		{"withdrawn unanswered", []data.CaseState{data.CaseWithdrawn}, times{false, false, true}},
		{"withdrawn after the answer", []data.CaseState{data.CaseAnswered, data.CaseWithdrawn}, times{true, true, true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, clock := datatest.New(t)
			k := must(db.AddCase(ctx, data.Case{}))(t)
			for _, s := range c.path {
				clock.Move(time.Hour)
				if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, State: &s}); err != nil {
					t.Fatal(err)
				}
			}
			got := must(db.Case(ctx, k.ID))(t)
			is := times{!got.Acknowledged.IsZero(), !got.Answered.IsZero(), !got.Closed.IsZero()}
			if is != c.want || got.State != c.path[len(c.path)-1] {
				t.Errorf("%s has %+v, want %+v", got.State, is, c.want)
			}
			datatest.Sound(t, db)
		})
	}
}

func TestCaseTimesAreThoseOfTheFirstReaching(t *testing.T) {
	db, clock := datatest.New(t)
	k := must(db.AddCase(ctx, data.Case{}))(t)
	for _, s := range []data.CaseState{data.CaseAcknowledged, data.CaseAnswered, data.CaseClosed} {
		clock.Move(time.Hour)
		if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, State: &s}); err != nil {
			t.Fatal(err)
		}
	}
	got := must(db.Case(ctx, k.ID))(t)
	for i, at := range []time.Time{got.Acknowledged, got.Answered, got.Closed} {
		if want := datatest.Now.Add(time.Duration(i+1) * time.Hour); !at.Equal(want) {
			t.Errorf("time %d is %v, want %v", i, at, want)
		}
	}
}

func TestChangeCaseChangesOnlyWhatIsGiven(t *testing.T) {
	db, clock := datatest.New(t)
	k := must(db.AddCase(ctx, data.Case{Category: "quality", Subject: "Zamek", Product: "wkładka"}))(t)
	before := must(db.Case(ctx, k.ID))(t)
	clock.Move(time.Minute)
	category, cause, product, reason := "damage", "transport", "klamka", "pęknięta"
	severity, demand, decision, cost := data.Severity(4), data.DemandRefund, data.DecisionAccepted, data.PLN(500)
	if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, Category: &category}); err != nil {
		t.Fatal(err)
	}
	want := before
	want.Category, want.Updated = category, clock.Now()
	if diff := cmp.Diff(want, must(db.Case(ctx, k.ID))(t)); diff != "" {
		t.Error(diff)
	}
	err := db.ChangeCase(ctx, data.CaseChange{
		ID: k.ID, Severity: &severity, Demand: &demand, Cause: &cause, Decision: &decision, Reason: &reason,
		Product: &product, Cost: &cost,
	})
	if err != nil {
		t.Fatal(err)
	}
	want.Severity, want.Demand, want.Cause, want.Decision = severity, demand, cause, decision
	want.Reason, want.Product, want.Cost = reason, product, cost
	if diff := cmp.Diff(want, must(db.Case(ctx, k.ID))(t)); diff != "" {
		t.Error(diff)
	}
	if hits := must(db.Search(ctx, "klamka", 5))(t); len(hits) != 1 {
		t.Errorf("the new product finds %v", hits)
	}
	if hits := must(db.Search(ctx, "wkladka", 5))(t); len(hits) != 0 {
		t.Errorf("the old product still finds %v", hits)
	}
	code(t, db.ChangeCase(ctx, data.CaseChange{ID: 404}), data.CodeNotFound, "not-found-case")
	datatest.Sound(t, db)
}

func caseNumbers(t testing.TB, db *store.DB, f data.CaseFilter) []string {
	t.Helper()
	var out []string
	for _, r := range must(db.Cases(ctx, f, datatest.Today))(t) {
		out = append(out, r.Number)
	}
	return out
}

func TestCasesByUrgency(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	for i, c := range []struct {
		safe   int // days from today, 0: no term
		state  data.CaseState
		kind   data.CaseKind
		client int64
	}{
		{5, data.CaseNew, data.CaseComplaint, jan},
		{0, data.CaseNew, data.CaseComplaint, jan},
		{-2, data.CaseAnswered, data.CaseComplaint, 0},
		{-3, data.CaseWaitsClient, data.CaseComplaint, 0},
		{0, data.CaseNew, data.CaseRequest, jan},
		{1, data.CaseClosed, data.CaseComplaint, jan},
	} {
		k := data.Case{Kind: c.kind, ContactID: c.client, State: c.state, Received: datatest.Now.Add(time.Duration(i) * time.Minute)}
		if c.safe != 0 {
			k.Deadline = data.Deadline{Rule: "L1", Safe: datatest.Today.AddDays(c.safe)}
		}
		if !c.state.Open() {
			k.Answered, k.Closed = datatest.Now, datatest.Now
		}
		must(db.AddCase(ctx, k))(t)
	}
	all := []string{"R/2026/0004", "R/2026/0001", "P/2026/0001", "R/2026/0002", "R/2026/0005", "R/2026/0003"}
	if got := caseNumbers(t, db, data.CaseFilter{}); !slices.Equal(got, all) {
		t.Errorf("order is %v, want %v: open by their term, then without one, then the rest", got, all)
	}
	if got := caseNumbers(t, db, data.CaseFilter{OpenOnly: true, Kind: data.CaseComplaint}); !slices.Equal(got, []string{all[0], all[1], all[3]}) {
		t.Errorf("open complaints are %v", got)
	}
	if got := caseNumbers(t, db, data.CaseFilter{ContactID: jan, Offset: 1, Limit: 2}); !slices.Equal(got, all[2:4]) {
		t.Errorf("a page of the contact's is %v", got)
	}
	left := must(db.Cases(ctx, data.CaseFilter{}, datatest.Today))(t)
	if left[0].DaysLeft != -3 || left[1].DaysLeft != 5 || left[5].DaysLeft != 0 {
		t.Errorf("days left are %d, %d and %d", left[0].DaysLeft, left[1].DaysLeft, left[5].DaysLeft)
	}
}
