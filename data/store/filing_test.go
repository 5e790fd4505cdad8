package store_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func file(t testing.TB, db *store.DB, f data.Filing) data.Filed {
	t.Helper()
	return must(db.File(ctx, f, data.Case{
		LegalType: data.Consumer,
		Deadline: data.Deadline{
			Rule: "consumer", Safe: datatest.Today.AddDays(14), Latest: datatest.Today.AddDays(15),
		},
	}))(t)
}

func TestFileComplaint(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	first := datatest.Mail(1)
	ids := datatest.Keep(t, db, a.ID, first, datatest.Mail(2))
	got := file(t, db, data.Filing{
		MessageID: ids[0], Kind: data.KindComplaint, Category: "quality", Severity: 3, Demand: data.DemandRepair,
	})
	if got.CaseNumber != "R/2026/0001" || !got.NewContact || got.Deadline.Safe != datatest.Today.AddDays(14) {
		t.Fatalf("filing made %+v", got)
	}
	k := must(db.Case(ctx, got.CaseID))(t)
	m := first.Message
	if k.Category != "quality" || k.Severity != 3 || k.Demand != data.DemandRepair || k.State != data.CaseNew ||
		k.Channel != data.ChannelEmail || !k.Received.Equal(m.Date) || k.Subject != m.Subject || k.Text != m.Text ||
		k.ContactName != "Jan Żółw" || k.DaysLeft != 14 || k.MessageID != ids[0] {
		t.Errorf("the case is %+v", k)
	}
	if on := data.DateOf(m.Date.In(warsaw(t))); k.ReceivedOn != on {
		t.Errorf("received on %v, want %v", k.ReceivedOn, on)
	}
	// To write a letter is not to say that one prefers letters.
	if who := must(db.Contact(ctx, got.ContactID))(t); who.PreferredChannel != "" || who.SecondChannel != "" {
		t.Errorf("the new card says that %q is preferred, or %q", who.PreferredChannel, who.SecondChannel)
	}
	filed := must(db.Message(ctx, ids[0]))(t)
	if filed.Kind != data.KindComplaint || !filed.Decided.Equal(clock.Now()) || filed.ContactID != got.ContactID {
		t.Errorf("the message is %+v", filed.Triage)
	}
	rows := said(t, db, got.ContactID)
	if len(rows) != 2 || rows[1].CaseNumber != got.CaseNumber || rows[1].Kind != data.KindComplaint ||
		rows[1].Category != "quality" || rows[1].ID != got.InteractionID || rows[0].Kind != data.KindNone {
		t.Errorf("the timeline is %+v", rows)
	}
	datatest.Sound(t, db)
}

func TestFileEachKind(t *testing.T) {
	for _, kind := range append(data.FilingKinds(), data.KindMisconduct) {
		t.Run(string(kind), func(t *testing.T) {
			db, _ := datatest.New(t)
			a := datatest.Account(t, db)
			ids := datatest.Keep(t, db, a.ID, datatest.Mail(1))
			got := file(t, db, data.Filing{MessageID: ids[0], Kind: kind})
			made := map[data.Kind]bool{
				data.KindComplaint: got.CaseID != 0, data.KindPraise: got.OpinionID != 0,
				data.KindOrder: got.OrderID != 0, data.KindFollowUp: got.FollowUpID != 0,
			}
			for k, is := range made {
				if is != (k == kind) {
					t.Errorf("%s: an entry of the kind %s is there: %v", kind, k, is)
				}
			}
			if known := kind != data.KindNotForUs; (got.ContactID != 0) != known || (got.InteractionID != 0) != known {
				t.Errorf("%s: contact %d, interaction %d", kind, got.ContactID, got.InteractionID)
			}
			if n := must(db.InboxCount(ctx))(t); n != 0 {
				t.Errorf("%d still wait", n)
			}
			datatest.Sound(t, db)
			if err := db.Unfile(ctx, ids[0]); err != nil {
				t.Fatal(err)
			}
			if n := must(db.InboxCount(ctx))(t); n != 1 {
				t.Errorf("%d wait after taking it back, want 1", n)
			}
			if n := must(db.ContactCount(ctx, data.ContactFilter{}))(t); n != 0 {
				t.Errorf("%d contacts stay after taking it back", n)
			}
			if f := must(db.FirstDay(ctx))(t); !f.IsZero() {
				t.Errorf("reports still count something of %v", f)
			}
			datatest.Sound(t, db)
		})
	}
}

