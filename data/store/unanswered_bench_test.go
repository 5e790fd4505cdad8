package store_test

import (
	"fmt"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// BenchmarkUnanswered opens the list in a file of 100,000 interactions, of which
// every fiftieth waits.
func BenchmarkUnanswered(b *testing.B) {
	db, _ := datatest.New(b)
	var seed store.Seed
	for c := range 2000 {
		seed.Contacts = append(seed.Contacts, datatest.Person("Jan", fmt.Sprintf("Nowak%d", c), fmt.Sprintf("k%d@klient.example", c)))
	}
	for i := range 100_000 {
		c := i % 2000
		in := data.Interaction{
			At: datatest.Now.Add(-time.Duration(100_000-i) * time.Minute), Channel: data.ChannelPhone,
			Direction: data.Inbound, Text: "Kiedy?",
		}
		switch { // every client writes now and then and is answered, but every fourth the last time
		case i%7 == 0:
			in.Channel = data.ChannelSMS
		case i%3 == 0 && (c%4 != 0 || i < 90_000):
			in.Direction = data.Outbound
		}
		seed.Interactions = append(seed.Interactions, store.SeedInteraction{Email: fmt.Sprintf("k%d@klient.example", c), Interaction: in})
	}
	if err := db.AddMany(ctx, seed); err != nil {
		b.Fatal(err)
	}
	b.Run("first page", func(b *testing.B) {
		for b.Loop() {
			rows, err := db.Unanswered(ctx, data.UnansweredFilter{Limit: 100})
			if err != nil || len(rows) != 100 {
				b.Fatal(len(rows), err)
			}
		}
	})
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			n, err := db.UnansweredCount(ctx)
			if err != nil || n == 0 {
				b.Fatal(n, err)
			}
			b.ReportMetric(float64(n), "entries")
		}
	})
	jan := must(db.AddContact(ctx, datatest.Person("Jan", "Żółw", "jan@klient.example")))(b)
	b.Run("log", func(b *testing.B) {
		for b.Loop() {
			must(db.AddInteraction(ctx, data.Interaction{ContactID: jan, Direction: data.Inbound, Channel: data.ChannelSMS}))(b)
		}
	})
}
