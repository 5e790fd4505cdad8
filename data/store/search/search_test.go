package search_test

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

var ctx = context.Background()

func hits(t testing.TB, db *store.DB, words string) []data.Hit {
	t.Helper()
	return datatest.Must(db.Search(ctx, words, 50))(t)
}

func TestSearchWithoutPolishLetters(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	michal := datatest.Person("Michał", "Żółw", "m@x.example")
	michal.City = "Łódź"
	id := datatest.Add(t, db, michal)
	datatest.Must(db.AddInteractionAndNext(ctx, data.Interaction{ContactID: id, Text: "Dzwonił z Łodzi w sprawie żółtej kłódki."}, nil))(t)
	datatest.Keep(t, db, a.ID, datatest.Mail(1, func(m *data.Message) {
		m.From, m.Subject, m.Text = data.Address{Name: "Michalina Łoś"}, "Łódź", "ŻÓŁW i gęś"
	}))
	for words, want := range map[string]string{
		"lodz":        "contact message interaction",
		"LODZ":        "contact message interaction",
		"łódź":        "contact message interaction",
		"zolw":        "contact message",
		"żółw":        "contact message",
		"michal":      "contact message",
		"michalina":   "message",
		"klodki":      "interaction",
		"kłódk":       "interaction",
		"zoltej klod": "interaction",
		"klod zoltej": "",
		"ges zolw":    "message",
		"los lodz":    "message",
		"m@x.example": "contact",
		"nic":         "",
		"":            "",
		"-- ?":        "",
	} {
		var got []string
		for _, h := range hits(t, db, words) {
			got = append(got, string(h.Type))
		}
		wantTypes := strings.Fields(want)
		slices.Sort(got)
		slices.Sort(wantTypes)
		if !slices.Equal(got, wantTypes) {
			t.Errorf("%q finds %v, want %v", words, got, wantTypes)
		}
	}
}

