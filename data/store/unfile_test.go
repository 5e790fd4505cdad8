package store_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func TestDecidingAnew(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2))
	first := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint})
	again := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint, ContactID: first.ContactID, Category: "damage"})
	if again.CaseNumber != "R/2026/0001" || again.ContactID != first.ContactID {
		t.Errorf("decided anew it became %+v, want the same number and contact", again)
	}
	praise := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindPraise, ContactID: first.ContactID})
	if praise.CaseID != 0 || praise.OpinionID == 0 {
		t.Errorf("as praise it became %+v", praise)
	}
	if cases := must(db.Cases(ctx, data.CaseFilter{}, datatest.Today))(t); len(cases) != 0 {
		t.Errorf("%d cases stay", len(cases))
	}
	datatest.Sound(t, db)
	if err := db.Unfile(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 0 {
		t.Errorf("the contact that the first decision made stays after all were taken back")
	}
	if m := must(db.Message(ctx, ids[1]))(t); m.ContactID != 0 {
		t.Error("other mail is still tied to the contact that went")
	}
	datatest.Sound(t, db)
}

func TestUnfileKeepsAContactInUse(t *testing.T) {
	for name, use := range map[string]func(t *testing.T, db *store.DB, contact int64){
		"a call was logged": func(t *testing.T, db *store.DB, c int64) {
			must(db.AddInteraction(ctx, data.Interaction{ContactID: c, Channel: data.ChannelPhone}))(t)
		},
		"a follow-up was set": func(t *testing.T, db *store.DB, c int64) {
			must(db.AddFollowUp(ctx, data.FollowUp{What: "x", ContactID: c, Due: datatest.Today}))(t)
		},
		"its card was filled in": func(t *testing.T, db *store.DB, c int64) {
			p := must(db.Contact(ctx, c))(t)
			p.Note = "stały klient"
			if err := db.ChangeContact(ctx, p); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := datatest.New(t)
			a := datatest.Account(t, db)
			ids := datatest.Keep(t, db, a.ID, datatest.Mail(1))
			got := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindPraise})
			use(t, db, got.ContactID)
			if err := db.Unfile(ctx, ids[0]); err != nil {
				t.Fatal(err)
			}
			must(db.Contact(ctx, got.ContactID))(t)
			if m := must(db.Message(ctx, ids[0]))(t); m.ContactID != got.ContactID || m.Kind != data.KindNone {
				t.Errorf("the message is %+v", m.Triage)
			}
			datatest.Sound(t, db)
		})
	}
}

func TestUnfileRefusesToLoseWork(t *testing.T) {
	acknowledged, answered := data.CaseAcknowledged, data.CaseAnswered
	decision, cause, reason, cost := data.DecisionAccepted, "defect", "wada partii", data.PLN(12000)
	for name, change := range map[string]data.CaseChange{
		"answered":     {State: &answered, Decision: &decision},
		"acknowledged": {State: &acknowledged},
		"decided":      {Decision: &decision},
		"explained":    {Cause: &cause},
		"argued":       {Reason: &reason},
		"paid for":     {Cost: &cost},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := datatest.New(t)
			a := datatest.Account(t, db)
			ids := datatest.Keep(t, db, a.ID, datatest.Mail(1))
			got := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindComplaint})
			change.ID = got.CaseID
			if err := db.ChangeCase(ctx, change); err != nil {
				t.Fatal(err)
			}
			e := code(t, db.Unfile(ctx, ids[0]), data.CodeConflict, "case-worked-on")
			if e.Args["Number"] != "R/2026/0001" {
				t.Errorf("the refusal names %v", e.Args)
			}
			_, err := db.File(ctx, data.Filing{MessageID: ids[0], Kind: data.KindOther}, data.Case{})
			code(t, err, data.CodeConflict, "case-worked-on")
			if m := must(db.Message(ctx, ids[0]))(t); m.Kind != data.KindComplaint {
				t.Errorf("the message is now %q", m.Kind)
			}
			code(t, db.Unfile(ctx, 404), data.CodeNotFound, "not-found-message")
			datatest.Sound(t, db)
		})
	}
}

