package triage

import (
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
)

func TestSplit(t *testing.T) {
	for text, want := range map[string]string{
		"Zamek NIE działa!":         "zamek| nie dziala",
		"k***a, ch*j":               "k***a| ch*j|",
		"I don't, I don’t":          "i| don't i| don’t",
		"kiedy? jutro":              "kiedy| ?| jutro|",
		"zwrot\npieniędzy":          "zwrot| pieniedzy|",
		"e-mail 24h":                "e| mail 24h",
		"„cytat” (nawias)":          "cytat| nawias|",
		"o'":                        "o|",
		"":                          "",
		"n\u0301o":                  "no|",
		"a.b":                       "a| b|",
		"słowo – słowo":             "slowo| slowo|",
		"nie zawiedli, polecam was": "nie| zawiedli polecam| was",
	} {
		var got []string
		for _, w := range split(text) {
			s := w.folded
			if w.first {
				s += "|"
			}
			got = append(got, s)
			if text[w.start:w.end] == "" {
				t.Errorf("%q: %+v stands nowhere", text, w)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, want %q", text, s, want)
		}
	}
}

func TestSubjectPrefixes(t *testing.T) {
	for subject, want := range map[string]struct {
		bare  string
		reply bool
	}{
		"Reklamacja":              {"Reklamacja", false},
		"Re: Reklamacja":          {"Reklamacja", true},
		"ODP: Re: RE: Reklamacja": {"Reklamacja", true},
		"Re[3]: Reklamacja":       {"Reklamacja", true},
		"Fwd: Reklamacja":         {"Reklamacja", false},
		"PD: Odp: Reklamacja":     {"Reklamacja", true},
		"Pilne: reklamacja":       {"Pilne: reklamacja", false},
		"":                        {"", false},
		"Re:":                     {"", true},
	} {
		if bare, reply := withoutPrefix(subject); bare != want.bare || reply != want.reply {
			t.Errorf("%q: %q, %v", subject, bare, reply)
		}
	}
}

func TestTheHeaviestKindWinsAndTiesGoToWhatHurts(t *testing.T) {
	for _, c := range []struct {
		scores map[data.Kind]float64
		want   data.Kind
	}{
		{map[data.Kind]float64{data.KindPraise: 2, data.KindQuestion: 1.5}, data.KindPraise},
		{map[data.Kind]float64{data.KindPraise: 2, data.KindComplaint: 2}, data.KindComplaint},
		{map[data.Kind]float64{data.KindQuestion: 0.9}, data.KindNone},
		{map[data.Kind]float64{data.KindMisconduct: 3, data.KindComplaint: 9}, data.KindMisconduct},
		{map[data.Kind]float64{data.KindMisconduct: 2.5, data.KindComplaint: 1}, data.KindComplaint},
		{map[data.Kind]float64{data.KindMisconduct: 2.5}, data.KindNone},
		{nil, data.KindNone},
	} {
		tl := tally{scores: c.scores}
		if got := tl.best(); got != c.want {
			t.Errorf("%v: %q, want %q", c.scores, got, c.want)
		}
	}
}

func TestFiveWordsTheHeaviestFirst(t *testing.T) {
	tl := tally{scores: map[data.Kind]float64{}, seen: map[*pattern]bool{}}
	for i, w := range []string{"jeden", "dwa", "Trzy", "trzy", "cztery\npięć", "sześć", "siedem", "?"} {
		tl.add(&pattern{speaks: []voice{{data.KindOrder, float64(i)}}}, false, 1, w)
	}
	want := []string{"siedem", "sześć", "cztery pięć", "trzy", "dwa"}
	if got := tl.words(data.KindOrder); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
