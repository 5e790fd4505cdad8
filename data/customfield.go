package data

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// FieldKind is what a custom field holds.
type FieldKind string

// The kinds of custom field, with the written form of their values.
const (
	FieldText   FieldKind = "text"
	FieldNumber FieldKind = "number" // digits with a decimal point: 12.5
	FieldDate   FieldKind = "date"   // yyyy-mm-dd
	FieldChoice FieldKind = "choice" // one of Choices
	FieldYesNo  FieldKind = "yes-no" // "yes" or "no"
)

// FieldKinds lists the kinds in the order in which they are shown.
func FieldKinds() []FieldKind {
	return []FieldKind{FieldText, FieldNumber, FieldDate, FieldChoice, FieldYesNo}
}

// CustomField is a field that the owner added to the cards.
type CustomField struct {
	ID      int64
	Name    string
	Kind    FieldKind
	Choices []string
	Rank    int
}

// Check refuses a field without a name, of no known kind, or of a choice between
// fewer than two.
func (f *CustomField) Check() error {
	if strings.TrimSpace(f.Name) == "" {
		return NewError(CodeInvalid, "field-without-name")
	}
	if !slices.Contains(FieldKinds(), f.Kind) {
		return NewError(CodeInvalid, "field-kind", "Kind", string(f.Kind))
	}
	var choices []string
	for _, c := range f.Choices {
		if c = strings.TrimSpace(c); c != "" && !slices.Contains(choices, c) {
			choices = append(choices, c)
		}
	}
	f.Choices = choices
	if f.Kind == FieldChoice && len(choices) < 2 {
		return NewError(CodeInvalid, "field-choices", "Field", f.Name)
	}
	if f.Kind != FieldChoice {
		f.Choices = nil
	}
	return nil
}

// Written returns the form in which a value of the field is kept: a number with a
// decimal point whatever it was typed with, a day as yyyy-mm-dd also when it was
// typed as dd.mm.yyyy, a choice as the list has it, "yes" or "no". Nothing stays
// nothing. The error names the field and what does not fit it.
func (f *CustomField) Written(typed string) (string, error) {
	s := strings.TrimSpace(typed)
	if s == "" {
		return "", nil
	}
	out, ok := s, true
	switch f.Kind {
	case FieldText:
	case FieldNumber:
		out, ok = writtenNumber(s)
	case FieldDate:
		out, ok = writtenDay(s)
	case FieldChoice:
		i := slices.IndexFunc(f.Choices, func(c string) bool { return strings.EqualFold(c, s) })
		if ok = i >= 0; ok {
			out = f.Choices[i]
		}
	case FieldYesNo:
		out, ok = writtenYesNo(s)
	default:
		return "", NewError(CodeInvalid, "field-kind", "Kind", string(f.Kind))
	}
	if !ok {
		return "", NewError(CodeInvalid, "field-value-"+string(f.Kind), "Field", f.Name, "Text", s,
			"Choices", strings.Join(f.Choices, ", "))
	}
	return out, nil
}

// plainNumber is a number once its groups are joined: no exponent, no sign after.
var plainNumber = regexp.MustCompile(`^[+-]?[0-9]{1,30}(\.[0-9]{1,15})?$`)

// spaces are what parts groups of digits.
var spaces = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "−", "-")

func writtenNumber(s string) (string, bool) {
	s = spaces.Replace(s)
	if point, comma := strings.LastIndexByte(s, '.'), strings.LastIndexByte(s, ','); comma > point {
		s = strings.Replace(strings.ReplaceAll(s, ".", ""), ",", ".", 1) // 1.234,5
	} else if comma >= 0 {
		s = strings.ReplaceAll(s, ",", "") // 1,234.5
	}
	if !plainNumber.MatchString(s) {
		return "", false
	}
	sign := ""
	if s[0] == '+' || s[0] == '-' {
		sign, s = strings.TrimPrefix(s[:1], "+"), s[1:]
	}
	whole, part, _ := strings.Cut(s, ".")
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		return sign + whole + "." + part, true
	}
	if whole == "0" {
		sign = ""
	}
	return sign + whole, true
}

// writtenDay reads a day as it is written here: the day first, or ISO 8601.
func writtenDay(s string) (string, bool) {
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2-1-2006", "2/1/2006", "2006.1.2", "2006/1/2"} {
		if t, err := time.Parse(layout, strings.TrimSuffix(s, " r.")); err == nil && t.Year() > 0 {
			return DateOf(t).String(), true
		}
	}
	return "", false
}

func writtenYesNo(s string) (string, bool) {
	switch strings.ToLower(s) {
	case "yes", "y", "tak", "t", "true", "prawda", "1", "x", "✓":
		return "yes", true
	case "no", "n", "nie", "false", "fałsz", "0":
		return "no", true
	}
	return "", false
}
