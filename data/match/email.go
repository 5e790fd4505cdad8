package match

import (
	"strings"
	"unicode"
)

// Email returns the form of an e-mail address that is compared: lower case, no
// tag after a plus sign, and for Gmail no dots before the @ and one domain. It
// returns "" for what is not an address.
func Email(s string) string {
	local, domain, ok := splitEmail(s)
	if !ok {
		return ""
	}
	if plain, _, tagged := strings.Cut(local, "+"); tagged && plain != "" {
		local = plain
	}
	if domain == "googlemail.com" {
		domain = "gmail.com"
	}
	if domain == "gmail.com" {
		if bare := strings.ReplaceAll(local, ".", ""); bare != "" {
			local = bare
		}
	}
	return local + "@" + domain
}

// Domain returns the domain of an e-mail address, or the domain itself when
// given one ("www." dropped), in lower case; "" for what is neither.
func Domain(s string) string {
	if _, domain, ok := splitEmail(s); ok {
		return domain
	}
	if strings.Contains(s, "@") {
		return ""
	}
	d := strings.TrimPrefix(cleanDomain(strings.TrimSpace(s)), "www.")
	if !validDomain(d) {
		return ""
	}
	return d
}

// splitEmail takes "Name <a@b>", "mailto:a@b" and "a@b" apart.
func splitEmail(s string) (local, domain string, ok bool) {
	s = strings.TrimSpace(s)
	if i := strings.LastIndexByte(s, '<'); i >= 0 {
		if j := strings.IndexByte(s[i:], '>'); j > 0 {
			s = s[i+1 : i+j]
		}
	}
	s = strings.ToLower(strings.TrimSpace(s))
	s = strings.TrimPrefix(s, "mailto:")
	at := strings.LastIndexByte(s, '@')
	if at <= 0 {
		return "", "", false
	}
	local, domain = s[:at], cleanDomain(s[at+1:])
	if strings.ContainsFunc(local, badInLocal) || !validDomain(domain) {
		return "", "", false
	}
	return local, domain, true
}

func badInLocal(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || r == unicode.ReplacementChar || strings.ContainsRune(`<>,;:"()[]\@`, r)
}

func cleanDomain(s string) string { return strings.TrimSuffix(strings.ToLower(s), ".") }

func validDomain(d string) bool {
	if len(d) > 253 || d == "" {
		return false
	}
	for label := range strings.SplitSeq(d, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for _, r := range label {
			if r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				return false
			}
		}
	}
	return true
}

// shared are the names before the @ that stand for an office and not a person.
var shared = WordSet(`admin administracja administrator bank billing biuro bok contact dzialhandlowy faktury
	handel hello help info informacja infolinia kadry kancelaria kontakt ksiegowosc marketing obsluga office
	poczta pomoc recepcja reklamacje rezerwacje sales sekretariat serwis service sklep sprzedaz support
	team warsztat webmaster zamowienia zarzad`)

// SharedBox reports whether the address is an office's and not a person's, as
// biuro@ or info@ are.
func SharedBox(s string) bool {
	local, _, ok := splitEmail(s)
	return ok && shared[strings.ReplaceAll(Fold(local), "-", "")]
}
