// Package contactform is the form in which all that is known of a client is
// written down: the basics first, the rest folded away until it is needed.
//
// It knows the fields of a card and how they are read. What is kept, and who
// looks like somebody else, is its Service's business.
package contactform

import (
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// hour reads a time of day, "9", "9:30" or "18.00", as a minute of the day.
func hour(s string) (minute int, ok bool) {
	h, m, cut := strings.Cut(strings.ReplaceAll(strings.TrimSpace(s), ".", ":"), ":")
	if !cut {
		m = "0"
	}
	hours, err1 := strconv.Atoi(h)
	minutes, err2 := strconv.Atoi(m)
	if err1 != nil || err2 != nil || hours < 0 || hours > 24 || minutes < 0 || minutes > 59 || hours*60+minutes > 24*60 {
		return 0, false
	}
	return (hours*60 + minutes) % (24 * 60), true
}

// quiet reads the hours in which a client is left alone; both empty: none.
func quiet(from, to string) (data.QuietHours, error) {
	if strings.TrimSpace(from) == "" && strings.TrimSpace(to) == "" {
		return data.QuietHours{}, nil
	}
	a, ok1 := hour(from)
	b, ok2 := hour(to)
	if !ok1 || !ok2 || a == b {
		return data.QuietHours{}, data.NewError(data.CodeInvalid, "not-quiet-hours", "From", from, "To", to)
	}
	return data.QuietHours{From: a, To: b}, nil
}

// earliestBirth is the year before which nobody who is alive was born.
const earliestBirth = 1900

// birthYear reads a year of birth; none typed is 0.
func birthYear(s string, today data.Date) (int, error) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, nil
	}
	y, err := strconv.Atoi(s)
	if err != nil || y < earliestBirth || y > today.Year {
		return 0, data.NewError(data.CodeInvalid, "not-a-birth-year", "Text", s)
	}
	return y, nil
}

// tags splits what was typed at commas, in its order and without repeats.
func tags(s string) []string {
	var out []string
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
		if part = strings.Join(strings.Fields(part), " "); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// number reads a number of a field of the owner's, with a comma or a point, and
// returns it as it is kept.
func number(s string) (string, error) {
	plain := strings.NewReplacer(" ", "", "\u00a0", "", ",", ".").Replace(strings.TrimSpace(s))
	if plain == "" {
		return "", nil
	}
	if _, err := strconv.ParseFloat(plain, 64); err != nil || strings.ContainsAny(plain, "eExXnNiI") {
		return "", data.NewError(data.CodeInvalid, "not-a-number", "Text", s)
	}
	return strings.TrimPrefix(plain, "+"), nil
}

// The checks of single fields, each with the sentence to be shown beside it;
// an empty field is in order.

func checkNIP(s string) error {
	return unlessEmpty(s, func() error { _, err := match.NIP(s); return err })
}

func checkREGON(s string) error {
	return unlessEmpty(s, func() error { _, err := match.REGON(s); return err })
}

func checkEmail(s string) error {
	return unlessEmpty(s, func() error {
		if match.Email(s) == "" {
			return data.NewError(data.CodeInvalid, "contact-email", "Email", s)
		}
		return nil
	})
}

func checkPhone(s string) error {
	return unlessEmpty(s, func() error {
		if _, ok := match.Phone(s); !ok {
			return data.NewError(data.CodeInvalid, "contact-phone", "Phone", s)
		}
		return nil
	})
}

func checkDomain(s string) error {
	return unlessEmpty(s, func() error {
		if d := match.Domain(s); !strings.Contains(d, ".") || match.Everybodys(d) {
			return data.NewError(data.CodeInvalid, "contact-domain", "Domain", s)
		}
		return nil
	})
}

func unlessEmpty(s string, check func() error) error {
	if strings.TrimSpace(s) == "" {
		return nil
	}
	return check()
}

// ended reports whether a relation in this state has an ending to be told.
func ended(s data.ContactStatus) bool {
	return s == data.StatusEndedByClient || s == data.StatusEndedByUs
}

// typedName puts what was typed in search of somebody into a new contact: a
// number is a phone, an address an e-mail, the rest a name.
func typedName(typed string) data.Contact {
	c := data.Contact{Kind: data.Person, LegalType: data.Consumer, Status: data.StatusActive}
	typed = strings.Join(strings.Fields(typed), " ")
	switch norm, isPhone := match.Phone(typed); {
	case typed == "":
	case isPhone && norm != "":
		c.Handles = []data.Handle{{Kind: data.HandlePhone, Value: match.FormatPhone(typed)}}
	case match.Email(typed) != "":
		c.Handles = []data.Handle{{Kind: data.HandleEmail, Value: typed}}
	default:
		given, family, both := strings.Cut(typed, " ")
		if !both {
			given, family = "", typed
		}
		c.GivenName, c.FamilyName = given, family
	}
	return c
}

// summary joins what is in a folded section into a few words.
func summary(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return strings.TrimSpace(s) == "" }), " · ")
}
