package sample

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// scene is what a text's slots are filled from.
type scene struct {
	w     *world
	r     *random
	who   *person   // the client, whoever writes
	at    time.Time // of this message
	visit time.Time // the appointment that the talk is about
	price int       // zł
	ref   int       // number of an invoice or order
}

// fill replaces the slots of a text:
//
//	{a|b|c}    one of them
//	{m:f}      by the client's gender
//	{@list}    a sentence of a list
//	{name}     a value, see value
//
// Slots may stand inside the first three. A name with a capital letter gives
// the value with one.
func (s *scene) fill(text string) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(text, '{')
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		end := closing(text, i)
		if end < 0 {
			panic("slot without an end: " + text)
		}
		b.WriteString(text[:i])
		b.WriteString(s.slot(text[i+1 : end]))
		text = text[end+1:]
	}
}

// closing returns the index of the brace that closes the one at i, or -1.
func closing(text string, i int) int {
	depth := 0
	for j := i; j < len(text); j++ {
		switch text[j] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return j
			}
		}
	}
	return -1
}

func (s *scene) slot(in string) string {
	if list, ok := strings.CutPrefix(in, "@"); ok {
		if s.who.english && len(s.w.lib.lists[list+".en"]) > 0 {
			list += ".en"
		}
		return s.fill(s.w.draw(list))
	}
	if parts := splitTop(in, '|'); len(parts) > 1 {
		return s.fill(parts[s.r.below(len(parts))])
	}
	if parts := splitTop(in, ':'); len(parts) == 2 {
		if s.who.female {
			return s.fill(parts[1])
		}
		return s.fill(parts[0])
	}
	low := lowerFirst(in)
	v := s.value(low)
	if low != in {
		v = upperFirst(v)
	}
	return v
}

// splitTop splits at separators outside inner slots.
func splitTop(s string, sep byte) []string {
	var out []string
	depth, from := 0, 0
	for i := range len(s) {
		switch {
		case s[i] == '{':
			depth++
		case s[i] == '}':
			depth--
		case s[i] == sep && depth == 0:
			out = append(out, s[from:i])
			from = i + 1
		}
	}
	return append(out, s[from:])
}

// value gives the value of a slot.
func (s *scene) value(name string) string {
	if v, ok := s.dayValue(name); ok {
		return v
	}
	if v, ok := s.visitValue(name); ok {
		return v
	}
	switch name {
	case "cena":
		return fmt.Sprintf("%d zł", s.price)
	case "cena.więcej":
		return fmt.Sprintf("%d zł", s.price*14/100*10)
	case "cena.mniej":
		return fmt.Sprintf("%d zł", s.price*8/100*10)
	case "pln":
		return fmt.Sprintf("%d PLN", s.price)
	case "fv":
		return fmt.Sprintf("FV %d/%02d/%d", s.ref%90+3, int(s.at.Month()), s.at.Year())
	case "zam":
		return fmt.Sprintf("%d/%d", s.ref%900+40, s.at.Year())
	case "ile":
		return strconv.Itoa(2 + s.ref%5)
	case "godz":
		return fmt.Sprintf("%d:%02d", 9+s.ref%7, s.ref%2*30)
	case "firmtel":
		return firmPhone
	}
	return s.who.value(name)
}

// dayValue gives days, counted from the message's own: {d-3} "12 marca", {dd-3}
// "12.03.2026", {w-3} "we wtorek", {od-3} "od wtorku", {e+1} "16 March"; and
// months: {m-1} "w lutym".
func (s *scene) dayValue(name string) (string, bool) {
	i := strings.IndexAny(name, "+-")
	if i < 0 {
		return "", false
	}
	n, err := strconv.Atoi(name[i:])
	if err != nil {
		return "", false
	}
	switch name[:i] {
	case "d":
		return s.day(n), true
	case "dd":
		return s.at.AddDate(0, 0, n).Format("02.01.2006"), true
	case "w":
		return onWeekday[s.notSunday(n)], true
	case "od":
		return sinceWeekday[s.notSunday(n)], true
	case "m":
		return s.month(n), true
	case "e":
		return s.at.AddDate(0, 0, n).Format("2 January"), true
	}
	return "", false
}

func (s *scene) visitValue(name string) (string, bool) {
	v := *s
	v.at = s.visit
	switch name {
	case "termin":
		return onWeekday[v.at.Weekday()] + " " + v.day(0), true
	case "termin.e":
		return s.visit.Weekday().String() + ", " + s.visit.Format("2 January"), true
	case "termin.d":
		return v.day(0), true
	case "termin.w":
		return onWeekday[v.at.Weekday()], true
	case "termin.g":
		return fmt.Sprintf("%d:%02d", s.visit.Hour(), s.visit.Minute()), true
	}
	return "", false
}

var (
	monthsGenitive = [...]string{"", "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października", "listopada", "grudnia"}
	monthsLocative = [...]string{"", "w styczniu", "w lutym", "w marcu", "w kwietniu", "w maju", "w czerwcu", "w lipcu", "w sierpniu", "we wrześniu", "w październiku", "w listopadzie", "w grudniu"}
	onWeekday      = [...]string{"w niedzielę", "w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę"}
	sinceWeekday   = [...]string{"od niedzieli", "od poniedziałku", "od wtorku", "od środy", "od czwartku", "od piątku", "od soboty"}
)

func (s *scene) day(n int) string {
	t := s.at.AddDate(0, 0, n)
	return fmt.Sprintf("%d %s", t.Day(), monthsGenitive[t.Month()])
}

// notSunday moves a day that is named further from the message when it would
// be a Sunday: then nobody comes and the workshop is closed.
func (s *scene) notSunday(n int) time.Weekday {
	d := s.at.AddDate(0, 0, n).Weekday()
	switch {
	case d != time.Sunday:
		return d
	case n < 0:
		return time.Saturday
	}
	return time.Monday
}

func (s *scene) month(n int) string {
	first := time.Date(s.at.Year(), s.at.Month(), 1, 0, 0, 0, 0, s.at.Location())
	return monthsLocative[first.AddDate(0, n, 0).Month()]
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
