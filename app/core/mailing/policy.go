package mailing

import (
	"context"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/triage"
)

// Whether a message is stored is decided by its header alone: by the owner's
// rules and by whom it is exchanged with, as linking tells that. The nearest
// word counts: a rule for the address, a contact with the address, a rule for
// the domain, a contact with the domain, the thread; then the account's policy.

// senderRules are the owner's decisions by pattern.
type senderRules map[string]data.Verdict

func (k *Keeper) rules(ctx context.Context) (senderRules, error) {
	all, err := k.SenderRules(ctx)
	out := make(senderRules, len(all))
	for _, r := range all {
		out[r.Pattern] = r.Verdict
	}
	return out, err
}

// ofDomain is the decision on a domain or the nearest one above it.
func (r senderRules) ofDomain(domain string) data.Verdict {
	for ; strings.Contains(domain, "."); _, domain, _ = strings.Cut(domain, ".") {
		if v := r["@"+domain]; v != "" {
			return v
		}
	}
	return ""
}

// of is what is decided on one person; "" for nothing.
func (r senderRules) of(email string, owners map[string]int64) data.Verdict {
	if v := r[email]; v != "" {
		return v
	}
	if owners[email] != 0 {
		return data.VerdictAlways
	}
	d := match.Domain(email)
	if v := r.ofDomain(d); v != "" {
		return v
	}
	for ; strings.Contains(d, ".") && !match.Everybodys(d); _, d, _ = strings.Cut(d, ".") {
		if owners[d] != 0 {
			return data.VerdictAlways
		}
	}
	return ""
}

// admits reports whether a message is to be stored. One to several people is if
// one of them is known, and is not if all of them are kept away.
func (r senderRules) admits(p data.Policy, h *data.Held, owners map[string]int64) bool {
	if h.Once || h.Outgoing && len(h.People) == 0 { // a note to oneself
		return true
	}
	never := 0
	for _, email := range h.People {
		switch r.of(email, owners) {
		case data.VerdictAlways:
			return true
		case data.VerdictNever:
			never++
		}
	}
	if never > 0 && never == len(h.People) {
		return false
	}
	for _, ref := range h.Refs {
		if owners[triage.MessageKey(ref)] != 0 {
			return true
		}
	}
	return p != data.PolicyKnown
}

// Selective reports whether what is new has to be decided on by its header.
func (k *Keeper) Selective(ctx context.Context) (bool, error) {
	if k.account.Policy == data.PolicyKnown {
		return true, nil
	}
	all, err := k.SenderRules(ctx)
	never := func(r data.SenderRule) bool { return r.Verdict == data.VerdictNever }
	return slices.ContainsFunc(all, never), err
}

// Held returns what of a folder is left on the server, and what of it is to be
// fetched by the rules and contacts as they are now.
func (k *Keeper) Held(ctx context.Context, account int64, name string, validity uint32) ([]data.Held, error) {
	all, err := k.DB.Held(ctx, account, name, validity)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	may, err := k.HeldCandidates(ctx, account, name, validity, k.account.Policy, len(all))
	if err != nil || len(may) == 0 {
		return all, err
	}
	rules, err := k.rules(ctx)
	if err != nil {
		return nil, err
	}
	owners, err := k.ownersOf(ctx, may)
	if err != nil {
		return nil, err
	}
	n := 0
	for i := range all {
		for n < len(may) && may[n].UID < all[i].UID {
			n++
		}
		if n < len(may) && may[n].UID == all[i].UID {
			may[n].Once = all[i].Once
			all[i].Wanted = rules.admits(k.account.Policy, &may[n], owners)
		}
	}
	return all, nil
}

// ownersOf finds to which contacts held messages may belong.
func (k *Keeper) ownersOf(ctx context.Context, held []data.Held) (map[string]int64, error) {
	var norms, answered []string
	for i := range held {
		for _, email := range held[i].People {
			norms = append(norms, namesOf(email)...)
		}
		answered = append(answered, held[i].Refs...)
	}
	return k.owners(ctx, norms, answered)
}

// Hold decides on messages by their headers and keeps the headers of those that
// are not to be stored.
func (k *Keeper) Hold(ctx context.Context, b data.HeadBatch) ([]uint32, error) {
	rules, err := k.rules(ctx)
	if err != nil {
		return nil, err
	}
	all := make([]data.Held, len(b.Items))
	for i := range b.Items {
		all[i] = k.held(&b.Items[i])
	}
	owners, err := k.ownersOf(ctx, all)
	if err != nil {
		return nil, err
	}
	k.nearRefs(b.Items, all, rules, owners)
	var keep []uint32
	var away []data.Held
	for i := range all {
		if rules.admits(k.account.Policy, &all[i], owners) {
			keep = append(keep, all[i].UID)
		} else {
			away = append(away, all[i])
		}
	}
	slices.Sort(keep)
	if len(away) == 0 {
		return keep, nil
	}
	return keep, k.DB.Hold(ctx, b.AccountID, b.Folder, away)
}

// nearRefs lets answers to what comes in the same batch follow it: the message
// that they answer is not stored yet.
func (k *Keeper) nearRefs(items []data.MailItem, all []data.Held, rules senderRules, owners map[string]int64) {
	for i := range all {
		id := items[i].Message.MessageID
		if id == "" || owners[triage.MessageKey(id)] != 0 {
			continue
		}
		contact, how := triage.Contact(owners, &items[i].Message, k.own)
		if contact != 0 && how != triage.ByThread && rules.admits(k.account.Policy, &all[i], owners) {
			owners[triage.MessageKey(id)] = contact
		}
	}
}

// held makes a line of the tray of a message's header.
func (k *Keeper) held(item *data.MailItem) data.Held {
	m := &item.Message
	m.Date = item.CountsAt(k.desk.Now()).UTC()
	h := data.Held{
		UID: item.UID, Subject: m.Subject, At: m.Date, Size: m.Size, Automatic: m.Automatic, With: m.From,
		Refs: slices.Concat(m.References, m.InReplyTo),
	}
	people := triage.Counterparts(m, k.own)
	if h.Outgoing = k.direction(m) == data.Outbound; len(people) > 0 {
		h.With = people[0]
	}
	for _, a := range people {
		if e := match.Email(a.Email); e != "" && !slices.Contains(h.People, e) {
			h.People = append(h.People, e)
		}
	}
	return h
}
