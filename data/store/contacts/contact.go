package contacts

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// CardColumns are the columns of a contact's row that its card holds; Values and
// Fields have them in this order.
var CardColumns = []string{
	"kind", "given_name", "family_name", "company", "company_id", "nip", "regon",
	"street", "post_code", "city", "language", "preferred_channel", "birth_year", "legal_type", "status", "note",
	"uid", "nickname", "job_title", "region", "country", "second_channel", "best_hours", "quiet_from", "quiet_to",
	"no_contact", "no_contact_why", "arrangements", "generation", "referred_by", "since",
	"ended_by", "ended_on", "end_notice", "end_reason", "end_note", "erased",
}

var (
	// Columns are what is read of contact c, in the order of Fields.
	Columns       = `c.id, c.` + strings.Join(CardColumns, `, c.`) + `, c.created, c.updated`
	insertContact = `INSERT INTO contact (` + strings.Join(CardColumns, `, `) + `, ` + strings.Join(journal.CardKeys, `, `) +
		`, created, updated) VALUES (?` + strings.Repeat(`, ?`, len(CardColumns)+len(journal.CardKeys)+1) + `)`
	// UpdateSQL writes Values, Keys, when, and of whom.
	UpdateSQL = `UPDATE contact SET ` + strings.Join(CardColumns, ` = ?, `) + ` = ?, ` +
		strings.Join(journal.CardKeys, ` = ?, `) + ` = ?, updated = ? WHERE id = ?`
)

// Values are what a card writes into its row, in the order of CardColumns.
func Values(c *data.Contact) []any {
	return []any{
		string(c.Kind), c.GivenName, c.FamilyName, c.Company, sqlite.Ref(c.CompanyID), c.NIP, c.REGON,
		c.Street, c.PostCode, c.City, c.Language, string(c.PreferredChannel), c.BirthYear, string(c.LegalType),
		string(c.Status), c.Note,
		c.UID, c.Nickname, c.JobTitle, c.Region, c.Country, string(c.SecondChannel), c.BestHours, c.Quiet.From,
		c.Quiet.To, sqlite.Flag(c.NoContact), c.NoContactWhy, c.Arrangements, c.Generation, sqlite.Ref(c.ReferredBy),
		c.Since.String(), string(c.End.By), c.End.On.String(), c.End.Notice.String(), c.End.Reason, c.End.Note,
		sqlite.Stamp(c.Erased),
	}
}

// Fields are what Columns are scanned into.
func Fields(c *data.Contact) []any {
	return []any{
		&c.ID, &c.Kind, &c.GivenName, &c.FamilyName, &c.Company,
		sqlite.RefOf(&c.CompanyID),
		&c.NIP, &c.REGON,
		&c.Street, &c.PostCode, &c.City, &c.Language, &c.PreferredChannel, &c.BirthYear, &c.LegalType, &c.Status,
		&c.Note,
		&c.UID, &c.Nickname, &c.JobTitle, &c.Region, &c.Country, &c.SecondChannel, &c.BestHours, &c.Quiet.From,
		&c.Quiet.To, &c.NoContact, &c.NoContactWhy, &c.Arrangements, &c.Generation,
		sqlite.RefOf(&c.ReferredBy),
		sqlite.DayOf(&c.Since),
		&c.End.By,
		sqlite.DayOf(&c.End.On),
		sqlite.DayOf(&c.End.Notice),
		&c.End.Reason, &c.End.Note,
		sqlite.TimeOf(&c.Erased),
		sqlite.TimeOf(&c.Created),
		sqlite.TimeOf(&c.Updated),
	}
}

// Cards is who the firm knows.
type Cards struct {
	file  *sqlite.File
	book  *journal.Book
	ranks ranks
}

// New returns the cards kept in a file.
func New(file *sqlite.File, book *journal.Book) *Cards { return &Cards{file: file, book: book} }

// KeyMaker makes what is made from cards. One goroutine uses it at a time.
type KeyMaker struct {
	*sortKeys
	known map[string][]byte // sort keys of cities and companies met before
}

// NewKeyMaker returns a maker that has met nobody yet.
func NewKeyMaker() *KeyMaker { return &KeyMaker{newSortKeys(), map[string][]byte{}} }

// Keys returns what is made from a card for showing, sorting and finding it.
func (k *KeyMaker) Keys(c *data.Contact) []any {
	name := c.Name()
	sorted := name
	if c.Kind != data.Company && c.FamilyName != "" {
		sorted = c.FamilyName + " " + c.GivenName
	}
	find, given := findKeys(c, name)
	return []any{name, k.of(sorted), k.last(c.Company), k.last(c.City), find, given}
}

