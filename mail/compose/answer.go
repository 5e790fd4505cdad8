package compose

import (
	"crypto/rand"
	"encoding/base32"
	"regexp"
	"strings"
	"time"

	"kartoteka/data"
)

// Reply begins the answer to a message: whom it goes to, what it is called and
// which letters it answers. own reports whether an address is the firm's.
// Warnings say why nobody is proposed, or what is to be minded.
func Reply(m *data.Message, lang string, own func(email string) bool) (Letter, []Warning) {
	to, warnings := recipients(m, own)
	l := Letter{To: to, Subject: Subject(m.Subject, lang), References: References(m)}
	if validID(m.MessageID) {
		l.InReplyTo = m.MessageID
	}
	return l, warnings
}

// Warning says what is odd about whom an answer goes to; "reply.warning.<it>"
// words it in the catalogue.
type Warning string

// The warnings.
const (
	WarnAutomatic Warning = "automatic"  // written by a machine: nobody is proposed
	WarnNoReply   Warning = "no-reply"   // an address that nobody reads: nobody is proposed
	WarnElsewhere Warning = "elsewhere"  // answers are to go to another address than the sender's
	WarnNobody    Warning = "no-address" // the letter names nobody to answer
)

// recipients are those who are answered. An automatic sender never is: a machine
// would answer in turn.
func recipients(m *data.Message, own func(string) bool) (to []data.Address, warnings []Warning) {
	if m.Automatic != data.ByPerson {
		return nil, []Warning{WarnAutomatic}
	}
	from := []data.Address{m.From}
	wanted := m.ReplyTo
	if own(m.From.Email) && len(others(m.ReplyTo, own)) == 0 {
		wanted = m.To // a letter of our own is gone on with
	}
	if len(others(wanted, own)) == 0 {
		wanted = from
	}
	for _, a := range others(wanted, own) {
		if machine(a.Email) {
			warnings = append(warnings, WarnNoReply)
			continue
		}
		to = append(to, a)
	}
	switch {
	case len(to) == 0 && len(warnings) == 0:
		warnings = append(warnings, WarnNobody)
	case len(to) > 0 && len(m.ReplyTo) > 0 && !own(m.From.Email) && domain(to[0].Email) != domain(m.From.Email):
		warnings = append(warnings, WarnElsewhere)
	}
	return to, warnings
}

// others returns the addresses that are not the firm's, each once.
func others(list []data.Address, own func(string) bool) []data.Address {
	var out []data.Address
	seen := map[string]bool{}
	for _, a := range list {
		key := strings.ToLower(strings.TrimSpace(a.Email))
		if key == "" || seen[key] || own(a.Email) {
			continue
		}
		seen[key] = true
		out = append(out, a)
	}
	return out
}

func domain(email string) string {
	_, d, _ := cutAt(strings.ToLower(strings.TrimSpace(email)))
	return d
}

// machines are what addresses are called that nobody reads.
var machines = regexp.MustCompile(`^(no[-_.]?reply|do[-_.]?not[-_.]?reply|nie[-_.]?odpowiadaj|mailer-daemon|postmaster|` +
	`bounces?|bounce[-+=].*|auto[-_.]?reply|automat|noreply[-+.].*)$`)

func machine(email string) bool {
	local, _, _ := cutAt(strings.ToLower(strings.TrimSpace(email)))
	return machines.MatchString(local)
}

// keptReferences is how many of the last references are kept of a list longer
// than mostReferences, with the first, from which threads are known.
const (
	mostReferences = 100
	keptReferences = 50
)

// References are those of an answer to m (RFC 5322 §3.6.4): m's own and m.
// A list that has grown too long for other programs keeps its first and the
// last of it.
func References(m *data.Message) []string {
	before := m.References
	if len(before) == 0 && len(m.InReplyTo) == 1 {
		before = m.InReplyTo
	}
	var all []string
	seen := map[string]bool{m.MessageID: true}
	for _, id := range before {
		if validID(id) && !seen[id] {
			seen[id] = true
			all = append(all, id)
		}
	}
	if validID(m.MessageID) {
		all = append(all, m.MessageID)
	}
	if len(all) > mostReferences {
		all = append(all[:1:1], all[len(all)-keptReferences:]...)
	}
	return all
}

// answered are the marks with which mail programs begin the subject of an
// answer, in the languages met here, also several of them in a row.
var answered = regexp.MustCompile(`(?i)^\s*((re|odp|aw|sv|ynt|antw|vá|r)\s*(\[\d+\]|\(\d+\)|\^\d+)?\s*[.]?\s*:\s*)+`)

// Subject is what an answer in a language is called: "Odp: " in Polish, else
// "Re: ", once, whatever stood there before.
func Subject(subject, lang string) string {
	mark := "Re: "
	if lang == "pl" {
		mark = "Odp: "
	}
	return strings.TrimSpace(mark + answered.ReplaceAllString(oneLine(subject), ""))
}

// NewID makes a Message-ID, without <>, on the domain of the address it is sent
// from. Two are never alike.
func NewID(address string, at time.Time) (string, error) {
	ascii, err := Address(address)
	if err != nil {
		return "", err
	}
	random := make([]byte, 15)
	_, _ = rand.Read(random) // never fails (crypto/rand)
	word := strings.ToLower(base32.StdEncoding.EncodeToString(random))
	_, at0, _ := cutAt(ascii)
	return at.UTC().Format("20060102150405") + "." + word + "@" + at0, nil
}
