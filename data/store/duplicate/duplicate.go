package duplicate

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/match/likeness"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// Pairs are cards of which two may be one contact's.
type Pairs struct {
	file *sqlite.File
	book *journal.Book
}

// New returns the pairs in a file.
func New(file *sqlite.File, book *journal.Book) *Pairs { return &Pairs{file, book} }

// NotDuplicate notes that two contacts that look alike are two, and returns the
// action by which that is taken back; 0 when it was noted before.
func (ps *Pairs) NotDuplicate(ctx context.Context, a, b int64) (actionID int64, err error) {
	if a == b {
		return 0, data.NewError(data.CodeInvalid, "merge-with-itself")
	}
	d := &journal.Deed{What: data.ActNotDuplicate, N: 2}
	err = ps.book.Act(ctx, "note difference", d, func(t *sqlite.Tx) error {
		var names []string
		for _, id := range []int64{a, b} {
			name, found, err := sqlite.Value[string](ctx, t, `SELECT display_name FROM contact WHERE id = ?`, id)
			if err == nil && !found {
				err = sqlite.NotFound("contact", id)
			}
			if err != nil {
				return err
			}
			names = append(names, name)
		}
		d.Title = strings.Join(names, " ≠ ")
		t.Changed(data.TopicContacts)
		_, err := t.Exec(ctx, `INSERT INTO not_duplicate (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING`, min(a, b), max(a, b))
		return err
	})
	return d.ID, err
}

// NotDuplicates returns the pairs that were said to be two contacts, the lower
// id first.
func (ps *Pairs) NotDuplicates(ctx context.Context) (map[[2]int64]bool, error) {
	pairs := map[[2]int64]bool{}
	err := sqlite.Each(ctx, ps.file, func(rows *sql.Rows) error {
		var p [2]int64
		if err := rows.Scan(&p[0], &p[1]); err != nil {
			return err
		}
		pairs[p] = true
		return nil
	}, `SELECT a, b FROM not_duplicate`)
	return pairs, sqlite.Told("read differences", err)
}

// Profiles makes all contacts ready for being compared, those whose identity
// was erased left out. It tells after each thousand how many it has read.
func (ps *Pairs) Profiles(ctx context.Context, read func(n int)) ([]*likeness.Profile, error) {
	var out []*likeness.Profile
	err := ps.file.Read(ctx, "read contacts", func(q *sql.Tx) error {
		handles, err := q.QueryContext(ctx, `SELECT contact_id, kind, norm FROM handle ORDER BY contact_id, rank, id`)
		if err != nil {
			return err
		}
		defer func() { _ = handles.Close() }() // Err says what went wrong
		h := handleCursor{rows: handles}
		if err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			var c data.Contact
			if err := rows.Scan(&c.ID, &c.Kind, &c.GivenName, &c.FamilyName, &c.Company, sqlite.RefOf(&c.CompanyID),
				&c.NIP, &c.REGON, &c.Street, &c.City, &c.BirthYear); err != nil {
				return err
			}
			if c.Handles, err = h.of(c.ID); err != nil {
				return err
			}
			out = append(out, likeness.NewProfile(&c))
			if len(out)%1000 == 0 {
				read(len(out))
			}
			return nil
		}, `SELECT id, kind, given_name, family_name, company, company_id, nip, regon, street, city, birth_year
			FROM contact WHERE erased IS NULL ORDER BY id`); err != nil {
			return err
		}
		return handles.Err()
	})
	return out, err
}

// handleCursor walks the handles in step with their contacts.
type handleCursor struct {
	rows *sql.Rows
	next data.Handle
	at   int64
	more bool
	buf  []data.Handle
}

// of returns the handles of a contact; the ids it is asked for only grow. What
// it returns is good until it is asked again.
func (h *handleCursor) of(id int64) ([]data.Handle, error) {
	h.buf = h.buf[:0]
	for {
		if h.more && h.at > id {
			return h.buf, nil
		}
		if h.more && h.at == id {
			h.buf = append(h.buf, h.next)
		}
		if h.more = h.rows.Next(); !h.more {
			return h.buf, h.rows.Err()
		}
		if err := h.rows.Scan(&h.at, &h.next.Kind, &h.next.Norm); err != nil {
			return nil, err
		}
	}
}