// Keys returns what is made from a card, by the transaction's own maker.
func Keys(t *sqlite.Tx, c *data.Contact) []any {
	k := sqlite.Local[KeyMaker](t)
	if k.sortKeys == nil {
		*k = *NewKeyMaker()
	}
	return k.Keys(c)
}

// noKey sorts what is empty after everything else.
var noKey = []byte{0xff}

// last is of for what often says the same, or nothing.
func (k *KeyMaker) last(s string) []byte {
	if s = strings.TrimSpace(s); s == "" {
		return noKey
	}
	if key, ok := k.known[s]; ok {
		return key
	}
	key := k.of(s)
	if len(k.known) < 10_000 {
		k.known[s] = key
	}
	return key
}

// findKeys returns the folded name as it is sorted, and with the given name first
// where that is another.
func findKeys(c *data.Contact, name string) (find, given string) {
	find = strings.Join(fulltext.Fold(name), " ")
	if c.Kind == data.Company || c.FamilyName == "" || c.GivenName == "" {
		return find, ""
	}
	return strings.Join(fulltext.Fold(c.FamilyName+" "+c.GivenName), " "), find
}

// Contact returns one contact.
func (cs *Cards) Contact(ctx context.Context, id int64) (data.Contact, error) {
	var c data.Contact
	err := cs.file.Read(ctx, "read contact", func(q *sql.Tx) (err error) {
		c, err = Get(ctx, q, id)
		return err
	})
	return c, err
}

// Get returns one contact with its parts.
func Get(ctx context.Context, q sqlite.Querier, id int64) (data.Contact, error) {
	var c data.Contact
	err := q.QueryRowContext(ctx, `SELECT `+Columns+` FROM contact c WHERE c.id = ?`, id).
		Scan(Fields(&c)...)
	if errors.Is(err, sql.ErrNoRows) {
		return c, sqlite.NotFound("contact", id)
	}
	if err != nil {
		return c, err
	}
	return c, AddParts(ctx, q, map[int64]*data.Contact{id: &c})
}

// AddContact saves a contact and returns its id. Mail of its addresses that is
// here already becomes part of its timeline. An address that belongs to another
// contact is refused with the other's name.
func (cs *Cards) AddContact(ctx context.Context, c data.Contact) (id int64, err error) {
	d := &journal.Deed{What: data.ActAddContact, Title: c.Name()}
	err = cs.book.Act(ctx, "add contact", d, func(t *sqlite.Tx) error {
		if id, err = Add(ctx, t, &c); err != nil {
			return err
		}
		_, err = LinkMail(ctx, t, id, c.Handles)
		return err
	})
	return id, err
}

// Add enters a card and its parts, without its mail.
func Add(ctx context.Context, t *sqlite.Tx, c *data.Contact) (int64, error) {
	if err := checkContact(ctx, t, c); err != nil {
		return 0, err
	}
	t.Changed(data.TopicContacts)
	if c.Created.IsZero() {
		c.Created = t.Now
	}
	if c.Kind == "" {
		c.Kind = data.Person
	}
	if c.Status == "" {
		c.Status = data.StatusLead
	}
	if c.UID == "" {
		c.UID = NewUID()
	}
	args := append(append(Values(c), Keys(t, c)...), sqlite.Stamp(c.Created), sqlite.Stamp(t.Now))
	id, err := t.Insert(ctx, insertContact, args...)
	if sqlite.Taken(err) {
		return 0, data.NewError(data.CodeConflict, "contact-uid-taken", "Name", c.Name()).Because(err)
	}
	if err != nil {
		return 0, err
	}
	fulltext.TouchContacts(t, id)
	_, err = ChangeParts(ctx, t, &data.Contact{ID: id}, c)
	return id, err
}

// NewUID makes what a card is known by in other programs.
func NewUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: the program would have ended
	return hex.EncodeToString(b[:])
}

// checkContact refuses a card that the store can't hold as a whole.
func checkContact(ctx context.Context, t *sqlite.Tx, c *data.Contact) error {
	if strings.TrimSpace(c.Name()) == "" {
		return data.NewError(data.CodeInvalid, "contact-without-name")
	}
	for _, id := range []int64{c.CompanyID, c.ReferredBy} {
		if id == 0 {
			continue
		}
		if id == c.ID {
			return data.NewError(data.CodeInvalid, "contact-own-relation", "Name", c.Name())
		}
		if err := record.MustExist(ctx, t, "contact", id); err != nil {
			return err
		}
	}
	return nil
}

