package likeness_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/match/likeness"
)

func profiles(all ...*data.Contact) []*likeness.Profile {
	out := make([]*likeness.Profile, len(all))
	for i, c := range all {
		if c.ID == 0 {
			c.ID = int64(i + 1)
		}
		out[i] = likeness.NewProfile(c)
	}
	return out
}

func never(int64, int64) bool { return false }

func quiet(int, int) {}

func scanned(t *testing.T, all []*likeness.Profile) likeness.Found {
	t.Helper()
	f, err := likeness.Scan(context.Background(), all, never, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// Each pair is found by another way: no two of them share what the others do.
func TestScanFindsByEveryWay(t *testing.T) {
	pairs := map[string][2]*data.Contact{
		"e-mail":        {person("Anna", "Bąk", email("anna@wp.pl")), person("Anna", "Zych", email("anna@wp.pl"))},
		"phone":         {person("", "Cichy", phone("601 000 001")), person("Zenon", "Cichy", phone("601 000 001"))},
		"NIP":           {company("Dąbrowa", nip("7251012180")), company("Zagajnik", nip("7251012180"))},
		"REGON":         {company("Wir", regon("850518457")), company("Nurt", regon("85051845749370"))},
		"domain":        {company("Wodnik", domain("wodnik.pl")), company("Wodnik Śląsk", domain("wodnik.pl"))},
		"name":          {person("Jan", "Ekiert", city("Łódź")), person("Jan", "Ekiert", city("Łódź"))},
		"short name":    {person("Kasia", "Fornal", city("Łódź")), person("Katarzyna", "Fornal", city("Łódź"))},
		"Ola and Olga":  {person("Ola", "Gil", city("Łódź")), person("Olga", "Gil", city("Łódź"))},
		"turned round":  {person("Hajduk", "Piotr", city("Łódź")), person("Piotr", "Hajduk", city("Łódź"))},
		"double name":   {person("Ewa", "Iwan-Jasny", city("Łódź")), person("Ewa", "Iwan", city("Łódź"))},
		"slip":          {person("Adam", "Kwiatkowski", city("Łódź")), person("Adam", "Kwiatkwoski", city("Łódź"))},
		"legal form":    {company("Lukrecja Sp. z o.o."), company("PPHU Lukrecja")},
		"company slip":  {company("Marcepan", city("Łódź")), company("Macrepan", city("Łódź"))},
		"company part":  {company("Nugat", email("a@nugat.pl")), company("Nugat Wschód", email("a@nugat.pl"))},
		"nameless card": {person("", "", email("nikt@wp.pl")), person("Olaf", "Nikt", email("nikt@wp.pl"))},
	}
	for name, p := range pairs {
		t.Run(name, func(t *testing.T) {
			score, why := similar(p[0], p[1])
			others := []*data.Contact{person("Ewa", "Rak"), p[0], company("Rak"), p[1], person("Iwo", "Las")}
			f := scanned(t, profiles(others...))
			if len(f.Pairs) != 1 || f.Pairs[0] != (likeness.Pair{A: 1, B: 3, Score: score}) {
				t.Errorf("found %v; the pair has %d by %v", f.Pairs, score, why)
			}
		})
	}
}

func TestScanPutsTheSurestFirst(t *testing.T) {
	all := profiles(
		person("Jan", "Lis", city("Łódź")), person("Jan", "Lis", city("Łódź")),
		person("Ewa", "Rak", phone(phoneA)), person("Ewa", "Rak", phone(phoneA)))
	f := scanned(t, all)
	if len(f.Pairs) != 2 || f.Pairs[0].A != 2 || f.Pairs[0].Score <= f.Pairs[1].Score {
		t.Errorf("found %v", f.Pairs)
	}
}

func TestScanLeavesOutWhatWasSaidToDiffer(t *testing.T) {
	all := profiles(person("Jan", "Lis", phone(phoneA)), person("Jan", "Lis", phone(phoneA)), person("Jan", "Lis", phone(phoneA)))
	f, err := likeness.Scan(context.Background(), all, func(a, b int64) bool { return a == 1 && b == 2 }, quiet)
	if err != nil || len(f.Pairs) != 2 {
		t.Errorf("found %v, %v", f.Pairs, err)
	}
	for _, p := range f.Pairs {
		if p.A == 0 && p.B == 1 {
			t.Error("the pair is there that was said to be two")
		}
	}
}

func TestScanStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	var all []*data.Contact
	for i := range 4000 {
		all = append(all, person("Jan", fmt.Sprintf("Lis%d", i/2)))
	}
	told := 0
	_, err := likeness.Scan(ctx, profiles(all...), never, func(done, total int) {
		if told++; done > total {
			t.Errorf("%d of %d", done, total)
		}
		cancel()
	})
	if !errors.Is(err, context.Canceled) || told != 1 {
		t.Errorf("err %v after %d calls", err, told)
	}
}

// Five thousand clients of one name in one town can't be compared each with
// each; that is told, and whoever shares a number is found all the same.
func TestScanBoundsACrowdAndTellsIt(t *testing.T) {
	var all []*data.Contact
	for i := range 5000 {
		all = append(all, person("Jan", "Kowalski", city("Łódź"), born(1940+i%60)))
	}
	phone(phoneA)(all[10])
	phone(phoneB)(all[4990])
	f := scanned(t, profiles(all...))
	if len(f.Crowds) != 1 || f.Crowds[0].N != 5000 {
		t.Errorf("crowds: %v", f.Crowds)
	}
	// each of 5000 with at most 12 neighbours, and the one by its number
	if len(f.Pairs) > 5000*12+1 {
		t.Errorf("%d pairs", len(f.Pairs))
	}
	if top := f.Pairs[0]; top.A != 10 || top.B != 4990 {
		t.Errorf("the pair of one number is not first: %v", top)
	}
}

// What a small base holds is found whole: the scan finds no less than comparing
// each with each does, but for slips in two places.
func TestScanFindsWhatComparingAllDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(2, 14).Draw(t, "n")
		all := make([]*data.Contact, n)
		for i := range all {
			all[i] = drawCard(t, fmt.Sprint(i))
		}
		ps := profiles(all...)
		f, err := likeness.Scan(context.Background(), ps, never, quiet)
		if err != nil {
			t.Fatal(err)
		}
		got := map[[2]int]int{}
		for _, p := range f.Pairs {
			got[[2]int{p.A, p.B}] = p.Score
		}
		for i := range all {
			for j := i + 1; j < n; j++ {
				score, why := similar(all[i], all[j])
				if score < data.ScoreLook {
					score = 0
				}
				if got[[2]int{i, j}] != score && byHandle(why) {
					t.Fatalf("%+v and %+v: %d, the scan says %d", all[i], all[j], score, got[[2]int{i, j}])
				}
			}
		}
	})
}

