package quote

import (
	"strings"

	"kartoteka/data"
)

// Bounds on what stands under a message.
const (
	signatureLines = 20  // after "--", which may be a rule as well
	closingLines   = 12  // after a closing word
	closingLine    = 110 // letters of such a line
	phoneLineBytes = 120
)

// phones are the lines that phones and free mailboxes put under messages.
var phones = written(`(?i)^(?:wysłan[eoay] (?:z|za pomocą|przy użyciu|przez) (?:m(?:ojego|ego|oim)\s)?.{0,14}(?:iphone|ipad|ipod|android|outlook|samsung|galaxy|huawei|xiaomi|redmi|` +
	`smartfon|telefon|urządze|tablet|aplikacj|poczty|programu|protonmail|proton mail|yahoo|gmail|wp|onet|o2|interi|blackberry|mobiln|honor|oneplus|motorol|nokia|sony|lg\b|xperia|windows|thunderbird).{0,60}|` +
	`pobierz (?:aplikację )?outlook.{0,60}|pobierz program outlook.{0,60}|uzyskaj (?:aplikację )?outlook.{0,60}|` +
	`sent (?:from|via|with|using) (?:my )?(?:iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|blackberry|verizon|windows|outlook|mail for|yahoo|typeapp|nokia|htc|lg|sony|proton|mobile|phone|mailbird|spark|gmail|bluemail|wiko|[\w-]+ (?:phone|mobile|tablet|device|app)).{0,50}|` +
	`sent from (?:my )?[\w-]+(?: [\w-]+){0,3}|` +
	`get outlook for .{0,60}|get bluemail.{0,40}|` +
	`(?:von mein(?:em|er) .{1,40} gesendet|gesendet (?:von|mit|über) .{1,60}|diese nachricht wurde von mein.{1,60})|` +
	`(?:envoyé (?:de|depuis|à partir de) .{1,60})|(?:inviato da(?:l mio)? .{1,60})|(?:enviado desde .{1,60})|(?:enviado do meu .{1,40})|` +
	`(?:verstuurd vanaf .{1,40})|(?:skickat från min .{1,40})|(?:sendt fra min .{1,40})|(?:lähetetty .{1,40}))[.!]?$`)

// phoneWords are the first words of such lines.
var phoneWords = map[string]bool{
	"wysłane": true, "wysłano": true, "wysłana": true, "wysłany": true, "pobierz": true, "uzyskaj": true, "sent": true, "get": true,
	"von": true, "gesendet": true, "diese": true, "envoyé": true, "inviato": true, "enviado": true, "verstuurd": true,
	"skickat": true, "sendt": true, "lähetetty": true,
}

// phoneLine reports whether a line is one that a phone puts under a message.
func phoneLine(line string) bool {
	line, _, _ = strings.Cut(line, "<http")
	line = strings.Trim(line, "*_-–— ")
	if len(line) > phoneLineBytes || strings.ContainsAny(line, ",;?") {
		return false
	}
	word, _, _ := strings.Cut(line, " ")
	return phoneWords[strings.ToLower(word)] && phones.MatchString(line)
}

// closings are the words with which letters end.
var closings = written(`(?i)^(?:z poważaniem|z wyrazami szacunku|z szacunkiem|łączę (?:pozdrowienia|wyrazy .{1,20})|` +
	`(?:serdecznie |gorąco |ciepło )?pozdrawiam(?:y)?(?: serdecznie| ciepło| gorąco| państwa)?|pozdrowienia|z pozdrowieniami|pozdr|` +
	`(?:dziękuję|dziękujemy) i pozdrawiam(?:y)?|(?:best|kind|warm|warmest|kindest)(?: |st )?regards|regards|best wishes|` +
	`(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|sincerely|cheers|cordially|` +
	`mit freundlichen grü(?:ß|ss)en|(?:viele|liebe|beste|freundliche|schöne) grü(?:ß|ss)e|mfg|lg|hochachtungsvoll|` +
	`(?:bien )?cordialement|bien à vous|salutations|sincères salutations|saludos(?: cordiales)?|atentamente|un saludo|` +
	`cordiali saluti|distinti saluti|met vriendelijke groet(?:en)?)\s*[,.!]*$`)

