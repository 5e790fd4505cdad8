package quote

import "strings"

// field is a line of the header that a program puts above a quote.
type field uint8

const (
	fieldNone field = iota
	fieldFrom
	fieldDate
	fieldTo
	fieldCopy
	fieldSubject
	fieldOther
)

// labels are the fields' names as mail programs write them.
var labels = map[string]field{
	"od": fieldFrom, "nadawca": fieldFrom, "from": fieldFrom, "von": fieldFrom, "de": fieldFrom, "da": fieldFrom, "van": fieldFrom,
	"fra": fieldFrom, "från": fieldFrom, "expéditeur": fieldFrom, "lähettäjä": fieldFrom,

	"wysłano": fieldDate, "wysłane": fieldDate, "wysłany": fieldDate, "data": fieldDate, "data wysłania": fieldDate, "sent": fieldDate,
	"date": fieldDate, "gesendet": fieldDate, "datum": fieldDate, "envoyé": fieldDate, "envoyé le": fieldDate, "inviato": fieldDate,
	"enviado": fieldDate, "enviado el": fieldDate, "fecha": fieldDate, "verzonden": fieldDate, "sendt": fieldDate, "dato": fieldDate,
	"skickat": fieldDate, "message du": fieldDate, "lähetetty": fieldDate,

	"do": fieldTo, "adresat": fieldTo, "odbiorca": fieldTo, "to": fieldTo, "an": fieldTo, "à": fieldTo, "a": fieldTo, "para": fieldTo,
	"aan": fieldTo, "til": fieldTo, "till": fieldTo, "vastaanottaja": fieldTo,

	"dw": fieldCopy, "udw": fieldCopy, "do wiadomości": fieldCopy, "kopia": fieldCopy, "cc": fieldCopy, "bcc": fieldCopy, "kopie": fieldCopy,
	"copie à": fieldCopy, "kopi": fieldCopy,

	"temat": fieldSubject, "subject": fieldSubject, "betreff": fieldSubject, "objet": fieldSubject, "sujet": fieldSubject,
	"asunto": fieldSubject, "oggetto": fieldSubject, "onderwerp": fieldSubject, "emne": fieldSubject, "ämne": fieldSubject,
	"assunto": fieldSubject, "aihe": fieldSubject,

	"ważność": fieldOther, "priorytet": fieldOther, "odpowiedz do": fieldOther, "odpowiedź do": fieldOther, "załączniki": fieldOther,
	"importance": fieldOther, "reply-to": fieldOther, "attachments": fieldOther, "wichtigkeit": fieldOther, "antwort an": fieldOther,
}

// longestLabel bounds where a field's colon may stand, in bytes.
const longestLabel = 24

// fieldOf returns which field a line is.
func fieldOf(words string) field {
	words = strings.TrimLeft(words, "*_| ")
	at := strings.IndexByte(words, ':')
	if at < 1 || at > longestLabel {
		return fieldNone
	}
	return labels[strings.ToLower(strings.TrimRight(words[:at], "*_ \u00a0"))]
}

// blockAt returns how many lines from i on are the header of a quoted message,
// with the rule above it; 0: none is there. It takes three fields within seven
// lines, of which one says from whom.
func (s *splitter) blockAt(i int) int {
	first := i
	if underlined(s.lines[i].words) {
		first = s.next(i)
	} else if originalMark(s.lines[i].words) {
		first = s.next(i)
	}
	if first >= len(s.lines) || fieldOf(s.lines[first].words) == fieldNone {
		return 0
	}
	var seen [fieldOther + 1]bool
	fields, last := 0, first
	for j := first; j < len(s.lines) && j < first+blockLines; j++ {
		f := fieldOf(s.lines[j].words)
		if f == fieldNone {
			continue
		}
		if !seen[f] && f != fieldOther {
			fields++
		}
		seen[f], last = true, j
	}
	if fields < blockFields || !seen[fieldFrom] && !seen[fieldDate] {
		return 0
	}
	return last - i + 1
}

// next is the next line after i that is not blank.
func (s *splitter) next(i int) int {
	for i++; i < len(s.lines) && s.lines[i].blank(); i++ {
	}
	return i
}
