package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"kartoteka/data"
)

// Sensitive finds numbers in a text that are shaped like a PESEL (the personal
// number of Polish residents) or the number of a payment card, in the order in
// which they stand. Both have check digits, so that few other numbers are taken
// for one; phone numbers, NIP, REGON and bank accounts are not.
func Sensitive(text string) []data.SensitiveNumber {
	var out []data.SensitiveNumber
	for i := 0; i < len(text); {
		if !digit(text[i]) {
			i++
			continue
		}
		r := readRun(text, i)
		out = append(out, r.findings(text)...)
		i = r.end
	}
	return out
}

// group is digits without anything between them.
type group struct{ start, end int }

func (g group) size() int { return g.end - g.start }

// run is groups of digits with one space or dash between each two.
type run struct {
	groups []group
	end    int
	glued  bool // stands right after a letter, digit or plus
	tail   bool // a letter follows at once
}

// readRun reads the run of digits that begins at i.
func readRun(text string, i int) run {
	r := run{glued: gluedBefore(text, i)}
	for {
		start := i
		for i < len(text) && digit(text[i]) {
			i++
		}
		r.groups = append(r.groups, group{start, i})
		n := separator(text, i)
		if n == 0 || i+n >= len(text) || !digit(text[i+n]) {
			break
		}
		i += n
	}
	r.end = i
	next, _ := utf8.DecodeRuneInString(text[i:])
	r.tail = i < len(text) && unicode.IsLetter(next)
	return r
}

// separator returns the length of the one space or dash at i, 0 when there is none.
func separator(text string, i int) int {
	r, n := utf8.DecodeRuneInString(text[i:])
	switch r {
	case ' ', '-', '\u00a0', '\u202f', '\u2011', '\u2013':
		return n
	}
	return 0
}

