package core_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/app/core"
	"kartoteka/data"
)

func demo(t *testing.T, c *core.Core) core.DemoResult {
	t.Helper()
	r, err := c.Demo(t.Context(), core.DemoOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// sampleFolder is a folder with the sample firm, made once and copied.
func sampleFolder(t *testing.T) string {
	t.Helper()
	made, err := sampleOnce()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(made)); err != nil {
		t.Fatal(err)
	}
	return dir
}

var sampleOnce = sync.OnceValues(func() (string, error) {
	ctx := context.Background()
	c, err := core.Open(ctx, core.Options{Dir: sampleDir, Vault: &vault{}, Clock: func() time.Time { return noon }})
	if err != nil {
		return "", err
	}
	_, err = c.Demo(ctx, core.DemoOptions{})
	return sampleDir, errors.Join(err, c.Close())
})

// sampleDir is where the copies are made from.
var sampleDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "kartoteka-sample-")
	if err != nil {
		panic(err)
	}
	sampleDir = dir
	code := m.Run()
	_ = os.RemoveAll(dir) // a stray folder in the temporary one at worst
	os.Exit(code)
}

// TestTheSampleFirmIsPulledFiledAndWaiting walks the main job end to end.
func TestTheSampleFirmIsPulledFiledAndWaiting(t *testing.T) {
	c := open(t, core.Options{})
	r := demo(t, c)
	if r.Messages < 850 || r.Contacts < 100 || r.Filed < 300 || r.Tied*10 < r.Messages*8 {
		t.Errorf("too little of a firm: %+v", r)
	}
	if r.Waiting < 15 || r.Waiting > 40 {
		t.Errorf("%d messages wait", r.Waiting)
	}
	onServer := 0
	for _, f := range r.Pulled[0].Folders {
		onServer += f.OnServer
		if f.Kept != f.OnServer || f.New != f.OnServer || f.Failed != 0 {
			t.Errorf("folder %+v", f)
		}
	}
	if onServer != r.Messages {
		t.Errorf("%d on the server, %d kept", onServer, r.Messages)
	}
	k := r.Complaint
	if k.Number == "" || k.Deadline.Safe.Sub(k.ReceivedOn) != 14 || k.ContactID == 0 {
		t.Errorf("no complaint with a deadline: %+v", k)
	}
	due := 0
	for _, f := range r.FollowUps {
		if f.State == data.FollowUpToday {
			due++
		}
	}
	if due == 0 {
		t.Errorf("nothing is due today: %+v", r.FollowUps)
	}
	clean(t, c)
	fewWaitForAnAnswer(t, c)
	theCardsShowAllTheyHold(t, c)
	theFreshComplaintCanBeFiled(t, c)
}

// fewWaitForAnAnswer looks at the list of the unanswered as a newcomer does: a
// well-run firm's, with a complaint whose term is near.
func fewWaitForAnAnswer(t *testing.T, c *core.Core) {
	t.Helper()
	waits, err := c.Unanswered(t.Context(), data.UnansweredFilter{})
	if err != nil || len(waits) < 5 || len(waits) > 14 || waits[0].Days > 11 {
		t.Fatalf("%d wait, %v: %+v", len(waits), err, waits)
	}
	near, elsewhere := 0, 0
	for i := range waits {
		if u := &waits[i]; u.CaseID != 0 && u.DaysLeft < 5 {
			near++
		}
		if waits[i].Redirected {
			elsewhere++
		}
	}
	if near < 2 || elsewhere == 0 {
		t.Errorf("%d near or past their term, %d sent elsewhere: %+v", near, elsewhere, waits)
	}
	var hotline int
	err = c.EachInteraction(t.Context(), func(i data.TimelineRow) error {
		if i.MessageID != 0 && i.Outcome == data.OutcomeRedirected {
			hotline++
		}
		return nil
	})
	if err != nil || hotline < 3 {
		t.Errorf("%d letters only sent a client elsewhere, %v", hotline, err)
	}
}

// theCardsShowAllTheyHold looks for a card of each kind that a newcomer tries.
func theCardsShowAllTheyHold(t *testing.T, c *core.Core) {
	t.Helper()
	all, err := c.Contacts(t.Context(), data.ContactFilter{})
	if err != nil {
		t.Fatal(err)
	}
	fields, err := c.CustomFields(t.Context())
	if err != nil || len(fields) < 5 {
		t.Errorf("fields of the firm's own: %v, %v", fields, err)
	}
	filled, sent, staff := 0, 0, 0
	for i := range all {
		p := &all[i]
		filled += len(p.Fields)
		if p.ReferredBy != 0 {
			sent++
			by, err := c.Referrals(t.Context(), p.ReferredBy)
			if err != nil || !slices.ContainsFunc(by, func(r data.ContactRow) bool { return r.ID == p.ID }) {
				t.Errorf("%s is not among those whom %d sent, %v", p.DisplayName, p.ReferredBy, err)
			}
		}
		if p.CompanyID == 0 {
			continue
		}
		staff++
		line, err := c.Entries(t.Context(), p.CompanyID, data.EntryFilter{Company: true}, data.EntryCursor{}, 500)
		if err != nil || !slices.ContainsFunc(line, func(e data.Entry) bool { return e.ContactName != "" }) && !p.LastContact.IsZero() {
			t.Errorf("nothing of %s stands on the company's timeline, %v", p.DisplayName, err)
		}
	}
	if filled < 50 || sent < 5 || staff < 8 {
		t.Errorf("%d own fields filled in, %d referred, %d work for a client", filled, sent, staff)
	}
}

