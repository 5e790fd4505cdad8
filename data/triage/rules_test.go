package triage_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"kartoteka/data"
	"kartoteka/data/triage"
)

func parse(t *testing.T, text string) *triage.Suggester {
	t.Helper()
	rules, err := triage.ParseRules(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return triage.New(rules)
}

func TestStemsPhrasesAndWholeWords(t *testing.T) {
	s := parse(t, "# a comment\nuszkodz complaint 2\nzwrot pieniędzy\tcomplaint 3 # money\n=rada suggestion 2\n\nmoże warto suggestion 1.5\n")
	for text, want := range map[string]data.Kind{
		"Drzwi uszkodzone":        data.KindComplaint,
		"USZKODZENIE":             data.KindComplaint,
		"zwrotu  pieniędzy":       data.KindComplaint,
		"zwrot kluczy, pieniędzy": data.KindNone,
		"dobra rada":              data.KindSuggestion,
		"ulica Radwańska":         data.KindNone,
		"Może\nwarto":             data.KindSuggestion,
		"nieuszkodzone":           data.KindNone,
	} {
		if got, words := s.Kind("", text, ""); got != want {
			t.Errorf("%q: %q by %q, want %q", text, got, words, want)
		}
	}
}

func TestALongerPhraseSilencesAShorterOne(t *testing.T) {
	s := parse(t, "dziękuj praise 2\nz góry dziękuj none 0\n")
	if got, _ := s.Kind("", "Z góry dziękuję", ""); got != data.KindNone {
		t.Errorf("got %q", got)
	}
	if got, _ := s.Kind("", "Dziękuję", ""); got != data.KindPraise {
		t.Errorf("got %q", got)
	}
}

func TestAStemMaySpeakForTwoKinds(t *testing.T) {
	s := parse(t, "wymian complaint 1\nwymian order 1.5\nreklam complaint 2\n")
	if got, _ := s.Kind("", "wymiana", ""); got != data.KindOrder {
		t.Errorf("got %q", got)
	}
	if got, words := s.Kind("", "wymiana, reklamacja", ""); got != data.KindComplaint || len(words) != 2 {
		t.Errorf("got %q by %q", got, words)
	}
}

func TestAWordCountsOnce(t *testing.T) {
	s := parse(t, "kiedy question 0.6\n")
	if got, _ := s.Kind("", "kiedy, kiedy, kiedy, kiedy", ""); got != data.KindNone {
		t.Errorf("saying it again made it %q", got)
	}
}

func TestBadRulesAreNamed(t *testing.T) {
	for _, c := range []struct{ text, says string }{
		{"slowo", "line 1"},
		{"# ok\nslowo complaint", "line 2"},
		{"slowo rzecz 1", `"rzecz"`},
		{"slowo complaint duzo", `"duzo"`},
		{"slowo complaint -1", `"-1"`},
		{"slowo complaint 11", `"11"`},
		{"= complaint 1", "empty"},
	} {
		_, err := triage.ParseRules(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q: %v does not say %s", c.text, err, c.says)
		}
	}
}

func TestReadRulesTakesAllLanguages(t *testing.T) {
	files := fstest.MapFS{
		"words/pl.txt":    {Data: []byte("reklam complaint 2")},
		"words/en.txt":    {Data: []byte("complain complaint 2")},
		"words/README.md": {Data: []byte("not a word file")},
	}
	rules, err := triage.ReadRules(files, "words")
	if err != nil || len(rules) != 2 {
		t.Fatalf("%d rules, %v", len(rules), err)
	}
	files["words/de.txt"] = &fstest.MapFile{Data: []byte("kaputt")}
	if _, err := triage.ReadRules(files, "words"); err == nil || !strings.Contains(err.Error(), "words/de.txt") {
		t.Errorf("the bad file is not named: %v", err)
	}
}

func FuzzParseRules(f *testing.F) {
	f.Add("uszkodz complaint 2\n=rada suggestion 1")
	f.Add("? question 0.5\nkur** misconduct 4")
	f.Fuzz(func(t *testing.T, text string) {
		rules, err := triage.ParseRules(strings.NewReader(text))
		if err != nil {
			return
		}
		triage.New(rules).Kind(text, text, "")
	})
}
