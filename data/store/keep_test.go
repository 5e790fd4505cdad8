package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func all(t testing.TB, db *store.DB) []data.Message {
	t.Helper()
	return datatest.Messages(t, db, data.MessageFilter{})
}

func TestKeepReturnsWhatWasServed(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	want := datatest.Mail(3, func(m *data.Message) {
		m.ReplyTo = []data.Address{{Name: "Biuro", Email: "odp@klient.example"}}
		m.Cc = []data.Address{{Email: "drugi@klient.example"}}
		m.InReplyTo = []string{"x@y"}
		m.References = []string{"w@y", "x@y"}
		m.Attachments = []data.Attachment{
			{Part: 1, Name: "zdjęcie.jpg", Type: "image/jpeg", Size: 1234, SHA256: "ab", Inline: true},
			{Part: 2, Name: "faktura.pdf", Type: "application/pdf", Size: 99, SHA256: "cd"},
		}
		m.Warnings = []string{"bad-charset"}
		m.Suggested, m.Words, m.How = data.KindComplaint, []string{"zaciął"}, "domain"
	})
	want.Raw = append(want.Raw, 0, 1, 0xff, '\r', '\n')
	ids := datatest.Keep(t, db, a.ID, want)
	got := must(db.Message(ctx, ids[0]))(t)
	sum := sha256.Sum256(want.Raw)
	if got.SHA256 != hex.EncodeToString(sum[:]) || got.Size != int64(len(want.Raw)) {
		t.Errorf("sum %s and size %d are not those of the bytes", got.SHA256, got.Size)
	}
	if raw := must(db.Raw(ctx, ids[0]))(t); !bytes.Equal(raw, want.Raw) {
		t.Errorf("bytes came back as %q", raw)
	}
	place := data.Place{AccountID: a.ID, Account: "biuro", Folder: "INBOX", UIDValidity: 7, UID: 3}
	if len(got.Places) != 1 || got.Places[0] != place {
		t.Errorf("places are %v, want %v", got.Places, place)
	}
	m := want.Message
	m.Received = want.Received
	m.ID, m.SHA256, m.Size, m.Thread, m.Places = got.ID, got.SHA256, got.Size, got.ID, got.Places
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", m) {
		t.Errorf("came back as\n%+v\nwant\n%+v", got, m)
	}
	datatest.Sound(t, db)
}

func TestKeepTheSameBytesOnce(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	one := datatest.Mail(1)
	first := must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(1), Items: []data.MailItem{one}}))(t)
	if first.New != 1 || first.Joined != 0 || len(first.IDs) != 1 {
		t.Fatalf("kept %+v, want one new", first)
	}
	again := one
	again.UID = 9
	kept := must(db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: data.MailFolder{Name: "Klienci/Łódź", UIDValidity: 1, Floor: 9},
		Items: []data.MailItem{again},
	}))(t)
	if kept.New != 0 || kept.Joined != 1 || len(kept.IDs) != 0 {
		t.Fatalf("kept %+v, want one joined", kept)
	}
	same := must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(1), Items: []data.MailItem{one}}))(t)
	if same.New != 0 || same.Joined != 1 {
		t.Errorf("a batch that comes twice kept %+v", same)
	}
	got := all(t, db)
	if len(got) != 1 || len(got[0].Places) != 2 {
		t.Fatalf("%d messages at %v, want one at two places", len(got), got[0].Places)
	}
	datatest.Sound(t, db)
}

func TestKeepEmptyBytes(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	it := data.MailItem{UID: 1, Received: datatest.Now, Message: data.Message{Quarantined: true, Error: "empty"}}
	id := datatest.Keep(t, db, a.ID, it)[0]
	if raw := must(db.Raw(ctx, id))(t); len(raw) != 0 {
		t.Errorf("bytes of an empty message are %q", raw)
	}
	got := datatest.Messages(t, db, data.MessageFilter{Quarantined: true})
	if len(got) != 1 || got[0].Error != "empty" || !got[0].Date.Equal(datatest.Now) {
		t.Errorf("quarantine shows %+v, want the message with the server's time", got)
	}
	datatest.Sound(t, db)
}

