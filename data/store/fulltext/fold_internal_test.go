package fulltext

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

func TestFoldWords(t *testing.T) {
	for in, want := range map[string]string{
		"Zażółć gęślą jaźń":          "zazolc gesla jazn",
		"ŁÓDŹ, Łąka; żółw!":          "lodz laka zolw",
		"e-mail: a.b@c-d.pl":         "e mail a b c d pl",
		"R/2026/0001":                "r 2026 0001",
		"+48 601-234":                "48 601 234",
		"cafe\u0301 o\u0302 l\u0142": "cafe o ll",
		"Straße ĐÅŤŮ":                "straße đatu",
		"„—…”":                       "",
		"日本 Москва":                  "日本 москва",
		"a\xffb":                     "a b",
	} {
		if got := strings.Join(Fold(in), " "); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

func TestFindWord(t *testing.T) {
	for _, c := range []struct {
		text, word string
		prefix     bool
		found      string // "" when there is none
	}{
		{"Mieszka w Łodzi.", "lodz", true, "Łodzi"},
		{"Mieszka w Łodzi.", "lodz", false, ""},
		{"Łódź", "lodz", false, "Łódź"},
		{"powódź Łódź", "lodz", true, "Łódź"},
		{"zamek-wkładka", "wkladka", false, "wkładka"},
		{"zama zamek", "zamek", true, "zamek"},
		{"o\u0301sma", "osma", false, "o\u0301sma"},
		{"", "a", true, ""},
		{"kot", "kotek", true, ""},
	} {
		start, end := Find(c.text, c.word, c.prefix)
		got := ""
		if start >= 0 {
			got = c.text[start:end]
		}
		if got != c.found {
			t.Errorf("%q in %q (prefix %v) is %q, want %q", c.word, c.text, c.prefix, got, c.found)
		}
	}
}

func TestFindWordAgreesWithFoldWords(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aąbłLŁóoźz-. \u0301\u00adß9é\n日Ž")), 0, 40, -1).Draw(r, "text")
		word := rapid.SampledFrom([]string{"a", "al", "lo", "oz", "z", "9", "e", "日", "aab"}).Draw(r, "word")
		prefix := rapid.Bool().Draw(r, "prefix")
		want := slices.ContainsFunc(Fold(text), func(w string) bool {
			return w == word || prefix && strings.HasPrefix(w, word)
		})
		if start, _ := Find(text, word, prefix); start >= 0 != want {
			r.Fatalf("found at %d, but its words are %q", start, Fold(text))
		}
	})
}

// TestFoldAgreesWithTheIndex asks the index itself, letter by letter, whether
// it folds as the verification does: else it would offer rows that are then
// refused, or never offer them.
func TestFoldAgreesWithTheIndex(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, filepath.Join(t.TempDir(), "x.db"), data.SystemClock, sqlite.Setup{
		Ready: func(context.Context, *sqlite.File) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Writer().Exec(`CREATE VIRTUAL TABLE probe USING fts5 (x, tokenize='unicode61 remove_diacritics 2')`); err != nil {
		t.Fatal(err)
	}
	var known, differ int
	for r := rune(0x20); r < 0x250; r++ {
		text := "a" + string(r) + "b"
		if _, err := db.Writer().Exec(fmt.Sprintf(`DELETE FROM probe; INSERT INTO probe VALUES (%s)`, foldSQL("?")), text); err != nil {
			t.Fatal(err)
		}
		query := ExactQuery(Fold(text))
		n, _, err := sqlite.Value[int](ctx, db.Writer(), `SELECT count(*) FROM probe WHERE probe MATCH ?`, query)
		if err != nil {
			t.Fatalf("U+%04X: %v", r, err)
		}
		known++
		if n != 1 {
			differ++
			t.Errorf("U+%04X %c: the index does not find %q", r, r, query)
		}
	}
	t.Logf("%d signs, %d differ", known, differ)
}
