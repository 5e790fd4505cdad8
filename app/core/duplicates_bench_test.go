package core_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/data/match"
)

// crowd fills a card index with n people of common names and returns it. The
// rows are written by SQL: the benchmarks are about finding, not keeping.
func crowd(b *testing.B, n int) *core.Core {
	b.Helper()
	dir := b.TempDir()
	c := open(b, core.Options{Dir: dir})
	q, err := sql.Open("sqlite", filepath.Join(dir, "kartoteka.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	tx, err := q.Begin()
	if err != nil {
		b.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	for i := range n {
		given := benchGiven[r.IntN(len(benchGiven))]
		family := benchFamily(r)
		find := match.Fold(family + " " + given)
		for _, s := range []struct {
			query string
			args  []any
		}{
			{
				`INSERT INTO contact (id, kind, given_name, family_name, city, created, updated, display_name, sort_key, find_name)
				VALUES (?, 'person', ?, ?, ?, 1, 1, ?, x'', ?)`,
				[]any{i + 1, given, family, benchCities[r.IntN(len(benchCities))], given + " " + family, find},
			},
			{
				`INSERT INTO handle (contact_id, rank, kind, value, norm) VALUES (?, 0, 'phone', '', ?)`,
				[]any{i + 1, fmt.Sprintf("+486%08d", r.IntN(20*n))},
			},
			{
				`INSERT OR IGNORE INTO handle (contact_id, rank, kind, value, norm) VALUES (?, 1, 'email', '', ?)`,
				[]any{i + 1, fmt.Sprintf("k%d@poczta.example", r.IntN(20*n))},
			},
		} {
			if _, err := tx.Exec(s.query, s.args...); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return c
}

var (
	benchGiven = []string{
		"Anna", "Kasia", "Katarzyna", "Maria", "Jan", "Janek", "Piotr", "Małgorzata", "Gosia", "Ewa", "Adam", "Tomasz",
		"Krzysztof", "Agnieszka", "Barbara", "Paweł", "Michał", "Zofia", "Hanna", "Julia", "Marek", "Grzegorz", "Ola", "Olga",
	}
	benchCities = []string{"Łódź", "Kraków", "Warszawa", "Gdańsk", "Poznań", "Wrocław", "Lublin", "Katowice", "Radom", ""}
	benchParts  = []string{"ko", "wa", "no", "mi", "cha", "ło", "da", "bro", "zie", "li", "ma", "re", "ku", "ba", "to", "pie", "sta", "gór"}
)

// benchFamily makes up a family name: few are borne by many.
func benchFamily(r *rand.Rand) string {
	out := ""
	for range 2 + int(r.ExpFloat64()) {
		out += benchParts[min(len(benchParts)-1, int(r.ExpFloat64()*6))]
	}
	return out + []string{"wski", "wska", "k", "czyk", "ński"}[r.IntN(5)]
}

// BenchmarkDuplicates is the search of a base of 100,000 for duplicates.
func BenchmarkDuplicates(b *testing.B) {
	c := crowd(b, 100_000)
	for b.Loop() {
		out, err := c.Duplicates(context.Background(), func(int, int) {})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(out.Pairs)+out.More), "pairs")
	}
}

// BenchmarkLikelyDuplicates is the look for duplicates after each letter that is
// typed into a new card, in a base of 100,000.
func BenchmarkLikelyDuplicates(b *testing.B) {
	c := crowd(b, 100_000)
	r := rand.New(rand.NewPCG(5, 6))
	var took []time.Duration
	for b.Loop() {
		p := data.Contact{
			Kind: data.Person, GivenName: benchGiven[r.IntN(len(benchGiven))], FamilyName: benchFamily(r),
			City:    benchCities[r.IntN(len(benchCities))],
			Handles: []data.Handle{{Kind: data.HandlePhone, Value: fmt.Sprintf("6%08d", r.IntN(2_000_000))}},
		}
		start := time.Now()
		if _, err := c.LikelyDuplicates(context.Background(), p, 3); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}
