package quote

import (
	"strings"
)

// Mail programs announce a quote in one of three ways: a sentence ("On … X
// wrote:"), a line of dashes around a word ("-----Original Message-----"), or
// the header of the quoted message ("From: … Sent: … To: … Subject: …").

// Bounds on the first lines of a quote.
const (
	attributionLines = 4   // over which a program may break the sentence
	attributionBytes = 600 // of the sentence
	blockLines       = 7   // in which the header's fields stand
	blockFields      = 3   // how many of them make a header
)

// attributionAt returns over how many lines the sentence before a quote
// stretches that begins at line i; 0: none does. Of several readings the one
// counts that begins with a word that such sentences begin with, then the
// shortest.
func (s *splitter) attributionAt(i int) int {
	if !s.mayEnd(i) || !mayBegin(s.lines[i].words) {
		return 0
	}
	joined := ""
	for n := 1; n <= attributionLines && i+n <= len(s.lines); n++ {
		l := &s.lines[i+n-1]
		broken := l.words == ":" && l.depth == s.lines[i].depth+1 // "<a@b" and ">:" on the next line
		if l.blank() || l.depth != s.lines[i].depth && !broken || len(joined)+len(l.words) > attributionBytes {
			return 0
		}
		if joined != "" {
			joined += " "
		}
		joined += l.words
		if attribution(joined) {
			return n
		}
	}
	return 0
}

// mayEnd reports whether a line from i on ends as such a sentence does. Few do,
// which spares the others a closer look.
func (s *splitter) mayEnd(i int) bool {
	for n := 0; n < attributionLines && i+n < len(s.lines); n++ {
		w := s.lines[i+n].words
		if w == "" && s.lines[i+n].depth == 0 {
			return false
		}
		if w == "" {
			continue
		}
		if c := w[len(w)-1]; c == ':' || c == '-' || c == '*' || c == '_' || strings.HasSuffix(w, "wrote") {
			return true
		}
	}
	return false
}

// starters are the words that such sentences begin with.
var starters = written(`(?i)^(?:w dniu|dnia|wiadomość (?:napisana|od)|użytkownik|on|am|le|el|il|in data|em|op|den|på|` +
	`(?:pon|wt|śr|czw|pt|sob|nd|ndz|niedz)(?:iedziałek|orek|oda|artek|iątek|ota|iela)?|` +
	`(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|(?:mo|di|mi|do|fr|sa|so)|(?:lun|mar|mer|jeu|ven|sam|dim)|` +
	`(?:tir|ons|tor|fre|lør|søn|man)|(?:ma|ti|ke|to|pe|la|su)|(?:пн|вт|ср|чт|пт|сб|вс))[\s.,]`)

// mayBegin reports whether a line may begin such a sentence.
func mayBegin(line string) bool {
	line = strings.TrimLeft(line, "-*_ ")
	if line == "" {
		return false
	}
	return line[0] >= '0' && line[0] <= '9' || starters.MatchString(line) || strings.Contains(line, "@")
}

// evidence is a time or a year, without which a sentence with "wrote:" may be
// any other.
var evidence = written(`\b(?:19|20)\d\d\b|\b\d{1,2}[:.h]\d\d\b|@`)

// lastVerbs end such a sentence in languages that put the verb there.
var lastVerbs = written(`(?i)(?:^|[\s,>)"])(?:pisze|napisał(?:\(a\)|a|/a|o)?|napisano|napisali|wrote|writes|a écrit|escribió|` +
	`ha scritto|escreveu|kirjoitti|írta|napsal(?:\(a\)|a)?|написал(?:\(а\)|а)?)\s*:?\s*[-_*]*$`)

// midVerbs stand before the name in the others.
var midVerbs = written(`(?i)\s(?:schrieb|schreef|skrev|napisał(?:\(a\)|a)?|geschreven)\s.{1,200}:$`)

var (
	atEndAddress = written(`@\S+?>?\s*>?\s*:$`)
	polishApple  = written(`(?i)^wiadomość (?:napisana przez|od) .{1,300}\d.{0,60}:$`)
	userWrote    = written(`(?i)^użytkownik .{1,200} napisał(?:\(a\)|a)?:$`)
	youWrote     = written(`(?i)^(?:on .{4,60}\d.{0,20} you wrote|.{0,10}napisał(?:a|eś|aś|\(a\))? (?:pan|pani) .{0,60}\d.{0,60}):$`)
	timeOrDate   = written(`\b\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|\b\d{1,2}[:.h]\d\d\b`)
)

