package core_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/imapd"
)

// withMail opens a card index into which one message was pulled.
func withMail(t *testing.T, raw []byte) (*core.Core, data.Message) {
	t.Helper()
	c := open(t, core.Options{})
	all := pull(t, c, serve(t, raw))
	if len(all) != 1 {
		t.Fatalf("%d messages", len(all))
	}
	return c, all[0]
}

func TestFilingAComplaintOpensACaseWithItsDeadline(t *testing.T) {
	for name, c := range map[string]struct {
		legal data.LegalType
		rule  string
		safe  string
	}{
		"nobody's card yet: as a consumer": {"", "upk-7a-14", "2026-11-29"},
		"a consumer":                       {data.Consumer, "upk-7a-14", "2026-11-29"},
		"a sole trader":                    {data.SoleTrader, "upk-7a-14-sole", "2026-11-29"},
		"a business has no statutory term": {data.Business, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			k, m := withMail(t, letter(1, "Anna Nowak <anna@klienci.example>", "Zamek", "Zamek się zacina."))
			if c.legal != "" {
				addContact(t, k, data.Contact{GivenName: "Anna", LegalType: c.legal}, "anna@klienci.example")
			}
			filed, err := k.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindComplaint, Category: "quality", Demand: data.DemandRepair})
			if err != nil {
				t.Fatal(err)
			}
			if filed.CaseNumber != "R/2026/0001" || filed.NewContact != (c.legal == "") || filed.ContactID == 0 {
				t.Errorf("filed %+v", filed)
			}
			row, err := k.Case(t.Context(), filed.CaseID)
			if err != nil {
				t.Fatal(err)
			}
			if row.Deadline.Rule != c.rule || row.Deadline.Safe.String() != c.safe {
				t.Errorf("deadline %+v, want %s by %s", row.Deadline, c.safe, c.rule)
			}
			if row.ReceivedOn != data.NewDate(2026, 11, 15) || row.Channel != data.ChannelEmail || row.Severity != 2 ||
				row.Category != "quality" || row.Demand != data.DemandRepair || row.Subject != "Zamek" {
				t.Errorf("case %+v", row.Case)
			}
			clean(t, k)
		})
	}
}

func TestTheLawCountsFromTheFirmsDay(t *testing.T) {
	// Half past eleven at night in UTC is the next day in Warsaw.
	raw := strings.Replace(string(letter(1, "a@x.example", "s", "t")), "Sun, 15 Nov 2026 01:00:00 +0100", "Sun, 15 Nov 2026 23:30:00 +0000", 1)
	c, m := withMail(t, []byte(raw))
	filed, err := c.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindComplaint})
	if err != nil {
		t.Fatal(err)
	}
	if filed.Deadline.Safe != data.NewDate(2026, 11, 30) {
		t.Errorf("deadline %+v", filed.Deadline)
	}
}

// TestTheTermCountsFromTheReceipt holds that neither a sender's wrong clock nor
// a move to another provider shifts a case's number, its day or its deadline.
func TestTheTermCountsFromTheReceipt(t *testing.T) {
	none, day := time.Time{}, 24*time.Hour
	at := func(s string) time.Time {
		got, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return got.Add(10 * time.Hour)
	}
	for name, c := range map[string]struct {
		header   string
		received time.Time
		number   string
		on       time.Time
	}{
		"both agree":                {"Fri, 13 Nov 2026 09:00:00 +0100", at("2026-11-13"), "R/2026/0001", at("2026-11-13")},
		"it waited in the post":     {"Wed, 11 Nov 2026 09:00:00 +0100", at("2026-11-13"), "R/2026/0001", at("2026-11-11")},
		"a dead clock":              {"Thu, 01 Jan 1970 00:00:09 +0000", at("2026-11-13"), "R/2026/0001", at("2026-11-13")},
		"a clock that is ahead":     {"Sat, 14 Nov 2026 08:00:00 +0100", at("2026-11-13"), "R/2026/0001", at("2026-11-13")},
		"a clock of 2099":           {"Sun, 15 Nov 2099 08:00:00 +0100", at("2026-11-13"), "R/2026/0001", at("2026-11-13")},
		"no date":                   {"", at("2026-11-13"), "R/2026/0001", at("2026-11-13")},
		"moved to another provider": {"Mon, 04 Mar 2019 09:00:00 +0100", at("2026-11-13"), "R/2019/0001", at("2019-03-04")},
		"the server is ahead":       {"Sun, 15 Nov 2099 08:00:00 +0100", noon.Add(9 * day), "R/2026/0001", noon},
		"no server, no clock":       {"Thu, 01 Jan 1970 00:00:09 +0000", none, "R/2026/0001", noon},
		"no server":                 {"Wed, 11 Nov 2026 09:00:00 +0100", none, "R/2026/0001", at("2026-11-11")},
	} {
		t.Run(name, func(t *testing.T) {
			raw := []byte(strings.Replace(string(letter(1, "a@x.example", "s", "t")), "Sun, 15 Nov 2026 01:00:00 +0100", c.header, 1))
			k := open(t, core.Options{})
			m := keptAt(t, k, raw, c.received)
			filed, err := k.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindComplaint})
			if err != nil {
				t.Fatal(err)
			}
			row, err := k.Case(t.Context(), filed.CaseID)
			on := data.DateIn(c.on, k.Zone())
			if err != nil || row.Number != c.number || row.ReceivedOn != on || row.Deadline.Safe.Before(on) {
				t.Errorf("%s received on %v, deadline %v, %v; want %s on %v",
					row.Number, row.ReceivedOn, row.Deadline.Safe, err, c.number, on)
			}
		})
	}
}

