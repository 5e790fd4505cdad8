package person

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"kartoteka/data/store/fulltext"
)

// Place is where something stands in a text, in bytes. A certain place names
// the person and nobody else.
type Place struct {
	Start, End    int
	Certain, Name bool
}

// Find returns the places at which a text names the person, in their order.
func (who *Identity) Find(s string) []Place {
	if s == "" {
		return nil
	}
	var out []Place
	out = who.findEmails(s, out)
	out = who.findDigits(s, out)
	out = who.findNames(s, out)
	slices.SortFunc(out, func(a, b Place) int { return a.Start - b.Start })
	return out
}

// redacted stands where somebody was named.
const redacted = "[…]"

// Redact replaces every certain place and reports whether there was one, and
// whether there are others.
func (who *Identity) Redact(s string) (out string, changed, doubtful bool) {
	var b strings.Builder
	at := 0
	for _, p := range who.Find(s) {
		if !p.Certain {
			doubtful = true
			continue
		}
		changed = true
		if p.Start > at || at == 0 {
			b.WriteString(s[at:max(at, p.Start)])
			b.WriteString(redacted)
		}
		at = max(at, p.End)
	}
	if !changed {
		return s, false, doubtful
	}
	b.WriteString(s[at:])
	return b.String(), true, doubtful
}

// addressSign reports whether a byte may stand in an address, so that a longer
// address is not taken for the person's.
func addressSign(c byte) bool {
	return c >= 0x80 || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || strings.IndexByte("._%+-", c) >= 0
}

// goesOn reports whether an address is longer than what was found; a full stop
// at the end of a sentence is none of its signs.
func goesOn(rest string) bool {
	dots := len(rest) - len(strings.TrimLeft(rest, "."))
	return dots < len(rest) && addressSign(rest[dots])
}

func (who *Identity) findEmails(s string, out []Place) []Place {
	if strings.IndexByte(s, '@') < 0 {
		return out
	}
	low := lowerASCII(s)
	for _, e := range who.Emails {
		for at := 0; ; {
			i := strings.Index(low[at:], e)
			if i < 0 {
				break
			}
			start := at + i
			at = start + len(e)
			if start > 0 && addressSign(low[start-1]) || goesOn(low[at:]) {
				continue
			}
			out = append(out, Place{Start: start, End: at, Certain: true})
		}
	}
	return out
}

// lowerASCII keeps every place where it was.
func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// digitsAt are the digits of a number as it is written, with their places.
type digitsAt struct {
	digits []byte
	at     []int
}

// findDigits finds numbers however they are grouped.
func (who *Identity) findDigits(s string, out []Place) []Place {
	if len(who.Digits) == 0 {
		return out
	}
	var n digitsAt
	gap := 0
	flush := func() {
		out = who.matchDigits(n, out)
		n, gap = digitsAt{}, 0
	}
	for i, r := range s {
		switch {
		case r >= '0' && r <= '9':
			n.digits, n.at, gap = append(n.digits, byte(r)), append(n.at, i), 0
		case len(n.digits) > 0 && gap < 2 && (unicode.IsSpace(r) || strings.ContainsRune("-.()/\u2011\u2013", r)):
			gap++
		case len(n.digits) > 0:
			flush()
		}
	}
	flush()
	return out
}

func (who *Identity) matchDigits(n digitsAt, out []Place) []Place {
	for _, d := range who.Digits {
		for at := 0; ; {
			i := strings.Index(string(n.digits[at:]), d)
			if i < 0 {
				break
			}
			first := at + i
			last := first + len(d) - 1
			at = first + 1
			if last+1 < len(n.at) && n.at[last+1] == n.at[last]+1 {
				continue // a longer number
			}
			if first > 0 && n.at[first-1] == n.at[first]-1 {
				head := string(n.digits[:first])
				if !strings.HasSuffix(head, "48") && !strings.HasSuffix(head, "0") {
					continue
				}
			}
			out = append(out, Place{Start: n.at[first], End: n.at[last] + 1, Certain: true})
		}
	}
	return out
}