// attribution reports whether a sentence announces a quote.
func attribution(s string) bool {
	bare := strings.Trim(s, "-*_ ")
	if bare == "" || strings.Contains(bare, "://") && !strings.Contains(bare, "@") {
		return false
	}
	if polishApple.MatchString(bare) || userWrote.MatchString(bare) || youWrote.MatchString(bare) {
		return true
	}
	ends := strings.HasSuffix(bare, ":") || dashed(s) || strings.HasSuffix(bare, "wrote")
	return ends && evidence.MatchString(bare) && wrote(bare)
}

// wrote reports whether a sentence with a time or an address in it says that
// somebody wrote.
func wrote(s string) bool {
	colon := strings.HasSuffix(s, ":")
	known := s[0] >= '0' && s[0] <= '9' || starters.MatchString(s)
	address := strings.Contains(s, "@")
	switch {
	case !known && !address:
		return false
	case lastVerbs.MatchString(s):
		return colon || known
	case !colon:
		return false
	case midVerbs.MatchString(s):
		return address || timeOrDate.MatchString(s)
	}
	return known && atEndAddress.MatchString(s) && timeOrDate.MatchString(s)
}

// dashed reports whether a line stands between dashes.
func dashed(s string) bool { return strings.HasPrefix(s, "--") && strings.HasSuffix(s, "--") }

// originals are the words that stand between dashes above a quote.
var originals = written(`(?i)^[*\s]*-{2,}[*\s]*(?:oryginalna wiadomość|wiadomość oryginalna|pierwotna wiadomość|wiadomość pierwotna|` +
	`treść oryginalnej wiadomości|wiadomość źródłowa|odpowiedź|original message|original appointment|reply message|` +
	`original-?nachricht|ursprüngliche nachricht|ursprüngliche e?-?mail|message d['’]origine|message original|mensaje original|` +
	`mensagem original|messaggio originale|oprindelig besked|oprindelig meddelelse|originele bericht|oorspronkelijk bericht|` +
	`opprinnelig melding|ursprungligt meddelande|původní zpráva)[*\s]*-{2,}`)

func originalMark(line string) bool { return maybeDashed(line) && originals.MatchString(line) }

// forwards are the words above a message that is passed on.
var forwardsDashed = written(`(?i)^[*\s]*-{2,}[*\s]*(?:wiadomość przekazana(?: dalej)?|przekazana wiadomość|przekazywana wiadomość|` +
	`treść przekazanej wiadomości|treść przekazywanej wiadomości|początek (?:przekazanej|przekazywanej) wiadomości|` +
	`wiadomość przesłana dalej|przesłana wiadomość|forwarded message|forwarded by .{1,100}|forwarded mail|weitergeleitete nachricht|` +
	`weitergeleitet(?:e mail| von .{1,100})|message transféré|message réexpédié|mensaje reenviado|messaggio inoltrato|` +
	`doorgestuurd bericht|mensagem encaminhada)[*\s]*-{0,}`)

// barely are those that stand without dashes, in lower case.
var barely = map[string]bool{
	"początek przekazanej wiadomości": true, "początek przekazywanej wiadomości": true, "wiadomość przekazana dalej": true,
	"przekazana wiadomość": true, "wiadomość przekazana": true, "begin forwarded message": true,
	"anfang der weitergeleiteten nachricht": true, "anfang der weitergeleiteten e-mail": true,
	"début du message réexpédié": true, "début du message transféré": true, "inizio messaggio inoltrato": true,
	"inicio del mensaje reenviado": true,
}

// longestBare bounds those words, in bytes.
const longestBare = 48

func forwardMark(line string) bool {
	if maybeDashed(line) {
		return forwardsDashed.MatchString(line)
	}
	return len(line) < longestBare && barely[strings.ToLower(strings.TrimRight(line, ": "))]
}

func maybeDashed(line string) bool {
	return strings.HasPrefix(line, "-") || strings.HasPrefix(line, "*")
}

// underlined reports whether a line is nothing but a rule.
func underlined(line string) bool {
	return len(line) >= 4 && (strings.Trim(line, "_") == "" || strings.Trim(line, "-") == "" || strings.Trim(line, "=") == "")
}

// forwardPrefixes begin the subject of a message that is passed on.
var forwardPrefixes = map[string]bool{
	"fw": true, "fwd": true, "pd": true, "wg": true, "tr": true, "rv": true, "i": true, "vs": true, "enc": true, "doorst": true,
	"przekazano": true, "przekazane": true,
}

// Forwards reports whether a subject says that a message is passed on.
func Forwards(subject string) bool {
	prefix, _, ok := strings.Cut(subject, ":")
	if !ok || len(prefix) > longestLabel {
		return false
	}
	prefix, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(prefix)), "[") // Fwd[2]:
	return forwardPrefixes[strings.TrimRight(prefix, ". ")]
}
