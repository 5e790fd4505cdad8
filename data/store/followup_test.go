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

func whats(t testing.TB, db *store.DB, f data.FollowUpFilter) []string {
	t.Helper()
	var out []string
	for _, r := range must(db.FollowUps(ctx, f, datatest.Today))(t) {
		out = append(out, r.What+":"+string(r.State))
	}
	return out
}

func TestFollowUpComesBackWhole(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	k := must(db.AddCase(ctx, data.Case{ContactID: jan}))(t)
	want := data.FollowUp{
		What: "Oddzwonić", ContactID: jan, CaseID: k.ID, MessageID: datatest.Keep(t, db, a.ID, datatest.Mail(1))[0],
		Due: datatest.Today, Snoozed: datatest.Today.AddDays(2), Created: datatest.Now.Add(-time.Hour),
	}
	want.ID = must(db.AddFollowUp(ctx, want))(t)
	got := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t)
	row := data.FollowUpRow{FollowUp: want, ContactName: "Jan Żółw", CaseNumber: k.Number, State: data.FollowUpSnoozed}
	if diff := cmp.Diff([]data.FollowUpRow{row}, got); diff != "" {
		t.Error(diff)
	}
}

func TestFollowUpsByDay(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ids := map[string]int64{}
	for what, days := range map[string]int{"a": -3, "b": 0, "c": 2, "d": -10, "e": -5} {
		f := data.FollowUp{What: what, Due: datatest.Today.AddDays(days)}
		if what == "c" {
			f.ContactID = jan
		}
		ids[what] = must(db.AddFollowUp(ctx, f))(t)
	}
	for _, err := range []error{
		db.SnoozeFollowUp(ctx, ids["d"], datatest.Today.AddDays(1)),
		db.SnoozeFollowUp(ctx, ids["a"], datatest.Today), // back today
		db.DoneFollowUp(ctx, ids["e"], true),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name string
		f    data.FollowUpFilter
		want []string
	}{
		{"open", data.FollowUpFilter{}, []string{"a:overdue", "b:today", "d:snoozed", "c:later"}},
		{"due", data.FollowUpFilter{DueBy: datatest.Today}, []string{"a:overdue", "b:today"}},
		{"with the done", data.FollowUpFilter{WithDone: true}, []string{"a:overdue", "b:today", "d:snoozed", "c:later", "e:done"}},
		{"of a contact", data.FollowUpFilter{ContactID: jan}, []string{"c:later"}},
		{"the first", data.FollowUpFilter{Limit: 1}, []string{"a:overdue"}},
		{"of a case", data.FollowUpFilter{CaseID: 7}, nil},
	} {
		if got := whats(t, db, c.f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestDoneIsTakenBack(t *testing.T) {
	db, clock := datatest.New(t)
	id := must(db.AddFollowUp(ctx, data.FollowUp{What: " x ", Due: datatest.Today}))(t)
	for _, done := range []bool{true, true, false} {
		clock.Move(time.Hour)
		if err := db.DoneFollowUp(ctx, id, done); err != nil {
			t.Fatal(err)
		}
		f := must(db.FollowUps(ctx, data.FollowUpFilter{WithDone: true}, datatest.Today))(t)[0]
		if done && !f.Done.Equal(datatest.Now.Add(time.Hour)) || !done && !f.Done.IsZero() || f.What != "x" {
			t.Errorf("done %v: it says %q done at %v", done, f.What, f.Done)
		}
	}
	if err := db.SnoozeFollowUp(ctx, id, datatest.Today.AddDays(4)); err != nil {
		t.Fatal(err)
	}
	if err := db.SnoozeFollowUp(ctx, id, data.Date{}); err != nil {
		t.Fatal(err)
	}
	if got := whats(t, db, data.FollowUpFilter{}); !slices.Equal(got, []string{"x:today"}) {
		t.Errorf("shown again it is %v", got)
	}
}

func TestFollowUpRefused(t *testing.T) {
	db, _ := datatest.New(t)
	for key, f := range map[string]data.FollowUp{
		"follow-up-without-text": {Due: datatest.Today, What: "  "},
		"follow-up-without-day":  {What: "x"},
	} {
		_, err := db.AddFollowUp(ctx, f)
		code(t, err, data.CodeInvalid, key)
	}
	for key, f := range map[string]data.FollowUp{
		"not-found-contact": {What: "x", Due: datatest.Today, ContactID: 404},
		"not-found-case":    {What: "x", Due: datatest.Today, CaseID: 404},
		"not-found-message": {What: "x", Due: datatest.Today, MessageID: 404},
	} {
		_, err := db.AddFollowUp(ctx, f)
		code(t, err, data.CodeNotFound, key)
	}
	code(t, db.DoneFollowUp(ctx, 404, true), data.CodeNotFound, "not-found-follow-up")
	code(t, db.SnoozeFollowUp(ctx, 404, datatest.Today), data.CodeNotFound, "not-found-follow-up")
	if got := whats(t, db, data.FollowUpFilter{}); got != nil {
		t.Errorf("refused ones are there: %v", got)
	}
}
