package store_test

import (
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func TestADeletedMessageStaysAwayUntilItIsTakenBack(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	of := func(m *data.Message) {
		m.From, m.ContactID, m.Direction, m.Subject = data.Address{Email: "jan@klient.example"}, jan, data.Inbound, "Reklama bramofonów"
	}
	it := datatest.Mail(1, of)
	id := datatest.Keep(t, db, a.ID, it, datatest.Mail(2))[0]
	if err := db.DeleteMessage(ctx, id); err != nil {
		t.Fatal(err)
	}
	gone := func() {
		t.Helper()
		if got := all(t, db); len(got) != 1 || got[0].ID == id {
			t.Errorf("%d messages are listed", len(got))
		}
		if rows := said(t, db, jan); len(rows) != 0 {
			t.Errorf("the timeline has %d rows", len(rows))
		}
		if hits := must(db.Search(ctx, "bramofonow", 5))(t); len(hits) != 0 {
			t.Errorf("search finds %v", hits)
		}
		if rows := must(db.Inbox(ctx, data.InboxFilter{Automatic: true}))(t); slices.ContainsFunc(rows, func(r data.InboxRow) bool { return r.ID == id }) {
			t.Error("it waits for a decision")
		}
		if kept, away := must(db.UIDs(ctx, a.ID, "INBOX", datatest.Inbox(0).UIDValidity))(t), must(db.LeftOut(ctx, a.ID, "INBOX", datatest.Inbox(0).UIDValidity))(t); !slices.Equal(kept, []uint32{2}) || !slices.Equal(away, []uint32{1}) {
			t.Errorf("kept %v, left out %v", kept, away)
		}
		datatest.Sound(t, db)
	}
	gone()
	again := it
	again.UID = 9
	kept := must(db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: data.MailFolder{Name: "Kopie", UIDValidity: 1, Floor: 9, OnServer: 1}, Items: []data.MailItem{again},
	}))(t)
	if kept.LeftOut != 1 || kept.New+kept.Joined != 0 {
		t.Errorf("offered again in another folder it was kept: %+v", kept)
	}
	gone()
	for _, f := range must(db.FolderFigures(ctx, a.ID))(t) {
		if f.Name == "Kopie" && (f.OnServer != 1 || f.LeftOut != 1 || f.Kept != 0) {
			t.Errorf("figures %+v", f)
		}
	}
	must(db.Undo(ctx))(t)
	if got := all(t, db); len(got) != 2 || len(said(t, db, jan)) != 1 || len(must(db.Search(ctx, "bramofonow", 5))(t)) == 0 {
		t.Errorf("taken back, %d messages are listed", len(got))
	}
	if away := must(db.LeftOut(ctx, a.ID, "INBOX", datatest.Inbox(0).UIDValidity))(t); len(away) != 0 {
		t.Errorf("taken back, %v are left out", away)
	}
	datatest.Sound(t, db)
	must(db.Redo(ctx))(t)
	gone()
	if trash := must(db.Trash(ctx))(t); len(trash) != 1 || trash[0].Title != "Reklama bramofonów" {
		t.Errorf("the trash holds %+v", trash)
	}
	clock.Move(time.Hour)
	must(db.EmptyTrash(ctx, datatest.Now.Add(time.Minute)))(t)
	gone()
	if _, err := db.Raw(ctx, id); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("its bytes are still there: %v", err)
	}
	kept = must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(1), Items: []data.MailItem{it}}))(t)
	if kept.LeftOut != 1 || kept.New != 0 {
		t.Errorf("offered again after the trash was emptied: %+v", kept)
	}
	datatest.Sound(t, db)
}

func TestAFiledMessageIsNotDeleted(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	id := datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) { m.From.Email = "jan@klient.example" }))[0]
	must(db.File(ctx, data.Filing{MessageID: id, Kind: data.KindPraise}, data.Case{}))(t)
	code(t, db.DeleteMessage(ctx, id), data.CodeConflict, "message-filed")
	if err := db.Unfile(ctx, id); err != nil {
		t.Fatal(err)
	}
	if err := db.DeleteMessage(ctx, id); err != nil {
		t.Fatal(err)
	}
	code(t, db.DeleteMessage(ctx, id), data.CodeNotFound, "not-found-message")
	datatest.Sound(t, db)
}

// A second copy that comes while the letter is in the trash goes with it when
// the trash is emptied: alone it would stand in the mail as new.
func TestACopyOfADeletedLetterDoesNotOutliveIt(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	letter := func(m *data.Message) {
		m.MessageID, m.From.Email, m.Subject, m.Text = "same@x", "jan@klient.example", "Zamek", "Ten sam list."
	}
	first, second := datatest.Mail(1, letter), datatest.Mail(2, letter)
	second.Raw = append([]byte("List-Id: <x>\r\n"), second.Raw...)
	id := datatest.Keep(t, db, a.ID, first)[0]
	if err := db.DeleteMessage(ctx, id); err != nil {
		t.Fatal(err)
	}
	copied := must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(2), Items: []data.MailItem{second}}))(t)
	if n := must(db.FromClients(ctx, copied.IDs))(t); n != 0 {
		t.Errorf("%d messages are told of", n)
	}
	clock.Move(time.Hour)
	must(db.EmptyTrash(ctx, datatest.Now.Add(time.Minute)))(t)
	if got := all(t, db); len(got) != 0 {
		t.Errorf("%d messages are left", len(got))
	}
	datatest.Sound(t, db)
}

// What was deleted, taken back and deleted again lies in the trash for as long
// as the second deletion says.
func TestAnUndoneDeletionBuriesNothing(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	id := datatest.Keep(t, db, a.ID, datatest.Mail(1))[0]
	if err := db.DeleteMessage(ctx, id); err != nil {
		t.Fatal(err)
	}
	must(db.Undo(ctx))(t)
	clock.Move(2 * time.Hour)
	if err := db.DeleteMessage(ctx, id); err != nil {
		t.Fatal(err)
	}
	must(db.PruneJournal(ctx, datatest.Now.Add(time.Hour), 1000))(t)
	trash := must(db.Trash(ctx))(t)
	if len(trash) != 1 {
		t.Fatalf("the trash holds %d deletions", len(trash))
	}
	must(db.RestoreTrashed(ctx, trash[0].ActionID))(t)
	if _, err := db.Raw(ctx, id); err != nil || len(all(t, db)) != 1 {
		t.Errorf("restored: %v", err)
	}
	datatest.Sound(t, db)
}

// The copy of a letter stands for it: what is filed stays with all its copies.
func TestTheCopyOfAFiledLetterIsNotDeleted(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	letter := func(m *data.Message) {
		m.MessageID, m.From.Email, m.Subject, m.Text = "same@x", "jan@klient.example", "Zamek", "Ten sam list."
	}
	first, second := datatest.Mail(1, letter), datatest.Mail(2, letter)
	second.Raw = append([]byte("List-Id: <x>\r\n"), second.Raw...)
	ids := datatest.Keep(t, db, a.ID, first, second)
	must(db.File(ctx, data.Filing{MessageID: ids[0], Kind: data.KindPraise}, data.Case{}))(t)
	code(t, db.DeleteMessage(ctx, ids[1]), data.CodeConflict, "message-filed")
	if got := all(t, db); len(got) == 0 {
		t.Error("the letter is gone with its copy")
	}
	datatest.Sound(t, db)
}