func TestSearchTakesAnySigns(t *testing.T) {
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	for _, words := range []string{`"`, `kot"`, `kot*`, `"kot" OR "x`, `NEAR(kot jan)`, `-kot`, `head:kot`, `kot\`, "kot\x00", "\xff\xfe", `^kot`, strings.Repeat("kot ", 300)} {
		if _, err := db.Search(ctx, words, 5); err != nil {
			t.Errorf("%q: %v", words, err)
		}
	}
	if got := datatest.Must(db.Search(ctx, "kot", 0))(t); got != nil {
		t.Errorf("a limit of none gives %v", got)
	}
}

func TestSearchNewestFirst(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	// The newer mail comes in first, as a first pull does it.
	for _, uid := range []uint32{40, 39, 38, 1, 2, 20} {
		datatest.Keep(t, db, a.ID, datatest.Mail(uid))
	}
	hits := hits(t, db, "zamek")
	if len(hits) != 6 {
		t.Fatalf("%d hits, want 6", len(hits))
	}
	for i := range hits[1:] {
		if hits[i].Date.Before(hits[i+1].Date) || hits[i].Score < hits[i+1].Score {
			t.Errorf("hit %d (%v, %.2f) stands before a newer one (%v, %.2f)", i, hits[i].Date, hits[i].Score, hits[i+1].Date, hits[i+1].Score)
		}
	}
	if three := datatest.Must(db.Search(ctx, "zamek", 3))(t); len(three) != 3 || three[2].ID != hits[2].ID {
		t.Errorf("the first three are %v", three)
	}
}

func TestSearchCasesByNumber(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	for i := range 12 {
		datatest.Must(db.AddCase(ctx, data.Case{ContactID: jan, Subject: "Zamek " + string(rune('a'+i))}))(t)
	}
	datatest.Must(db.AddCase(ctx, data.Case{Kind: data.CaseRequest, Subject: "Cennik"}))(t)
	for words, want := range map[string]int{
		"R/2026/0007": 1, "r 2026 0007": 1, "r/2026": 12, "R/2026/001": 3, "r/2026/7": 1, "R/2026/12": 1, "P/2026/0001": 1, "r/2025": 0,
	} {
		hits := hits(t, db, words)
		if len(hits) != want {
			t.Errorf("%q finds %d, want %d: %v", words, len(hits), want, hits)
			continue
		}
		for _, h := range hits {
			if h.Type != data.HitCase || h.Score != 1 {
				t.Errorf("%q finds %+v", words, h)
			}
		}
	}
	if h := hits(t, db, "R/2026/0007")[0]; h.Title != "R/2026/0007 Zamek g" || h.Snippet != "Jan Kot" || h.Date != datatest.Today {
		t.Errorf("the hit is %+v", h)
	}
	if hits := hits(t, db, "cennik"); len(hits) != 1 || hits[0].Type != data.HitCase {
		t.Errorf("a case's subject finds %v", hits)
	}
}

func TestSearchSnippet(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	filler := strings.Repeat("słowo żółć ", 60)
	datatest.Keep(t, db, a.ID,
		datatest.Mail(1, func(m *data.Message) { m.Subject, m.Text = "Temat", filler+"wkładka\n się  zacięła "+filler }),
		datatest.Mail(2, func(m *data.Message) { m.Subject, m.Text = "", "Krótko o zasuwie." }),
		datatest.Mail(3, func(m *data.Message) { m.Subject, m.Text = "Zawias", "Treść o czym innym." }))
	h := hits(t, db, "zaciel")[0]
	if !strings.Contains(h.Snippet, "wkładka się zacięła") || len(h.Snippet) > 200 || h.Title != "Temat" ||
		!strings.HasPrefix(h.Snippet, "…") || !strings.HasSuffix(h.Snippet, "…") {
		t.Errorf("the snippet is %q", h.Snippet)
	}
	for _, w := range strings.Fields(strings.Trim(h.Snippet, "…")) {
		if !slices.Contains([]string{"słowo", "żółć", "wkładka", "się", "zacięła"}, w) {
			t.Errorf("the snippet cuts a word: %q", w)
		}
	}
	if h := hits(t, db, "zasuw")[0]; h.Snippet != "Krótko o zasuwie." || h.Title != "Jan Żółw" {
		t.Errorf("without a subject the hit is %+v", h)
	}
	if h := hits(t, db, "zawias")[0]; h.Snippet != "Treść o czym innym." {
		t.Errorf("a match in the subject shows %q", h.Snippet)
	}
}

func TestSearchFindsTheOwnersNote(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	datatest.Must(db.AddInteractionAndNext(ctx, data.Interaction{ContactID: jan, Text: "Rozmowa.", Note: "wpuścić psa"}, nil))(t)
	if h := hits(t, db, "psa"); len(h) != 1 || h[0].Snippet != "wpuścić psa" {
		t.Errorf("the note finds %+v", h)
	}
}

// TestSearchFindsAllThereIs compares with reading everything, for words of each
// length, common and rare, one and two.
func TestSearchFindsAllThereIs(t *testing.T) {
	db, _ := datatest.New(t)
	w := datatest.NewTexts(5, 3000)
	var seed store.Seed
	seed.Contacts = []data.Contact{{ // whom no word of the texts finds
		FamilyName: "Qqq", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "q@x.example"}},
	}}
	for i := range 3000 {
		seed.Interactions = append(seed.Interactions, store.SeedInteraction{Email: "q@x.example", Interaction: data.Interaction{
			At: datatest.Now.Add(-time.Duration(i) * time.Hour), Text: w.Text(60),
		}})
	}
	if err := db.AddMany(ctx, seed); err != nil {
		t.Fatal(err)
	}
	plain := func(text string) string {
		return strings.NewReplacer("ą", "a", "ć", "c", "ę", "e", "ł", "l", "ó", "o", "ś", "s", "ż", "z", ".", " ", "\n", " ").Replace(text)
	}
	const limit = 40
	for range 150 {
		typed := w.Word()
		if r := []rune(typed); len(r) > 2 {
			typed = string(r[:w.Number(2, len(r))])
		}
		if w.Number(0, 2) == 0 {
			typed = w.Word() + " " + typed
		}
		words := strings.Fields(plain(typed))
		var want []string
		for _, in := range seed.Interactions {
			has := strings.Fields(plain(in.Text))
			last := words[len(words)-1]
			ok := slices.ContainsFunc(has, func(s string) bool { return strings.HasPrefix(s, last) })
			for _, whole := range words[:len(words)-1] {
				ok = ok && slices.Contains(has, whole)
			}
			if ok && len(want) < limit {
				want = append(want, data.DateIn(in.At, datatest.Must(time.LoadLocation(data.DefaultZone))(t)).String())
			}
		}
		var got []string
		for _, h := range datatest.Must(db.Search(ctx, typed, limit))(t) {
			got = append(got, h.Date.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %d:\n%v, want %d:\n%v", typed, len(got), got, len(want), want)
		}
	}
}

func TestSearchOneLetter(t *testing.T) {
	db, _ := datatest.New(t)
	jan := datatest.Add(t, db, datatest.Person("Jan", "Kot", "jan@kot.example"))
	for i := range 5 {
		datatest.Must(db.AddInteractionAndNext(ctx, data.Interaction{ContactID: jan, Text: fmt.Sprint("zamek xero ", i)}, nil))(t)
	}
	if hits := hits(t, db, "x"); len(hits) != 5 {
		t.Errorf("one letter finds %d, want 5", len(hits))
	}
	if hits := hits(t, db, "zamek x"); len(hits) != 5 {
		t.Errorf("a word and a letter find %d, want 5", len(hits))
	}
	if hits := hits(t, db, "zamek q"); len(hits) != 0 {
		t.Errorf("a word and a letter that is nowhere find %d", len(hits))
	}
}
