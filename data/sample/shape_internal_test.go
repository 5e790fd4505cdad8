package sample

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/sample/compose"
)

func testWorld(t *testing.T) *world {
	t.Helper()
	return newWorld(1, time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC))
}

// Every text must fill for a man, a woman, a company's office and somebody who
// writes English: the library panics on a slot it does not know.
func TestEveryTextFills(t *testing.T) {
	w := testWorld(t)
	man, woman := *w.persons[0], *w.persons[0]
	man.female, woman.female = false, true
	office := w.companies[0].office
	at := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	fill := func(where, text string, who *person) {
		t.Helper()
		sc := &scene{w: w, r: newRandom(1, text), who: who, at: at, visit: at.AddDate(0, 0, 3), price: 200, ref: 7}
		for range 3 {
			got := sc.fill(text)
			if strings.ContainsAny(got, "{}") || strings.Contains(got, "%!") {
				t.Errorf("%s: %q", where, got)
			}
		}
	}
	for file, scripts := range w.lib.scripts {
		for _, s := range scripts {
			people := []*person{&man, &woman}
			switch s.attrs["who"] {
			case "company", "housing", "clinic":
				people = []*person{office}
			case "english":
				people = w.foreigners[:2]
			}
			for _, who := range people {
				for _, text := range append([]string{}, s.subjects...) {
					fill(file, text, who)
				}
				for _, st := range s.steps {
					fill(file+": "+s.subjects[0], st.text, who)
				}
			}
		}
	}
	for name, lines := range w.lib.lists {
		if name == "opinions" || strings.HasPrefix(name, "people") || name == "streets" || name == "companies" {
			continue
		}
		for _, line := range lines {
			for _, who := range []*person{&man, &woman} {
				fill(name, line, who)
			}
		}
	}
}

func TestScriptsAreWellFormed(t *testing.T) {
	w := testWorld(t)
	words, err := assets.Locale.ReadFile("locale/domain.pl.json")
	if err != nil {
		t.Fatal(err)
	}
	kinds := map[data.Kind]bool{data.KindMisconduct: true}
	for _, k := range data.FilingKinds() {
		kinds[k] = true
	}
	for file, scripts := range w.lib.scripts {
		for _, s := range scripts {
			name := file + ": " + s.subjects[0]
			for i, st := range s.steps {
				if st.text == "" || (!st.byFirm && !kinds[st.kind] && (file != "complaints" || i == 0)) {
					t.Errorf("%s, step %d: kind %q, %d letters", name, i, st.kind, len(st.text))
				}
			}
			for list, code := range map[string]string{"category": s.attrs["category"], "cause": s.attrs["cause"], "demand": s.attrs["demand"]} {
				if code != "" && !strings.Contains(string(words), `"`+list+"."+code+`"`) {
					t.Errorf("%s: %s %q has no word", name, list, code)
				}
			}
			if s.kind == data.KindComplaint && file != "fresh" && (s.attrs["category"] == "" || s.attrs["demand"] == "" || s.attrs["product"] == "") {
				t.Errorf("%s lacks the record's fields: %v", name, s.attrs)
			}
			if strings.Contains(s.subjects[0], "|") {
				t.Errorf("%s: an attribute stands in the subject", name)
			}
		}
	}
}

func TestListLinesHaveTheirFields(t *testing.T) {
	const call = `(phone|sms|in-person|chat|social|app|video|letter)\|(in|out)\|[a-z-]+\|[^|]+\|[^|]*\|[^|]*\|\d+`
	const spoken = `^[^|]+\|[^|]+\|\d+$`
	w := testWorld(t)
	for list, form := range map[string]string{
		"people.first":  `^\pL+ \pL+ [fm]$`,
		"people.family": `^\pL+( \pL+)?$`,
		"streets":       `^[\pL\d_]+ [\pL\d_]+$`,
		"mailboxes":     `^[a-z-]+\.example$`,
		"companies":     `^[^|]+\|[a-z0-9-]+\.example\|\pL+$`,
		"calls":         `^` + call + `(\|(answered|(owed|redirected)?\|(phone|sms|chat|social|app|letter)\|[^|]+))?$`,
		"calls.fresh":   `^\d (-\d+m|\d+:\d\d)\|` + call + `(\|(owed|redirected))?$`,
		"close.call":    spoken, "close.sms": spoken, "instead.call": spoken, "done.call": spoken,
		"sales":     `^[^|]+\|\d+\|\d+\|(counter|person|company)$`,
		"opinions":  `^(google|facebook|allegro|in-person)\|[1-5]\|[^|]+(\|\d+)?$`,
		"followups": `^-?\d+\|[^|]+\|(person|company)(\|open)?$`,
	} {
		re := regexp.MustCompile(form)
		if len(w.lib.lists[list]) == 0 {
			t.Errorf("no list %s", list)
		}
		for _, line := range w.lib.lists[list] {
			for strings.Contains(line, "{") { // alternatives are fields of their own
				open := strings.IndexByte(line, '{')
				line = line[:open] + "x" + line[closing(line, open)+1:]
			}
			if !re.MatchString(line) {
				t.Errorf("%s: %q", list, line)
			}
		}
	}
}

