package mailbox_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

func TestRunsAreRememberedLatestFirst(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	var last data.SyncRun
	for i := range 510 {
		began := clock.Now()
		clock.Move(time.Minute)
		last = data.SyncRun{AccountID: a.ID, Began: began, Ended: clock.Now(), Fresh: i, Failed: i % 3}
		if i%2 == 1 {
			last.Error = "mail-dial"
		}
		if err := db.AccountRan(ctx, last); err != nil {
			t.Fatal(err)
		}
	}
	got := datatest.Must(db.Runs(ctx, a.ID, 1000))(t)
	if len(got) != 500 {
		t.Errorf("%d runs remembered, want the last 500", len(got))
	}
	if diff := cmp.Diff(last, got[0]); diff != "" {
		t.Error(diff)
	}
	if got[1].Fresh != 508 || got[1].Error != "" || got[499].Fresh != 10 {
		t.Errorf("then %+v, at last %+v", got[1], got[499])
	}
	datatest.Sound(t, db)
}

func TestStoppedRunIsNoFailure(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	for _, step := range []struct {
		key    string
		failed int
	}{{"mail-dial", 1}, {data.ErrCancelled, 1}, {"mail-dial", 2}, {"", 0}, {data.ErrCancelled, 0}} {
		clock.Move(time.Minute)
		if err := db.AccountRan(ctx, data.SyncRun{AccountID: a.ID, Ended: clock.Now(), Error: step.key}); err != nil {
			t.Fatal(err)
		}
		if got := datatest.Must(db.Account(ctx, a.Name))(t); got.Failed != step.failed || got.LastErr != step.key {
			t.Errorf("after %q: %+v, want %d failed", step.key, got, step.failed)
		}
	}
}

func TestRestOutlivesTheProgram(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	if got := datatest.Must(db.Rest(ctx, a.ID))(t); !got.IsZero() {
		t.Errorf("a new account rests until %s", got)
	}
	until := clock.Now().Add(time.Hour)
	if err := db.AccountRan(ctx, data.SyncRun{AccountID: a.ID, Error: "mail-busy", Rest: until}); err != nil {
		t.Fatal(err)
	}
	if got := datatest.Must(db.Rest(ctx, a.ID))(t); !got.Equal(until) {
		t.Errorf("it rests until %s, want %s", got, until)
	}
	if err := db.AccountRan(ctx, data.SyncRun{AccountID: a.ID}); err != nil {
		t.Fatal(err)
	}
	if got := datatest.Must(db.Rest(ctx, a.ID))(t); !got.IsZero() {
		t.Errorf("after a good run it rests until %s", got)
	}
}

func TestTrafficIsCountedByTheDay(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	add := func(n int64) {
		t.Helper()
		if err := db.AddTraffic(ctx, a.ID, n); err != nil {
			t.Fatal(err)
		}
	}
	add(1 << 30)
	add(5)
	if err := db.AccountRan(ctx, data.SyncRun{AccountID: a.ID}); err != nil {
		t.Fatal(err)
	}
	if got := datatest.Must(db.Traffic(ctx, a.ID))(t); got != 1<<30+5 {
		t.Errorf("counted %d", got)
	}
	clock.Move(24 * time.Hour)
	if got := datatest.Must(db.Traffic(ctx, a.ID))(t); got != 0 {
		t.Errorf("the next day has %d before anything came", got)
	}
	add(7)
	if got := datatest.Must(db.Traffic(ctx, a.ID))(t); got != 7 {
		t.Errorf("the next day has %d", got)
	}
}

func TestMailTotals(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	if got := datatest.Must(db.MailTotals(ctx))(t); got != (data.MailTotals{}) {
		t.Errorf("before any pull %+v", got)
	}
	inbox := datatest.Inbox(4)
	inbox.OnServer = 6
	datatest.Must(db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: inbox,
		Items:    []data.MailItem{datatest.Mail(1), datatest.Mail(2), datatest.Mail(3)},
		Problems: []data.Problem{{Folder: "INBOX", UIDValidity: inbox.UIDValidity, UID: 4, Error: "mail-omitted"}},
	}))(t)
	if err := db.MarkGone(ctx, a.ID, "INBOX", inbox.UIDValidity, []uint32{2}); err != nil {
		t.Fatal(err)
	}
	all := data.MailFolder{AccountID: a.ID, Name: "Wszystkie", Role: data.RoleAll, UIDValidity: 1, OnServer: 3}
	datatest.Must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: all, Items: []data.MailItem{datatest.Mail(1)}}))(t)
	want := data.MailTotals{OnServer: 9, Kept: 3, LeftOut: 2, Failed: 1, Missing: 3}
	if got := datatest.Must(db.MailTotals(ctx))(t); got != want {
		t.Errorf("totals %+v, want %+v", got, want)
	}
	for i, f := range datatest.Must(db.FolderFigures(ctx, a.ID))(t) {
		if want := [][3]int{{2, 0, 4}, {1, 2, 0}}[i]; [3]int{f.Kept, f.LeftOut, f.Failed} != want {
			t.Errorf("%s: kept %d, left out %d, failed %d, want %v", f.Name, f.Kept, f.LeftOut, f.Failed, want)
		}
	}
	if err := db.RemoveAccount(ctx, a.ID); err != nil {
		t.Fatal(err)
	}
	if got := datatest.Must(db.MailTotals(ctx))(t); got != (data.MailTotals{}) {
		t.Errorf("of a mailbox that is not pulled any more: %+v", got)
	}
}