// keptAt keeps a message that the server took in at that time; without one, a
// message from a file.
func keptAt(t *testing.T, c *core.Core, raw []byte, received time.Time) data.Message {
	t.Helper()
	if !received.IsZero() {
		return pull(t, c, serveFolders(t, imapd.Folder{
			Name: "INBOX", Role: data.RoleInbox, UIDValidity: 1,
			Messages: []imapd.Message{{UID: 1, Received: received, Raw: raw}},
		}))[0]
	}
	file := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Import(t.Context(), []string{file}, false); err != nil {
		t.Fatal(err)
	}
	return messages(t, c)[0]
}

func TestFilingIsTakenBackWhole(t *testing.T) {
	c, m := withMail(t, letter(1, "Anna Nowak <anna@klienci.example>", "Zamek", "Zamek się zacina."))
	for _, kind := range data.FilingKinds() {
		if _, err := c.File(t.Context(), data.Filing{MessageID: m.ID, Kind: kind}); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		clean(t, c)
		if err := c.Unfile(t.Context(), m.ID); err != nil {
			t.Fatalf("%s back: %v", kind, err)
		}
		clean(t, c)
		today, err := c.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if today.Waiting != 1 || len(today.Deadlines) != 0 || len(today.FollowUps) != 0 {
			t.Errorf("after %s was taken back: %+v", kind, today)
		}
	}
	if n, err := c.ContactCount(t.Context(), data.ContactFilter{}); err != nil || n != 0 {
		t.Errorf("%d contacts are left, %v", n, err)
	}
}

func TestFilingAFollowUpIsDueTodayUnlessSaid(t *testing.T) {
	c, m := withMail(t, letter(1, "a@x.example", "Oddzwonić", "Proszę o telefon."))
	if _, err := c.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindFollowUp}); err != nil {
		t.Fatal(err)
	}
	all, err := c.FollowUps(t.Context(), data.FollowUpFilter{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%v, %v", all, err)
	}
	if f := all[0]; f.Due != c.TodayDate() || f.What != "Oddzwonić" || f.State != data.FollowUpToday || f.MessageID != m.ID {
		t.Errorf("%+v", f)
	}
}

func TestTheThreadIsReadInOrder(t *testing.T) {
	c := open(t, core.Options{})
	answer := strings.Replace(string(letter(2, "a@x.example", "Re: s", "dalej")), "Content-Type", "In-Reply-To: <1@letters.example>\r\nContent-Type", 1)
	all := pull(t, c, serve(t, letter(1, "a@x.example", "s", "t"), []byte(answer), letter(3, "b@x.example", "s", "t")))
	thread, err := c.ThreadOf(t.Context(), all[1].ID)
	if err != nil || len(thread) != 2 || thread[0].Subject != "s" || thread[1].Subject != "Re: s" {
		t.Errorf("%d messages, %v", len(thread), err)
	}
	if _, err := c.ThreadOf(t.Context(), 99); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("no such message: %v", err)
	}
	if _, err := c.File(t.Context(), data.Filing{MessageID: 99, Kind: data.KindPraise}); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("filing no such message: %v", err)
	}
}

