package notation

import (
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// Own returns the written form of a value for one of the owner's own fields,
// false for what it can't hold.
func Own(f data.CustomField, s string, monthFirst bool) (string, bool) {
	s = Text(s)
	switch f.Kind {
	case data.FieldNumber:
		return ParseNumber(s)
	case data.FieldDate:
		d, ok := ParseDate(s, monthFirst)
		return d.String(), ok
	case data.FieldYesNo:
		yes, ok := YesNo(s)
		if yes {
			return "yes", true
		}
		return "no", ok
	case data.FieldChoice:
		for _, c := range f.Choices {
			if match.Fold(strings.TrimSpace(c)) == match.Fold(s) {
				return c, true
			}
		}
		return "", s == ""
	}
	return s, true
}
