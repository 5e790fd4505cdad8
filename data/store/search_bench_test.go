package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// benchInteractions is how many interactions the search is measured on.
const benchInteractions = 100_000

// fillSearch enters interactions of 300 to 1,500 letters over five years.
func fillSearch(b *testing.B, w *datatest.Texts) *store.DB {
	b.Helper()
	db, _ := datatest.New(b)
	var seed store.Seed
	for i := range 2000 {
		seed.Contacts = append(seed.Contacts, datatest.Person(w.Word(), w.Word(), fmt.Sprintf("k%d@klient.example", i)))
	}
	step := 5 * 365 * 24 * time.Hour / benchInteractions
	for i := range benchInteractions {
		seed.Interactions = append(seed.Interactions, store.SeedInteraction{
			Email: fmt.Sprintf("k%d@klient.example", w.Number(0, 1999)),
			Interaction: data.Interaction{
				At: datatest.Now.Add(-time.Duration(benchInteractions-i) * step), Channel: data.ChannelPhone,
				Direction: data.Inbound, Subject: w.Text(40), Text: w.Text(w.Number(300, 1500)),
			},
		})
	}
	start := time.Now()
	if err := db.AddMany(context.Background(), seed); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d interactions entered and indexed in %.1f s", benchInteractions, time.Since(start).Seconds())
	return db
}

// typed draws what somebody types: the first n letters of a word that occurs,
// for n = 0 a whole word and the first three letters of another.
func typed(w *datatest.Texts, n int) string {
	for {
		r := []rune(w.Word())
		if n == 0 && len(r) >= 3 {
			return w.Word() + " " + string(r[:3])
		}
		if n > 0 && len(r) >= n {
			return strings.ToUpper(string(r[:n]))
		}
	}
}

// BenchmarkSearch reports how long a search takes, as it is typed, by the
// number of letters.
func BenchmarkSearch(b *testing.B) {
	w := datatest.NewTexts(1, 60_000)
	db := fillSearch(b, w)
	for n := 2; n <= 9; n++ {
		name, letters := fmt.Sprintf("letters=%d", n), n
		if n == 9 {
			name, letters = "words=2", 0
		}
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				words := typed(w, letters)
				start := time.Now()
				if _, err := db.Search(context.Background(), words, 50); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
		})
	}
}