func gluedBefore(text string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(text[:i])
	return i > 0 && (unicode.IsLetter(r) || r == '+' || r == '_' || r == '/' || r == '@')
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func (r run) findings(text string) []data.SensitiveNumber {
	if r.glued || r.account(text) {
		return nil
	}
	var out []data.SensitiveNumber
	for i := 0; i < len(r.groups); {
		kind, n := r.at(text, i)
		if n == 0 {
			i++
			continue
		}
		out = append(out, data.SensitiveNumber{Kind: kind, Start: r.groups[i].start, End: r.groups[i+n-1].end})
		i += n
	}
	return out
}

// at says what begins at the i-th group and how many groups it takes, 0: nothing.
func (r run) at(text string, i int) (kind data.SensitiveKind, n int) {
	if r.tail && i == len(r.groups)-1 {
		return "", 0
	}
	g := r.groups[i]
	if g.size() == peselDigits && PESEL(text[g.start:g.end]) {
		return data.SensitivePESEL, 1
	}
	if n := r.spacedPESEL(text, i); n > 0 {
		return data.SensitivePESEL, n
	}
	for _, shape := range cardShapes {
		if r.shaped(i, shape) && card(r.digits(text, i, len(shape))) {
			return data.SensitiveCard, len(shape)
		}
	}
	if s := g.size(); s >= 13 && s <= 19 && card(text[g.start:g.end]) && !article(text[g.start:g.end]) {
		return data.SensitiveCard, 1
	}
	return "", 0
}

// digits joins n groups from the i-th on.
func (r run) digits(text string, i, n int) string {
	var b strings.Builder
	for _, g := range r.groups[i : i+n] {
		b.WriteString(text[g.start:g.end])
	}
	return b.String()
}

func (r run) shaped(i int, shape []int) bool {
	if i+len(shape) > len(r.groups) {
		return false
	}
	for j, size := range shape {
		if r.groups[i+j].size() != size {
			return false
		}
	}
	return true
}

// accountDigits are those of a Polish bank account (NRB; IBAN without its letters).
const accountDigits = 26

// account reports whether the run is a bank account's number, written in groups.
func (r run) account(text string) bool {
	total := 0
	for _, g := range r.groups {
		total += g.size()
	}
	if total == accountDigits {
		return true
	}
	return total > 19 && len(r.groups) > 1 && ibanLetters(text[:r.groups[0].start])
}

// ibanLetters reports whether the text ends in a country's two letters and a space.
func ibanLetters(before string) bool {
	before = strings.TrimRight(before, " \u00a0")
	n := len(before)
	if n < 2 || n > 2 && before[n-3] != ' ' && before[n-3] != ':' {
		return false
	}
	return before[n-1] >= 'A' && before[n-1] <= 'Z' && before[n-2] >= 'A' && before[n-2] <= 'Z'
}

const peselDigits = 11

// PESEL reports whether eleven digits are shaped like a PESEL: the check digit
// (weights 1 3 7 9, modulo 10) and the date of birth are possible ones. The
// century stands in the month: +20 for the years from 2000 on (ustawa z
// 24.09.2010 o ewidencji ludności, art. 15; rozporządzenie MSW z 4.01.2012).
func PESEL(d string) bool {
	if len(d) != peselDigits {
		return false
	}
	sum := 0
	for i := range len(d) {
		if !digit(d[i]) {
			return false
		}
		if i < 10 {
			sum += int(d[i]-'0') * []int{1, 3, 7, 9}[i%4]
		}
	}
	if (10-sum%10)%10 != int(d[10]-'0') {
		return false
	}
	year, month, day := 1900+two(d), two(d[2:]), two(d[4:])
	if month > 20 {
		year, month = year+100, month-20
	}
	if month < 1 || month > 12 || day < 1 {
		return false
	}
	return data.NewDate(year, monthOf(month), day).Day == day
}

// spacedPESEL finds a PESEL in groups, which is believed only after its name.
func (r run) spacedPESEL(text string, i int) int {
	before := text[max(0, r.groups[i].start-16):r.groups[i].start]
	if !strings.Contains(strings.ToLower(before), "pesel") {
		return 0
	}
	for n := 2; i+n <= len(r.groups); n++ {
		if PESEL(r.digits(text, i, n)) {
			return n
		}
	}
	return 0
}

// cardShapes are the ways in which the numbers of cards are grouped.
var cardShapes = [][]int{{4, 4, 4, 4, 3}, {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}}

// issuer is a range of first digits that a card network uses, with the lengths
// of its numbers.
type issuer struct {
	low, high string
	sizes     []int
}

// issuers are the ranges of ISO/IEC 7812 as the networks publish them; Maestro
// by those that were given out in Poland.
var issuers = []issuer{
	{"4", "4", []int{13, 16, 19}},                       // Visa
	{"51", "55", []int{16}},                             // Mastercard
	{"2221", "2720", []int{16}},                         // Mastercard since 2017
	{"34", "34", []int{15}},                             // American Express
	{"37", "37", []int{15}},                             // American Express
	{"300", "305", []int{14, 16}},                       // Diners Club
	{"36", "36", []int{14, 16}},                         // Diners Club
	{"38", "39", []int{14, 16}},                         // Diners Club
	{"6011", "6011", []int{16, 19}},                     // Discover
	{"644", "659", []int{16, 19}},                       // Discover
	{"3528", "3589", []int{16, 19}},                     // JCB
	{"62", "62", []int{16, 17, 18, 19}},                 // UnionPay
	{"5018", "5018", []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
	{"5020", "5020", []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
	{"5038", "5038", []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
	{"5893", "5893", []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
	{"6304", "6304", []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
	{"6759", "6763", []int{13, 14, 15, 16, 17, 18, 19}}, // Maestro
}

// card reports whether the digits may be a card's number: a known range, its
// length, and the check digit (Luhn; ISO/IEC 7812-1, annex B).
func card(d string) bool {
	for _, is := range issuers {
		head := d[:len(is.low)]
		if head < is.low || head > is.high {
			continue
		}
		for _, n := range is.sizes {
			if len(d) == n {
				return luhn(d)
			}
		}
	}
	return false
}

func luhn(d string) bool {
	sum, same := 0, true
	for i := range len(d) {
		v := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if v *= 2; v > 9 {
				v -= 9
			}
		}
		sum += v
		same = same && d[i] == d[0]
	}
	return sum%10 == 0 && !same
}

// article reports whether 13 digits are the number on a bar code (EAN-13),
// which is by far likelier than a card of the old short kind.
func article(d string) bool {
	if len(d) != 13 {
		return false
	}
	sum := 0
	for i := range len(d) {
		sum += int(d[i]-'0') * (1 + 2*(i%2))
	}
	return sum%10 == 0
}

func two(d string) int { return int(d[0]-'0')*10 + int(d[1]-'0') }
