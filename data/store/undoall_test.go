package store_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// life is a store on which a test does what an owner may do, at random.
type life struct {
	*rapid.T
	t        *testing.T
	db       *store.DB
	clock    *datatest.Clock
	account  int64
	mails    []int64
	nextMail uint32
}

// TestWhateverIsDoneIsUndone does deeds at random, with mail that comes in
// between, undoes them all, and does them all again: the file is then what it
// was at first, and what it was at last.
func TestWhateverIsDoneIsUndone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		l := &life{T: r, t: t}
		l.db, l.clock = datatest.New(t)
		l.account = datatest.Account(t, l.db).ID
		l.pull()
		for range rapid.IntRange(0, 6).Draw(r, "before") {
			l.step()
		}
		// Another program's session: what follows is undone, what was before is not.
		l.db = datatest.Open(t, l.db.Path(), l.clock)
		first := dump(t, l.db)
		for range rapid.IntRange(1, 14).Draw(r, "deeds") {
			l.step()
		}
		datatest.Sound(t, l.db)
		last := dump(t, l.db)
		for range 2 {
			n := l.undo()
			l.same("undone", first)
			l.redo(n)
			l.same("redone", last)
		}
	})
}

// undo undoes until there is nothing more and returns how often that was.
func (l *life) undo() int {
	l.Helper()
	for n := 0; ; n++ {
		l.clock.Move(time.Second)
		_, err := l.db.Undo(ctx)
		if data.CodeOf(err) == data.CodeNotFound {
			datatest.Sound(l.t, l.db)
			return n
		}
		if err != nil {
			l.Fatalf("undo after %d: %v", n, err)
		}
	}
}

// redo does again what was undone; a deed that was taken back at last by the
// button of its notice waits to be redone after that.
func (l *life) redo(n int) {
	l.Helper()
	for i := range n {
		l.clock.Move(time.Second)
		if _, err := l.db.Redo(ctx); err != nil {
			l.Fatalf("redo %d of %d: %v", i, n, err)
		}
	}
	datatest.Sound(l.t, l.db)
}

func (l *life) same(what, want string) {
	l.Helper()
	if got := dump(l.t, l.db); got != want {
		l.Fatalf("%s it is not as it was:\n%s", what, difference(want, got))
	}
	if l.t.Failed() {
		l.FailNow()
	}
}

// ok fails on an error that is no refusal: what an owner may not do is no deed.
func (l *life) ok(err error) {
	l.Helper()
	switch data.CodeOf(err) {
	case data.CodeInvalid, data.CodeConflict, data.CodeNotFound:
		return
	}
	if err != nil {
		l.Fatal(err)
	}
}

func (l *life) pick(what string, from ...string) string {
	return rapid.SampledFrom(from).Draw(l.T, what)
}

func (l *life) id(what string) int64 { return rapid.Int64Range(1, 6).Draw(l.T, what) }

// pull keeps a few new letters.
func (l *life) pull() {
	l.Helper()
	var items []data.MailItem
	for range 3 {
		l.nextMail++
		items = append(items, datatest.Mail(l.nextMail, func(m *data.Message) {
			m.From.Email = l.pick("sender", "jan@klient.example", "ewa@kot.example", "anna@firma.example")
			m.Direction = data.Inbound
		}))
	}
	l.mails = append(l.mails, datatest.Keep(l.t, l.db, l.account, items...)...)
}

func (l *life) contact() data.Contact {
	c := datatest.Person(l.pick("given", "Jan", "Ewa", "Anna"), l.pick("family", "Kot", "Żółw", ""), "")
	c.Handles, c.City = nil, l.pick("city", "Łódź", "Kraków")
	for _, e := range []string{"jan@klient.example", "ewa@kot.example", "+48601700800"} {
		if !rapid.Bool().Draw(l.T, e) {
			continue
		}
		kind := data.HandleEmail
		if e[0] == '+' {
			kind = data.HandlePhone
		}
		c.Handles = append(c.Handles, data.Handle{Kind: kind, Value: e, Norm: e})
	}
	if rapid.Bool().Draw(l.T, "tag") {
		c.Tags = []string{"vip"}
	}
	if rapid.Bool().Draw(l.T, "more") {
		c.MoreAddresses = []data.PostalAddress{{City: l.pick("second city", "Łódź", "Kraków")}}
		c.Consents = []data.Consent{{Purpose: "marketing", Basis: data.BasisConsent, Given: l.clock.Now()}}
	}
	if l.pick("company", "yes", "no") == "yes" {
		c.CompanyID = l.id("company id")
	}
	return c
}

