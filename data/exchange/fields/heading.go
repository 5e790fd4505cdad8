package fields

import (
	_ "embed" // the lists of words
	"strconv"
	"strings"
	"sync"

	"kartoteka/data/exchange/notation"
)

// Skip is the code of a column that is left out.
const Skip = "skip"

// custom is how the code of a column for one of the owner's own fields begins.
const custom = "field:"

//go:embed headings.txt
var headingList string

// entry is what a heading means. Of several columns for a field that holds one
// value, that of the lowest rank is read.
type entry struct {
	code string // without a number
	rank int
}

// dictionary is the list of headings, read when first needed.
var dictionary = sync.OnceValue(func() map[string]entry {
	all := map[string]entry{}
	for line := range strings.Lines(headingList) {
		code, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		rank := 0
		for heading := range strings.SplitSeq(list, " | ") {
			rank++
			if heading = notation.Plain(heading); heading != "" {
				if _, taken := all[heading]; !taken {
					all[heading] = entry{code, rank}
				}
			}
		}
		if own := notation.Plain(code); all[own].code == "" {
			all[own] = entry{code, rank + 1}
		}
	}
	return all
})

// place is the field that a column goes to, taken apart.
type place struct {
	base  string // "email"
	n     int    // of several, from 1; 0 where not said
	label string // what its values are labelled
}

// String is the code: base, :number, /label.
func (p place) String() string {
	if p.base == custom {
		return custom + p.label
	}
	s := p.base
	if p.n > 0 {
		s += ":" + strconv.Itoa(p.n)
	}
	if p.label != "" {
		s += "/" + p.label
	}
	return s
}

// parsePlace takes a code apart. What has no meaning comes back as skip.
func parsePlace(code string) place {
	if strings.HasPrefix(code, custom) {
		return place{base: custom, label: strings.TrimSpace(code[len(custom):])}
	}
	rest, label, _ := strings.Cut(code, "/")
	base, number, _ := strings.Cut(rest, ":")
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n > maxSlots {
		n = 0
	}
	if _, known := bases()[base]; !known {
		return place{base: Skip}
	}
	return place{base: base, n: n, label: label}
}

// maxSlots is how many e-mail addresses, say, a table can have columns for.
const maxSlots = 200

// Known reports whether the code names a field, so that a column can be mapped
// to it.
func Known(code string) bool { return code == Skip || parsePlace(code).base != Skip }

// bases are the fields that the dictionary knows, by code without number and
// label.
var bases = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{custom: true}
	for _, e := range dictionary() {
		base, _, _ := strings.Cut(e.code, "/")
		base, _, _ = strings.Cut(base, ":")
		all[base] = true
	}
	return all
})

// Recognise returns the code of the field that a heading means, "" for one that
// is not known.
func Recognise(heading string) string {
	p, _ := recognise(heading)
	if p.base == "" {
		return ""
	}
	return p.String()
}

func recognise(heading string) (place, int) {
	heading = strings.TrimSpace(heading)
	if strings.HasPrefix(heading, custom) && len(heading) > len(custom) {
		return parsePlace(heading), 0
	}
	plain := notation.Plain(heading)
	if p, rank := lookUp(plain); p.base != "" {
		return p, rank
	}
	return qualified(plain)
}

// lookUp tries the heading as it is, with its first number as a variable, and
// without that number.
func lookUp(plain string) (place, int) {
	if e, ok := dictionary()[plain]; ok {
		return parsePlace(e.code), e.rank
	}
	words := strings.Fields(plain)
	n, at := 0, -1
	for i, w := range words {
		if v, err := strconv.Atoi(w); err == nil && v > 0 && v <= maxSlots {
			n, at = v, i
			break
		}
	}
	if at < 0 {
		return place{}, 0
	}
	words[at] = "#"
	e, ok := dictionary()[strings.Join(words, " ")]
	if !ok {
		e, ok = dictionary()[strings.Join(append(words[:at:at], words[at+1:]...), " ")]
	}
	if !ok {
		return place{}, 0
	}
	p := parsePlace(e.code)
	if p.n == 0 && p.base != "street-more" { // there it counts lines of one street
		p.n = n
	}
	return p, e.rank
}

// sides are words before a heading that say whose or which it is; of a delivery
// address only the address is the client's for certain.
var sides = []struct {
	prefix, label string
}{
	{"adres dostawy", "delivery"},
	{"dostawa", "delivery"},
	{"delivery address", "delivery"},
	{"delivery", "delivery"},
	{"shipping address", "delivery"},
	{"shipping", "delivery"},
	{"ship to", "delivery"},
	{"wysylka", "delivery"},
	{"adres korespondencyjny", "delivery"},
	{"korespondencja", "delivery"},
	{"adres do korespondencji", "delivery"},
	{"adres wysylki", "delivery"},
	{"dane do wysylki", "delivery"},
	{"odbiorca", "delivery"},
	{"dane do faktury", "billing"},
	{"adres do faktury", "billing"},
	{"faktura", "billing"},
	{"billing address", "billing"},
	{"billing", "billing"},
	{"invoice", "billing"},
	{"bill to", "billing"},
	{"adres rozliczeniowy", "billing"},
	{"kupujacy", ""},
	{"nabywca", ""},
	{"klient", ""},
	{"kontrahent", ""},
	{"buyer", ""},
	{"customer", ""},
	{"client", ""},
	{"contact", ""},
	{"kontakt", ""},
	{"dane klienta", ""},
	{"osoba kontaktowa", ""},
	{"dane", ""},
	{"adres", ""},
	{"address", ""},
	{"contact person", ""},
	{"uzytkownik", ""},
}

// qualified looks up what follows such a word, or stands before it ("Miasto
// (dostawa)").
func qualified(plain string) (place, int) {
	for _, s := range sides {
		rest, ok := strings.CutPrefix(plain, s.prefix+" ")
		if !ok {
			rest, ok = strings.CutSuffix(plain, " "+s.prefix)
		}
		if !ok {
			continue
		}
		p, rank := lookUp(rest)
		switch {
		case p.base == "":
			continue
		case s.label != "" && addressParts[p.base]:
			p.label = s.label
		case s.label == "delivery":
			p = place{base: Skip}
		}
		return p, rank + 100 // behind any plain heading
	}
	return place{}, 0
}

// addressParts are the fields that together are one address.
var addressParts = map[string]bool{
	"address": true, "street": true, "street-more": true, "street-ext": true, "house": true, "flat": true, "po-box": true,
	"post-code": true, "city": true, "post-code-city": true, "region": true, "country": true, "address-label": true,
}