// wordAt is a folded word of a text.
type wordAt struct {
	folded     string
	start, end int
}

func (who *Identity) findNames(s string, out []Place) []Place {
	if !who.mayBeNamed(s) {
		return out
	}
	words := wordsOf(s)
	for i := range words {
		for j := range who.Names {
			n := &who.Names[j]
			if i+len(n.Words) > len(words) || !n.stands(words[i:]) {
				continue
			}
			last := words[i+len(n.Words)-1]
			if !inAddress(s, words[i].start, last.end) {
				out = append(out, Place{Start: words[i].start, End: last.end, Certain: !n.Shared, Name: true})
			}
		}
	}
	return out
}

// inAddress reports whether a place is a part of an e-mail address: that is
// somebody else's, or was found as a whole.
func inAddress(s string, start, end int) bool {
	sign := func(c byte) bool { return c >= 'A' && c <= 'Z' || c < 0x80 && addressSign(c) }
	for end < len(s) && sign(s[end]) {
		end++
	}
	for start > 0 && sign(s[start-1]) {
		start--
	}
	return end < len(s) && s[end] == '@' || start > 0 && s[start-1] == '@'
}

// mayBeNamed looks for the first words of the names only: most texts have none,
// and this is many times quicker than to split them.
func (who *Identity) mayBeNamed(s string) bool {
	return slices.ContainsFunc(who.Names, func(n knownName) bool {
		start, _ := fulltext.Find(s, stem(n.Words[0]), true)
		return start >= 0
	})
}

func (n *knownName) stands(words []wordAt) bool {
	for i, w := range n.Words {
		if !declined(words[i].folded, w) {
			return false
		}
	}
	return true
}

// wordsOf splits a text into folded words with their places.
func wordsOf(s string) []wordAt {
	var out []wordAt
	var b strings.Builder
	start := -1
	end := func(at int) {
		if start >= 0 {
			out = append(out, wordAt{b.String(), start, at})
			b.Reset()
			start = -1
		}
	}
	for i := 0; i < len(s); {
		r, n := fulltext.LetterAt(s, i)
		switch r {
		case fulltext.Gap:
			end(i)
		case fulltext.Mark:
		default:
			if start < 0 {
				start = i
			}
			b.WriteRune(r)
		}
		i += n
	}
	end(len(s))
	return out
}

// RedactIn replaces names in a text, or in the strings of a JSON value.
func (who *Identity) RedactIn(s string, isJSON bool) (out string, changed, doubtful bool) {
	if !isJSON {
		return who.Redact(s)
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		return who.Redact(s)
	}
	v = who.redactValue(v, &changed, &doubtful)
	if !changed {
		return s, false, doubtful
	}
	b, err := json.Marshal(v)
	if err != nil {
		return redacted, true, doubtful // strings, numbers and lists always have a JSON form
	}
	return string(b), true, doubtful
}

func (who *Identity) redactValue(v any, changed, doubtful *bool) any {
	switch v := v.(type) {
	case string:
		out, c, d := who.Redact(v)
		*changed, *doubtful = *changed || c, *doubtful || d
		return out
	case []any:
		for i := range v {
			v[i] = who.redactValue(v[i], changed, doubtful)
		}
	case map[string]any:
		for k := range v {
			v[k] = who.redactValue(v[k], changed, doubtful)
		}
	}
	return v
}

// InBytes looks for the person's addresses in bytes, whatever the case of their letters.
func (who *Identity) InBytes(raw []byte) bool {
	if len(who.Emails) == 0 {
		return false
	}
	low := lowerASCII(string(raw))
	return slices.ContainsFunc(who.Emails, func(a string) bool {
		i := strings.Index(low, a)
		return i >= 0 && (i == 0 || !addressSign(low[i-1])) && !goesOn(low[i+len(a):])
	})
}
