package store_test

import (
	"fmt"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// BenchmarkSaid reads what clients said in a file of 100,000 interactions over
// two years: calls, messages, letters on paper, and the firm's words to them.
func BenchmarkSaid(b *testing.B) {
	db, _ := datatest.New(b)
	var seed store.Seed
	for c := range 2000 {
		seed.Contacts = append(seed.Contacts, datatest.Person("Jan", fmt.Sprintf("Nowak%d", c), fmt.Sprintf("k%d@klient.example", c)))
	}
	for i := range 100_000 {
		in := data.Interaction{
			At: datatest.Now.Add(-time.Duration(100_000-i) * 10 * time.Minute), Channel: data.Channels()[i%9],
			Direction: data.Inbound, Kind: data.FilingKinds()[i%7], Text: "Kiedy?",
		}
		if i%3 == 0 {
			in.Direction = data.Outbound
		}
		seed.Interactions = append(seed.Interactions, store.SeedInteraction{Email: fmt.Sprintf("k%d@klient.example", i%2000), Interaction: in})
	}
	if err := db.AddMany(ctx, seed); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rows, err := db.Said(ctx, data.Period{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(rows)), "rows")
	}
}
