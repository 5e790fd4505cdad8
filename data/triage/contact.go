package triage

import (
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
)

// The ways in which a contact is found.
const (
	ByAddress = "address" // an e-mail address of the contact's
	ByDomain  = "domain"  // the company's domain
	ByThread  = "thread"  // the contact of the message that this one answers
)

// MessageKey is the key under which owners holds the contact of the message
// with that Message-ID, for answers from an address not known yet.
func MessageKey(messageID string) string { return "<" + messageID + ">" }

// Contact finds whose message it is. owners maps what is known (normalised
// addresses, domains, message keys) to contacts; own tells the firm's addresses.
// The exact address is best, then the company's domain unless anybody can have
// a mailbox there, then the thread. A message of the firm's own belongs to whom
// it was sent to. It returns 0 and "" when nothing fits.
func Contact(owners map[string]int64, m *data.Message, own func(string) bool) (contactID int64, how string) {
	people := Counterparts(m, own)
	for _, a := range people {
		if id := owners[match.Email(a.Email)]; id != 0 {
			return id, ByAddress
		}
	}
	for _, a := range people {
		if id := domainOwner(owners, match.Domain(a.Email)); id != 0 {
			return id, ByDomain
		}
	}
	for _, refs := range [][]string{m.InReplyTo, m.References} {
		for i := len(refs) - 1; i >= 0; i-- {
			if id := owners[MessageKey(refs[i])]; id != 0 {
				return id, ByThread
			}
		}
	}
	return 0, ""
}

// domainOwner looks a domain up, then the domains above it (mail of
// lodz.firma.example is the company's at firma.example), never one that many
// share, even if a contact claims it.
func domainOwner(owners map[string]int64, domain string) int64 {
	for strings.Contains(domain, ".") && !match.Everybodys(domain) {
		if id := owners[domain]; id != 0 {
			return id
		}
		_, domain, _ = strings.Cut(domain, ".")
	}
	return 0
}

// Counterparts returns the people that a message is exchanged with: its sender;
// the reply address when the sender is the firm's own domain, as forms on web
// sites write; the recipients when the firm wrote it.
func Counterparts(m *data.Message, own func(string) bool) []data.Address {
	others := func(list []data.Address) []data.Address {
		var out []data.Address
		for _, a := range list {
			if a.Email != "" && !own(a.Email) {
				out = append(out, a)
			}
		}
		return out
	}
	from := others([]data.Address{m.From})
	if len(from) == 0 || ownDomain(m, own) {
		if reply := others(m.ReplyTo); len(reply) > 0 {
			return reply
		}
	}
	if len(from) > 0 {
		return from
	}
	return append(others(m.To), others(m.Cc)...)
}

// ownDomain reports whether the sender's domain is that of the firm's address
// to which the message came.
func ownDomain(m *data.Message, own func(string) bool) bool {
	d := match.Domain(m.From.Email)
	if d == "" || match.FreeMail(d) {
		return false
	}
	for _, list := range [][]data.Address{m.To, m.Cc} {
		for _, a := range list {
			if own(a.Email) && match.Domain(a.Email) == d {
				return true
			}
		}
	}
	return false
}
