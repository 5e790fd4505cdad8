package notation

import (
	"regexp"
	"strconv"
	"strings"

	"kartoteka/data/match"
)

// IsEmail reports whether a cell is one address and nothing else. Those of
// plain letters, which nearly all are, are seen at once.
func IsEmail(s string) bool {
	at := strings.IndexByte(s, '@')
	if at > 0 && at < 65 && len(s) < 200 && strings.Trim(s[:at], plainSigns+"_+") == "" && plainDomain(s[at+1:]) {
		return true
	}
	return !strings.ContainsAny(s, "<, ;:\n") && match.Email(s) != ""
}

const plainSigns = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-"

func plainDomain(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	return dot > 0 && len(s)-dot > 2 && strings.Trim(s, plainSigns) == "" && s[0] != '-' && s[0] != '.' &&
		s[len(s)-1] != '-' && !strings.Contains(s, "..") && !strings.Contains(s, ".-") && !strings.Contains(s, "-.") && len(s) < 60
}

// IsPhone reports whether a cell is a phone number. Nine digits, with spaces or
// not, are seen at once.
func IsPhone(s string) bool {
	digits := 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '1' && c <= '9', c == '0' && digits > 0:
			digits++
		case c == ' ' && digits > 0:
		default:
			_, ok := match.Phone(s)
			return ok
		}
	}
	if digits == 9 {
		return true
	}
	_, ok := match.Phone(s)
	return ok
}

// Email returns the address in "Name <address>" or "mailto:address", "" for
// what is none.
func Email(s string) string {
	s = strings.TrimSpace(s)
	if match.Email(s) == "" {
		return ""
	}
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		s, _, _ = strings.Cut(s[i+1:], ">")
	}
	s = strings.TrimSpace(s)
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	return s
}

// mangled is what a spreadsheet makes of a long number in a narrow column.
var mangled = regexp.MustCompile(`^[+]?\d([.,]\d+)?[eE]\+?\d+$`)

// Unmangle writes 6.01234567E+08 out; ok is false if a digit was lost. What is no
// such number comes back as it is.
func Unmangle(s string) (full string, ok bool) {
	if !mangled.MatchString(s) {
		return s, true
	}
	s = strings.Replace(s, ",", ".", 1)
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f > 1e15 {
		return "", false
	}
	mantissa, _, _ := strings.Cut(strings.ToLower(s), "e")
	digits := strconv.FormatFloat(f, 'f', 0, 64)
	return digits, len(strings.TrimPrefix(mantissa, "+"))-1 >= len(digits)
}

// SplitPhones takes several numbers in one cell apart. A slash within a number
// ("42/678 11 22") is no separator.
func SplitPhones(s string) []string {
	var out []string
	for _, part := range SplitList(s) {
		if _, ok := match.Phone(part); ok {
			out = append(out, part)
			continue
		}
		halves := strings.FieldsFunc(strings.NewReplacer(" lub ", "|", " i ", "|", " or ", "|", "/", "|", `\`, "|").Replace(part),
			func(r rune) bool { return r == '|' })
		whole := len(halves) > 1
		for i, h := range halves {
			halves[i] = strings.TrimSpace(h)
			if _, ok := match.Phone(h); !ok {
				whole = false
			}
		}
		if whole {
			out = append(out, halves...)
			continue
		}
		out = append(out, part)
	}
	return out
}