func TestWhatIsNotGivenOfAContactGoesWithoutSaying(t *testing.T) {
	c := open(t, core.Options{})
	person := addContact(t, c, data.Contact{GivenName: "Jan"}, " Jan.Kowalski+praca@X.example ")
	p, err := c.Contact(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	if p.Kind != data.Person || p.LegalType != data.Consumer || p.Status != data.StatusActive ||
		p.Handles[0].Norm != "jan.kowalski@x.example" {
		t.Errorf("%+v", p)
	}
	company := addContact(t, c, data.Contact{Kind: data.Company, Company: "Hurt", NIP: "526-104-08-28"}, "hurt@hurt.example")
	p, err = c.Contact(t.Context(), company)
	if err != nil || p.LegalType != data.Business || p.NIP != "5261040828" {
		t.Errorf("%+v, %v", p, err)
	}
	p.City = "Łódź"
	p.Handles = append(p.Handles, data.Handle{Kind: data.HandlePhone, Value: "42 633 12 34"})
	if err := c.ChangeContact(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	if p, err = c.Contact(t.Context(), company); err != nil || p.City != "Łódź" || p.Handles[1].Norm != "+48426331234" {
		t.Errorf("%+v, %v", p, err)
	}
	hits, err := c.Search(t.Context(), "lodz", 0)
	if err != nil || len(hits) != 1 || hits[0].ID != company {
		t.Errorf("search: %+v, %v", hits, err)
	}
	if hits, err := c.Search(t.Context(), "  ", 0); err != nil || hits != nil {
		t.Errorf("a search for nothing: %v, %v", hits, err)
	}
}

func TestAContactThatCannotBeSoIsRefused(t *testing.T) {
	c := open(t, core.Options{})
	addContact(t, c, data.Contact{GivenName: "Anna"}, "anna@x.example")
	handle := func(k data.HandleKind, v string) data.Contact {
		return data.Contact{GivenName: "Jan", Handles: []data.Handle{{Kind: k, Value: v}}}
	}
	for name, c2 := range map[string]struct {
		contact data.Contact
		code    data.Code
	}{
		"no name":          {data.Contact{}, data.CodeInvalid},
		"no address":       {handle(data.HandleEmail, "jan"), data.CodeInvalid},
		"no phone":         {handle(data.HandlePhone, "12"), data.CodeInvalid},
		"no domain":        {handle(data.HandleDomain, "x"), data.CodeInvalid},
		"everybody's":      {handle(data.HandleDomain, "gmail.com"), data.CodeInvalid},
		"a town's":         {handle(data.HandleDomain, "waw.pl"), data.CodeInvalid},
		"a country's":      {handle(data.HandleDomain, "www.co.uk"), data.CodeInvalid},
		"a mistyped NIP":   {data.Contact{GivenName: "Jan", NIP: "5261040829"}, data.CodeInvalid},
		"a mistyped REGON": {data.Contact{GivenName: "Jan", REGON: "123456789"}, data.CodeInvalid},
		"somebody else's":  {handle(data.HandleEmail, "ANNA@x.example"), data.CodeConflict},
	} {
		if _, err := c.AddContact(t.Context(), c2.contact); data.CodeOf(err) != c2.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n, err := c.ContactCount(t.Context(), data.ContactFilter{}); err != nil || n != 1 {
		t.Errorf("%d contacts, %v", n, err)
	}
}

func TestACallIsLoggedInOneLine(t *testing.T) {
	c := open(t, core.Options{})
	jan := addContact(t, c, data.Contact{GivenName: "Jan"}, "jan@x.example")
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: jan, Note: "prosi o wycenę"}, nil); err != nil {
		t.Fatal(err)
	}
	line, err := c.Entries(t.Context(), jan, data.EntryFilter{}, data.EntryCursor{}, 10)
	if err != nil || len(line) != 1 {
		t.Fatalf("%v, %v", line, err)
	}
	if i := line[0]; !i.At.Equal(noon) || i.Channel != data.ChannelPhone || i.Direction != data.Inbound || i.Kind != data.KindOther {
		t.Errorf("%+v", i)
	}
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: jan, Note: " \n"}, nil); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a call about nothing: %v", err)
	}
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{Note: "kto?"}, nil); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("with nobody: %v", err)
	}
	var all []data.TimelineRow
	err = c.EachInteraction(t.Context(), func(r data.TimelineRow) error { all = append(all, r); return nil })
	if err != nil || len(all) != 1 {
		t.Fatalf("all: %v, %v", all, err)
	}
	if who, err := c.InteractionContact(t.Context(), all[0].ID); err != nil || who != jan {
		t.Errorf("it was with %d, %v, want %d", who, err, jan)
	}
}

