package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// lines makes a line of each entry.
func lines(entries []data.Entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, fmt.Sprintf("%s %s %s|%s|%s|%s", e.At.Format("02 15:04"), e.Type, e.ContactName, e.Title, e.Text, e.Note))
	}
	return out
}

func entries(t testing.TB, db *store.DB, id int64, f data.EntryFilter) []data.Entry {
	t.Helper()
	return must(db.Entries(ctx, id, f, data.EntryCursor{}, 0))(t)
}

// said is what was said and done with a contact.
func said(t testing.TB, db *store.DB, id int64) []data.Entry {
	t.Helper()
	return entries(t, db, id, data.EntryFilter{Types: []data.EntryType{data.EntryInteraction}})
}

// history enters a company with one of its people, and something of every type.
func history(t testing.TB, db *store.DB) (firm, ewa int64) {
	t.Helper()
	at := func(hours int) time.Time { return datatest.Now.Add(time.Duration(hours) * time.Hour) }
	firm = datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Sowa"})
	ewa = datatest.Add(t, db, data.Contact{GivenName: "Ewa", FamilyName: "Kot", CompanyID: firm})
	stranger := datatest.Add(t, db, data.Contact{GivenName: "Jan"})
	for _, i := range []data.Interaction{
		{ContactID: firm, At: at(-1), Channel: data.ChannelPhone, Subject: "Cennik", Text: "Ile kosztuje?", Note: "miły", Minutes: 4},
		{ContactID: ewa, At: at(-2), Channel: data.ChannelSMS, Text: "Będę o 9."},
		{ContactID: stranger, At: at(-1), Text: "obcy"},
	} {
		must(db.AddInteraction(ctx, i))(t)
	}
	must(db.AddCase(ctx, data.Case{Kind: data.CaseComplaint, ContactID: firm, Received: at(-3), ReceivedOn: datatest.Today, Subject: "Zacina się", Text: "Nie działa.", Reason: "zużycie"}))(t)
	must(db.AddOpinion(ctx, data.Opinion{ContactID: firm, Source: "google", Rating: 5, Tone: data.Positive, Text: "Polecam!", At: at(-4)}))(t)
	must(db.AddOrder(ctx, data.Order{ContactID: firm, On: datatest.Today.AddDays(-1), Amount: data.PLN(12000), What: "wkładka"}))(t)
	f := must(db.AddFollowUp(ctx, data.FollowUp{ContactID: firm, What: "oddzwonić", Due: datatest.Today}))(t)
	must(db.AddFollowUp(ctx, data.FollowUp{ContactID: firm, What: "jeszcze nie", Due: datatest.Today}))(t)
	if err := db.DoneFollowUp(ctx, f, true); err != nil {
		t.Fatal(err)
	}
	return firm, ewa
}

func TestTimelineOfEverything(t *testing.T) {
	db, clock := datatest.New(t)
	firm, ewa := history(t, db)
	want := []string{
		"22 10:00 follow-up |oddzwonić||", "22 09:00 interaction |Cennik|Ile kosztuje?|miły", "22 07:00 case |Zacina się|Nie działa.|zużycie",
		"22 06:00 opinion ||Polecam!|", "21 12:00 order |wkładka||",
	}
	got := entries(t, db, firm, data.EntryFilter{})
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Error(diff)
	}
	if c, o := got[2], got[4]; c.CaseNumber != "R/2026/0001" || c.State != string(data.CaseNew) || o.Amount != data.PLN(12000) || got[3].Rating != 5 {
		t.Errorf("the case is %+v, the order %+v", c, o)
	}
	if got[1].Minutes != 4 || got[1].Excerpt != "Ile kosztuje?" || got[1].Channel != data.ChannelPhone {
		t.Errorf("the call is %+v", got[1])
	}
	want = slices.Insert(want, 2, "22 08:00 interaction Ewa Kot||Będę o 9.|")
	if diff := cmp.Diff(want, lines(entries(t, db, firm, data.EntryFilter{Company: true}))); diff != "" {
		t.Errorf("with its people: %s", diff)
	}
	clock.Move(time.Hour)
	c := must(db.Contact(ctx, ewa))(t)
	c.City, c.Tags = "Łódź", []string{"vip"}
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	changes := entries(t, db, ewa, data.EntryFilter{Types: []data.EntryType{data.EntryChange}})
	if len(changes) != 2 || changes[0].What != data.ActChangeContact || changes[1].What != data.ActAddContact || changes[0].At != clock.Now() {
		t.Errorf("changes of the card are %+v", changes)
	}
	if got := lines(entries(t, db, ewa, data.EntryFilter{})); len(got) != 1 {
		t.Errorf("changes that nobody asked for: %v", got)
	}
	if got := entries(t, db, 404, data.EntryFilter{}); len(got) != 0 {
		t.Errorf("nobody's timeline is %v", got)
	}
}

