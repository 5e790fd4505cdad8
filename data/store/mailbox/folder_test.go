package mailbox_test

import (
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func TestFolderPointer(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	if f := datatest.Must(db.Folder(ctx, a.ID, "INBOX"))(t); f.UIDValidity != 0 || f.Name != "INBOX" || f.AccountID != a.ID {
		t.Errorf("a folder nobody looked at is %+v", f)
	}
	folder := datatest.Inbox(2)
	folder.OnServer, folder.ModSeq = 40, 1<<62
	datatest.Must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: folder, Items: []data.MailItem{datatest.Mail(1), datatest.Mail(2)}}))(t)
	if err := db.FolderFailed(ctx, a.ID, "INBOX", "mail-select"); err != nil {
		t.Fatal(err)
	}
	f := datatest.Must(db.Folder(ctx, a.ID, "INBOX"))(t)
	if f.Floor != 2 || f.OnServer != 40 || f.ModSeq != 1<<62 || f.Role != data.RoleInbox || !f.LastOK.Equal(datatest.Now) || f.LastErr != "mail-select" {
		t.Errorf("the folder is %+v", f)
	}
	clock.Move(time.Hour)
	datatest.Must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: folder}))(t)
	if f = datatest.Must(db.Folder(ctx, a.ID, "INBOX"))(t); f.LastErr != "" || !f.LastOK.Equal(clock.Now()) {
		t.Errorf("a good run leaves %+v", f)
	}
	if err := db.FolderFailed(ctx, a.ID, "Nowy", "mail-select"); err != nil {
		t.Fatal(err)
	}
	folders := datatest.Must(db.Folders(ctx, a.ID))(t)
	if len(folders) != 2 || folders[0].Name != "INBOX" || folders[1].LastErr != "mail-select" {
		t.Errorf("folders are %+v", folders)
	}
}

func TestMarkGoneDeletesNothing(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3))
	if err := db.MarkGone(ctx, a.ID, "INBOX", 7, []uint32{2, 99}); err != nil {
		t.Fatal(err)
	}
	if err := db.MarkGone(ctx, a.ID, "INBOX", 7, nil); err != nil {
		t.Fatal(err)
	}
	if uids := datatest.Must(db.UIDs(ctx, a.ID, "INBOX", 7))(t); !slices.Equal(uids, []uint32{1, 3}) {
		t.Errorf("UIDs are %v, want 1 and 3", uids)
	}
	var gone []uint32
	for _, m := range datatest.Messages(t, db, data.MessageFilter{}) {
		if m.Places[0].Gone {
			gone = append(gone, m.Places[0].UID)
		}
	}
	if !slices.Equal(gone, []uint32{2}) {
		t.Errorf("gone are %v, want 2, and all three still here", gone)
	}
	datatest.Keep(t, db, a.ID, datatest.Mail(2)) // it is offered again
	if n := datatest.Must(db.Count(ctx, a.ID, "INBOX", 7))(t); n != 3 || datatest.Must(db.Count(ctx, a.ID, "INBOX", 8))(t) != 0 {
		t.Errorf("%d counted", n)
	}
	if uids := datatest.Must(db.UIDs(ctx, a.ID, "INBOX", 7))(t); len(uids) != 3 {
		t.Errorf("UIDs are %v after it came back", uids)
	}
	datatest.Sound(t, db)
}

func TestProblemsAreTriedAgainLaterAndLater(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	fail := func() {
		t.Helper()
		datatest.Must(db.Keep(ctx, data.MailBatch{
			AccountID: a.ID, Folder: datatest.Inbox(5),
			Problems: []data.Problem{{UID: 5, Error: "no body"}},
		}))(t)
	}
	due := func() int {
		t.Helper()
		return len(datatest.Must(db.Problems(ctx, a.ID, "INBOX", 7))(t))
	}
	fail()
	for i, wait := range []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour, 7 * 24 * time.Hour} {
		clock.Move(wait - time.Second)
		if due() != 0 {
			t.Errorf("after attempt %d it is due before %v", i+1, wait)
		}
		clock.Move(time.Second)
		if due() != 1 {
			t.Errorf("after attempt %d it is not due after %v", i+1, wait)
		}
		fail()
	}
	p := datatest.Must(db.Unread(ctx))(t)
	if len(p) != 1 || p[0].Attempts != 6 || p[0].Reason != "no body" || p[0].Folder != "INBOX" || !p[0].At.Equal(clock.Now()) {
		t.Errorf("the list shows %+v", p)
	}
	datatest.Keep(t, db, a.ID, datatest.Mail(5))
	if p := datatest.Must(db.Unread(ctx))(t); len(p) != 0 {
		t.Errorf("what was had after all is still a problem: %+v", p)
	}
	fail()
	datatest.Must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(5), Resolved: []uint32{5}}))(t)
	if p := datatest.Must(db.Unread(ctx))(t); len(p) != 0 {
		t.Errorf("what is resolved is still a problem: %+v", p)
	}
	datatest.Sound(t, db)
}

// TestClockSetBack keeps mail and sets some aside before and after the clock is
// put back by a year: nothing may wait for the year to pass again.
func TestClockSetBack(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1))
	datatest.Must(db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: datatest.Inbox(5), Problems: []data.Problem{{UID: 5, Error: "no body"}},
	}))(t)
	clock.Move(-365 * 24 * time.Hour)
	if due := datatest.Must(db.Problems(ctx, a.ID, "INBOX", 7))(t); len(due) != 1 {
		t.Errorf("due after the clock was set back: %+v", due)
	}
	datatest.Keep(t, db, a.ID, datatest.Mail(5))
	if uids := datatest.Must(db.UIDs(ctx, a.ID, "INBOX", 7))(t); !slices.Equal(uids, []uint32{1, 5}) {
		t.Errorf("kept %v", uids)
	}
	datatest.Sound(t, db)
}
