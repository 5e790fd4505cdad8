package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

// benchContacts is how many contacts the lists are measured on.
const benchContacts = 100_000

// fillContacts enters people and companies of 200 cities, with what filters ask
// for unevenly spread, and calls with a third of them.
func fillContacts(b *testing.B, w *datatest.Texts) *store.DB {
	b.Helper()
	db, _ := datatest.New(b)
	cities := make([]string, 200)
	for i := range cities {
		cities[i] = w.Word() + w.Word()
	}
	pick := func(n int) int { return min(w.Number(0, n-1), w.Number(0, n-1)) }
	seed := store.Seed{}
	for i := range benchContacts {
		email := fmt.Sprintf("%s%d@%s.example", w.Word(), i, w.Word())
		c := datatest.Person(w.Word(), w.Word()+w.Word(), email)
		c.City, c.Status = cities[pick(len(cities))], data.ContactStatuses()[pick(5)]
		c.PreferredChannel, c.LegalType = data.Channels()[pick(9)], data.LegalTypes()[pick(3)]
		c.Handles = append(c.Handles, data.Handle{Kind: data.HandlePhone, Value: "x", Norm: fmt.Sprintf("+48%09d", 100_000_000+i*7919%800_000_000)})
		c.Note = w.Text(200)
		if i%10 == 0 {
			c.Kind, c.Company = data.Company, w.Word()+" "+w.Word()+" sp. z o.o."
		}
		if i%4 == 0 {
			c.Tags = []string{"tag" + fmt.Sprint(pick(30))}
		}
		seed.Contacts = append(seed.Contacts, c)
		if i%3 == 0 {
			seed.Interactions = append(seed.Interactions, store.SeedInteraction{Email: email, Interaction: data.Interaction{
				At: datatest.Now.Add(-time.Duration(w.Number(1, 3_000_000)) * time.Minute / 2), Channel: data.ChannelPhone,
			}})
		}
	}
	start := time.Now()
	if err := db.AddMany(context.Background(), seed); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d contacts entered and indexed in %.1f s", benchContacts, time.Since(start).Seconds())
	return db
}

