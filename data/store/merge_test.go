package store_test

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// furnish gives a contact one of everything that can hang on it.
func furnish(t testing.TB, db *store.DB, id int64, word string) {
	t.Helper()
	must(db.AddInteraction(ctx, data.Interaction{
		ContactID: id, Channel: data.ChannelPhone, Text: "telefon " + word, At: datatest.Now.Add(-time.Duration(id) * time.Hour),
	}))(t)
	must(db.AddCase(ctx, data.Case{ContactID: id, Kind: data.CaseComplaint, Subject: "sprawa " + word, Category: "quality"}))(t)
	must(db.AddOpinion(ctx, data.Opinion{ContactID: id, Rating: 5, Text: "opinia " + word}))(t)
	must(db.AddOrder(ctx, data.Order{ContactID: id, On: datatest.Today, What: "zamek " + word, Amount: data.PLN(100)}))(t)
	must(db.AddFollowUp(ctx, data.FollowUp{ContactID: id, What: "oddzwonić " + word, Due: datatest.Today}))(t)
}

// two adds two cards of one client, with all that hangs on them.
func two(t testing.TB, db *store.DB) (keep, gone int64) {
	t.Helper()
	k := datatest.Person("Kasia", "Lis", "kasia@lis.example")
	k.Tags, k.Note = []string{"vip", "sklep"}, "woli rano"
	k.Handles = append(k.Handles, data.Handle{Kind: data.HandlePhone, Value: "601 234 567", Norm: "+48601234567"})
	k.Consents = []data.Consent{{Purpose: "marketing", Channel: "email", Basis: data.BasisConsent, Given: datatest.Now.Add(-1000 * time.Hour)}}
	g := datatest.Person("Katarzyna", "Lis", "katarzyna@lis.example")
	g.Tags, g.Note, g.City = []string{"vip", "targi"}, "ma psa", "Kraków"
	g.Handles = append(g.Handles, data.Handle{Kind: data.HandlePhone, Value: "+48601234567", Norm: "+48601234567"})
	g.MoreAddresses = []data.PostalAddress{{Label: "działka", City: "Zgierz"}}
	g.Consents = []data.Consent{{
		Purpose: "marketing", Channel: "email", Basis: data.BasisConsent, Given: datatest.Now.Add(-2000 * time.Hour),
		Withdrawn: datatest.Now.Add(-10 * time.Hour),
	}}
	keep, gone = datatest.Add(t, db, k), datatest.Add(t, db, g)
	furnish(t, db, keep, "pierwsza")
	furnish(t, db, gone, "druga")
	return keep, gone
}

