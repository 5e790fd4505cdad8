package letter_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

var ctx = context.Background()

func inbox(t testing.TB, db *store.DB, f data.InboxFilter) []data.InboxRow {
	t.Helper()
	return datatest.Must(db.Inbox(ctx, f))(t)
}

func rowIDs(rows []data.InboxRow) []int64 {
	var ids []int64
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

func TestInboxHoldsWhatWaits(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@zolw.example"))
	ids := datatest.Keep(t, db, a.ID,
		datatest.Mail(1, func(m *data.Message) {
			m.SuggestedFor, m.Suggested = jan, data.KindComplaint
			m.Text = "Dzień\n\n dobry,\t proszę  o pomoc."
			m.Attachments = []data.Attachment{{Part: 1, Name: "a.pdf"}}
		}),
		datatest.Mail(2, func(m *data.Message) { m.Direction = data.Outbound }),
		datatest.Mail(3, func(m *data.Message) { m.Silent = true }),
		datatest.Mail(4, func(m *data.Message) { m.Automatic = data.AutoBulk }),
		datatest.Mail(5, func(m *data.Message) { m.Quarantined = true }),
	)
	rows := inbox(t, db, data.InboxFilter{})
	if got := rowIDs(rows); !slices.Equal(got, []int64{ids[4], ids[0]}) {
		t.Fatalf("the inbox holds %v, want the unreadable one and the first: newest first, not sent, silent or automatic ones", got)
	}
	r := rows[1]
	if r.Excerpt != "Dzień dobry, proszę o pomoc." || r.Suggested != data.KindComplaint || r.ContactID != jan ||
		r.ContactName != "Jan Żółw" || r.Attachments != 1 || r.From.Email != "jan@klient.example" {
		t.Errorf("the row is %+v", r)
	}
	if n := datatest.Must(db.InboxCount(ctx))(t); n != 2 {
		t.Errorf("%d wait, want 2", n)
	}
	if got := inbox(t, db, data.InboxFilter{Automatic: true}); len(got) != 3 {
		t.Errorf("with automatic mail there are %d, want 3", len(got))
	}
	if got := rowIDs(inbox(t, db, data.InboxFilter{Offset: 1, Limit: 1})); !slices.Equal(got, ids[:1]) {
		t.Errorf("the second page is %v", got)
	}
	datatest.Sound(t, db)
}

func TestInboxOfDecided(t *testing.T) {
	db, clock := datatest.New(t)
	a := datatest.Account(t, db)
	ids := datatest.Keep(t, db, a.ID, datatest.Mail(1), datatest.Mail(2), datatest.Mail(3))
	for _, i := range []int{2, 0} {
		clock.Move(1e9)
		datatest.Must(db.File(ctx, data.Filing{MessageID: ids[i], Kind: data.KindQuestion}, data.Case{}))(t)
	}
	rows := inbox(t, db, data.InboxFilter{Decided: true})
	if got := rowIDs(rows); !slices.Equal(got, []int64{ids[0], ids[2]}) || rows[0].Kind != data.KindQuestion {
		t.Errorf("decided are %v (%s), want the last decided first", got, rows[0].Kind)
	}
	if got := rowIDs(inbox(t, db, data.InboxFilter{})); !slices.Equal(got, ids[1:2]) {
		t.Errorf("waiting are %v", got)
	}
}

func TestExcerptIsOneShortLine(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	long := ""
	for i := range 100 {
		long += fmt.Sprintf("żółć%d\r\n", i)
	}
	datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) { m.Text = "  \n" + long }))
	e := []rune(inbox(t, db, data.InboxFilter{})[0].Excerpt)
	if len(e) > 165 || string(e[:5]) != "żółć0" || e[len(e)-1] != '…' || slices.Contains(e, '\n') {
		t.Errorf("excerpt is %q", string(e))
	}
}