// timed runs f and reports how long it takes.
func timed(b *testing.B, f func() error) {
	b.Helper()
	var took []time.Duration
	for b.Loop() {
		start := time.Now()
		if err := f(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

// BenchmarkContacts reports how long the list of contacts and its type-ahead take.
func BenchmarkContacts(b *testing.B) {
	w := datatest.NewTexts(3, 20_000)
	db := fillContacts(b, w)
	for n := 1; n <= 4; n++ {
		b.Run(fmt.Sprintf("typed/letters=%d", n), func(b *testing.B) {
			timed(b, func() error {
				_, err := db.ContactsLike(ctx, typed(w, n), 10)
				return err
			})
		})
	}
	for name, draw := range map[string]func() string{
		"two-words": func() string { return typed(w, 2) + " " + typed(w, 2) },
		"phone":     func() string { return fmt.Sprint(w.Number(1, 999_999)) },
		"email":     func() string { return w.Word() + fmt.Sprint(w.Number(1, 99)) },
	} {
		b.Run("typed/"+name, func(b *testing.B) {
			timed(b, func() error {
				_, err := db.ContactsLike(ctx, draw(), 10)
				return err
			})
		})
	}
	benchPages(b, db)
}

func benchPages(b *testing.B, db *store.DB) {
	b.Helper()
	filters := map[string]data.ContactFilter{}
	for _, o := range []data.ContactOrder{
		data.OrderLastContact, data.OrderName, data.OrderCompany, data.OrderCity, data.OrderStatus, data.OrderCreated,
	} {
		filters["by="+string(o)] = data.ContactFilter{Order: o}
	}
	city := must(db.Contacts(ctx, data.ContactFilter{Limit: 1}))(b)[0].City
	for name, f := range map[string]data.ContactFilter{
		"reverse": {Reverse: true}, "words": {Words: "k"}, "words2": {Words: "za"}, "status": {Status: data.StatusActive}, "status-rare": {Status: data.StatusEndedByUs},
		"kind": {Kind: data.Company}, "legal": {LegalType: data.Business}, "tag": {Tag: "tag1"}, "channel": {Channel: data.ChannelLetter},
		"city": {City: city}, "silent": {SilentFor: 700}, "open": {OpenOnly: true},
		"all": {Status: data.StatusActive, Kind: data.Person, Tag: "tag3", Order: data.OrderName},
	} {
		filters["only="+name] = f
	}
	names := make([]string, 0, len(filters))
	for n := range filters {
		names = append(names, n)
	}
	slices.Sort(names)
	for _, name := range names {
		f := filters[name]
		f.Limit = 100
		b.Run("page/first/"+name, func(b *testing.B) {
			timed(b, func() error { _, err := db.Contacts(ctx, f); return err })
		})
		b.Run("count/"+name, func(b *testing.B) {
			timed(b, func() error { _, err := db.ContactCount(ctx, f); return err })
		})
		f.Offset = max(must(db.ContactCount(ctx, f))(b)-200, 500)
		b.Run("page/deep/"+name, func(b *testing.B) {
			timed(b, func() error { _, err := db.Contacts(ctx, f); return err })
		})
	}
}

// BenchmarkBulkChange reports how long it takes to change all of them, with the
// journal from which it is undone.
func BenchmarkBulkChange(b *testing.B) {
	db := fillContacts(b, datatest.NewTexts(3, 20_000))
	all := must(db.ContactIDs(ctx, data.ContactFilter{}))(b)
	b.Run("bulk/tag", func(b *testing.B) {
		i := 0
		timed(b, func() error {
			i++
			_, err := db.BulkChange(ctx, all, data.BulkChange{AddTags: []string{fmt.Sprint("nowy", i)}})
			return err
		})
	})
	b.Run("bulk/status", func(b *testing.B) {
		i := 0
		timed(b, func() error {
			i++
			_, err := db.BulkChange(ctx, all, data.BulkChange{Status: &data.ContactStatuses()[i%5]})
			return err
		})
	})
	b.Run("bulk/follow-up", func(b *testing.B) {
		timed(b, func() error {
			_, err := db.BulkChange(ctx, all, data.BulkChange{FollowUp: &data.FollowUp{What: "zadzwonić", Due: datatest.Today}})
			return err
		})
	})
}

// BenchmarkTimeline reports how long a page takes of a company whose people were
// talked with 20,000 times.
func BenchmarkTimeline(b *testing.B) {
	db, _ := datatest.New(b)
	w := datatest.NewTexts(4, 20_000)
	firm := datatest.Add(b, db, data.Contact{Kind: data.Company, Company: "Sowa"})
	var s store.Seed
	for i := range 20 {
		c := datatest.Person("Jan", w.Word(), fmt.Sprintf("k%d@x.example", i))
		c.CompanyID = firm
		s.Contacts = append(s.Contacts, c)
	}
	for i := range 20_000 {
		s.Interactions = append(s.Interactions, store.SeedInteraction{Email: fmt.Sprintf("k%d@x.example", i%20), Interaction: data.Interaction{
			At: datatest.Now.Add(-time.Duration(i) * time.Hour), Channel: data.ChannelPhone, Text: w.Text(400),
		}})
	}
	if err := db.AddMany(ctx, s); err != nil {
		b.Fatal(err)
	}
	for name, of := range map[string]struct {
		id   int64
		f    data.EntryFilter
		from data.EntryCursor
	}{
		"person/first":  {id: firm + 1},
		"person/deep":   {id: firm + 1, from: data.EntryCursor{At: datatest.Now.Add(-15_000 * time.Hour), Type: data.EntryInteraction, ID: 1}},
		"company/first": {id: firm, f: data.EntryFilter{Company: true}},
		"company/deep":  {id: firm, f: data.EntryFilter{Company: true}, from: data.EntryCursor{At: datatest.Now.Add(-15_000 * time.Hour), Type: data.EntryInteraction, ID: 1}},
	} {
		b.Run(name, func(b *testing.B) {
			timed(b, func() error { _, err := db.Entries(ctx, of.id, of.f, of.from, 50); return err })
		})
	}
}