// ChangeContact saves a changed contact: all its fields and parts. What is the
// same keeps its row. Mail of a new address joins its timeline; mail of one that
// it lost stays. A card that was changed after it was read, as Updated tells, is a
// conflict and stays as it is; a zero Updated is not judged.
func (cs *Cards) ChangeContact(ctx context.Context, c data.Contact) error {
	d := &journal.Deed{What: data.ActChangeContact, Title: c.Name()}
	return cs.book.Act(ctx, "change contact", d, func(t *sqlite.Tx) error {
		if err := mustBeAsRead(ctx, t, &c); err != nil {
			return err
		}
		return Change(ctx, t, &c)
	})
}

// mustBeAsRead refuses a card that is older than what is kept: it would silently
// take back what others wrote since.
func mustBeAsRead(ctx context.Context, t *sqlite.Tx, c *data.Contact) error {
	if c.Updated.IsZero() {
		return nil
	}
	kept, err := Get(ctx, t, c.ID)
	if err != nil {
		return err
	}
	if kept.Updated.UnixMilli() != c.Updated.UnixMilli() {
		return data.NewError(data.CodeConflict, "card-changed-meanwhile", "Name", kept.Name())
	}
	return nil
}

// Change writes the differences between a card and what is kept of it.
func Change(ctx context.Context, t *sqlite.Tx, c *data.Contact) error {
	if err := checkContact(ctx, t, c); err != nil {
		return err
	}
	old, err := Get(ctx, t, c.ID)
	if err != nil {
		return err
	}
	if c.UID == "" {
		c.UID = old.UID
	}
	if !old.Erased.IsZero() {
		c.Erased = old.Erased
	}
	parts, err := ChangeParts(ctx, t, &old, c)
	if err != nil {
		return err
	}
	if !parts && slices.Equal(Values(&old), Values(c)) {
		return nil
	}
	t.Changed(data.TopicContacts)
	fulltext.TouchContacts(t, c.ID)
	args := append(append(Values(c), Keys(t, c)...), sqlite.Stamp(t.Now), c.ID)
	if _, err := t.Exec(ctx, UpdateSQL, args...); err != nil {
		return err
	}
	added := slices.DeleteFunc(DistinctHandles(c.Handles), func(h data.Handle) bool { return HandleAt(old.Handles, h) >= 0 })
	if _, err := LinkMail(ctx, t, c.ID, added); err != nil {
		return err
	}
	return renameCompany(ctx, t, &old, c)
}

// renameCompany carries a company's new name to the cards of its people that
// bore the old one.
func renameCompany(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) error {
	if c.Kind != data.Company || old.Name() == c.Name() {
		return nil
	}
	people, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT id FROM contact WHERE company_id = ? AND company = ?
		AND id <> company_id`, c.ID, old.Name())
	if err != nil {
		return err
	}
	for _, id := range people {
		p, err := Get(ctx, t, id)
		if err != nil {
			return err
		}
		p.Company = c.Name()
		if err := Change(ctx, t, &p); err != nil {
			return err
		}
	}
	return nil
}

// updateKeys writes what is made from a card, and its sorting, anew.
var updateKeys = `UPDATE contact SET ` + strings.Join(journal.CardKeys, ` = ?, `) + ` = ? WHERE id = ?`

// Rekey makes anew what is made from the cards for showing, sorting and finding.
func Rekey(ctx context.Context, t *sqlite.Tx, ids []int64) error {
	for _, id := range ids {
		c, err := Get(ctx, t, id)
		if err != nil {
			return err
		}
		if _, err := t.Exec(ctx, updateKeys, append(Keys(t, &c), id)...); err != nil {
			return err
		}
	}
	return nil
}

// FillKeys makes the keys of cards that have none: those of a file that an older
// program wrote.
func FillKeys(ctx context.Context, file *sqlite.File) error {
	ids, err := sqlite.Collect(ctx, file, sqlite.Plain[int64], `SELECT id FROM contact WHERE find_name = '' AND erased IS NULL`)
	if err != nil || len(ids) == 0 {
		return sqlite.Told("look for unsorted contacts", err)
	}
	return file.Write(ctx, "sort contacts", func(t *sqlite.Tx) error {
		fulltext.TouchContacts(t, ids...)
		return Rekey(ctx, t, ids)
	})
}

// Drop removes a card; what refers to it must have gone elsewhere.
func Drop(ctx context.Context, t *sqlite.Tx, id int64) error {
	for _, q := range []string{
		`DELETE FROM fts_contact WHERE rowid = ?`,
		`DELETE FROM contact WHERE id = ?`,
	} {
		if _, err := t.Exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}