func TestParseRefusesStrayLines(t *testing.T) {
	lib := &library{scripts: map[string][]script{}, lists: map[string][]string{}}
	if err := lib.parse("x", "# fine\n\nstray"); err == nil || !strings.Contains(err.Error(), "line 3") {
		t.Errorf("got %v", err)
	}
	if err := lib.parse("x", "@@ a\none\ntwo\n== order | who=company\nS1 / S2\nbody\n>> 50%\nanswer\n>> other 20%\nbye"); err != nil {
		t.Fatal(err)
	}
	s := lib.scripts["x"][0]
	if len(lib.lists["a"]) != 2 || len(s.subjects) != 2 || len(s.steps) != 3 || !s.steps[1].byFirm || s.steps[1].chance != 50 {
		t.Errorf("read %+v and %v", s, lib.lists)
	}
	if s.steps[2].kind != data.KindOther || s.steps[2].byFirm || s.attr("who", "") != "company" {
		t.Errorf("read %+v", s)
	}
}

func TestSlots(t *testing.T) {
	w := testWorld(t)
	anna := &person{given: "Anna", vocative: "Anno", family: "Nowak", female: true, emails: []string{"a@poczta.example"}}
	jan := &person{given: "Jan", vocative: "Janie", family: "Nowak", emails: []string{"j@poczta.example"}}
	at := time.Date(2026, 3, 10, 10, 0, 0, 0, time.UTC) // a Tuesday
	for _, c := range []struct {
		text string
		who  *person
		want string
	}{
		{"Kupił{em:am} {w-1}", anna, "Kupiłam w poniedziałek"},
		{"Kupił{em:am} {d-5}", jan, "Kupiłem 5 marca"},
		{"{wolacz}, {W+1}", anna, "Pani Anno, W środę"},
		{"{w+5}", jan, "w poniedziałek"}, // Sunday moves on
		{"{w-2}", jan, "w sobotę"},       // and back
		{"{m-1}, {m+1}, {m-3}", jan, "w lutym, w kwietniu, w grudniu"},
		{"{dd+0} {od+1} {e+2}", jan, "10.03.2026 od środy 12 March"},
		{"{termin} o {termin.g}", jan, "w piątek 13 marca o 9:30"},
		{"{cena} {cena.więcej} {pln}", jan, "200 zł 280 zł 200 PLN"},
		{"{a|a} {x{y:z}|x{y:z}}", anna, "a xz"},
	} {
		sc := &scene{w: w, r: newRandom(1, ""), who: c.who, at: at, visit: time.Date(2026, 3, 13, 9, 30, 0, 0, time.UTC), price: 200}
		if got := sc.fill(c.text); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// What an old charset lacks would be served as a question mark.
func TestNoTextNeedsMoreLettersThanMailHas(t *testing.T) {
	w := testWorld(t)
	check := func(where, text string) {
		old := &compose.Letter{ID: "1@x.example", Uses: compose.Plain, Text: text}
		if strings.Count(string(old.Raw()), "?") != strings.Count(text, "?") {
			t.Errorf("%s: %q can't be written in ISO-8859-2", where, text)
		}
		got := compose.Shown(compose.Plain, (&person{bare: true}).spell(text))
		if strings.ContainsFunc(got, func(r rune) bool { return r >= 0x80 }) {
			t.Errorf("%s: %q keeps letters without ASCII form", where, got)
		}
	}
	for name, lines := range w.lib.lists {
		for _, line := range lines {
			check(name, line)
		}
	}
	for file, scripts := range w.lib.scripts {
		for _, s := range scripts {
			check(file, strings.Join(s.subjects, " "))
			for _, st := range s.steps {
				check(file, st.text)
			}
		}
	}
}

func TestDeckGivesAllBeforeAnyAgain(t *testing.T) {
	d := deck{r: newRandom(3, "deck"), n: 7}
	for range 5 {
		seen := map[int]bool{}
		for range 7 {
			seen[d.draw()] = true
		}
		if len(seen) != 7 {
			t.Fatalf("a round gave %v", seen)
		}
	}
}
