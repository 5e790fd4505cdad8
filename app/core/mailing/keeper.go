package mailing

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/store"
	"kartoteka/data/triage"
	"kartoteka/mail"
	"kartoteka/mail/message"
)

// Keeper is the store as a pull sees it. On the way in it says of each message
// whose it is and what it may be about, so that all of it is kept at once.
type Keeper struct {
	*store.DB
	desk     *desk.Desk
	suggest  func() (*triage.Suggester, error)
	account  data.Account // whose mail is pulled
	accounts []data.Account
	since    time.Time  // older mail of the pulled account is silent history
	clients  int        // new messages that clients wrote
	fault    *sync.Once // a fault of the suggester's is told once
}

var _ mail.Keeper = (*Keeper)(nil)

// NewKeeper returns the store as the mail of all mailboxes is kept in it; suggest
// says what a letter may be about.
func NewKeeper(ctx context.Context, db *store.DB, d *desk.Desk, suggest func() (*triage.Suggester, error)) (*Keeper, error) {
	accounts, err := db.Accounts(ctx)
	if err != nil {
		return nil, err
	}
	return &Keeper{DB: db, desk: d, suggest: suggest, accounts: accounts, fault: new(sync.Once)}, nil
}

// of returns the keeper for the mail of one account.
func (k *Keeper) of(a data.Account) *Keeper {
	one := *k
	one.account = a
	if !a.Since.IsZero() {
		one.since = a.Since.Time(k.desk.Zone())
	}
	return &one
}

// Keep judges a batch whose messages Read has read, and saves it.
func (k *Keeper) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	if err := k.owned(ctx, b.Items); err != nil {
		return data.Kept{}, err
	}
	kept, err := k.DB.Keep(ctx, b)
	if err != nil || !slices.ContainsFunc(b.Items, fromClient) {
		return kept, err
	}
	n, err := k.FromClients(ctx, kept.IDs)
	if err != nil {
		k.desk.LogError("mail from clients", err) // all is kept; only nobody is told of it
	}
	k.clients += n
	return kept, nil
}

// fromClient reports whether a client wrote the message, and not a machine.
func fromClient(it data.MailItem) bool {
	m := &it.Message
	return m.ContactID != 0 && m.Direction == data.Inbound && m.Automatic == data.ByPerson && !m.Silent
}

// Read reads a message and what it may be about: beside others that are read, and
// not while a batch is kept, on which all wait.
func (k *Keeper) Read(raw []byte) data.Message {
	m := message.Parse(raw)
	k.about(&m)
	return m
}

// ReadLarge is Read for a message that is too large to be held.
func (k *Keeper) ReadLarge(r io.ReaderAt, size int64) (data.Message, error) {
	m, err := message.ParseLarge(r, size)
	k.about(&m)
	return m, err
}

// about suggests what a client's letter is about. Whose it is may not be known yet.
// A fault of the suggester's costs the suggestion and nothing else: the letter was
// read. Its text may be in what the fault says; the log is told where it was.
func (k *Keeper) about(m *data.Message) {
	defer func() {
		if v := recover(); v != nil {
			m.Suggested, m.Words = data.KindNone, nil
			k.fault.Do(func() { k.desk.LogError("suggest kind", fmt.Errorf("fault of type %T: %s", v, debug.Stack())) })
		}
	}()
	suggest, err := k.suggest()
	if err == nil && !m.Quarantined && k.direction(m) == data.Inbound { // the error is told when the message is kept
		m.Suggested, m.Words = suggest.Kind(m.Subject, cmp.Or(m.Said, m.Text), m.Automatic)
	}
}

// Judge fills in what the program knows of each message before it is kept.
func (k *Keeper) Judge(ctx context.Context, items []data.MailItem) error {
	for i := range items {
		k.about(&items[i].Message)
	}
	return k.owned(ctx, items)
}