// theFreshComplaintCanBeFiled does what a newcomer does next.
func theFreshComplaintCanBeFiled(t *testing.T, c *core.Core) {
	t.Helper()
	waiting, err := c.Inbox(t.Context(), data.InboxFilter{})
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(waiting, func(m data.InboxRow) bool { return m.Suggested == data.KindComplaint })
	if i < 0 {
		t.Fatal("no waiting mail is taken for a complaint")
	}
	filed, err := c.File(t.Context(), data.Filing{MessageID: waiting[i].ID, Kind: data.KindComplaint})
	if err != nil {
		t.Fatal(err)
	}
	k, err := c.Case(t.Context(), filed.CaseID)
	if err != nil || k.State != data.CaseNew || k.ContactID == 0 {
		t.Errorf("case %+v, %v", k, err)
	}
	clean(t, c)
}

// picture is what two folders of the same sample firm have in common: all of
// it but the numbers of rows.
func picture(t *testing.T, c *core.Core) []string {
	t.Helper()
	var out []string
	for _, m := range messages(t, c) {
		out = append(out, fmt.Sprintf("mail %s %s %s %s", m.SHA256[:12], m.Kind, m.Decided.Format(time.RFC3339), m.How))
	}
	cases, err := c.Cases(t.Context(), data.CaseFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range cases {
		out = append(out, fmt.Sprintf("case %s %s %s %s %s %v %v %v %v", k.Number, k.State, k.Decision, k.Cause, k.Product,
			k.Cost, k.Acknowledged.Unix(), k.Answered.Unix(), k.Closed.Unix()))
	}
	tasks, err := c.FollowUps(t.Context(), data.FollowUpFilter{WithDone: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range tasks {
		out = append(out, fmt.Sprintf("task %s %v %v", f.What, f.Due, f.Done.Unix()))
	}
	kinds := map[data.Kind]int{}
	err = c.EachInteraction(t.Context(), func(i data.TimelineRow) error {
		kinds[i.Kind]++
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		out = append(out, fmt.Sprintf("interactions %s %d", kind, kinds[kind]))
	}
	opinions, err := c.Opinions(t.Context(), data.Period{})
	if err != nil {
		t.Fatal(err)
	}
	out = append(out, fmt.Sprintf("opinions %d", len(opinions)))
	slices.Sort(out)
	return out
}

func TestTheSampleFirmIsDoubledByNothing(t *testing.T) {
	dir := sampleFolder(t)
	c := open(t, core.Options{Dir: dir})
	want := picture(t, c)
	waiting, err := c.Inbox(t.Context(), data.InboxFilter{Limit: 1})
	if err != nil {
		t.Fatal(err)
	}

	// The same day and a week later: the firm stays that of the first day.
	for _, at := range []time.Time{noon, noon.AddDate(0, 0, 7)} {
		again := open(t, core.Options{Dir: dir, Clock: func() time.Time { return at }})
		if r := demo(t, again); r.Filed != 0 || r.Pulled[0].Folders[0].New != 0 || !r.Anchor.Equal(noon) {
			t.Errorf("again: %+v", r)
		}
		if d := cmp.Diff(want, picture(t, again)); d != "" {
			t.Errorf("changed:\n%s", d)
		}
		if _, err := again.Sync(t.Context(), core.SyncOptions{}); err != nil {
			t.Errorf("an ordinary sync: %v", err)
		}
	}

	// What the person decided meanwhile is not undone.
	if _, err := c.File(t.Context(), data.Filing{MessageID: waiting[0].ID, Kind: data.KindPraise}); err != nil {
		t.Fatal(err)
	}
	demo(t, c)
	if m, err := c.Message(t.Context(), waiting[0].ID); err != nil || m.Kind != data.KindPraise {
		t.Errorf("the decision is lost: %+v, %v", m.Triage, err)
	}
}

// TestAnotherVersionsSampleFirmStaysAsItIs: its letters had the same numbers, and
// other words.
func TestAnotherVersionsSampleFirmStaysAsItIs(t *testing.T) {
	c := open(t, core.Options{Dir: sampleFolder(t)})
	want := picture(t, c)
	settings, err := c.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, mark := range []string{"", " played", " v1 played", " v9999 played"} {
		settings.Demo = noon.Format(time.RFC3339) + mark
		if err := c.SetSettings(t.Context(), settings); err != nil {
			t.Fatal(err)
		}
		r := demo(t, c)
		if r.Filed != 0 || len(r.Pulled) != 1 || len(r.Pulled[0].Folders) != 0 || r.Messages == 0 || r.Firm == "" {
			t.Errorf("%q: %+v", mark, r)
		}
		pulled, err := c.Sync(t.Context(), core.SyncOptions{})
		if err != nil || len(pulled) != 1 || pulled[0].Err != nil || len(pulled[0].Folders) != 0 {
			t.Errorf("%q: an ordinary sync: %+v, %v", mark, pulled, err)
		}
		if d := cmp.Diff(want, picture(t, c)); d != "" {
			t.Errorf("%q: changed:\n%s", mark, d)
		}
	}
	clean(t, c)
}

// TestTheSampleFirmsPastIsNobodysDeed: whoever looks at the firm did none of it.
func TestTheSampleFirmsPastIsNobodysDeed(t *testing.T) {
	c := open(t, core.Options{})
	demo(t, c)
	if r, err := c.Undo(t.Context()); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("the firm's past can be undone: %+v, %v", r, err)
	}
	if r, err := c.Redo(t.Context()); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("the firm's past can be redone: %+v, %v", r, err)
	}
	if all, err := c.Actions(t.Context(), 0, 0); err != nil || len(all) != 0 {
		t.Errorf("the journal holds %d deeds, %v", len(all), err)
	}
	id, err := c.AddContact(t.Context(), data.Contact{Kind: data.Person, GivenName: "Jan", FamilyName: "Nowy"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Undo(t.Context()); err != nil || r.Changes == 0 {
		t.Errorf("what is done in the firm can't be undone: %+v, %v", r, err)
	}
	if _, err := c.Contact(t.Context(), id); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("the contact is still there: %v", err)
	}
}

func TestAReplayThatWasStoppedGoesOn(t *testing.T) {
	want := picture(t, open(t, core.Options{Dir: sampleFolder(t)}))

	c := open(t, core.Options{})
	for _, stop := range []int{1, 41, 300} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := c.Demo(ctx, core.DemoOptions{Replaying: func(done, _ int) {
			if done == stop {
				cancel()
			}
		}})
		cancel()
		if !errors.Is(err, context.Canceled) && data.CodeOf(err) != data.CodeCancelled {
			t.Fatalf("stopped at %d: %v", stop, err)
		}
		if got := c.TodayDate(); got != data.NewDate(2026, 11, 16) {
			t.Errorf("the clock stands at %v", got)
		}
	}
	demo(t, c)
	if d := cmp.Diff(want, picture(t, c)); d != "" {
		t.Errorf("another firm than at one go:\n%s", d)
	}
	clean(t, c)
}

func TestTheSampleFirmStaysOutOfARealOne(t *testing.T) {
	c := open(t, core.Options{})
	addContact(t, c, data.Contact{GivenName: "Prawdziwy", FamilyName: "Klient"}, "klient@x.example")
	if _, err := c.Demo(t.Context(), core.DemoOptions{}); data.CodeOf(err) != data.CodeConflict {
		t.Errorf("%v", err)
	}
	if all := messages(t, c); len(all) != 0 {
		t.Errorf("%d messages were pulled", len(all))
	}
	if s, err := c.Settings(t.Context()); err != nil || s.Demo != "" {
		t.Errorf("settings %+v, %v", s, err)
	}
}

func TestTheSampleFirmsReport(t *testing.T) {
	c := open(t, core.Options{Dir: sampleFolder(t)})
	r, err := c.Report(t.Context(), data.Period{})
	if err != nil {
		t.Fatal(err)
	}
	if r.Empty || len(r.Sentences) == 0 || len(r.KPIs) == 0 || r.Firm == "" {
		t.Errorf("an empty report: %+v", r)
	}
	cases, err := c.Cases(t.Context(), data.CaseFilter{Kind: data.CaseComplaint})
	if err != nil {
		t.Fatal(err)
	}
	inside := 0
	for _, k := range cases {
		if r.Period.Contains(k.ReceivedOn) {
			inside++
		}
	}
	sum := 0.0
	trend := r.Table("trend")
	if trend == nil {
		t.Fatal("no table of months")
	}
	col := trend.Column("complaints")
	for i := range trend.Len() {
		sum += trend.Row(i, nil)[col].Num
	}
	if int(sum) != inside {
		t.Errorf("the months add up to %v, there are %d complaints", sum, inside)
	}
}