// ContactsByID returns contacts by their ids; those that are not there are left
// out.
func (ps *Pairs) ContactsByID(ctx context.Context, ids []int64) (map[int64]*data.Contact, error) {
	var out map[int64]*data.Contact
	err := ps.file.Read(ctx, "read contacts", func(q *sql.Tx) (err error) {
		out, err = contactsByID(ctx, q, ids)
		return err
	})
	return out, err
}

func contactsByID(ctx context.Context, q sqlite.Querier, ids []int64) (map[int64]*data.Contact, error) {
	all, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, c *data.Contact) error { return s.Scan(contacts.Fields(c)...) },
		`SELECT `+contacts.Columns+` FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value`, sqlite.List(ids))
	if err != nil {
		return nil, err
	}
	out := make(map[int64]*data.Contact, len(all))
	for i := range all {
		out[all[i].ID] = &all[i]
	}
	if len(out) == 0 {
		return out, nil
	}
	return out, contacts.AddParts(ctx, q, out)
}

// How many candidates are looked at while somebody types, by each way of
// finding them; and how many letters of a family name must be right.
const (
	candidatesEach = 40
	slipsAmong     = 600
	namesakes      = 300 // of which those of the same town are looked at first
	rightLetters   = 3
)

// LikelyContacts returns contacts that may be the one that is being typed: with
// the same address or number, a name that is alike, or a company's words. Whom
// they are really like is for match to say.
func (ps *Pairs) LikelyContacts(ctx context.Context, draft *data.Contact) ([]*data.Contact, error) {
	var out []*data.Contact
	err := ps.file.Read(ctx, "look for duplicates", func(q *sql.Tx) error {
		ids := map[int64]bool{}
		for _, look := range []func(context.Context, sqlite.Querier, *data.Contact) ([]int64, error){
			likeByHandle, likeByNumber, likeByName, likeBySlip, likeByCompany,
		} {
			found, err := look(ctx, q, draft)
			if err != nil {
				return err
			}
			for _, id := range found {
				ids[id] = id != draft.ID
			}
		}
		var among []int64
		for id, other := range ids {
			if other {
				among = append(among, id)
			}
		}
		slices.Sort(among)
		byID, err := contactsByID(ctx, q, among)
		if err != nil {
			return err
		}
		for _, id := range among {
			if c := byID[id]; c != nil {
				out = append(out, c)
			}
		}
		return nil
	})
	return out, err
}

func likeByHandle(ctx context.Context, q sqlite.Querier, c *data.Contact) ([]int64, error) {
	var owned, phones []string
	for _, h := range c.Handles {
		switch h.Kind {
		case data.HandleEmail, data.HandleDomain:
			owned = append(owned, contacts.NormHandle(h))
		case data.HandlePhone:
			phones = append(phones, contacts.NormHandle(h))
		case data.HandleOther:
		}
	}
	var out []int64
	owners, err := contacts.Owners(ctx, q, owned)
	for _, id := range owners {
		out = append(out, id)
	}
	if err != nil || len(phones) == 0 {
		return out, err
	}
	more, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT h.contact_id FROM json_each(?) j
		CROSS JOIN handle h ON h.norm = j.value WHERE h.kind = 'phone' LIMIT ?`, sqlite.List(phones), candidatesEach)
	return append(out, more...), err
}

func likeByNumber(ctx context.Context, q sqlite.Querier, c *data.Contact) ([]int64, error) {
	if c.NIP == "" {
		return nil, nil
	}
	return sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT id FROM contact WHERE nip = ? AND nip <> '' LIMIT ?`, c.NIP, candidatesEach)
}