func TestMergeBringsEverythingToOneCard(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	keep, gone := two(t, db)
	for uid, who := range map[uint32]string{1: "kasia@lis.example", 2: "katarzyna@lis.example"} {
		datatest.Keep(t, db, a.ID, datatest.Mail(uid, func(m *data.Message) {
			m.From.Email, m.ContactID = who, map[uint32]int64{1: keep, 2: gone}[uid]
		}))
	}
	friend := datatest.Person("Ewa", "Rak", "ewa@rak.example")
	friend.ReferredBy = gone
	ewa := datatest.Add(t, db, friend)
	n := must(db.MergeCounts(ctx, gone))(t)
	if want := (data.MergeCounts{Interactions: 1, Mail: 1, Cases: 1, Opinions: 1, Orders: 1, FollowUps: 1, Referred: 1}); n != want {
		t.Errorf("it would move %+v", n)
	}
	id := must(db.Merge(ctx, data.Merge{Keep: keep, Gone: gone, Choices: map[data.MergeField]data.MergeSide{data.MergeGiven: data.FromGone}}))(t)

	c := must(db.Contact(ctx, keep))(t)
	if c.Name() != "Katarzyna Lis" || c.Note != "woli rano\n\nma psa" || !slices.Equal(c.Tags, []string{"sklep", "targi", "vip"}) {
		t.Errorf("the card is %q, %q, %v", c.Name(), c.Note, c.Tags)
	}
	if got := strings.Join(c.Emails(), " "); got != "kasia@lis.example katarzyna@lis.example" || len(c.Phones()) != 1 {
		t.Errorf("it is reached at %s and %v", got, c.Phones())
	}
	if want := []data.PostalAddress{{Label: "działka", City: "Zgierz"}, {City: "Kraków"}}; !cmp.Equal(want, c.MoreAddresses) {
		t.Errorf("further addresses: %v", c.MoreAddresses)
	}
	for _, s := range c.Consents {
		if !s.Withdrawn.Equal(datatest.Now.Add(-10 * time.Hour)) {
			t.Errorf("the withdrawal on the other card is not on %+v", s)
		}
	}
	after := must(db.MergeCounts(ctx, keep))(t)
	if want := (data.MergeCounts{Interactions: 2, Mail: 2, Cases: 2, Opinions: 2, Orders: 2, FollowUps: 2, Referred: 1}); after != want {
		t.Errorf("on it hangs %+v", after)
	}
	if _, err := db.Contact(ctx, gone); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("the other card: %v", err)
	}
	if got := must(db.Contact(ctx, ewa))(t); got.ReferredBy != keep {
		t.Errorf("she was sent by %d", got.ReferredBy)
	}
	act := newest(t, db)
	if act.ID != id || act.What != data.ActMerge || act.Title != "Kasia Lis ← Katarzyna Lis" || act.N != 2 {
		t.Errorf("the deed is %+v", act)
	}
	datatest.Sound(t, db)
}

// Who is found by a word of either card is found on the one that stays, and the
// list shows when it was last in touch.
func TestMergedCardIsFoundAndSorted(t *testing.T) {
	db, _ := datatest.New(t)
	keep, gone := two(t, db)
	must(db.Merge(ctx, data.Merge{Keep: gone, Gone: keep}))(t)
	for _, word := range []string{"katarzyna", "kasia", "601234567", "targi", "sklep", "psa"} {
		rows := must(db.Contacts(ctx, data.ContactFilter{Words: word}))(t)
		if len(rows) != 1 || rows[0].ID != gone {
			t.Errorf("%q finds %d cards", word, len(rows))
			continue
		}
		if !rows[0].LastContact.Equal(datatest.Now.Add(-time.Hour)) {
			t.Errorf("last contact %v", rows[0].LastContact)
		}
	}
	datatest.Sound(t, db)
}

func TestUndoAndRedoOfAMerge(t *testing.T) {
	db, clock := datatest.New(t)
	keep, gone := two(t, db)
	other := datatest.Add(t, db, datatest.Person("Ewa", "Rak", "ewa@rak.example"))
	if _, err := db.NotDuplicate(ctx, other, gone); err != nil {
		t.Fatal(err)
	}
	before := dump(t, db)
	must(db.Merge(ctx, data.Merge{Keep: keep, Gone: gone}))(t)
	after := dump(t, db)
	for range 2 {
		clock.Move(time.Minute)
		must(db.Undo(ctx))(t)
		if got := dump(t, db); got != before {
			t.Fatalf("undone it is not as it was:\n%s", difference(before, got))
		}
		datatest.Sound(t, db)
		clock.Move(time.Minute)
		must(db.Redo(ctx))(t)
		if got := dump(t, db); got != after {
			t.Fatalf("redone it is not as it was:\n%s", difference(after, got))
		}
		datatest.Sound(t, db)
	}
}

