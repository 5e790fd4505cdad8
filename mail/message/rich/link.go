package rich

import (
	"net/netip"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/idna"

	"kartoteka/data"
	"kartoteka/mail/message/charset"
)

// longestTarget bounds the targets that can be opened.
const longestTarget = 8000

// Link reads where a link leads. It returns nil for one within the page.
func Link(href string) *data.RichLink {
	href = strings.Map(func(r rune) rune {
		if r <= ' ' || r == 0x7f || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || charset.IsBidiControl(r) {
			return -1
		}
		return r
	}, href)
	if href == "" || href[0] == '#' {
		return nil
	}
	if strings.HasPrefix(href, "//") {
		href = "https:" + href
	}
	scheme, rest, ok := strings.Cut(href, ":")
	if !ok || len(href) > longestTarget {
		return dead(href)
	}
	switch scheme = strings.ToLower(scheme); scheme {
	case "mailto":
		to, _, _ := strings.Cut(rest, "?")
		if u, err := url.PathUnescape(to); err == nil {
			to = u
		}
		return &data.RichLink{Target: href, Host: charset.CleanLine(to)}
	case "http", "https":
		return page(scheme, rest)
	}
	return dead(href)
}

// dead is a link that leads nowhere.
func dead(href string) *data.RichLink {
	return &data.RichLink{Host: clip(href), Warning: data.LinkKind}
}

// page is a link to a page. Browsers take a backslash for a slash; so is it
// read here.
func page(scheme, rest string) *data.RichLink {
	href := scheme + ":" + strings.ReplaceAll(rest, `\`, "/")
	u, err := url.Parse(href)
	if err != nil || u.Host == "" {
		return dead(href)
	}
	l := &data.RichLink{}
	l.Host, l.Warning = host(u.Hostname())
	if u.User != nil && l.Warning == data.LinkPlain {
		l.Warning = data.LinkUser
	}
	port := u.Port()
	u.Host = toASCII(strings.ToLower(u.Hostname()))
	if strings.Contains(u.Host, ":") {
		u.Host = "[" + u.Host + "]" // a number of version 6
	}
	if port != "" {
		u.Host += ":" + port
	}
	l.Target = u.String()
	return l
}

func clip(s string) string {
	const longest = 120
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "") + "…"
}

// Polish letters, with which a Polish name may be written and still be shown as
// it is. Whatever else is beyond ASCII may look like other letters (UTS 39).
const polish = "ąćęłńóśźż"

// host returns a host as it is shown, and what is odd about it.
func host(name string) (string, data.LinkWarning) {
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if _, err := netip.ParseAddr(name); err == nil || numeric(name) {
		return name, data.LinkNumbers
	}
	shown, err := idna.Display.ToUnicode(name)
	if err != nil {
		return toASCII(name), data.LinkLetters
	}
	for _, r := range shown {
		if r >= 0x80 && !strings.ContainsRune(polish, r) {
			return toASCII(name), data.LinkLetters
		}
	}
	return shown, data.LinkPlain
}

// numeric reports whether a host is a number in a form that browsers take for
// an address: 3232235777, 0x7f.1.
func numeric(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		part = strings.TrimPrefix(part, "0x")
		if part == "" || strings.Trim(part, "0123456789abcdef") != "" {
			return false
		}
	}
	return strings.ContainsAny(s[:1], "0123456789")
}

func toASCII(name string) string {
	if a, err := idna.Punycode.ToASCII(name); err == nil {
		return a
	}
	return clip(name)
}

// named finds the hosts that a link's words name.
var named = regexp.MustCompile(`(?i)(?:[a-z0-9ąćęłńóśźż](?:[a-z0-9ąćęłńóśźż-]*[a-z0-9ąćęłńóśźż])?\.)+[a-z]{2,24}\b`)

// Judge compares a link's words with where it leads. A file's name is no host.
func Judge(l *data.RichLink, words string) {
	if l == nil || l.Warning != data.LinkPlain || len(words) > 2000 {
		return
	}
	_, at, mail := strings.Cut(l.Host, "@")
	real := l.Host
	if mail {
		real = at
	}
	for _, n := range named.FindAllString(words, 4) {
		if n = strings.ToLower(n); !known(n, words) {
			continue
		}
		if owner(n) != owner(real) {
			l.Warning = data.LinkElsewhere
			return
		}
	}
}

// known reports whether what looks like a host is one: it is called as one, or
// ends as hosts do that Poles meet. "faktura.pdf" ends otherwise.
func known(n, words string) bool {
	low := strings.ToLower(words)
	if strings.HasPrefix(n, "www.") || strings.Contains(low, "://"+n) || strings.Contains(low, "@"+n) {
		return true
	}
	return endings[n[strings.LastIndexByte(n, '.')+1:]]
}

var endings = map[string]bool{
	"pl": true, "com": true, "net": true, "org": true, "eu": true, "info": true, "biz": true, "de": true, "uk": true, "cz": true, "sk": true,
	"fr": true, "it": true, "es": true, "ua": true, "ru": true, "us": true, "io": true, "co": true, "app": true, "dev": true, "online": true,
	"shop": true, "store": true, "site": true, "xyz": true, "top": true, "gov": true, "edu": true, "at": true, "ch": true, "nl": true, "be": true,
	"se": true, "no": true, "dk": true, "fi": true, "lt": true, "lv": true, "ee": true, "me": true, "tv": true, "bank": true, "example": true,
}

// seconds are names under a country's that belong to nobody by themselves.
var seconds = map[string]bool{
	"com": true, "co": true, "net": true, "org": true, "gov": true, "edu": true, "info": true, "biz": true, "waw": true, "ac": true, "gmina": true,
	"powiat": true, "mil": true, "art": true, "sklep": true, "nom": true,
}

// owner returns the part of a host that one owner has.
func owner(h string) string {
	labels := strings.Split(strings.TrimPrefix(h, "www."), ".")
	n := 2
	if len(labels) > 2 && len(labels[len(labels)-1]) == 2 && seconds[labels[len(labels)-2]] {
		n = 3
	}
	return strings.Join(labels[max(0, len(labels)-n):], ".")
}