// closing reports whether a line is nothing but the words that end a letter.
func closing(line string) bool {
	if len(line) >= longestClosing {
		return false
	}
	end := strings.IndexAny(line, " ,.!")
	if end < 0 {
		end = len(line)
	}
	return closingWords[strings.ToLower(line[:end])] && closings.MatchString(line)
}

// longestClosing bounds those words, in bytes.
const longestClosing = 60

// closingWords are the first of them.
var closingWords = map[string]bool{
	"z": true, "łączę": true, "serdecznie": true, "gorąco": true, "ciepło": true, "pozdrawiam": true, "pozdrawiamy": true,
	"pozdrowienia": true, "pozdr": true, "dziękuję": true, "dziękujemy": true, "best": true, "kind": true, "kindest": true, "warm": true,
	"warmest": true, "regards": true, "yours": true, "sincerely": true, "cheers": true, "cordially": true, "mit": true, "viele": true,
	"liebe": true, "beste": true, "freundliche": true, "schöne": true, "mfg": true, "lg": true, "hochachtungsvoll": true, "bien": true,
	"cordialement": true, "salutations": true, "sincères": true, "saludos": true, "atentamente": true, "un": true, "cordiali": true,
	"distinti": true, "met": true,
}

// signatures marks what stands under what is said: each end of a run of said
// lines that is followed by a quote or by the text's end.
func (s *splitter) signatures() {
	end := len(s.lines)
	for end > 0 {
		if l := &s.lines[end-1]; l.kind != data.PassageSaid || l.depth > 0 {
			end--
			continue
		}
		begin := end
		for begin > 0 && s.lines[begin-1].kind == data.PassageSaid && s.lines[begin-1].depth == 0 {
			begin--
		}
		s.signature(begin, end)
		end = begin
	}
}

// signature marks the signature at the end of the lines from begin to end.
func (s *splitter) signature(begin, end int) {
	at := s.delimiter(begin, end)
	if at < 0 {
		at = s.closing(begin, end)
	}
	if at < 0 {
		return
	}
	for ; at < end; at++ {
		s.lines[at].kind = data.PassageSignature
	}
}

// delimiter finds the line that parts a signature from the text (RFC 3676, 4.3),
// or the rule above a mailing list's footer; -1: there is none.
func (s *splitter) delimiter(begin, end int) int {
	below := 0
	for i := end - 1; i >= begin; i-- {
		switch l := &s.lines[i]; {
		case l.blank():
		case l.words == "--" && below > 0 && below <= signatureLines && !s.fenced(begin, i):
			return i
		case len(l.words) >= 2 && strings.Trim(l.words, "_") == "" && below > 0 && below <= signatureLines/2:
			for i > begin && (s.lines[i-1].blank() || s.lines[i-1].words == "--") {
				i--
			}
			return i
		default:
			below++
		}
		if below > signatureLines {
			return -1
		}
	}
	return -1
}

// fenced reports whether line i stands in a fenced stretch of code.
func (s *splitter) fenced(begin, i int) bool {
	open := false
	for j := begin; j < i; j++ {
		if strings.HasPrefix(s.lines[j].words, "```") {
			open = !open
		}
	}
	return open
}

// closing finds the words that end the letter, with a name and an address under
// them; -1: there are none.
func (s *splitter) closing(begin, end int) int {
	below := 0
	for i := end - 1; i >= begin; i-- {
		l := &s.lines[i]
		switch {
		case l.blank():
			continue
		case below > 0 && closing(l.words):
			return i
		case below == closingLines || len(l.words) > closingLine || strings.HasSuffix(l.words, "?"):
			return -1
		}
		below++
	}
	return -1
}
