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

// entry returns an entry of a client's timeline.
func entry(t *testing.T, db *store.DB, contact, id int64) data.Entry {
	t.Helper()
	all := said(t, db, contact)
	i := slices.IndexFunc(all, func(e data.Entry) bool { return e.ID == id })
	if i < 0 {
		t.Fatalf("entry %d is not on the timeline of %d", id, contact)
	}
	return all[i]
}

func TestChangeAnEntry(t *testing.T) {
	earlier := datatest.Now.Add(-50 * time.Hour)
	for name, c := range map[string]struct {
		change func(*data.Interaction)
		shown  func(e data.Entry) bool
	}{
		"words": {func(i *data.Interaction) { i.Text, i.Note, i.Subject = "pyta o zamek", "oddzwonić", "Zamek" }, func(e data.Entry) bool {
			return e.Text == "pyta o zamek" && e.Note == "oddzwonić" && e.Title == "Zamek"
		}},
		"channel and direction": {func(i *data.Interaction) { i.Channel, i.Direction = data.ChannelSMS, data.Outbound }, func(e data.Entry) bool {
			return e.Channel == data.ChannelSMS && e.Direction == data.Outbound
		}},
		"kind and minutes": {func(i *data.Interaction) { i.Kind, i.Minutes = data.KindPraise, 12 }, func(e data.Entry) bool {
			return e.Kind == data.KindPraise && e.Minutes == 12
		}},
		"time":                           {func(i *data.Interaction) { i.At = earlier }, func(e data.Entry) bool { return e.At.Equal(earlier) }},
		"no time at all":                 {func(i *data.Interaction) { i.At = time.Time{} }, func(e data.Entry) bool { return e.At.Equal(datatest.Now) }},
		"a pin, which is another deed's": {func(i *data.Interaction) { i.Pinned = true }, func(e data.Entry) bool { return !e.Pinned }},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := datatest.New(t)
			id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
			i := data.Interaction{
				ContactID: id, At: datatest.Now, Channel: data.ChannelPhone, Direction: data.Inbound, Kind: data.KindOther, Text: "pyta o klucz",
			}
			i.ID = must(db.AddInteraction(ctx, i))(t)
			before := dump(t, db)
			c.change(&i)
			if err := db.ChangeInteraction(ctx, i); err != nil {
				t.Fatal(err)
			}
			if e := entry(t, db, id, i.ID); !c.shown(e) {
				t.Errorf("it is shown as %+v", e)
			}
			datatest.Sound(t, db)
			if newest(t, db).What != data.ActChangeLog {
				return // nothing changed, so there is nothing to undo but the entry
			}
			undo(t, db)
			if now := dump(t, db); now != before {
				t.Errorf("undone it is not as before:\n%s", difference(before, now))
			}
		})
	}
}

func TestAChangedEntryIsFoundByItsNewWords(t *testing.T) {
	db, _ := datatest.New(t)
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	jan := datatest.Add(t, db, datatest.Person("Jan", "Lis", "jan@lis.example"))
	id := must(db.AddInteraction(ctx, data.Interaction{ContactID: ewa, Text: "nasturcja"}))(t)
	found := func(words string) int {
		t.Helper()
		return len(must(db.Search(ctx, words, 5))(t))
	}
	if err := db.ChangeInteraction(ctx, data.Interaction{ID: id, ContactID: jan, Text: "bergamotka"}); err != nil {
		t.Fatal(err)
	}
	if found("nasturcja") != 0 || found("bergamotka") != 1 {
		t.Errorf("found %d and %d", found("nasturcja"), found("bergamotka"))
	}
	if who := must(db.InteractionContact(ctx, id))(t); who != jan {
		t.Errorf("it is with %d, want the client it was given to", who)
	}
	undo(t, db)
	if found("nasturcja") != 1 || found("bergamotka") != 0 {
		t.Errorf("undone, found %d and %d", found("nasturcja"), found("bergamotka"))
	}
	code(t, db.ChangeInteraction(ctx, data.Interaction{ID: id, ContactID: 404}), data.CodeNotFound, "not-found-contact")
	code(t, db.ChangeInteraction(ctx, data.Interaction{ID: 404, ContactID: ewa}), data.CodeNotFound, "not-found-interaction")
}

