package mailbox_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

var ctx = context.Background()

func TestAccountComesBackWhole(t *testing.T) {
	db, _ := datatest.New(t)
	want := datatest.Must(db.AddAccount(ctx, data.Account{
		Name: "biuro", Address: "biuro@slusarz.example", Aliases: []string{"info@slusarz.example"},
		Host: "imap.example", Port: 993, Security: data.SecurityTLS, User: "b", CA: "PEM", Auth: data.AuthGoogle, Since: datatest.Today,
	}))(t)
	if want.ID == 0 || !want.Created.Equal(datatest.Now) {
		t.Errorf("added as %+v", want)
	}
	if diff := cmp.Diff(want, datatest.Must(db.Account(ctx, "biuro"))(t)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]data.Account{want}, datatest.Must(db.Accounts(ctx))(t)); diff != "" {
		t.Error(diff)
	}
	_, err := db.AddAccount(ctx, data.Account{Name: "biuro"})
	if e := datatest.Refused(t, err, data.CodeConflict, "account-exists"); e.Args["Name"] != "biuro" {
		t.Errorf("the refusal names %v", e.Args)
	}
	_, err = db.Account(ctx, "sklep")
	datatest.Refused(t, err, data.CodeNotFound, "not-found-account")
}

func TestAccountRuns(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	ran := func(key string) data.Account {
		t.Helper()
		clock.Move(time.Hour)
		if err := db.AccountRan(ctx, data.SyncRun{AccountID: a.ID, Ended: clock.Now(), Error: key}); err != nil {
			t.Fatal(err)
		}
		return datatest.Must(db.Account(ctx, a.Name))(t)
	}
	if got := ran(""); !got.LastOK.Equal(clock.Now()) || got.LastErr != "" || got.Failed != 0 {
		t.Errorf("after a good run %+v", got)
	}
	good := clock.Now()
	ran("mail-dial")
	if got := ran("mail-login-refused"); !got.LastOK.Equal(good) || got.LastErr != "mail-login-refused" || got.Failed != 2 {
		t.Errorf("after two failed runs %+v", got)
	}
	if got := ran(""); got.Failed != 0 || got.LastErr != "" {
		t.Errorf("after a good run again %+v", got)
	}
	datatest.Refused(t, db.AccountRan(ctx, data.SyncRun{AccountID: 404}), data.CodeNotFound, "not-found-account")
}

func TestRemovedAccountLeavesItsMail(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1))
	if err := db.RemoveAccount(ctx, a.ID); err != nil {
		t.Fatal(err)
	}
	if got := datatest.Must(db.Accounts(ctx))(t); len(got) != 0 {
		t.Errorf("accounts are %+v", got)
	}
	got := datatest.Messages(t, db, data.MessageFilter{})
	if len(got) != 1 || len(got[0].Places) != 1 || got[0].Places[0].Account != "biuro" {
		t.Fatalf("mail is %+v, want it, and where it came from", got)
	}
	datatest.Refused(t, db.RemoveAccount(ctx, a.ID), data.CodeNotFound, "not-found-account")

	stranger := datatest.Must(db.AddAccount(ctx, data.Account{Name: "biuro", Address: "inny@adres.example", Host: "h"}))(t)
	if stranger.ID == a.ID {
		t.Error("another mailbox took the removed one's place")
	}
	if err := db.RemoveAccount(ctx, stranger.ID); err != nil {
		t.Fatal(err)
	}
	back := datatest.Account(t, db)
	if back.ID != a.ID {
		t.Errorf("it came back as account %d, want %d, so that it goes on where it stood", back.ID, a.ID)
	}
	if f := datatest.Must(db.Folder(ctx, back.ID, "INBOX"))(t); f.Floor != 1 {
		t.Errorf("its pointer is at %d, want 1", f.Floor)
	}
	datatest.Sound(t, db)
}

func TestAChangedAccountGoesOnWhereItStood(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1))
	if err := db.AccountRan(ctx, data.SyncRun{AccountID: a.ID, Error: "mail-dial"}); err != nil {
		t.Fatal(err)
	}
	want := a
	want.Host, want.Port, want.Security, want.User = "imap.nowy.example", 143, data.SecuritySTARTTLS, "inny"
	want.Aliases, want.CA, want.Auth = []string{"info@slusarz.example"}, "PEM", data.AuthMicrosoft
	asked := want
	asked.Name, asked.Address = "inna", "inny@adres.example" // by these it is known
	if err := db.ChangeAccount(ctx, asked); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, datatest.Must(db.Account(ctx, a.Name))(t)); diff != "" {
		t.Error(diff)
	}
	if f := datatest.Must(db.Folder(ctx, a.ID, "INBOX"))(t); f.Floor != 1 {
		t.Errorf("its pointer is at %d, want 1", f.Floor)
	}
	if got := datatest.Messages(t, db, data.MessageFilter{}); len(got) != 1 || len(got[0].Places) != 1 {
		t.Errorf("its mail is %+v", got)
	}
	if err := db.RemoveAccount(ctx, a.ID); err != nil {
		t.Fatal(err)
	}
	datatest.Refused(t, db.ChangeAccount(ctx, asked), data.CodeNotFound, "not-found-account")
	datatest.Sound(t, db)
}
