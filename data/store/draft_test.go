package store_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// asked is a file with Jan's question in it and an answer that was drafted.
type asked struct {
	db       *store.DB
	clock    *datatest.Clock
	account  int64
	jan      int64
	question int64
	draft    int64
}

func ask(t *testing.T) *asked {
	t.Helper()
	a := &asked{}
	a.db, a.clock = datatest.New(t)
	a.account = datatest.Account(t, a.db).ID
	a.jan = datatest.Add(t, a.db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	a.question = datatest.Keep(t, a.db, a.account, datatest.Mail(1, func(m *data.Message) { m.ContactID = a.jan }))[0]
	a.draft = must(a.db.AddDraft(ctx, &data.Draft{
		AccountID: a.account, MessageRef: "odp@slusarz.example", Answers: a.question, ContactID: a.jan,
		Recipients: []string{"Jan@Klient.example"}, Subject: "Odp: Zamek", Raw: []byte("To: jan@klient.example\r\n\r\nx"),
	}))(t)
	return a
}

func (a *asked) now(t *testing.T) data.Draft {
	t.Helper()
	all := must(a.db.Drafts(ctx, data.DraftFilter{Answers: a.question}))(t)
	if len(all) != 1 {
		t.Fatalf("%d drafts answer the question", len(all))
	}
	return all[0]
}

// sent keeps a message in the folder of what was sent.
func (a *asked) sent(t *testing.T, uid uint32, role data.FolderRole, change func(*data.Message)) int64 {
	t.Helper()
	it := datatest.Mail(uid, func(m *data.Message) {
		m.From, m.To = data.Address{Email: "biuro@slusarz.example"}, []data.Address{{Email: "jan@klient.example"}}
		m.Direction, m.Date = data.Outbound, datatest.Now.Add(time.Hour)
		m.MessageID, m.InReplyTo = "inne@provider.example", []string{"m1@klient.example"}
	}, change)
	kept := must(a.db.Keep(ctx, data.MailBatch{
		AccountID: a.account, Folder: data.MailFolder{Name: "F" + string(role), Role: role, UIDValidity: 3, Floor: uid},
		Items: []data.MailItem{it},
	}))(t)
	return kept.IDs[0]
}

func (a *asked) laid(t *testing.T) *asked {
	t.Helper()
	for _, err := range []error{a.db.TryDraft(ctx, a.draft), a.db.DraftLaid(ctx, a.draft, "Szkice")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return a
}

func TestADraftWaitsAndIsLaid(t *testing.T) {
	a := ask(t)
	if d := a.now(t); d.State() != data.DraftWaiting || d.Account != "biuro" || d.Recipients[0] != "jan@klient.example" || !d.Made.Equal(datatest.Now) {
		t.Errorf("it is %+v", d)
	}
	waiting := must(a.db.WaitingDrafts(ctx, a.account))(t)
	if len(waiting) != 1 || string(waiting[0].Raw) != "To: jan@klient.example\r\n\r\nx" {
		t.Fatalf("waiting: %+v", waiting)
	}
	if err := a.db.DraftFailed(ctx, a.draft, "mail-offline", false); err != nil {
		t.Fatal(err)
	}
	if d := a.now(t); d.Error != "mail-offline" || d.State() != data.DraftWaiting {
		t.Errorf("after a failure it is %+v", d)
	}
	a.laid(t)
	if d := a.now(t); d.State() != data.DraftLaid || d.Folder != "Szkice" || d.Error != "" || d.Tries != 1 {
		t.Errorf("laid it is %+v", d)
	}
	if left := must(a.db.WaitingDrafts(ctx, a.account))(t); len(left) != 0 {
		t.Errorf("it is laid and waits: %+v", left)
	}
	code(t, a.db.DropDraft(ctx, a.draft), data.CodeConflict, "draft-laid")
	if err := a.db.DraftGone(ctx, a.draft); err != nil {
		t.Fatal(err)
	}
	if d := a.now(t); d.State() != data.DraftGone {
		t.Errorf("deleted on the server it is %s", d.State())
	}
	datatest.Sound(t, a.db)
}

func TestAWaitingDraftCanBeDroppedUnlessItMayHaveArrived(t *testing.T) {
	a := ask(t)
	if err := a.db.TryDraft(ctx, a.draft); err != nil {
		t.Fatal(err)
	}
	code(t, a.db.DropDraft(ctx, a.draft), data.CodeConflict, "draft-laid")
	if err := a.db.DraftFailed(ctx, a.draft, "mail-append-refused", true); err != nil {
		t.Fatal(err)
	}
	if err := a.db.DropDraft(ctx, a.draft); err != nil {
		t.Fatal(err)
	}
	if left := must(a.db.Drafts(ctx, data.DraftFilter{}))(t); len(left) != 0 {
		t.Errorf("left: %+v", left)
	}
}

func TestWhatWasSentClosesTheDraft(t *testing.T) {
	same := func(m *data.Message) { m.MessageID = "odp@slusarz.example" }
	anew := func(*data.Message) {}
	for name, c := range map[string]struct {
		waits  bool
		role   data.FolderRole
		change func(*data.Message)
		want   bool
	}{
		"under its own id":                    {false, data.RoleSent, same, true},
		"under its own id, never heard of":    {true, data.RoleSent, same, true},
		"under the provider's id":             {false, data.RoleSent, anew, true},
		"while it was never tried":            {true, data.RoleSent, anew, false},
		"to somebody else":                    {false, data.RoleSent, func(m *data.Message) { m.To[0].Email = "ewa@klient.example" }, false},
		"answering something else":            {false, data.RoleSent, func(m *data.Message) { m.InReplyTo, m.References = []string{"x@y"}, []string{"m1@klient.example"} }, false},
		"before it was drafted":               {false, data.RoleSent, func(m *data.Message) { m.Date = datatest.Now.Add(-time.Hour) }, false},
		"by the client":                       {false, data.RoleSent, func(m *data.Message) { m.Direction = data.Inbound }, false},
		"which is the draft itself":           {false, data.RoleDrafts, same, false},
		"and thrown away":                     {false, data.RoleTrash, same, false},
		"which an answering machine has done": {false, data.RoleSent, func(m *data.Message) { m.Automatic = data.AutoReply }, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := ask(t)
			if !c.waits {
				a.laid(t)
			}
			id := a.sent(t, 5, c.role, c.change)
			n := must(a.db.SettleDrafts(ctx))(t)
			d := a.now(t)
			if (n == 1) != c.want || (d.State() == data.DraftSent) != c.want {
				t.Fatalf("%d settled, it is %s", n, d.State())
			}
			if c.want && (d.SentAs != id || !d.Sent.Equal(datatest.Now.Add(time.Hour))) {
				t.Errorf("sent as %d at %v", d.SentAs, d.Sent)
			}
			if again := must(a.db.SettleDrafts(ctx))(t); again != 0 {
				t.Errorf("settled %d again", again)
			}
		})
	}
}

func TestTwoDraftsAreNotClosedByOneLetter(t *testing.T) {
	a := ask(t).laid(t)
	second := must(a.db.AddDraft(ctx, &data.Draft{
		AccountID: a.account, MessageRef: "odp2@slusarz.example", Answers: a.question, Recipients: []string{"jan@klient.example"},
	}))(t)
	if err := a.db.TryDraft(ctx, second); err != nil {
		t.Fatal(err)
	}
	a.sent(t, 5, data.RoleSent, func(m *data.Message) { m.MessageID = "odp2@slusarz.example" })
	if n := must(a.db.SettleDrafts(ctx))(t); n != 1 {
		t.Errorf("%d settled by one letter", n)
	}
	open := must(a.db.Drafts(ctx, data.DraftFilter{Unsent: true}))(t)
	if len(open) != 1 || open[0].ID != a.draft {
		t.Errorf("still open: %+v", open)
	}
}

func TestASentAnswerSuggestsWhatItSettled(t *testing.T) {
	a := ask(t).laid(t)
	filed := must(a.db.AddCase(ctx, data.Case{
		Kind: data.CaseComplaint, ContactID: a.jan, MessageID: a.question, Received: datatest.Now, State: data.CaseNew, Channel: data.ChannelEmail,
	}))(t)
	task := must(a.db.AddFollowUp(ctx, data.FollowUp{What: "Odpisz Janowi", ContactID: a.jan, MessageID: a.question, Due: datatest.Today}))(t)
	if early := must(a.db.ReplySuggestions(ctx))(t); len(early) != 0 {
		t.Errorf("before it was sent: %+v", early)
	}
	a.sent(t, 5, data.RoleSent, func(*data.Message) {})
	must(a.db.SettleDrafts(ctx))(t)
	all := must(a.db.ReplySuggestions(ctx))(t)
	if len(all) != 1 || all[0].CaseID != filed.ID || all[0].CaseNumber != filed.Number || all[0].FollowUpID != task || all[0].FollowUp != "Odpisz Janowi" {
		t.Fatalf("suggested: %+v", all)
	}
	if err := a.db.DismissReplySuggestion(ctx, a.draft); err != nil {
		t.Fatal(err)
	}
	if left := must(a.db.ReplySuggestions(ctx))(t); len(left) != 0 {
		t.Errorf("after a no: %+v", left)
	}
}

func TestADraftFollowsItsContactIntoAMergeAndBack(t *testing.T) {
	a := ask(t)
	other := datatest.Add(t, a.db, datatest.Person("Janek", "Żółw", "janek@klient.example"))
	must(a.db.Merge(ctx, data.Merge{Keep: other, Gone: a.jan}))(t)
	if d := a.now(t); d.ContactID != other {
		t.Errorf("after the merge it is contact %d's, want %d's", d.ContactID, other)
	}
	must(a.db.Undo(ctx))(t)
	if d := a.now(t); d.ContactID != a.jan {
		t.Errorf("after un-merging it is contact %d's, want %d's", d.ContactID, a.jan)
	}
}

func TestDraftsOfAnErasedPersonLeaveNoByte(t *testing.T) {
	dir := t.TempDir()
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	account := datatest.Account(t, db).ID
	victim := datatest.Add(t, db, datatest.Person("Wenancjusz", "Grzmotopędzki", victimEmail))
	neighbour := datatest.Add(t, db, datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example"))
	letter := datatest.Keep(t, db, account, datatest.Mail(1, func(m *data.Message) { m.From.Email = victimEmail }))[0]
	add := func(ref string, d data.Draft) int64 {
		d.AccountID, d.MessageRef = account, ref+"@slusarz.example"
		d.Subject, d.Raw = "Odp: "+ref, []byte("Dzień dobry, "+ref)
		return must(db.AddDraft(ctx, &d))(t)
	}
	outside := add("akwamarynowy", data.Draft{ContactID: victim})
	add("bergamotkowy", data.Draft{Answers: letter})
	add("chryzantema", data.Draft{Recipients: []string{victimEmail}})
	named := data.Draft{AccountID: account, MessageRef: "o-nim@slusarz.example", Subject: "Odp: sprawa Wenancjusza Grzmotopędzkiego", Raw: []byte("Dzień dobry")}
	if id := must(db.AddDraft(ctx, &named))(t); id == 0 {
		t.Fatal("not added")
	}
	stays := add("zwyczajny", data.Draft{ContactID: neighbour, Recipients: []string{"ewa@kotowska.example"}})
	if err := db.DraftLaid(ctx, outside, "Szkice"); err != nil {
		t.Fatal(err)
	}
	find := secrets()
	if n := len(leftIn(t, dir, find)); n < 6 {
		t.Fatalf("only %d secrets are in the file before: the test looks for the wrong ones", n)
	}
	e := erase(t, db, victim, data.EraseOptions{})
	for _, left := range leftIn(t, dir, find) {
		t.Error(left)
	}
	if !slices.Contains(e.Mentions, data.Mention{Record: "draft", ID: outside, Stays: true}) {
		t.Errorf("nothing says that one lies in the mailbox: %+v", e.Mentions)
	}
	left := must(db.Drafts(ctx, data.DraftFilter{}))(t)
	if len(left) != 1 || left[0].ID != stays {
		t.Errorf("left: %+v", left)
	}
	datatest.Sound(t, db)
}

func TestTemplatesAreTheOwnersAndCanBeTakenBack(t *testing.T) {
	db, _ := datatest.New(t)
	shipped := []data.ReplyTemplate{{Name: "Potwierdzenie", Language: "pl", Body: "Dziękujemy."}, {Name: "Thanks", Language: "en", Body: "Thank you."}}
	for range 2 {
		if err := db.SeedReplyTemplates(ctx, shipped); err != nil {
			t.Fatal(err)
		}
	}
	all := must(db.ReplyTemplates(ctx))(t)
	if len(all) != 2 || all[0].Name != "Potwierdzenie" || all[1].Rank != 2 {
		t.Fatalf("shipped: %+v", all)
	}
	id := must(db.SaveReplyTemplate(ctx, data.ReplyTemplate{Name: " Wizyta ", Language: "pl", Subject: "Wizyta\r\nBcc: x", Body: "Będziemy."}))(t)
	all = must(db.ReplyTemplates(ctx))(t)
	if len(all) != 3 || all[2].Name != "Wizyta" || all[2].Subject != "Wizyta Bcc: x" {
		t.Errorf("saved: %+v", all)
	}
	all[2].Body = "Będziemy jutro."
	must(db.SaveReplyTemplate(ctx, all[2]))(t)
	must(db.Undo(ctx))(t)
	if got := must(db.ReplyTemplates(ctx))(t)[2].Body; got != "Będziemy." {
		t.Errorf("after undo the text is %q", got)
	}
	for _, r := range all {
		if err := db.DeleteReplyTemplate(ctx, r.ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.SeedReplyTemplates(ctx, shipped); err != nil {
		t.Fatal(err)
	}
	if left := must(db.ReplyTemplates(ctx))(t); len(left) != 0 {
		t.Errorf("deleted letters are back: %+v", left)
	}
	must(db.Undo(ctx))(t)
	if back := must(db.ReplyTemplates(ctx))(t); len(back) != 1 || back[0].ID != id {
		t.Errorf("after undo: %+v", back)
	}
	for key, r := range map[string]data.ReplyTemplate{
		"template-without-name": {Body: "x"}, "template-without-text": {Name: "x", Body: " \n"},
	} {
		_, err := db.SaveReplyTemplate(ctx, r)
		code(t, err, data.CodeInvalid, key)
	}
	_, err := db.SaveReplyTemplate(ctx, data.ReplyTemplate{Name: "WIZYTA", Language: "pl", Body: "x"})
	code(t, err, data.CodeConflict, "template-name-taken")
	code(t, db.DeleteReplyTemplate(ctx, 404), data.CodeNotFound, "not-found-template")
}