// deeds are what an owner may do.
var deeds = map[string]func(l *life) error{
	"add contact": func(l *life) error {
		_, err := l.db.AddContact(ctx, l.contact())
		return err
	},
	"change contact": func(l *life) error {
		c := l.contact()
		c.ID = l.id("contact")
		c.Note = l.pick("note", "", "notatka")
		return l.db.ChangeContact(ctx, c)
	},
	"log": func(l *life) error {
		_, err := l.db.AddInteraction(ctx, data.Interaction{
			ContactID: l.id("contact"), Channel: data.ChannelPhone, Text: l.pick("text", "telefon", "klucz"),
			At: l.clock.Now().Add(-time.Duration(l.id("hours")) * time.Hour),
		})
		return err
	},
	"log and next": func(l *life) error {
		_, err := l.db.AddInteractionAndNext(ctx, data.Interaction{ContactID: l.id("contact"), Channel: data.ChannelPhone, Text: "klucz"},
			&data.FollowUp{What: l.pick("what", "", "oddzwonić"), Due: datatest.Today})
		return err
	},
	"add case": func(l *life) error {
		_, err := l.db.AddCase(ctx, data.Case{ContactID: l.id("contact"), Subject: "zamek", Category: l.pick("category", "quality", "delivery")})
		return err
	},
	"change case": func(l *life) error {
		states := data.CaseStates()
		s := rapid.SampledFrom(states).Draw(l.T, "state")
		product := l.pick("product", "klucz", "zamek")
		return l.db.ChangeCase(ctx, data.CaseChange{ID: l.id("case"), State: &s, Product: &product})
	},
	"add follow-up": func(l *life) error {
		_, err := l.db.AddFollowUp(ctx, data.FollowUp{
			What: "oddzwonić", Due: datatest.Today, ContactID: rapid.SampledFrom([]int64{0, 1, 2, 3}).Draw(l.T, "contact"),
			CaseID: rapid.SampledFrom([]int64{0, 1, 2}).Draw(l.T, "case"),
		})
		return err
	},
	"done":   func(l *life) error { return l.db.DoneFollowUp(ctx, l.id("follow-up"), rapid.Bool().Draw(l.T, "done")) },
	"snooze": func(l *life) error { return l.db.SnoozeFollowUp(ctx, l.id("follow-up"), datatest.Today.AddDays(3)) },
	"add order": func(l *life) error {
		_, err := l.db.AddOrder(ctx, data.Order{ContactID: l.id("contact"), On: datatest.Today, What: "klucz", Amount: data.PLN(500)})
		return err
	},
	"add opinion": func(l *life) error {
		_, err := l.db.AddOpinion(ctx, data.Opinion{ContactID: l.id("contact"), Rating: 5, Text: "super"})
		return err
	},
	"file": func(l *life) error {
		kinds := append(data.FilingKinds(), data.KindMisconduct)
		f := data.Filing{MessageID: rapid.SampledFrom(l.mails).Draw(l.T, "mail"), Kind: rapid.SampledFrom(kinds).Draw(l.T, "kind")}
		if l.pick("for", "whom it is", "another") == "another" {
			f.ContactID = l.id("contact")
		}
		_, err := l.db.File(ctx, f, data.Case{LegalType: data.Consumer})
		return err
	},
	"unfile":          func(l *life) error { return l.db.Unfile(ctx, rapid.SampledFrom(l.mails).Draw(l.T, "mail")) },
	"delete contact":  func(l *life) error { return l.db.DeleteContact(ctx, l.id("contact")) },
	"delete contacts": func(l *life) error { return l.db.DeleteContacts(ctx, []int64{l.id("contact"), l.id("contact")}) },
	"change interaction": func(l *life) error {
		return l.db.ChangeInteraction(ctx, data.Interaction{
			ID: l.id("interaction"), ContactID: l.id("contact"), Note: "notatka", Text: l.pick("text", "telefon", ""),
			Channel: data.ChannelSMS,
		})
	},
	"pin": func(l *life) error {
		return l.db.PinInteraction(ctx, l.id("interaction"), rapid.Bool().Draw(l.T, "pin"))
	},
	"delete interaction": func(l *life) error { return l.db.DeleteInteraction(ctx, l.id("interaction")) },
	"delete case":        func(l *life) error { return l.db.DeleteCase(ctx, l.id("case")) },
	"change follow-up": func(l *life) error {
		return l.db.ChangeFollowUp(ctx, data.FollowUp{ID: l.id("follow-up"), What: "napisać", Due: datatest.Today, ContactID: l.id("contact")})
	},
	"delete follow-up": func(l *life) error { return l.db.DeleteFollowUp(ctx, l.id("follow-up")) },
	"change order": func(l *life) error {
		return l.db.ChangeOrder(ctx, data.Order{ID: l.id("order"), On: datatest.Today, What: "zamek", ContactID: l.id("contact")})
	},
	"delete order": func(l *life) error { return l.db.DeleteOrder(ctx, l.id("order")) },
	"change opinion": func(l *life) error {
		return l.db.ChangeOpinion(ctx, data.Opinion{ID: l.id("opinion"), Rating: int(rapid.Int64Range(1, 5).Draw(l.T, "rating"))})
	},
	"delete opinion": func(l *life) error { return l.db.DeleteOpinion(ctx, l.id("opinion")) },
	"change many": func(l *life) error {
		status, off := data.StatusDormant, rapid.Bool().Draw(l.T, "no contact")
		b := data.BulkChange{AddTags: []string{"hurt"}, RemoveTags: []string{"vip"}, Status: &status, NoContact: &off}
		if rapid.Bool().Draw(l.T, "follow-up") {
			b.FollowUp = &data.FollowUp{What: "życzenia", Due: datatest.Today}
		}
		_, err := l.db.BulkChange(ctx, []int64{l.id("contact"), l.id("contact"), l.id("contact")}, b)
		return err
	},
	"import": func(l *life) error {
		im := store.Import{Source: "klienci.csv", State: must(l.db.ImportState(ctx))(l.t)}
		im.Fields = []data.CustomField{{Name: "pole 1", Kind: data.FieldText}}
		for n := range rapid.IntRange(1, 3).Draw(l.T, "rows") {
			c := datatest.Person("Anna", "Nowak", fmt.Sprintf("anna%d-%d@import.example", l.clock.Now().Unix(), n))
			c.Tags = []string{"vip"}
			im.Entries = append(im.Entries, store.ImportEntry{Contact: &c, Extra: map[string]string{"pole 1": "x"}})
		}
		if c, err := l.db.Contact(ctx, l.id("contact")); err == nil {
			after := c
			after.City, after.Tags = "Gdynia", append(slices.Clone(c.Tags), "hurt")
			im.Entries = append(im.Entries, store.ImportEntry{Contact: &after, Before: &c})
		}
		im.FollowUps = []data.FollowUp{{What: "zadzwonić", Due: datatest.Today}}
		_, err := l.db.ApplyImport(ctx, &im, nil)
		return err
	},
	"restore": func(l *life) error {
		all, err := l.db.Trash(ctx)
		if err != nil || len(all) == 0 {
			return err
		}
		_, err = l.db.RestoreTrashed(ctx, rapid.SampledFrom(all).Draw(l.T, "trashed").ActionID)
		return err
	},
	"revert": func(l *life) error {
		all, err := l.db.Actions(ctx, 8, 0)
		if err != nil || len(all) == 0 {
			return err
		}
		_, err = l.db.RevertAction(ctx, rapid.SampledFrom(all).Draw(l.T, "action").ID)
		return err
	},
	"merge": func(l *life) error {
		m := data.Merge{Keep: l.id("keep"), Gone: l.id("gone"), Choices: map[data.MergeField]data.MergeSide{}}
		for _, f := range []data.MergeField{data.MergeGiven, data.MergeAddress, data.MergeNote, data.MergeCompany} {
			m.Choices[f] = data.MergeSide(l.pick(string(f), "keep", "gone", "both"))
		}
		_, err := l.db.Merge(ctx, m)
		return err
	},
	"not duplicate": func(l *life) error {
		_, err := l.db.NotDuplicate(ctx, l.id("one"), l.id("other"))
		return err
	},
	"save field": func(l *life) error {
		_, err := l.db.SaveCustomField(ctx, data.CustomField{Name: fmt.Sprint("pole ", l.id("field")), Kind: data.FieldText})
		return err
	},
	"delete field": func(l *life) error { return l.db.DeleteCustomField(ctx, l.id("field")) },
	"save channel": func(l *life) error {
		return l.db.SaveCategory(ctx, data.Category{List: "channel", Name: l.pick("name", "Allegro", "Faks")})
	},
}

func (l *life) step() {
	l.Helper()
	l.clock.Move(time.Minute)
	l.ok(deeds[rapid.SampledFrom(slices.Sorted(maps.Keys(deeds))).Draw(l.T, "deed")](l))
}
