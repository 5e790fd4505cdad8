package match

import (
	"slices"
	"strings"
	"unicode"
)

// Poland is the calling code of numbers that are written without one.
const poland = "48"

// Phone returns a phone number in E.164 ("+48426781122"). A number without a
// calling code is read by the Polish plan: nine digits, none of them a leading
// 0, though the trunk 0 of old times is understood. What follows "wew." or
// "ext." is an extension and left out. ok is false for what can't be a number.
func Phone(s string) (e164 string, ok bool) {
	digits, plus, ok := phoneDigits(withoutExtension(s))
	if !ok {
		return "", false
	}
	if !plus && strings.HasPrefix(digits, "00") {
		digits, plus = digits[2:], true
	}
	if plus {
		return international(digits)
	}
	switch {
	case len(digits) == 9:
		return polish(digits)
	case len(digits) == 10 && digits[0] == '0':
		return polish(digits[1:])
	case len(digits) == 11 && strings.HasPrefix(digits, poland):
		return polish(digits[2:])
	}
	return "", false
}

// international checks a number that was written with its calling code.
func international(digits string) (string, bool) {
	if rest, ok := strings.CutPrefix(digits, poland); ok {
		rest = strings.TrimPrefix(rest, "0") // +48 (0) 42 …
		return polish(rest)
	}
	code := callingCode(digits)
	if code == "" || len(digits) < len(code)+4 || len(digits) > 15 {
		return "", false
	}
	if trunkZero(code, digits) {
		digits = code + digits[len(code)+1:] // +44 (0) 20 …
		if trunkZero(code, digits) {
			return "", false // no plan writes two
		}
	}
	return "+" + digits, true
}

// trunkZero reports whether a number has the 0 that is dialled at home behind its
// calling code. Italy alone keeps its own, and a short number may begin with one.
func trunkZero(code, digits string) bool {
	return code != "39" && digits[len(code)] == '0' && len(digits)-len(code) > 7
}

// polish checks nine digits of the Polish plan.
func polish(digits string) (string, bool) {
	if len(digits) != 9 || digits[0] == '0' {
		return "", false
	}
	return "+" + poland + digits, true
}

// phoneDigits collects the digits. Letters other than a label in front
// ("tel.", "kom:") make it something else than a number.
func phoneDigits(s string) (digits string, plus, ok bool) {
	s = strings.TrimLeftFunc(strings.TrimSpace(s), func(r rune) bool {
		return unicode.IsLetter(r) || r == '.' || r == ':' || unicode.IsSpace(r)
	})
	var b []byte
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			b = append(b, byte(r))
		case r == '+':
			if len(b) > 0 || plus {
				return "", false, false
			}
			plus = true
		case unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || strings.ContainsRune("().-/\u200e\u202a\u202c\u2011", r):
		default:
			return "", false, false
		}
	}
	return string(b), plus, len(b) > 0
}

func withoutExtension(s string) string {
	low := strings.ToLower(s)
	if len(low) != len(s) {
		return s // a letter that changes its length: not a number anyway
	}
	for _, mark := range []string{"wewn", "wew", "ext", " w.", ";ext=", " x"} {
		if i := strings.Index(low, mark); i > 0 {
			return strings.TrimRight(s[:i], " ,;")
		}
	}
	return s
}

// twoDigitCodes are the calling codes of two digits (ITU E.164 list); 1 and 7
// stand alone and all others have three.
var twoDigitCodes = WordSet(`20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58
	60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98`)

func callingCode(digits string) string {
	switch {
	case digits == "" || digits[0] == '0':
		return ""
	case digits[0] == '1' || digits[0] == '7':
		return digits[:1]
	case len(digits) >= 2 && twoDigitCodes[digits[:2]]:
		return digits[:2]
	case len(digits) >= 3:
		return digits[:3]
	}
	return ""
}

// areaCodes are the two digits with which Polish landline numbers begin.
var areaCodes = WordSet(`12 13 14 15 16 17 18 22 23 24 25 29 32 33 34 41 42 43 44 46 48 52 54 55 56 58 59
	61 62 63 65 67 68 71 74 75 76 77 81 82 83 84 85 86 87 89 91 94 95`)

// FormatPhone writes a number as people read it: "601 234 567" for a Polish
// mobile, "42 678 11 22" for a Polish landline, "+44 2079 460 958" for a foreign
// one. What is not a number comes back as it was.
func FormatPhone(s string) string {
	e164, ok := Phone(s)
	if !ok {
		return s
	}
	if d, ok := strings.CutPrefix(e164, "+"+poland); ok {
		if areaCodes[d[:2]] {
			return d[:2] + " " + d[2:5] + " " + d[5:7] + " " + d[7:]
		}
		return d[:3] + " " + d[3:6] + " " + d[6:]
	}
	code := callingCode(e164[1:])
	rest := e164[1+len(code):]
	if code == "1" && len(rest) == 10 {
		return "+1 " + rest[:3] + " " + rest[3:6] + " " + rest[6:]
	}
	return "+" + code + " " + threes(rest)
}

// threes groups digits by three from the end, with no group of one digit.
func threes(d string) string {
	var parts []string
	for len(d) > 4 {
		parts = append(parts, d[len(d)-3:])
		d = d[:len(d)-3]
	}
	parts = append(parts, d)
	slices.Reverse(parts)
	return strings.Join(parts, " ")
}
