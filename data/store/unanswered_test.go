package store_test

import (
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// waits are the keys of the list; the file must be sound with it.
func waits(t *testing.T, db *store.DB) []data.UnansweredKey {
	t.Helper()
	rows := must(db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if n := must(db.UnansweredCount(ctx))(t); n != len(rows) {
		t.Errorf("%d are counted, %d listed", n, len(rows))
	}
	datatest.Sound(t, db)
	var out []data.UnansweredKey
	for i := range rows {
		out = append(out, rows[i].UnansweredKey)
	}
	return out
}

func wait(t *testing.T, db *store.DB, when string, want ...data.UnansweredKey) {
	t.Helper()
	if got := waits(t, db); !slices.Equal(got, want) {
		t.Errorf("%s: %v wait, want %v", when, got, want)
	}
}

func mailKey(id int64) data.UnansweredKey {
	return data.UnansweredKey{Type: data.UnansweredMessage, ID: id}
}

func TestALetterWaitsUntilSomebodyAnswersIt(t *testing.T) {
	a := ask(t)
	wait(t, a.db, "asked", mailKey(a.question))
	again := datatest.Keep(t, a.db, a.account, datatest.Mail(2, func(m *data.Message) {
		m.ContactID, m.References, m.Subject = a.jan, []string{"m1@klient.example"}, "Re: Zamek"
	}))[0]
	rows := must(a.db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if len(rows) != 1 || rows[0].ID != a.question || rows[0].MessageID != again || rows[0].Messages != 2 ||
		rows[0].ContactName != "Jan Żółw" || rows[0].Channel != data.ChannelEmail {
		t.Fatalf("asked twice: %+v", rows)
	}
	a.sent(t, 11, data.RoleDrafts, func(m *data.Message) { m.MessageID = "szkic@slusarz.example" })
	wait(t, a.db, "a draft is no answer", mailKey(a.question))
	a.sent(t, 12, data.RoleSent, func(m *data.Message) { m.MessageID, m.Automatic = "auto@slusarz.example", data.AutoReply })
	wait(t, a.db, "a machine's word is no answer", mailKey(a.question))
	answer := a.sent(t, 13, data.RoleSent, func(*data.Message) {})
	wait(t, a.db, "answered")
	if err := a.db.DeleteMessage(ctx, answer); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "the answer is in the trash", mailKey(a.question))
	must(a.db.Undo(ctx))(t)
	wait(t, a.db, "and back")
	more := datatest.Keep(t, a.db, a.account, datatest.Mail(3, func(m *data.Message) {
		m.ContactID, m.References, m.Date = a.jan, []string{"m1@klient.example"}, datatest.Now.Add(2*time.Hour)
	}))[0]
	wait(t, a.db, "asked on", mailKey(more))
}

func TestAnAnswerThatCameFirstCounts(t *testing.T) {
	a := ask(t)
	a.sent(t, 5, data.RoleSent, func(m *data.Message) { m.InReplyTo, m.References = []string{"m9@klient.example"}, nil })
	datatest.Keep(t, a.db, a.account, datatest.Mail(9, func(m *data.Message) { m.ContactID = a.jan }))
	wait(t, a.db, "Sent was pulled before the inbox", mailKey(a.question))
}

func TestWhatNeverWaits(t *testing.T) {
	a := ask(t)
	datatest.Keep(t, a.db, a.account,
		datatest.Mail(20, func(m *data.Message) { m.Automatic = data.AutoBulk }),
		datatest.Mail(21, func(m *data.Message) { m.Automatic = data.AutoBounce }),
		datatest.Mail(22, func(m *data.Message) { m.Silent = true }),
		datatest.Mail(23, func(m *data.Message) { m.Subject = "Oferta" }))
	rows := must(a.db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if len(rows) != 2 {
		t.Fatalf("%d wait, want the question and the offer", len(rows))
	}
	offer := rows[1].ID
	must(a.db.File(ctx, data.Filing{MessageID: offer, Kind: data.KindNotForUs}, data.Case{}))(t)
	wait(t, a.db, "not for us", mailKey(a.question))
	if err := a.db.SetAutomatic(ctx, a.question, data.AutoBulk, data.Triage{}); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "the owner says a machine wrote it")
}

func TestACallToTheClientAnswers(t *testing.T) {
	a := ask(t)
	call := data.Interaction{ContactID: a.jan, Channel: data.ChannelPhone, Direction: data.Outbound, Outcome: data.OutcomeRedirected}
	call.ID = must(a.db.AddInteraction(ctx, call))(t)
	wait(t, a.db, "sent to the hotline", mailKey(a.question))
	if err := a.db.SetOutcome(ctx, call.ID, data.OutcomeAnswered); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "talked to")
	if err := a.db.DeleteInteraction(ctx, call.ID); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "the call never was", mailKey(a.question))
	a.sent(t, 30, data.RoleSent, func(m *data.Message) { m.ContactID, m.InReplyTo = a.jan, nil })
	wait(t, a.db, "a letter of the firm's own to the same client")
}