func TestKeepIsOneTransaction(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	broken := datatest.Mail(2, func(m *data.Message) { m.ContactID = 404 }) // there is no such contact
	_, err := db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: datatest.Inbox(2), Items: []data.MailItem{datatest.Mail(1), broken},
		Problems: []data.Problem{{UID: 3, Error: "x"}},
	})
	if data.CodeOf(err) != data.CodeConflict {
		t.Fatalf("error is %v, want a conflict", err)
	}
	if n := len(all(t, db)); n != 0 {
		t.Errorf("%d messages of the refused batch stayed", n)
	}
	if f := must(db.Folder(ctx, a.ID, "INBOX"))(t); f.Floor != 0 || f.ID != 0 {
		t.Errorf("the folder of the refused batch stayed: %+v", f)
	}
	if hits := must(db.Search(ctx, "zamek", 10))(t); len(hits) != 0 {
		t.Errorf("search finds %v of the refused batch", hits)
	}
	datatest.Sound(t, db)
}

func TestKeepPutsMailOnTheTimeline(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	of := func(dir data.Direction, auto data.Automatic) func(*data.Message) {
		return func(m *data.Message) { m.ContactID, m.Direction, m.Automatic = jan, dir, auto }
	}
	datatest.Keep(t, db, a.ID,
		datatest.Mail(1, of(data.Inbound, data.ByPerson)), datatest.Mail(2, of(data.Outbound, data.ByPerson)),
		datatest.Mail(3, of(data.Inbound, data.AutoReply)), datatest.Mail(4))
	rows := said(t, db, jan)
	if len(rows) != 3 {
		t.Fatalf("timeline has %d rows, want the three of the contact", len(rows))
	}
	for i, want := range []struct {
		dir  data.Direction
		auto bool
	}{{data.Inbound, true}, {data.Outbound, false}, {data.Inbound, false}} {
		r := rows[i]
		if r.Direction != want.dir || r.Automatic != want.auto || r.Channel != data.ChannelEmail || r.Text == "" || r.Title == "" {
			t.Errorf("row %d is %+v, want %+v by e-mail with the message's words", i, r, want)
		}
	}
	row := must(db.Contacts(ctx, data.ContactFilter{}))(t)[0]
	if want := datatest.Mail(2).Message.Date; !row.LastContact.Equal(want) {
		t.Errorf("last contact is %v, want %v: the automatic reply does not count", row.LastContact, want)
	}
	datatest.Sound(t, db)
}

func TestKeepShowsASecondCopyOnce(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	letter := func(m *data.Message) {
		m.MessageID, m.ContactID, m.Subject, m.Text = "same@x", jan, "Zamek", "Ten sam list."
	}
	original, listCopy := datatest.Mail(1, letter), datatest.Mail(2, letter)
	listCopy.Raw = append([]byte("List-Id: <x>\r\n"), listCopy.Raw...)
	otherBody := datatest.Mail(3, letter, func(m *data.Message) { m.Text = "Inny list pod tym samym numerem." })
	datatest.Keep(t, db, a.ID, original, listCopy, otherBody)
	if n := len(all(t, db)); n != 3 {
		t.Errorf("%d messages kept, want 3: every byte stays", n)
	}
	if n := must(db.InboxCount(ctx))(t); n != 2 {
		t.Errorf("%d wait, want 2: the copy of a letter does not, another letter under its id does", n)
	}
	if rows := said(t, db, jan); len(rows) != 2 {
		t.Errorf("timeline has %d rows, want 2", len(rows))
	}
	datatest.Sound(t, db)
}

func TestKeepLocalMail(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1))
	kept := must(db.KeepLocal(ctx, []data.MailItem{datatest.Mail(1), datatest.Mail(2)}, "archiwum.mbox"))(t)
	if kept.New != 1 || kept.Joined != 1 {
		t.Fatalf("kept %+v, want one new and one joined", kept)
	}
	if m := must(db.Message(ctx, kept.IDs[0]))(t); len(m.Places) != 0 {
		t.Errorf("imported mail lies at %v, want nowhere", m.Places)
	}
	datatest.Sound(t, db)
}

