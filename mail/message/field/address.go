package field

import (
	"strings"

	"kartoteka/data"
	"kartoteka/mail/message/charset"
	"kartoteka/mail/message/note"
)

// MaxAddresses bounds the addresses that are kept of one field.
const MaxAddresses = 2000

// Addresses reads an address list as people and programs write it: names with
// raw letters, unquoted commas and brackets, groups, comments, missing signs.
// A name without an address comes back as a name.
func Addresses(v []byte, hint string, n *note.List) []data.Address {
	if v == nil {
		return nil
	}
	s := Unfold(v)
	if !plainHeader(s) {
		s = rawLetters(s, hint, n)
	}
	var list []data.Address
	var pending []string // pieces without an address: the first words of a name with a comma in it
	flush := func() {
		for _, text := range pending {
			list = appendAddress(list, readMailbox(text, n))
		}
		pending = nil
	}
	for _, m := range splitMailboxes(s) {
		if len(list)+len(pending) >= MaxAddresses {
			n.Add(note.Addresses)
			break
		}
		switch {
		case m.angle && len(pending) > 0 && m.commas:
			m.text = strings.Join(append(pending, m.text), ", ")
			pending = nil
			list = appendAddress(list, readMailbox(m.text, n))
		case !m.angle && !m.at:
			pending = append(pending, m.text)
		default:
			flush()
			list = appendAddress(list, readMailbox(m.text, n))
		}
	}
	flush()
	return list
}

func appendAddress(list []data.Address, a data.Address) []data.Address {
	if a.Name == "" && a.Email == "" {
		return list
	}
	return append(list, a)
}

// piece is a stretch of an address list between two separators.
type piece struct {
	text   string
	angle  bool // has a "<"
	at     bool // has an "@" outside of quotes and comments
	commas bool // a comma stands before it
}

// splitter walks over an address list.
type splitter struct {
	s       string
	pieces  []piece
	start   int
	cur     piece
	noQuote bool // no closing quote is left
	last    int  // behind the last closing angle bracket
}

// splitMailboxes cuts a list at the commas and semicolons that are not inside
// quotes, comments, angle brackets or encoded words, and takes groups apart.
func splitMailboxes(s string) []piece {
	p := &splitter{s: s}
	hasSemicolon := strings.IndexByte(s, ';') >= 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			i = p.skipQuote(i)
		case '(':
			i = skipParens(s, i)
		case '<':
			if p.cur.angle && p.cur.at { // the comma before this one is missing
				p.cutMissing(i)
			}
			p.cur.angle = true
			end := p.skipAngle(i)
			p.cur.at = strings.IndexByte(s[i:end+1], '@') >= 0
			p.last, i = end+1, end
		case '@':
			p.cur.at = true
		case '=':
			i = skipWord(s, i)
		case ':':
			if hasSemicolon && !p.cur.at && !p.cur.angle { // "group: a, b;"
				p.start = i + 1
			}
		case ',', ';':
			p.cut(i, s[i] == ',')
		}
	}
	p.cut(len(s), false)
	return p.pieces
}

// skipWord returns the index of the last sign of the encoded word at i; i if
// there is none.
func skipWord(s string, i int) int {
	const maxWord = 2000
	if strings.HasPrefix(s[i:], "=?") {
		if _, length := parseWord(s[i:min(len(s), i+maxWord)], -1); length > 0 {
			return i + length - 1
		}
	}
	return i
}

func (p *splitter) cut(i int, comma bool) {
	p.cur.text = strings.Trim(p.s[min(p.start, i):i], " \t")
	switch words := strings.Fields(p.cur.text); {
	case p.cur.text == "":
	case !p.cur.angle && p.cur.at && allAddresses(words): // "a@b c@d"
		for _, w := range words {
			p.pieces = append(p.pieces, piece{text: w, at: true})
		}
	default:
		p.pieces = append(p.pieces, p.cur)
	}
	p.cur = piece{commas: comma}
	p.start = i + 1
}

// cutMissing cuts behind the last address, where a comma should be.
func (p *splitter) cutMissing(i int) {
	p.cut(min(p.last, i), false)
	p.start--
}

// allAddresses says whether all of several words are addresses.
func allAddresses(words []string) bool {
	for _, w := range words {
		if at := strings.IndexByte(w, '@'); at <= 0 || at == len(w)-1 || strings.ContainsAny(w, `"()`) {
			return false
		}
	}
	return len(words) > 1
}

