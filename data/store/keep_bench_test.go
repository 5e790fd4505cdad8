package store_test

import (
	"context"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// BenchmarkKeep reports how long it takes to keep a mailbox: 2,000 messages of
// 5 to 20 KB in batches of 200, one in five with a contact.
func BenchmarkKeep(b *testing.B) {
	const messages, batch = 2000, 200
	w := datatest.NewTexts(2, 20_000)
	var items []data.MailItem
	var size int
	for uid := range uint32(messages) {
		it := datatest.Mail(uid+1, func(m *data.Message) {
			m.Text = w.Text(w.Number(400, 4000))
			if uid%4 == 0 && uid > 0 {
				m.References = []string{items[uid-1].Message.MessageID}
			}
			if uid%5 == 0 {
				m.ContactID = 1
			}
		})
		it.Raw = append(it.Raw, w.Text(w.Number(5000, 20_000)-len(it.Raw))...)
		size += len(it.Raw)
		items = append(items, it)
	}
	b.SetBytes(int64(size))
	var spent time.Duration
	runs := 0
	for b.Loop() {
		b.StopTimer()
		db, _ := datatest.New(b)
		account := datatest.Account(b, db)
		datatest.Add(b, db, datatest.Person("Jan", "Żółw", "nikt@klient.example"))
		b.StartTimer()
		start := time.Now()
		for i := 0; i < messages; i += batch {
			_, err := db.Keep(context.Background(), data.MailBatch{
				AccountID: account.ID, Folder: datatest.Inbox(uint32(i + batch)), Items: items[i : i+batch],
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		spent += time.Since(start)
		runs++
	}
	b.ReportMetric(float64(messages*runs)/spent.Seconds(), "messages/s")
}