func TestUIDValidityChangeDoublesNothing(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3))
	must(db.Keep(ctx, data.MailBatch{
		AccountID: a.ID, Folder: datatest.Inbox(4), Problems: []data.Problem{{UID: 4, Error: "no body"}},
	}))(t)
	moved := []data.MailItem{datatest.Mail(1), datatest.Mail(2), datatest.Mail(50)}
	for i := range moved {
		moved[i].UID = uint32(101 + i)
	}
	renumbered := data.MailFolder{Name: "INBOX", UIDValidity: 8, Floor: 103}
	kept := must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: renumbered, Items: moved}))(t)
	if kept.New != 1 || kept.Joined != 2 {
		t.Errorf("kept %+v, want one new and two joined", kept)
	}
	f := must(db.Folder(ctx, a.ID, "INBOX"))(t)
	if f.UIDValidity != 8 || f.Floor != 103 {
		t.Errorf("the folder stands at %d/%d, want 8/103", f.UIDValidity, f.Floor)
	}
	if old := must(db.UIDs(ctx, a.ID, "INBOX", 7))(t); len(old) != 0 {
		t.Errorf("the old epoch still has %v", old)
	}
	if problems := must(db.Unread(ctx))(t); len(problems) != 0 {
		t.Errorf("problems of the old epoch stay: %v", problems)
	}
	for _, m := range all(t, db) {
		if len(m.Places) != 1 {
			t.Fatalf("message %d lies at %v, want one place", m.ID, m.Places)
		}
		p := m.Places[0]
		gone := m.MessageID == "m3@klient.example"
		if p.Gone != gone || !gone && p.UIDValidity != 8 {
			t.Errorf("%s lies at %+v", m.MessageID, p)
		}
	}
	datatest.Sound(t, db)
}

func TestRewoundFolderKeepsBoth(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2))
	if err := db.MarkGone(ctx, a.ID, "INBOX", 7, []uint32{1, 2}); err != nil {
		t.Fatal(err)
	}
	refilled := datatest.Mail(30)
	refilled.UID = 1
	datatest.Keep(t, db, a.ID, refilled)
	if f := must(db.Folder(ctx, a.ID, "INBOX"))(t); f.Floor != 1 {
		t.Errorf("the pointer stands at %d, want it back at 1", f.Floor)
	}
	if uids := must(db.UIDs(ctx, a.ID, "INBOX", 7))(t); !slices.Equal(uids, []uint32{1}) {
		t.Errorf("UIDs on the server are %v, want 1", uids)
	}
	if n := len(all(t, db)); n != 3 {
		t.Errorf("%d messages, want all three", n)
	}
	datatest.Sound(t, db)
}

// TestTheTimeAtWhichAMessageCounts holds that a writer's wrong clock puts his
// message neither on top of the inbox for years nor into 1970.
func TestTheTimeAtWhichAMessageCounts(t *testing.T) {
	server := datatest.Now.Add(-48 * time.Hour)
	var none time.Time
	for name, c := range map[string]struct{ header, received, want time.Time }{
		"as it says":                     {server.Add(-time.Hour), server, server.Add(-time.Hour)},
		"moved history":                  {server.AddDate(-9, 0, 0), server, server.AddDate(-9, 0, 0)},
		"another time zone":              {server.Add(14 * time.Hour), server, server.Add(14 * time.Hour)},
		"no date":                        {none, server, server},
		"a dead clock":                   {time.Unix(0, 0).UTC(), server, server},
		"a clock of next month":          {server.AddDate(0, 1, 0), server, server},
		"the year 1":                     {time.Date(1, 1, 1, 0, 0, 1, 0, time.UTC), server, server},
		"the year 9999":                  {time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), server, server},
		"from a file":                    {server, none, server},
		"from a file, no date":           {none, none, datatest.Now},
		"from a file, of next year":      {datatest.Now.AddDate(1, 0, 0), none, datatest.Now},
		"from a file, with a dead clock": {time.Unix(99, 0).UTC(), none, datatest.Now},
		"the server's clock is dead":     {server, time.Unix(0, 0).UTC(), server},
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := datatest.New(t)
			it := datatest.Mail(1)
			it.Message.Date, it.Received = c.header, c.received
			got := must(db.Message(ctx, datatest.Keep(t, db, datatest.Account(t, db).ID, it)[0]))(t)
			if !got.Date.Equal(c.want) || !got.Received.Equal(c.received) {
				t.Errorf("counts at %v, received %v; want %v, %v", got.Date, got.Received, c.want, c.received)
			}
			if hits := must(db.Search(ctx, "zamek", 10))(t); len(hits) != 1 {
				t.Errorf("search finds it %d times", len(hits))
			}
			datatest.Sound(t, db)
		})
	}
}