// owned says of each message whose it is.
func (k *Keeper) owned(ctx context.Context, items []data.MailItem) error {
	if _, err := k.suggest(); err != nil {
		return err
	}
	owners, err := k.ownersFor(ctx, items)
	if err != nil {
		return err
	}
	for i := range items {
		k.judgeOne(&items[i], owners)
		if m := &items[i].Message; m.ContactID != 0 && m.MessageID != "" {
			owners[triage.MessageKey(m.MessageID)] = m.ContactID
		}
	}
	for i := range items { // once more, for answers to what came in the same batch
		if m := &items[i].Message; m.ContactID == 0 {
			m.SuggestedFor, m.How = triage.Contact(owners, m, k.own)
		}
	}
	return nil
}

// ownersFor finds whose the addresses and domains of the messages are, and the
// messages that they answer.
func (k *Keeper) ownersFor(ctx context.Context, items []data.MailItem) (map[string]int64, error) {
	var norms, answered []string
	for i := range items {
		m := &items[i].Message
		norms = append(norms, handlesOf(m)...)
		answered = append(append(answered, m.InReplyTo...), m.References...)
	}
	return k.owners(ctx, norms, answered)
}

// owners finds whose addresses and domains are, and messages by their ids.
func (k *Keeper) owners(ctx context.Context, norms, answered []string) (map[string]int64, error) {
	slices.Sort(norms)
	slices.Sort(answered)
	owners, err := k.HandleOwners(ctx, slices.Compact(norms))
	if err != nil {
		return nil, err
	}
	threads, err := k.MessageOwners(ctx, slices.Compact(answered))
	if err != nil {
		return nil, err
	}
	for messageID, contact := range threads {
		owners[triage.MessageKey(messageID)] = contact
	}
	return owners, nil
}

func (k *Keeper) judgeOne(item *data.MailItem, owners map[string]int64) {
	m := &item.Message
	m.Date = item.CountsAt(k.desk.Now()).UTC()
	m.Direction = k.direction(m)
	m.Silent = m.Date.Before(k.since)
	m.SuggestedFor, m.How = triage.Contact(owners, m, k.own)
	if m.How != triage.ByThread {
		m.ContactID = m.SuggestedFor // anybody may answer in a thread: there the owner decides
	}
	if m.Direction != data.Inbound {
		m.Suggested, m.Words = data.KindNone, nil
	}
}

// direction says who began. What the pull knew stays: mail that lies among what
// was sent is the firm's even if it names nobody. A form on the firm's web site
// writes to the firm in the firm's name, for the client named in its Reply-To.
func (k *Keeper) direction(m *data.Message) data.Direction {
	own := func(a data.Address) bool { return k.own(a.Email) }
	switch {
	case !own(m.From):
		return cmp.Or(m.Direction, data.Inbound)
	case slices.ContainsFunc(m.To, own) && len(m.ReplyTo) > 0 && !slices.ContainsFunc(m.ReplyTo, own):
		return data.Inbound
	}
	return data.Outbound
}

// own reports whether an address is the firm's.
func (k *Keeper) own(email string) bool {
	for i := range k.accounts {
		if k.accounts[i].Owns(email) {
			return true
		}
	}
	return false
}

// handlesOf returns what a message's people are known by: addresses and domains.
func handlesOf(m *data.Message) []string {
	var out []string
	for _, list := range [][]data.Address{{m.From}, m.ReplyTo, m.To, m.Cc} {
		for _, a := range list {
			out = append(out, namesOf(a.Email)...)
		}
	}
	return out
}

// namesOf returns what an address may be known by: itself, and its domains.
func namesOf(email string) []string {
	var out []string
	if e := match.Email(email); e != "" {
		out = append(out, e)
	}
	d := match.Domain(email)
	for ; strings.Contains(d, ".") && !match.Everybodys(d); _, d, _ = strings.Cut(d, ".") {
		out = append(out, d) // lodz.firma.example is the company's at firma.example, too
	}
	return out
}