// A merge is taken back long after: what the gone card had is its again, and
// what came since stays with the one that was kept.
func TestUnmergeKeepsWhatCameSince(t *testing.T) {
	db, clock := datatest.New(t)
	keep, gone := two(t, db)
	id := must(db.Merge(ctx, data.Merge{Keep: keep, Gone: gone}))(t)
	clock.Move(time.Hour)
	since := must(db.AddInteraction(ctx, data.Interaction{ContactID: keep, Channel: data.ChannelSMS, Text: "od tamtej pory"}))(t)
	c := must(db.Contact(ctx, keep))(t)
	c.Note, c.JobTitle = "nowa notatka", "kierowniczka"
	c.Tags = append(c.Tags, "nowy")
	c.Handles = append(c.Handles, data.Handle{Kind: data.HandleEmail, Value: "nowy@lis.example"})
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	clock.Move(time.Hour)
	out := must(db.RevertAction(ctx, id))(t)
	if out.Kept == 0 {
		t.Error("it is not told that the changed card stayed as it is")
	}
	k, g := must(db.Contact(ctx, keep))(t), must(db.Contact(ctx, gone))(t)
	if k.Note != "nowa notatka" || k.JobTitle != "kierowniczka" || !slices.Contains(k.Tags, "nowy") ||
		!slices.Equal(k.Emails(), []string{"kasia@lis.example", "nowy@lis.example"}) {
		t.Errorf("the kept card: %q, %q, %v, %v", k.Note, k.JobTitle, k.Tags, k.Emails())
	}
	if g.Name() != "Katarzyna Lis" || g.Note != "ma psa" || !slices.Equal(g.Emails(), []string{"katarzyna@lis.example"}) ||
		len(g.Phones()) != 1 || len(g.MoreAddresses) != 1 || !slices.Equal(g.Tags, []string{"targi", "vip"}) {
		t.Errorf("the card that came back: %+v", g)
	}
	if n := must(db.MergeCounts(ctx, gone))(t); n.Interactions != 1 || n.Cases != 1 || n.Orders != 1 || n.Opinions != 1 || n.FollowUps != 1 {
		t.Errorf("on it hangs %+v", n)
	}
	if who := must(db.InteractionContact(ctx, since))(t); who != keep {
		t.Errorf("what came since is with %d", who)
	}
	datatest.Sound(t, db)
}

// A takes in B, then C; taking B out again leaves C's with A.
func TestUnmergeOfTheFirstOfTwo(t *testing.T) {
	db, clock := datatest.New(t)
	a, b := two(t, db)
	c := datatest.Add(t, db, datatest.Person("K.", "Lis", "k@lis.example"))
	furnish(t, db, c, "trzecia")
	first := must(db.Merge(ctx, data.Merge{Keep: a, Gone: b}))(t)
	clock.Move(time.Minute)
	second := must(db.Merge(ctx, data.Merge{Keep: a, Gone: c}))(t)
	clock.Move(time.Minute)
	must(db.RevertAction(ctx, first))(t)
	if n := must(db.MergeCounts(ctx, a))(t); n.Interactions != 2 || n.Cases != 2 {
		t.Errorf("on A hangs %+v", n)
	}
	if n := must(db.MergeCounts(ctx, b))(t); n.Interactions != 1 || n.Cases != 1 {
		t.Errorf("on B hangs %+v", n)
	}
	if got := must(db.Contact(ctx, a))(t); !slices.Equal(got.Emails(), []string{"kasia@lis.example", "k@lis.example"}) {
		t.Errorf("A is reached at %v", got.Emails())
	}
	datatest.Sound(t, db)
	clock.Move(time.Minute)
	must(db.RevertAction(ctx, second))(t)
	if n := must(db.MergeCounts(ctx, c))(t); n.Interactions != 1 || n.Orders != 1 {
		t.Errorf("on C hangs %+v", n)
	}
	datatest.Sound(t, db)
}