func TestAnAnswerThatOnlySendsElsewhereIsNone(t *testing.T) {
	a := ask(t)
	id := a.sent(t, 31, data.RoleSent, func(m *data.Message) { m.ContactID = a.jan })
	wait(t, a.db, "answered")
	entry := said(t, a.db, a.jan)[0]
	if entry.MessageID != id {
		t.Fatalf("newest is %+v", entry)
	}
	if err := a.db.SetOutcome(ctx, entry.ID, data.OutcomeRedirected); err != nil {
		t.Fatal(err)
	}
	rows := must(a.db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if len(rows) != 1 || !rows[0].Redirected {
		t.Errorf("sent elsewhere: %+v", rows)
	}
	must(a.db.Undo(ctx))(t)
	wait(t, a.db, "undone")
	code(t, a.db.SetOutcome(ctx, entry.ID, "gone"), data.CodeInvalid, "bad-outcome")
}

func TestLoggedEntriesWaitWhereAnAnswerIsOwed(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	log := func(ch data.Channel, o data.EntryOutcome, hour int) data.UnansweredKey {
		id := must(db.AddInteraction(ctx, data.Interaction{
			ContactID: jan, Channel: ch, Direction: data.Inbound, Outcome: o, At: datatest.Now.Add(time.Duration(hour-48) * time.Hour),
		}))(t)
		return data.UnansweredKey{Type: data.UnansweredInteraction, ID: id}
	}
	letter := log(data.ChannelLetter, data.OutcomeUsual, 1)
	log(data.ChannelPhone, data.OutcomeUsual, 2)
	missed := log(data.ChannelPhone, data.OutcomeOwed, 3)
	log(data.ChannelSMS, data.OutcomeAnswered, 4)
	log(data.ChannelChat, data.OutcomeUsual, 5)
	hotline := log(data.ChannelChat, data.OutcomeRedirected, 6)
	wait(t, db, "logged", letter, missed, hotline)
	must(db.AddInteraction(ctx, data.Interaction{
		ContactID: jan, Channel: data.ChannelPhone, Direction: data.Outbound, At: datatest.Now.Add(-44 * time.Hour),
	}))(t)
	wait(t, db, "called back between", hotline)
}

func TestCasesAndOpinionsWaitToo(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	safe := data.NewDate(2026, time.December, 1)
	k := must(db.AddCase(ctx, data.Case{
		ContactID: jan, Channel: data.ChannelPhone, Subject: "Klamka", Received: datatest.Now.Add(-72 * time.Hour),
		Deadline: data.Deadline{Rule: "upk-7a-14", Safe: safe, Latest: safe},
	}))(t)
	o := must(db.AddOpinion(ctx, data.Opinion{Source: "google", Rating: 2, Text: "Drogo", At: datatest.Now.Add(-24 * time.Hour)}))(t)
	keys := []data.UnansweredKey{{Type: data.UnansweredCase, ID: k.ID}, {Type: data.UnansweredOpinion, ID: o}}
	wait(t, db, "both", keys...)
	row := must(db.Unanswered(ctx, data.UnansweredFilter{Limit: 1}))(t)[0]
	if row.CaseNumber != k.Number || row.Deadline.Safe != safe || row.Title != "Klamka" {
		t.Errorf("the case is %+v", row)
	}
	next := must(db.Unanswered(ctx, data.UnansweredFilter{After: row.Cursor()}))(t)
	if len(next) != 1 || next[0].UnansweredKey != keys[1] || next[0].Channel != "google" {
		t.Errorf("after it %+v", next)
	}
	if err := db.RedirectCase(ctx, k.ID, datatest.Now); err != nil {
		t.Fatal(err)
	}
	if row := must(db.Unanswered(ctx, data.UnansweredFilter{ContactID: jan}))(t); len(row) != 1 || !row[0].Redirected {
		t.Errorf("sent elsewhere: %+v", row)
	}
	for state, open := range map[data.CaseState]bool{data.CaseAnswered: false, data.CaseInvestigated: true, data.CaseWaitsClient: false} {
		if err := db.ChangeCase(ctx, data.CaseChange{ID: k.ID, State: &state}); err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(waits(t, db), keys[0]); got != open {
			t.Errorf("%s waits: %v", state, got)
		}
	}
	if err := db.ChangeOpinion(ctx, data.Opinion{ID: o, Source: "google", Tone: data.Negative, At: datatest.Now, Answered: datatest.Now}); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(waits(t, db), keys[1]) {
		t.Error("an answered opinion waits")
	}
}

func TestAnAnsweredCaseAnswersItsLetter(t *testing.T) {
	a := ask(t)
	filed := must(a.db.File(ctx, data.Filing{MessageID: a.question, Kind: data.KindComplaint}, data.Case{}))(t)
	rows := must(a.db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if len(rows) != 1 || rows[0].CaseNumber != filed.CaseNumber || rows[0].Type != data.UnansweredMessage {
		t.Fatalf("one matter is one entry: %+v", rows)
	}
	state := data.CaseAnswered
	if err := a.db.ChangeCase(ctx, data.CaseChange{ID: filed.CaseID, State: &state}); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "answered")
	must(a.db.Undo(ctx))(t)
	wait(t, a.db, "undone", mailKey(a.question))
}

func TestWhatNeedsNoAnswerIsClosedByHand(t *testing.T) {
	a := ask(t)
	datatest.Keep(t, a.db, a.account, datatest.Mail(2, func(m *data.Message) { m.ContactID, m.References = a.jan, []string{"m1@klient.example"} }))
	if err := a.db.NoAnswer(ctx, mailKey(a.question)); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "closed")
	code(t, a.db.NoAnswer(ctx, mailKey(a.question)), data.CodeNotFound, "not-found-unanswered")
	must(a.db.Undo(ctx))(t)
	wait(t, a.db, "undone", mailKey(a.question))
	if err := a.db.NoAnswer(ctx, mailKey(a.question)); err != nil {
		t.Fatal(err)
	}
	later := datatest.Keep(t, a.db, a.account, datatest.Mail(3, func(m *data.Message) { m.ContactID, m.References = a.jan, []string{"m1@klient.example"} }))[0]
	wait(t, a.db, "asked again", mailKey(later))
}