// byHandle reports whether the two cards share what is nobody else's.
func byHandle(why []data.Reason) bool {
	for _, r := range why {
		switch r.Code {
		case data.SameEmail, data.SamePhone, data.SameNIP, data.SameREGON, data.SameName, data.SameDomain, data.SameCompany:
			return true
		}
	}
	return false
}

// base makes n contacts as a Polish firm's are: few families are borne by many.
func base(n int) []*data.Contact {
	r := rand.New(rand.NewPCG(1, 2))
	given := []string{"Anna", "Kasia", "Katarzyna", "Maria", "Jan", "Janek", "Piotr", "Małgorzata", "Gosia", "Ewa", "Adam", "Tomasz", "Tomek", "Olga", "Ola"}
	cities := []string{"Łódź", "Kraków", "Warszawa", "Gdańsk", "Poznań", "Wrocław", "Lublin", "Katowice", ""}
	syllables := []string{"ko", "wa", "no", "mi", "cha", "ło", "da", "bro", "zie", "li", "ma", "re", "ku", "ba", "to"}
	out := make([]*data.Contact, n)
	for i := range out {
		fam := ""
		for range 2 + int(r.ExpFloat64()) {
			fam += syllables[min(len(syllables)-1, int(r.ExpFloat64()*5))]
		}
		c := person(given[r.IntN(len(given))], fam+"ski", city(cities[r.IntN(len(cities))]),
			phone(fmt.Sprintf("6%08d", r.IntN(n*20))), email(fmt.Sprintf("k%d@poczta.pl", r.IntN(n*20))))
		if i%7 == 0 {
			c = company(fam+" "+syllables[r.IntN(15)]+" Sp. z o.o.", city(cities[r.IntN(len(cities))]), phone(fmt.Sprintf("42%07d", r.IntN(n))))
		}
		c.ID = int64(i + 1)
		out[i] = c
	}
	return out
}

func BenchmarkScan100k(b *testing.B) {
	all := base(100_000)
	for b.Loop() {
		f, err := likeness.Scan(context.Background(), profiles(all...), never, quiet)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(f.Pairs)), "pairs")
		b.ReportMetric(float64(len(f.Crowds)), "crowds")
	}
}