func TestMergeOfCompanies(t *testing.T) {
	db, _ := datatest.New(t)
	mill := data.Contact{Kind: data.Company, Company: "Młyn Sp. z o.o.", NIP: "7251012180"}
	keep := datatest.Add(t, db, data.Contact{Kind: data.Company, Company: "Młyn", Handles: []data.Handle{{Kind: data.HandleDomain, Value: "mlyn.example", Norm: "mlyn.example"}}})
	gone := datatest.Add(t, db, mill)
	p := datatest.Person("Jan", "Lis", "jan@mlyn.example")
	p.Company, p.CompanyID = "Młyn Sp. z o.o.", gone
	jan := datatest.Add(t, db, p)
	q := must(sql.Open("sqlite", db.Path()))(t)
	defer func() { _ = q.Close() }()
	must(q.Exec(`INSERT INTO saved_view (list, name, filter, columns, rank)
		VALUES ('contacts', 'ludzie', json_object('company', ?), '[]', 1)`, gone))(t)
	must(db.Merge(ctx, data.Merge{Keep: keep, Gone: gone}))(t)
	if got := must(db.Contact(ctx, jan))(t); got.CompanyID != keep || got.Company != "Młyn" {
		t.Errorf("he works at %d, %q", got.CompanyID, got.Company)
	}
	if got := must(db.Contact(ctx, keep))(t); got.NIP != "7251012180" || got.CompanyID != 0 {
		t.Errorf("the company: %+v", got)
	}
	if got := texts(t, q, `SELECT filter FROM saved_view`); got[0] != fmt.Sprintf(`{"company":%d}`, keep) {
		t.Errorf("the saved list shows the people of %s", got)
	}
	// A person and the company that he works at: no relation to himself is left.
	must(db.Merge(ctx, data.Merge{Keep: jan, Gone: keep}))(t)
	if got := must(db.Contact(ctx, jan))(t); got.CompanyID != 0 || got.Kind != data.Person {
		t.Errorf("after all: %+v", got)
	}
	datatest.Sound(t, db)
}

func TestMergeRefuses(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Add(t, db, datatest.Person("Jan", "Lis", "jan@lis.example"))
	erased := datatest.Person("Ktoś", "", "")
	erased.Handles, erased.Erased = nil, datatest.Now
	b := datatest.Add(t, db, erased)
	before := dump(t, db)
	for name, c := range map[string]struct {
		m   data.Merge
		key string
	}{
		"itself":         {data.Merge{Keep: a, Gone: a}, "merge-with-itself"},
		"nobody":         {data.Merge{Keep: a, Gone: 99}, "not-found-contact"},
		"into nobody":    {data.Merge{Keep: 99, Gone: a}, "not-found-contact"},
		"an erased one":  {data.Merge{Keep: a, Gone: b}, "merge-erased"},
		"into an erased": {data.Merge{Keep: b, Gone: a}, "merge-erased"},
	} {
		_, err := db.Merge(ctx, c.m)
		var told *data.Error
		if !errors.As(err, &told) || told.Key != c.key {
			t.Errorf("%s: %v, want %s", name, err, c.key)
		}
	}
	if got := dump(t, db); got != before {
		t.Errorf("a refusal changed something:\n%s", difference(before, got))
	}
}

func TestNotDuplicate(t *testing.T) {
	db, _ := datatest.New(t)
	var ids []int64
	for i := range 3 {
		ids = append(ids, datatest.Add(t, db, datatest.Person("Jan", "Lis", fmt.Sprintf("jan%d@lis.example", i))))
	}
	for range 2 { // saying it twice is no mistake
		if _, err := db.NotDuplicate(ctx, ids[1], ids[0]); err != nil {
			t.Fatal(err)
		}
	}
	if got := must(db.NotDuplicates(ctx))(t); len(got) != 1 || !got[[2]int64{ids[0], ids[1]}] {
		t.Errorf("got %v", got)
	}
	// What was said of the gone card holds of the one that took it in.
	must(db.Merge(ctx, data.Merge{Keep: ids[2], Gone: ids[1]}))(t)
	if got := must(db.NotDuplicates(ctx))(t); len(got) != 1 || !got[[2]int64{ids[0], ids[2]}] {
		t.Errorf("after the merge: %v", got)
	}
	must(db.Merge(ctx, data.Merge{Keep: ids[2], Gone: ids[0]}))(t)
	if got := must(db.NotDuplicates(ctx))(t); len(got) != 0 {
		t.Errorf("after all: %v", got)
	}
	if _, err := db.NotDuplicate(ctx, ids[2], ids[2]); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("of one card: %v", err)
	}
	if _, err := db.NotDuplicate(ctx, ids[2], 999); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("of nobody: %v", err)
	}
	datatest.Sound(t, db)
}