func TestAServerTellsLaterWhenImportedMailWasReceived(t *testing.T) {
	db, _ := datatest.New(t)
	it := datatest.Mail(1)
	file, other := it, it
	file.Received = time.Time{}
	id := must(db.KeepLocal(ctx, []data.MailItem{file}, "archiwum.mbox"))(t).IDs[0]
	if m := must(db.Message(ctx, id))(t); !m.Received.IsZero() {
		t.Errorf("a file says it was received %v", m.Received)
	}
	a := datatest.Account(t, db)
	datatest.Keep(t, db, a.ID, it)
	other.Received = datatest.Now
	must(db.KeepLocal(ctx, []data.MailItem{file, other}, "archiwum.mbox"))(t)
	if m := must(db.Message(ctx, id))(t); !m.Received.Equal(it.Received) {
		t.Errorf("received %v, want what the first server said, %v", m.Received, it.Received)
	}
	datatest.Sound(t, db)
}

func TestThousandsInOneSecond(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	var items []data.MailItem
	for uid := range uint32(3000) {
		items = append(items, datatest.Mail(uid+1, func(m *data.Message) { m.Date = datatest.Now }))
	}
	datatest.Keep(t, db, a.ID, items...)
	if hits := must(db.Search(ctx, "lodzi", 5000))(t); len(hits) != 3000 {
		t.Errorf("search finds %d of 3000 of one and the same second", len(hits))
	}
	datatest.Sound(t, db)
}

func TestEachMessage(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	var items []data.MailItem
	for uid := range uint32(450) { // more than are held at a time, in pairs of one second
		items = append(items, datatest.Mail(uid+1, func(m *data.Message) {
			m.Date = datatest.Now.Add(-time.Duration(uid/2) * time.Second)
		}))
	}
	datatest.Keep(t, db, a.ID, items...)
	seen := map[int64]bool{}
	last := datatest.Now.Add(time.Hour)
	err := db.EachMessage(ctx, data.MessageFilter{}, func(m data.Message) error {
		if seen[m.ID] || m.Date.After(last) {
			t.Fatalf("message %d of %v comes twice or too late", m.ID, m.Date)
		}
		seen[m.ID], last = true, m.Date
		return nil
	})
	if err != nil || len(seen) != 450 {
		t.Errorf("saw %d of 450 (%v)", len(seen), err)
	}
	stop := errors.New("enough")
	if err := db.EachMessage(ctx, data.MessageFilter{}, func(data.Message) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the caller's error came back as %v", err)
	}
	page := datatest.Messages(t, db, data.MessageFilter{Offset: 100, Limit: 250})
	if len(page) != 250 || !page[0].Date.Equal(datatest.Now.Add(-50*time.Second)) {
		t.Errorf("a page of 250 from 100 has %d, from %v", len(page), page[0].Date)
	}
}

func TestMessageFilter(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	other := must(db.AddAccount(ctx, data.Account{Name: "sklep", Address: "sklep@slusarz.example"}))(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) { m.ContactID = jan }), datatest.Mail(2))
	datatest.Keep(t, db, other.ID, datatest.Mail(3))
	for name, c := range map[string]struct {
		f    data.MessageFilter
		want int
	}{
		"all":           {data.MessageFilter{}, 3},
		"of an account": {data.MessageFilter{AccountID: other.ID}, 1},
		"of a contact":  {data.MessageFilter{ContactID: jan}, 1},
		"quarantined":   {data.MessageFilter{Quarantined: true}, 0},
		"of a thread":   {data.MessageFilter{Thread: 2}, 1},
	} {
		if got := datatest.Messages(t, db, c.f); len(got) != c.want {
			t.Errorf("%s: %d messages, want %d", name, len(got), c.want)
		}
	}
	_, err := db.Message(ctx, 404)
	code(t, err, data.CodeNotFound, "not-found-message")
	_, err = db.Raw(ctx, 404)
	code(t, err, data.CodeNotFound, "not-found-message")
}