func TestWhatWasLoggedFromBeforeTheFirstImportIsHistory(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	must(db.AddInteraction(ctx, data.Interaction{
		ContactID: jan, Channel: data.ChannelLetter, Direction: data.Inbound, At: datatest.Now.AddDate(-1, 0, 0),
	}))(t)
	if n := len(waits(t, db)); n != 1 {
		t.Fatalf("%d wait where all history counts", n)
	}
	must(db.AddAccount(ctx, data.Account{
		Name: "biuro", Address: "biuro@slusarz.example", Host: "imap.example", Port: 993, Security: data.SecurityTLS,
		User: "biuro", Since: data.DateIn(datatest.Now, time.UTC).AddDays(-30),
	}))(t)
	wait(t, db, "a letter from before")
}

func TestErasedClientsWaitForNothing(t *testing.T) {
	a := ask(t)
	must(a.db.AddInteraction(ctx, data.Interaction{ContactID: a.jan, Channel: data.ChannelSMS, Direction: data.Inbound}))(t)
	if err := a.db.DeleteContact(ctx, a.jan); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "his letter is nobody's, but a letter", mailKey(a.question))
}

func TestSendingElsewhereStopsNoClock(t *testing.T) {
	a := ask(t)
	must(a.db.File(ctx, data.Filing{MessageID: a.question, Kind: data.KindComplaint}, data.Case{}))(t)
	a.sent(t, 31, data.RoleSent, func(m *data.Message) { m.ContactID = a.jan })
	first := func() time.Time { return must(a.db.ReportCases(ctx, data.Period{}))(t)[0].FirstAnswer }
	if first().IsZero() {
		t.Fatal("an answer is no first answer")
	}
	if err := a.db.SetOutcome(ctx, said(t, a.db, a.jan)[0].ID, data.OutcomeRedirected); err != nil {
		t.Fatal(err)
	}
	if at := first(); !at.IsZero() {
		t.Errorf("the clock stopped at %v", at)
	}
}

