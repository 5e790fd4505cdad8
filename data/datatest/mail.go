package datatest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/store"
)

// Account adds a mailbox of the firm.
func Account(t testing.TB, db *store.DB) data.Account {
	t.Helper()
	a, err := db.AddAccount(context.Background(), data.Account{
		Name: "biuro", Address: "biuro@slusarz.example", Host: "imap.example", Port: 993,
		Security: data.SecurityTLS, User: "biuro",
	})
	if err != nil {
		t.Fatalf("add account: %v", err)
	}
	return a
}

// Mail makes a message from a client with the given UID; change adjusts it
// before its bytes are written.
func Mail(uid uint32, change ...func(*data.Message)) data.MailItem {
	m := data.Message{
		MessageID: fmt.Sprintf("m%d@klient.example", uid),
		From:      data.Address{Name: "Jan Żółw", Email: "jan@klient.example"},
		To:        []data.Address{{Email: "biuro@slusarz.example"}},
		Subject:   fmt.Sprintf("Zamek w drzwiach %d", uid),
		Date:      Now.Add(-time.Duration(1000-int(uid)) * time.Hour),
		Text:      fmt.Sprintf("Dzień dobry, zamek numer %d w Łodzi się zaciął.", uid),
		Direction: data.Inbound,
	}
	for _, f := range change {
		f(&m)
	}
	return data.MailItem{UID: uid, Received: m.Date, Raw: Raw(&m), Message: m}
}

// Raw writes a message's bytes; different messages have different ones.
func Raw(m *data.Message) []byte {
	return fmt.Appendf(nil, "Message-ID: <%s>\r\nFrom: %s\r\nSubject: %s\r\nReferences: %q\r\nDate: %s\r\n\r\n%s\r\n",
		m.MessageID, m.From, m.Subject, m.References, m.Date.Format(time.RFC1123Z), m.Text)
}

// Inbox is the folder INBOX as it stands after the UID floor.
func Inbox(floor uint32) data.MailFolder {
	return data.MailFolder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 7, Floor: floor}
}

// Keep keeps messages in the INBOX and returns their ids.
func Keep(t testing.TB, db *store.DB, account int64, items ...data.MailItem) []int64 {
	t.Helper()
	var floor uint32
	for i := range items {
		floor = max(floor, items[i].UID)
	}
	kept, err := db.Keep(context.Background(), data.MailBatch{AccountID: account, Folder: Inbox(floor), Items: items})
	if err != nil {
		t.Fatalf("keep mail: %v", err)
	}
	return kept.IDs
}

// Messages are the kept messages that the filter selects, newest first.
func Messages(t testing.TB, db *store.DB, f data.MessageFilter) []data.Message {
	t.Helper()
	var out []data.Message
	err := db.EachMessage(context.Background(), f, func(m data.Message) error {
		out = append(out, m)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