func TestGapInNumbersIsMeant(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3))
	number := func(i int) string {
		return file(t, db, data.Filing{MessageID: ids[i], Kind: data.KindComplaint}).CaseNumber
	}
	number(0)
	number(1)
	if err := db.Unfile(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	datatest.Sound(t, db)
	if n := number(2); n != "R/2026/0003" {
		t.Errorf("the next number is %s, want R/2026/0003: a number is not given twice while a later one is out", n)
	}
	for _, i := range []int{2, 1} {
		if err := db.Unfile(ctx, ids[i]); err != nil {
			t.Fatal(err)
		}
		datatest.Sound(t, db)
	}
	if n := number(0); n != "R/2026/0001" {
		t.Errorf("with no case left the next number is %s, want R/2026/0001", n)
	}
	datatest.Sound(t, db)
}

func TestGapGoesWithTheNumbersAboveIt(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3))
	for _, id := range ids {
		file(t, db, data.Filing{MessageID: id, Kind: data.KindComplaint})
	}
	for _, i := range []int{1, 2} {
		if err := db.Unfile(ctx, ids[i]); err != nil {
			t.Fatal(err)
		}
		datatest.Sound(t, db)
	}
	if n := file(t, db, data.Filing{MessageID: ids[1], Kind: data.KindComplaint}).CaseNumber; n != "R/2026/0002" {
		t.Errorf("the next number is %s, want R/2026/0002", n)
	}
	datatest.Sound(t, db)
}

// TestAnyDecisionsLeaveAllSound files and unfiles at random and asks the store's
// own check after each sequence; at the end nothing that was taken back is left.
func TestAnyDecisionsLeaveAllSound(t *testing.T) {
	kinds := append(data.FilingKinds(), data.KindMisconduct)
	rapid.Check(t, func(r *rapid.T) {
		db, clock := datatest.New(t)
		a := datatest.Account(t, db)
		senders := []string{"jan@klient.example", "ewa@kot.example", "biuro@firma.example"}
		known := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
		var items []data.MailItem
		for uid := range uint32(8) {
			items = append(items, datatest.Mail(uid+1, func(m *data.Message) {
				m.From.Email = rapid.SampledFrom(senders).Draw(r, "sender")
				if m.From.Email == "ewa@kot.example" {
					m.ContactID = known
				}
				if rapid.IntRange(0, 4).Draw(r, "own") == 0 {
					m.Direction, m.To, m.From = data.Outbound, []data.Address{m.From}, m.To[0]
				}
			}))
		}
		ids := datatest.Keep(t, db, a.ID, items...)
		for range rapid.IntRange(1, 15).Draw(r, "steps") {
			clock.Move(time.Second)
			id := rapid.SampledFrom(ids).Draw(r, "message")
			if rapid.Bool().Draw(r, "unfile") {
				if err := db.Unfile(ctx, id); err != nil {
					r.Fatal(err)
				}
				continue
			}
			f := data.Filing{MessageID: id, Kind: rapid.SampledFrom(kinds).Draw(r, "kind")}
			switch rapid.IntRange(0, 2).Draw(r, "for") {
			case 1:
				f.ContactID = known
			case 2: // as the screen does it: for whom it is tied to now
				f.ContactID = must(db.Message(ctx, id))(t).ContactID
			}
			file(t, db, f)
		}
		datatest.Sound(t, db)
		for _, id := range ids {
			if err := db.Unfile(ctx, id); err != nil {
				r.Fatal(err)
			}
		}
		datatest.Sound(t, db)
		if first := must(db.FirstDay(ctx))(t); !first.IsZero() {
			r.Fatalf("something of %v is still counted", first)
		}
		if t.Failed() {
			r.FailNow()
		}
	})
}
