package report

import (
	"strings"

	"kartoteka/data"
)

// Words turns keys, numbers and dates into a language. The program's
// translator satisfies it.
type Words interface {
	// T returns the text of a key with its blanks filled from pairs of name and value.
	T(key string, pairs ...any) string
	// N is T in the plural form that n asks for; the blank N holds n.
	N(key string, n int, pairs ...any) string
	// Lang returns "pl" or "en".
	Lang() string
	// Number writes v with that many decimals.
	Number(v float64, decimals int) string
	// Date writes a day.
	Date(d data.Date) string
	// Month writes the month of a day.
	Month(d data.Date) string
}

// ValueKind says what a Value is and so how it is written.
type ValueKind uint8

// The kinds of value.
const (
	None    ValueKind = iota // nothing: an empty cell
	Int                      // a whole number
	Decimal                  // a number with Decimals
	Share                    // 0 to 1, written as per cent
	Money                    // an amount in złoty
	Day                      // a calendar date
	Month                    // a month, as its first day
	Hour                     // an hour of the day, 0 to 23, as its full hour
	Word                     // a catalogue key
	Text                     // foreign text, to be shown as it is
	Phrase                   // a Sentence within a sentence or a cell
)

// Value is one cell of a table or one blank of a sentence.
type Value struct {
	Kind     ValueKind
	Decimals int8 // for Decimal and Share
	Num      float64
	Text     string // key of a Word, or the Text
	Date     data.Date
	Phrase   *Sentence
}

// Count returns a whole number.
func Count(n int) Value { return Value{Kind: Int, Num: float64(n)} }

// Number returns a number that is written with that many decimals.
func Number(v float64, decimals int) Value {
	return Value{Kind: Decimal, Num: v, Decimals: int8(decimals)}
}

// Percent returns a share of 0 to 1 that is written as per cent with one decimal.
func Percent(v float64) Value { return Value{Kind: Share, Num: v, Decimals: 1} }

// Zloty returns an amount of money.
func Zloty(m data.Money) Value { return Value{Kind: Money, Num: float64(m.Minor) / 100} }

// OnDay returns a date; none for the zero date.
func OnDay(d data.Date) Value {
	if d.IsZero() {
		return Value{}
	}
	return Value{Kind: Day, Date: d}
}

// InMonth returns the month of a date.
func InMonth(d data.Date) Value { return Value{Kind: Month, Date: d.FirstOfMonth()} }

// AtHour returns an hour of the day, 0 to 23.
func AtHour(h int) Value { return Value{Kind: Hour, Num: float64(h)} }

// Key returns a word of the catalogue.
func Key(key string) Value { return Value{Kind: Word, Text: key} }

// Plain returns foreign text, none if it is empty.
func Plain(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{Kind: Text, Text: s}
}

// Say returns a sentence as a value.
func Say(s Sentence) Value { return Value{Kind: Phrase, Phrase: &s} }

// Numeric reports whether the value is a number to calculate with.
func (v Value) Numeric() bool {
	return v.Kind == Int || v.Kind == Decimal || v.Kind == Share || v.Kind == Money
}

// In writes the value in a language; "" for none.
func (v Value) In(w Words) string {
	switch v.Kind {
	case Int:
		return w.Number(v.Num, 0)
	case Decimal:
		return w.Number(v.Num, int(v.Decimals))
	case Share:
		return w.Number(100*v.Num, int(v.Decimals)) + "%"
	case Money:
		return w.T("report.money", "Amount", w.Number(v.Num, 2))
	case Day:
		return w.Date(v.Date)
	case Month:
		return w.Month(v.Date)
	case Hour:
		return w.Number(v.Num, 0) + ":00"
	case Word:
		return w.T(v.Text)
	case Text:
		return v.Text
	case Phrase:
		return v.Phrase.In(w)
	default:
		return ""
	}
}

// Arg fills one blank of a sentence.
type Arg struct {
	Name  string
	Value Value
}

// With fills the blank of that name.
func With(name string, v Value) Arg { return Arg{name, v} }

// Sentence is a sentence of the catalogue with what fills its blanks.
type Sentence struct {
	Key    string
	Plural bool // choose the plural form by N
	N      int
	Args   []Arg
}

// NewSentence makes a sentence from a key and pairs of blank name and Value.
func NewSentence(key string, args ...Arg) Sentence { return Sentence{Key: key, Args: args} }

// Counted makes a sentence whose form depends on n, which fills its blank N.
func Counted(key string, n int, args ...Arg) Sentence {
	return Sentence{Key: key, Plural: true, N: n, Args: args}
}

// In writes the sentence in a language.
func (s Sentence) In(w Words) string {
	pairs := make([]any, 0, 2*len(s.Args))
	for _, a := range s.Args {
		pairs = append(pairs, a.Name, a.Value.In(w))
	}
	if s.Plural {
		return strings.TrimSpace(w.N(s.Key, s.N, pairs...))
	}
	return strings.TrimSpace(w.T(s.Key, pairs...))
}