func TestFilingEntries(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3), datatest.Mail(4))
	file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindPraise})
	file(t, db, data.Filing{MessageID: ids[1], Kind: data.KindOrder, What: "Klucze"})
	file(t, db, data.Filing{MessageID: ids[2], Kind: data.KindFollowUp, Due: datatest.Today.AddDays(3), What: "Oddzwonić"})
	file(t, db, data.Filing{MessageID: ids[3], Kind: data.KindFollowUp})
	o := must(db.Opinions(ctx, data.Period{}))(t)
	if len(o) != 1 || o[0].Tone != data.Positive || o[0].Text != datatest.Mail(1).Message.Text || o[0].Source != "email" {
		t.Errorf("opinions are %+v", o)
	}
	orders := must(db.Orders(ctx, data.Period{}))(t)
	if len(orders) != 1 || orders[0].What != "Klucze" || orders[0].On != data.DateIn(datatest.Mail(2).Message.Date, warsaw(t)) {
		t.Errorf("orders are %+v", orders)
	}
	f := must(db.FollowUps(ctx, data.FollowUpFilter{}, datatest.Today))(t)
	if len(f) != 2 || f[0].Due != datatest.Today || f[0].What != "Zamek w drzwiach 4" || f[1].What != "Oddzwonić" ||
		f[1].ContactName != "Jan Żółw" || f[1].MessageID != ids[2] {
		t.Errorf("follow-ups are %+v", f)
	}
	datatest.Sound(t, db)
}

func TestFilingTiesAllMailOfTheAddress(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2),
		datatest.Mail(3, func(m *data.Message) { // the firm's own answer to the client
			m.Direction, m.From, m.To = data.Outbound, m.To[0], []data.Address{{Email: "JAN@klient.example"}}
		}),
		datatest.Mail(4, func(m *data.Message) { m.From.Email = "ewa@klient.example" }))
	got := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindQuestion})
	rows := said(t, db, got.ContactID)
	if len(rows) != 3 {
		t.Errorf("the timeline has %d rows, want all three of the address", len(rows))
	}
	if m := must(db.Message(ctx, ids[3]))(t); m.ContactID != 0 {
		t.Error("mail of another address was tied to the contact")
	}
	if n := must(db.InboxCount(ctx))(t); n != 2 {
		t.Errorf("%d wait, want the two that nobody decided", n)
	}
	datatest.Sound(t, db)
}

func TestFilingForAKnownContactTeachesTheAddress(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2))
	got := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindOther, ContactID: ewa})
	if got.ContactID != ewa || got.NewContact {
		t.Fatalf("filed as %+v", got)
	}
	owners := must(db.HandleOwners(ctx, []string{"jan@klient.example"}))(t)
	if owners["jan@klient.example"] != ewa {
		t.Error("the sender's address did not become the contact's")
	}
	if m := must(db.Message(ctx, ids[1]))(t); m.ContactID != ewa {
		t.Error("other mail of the address was not tied to the contact")
	}
	if err := db.Unfile(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	c := must(db.Contact(ctx, ewa))(t)
	if len(c.Handles) != 1 {
		t.Errorf("after taking it back the contact has %v", c.Handles)
	}
	for _, id := range ids {
		if m := must(db.Message(ctx, id))(t); m.ContactID != 0 {
			t.Errorf("message %d is still tied to contact %d", id, m.ContactID)
		}
	}
	datatest.Sound(t, db)
}