func TestACaseThatCameByPhone(t *testing.T) {
	c := open(t, core.Options{})
	jan := addContact(t, c, data.Contact{GivenName: "Jan"}, "jan@x.example")
	k, err := c.AddCase(t.Context(), data.Case{ContactID: jan, Subject: "Drzwi skrzypią"})
	if err != nil {
		t.Fatal(err)
	}
	if k.Number != "R/2026/0001" || k.Channel != data.ChannelPhone || k.Deadline.Safe != data.NewDate(2026, 11, 30) {
		t.Errorf("%+v", k)
	}
	request, err := c.AddCase(t.Context(), data.Case{ContactID: jan, Kind: data.CaseRequest, Subject: "Klucz"})
	if err != nil || request.Number != "P/2026/0001" || !request.Deadline.Safe.IsZero() {
		t.Errorf("a request: %+v, %v", request, err)
	}
	if _, err := c.AddCase(t.Context(), data.Case{Subject: "Czyja?"}); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("nobody's: %v", err)
	}
	today, err := c.Today(t.Context())
	if err != nil || len(today.Deadlines) != 1 || today.Deadlines[0].DaysLeft != 14 || today.ThisMonth != 1 {
		t.Errorf("today %+v, %v", today, err)
	}
	answered := data.CaseAnswered
	if err := c.ChangeCase(t.Context(), data.CaseChange{ID: k.ID, State: &answered}); err != nil {
		t.Fatal(err)
	}
	if today, err = c.Today(t.Context()); err != nil || len(today.Deadlines) != 0 {
		t.Errorf("answered: %+v, %v", today.Deadlines, err)
	}
	if list, err := c.Categories(t.Context(), data.ListCauses); err != nil || len(list) == 0 {
		t.Errorf("causes %v, %v", list, err)
	}
}

func TestWhatIsUsualIsCountedOverTheMonthsOnRecord(t *testing.T) {
	c := open(t, core.Options{})
	jan := addContact(t, c, data.Contact{GivenName: "Jan"}, "jan@x.example")
	today, err := c.Today(t.Context())
	if err != nil || today.Empty || today.UsualOf != 0 || today.UsualMonth != 0 {
		t.Errorf("before any: %+v, %v", today, err)
	}
	// Three in August, none in September, one in October, one this month, and
	// one that is too long ago.
	for _, at := range []time.Time{
		noon.AddDate(0, -3, 0), noon.AddDate(0, -3, 1), noon.AddDate(0, -3, 2),
		noon.AddDate(0, -1, 0), noon.AddDate(0, 0, -1), noon.AddDate(-2, 0, 0),
	} {
		if _, err := c.AddCase(t.Context(), data.Case{ContactID: jan, Received: at}); err != nil {
			t.Fatal(err)
		}
	}
	today, err = c.Today(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if today.ThisMonth != 1 || today.UsualOf != 3 || today.UsualMonth != 4.0/3 {
		t.Errorf("this month %d, usual %v of %d months", today.ThisMonth, today.UsualMonth, today.UsualOf)
	}
}

func TestFollowUps(t *testing.T) {
	c := open(t, core.Options{})
	if today, err := c.Today(t.Context()); err != nil || !today.Empty {
		t.Errorf("a new folder is not empty: %+v, %v", today, err)
	}
	id, err := c.AddFollowUp(t.Context(), data.FollowUp{What: "Oddzwonić"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddFollowUp(t.Context(), data.FollowUp{}); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("nothing to do: %v", err)
	}
	due := func() int {
		today, err := c.Today(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return len(today.FollowUps)
	}
	if due() != 1 {
		t.Error("it is not due today")
	}
	if err := c.SnoozeFollowUp(t.Context(), id, c.TodayDate()); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("put off to today: %v", err)
	}
	if err := c.SnoozeFollowUp(t.Context(), id, c.TodayDate().AddDays(2)); err != nil || due() != 0 {
		t.Errorf("put off: %v, %d due", err, due())
	}
	if err := c.SnoozeFollowUp(t.Context(), id, data.Date{}); err != nil || due() != 1 {
		t.Errorf("taken back: %v, %d due", err, due())
	}
	if err := c.SnoozeFollowUp(t.Context(), id, c.TodayDate().AddDays(2)); err != nil || due() != 0 {
		t.Errorf("put off again: %v, %d due", err, due())
	}
	other, err := c.AddFollowUp(t.Context(), data.FollowUp{What: "Wysłać", Due: c.TodayDate().AddDays(-1)})
	if err != nil || due() != 1 {
		t.Errorf("overdue: %v, %d due", err, due())
	}
	if err := c.DoneFollowUp(t.Context(), other, true); err != nil || due() != 0 {
		t.Errorf("done: %v, %d due", err, due())
	}
	if err := c.DoneFollowUp(t.Context(), other, false); err != nil || due() != 1 {
		t.Errorf("not done after all: %v, %d due", err, due())
	}
}