func TestOfMailOnlyTheOwnersWordsChange(t *testing.T) {
	db, _ := datatest.New(t)
	id := client(t, db)
	all := said(t, db, id)
	mail := all[slices.IndexFunc(all, func(e data.Entry) bool { return e.MessageID != 0 })]
	err := db.ChangeInteraction(ctx, data.Interaction{
		ID: mail.ID, ContactID: id, Text: "podrobione", Subject: "podrobione", Channel: data.ChannelPhone, Note: "ważne", Minutes: 7,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := entry(t, db, id, mail.ID)
	want := mail
	want.Note, want.Minutes, want.Category = "ważne", 7, ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestPinAnEntry(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	one := must(db.AddInteraction(ctx, data.Interaction{ContactID: id, Text: "rabat 5%"}))(t)
	for _, pinned := range []bool{true, true, false} {
		if err := db.PinInteraction(ctx, one, pinned); err != nil {
			t.Fatal(err)
		}
		if e := entry(t, db, id, one); e.Pinned != pinned {
			t.Errorf("pinned: %v, want %v", e.Pinned, pinned)
		}
	}
	if r := undo(t, db); r.Undone.What != data.ActChangeLog || r.Undone.Title != "Ewa Kot" || !entry(t, db, id, one).Pinned {
		t.Errorf("undone is %+v", r)
	}
	if undo(t, db); entry(t, db, id, one).Pinned {
		t.Error("pinning what was pinned is a deed of its own")
	}
	code(t, db.PinInteraction(ctx, 404, true), data.CodeNotFound, "not-found-interaction")
}

func TestChangeAnOrder(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	o := data.Order{ContactID: id, On: datatest.Today, Amount: data.PLN(4999), What: "klucz"}
	o.ID = must(db.AddOrder(ctx, o))(t)
	for name, c := range map[string]struct {
		change func(*data.Order)
		refuse data.Code
		key    string
	}{
		"all of it":     {change: func(o *data.Order) { o.On, o.Amount, o.What = o.On.AddDays(-3), data.PLN(100), "zamek" }},
		"no amount":     {change: func(o *data.Order) { o.Amount.Minor = 0 }},
		"no day":        {func(o *data.Order) { o.On = data.Date{} }, data.CodeInvalid, "order-without-day"},
		"nobody's":      {func(o *data.Order) { o.ContactID = 404 }, data.CodeNotFound, "not-found-contact"},
		"another order": {func(o *data.Order) { o.ID = 404 }, data.CodeNotFound, "not-found-order"},
	} {
		changed := o
		c.change(&changed)
		err := db.ChangeOrder(ctx, changed)
		if c.key != "" {
			code(t, err, c.refuse, c.key)
			changed = o
		} else if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff([]data.Order{changed}, must(db.OrdersOf(ctx, id))(t)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if c.key == "" {
			undo(t, db)
		}
		if diff := cmp.Diff([]data.Order{o}, must(db.OrdersOf(ctx, id))(t)); diff != "" {
			t.Errorf("%s, undone: %s", name, diff)
		}
	}
	datatest.Sound(t, db)
}

func TestChangeAnOpinion(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	o := data.Opinion{ContactID: id, Source: "google", Rating: 5, Tone: data.Positive, Text: "super", At: datatest.Now}
	o.ID = must(db.AddOpinion(ctx, o))(t)
	opinion := func() data.Opinion {
		t.Helper()
		return must(db.Opinions(ctx, data.Period{From: datatest.Today.AddDays(-9), To: datatest.Today}))(t)[0]
	}
	for name, c := range map[string]struct {
		change func(*data.Opinion)
		tone   data.Tone
		key    string
	}{
		"a worse one":         {change: func(o *data.Opinion) { o.Rating, o.Tone, o.Text = 1, "", "klucz nie pasuje" }, tone: data.Negative},
		"a tone of its own":   {change: func(o *data.Opinion) { o.Rating, o.Tone = 4, data.Neutral }, tone: data.Neutral},
		"it was answered":     {change: func(o *data.Opinion) { o.Answered = datatest.Now.Add(time.Hour) }, tone: data.Positive},
		"six stars":           {change: func(o *data.Opinion) { o.Rating = 6 }, key: "bad-rating"},
		"nobody's":            {change: func(o *data.Opinion) { o.ContactID = 404 }, key: "not-found-contact"},
		"one that is not one": {change: func(o *data.Opinion) { o.ID = 404 }, key: "not-found-opinion"},
	} {
		changed := o
		c.change(&changed)
		err := db.ChangeOpinion(ctx, changed)
		if c.key != "" {
			code(t, err, data.CodeOf(err), c.key)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		changed.Tone = c.tone
		if diff := cmp.Diff(changed, opinion()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		undo(t, db)
		if diff := cmp.Diff(o, opinion()); diff != "" {
			t.Errorf("%s, undone: %s", name, diff)
		}
	}
	datatest.Sound(t, db)
}

func TestChangeAFollowUp(t *testing.T) {
	db, _ := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	f := data.FollowUp{ContactID: id, What: "oddzwonić", Due: datatest.Today}
	f.ID = must(db.AddFollowUp(ctx, f))(t)
	for name, c := range map[string]struct {
		change func(*data.FollowUp)
		what   string
		shows  int // days from today
		key    string
	}{
		"words":      {change: func(f *data.FollowUp) { f.What = "  napisać " }, what: "napisać"},
		"day":        {change: func(f *data.FollowUp) { f.Due = f.Due.AddDays(4) }, what: "oddzwonić", shows: 4},
		"nobody's":   {change: func(f *data.FollowUp) { f.ContactID = 0 }, what: "oddzwonić"},
		"no words":   {change: func(f *data.FollowUp) { f.What = " " }, key: "follow-up-without-text"},
		"no day":     {change: func(f *data.FollowUp) { f.Due = data.Date{} }, key: "follow-up-without-day"},
		"a stranger": {change: func(f *data.FollowUp) { f.ContactID = 404 }, key: "not-found-contact"},
		"no case":    {change: func(f *data.FollowUp) { f.CaseID = 404 }, key: "not-found-case"},
		"not there":  {change: func(f *data.FollowUp) { f.ID = 404 }, key: "not-found-follow-up"},
	} {
		changed := f
		c.change(&changed)
		err := db.ChangeFollowUp(ctx, changed)
		if c.key != "" {
			code(t, err, data.CodeOf(err), c.key)
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t)
		if len(got) != 1 || got[0].What != c.what || got[0].Due.Sub(datatest.Today) != c.shows || got[0].ContactID != changed.ContactID {
			t.Errorf("%s: it became %+v", name, got)
		}
		if r := undo(t, db); r.Undone.Title != "oddzwonić" {
			t.Errorf("%s: undone is %+v", name, r)
		}
	}
	if got := whats(t, db, data.FollowUpFilter{ContactID: id}); !slices.Equal(got, []string{"oddzwonić:today"}) {
		t.Errorf("in the end there is %q", got)
	}
	datatest.Sound(t, db)
}

func TestTheHistoryTellsEachChangeInWords(t *testing.T) {
	db, clock := datatest.New(t)
	id := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	order := must(db.AddOrder(ctx, data.Order{ContactID: id, On: datatest.Today, What: "klucz"}))(t)
	task := must(db.AddFollowUp(ctx, data.FollowUp{ContactID: id, What: "oddzwonić", Due: datatest.Today}))(t)
	type told struct{ record, field, before, after string }
	for name, c := range map[string]struct {
		do   func() error
		want told
	}{
		"a task is done": {
			func() error { return db.DoneFollowUp(ctx, task, true) },
			told{"follow_up", "done", "", clock.Now().Add(time.Minute).UTC().Format(time.RFC3339)},
		},
		"an order is renamed": {func() error {
			return db.ChangeOrder(ctx, data.Order{ID: order, ContactID: id, On: datatest.Today, What: "zamek"})
		}, told{"sale_order", "what", "klucz", "zamek"}},
		"an order is deleted": {func() error { return db.DeleteOrder(ctx, order) }, told{"sale_order", "", "klucz", ""}},
	} {
		clock.Move(time.Minute)
		if err := c.do(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		h := must(db.History(ctx, id, 1))(t)[0]
		if got := (told{h.Record, h.Field, h.Before, h.After}); got != c.want {
			t.Errorf("%s: the history says %+v, want %+v", name, got, c.want)
		}
		undo(t, db)
		clock.Move(-time.Minute)
	}
}
