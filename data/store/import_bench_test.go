package store_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

func importOf(n int) *store.Import {
	r := rand.New(rand.NewPCG(1, 2))
	given := []string{"Jan", "Anna", "Łukasz", "Katarzyna", "Żaneta", "Piotr", "Ewa", "Michał"}
	im := &store.Import{Source: "klienci.csv"}
	for i := range n {
		c := data.Contact{
			Kind: data.Person, GivenName: given[r.IntN(len(given))], FamilyName: fmt.Sprintf("Kowal%cki%d", 'a'+rune(r.IntN(26)), r.IntN(n)),
			Company: fmt.Sprintf("Firma %d sp. z o.o.", r.IntN(n/3)), City: "Łódź", Street: fmt.Sprintf("Piotrkowska %d", r.IntN(300)), PostCode: "90-001",
			LegalType: data.Consumer, Status: data.StatusActive,
			Handles: []data.Handle{
				{Kind: data.HandleEmail, Value: fmt.Sprintf("osoba.%d@firma%d.example", i, r.IntN(1000))},
				{Kind: data.HandlePhone, Value: fmt.Sprintf("601 %03d %03d", i/1000, i%1000), Norm: fmt.Sprintf("+48601%06d", i)},
			},
		}
		im.Entries = append(im.Entries, store.ImportEntry{Contact: &c})
	}
	im.Counts.New = n
	return im
}

func BenchmarkImport(b *testing.B) {
	for b.Loop() {
		db, _ := datatest.New(b)
		im := importOf(100000)
		b.ResetTimer()
		if _, err := db.ApplyImport(b.Context(), im, nil); err != nil {
			b.Fatal(err)
		}
	}
}
