//go:build dovecot

package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/data"
	"kartoteka/mail/dovecottest"
)

// answered is a firm whose mailbox a real server holds, with one question in it.
type answered struct {
	server   *dovecottest.Server
	core     *core.Core
	question data.Message
}

func askOnDovecot(t *testing.T) *answered {
	t.Helper()
	a := &answered{server: dovecottest.Start(t)}
	a.server.Deliver(t, "INBOX", 1, "", []byte(strings.ReplaceAll(`From: Jan Żółw <jan@klient.example>
To: `+dovecottest.User+`
Subject: =?utf-8?q?Zaci=C4=99ty_zamek?=
Message-ID: <pytanie@klient.example>
Date: `+time.Now().Add(-time.Hour).Format(time.RFC1123Z)+`
Content-Type: text/plain; charset=utf-8

Kiedy naprawa?
`, "\n", "\r\n")))
	a.server.Folder(t, "Wysłane")
	var err error
	if a.core, err = core.Open(t.Context(), core.Options{Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.core.Close() })
	// Without a keyring the password is given each time.
	_, _, err = a.core.AddAccount(t.Context(), data.Account{
		Name: "firma", Address: dovecottest.User, Host: a.server.Host, Port: a.server.IMAP, Security: data.SecurityNone, User: dovecottest.User,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	a.sync(t)
	err = a.core.EachMessage(t.Context(), data.MessageFilter{}, func(m data.Message) error {
		a.question = m
		return nil
	})
	if err != nil || a.question.MessageID != "pytanie@klient.example" {
		t.Fatalf("pulled %+v, %v", a.question, err)
	}
	return a
}

func (a *answered) sync(t *testing.T) {
	t.Helper()
	results, err := a.core.Sync(t.Context(), core.SyncOptions{Password: dovecottest.Password})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results, a.server.Log())
	}
}

func (a *answered) reply(t *testing.T) {
	t.Helper()
	f, err := a.core.PrepareReply(t.Context(), data.ReplyRequest{MessageID: a.question.ID}, func(lang string) core.ReplyWords {
		return i18n.New(lang, time.UTC)
	})
	if err != nil {
		t.Fatal(err)
	}
	f.Text = "Dzień dobry,\n\njutro o dziewiątej.\n"
	if _, err := a.core.Reply(t.Context(), &f); err != nil {
		t.Fatal(err)
	}
}

func (a *answered) draft(t *testing.T) data.Draft {
	t.Helper()
	all, err := a.core.Drafts(t.Context(), data.DraftFilter{Answers: a.question.ID})
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	return all[0]
}

// in lists the files of a folder of the server.
func (a *answered) in(t *testing.T, folder string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(a.server.Maildir, folder, "*", "*.*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestDovecotTakesADraftOnceAndClosesTheLoop(t *testing.T) {
	a := askOnDovecot(t)
	a.reply(t)
	for range 2 {
		if err := a.core.LayDrafts(t.Context(), "firma", dovecottest.Password); err != nil {
			t.Fatal(err, a.server.Log())
		}
	}
	d := a.draft(t)
	files := a.in(t, d.Folder)
	if d.State() != data.DraftLaid || d.Folder != "Drafts" || len(files) != 1 || !strings.HasSuffix(files[0], ":2,DS") {
		t.Fatalf("it is %s in %q: %q", d.State(), d.Folder, files)
	}
	raw, err := os.ReadFile(files[0])
	if err != nil || !bytes.Contains(raw, []byte("In-Reply-To: <pytanie@klient.example>")) || !bytes.Contains(raw, []byte("<"+d.MessageRef+">")) {
		t.Errorf("%v\n%s", err, raw)
	}
	// The owner's mail program sends it: from the drafts to what was sent.
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	a.server.Deliver(t, "Wysłane", 2, "S", raw)
	a.sync(t)
	if d = a.draft(t); d.State() != data.DraftSent || d.SentAs == 0 {
		t.Errorf("after it was sent it is %+v", d)
	}
}

func TestDovecotDraftThatWasDeletedIsNoted(t *testing.T) {
	a := askOnDovecot(t)
	a.server.Folder(t, "Szkice")
	a.reply(t)
	a.sync(t) // which lays what waits
	d := a.draft(t)
	files := a.in(t, "Szkice")
	if d.State() != data.DraftLaid || d.Folder != "Szkice" || len(files) != 1 {
		t.Fatalf("it is %s in %q: %q", d.State(), d.Folder, files)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	a.sync(t)
	if d = a.draft(t); d.State() != data.DraftGone {
		t.Errorf("deleted there it is %s", d.State())
	}
}