func TestFilingOneMessageOfAnothersAddress(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	ewa := datatest.Add(t, db, datatest.Person("Ewa", "Kot", "ewa@kot.example"))
	ofJan := func(m *data.Message) { m.ContactID = jan }
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1, ofJan), datatest.Mail(2, ofJan))
	file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindQuestion, ContactID: ewa})
	if rows := said(t, db, ewa); len(rows) != 1 || rows[0].MessageID != ids[0] {
		t.Errorf("Ewa's timeline is %+v", rows)
	}
	if rows := said(t, db, jan); len(rows) != 1 || rows[0].MessageID != ids[1] {
		t.Errorf("Jan's timeline is %+v", rows)
	}
	datatest.Sound(t, db)
	if err := db.Unfile(ctx, ids[0]); err != nil {
		t.Fatal(err)
	}
	if rows := said(t, db, jan); len(rows) != 2 {
		t.Errorf("after taking it back Jan's timeline has %d rows", len(rows))
	}
	datatest.Sound(t, db)
}

func TestContactFromSender(t *testing.T) {
	for name, want := range map[string]data.Contact{
		"Jan Maria Kowalski":       {Kind: data.Person, GivenName: "Jan Maria", FamilyName: "Kowalski"},
		"Kowalska, Ewa":            {Kind: data.Person, GivenName: "Ewa", FamilyName: "Kowalska"},
		`"Zenek"`:                  {Kind: data.Person, GivenName: "Zenek"},
		"Klucz Sp. z o.o.":         {Kind: data.Company, Company: "Klucz Sp. z o.o."},
		"PHU Żółw":                 {Kind: data.Company, Company: "PHU Żółw"},
		"Wspólnota Mieszkaniowa 7": {Kind: data.Company, Company: "Wspólnota Mieszkaniowa 7"},
		"jan@klient.example":       {Kind: data.Person},
		"":                         {Kind: data.Person},
		"Spółdzielna Anna":         {Kind: data.Person, GivenName: "Spółdzielna", FamilyName: "Anna"},
		"Biurowski Jan":            {Kind: data.Person, GivenName: "Biurowski", FamilyName: "Jan"},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := datatest.New(t)
			a := datatest.Account(t, db)
			ids := datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) { m.From.Name = name }))
			got := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindQuestion})
			c := must(db.Contact(ctx, got.ContactID))(t)
			if c.Kind != want.Kind || c.GivenName != want.GivenName || c.FamilyName != want.FamilyName || c.Company != want.Company {
				t.Errorf("%q became %+v", name, c)
			}
			if c.Emails()[0] != "jan@klient.example" || c.Status != data.StatusLead {
				t.Errorf("handles %v, status %s", c.Handles, c.Status)
			}
		})
	}
}

func TestFilingAContactForm(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) {
		m.From = data.Address{Name: "Formularz", Email: "Biuro@slusarz.example"}
		m.ReplyTo = []data.Address{{Name: "Ewa Kot", Email: "ewa@kot.example"}}
	}))
	got := file(t, db, data.Filing{MessageID: ids[0], Kind: data.KindQuestion})
	if c := must(db.Contact(ctx, got.ContactID))(t); c.Name() != "Ewa Kot" || c.Emails()[0] != "ewa@kot.example" {
		t.Errorf("the contact is %s %v, want the one who filled in the form", c.Name(), c.Emails())
	}
}

func TestFilingRefused(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1))
	_, err := db.File(ctx, data.Filing{MessageID: 404, Kind: data.KindOther}, data.Case{})
	code(t, err, data.CodeNotFound, "not-found-message")
	_, err = db.File(ctx, data.Filing{MessageID: ids[0]}, data.Case{})
	code(t, err, data.CodeInvalid, "filing-without-kind")
	_, err = db.File(ctx, data.Filing{MessageID: ids[0], Kind: data.KindOther, ContactID: 404}, data.Case{})
	code(t, err, data.CodeNotFound, "not-found-contact")
	if n := must(db.InboxCount(ctx))(t); n != 1 {
		t.Errorf("%d wait after refusals, want 1", n)
	}
	datatest.Sound(t, db)
}