// likeByName looks for people of the family name, as men and women bear it, with
// any form of the given name; also with the two changed round.
func likeByName(ctx context.Context, q sqlite.Querier, c *data.Contact) ([]int64, error) {
	given, family := nameKey(c.GivenName), nameKey(c.FamilyName)
	if c.Kind == data.Company || family == "" {
		return nil, nil
	}
	firstGiven, _, _ := strings.Cut(given, " ")
	var from []string
	for _, f := range familyForms(family) {
		if firstGiven == "" {
			from = append(from, f)
			continue
		}
		for _, g := range match.ShortNames(firstGiven) {
			from = append(from, f+" "+g)
		}
	}
	if given != "" {
		from = append(from, given+" "+family)
	}
	return sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT c.id FROM (
			SELECT DISTINCT n.id FROM json_each(?1) j
			CROSS JOIN contact n ON n.find_name >= j.value AND n.find_name < j.value || char(1114109)
			WHERE substr(n.find_name, length(j.value) + 1, 1) IN ('', ' ') LIMIT ?2) f
		CROSS JOIN contact c ON c.id = f.id ORDER BY c.city = ?3 DESC, c.id DESC LIMIT ?4`,
		sqlite.List(from), namesakes, c.City, candidatesEach)
}

func nameKey(s string) string { return strings.Join(fulltext.Fold(s), " ") }

// familyForms returns the forms of a folded family name: as men and as women
// bear it, and each part of a double one.
func familyForms(family string) []string {
	out := []string{family}
	for part := range strings.FieldsSeq(family) {
		if part != family {
			out = append(out, part)
		}
	}
	for _, f := range slices.Clone(out) {
		for _, e := range [][2]string{{"ska", "ski"}, {"cka", "cki"}, {"dzka", "dzki"}} {
			for i := range e {
				if stem, ok := strings.CutSuffix(f, e[i]); ok {
					out = append(out, stem+e[1-i])
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// likeBySlip looks among those whose family name begins alike for one that is a
// slip of the hand away, or that has a second part.
func likeBySlip(ctx context.Context, q sqlite.Querier, c *data.Contact) ([]int64, error) {
	given, family := nameKey(c.GivenName), nameKey(c.FamilyName)
	begins := []rune(family)
	if c.Kind == data.Company || given == "" || len(begins) <= rightLetters {
		return nil, nil
	}
	first, _, _ := strings.Cut(given, " ")
	called, mine := match.ShortNames(first), strings.Fields(family)
	var out []int64
	for _, prefix := range []string{string(begins[:rightLetters]), mine[0] + " "} {
		err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			var id int64
			var name string
			if err := rows.Scan(&id, &name); err == nil && len(out) < candidatesEach && slipOf(name, mine, called) {
				out = append(out, id)
			} else if err != nil {
				return err
			}
			return nil
		}, `SELECT id, find_name FROM contact WHERE find_name >= ?1 AND find_name < ?1 || char(1114109) LIMIT ?2`,
			prefix, slipsAmong)
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// slipOf reports whether a name as it is sorted, family name first, is one of
// those that somebody is called by, with a family name that is a slip away or
// has a part in common.
func slipOf(name string, family, called []string) bool {
	all := strings.Fields(name)
	if len(all) < 2 {
		return false
	}
	own := all[:len(all)-1]
	for i, w := range all[1:] {
		if !slices.Contains(called, w) {
			continue
		}
		own = all[:i+1]
		break
	}
	if !slices.Contains(called, all[len(own)]) {
		return false
	}
	for _, f := range family {
		if slices.ContainsFunc(own, func(o string) bool { return o == f && len(own) != len(family) || likeness.Slip(o, f) }) {
			return true
		}
	}
	return false
}

// likeByCompany looks for companies by the words that tell theirs from others.
func likeByCompany(ctx context.Context, q sqlite.Querier, c *data.Contact) ([]int64, error) {
	words := likeness.CompanyWords(c.Company)
	if c.Kind != data.Company || len(words) == 0 || len([]rune(words[0])) < rightLetters {
		return nil, nil
	}
	var quoted []string
	for _, w := range words[:min(len(words), 3)] {
		quoted = append(quoted, fulltext.Fold(w)...)
	}
	return sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT rowid FROM fts_contact WHERE fts_contact MATCH ? ORDER BY rowid DESC LIMIT ?`,
		fulltext.PrefixQuery(quoted[:1])+fulltext.PrefixQuery(quoted[1:]), candidatesEach)
}
