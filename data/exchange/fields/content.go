package fields

import (
	"strings"
	"unicode"

	"kartoteka/data/exchange"
	"kartoteka/data/match"

	"kartoteka/data/exchange/notation"
)

// byContent proposes a field for columns whose headings say nothing, where
// every sample is an e-mail address, say, and no other column has them.
func byContent(columns []exchange.Column, samples [][]string) {
	has := map[string]bool{}
	for _, c := range columns {
		has[parsePlace(c.Field).base] = true
	}
	for i := range columns {
		c := &columns[i]
		if c.Field != "" || c.Sample == "" {
			continue
		}
		for _, l := range looks {
			if !has[l.field] && allLook(samples, i, l.fits) {
				c.Field = l.field
				has[l.field] = true
				break
			}
		}
	}
}

// looks are fields whose values can't be mistaken for anything else.
var looks = []struct {
	field string
	fits  func(string) bool
}{
	{"email", func(s string) bool { return match.Email(s) != "" }},
	{"post-code", func(s string) bool { return len(s) == 6 && s[2] == '-' && isPostCode(s) }},
	{"nip", func(s string) bool { _, err := match.NIP(s); return err == nil }},
	{"phone", func(s string) bool { _, ok := match.Phone(s); return ok && !strings.ContainsFunc(s, unicode.IsLetter) }},
	{"post-code-city", func(s string) bool { code, city := notation.SplitPostCity(s); return code != "" && city != "" }},
}

func isPostCode(s string) bool { _, ok := match.PostCode(s); return ok }

func allLook(samples [][]string, i int, fits func(string) bool) bool {
	n := 0
	for _, row := range samples {
		if i >= len(row) {
			continue
		}
		s := notation.Text(row[i])
		if s == "" {
			continue
		}
		if !fits(s) {
			return false
		}
		n++
	}
	return n > 0
}

// Headless proposes fields for a table without headings: what is recognised by
// its look, and the first text as the name.
func Headless(samples [][]string, o *exchange.Options) []exchange.Column {
	width := 0
	for _, row := range samples {
		width = max(width, len(row))
	}
	columns := Columns(make([]string, width), samples, o)
	named := false
	for i := range columns {
		c := &columns[i]
		if _, said := o.Mapping[c.Name]; !named && !said && c.Field == Skip && allLook(samples, i, looksLikeName) {
			c.Field, named = "name", true
		}
	}
	return columns
}

// looksLikeName reports whether a text can be a name: letters, hardly a digit.
func looksLikeName(s string) bool {
	letters, digits := 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters >= 2 && digits*4 <= letters && !strings.Contains(s, "@") && len(s) < 120
}

// HeaderScore says how much a row looks like headings: how many cells are known
// headings, and whether some are plainly data, which headings never are.
func HeaderScore(cells []string) (known int, dataLike bool) {
	for _, c := range cells {
		c = notation.Text(c)
		if c == "" {
			continue
		}
		if match.Email(c) != "" || isPhoneLike(c) {
			dataLike = true
		}
		if Recognise(c) != "" {
			known++
		}
	}
	return known, dataLike
}

func isPhoneLike(s string) bool {
	_, ok := match.Phone(s)
	return ok && !strings.ContainsFunc(s, unicode.IsLetter)
}