func TestTimelineFilters(t *testing.T) {
	db, _ := datatest.New(t)
	firm, _ := history(t, db)
	for name, c := range map[string]struct {
		f    data.EntryFilter
		want int
	}{
		"calls":           {data.EntryFilter{Channels: []data.Channel{data.ChannelPhone}}, 1},
		"calls and texts": {data.EntryFilter{Channels: []data.Channel{data.ChannelPhone, data.ChannelSMS}, Company: true}, 2},
		"an odd channel":  {data.EntryFilter{Channels: []data.Channel{`o'"]) --`}}, 0},
		"cases":           {data.EntryFilter{Types: []data.EntryType{data.EntryCase}}, 1},
		"money and views": {data.EntryFilter{Types: []data.EntryType{data.EntryOrder, data.EntryOpinion}}, 2},
		"pinned, none":    {data.EntryFilter{Pinned: true}, 0},
		"a strange type":  {data.EntryFilter{Types: []data.EntryType{"x"}}, 0},
	} {
		if got := entries(t, db, firm, c.f); len(got) != c.want {
			t.Errorf("%s: %v, want %d", name, lines(got), c.want)
		}
	}
}

func TestPinnedEntries(t *testing.T) {
	path := t.TempDir() + "/kartoteka.db"
	db := datatest.Open(t, path, &datatest.Clock{})
	firm, _ := history(t, db)
	plant(t, path, `UPDATE interaction SET pinned = 1 WHERE subject = 'Cennik'`)
	got := entries(t, db, firm, data.EntryFilter{Pinned: true})
	if len(got) != 1 || got[0].Title != "Cennik" || !got[0].Pinned {
		t.Errorf("pinned are %+v", got)
	}
}

// The client's words of a complaint that came by mail stand in the mail; the case
// repeats them only where the mail is not shown.
func TestTimelineSaysNothingTwice(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1))
	filed := must(db.File(ctx, data.Filing{MessageID: ids[0], Kind: data.KindComplaint}, data.Case{}))(t)
	all := entries(t, db, filed.ContactID, data.EntryFilter{})
	if len(all) != 2 {
		t.Fatalf("the timeline is %v", lines(all))
	}
	for _, e := range all {
		if (e.Type == data.EntryCase) != (e.Text == "") || e.Title == "" || e.CaseNumber != filed.CaseNumber {
			t.Errorf("%s says %q under %q", e.Type, e.Text, e.Title)
		}
	}
	only := entries(t, db, filed.ContactID, data.EntryFilter{Types: []data.EntryType{data.EntryCase}})
	if len(only) != 1 || only[0].Text == "" {
		t.Errorf("the case alone says %+v", only)
	}
}

// Whatever stands at one moment, pages put together are the whole.
func TestEntryPages(t *testing.T) {
	db, _ := datatest.New(t)
	firm := datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Sowa"})
	ewa := datatest.Add(t, db, data.Contact{GivenName: "Ewa", CompanyID: firm})
	for i := range 60 {
		at := datatest.Now.Add(-time.Duration(i/9) * 24 * time.Hour).Add(2 * time.Hour) // noon of UTC, as orders have
		who := []int64{firm, ewa}[i%2]
		switch i % 4 {
		case 0:
			must(db.AddOrder(ctx, data.Order{ContactID: who, On: data.DateOf(at)}))(t)
		case 1:
			must(db.AddOpinion(ctx, data.Opinion{ContactID: who, At: at, Tone: data.Neutral}))(t)
		case 2:
			must(db.AddCase(ctx, data.Case{ContactID: who, Received: at, ReceivedOn: data.DateOf(at)}))(t)
		default:
			must(db.AddInteraction(ctx, data.Interaction{ContactID: who, At: at}))(t)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		f := data.EntryFilter{Company: rapid.Bool().Draw(rt, "company")}
		if rapid.Bool().Draw(rt, "some") {
			f.Types = rapid.SliceOfNDistinct(rapid.SampledFrom([]data.EntryType{
				data.EntryInteraction, data.EntryCase, data.EntryOpinion, data.EntryOrder, data.EntryChange,
			}), 1, 4, rapid.ID[data.EntryType]).Draw(rt, "types")
		}
		whole := entries(t, db, firm, f)
		limit := rapid.IntRange(1, 20).Draw(rt, "limit")
		var pages []data.Entry
		for from := (data.EntryCursor{}); ; from = pages[len(pages)-1].Cursor() {
			page := must(db.Entries(ctx, firm, f, from, limit))(t)
			pages = append(pages, page...)
			if len(page) < limit {
				break
			}
		}
		if diff := cmp.Diff(whole, pages); diff != "" {
			rt.Fatalf("pages of %d of %+v: %s", limit, f, diff)
		}
	})
}
