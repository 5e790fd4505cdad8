// Package demo tells the sample firm's story: what its card index holds is entered,
// its mailbox served on loopback and pulled like any other, and what its owner did
// is done again with the ordinary use cases, on the days on which he did it.
package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/sample"
	"kartoteka/data/store"
	"kartoteka/mail"
	"kartoteka/mail/imapd"
)

// Account is the name of the sample firm's mailbox.
const Account = "demo"

// The sample firm: the seed it is invented from, and what follows the anchor in
// the settings: the version, and a word once its past has been replayed.
const (
	seed       = 2026
	playedMark = "played"
	host       = "127.0.0.1"
)

// version is that of the sample firm. Another version's letters are others, so a
// folder of that one is left as it is. It goes up when the letters change after a
// release; the first is not said in a folder's settings.
const version = 2

// Deeds are the use cases that the story is told with.
type Deeds struct {
	Pull       func(ctx context.Context, account string, progress mail.Progress) ([]mail.AccountResult, error)
	AddAccount func(ctx context.Context, a data.Account, password string) (added data.Account, kept bool, err error)
	File       func(ctx context.Context, f data.Filing) (data.Filed, error)
	ChangeCase func(ctx context.Context, change data.CaseChange) error
	NoAnswer   func(ctx context.Context, key data.UnansweredKey) error
	SetOutcome func(ctx context.Context, interactionID int64, o data.EntryOutcome) error
	Today      func(ctx context.Context) (data.Today, error)
}

// Story is the sample firm's.
type Story struct {
	db    *store.DB
	desk  *desk.Desk
	deeds Deeds
}

// New returns the story for a card index.
func New(db *store.DB, d *desk.Desk, deeds Deeds) *Story { return &Story{db, d, deeds} }

// Options say who watches.
type Options struct {
	Progress  mail.Progress
	Replaying func(done, total int) // nil: nobody is told
}

// Result is what the sample firm's folder holds afterwards.
type Result struct {
	Firm      string
	Anchor    time.Time
	Pulled    []mail.AccountResult
	Contacts  int
	Messages  int
	Tied      int // messages that belong to a contact
	Filed     int // decisions replayed just now
	Decided   int
	Waiting   int
	Complaint data.CaseRow // an open one, its deadline the next to come
	FollowUps []data.FollowUpRow
}

// Demo fills the folder with the sample firm: its card index is entered, its
// mailbox served on loopback and pulled like any other, and what its owner did
// over two years is replayed with the ordinary use cases. Done again it doubles
// nothing; stopped half way it goes on where it was. A folder of another version's
// sample firm stays as it is; one with a real firm's data is refused.
func (st *Story) Demo(ctx context.Context, o Options) (Result, error) {
	mark, err := st.mark(ctx)
	if err != nil {
		return Result{}, err
	}
	firm := firmAt(mark.anchor, st.desk.Zone())
	if mark.version != version {
		r := Result{Firm: firm.Name, Anchor: mark.anchor}
		r.Pulled = []mail.AccountResult{{Name: Account, OK: true, Folders: []mail.FolderResult{}}}
		return r, st.sumUp(ctx, &r)
	}
	if err := st.enterFirm(ctx, firm); err != nil {
		return Result{}, err
	}
	r := Result{Firm: firm.Name, Anchor: mark.anchor}
	r.Pulled, err = st.deeds.Pull(ctx, Account, o.Progress)
	if err != nil {
		return r, err
	}
	if err := r.Pulled[0].Err; err != nil {
		return r, err
	}
	if !mark.played {
		if r.Filed, err = st.replay(ctx, firm, o.Replaying); err != nil {
			return r, err
		}
		mark.played = true
		if err := st.markDemo(ctx, firm, mark); err != nil {
			return r, err
		}
	}
	return r, st.sumUp(ctx, &r)
}

// firmAt invents the firm. The same anchor gives the same firm, so it need not be
// kept anywhere.
func firmAt(anchor time.Time, zone *time.Location) *sample.Firm {
	return sample.New(seed, anchor.In(zone))
}

// mark is what the settings of a sample firm's folder say of it.
type mark struct {
	anchor  time.Time // the day on which the firm is looked at: that of the first run
	version int
	played  bool // its past was replayed
}

// mark reads the folder's mark. An empty folder becomes the sample firm's here.
func (st *Story) mark(ctx context.Context) (mark, error) {
	settings, err := st.db.Settings(ctx)
	if err != nil {
		return mark{}, err
	}
	if settings.Demo != "" {
		return read(settings.Demo)
	}
	empty, err := st.db.Empty(ctx)
	if err != nil {
		return mark{}, err
	}
	if !empty {
		return mark{}, data.NewError(data.CodeConflict, "demo-real-data", "Folder", st.desk.Dir)
	}
	m := mark{anchor: st.desk.Now().Truncate(time.Second).UTC(), version: version}
	return m, st.markDemo(ctx, nil, m)
}

// read reads a mark: "2026-11-16T11:00:00Z v2 played".
func read(text string) (mark, error) {
	m := mark{version: 1}
	at, rest, _ := strings.Cut(text, " ")
	var err error
	if m.anchor, err = time.Parse(time.RFC3339, at); err != nil {
		return mark{}, data.NewError(data.CodeCorrupt, "demo-anchor").Because(err)
	}
	for _, word := range strings.Fields(rest) {
		if word == playedMark {
			m.played = true
		} else if n, err := strconv.Atoi(strings.TrimPrefix(word, "v")); err == nil {
			m.version = n
		}
	}
	return m, nil
}