// skipQuote returns the index of the closing quote; the opening one's if there
// is none, which makes it an ordinary sign.
func (p *splitter) skipQuote(i int) int {
	if p.noQuote {
		return i
	}
	for k := i + 1; k < len(p.s); k++ {
		switch p.s[k] {
		case '\\':
			k++
		case '"':
			return k
		}
	}
	p.noQuote = true
	return i
}

// skipAngle returns the index of the ">" that closes, or of what stands before
// the next separator if none does.
func (p *splitter) skipAngle(i int) int {
	for k := i + 1; k < len(p.s); k++ {
		switch p.s[k] {
		case '>':
			return k
		case '<':
			return k - 1
		case ';', '"':
			return k - 1
		case ',':
			if p.s[i+1] != '@' { // but "<@relay,@relay:a@b>" is a route
				return k - 1
			}
		}
	}
	return len(p.s) - 1
}

// skipParens returns the index of the parenthesis that closes the one at i;
// i if none does.
func skipParens(s string, i int) int {
	const maxComment = 400 // keeps a list of nothing but "(" from being slow
	depth := 0
	for k := i; k < len(s) && k < i+maxComment; k++ {
		switch s[k] {
		case '\\':
			k++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return k
			}
		}
	}
	return i
}

// readMailbox reads one mailbox.
func readMailbox(s string, n *note.List) data.Address {
	name, email := cutMailbox(s)
	a := data.Address{Name: readName(name, n), Email: readEmail(email, n)}
	if strings.EqualFold(a.Name, a.Email) {
		a.Name = ""
	}
	return a
}

// cutMailbox finds the address in a mailbox; the rest is the name.
func cutMailbox(s string) (name, email string) {
	if open, end := findAngle(s); open >= 0 {
		name, email = s[:open], s[open:end]
		if words := strings.Fields(strings.Trim(email, "<> \t")); len(words) > 1 {
			return cutWords(name, email, words)
		}
		rest := strings.Trim(s[end:], "<> \t")
		if strings.Trim(email, "<> \t") == "" && strings.Contains(rest, "@") { // "<> a@b"
			return name, rest
		}
		if rest != "" {
			name = strings.TrimRight(name, " ") + " " + rest
		}
		return name, email
	}
	comment := ""
	if i := strings.IndexByte(s, '('); i >= 0 {
		if k := skipParens(s, i); k > i {
			comment = s[i+1 : k]
			s = strings.TrimSpace(s[:i] + " " + s[k+1:])
		}
	}
	if inner := strings.Trim(s, `"`); len(inner) == len(s)-2 && strings.Count(s, `"`) == 2 {
		if !strings.ContainsAny(inner, " \t") && strings.Contains(inner, "@") {
			return comment, inner // the whole address in quotes
		}
		return s, ""
	}
	if at := strings.LastIndexByte(s, '@'); at >= 0 {
		return cutBare(s, at, comment)
	}
	if isLocalUser(s) {
		return comment, s
	}
	return strings.TrimSpace(s + " " + comment), ""
}

// cutWords takes several words in angle brackets apart: a name and an address,
// or a name alone, as the browsers that save pages write it. Blanks within one
// address, which folding may have left, go.
func cutWords(before, angle string, words []string) (name, email string) {
	last := words[len(words)-1]
	domain := strings.TrimSpace(last[strings.LastIndexByte(last, '@')+1:])
	switch {
	case !strings.Contains(angle, "@"):
		return strings.TrimSpace(before + " " + strings.Join(words, " ")), ""
	case strings.IndexByte(last, '@') > 0 && (len(words) > 2 || strings.EqualFold(words[0], domain) || strings.Contains(words[0], "@")):
		if strings.TrimSpace(before) == "" {
			before = strings.Join(words[:len(words)-1], " ")
		}
		return before, last
	}
	return before, angle
}

// isLocalUser says whether a word without "@" is an address all the same:
// MAILER-DAEMON, root.
func isLocalUser(s string) bool {
	return s != "" && !strings.ContainsAny(s, " \t\"[]()") && charset.IsASCII(s) && !strings.HasPrefix(s, "=?")
}

