package store_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// TestAMessageThatIsReadAfterAllTakesItsPlace reads one that was kept before the
// answer to it: both are one thread then, and the contact's timeline has both.
func TestAMessageThatIsReadAfterAllTakesItsPlace(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	broken := data.MailItem{UID: 1, Received: datatest.Now, Raw: []byte("\x00"), Message: data.Message{Quarantined: true, Error: "x"}}
	answer := datatest.Mail(2, func(m *data.Message) {
		m.MessageID, m.InReplyTo, m.Direction, m.ContactID = "2@x", []string{"1@x"}, data.Outbound, jan
	})
	ids := datatest.Keep(t, db, a.ID, broken, answer)
	if all := must(db.Unread(ctx))(t); len(all) != 1 || all[0].MessageID != ids[0] || all[0].UID != 1 || all[0].Account != a.Name {
		t.Fatalf("%+v", all)
	}
	read := datatest.Mail(1, func(m *data.Message) {
		m.MessageID, m.Subject, m.Text, m.Direction, m.ContactID = "1@x", "Pytanie", "Ile kosztuje?", data.Inbound, jan
		m.From = data.Address{Name: "Jan", Email: "jan@klient.example"}
		m.Attachments = []data.Attachment{{Part: 1, Name: "plan.pdf"}}
	})
	if err := db.Reread(ctx, ids[0], &read); err != nil {
		t.Fatal(err)
	}
	m := must(db.Message(ctx, ids[0]))(t)
	if m.Quarantined || m.Error != "" || m.Subject != "Pytanie" || m.Text != "Ile kosztuje?" || len(m.Attachments) != 1 || len(m.Places) != 1 {
		t.Errorf("it is %+v", m)
	}
	if thread := must(db.Thread(ctx, m.Thread))(t); len(thread) != 2 {
		t.Errorf("its thread has %d messages", len(thread))
	}
	if rows := said(t, db, jan); len(rows) != 2 {
		t.Errorf("the timeline has %d rows", len(rows))
	}
	if hits := must(db.Search(ctx, "kosztuje", 5))(t); len(hits) == 0 {
		t.Error("its words are not found")
	}
	if raw := must(db.Raw(ctx, ids[0]))(t); string(raw) != "\x00" {
		t.Errorf("its bytes are %q now", raw)
	}
	if all := must(db.Unread(ctx))(t); len(all) != 0 {
		t.Errorf("still unread: %+v", all)
	}
	err := db.Reread(ctx, ids[0], &read)
	code(t, err, data.CodeNotFound, "not-found-message") // what was read is not read over
	datatest.Sound(t, db)
}