func TestWhatWasAnsweredDoesNotWaitWithoutItsLetter(t *testing.T) {
	a := ask(t)
	ewa := datatest.Add(t, a.db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	quoting := func(m *data.Message) { m.ContactID, m.Text = a.jan, "Pisała też ewa@kotowska.example" }
	ids := datatest.Keep(t, a.db, a.account, datatest.Mail(2, quoting), datatest.Mail(3, quoting), datatest.Mail(4, quoting))
	a.sent(t, 31, data.RoleSent, func(m *data.Message) { m.ContactID, m.InReplyTo = a.jan, []string{"m2@klient.example"} })
	if err := a.db.NoAnswer(ctx, mailKey(ids[1])); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "one answered, one closed", mailKey(a.question), mailKey(ids[2]))
	erase(t, a.db, ewa, data.EraseOptions{})
	rows := must(a.db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if len(waits(t, a.db)) != 2 || rows[0].ID != a.question || rows[1].Type != data.UnansweredInteraction {
		t.Errorf("without their letters wait %+v, want what waited", rows)
	}
}

func TestErasingMakesNoAnswerOfSendingElsewhere(t *testing.T) {
	a := ask(t)
	must(a.db.File(ctx, data.Filing{MessageID: a.question, Kind: data.KindComplaint}, data.Case{}))(t)
	a.sent(t, 31, data.RoleSent, func(m *data.Message) { m.ContactID, m.Text = a.jan, "Proszę pisać na ewa@kotowska.example" })
	if err := a.db.SetOutcome(ctx, said(t, a.db, a.jan)[0].ID, data.OutcomeRedirected); err != nil {
		t.Fatal(err)
	}
	ewa := datatest.Add(t, a.db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	erase(t, a.db, ewa, data.EraseOptions{})
	if k := must(a.db.ReportCases(ctx, data.Period{}))(t)[0]; !k.Acknowledged.IsZero() || !k.FirstAnswer.IsZero() {
		t.Errorf("acknowledged %v, first answered %v", k.Acknowledged, k.FirstAnswer)
	}
}

func TestACaseFromBeforeTheFirstImportHidesNothingNew(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	k := must(db.AddCase(ctx, data.Case{ContactID: jan, Channel: data.ChannelPhone, Received: datatest.Now.AddDate(0, -3, 0)}))(t)
	id := must(db.AddInteraction(ctx, data.Interaction{
		ContactID: jan, CaseID: k.ID, Channel: data.ChannelLetter, Direction: data.Inbound, At: datatest.Now.AddDate(0, 0, -1),
	}))(t)
	wait(t, db, "the case alone", data.UnansweredKey{Type: data.UnansweredCase, ID: k.ID})
	must(db.AddAccount(ctx, data.Account{
		Name: "biuro", Address: "biuro@slusarz.example", Host: "imap.example", Port: 993, Security: data.SecurityTLS,
		User: "biuro", Since: data.DateIn(datatest.Now, time.UTC).AddDays(-30),
	}))(t)
	wait(t, db, "its case is history", data.UnansweredKey{Type: data.UnansweredInteraction, ID: id})
}

func TestACaseAndItsLetterAreSentElsewhereTogether(t *testing.T) {
	a := ask(t)
	k := must(a.db.File(ctx, data.Filing{MessageID: a.question, Kind: data.KindComplaint}, data.Case{}))(t)
	a.sent(t, 31, data.RoleSent, func(m *data.Message) { m.ContactID = a.jan })
	check := func(when string, redirected bool) {
		t.Helper()
		r := must(a.db.ReportCases(ctx, data.Period{}))(t)[0]
		if len(waits(t, a.db)) == 1 != redirected || r.FirstAnswer.IsZero() != redirected || r.Redirected.IsZero() == redirected {
			t.Errorf("%s: %v wait, first answer %v, sent elsewhere %v", when, waits(t, a.db), r.FirstAnswer, r.Redirected)
		}
	}
	check("answered", false)
	for _, at := range []time.Time{datatest.Now, {}} {
		if err := a.db.RedirectCase(ctx, k.CaseID, at); err != nil {
			t.Fatal(err)
		}
		check("the case", !at.IsZero())
	}
	for _, o := range []data.EntryOutcome{data.OutcomeRedirected, data.OutcomeUsual} {
		if err := a.db.SetOutcome(ctx, said(t, a.db, a.jan)[0].ID, o); err != nil {
			t.Fatal(err)
		}
		check("the letter", o == data.OutcomeRedirected)
	}
	must(a.db.Undo(ctx))(t)
	check("undone", true)
}

// What answered a letter is not told from a case or an opinion without it.
func TestWhatWasAnsweredDoesNotComeBackWhenItsLetterIsErased(t *testing.T) {
	a := ask(t)
	ewa := datatest.Add(t, a.db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	quoting := func(m *data.Message) { m.ContactID, m.Text = a.jan, "Pisała też ewa@kotowska.example" }
	ids := datatest.Keep(t, a.db, a.account, datatest.Mail(2, quoting), datatest.Mail(3, quoting), datatest.Mail(4, quoting), datatest.Mail(5, quoting))
	for i, kind := range []data.Kind{data.KindComplaint, data.KindComplaint, data.KindPraise, data.KindComplaint} {
		must(a.db.File(ctx, data.Filing{MessageID: ids[i], Kind: kind}, data.Case{}))(t)
	}
	a.sent(t, 31, data.RoleSent, func(m *data.Message) { m.ContactID, m.InReplyTo = a.jan, []string{"m2@klient.example"} })
	a.sent(t, 32, data.RoleSent, func(m *data.Message) {
		m.ContactID, m.InReplyTo, m.MessageID = a.jan, []string{"m4@klient.example"}, "dziekuje@slusarz.example"
	})
	if err := a.db.NoAnswer(ctx, mailKey(ids[1])); err != nil {
		t.Fatal(err)
	}
	wait(t, a.db, "answered, closed, answered", mailKey(a.question), mailKey(ids[3]))
	erase(t, a.db, ewa, data.EraseOptions{})
	rows := must(a.db.Unanswered(ctx, data.UnansweredFilter{}))(t)
	if len(waits(t, a.db)) != 2 || rows[0].ID != a.question || rows[1].Type != data.UnansweredCase {
		t.Errorf("without their letters wait %+v, want what waited", rows)
	}
}

func TestWhereALetterLiesMakesItAnAnswer(t *testing.T) {
	a := ask(t)
	a.sent(t, 11, data.RoleSent, func(m *data.Message) { m.MessageID = "odp@slusarz.example" })
	wait(t, a.db, "sent")
	folder := func(role data.FolderRole) {
		t.Helper()
		must(a.db.Keep(ctx, data.MailBatch{
			AccountID: a.account, Folder: data.MailFolder{Name: "Fsent", Role: role, UIDValidity: 3, Floor: 11},
		}))(t)
	}
	folder(data.RoleDrafts)
	wait(t, a.db, "the folder turns out to hold drafts", mailKey(a.question))
	folder(data.RoleSent)
	wait(t, a.db, "and what was sent after all")
}

func TestACaseWaitsForItselfWhereItsLetterShowsNowhere(t *testing.T) {
	a := ask(t)
	id := datatest.Keep(t, a.db, a.account, datatest.Mail(2, func(m *data.Message) { m.ContactID, m.Silent = a.jan, true }))[0]
	k := must(a.db.File(ctx, data.Filing{MessageID: id, Kind: data.KindComplaint}, data.Case{}))(t)
	wait(t, a.db, "its letter is history", mailKey(a.question), data.UnansweredKey{Type: data.UnansweredCase, ID: k.CaseID})
}