// cutBare takes the word around the "@" of a mailbox without angle brackets.
func cutBare(s string, at int, comment string) (name, email string) {
	start := strings.LastIndexAny(s[:at], " \t") + 1
	if q := strings.LastIndexByte(s[:at], '"'); q == at-1 && q > 0 { // "jan kowalski"@b.pl
		if open := strings.LastIndexByte(s[:q], '"'); open >= 0 {
			start = open
		}
	}
	end := len(s)
	if i := strings.IndexAny(s[at:], " \t"); i >= 0 {
		end = at + i
	}
	// "=?utf-8?B?…?=a@b": the word before the address is a name.
	if i := strings.LastIndex(s[start:end], "?="); strings.HasPrefix(s[start:], "=?") && i > 0 && start+i+2 < at {
		start += i + 2
	}
	name = strings.TrimSpace(s[:start] + " " + s[end:])
	if name == "" {
		name = comment
	}
	return name, s[start:end]
}

// findAngle returns where the last angle-bracketed address of s lies; of
// several the last one that holds an "@". -1 if there is none.
func findAngle(s string) (open, end int) {
	open = -1
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			if k := strings.IndexByte(s[i+1:], '"'); k >= 0 {
				i += k + 1
			}
		case '<':
			k := len(s)
			if j := strings.IndexAny(s[i+1:], "<>"); j >= 0 {
				k = i + 1 + j
				if s[k] == '>' {
					k++
				}
			}
			if open < 0 || strings.IndexByte(s[i:k], '@') >= 0 {
				open, end = i, k
			}
			i = k - 1
		}
	}
	return open, end
}

// readName makes a name readable: quotes and escapes gone, words decoded.
func readName(s string, n *note.List) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if strings.IndexByte(s, '"') >= 0 {
		s = unquote(s)
	}
	s = parens.Replace(s)
	if strings.Contains(s, "=?") {
		s = Words(s, n)
	}
	s = charset.CleanLine(s)
	if len(s) > 1 && s[0] == '\'' && s[len(s)-1] == '\'' {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	if len(s) > 1 && s[0] == '(' && s[len(s)-1] == ')' {
		s = strings.TrimSpace(s[1 : len(s)-1])
	}
	return strings.Join(strings.Fields(trimName(s)), " ")
}

// trimName drops what separators and lone quotes a name is left with. Quotes
// within it stay: ФГУП "Чайка".
func trimName(s string) string {
	for {
		before := len(s)
		s = strings.Trim(s, " ,;<>")
		if n := strings.Count(s, `"`); n%2 == 1 || n == 2 && s[0] == '"' && s[len(s)-1] == '"' {
			s = strings.Trim(s, `"`)
		}
		if len(s) == before {
			return s
		}
	}
}

// parens are escaped in comments.
var parens = strings.NewReplacer(`\(`, "(", `\)`, ")")

// unquote drops quotes and the backslashes inside of them.
func unquote(s string) string {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			out = append(out, s[i])
		case s[i] != '"':
			out = append(out, s[i])
		}
	}
	return string(out)
}

// dropComments takes the comments out of an address.
func dropComments(s string) string {
	for from := 0; ; {
		i := strings.IndexByte(s[from:], '(')
		if i < 0 {
			return s
		}
		i += from
		if k := skipParens(s, i); k > i {
			s, from = s[:i]+s[k+1:], i
		} else {
			from = i + 1
		}
	}
}

// readEmail trims an address to what can be used, with its domain in lower
// case and its local part as written.
func readEmail(s string, n *note.List) string {
	if strings.Contains(s, "=?") {
		s = Words(s, n)
	}
	s = strings.Trim(dropComments(charset.CleanLine(s)), "<> \t,;")
	if strings.HasPrefix(s, "@") { // a route (RFC 822 §6.1)
		if i := strings.LastIndexByte(s, ':'); i >= 0 {
			s = s[i+1:]
		}
	}
	if len(s) > 7 && strings.EqualFold(s[:7], "mailto:") {
		s = s[7:]
	}
	if !strings.HasPrefix(s, `"`) {
		s = strings.Join(strings.Fields(strings.Trim(s, `"'`)), "")
	}
	at := strings.LastIndexByte(s, '@')
	if at < 0 {
		return s
	}
	return s[:at+1] + strings.ToLower(strings.TrimRight(s[at+1:], "."))
}