// String writes the mark as a folder keeps it: anchor, version, and whether it was played.
func (m mark) String() string {
	s := fmt.Sprintf("%s v%d", m.anchor.Format(time.RFC3339), m.version)
	if m.played {
		s += " " + playedMark
	}
	return s
}

func (st *Story) markDemo(ctx context.Context, firm *sample.Firm, m mark) error {
	settings, err := st.db.Settings(ctx)
	if err != nil {
		return err
	}
	if firm != nil && settings.FirmName == "" {
		settings.FirmName = firm.Name
	}
	settings.Demo = m.String()
	return st.db.SetSettings(ctx, settings)
}

// enterFirm enters what the firm's card index holds besides the mail, and its
// mailbox, unless both are there.
func (st *Story) enterFirm(ctx context.Context, firm *sample.Firm) error {
	n, err := st.db.ContactCount(ctx, data.ContactFilter{})
	if err != nil {
		return err
	}
	if n == 0 {
		if err := st.db.AddMany(ctx, seedOf(firm)); err != nil {
			return err
		}
	}
	_, err = st.db.Account(ctx, Account)
	if data.CodeOf(err) != data.CodeNotFound {
		return err
	}
	_, _, err = st.deeds.AddAccount(ctx, data.Account{
		Name: Account, Address: firm.Address, Aliases: firm.Aliases,
		Host: host, Security: data.SecurityNone, User: firm.Address,
	}, "")
	return err
}

// seedOf is what was written down by hand. What came with a mail follows from
// filing that mail.
func seedOf(firm *sample.Firm) store.Seed {
	s := store.Seed{Contacts: firm.Contacts}
	for _, f := range firm.Fields {
		s.Fields = append(s.Fields, store.SeedField{CustomField: f.CustomField, Values: f.Values})
	}
	for _, l := range firm.Links {
		s.Links = append(s.Links, store.SeedLink{Email: l.Contact, Company: l.Company, Referrer: l.Referrer})
	}
	for _, i := range firm.Interactions {
		s.Interactions = append(s.Interactions, store.SeedInteraction{Email: i.Contact, Interaction: i.Interaction})
	}
	for _, o := range firm.Orders {
		s.Orders = append(s.Orders, store.SeedOrder{Email: o.Contact, Order: o.Order})
	}
	for _, o := range firm.Opinions {
		s.Opinions = append(s.Opinions, store.SeedOpinion{Email: o.Contact, Opinion: o.Opinion})
	}
	for _, f := range firm.FollowUps {
		s.FollowUps = append(s.FollowUps, store.SeedFollowUp{Email: f.Contact, FollowUp: f.FollowUp})
	}
	return s
}

// Server serves the sample firm's mailbox: no other has it.
type Server struct{}

// Serves reports whether an account is the sample firm's. Setting is the word of
// the settings on that firm, "" where there is none.
func (Server) Serves(a data.Account, setting string) bool { return setting != "" && a.Name == Account }

// Serve serves the mailbox until end is called, under a password made for the
// occasion. It returns the account as it is reached meanwhile. That of another
// version's firm is nowhere any more ("demo-other-version").
func (Server) Serve(ctx context.Context, a data.Account, setting string, zone *time.Location) (at data.Account, password string, end func(), err error) {
	mark, err := read(setting)
	if err != nil {
		return a, "", nil, err
	}
	if mark.version != version {
		return a, "", nil, data.NewError(data.CodeConflict, "demo-other-version")
	}
	password = rand.Text()
	server, err := imapd.Start(ctx, imapd.Mailbox{
		User: a.User, Password: password, Folders: foldersOf(firmAt(mark.anchor, zone)),
	})
	if err != nil {
		return a, "", nil, data.NewError(data.CodeInternal, "demo-server").Because(err)
	}
	a.Host, a.Port = server.Addr()
	a.Security = data.SecurityNone
	// Its client is done when it is closed.
	return a, password, func() { _ = server.Close() }, nil
}

// validity is the mailbox's UIDVALIDITY: the mailbox of one anchor and version is
// always the same.
const validity = 20260100 + version

func foldersOf(firm *sample.Firm) []imapd.Folder {
	var out []imapd.Folder
	at := map[string]int{}
	for _, m := range firm.Messages {
		i, ok := at[m.Folder]
		if !ok {
			i = len(out)
			at[m.Folder] = i
			out = append(out, imapd.Folder{Name: m.Folder, Role: m.Role, UIDValidity: validity})
		}
		out[i].Messages = append(out[i].Messages, imapd.Message{UID: m.UID, Received: m.Received, Raw: m.Raw})
	}
	return out
}

// sumUp counts what the folder holds.
func (st *Story) sumUp(ctx context.Context, r *Result) error {
	err := st.db.EachMessage(ctx, data.MessageFilter{}, func(m data.Message) error {
		r.Messages++
		if m.ContactID != 0 {
			r.Tied++
		}
		if m.Kind != data.KindNone {
			r.Decided++
		}
		return nil
	})
	if err != nil {
		return err
	}
	contacts, err := st.db.ContactCount(ctx, data.ContactFilter{})
	waiting, e := st.db.InboxCount(ctx)
	today, e2 := st.deeds.Today(ctx)
	if err := errors.Join(err, e, e2); err != nil {
		return err
	}
	r.Contacts, r.Waiting = contacts, waiting
	r.FollowUps = today.FollowUps
	for _, k := range today.Deadlines {
		r.Complaint = k
		if k.DaysLeft >= 0 {
			break
		}
	}
	return nil
}
