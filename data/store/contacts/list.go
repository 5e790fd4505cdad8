package contacts

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// statusRank puts the states of a relation in the order in which they are shown;
// it is that of the index.
const statusRank = `CASE status WHEN 'lead' THEN 1 WHEN 'active' THEN 2 WHEN 'dormant' THEN 3
	WHEN 'ended-by-client' THEN 4 WHEN 'ended-by-us' THEN 5 ELSE 6 END`

// rankOf is the place of one state among them.
func rankOf(s data.ContactStatus) int {
	if i := slices.Index(data.ContactStatuses(), s); i >= 0 {
		return i + 1
	}
	return len(data.ContactStatuses()) + 1
}

// contactOrders are the orders of the list, each that of an index, and each also
// turned round.
var contactOrders = map[data.ContactOrder][2]string{
	data.OrderLastContact: {`c.last_contact DESC, c.id DESC`, `c.last_contact, c.id`},
	data.OrderName:        {`c.sort_key, c.id`, `c.sort_key DESC, c.id DESC`},
	data.OrderCompany:     {`c.company_key, c.sort_key, c.id`, `c.company_key DESC, c.sort_key DESC, c.id DESC`},
	data.OrderCity:        {`c.city_key, c.sort_key, c.id`, `c.city_key DESC, c.sort_key DESC, c.id DESC`},
	data.OrderStatus:      {statusRank + `, c.sort_key, c.id`, statusRank + ` DESC, c.sort_key DESC, c.id DESC`},
	data.OrderCreated:     {`c.created DESC, c.id DESC`, `c.created, c.id`},
}

func contactOrder(f *data.ContactFilter) string {
	both, known := contactOrders[f.Order]
	if !known {
		both = contactOrders[data.OrderLastContact]
	}
	if f.Reverse {
		return both[1]
	}
	return both[0]
}

// fewContacts is up to how many contacts are sorted sooner than the first hundred
// of them are met on a walk through 100,000 in the order that is wanted.
const fewContacts = 3000

// deepPage is from which row on a page is cut from the ids of the whole list: to
// count off thousands of rows for each page would cost more each time.
const deepPage = 500

// Contacts returns the contacts that the filter selects, as a list shows them.
// Whoever was in touch last comes first, unless another order is asked for. Cards
// whose identity was erased are in no list.
func (cs *Cards) Contacts(ctx context.Context, f data.ContactFilter) ([]data.ContactRow, error) {
	var out []data.ContactRow
	writes := cs.file.Writes()
	err := cs.file.Read(ctx, "list contacts", func(q *sql.Tx) error {
		ids, err := cs.contactPage(ctx, q, f, writes)
		if err == nil {
			out, err = Rows(ctx, q, ids)
		}
		return err
	})
	return out, err
}

// contactPage returns the ids of the page that the filter asks for.
func (cs *Cards) contactPage(ctx context.Context, q sqlite.Querier, f data.ContactFilter, writes int64) ([]int64, error) {
	if f.Offset >= deepPage {
		ids, err := cs.rankedIDs(ctx, q, f, writes)
		if err != nil {
			return nil, err
		}
		ids = ids[min(f.Offset, len(ids)):]
		if f.Limit > 0 {
			ids = ids[:min(f.Limit, len(ids))]
		}
		return ids, nil
	}
	s, err := cs.selection(ctx, q, &f)
	if err != nil || s.none {
		return nil, err
	}
	if f.Limit <= 0 {
		f.Limit = -1
	}
	order := contactOrder(&f)
	where := s.where()
	if f.Limit > 0 && !s.few {
		where = s.walk()
	}
	return sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT c.id FROM contact c`+where+` ORDER BY `+order+` LIMIT ? OFFSET ?`,
		append(s.args, f.Limit, f.Offset)...)
}

// Rows reads list rows in the order of the ids.
func Rows(ctx context.Context, q sqlite.Querier, ids []int64) ([]data.ContactRow, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	out, err := sqlite.Collect(ctx, q, scanContactRow, `SELECT `+Columns+`, c.display_name, c.last_contact,
		(SELECT count(*) FROM case_record k WHERE k.contact_id = c.id AND k.`+record.OpenCase+`),
		(SELECT count(*) FROM follow_up f WHERE f.contact_id = c.id AND f.done IS NULL)
		FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value ORDER BY j.key`, sqlite.List(ids))
	if err != nil || len(out) == 0 {
		return nil, err
	}
	byID := make(map[int64]*data.Contact, len(out))
	for i := range out {
		byID[out[i].ID] = &out[i].Contact
	}
	return out, AddParts(ctx, q, byID)
}

func scanContactRow(s sqlite.Scanner, r *data.ContactRow) error {
	return s.Scan(append(Fields(&r.Contact), &r.DisplayName, sqlite.TimeOf(&r.LastContact),
		&r.OpenCases, &r.OpenFollowUps)...)
}

// ContactIDs returns whom the filter selects on all its pages, in its order.
func (cs *Cards) ContactIDs(ctx context.Context, f data.ContactFilter) ([]int64, error) {
	var out []int64
	writes := cs.file.Writes()
	err := cs.file.Read(ctx, "list contacts", func(q *sql.Tx) error {
		ids, err := cs.rankedIDs(ctx, q, f, writes)
		out = append(out, ids...)
		return err
	})
	return out, err
}

// ContactCount returns how many contacts the filter selects on all its pages.
func (cs *Cards) ContactCount(ctx context.Context, f data.ContactFilter) (n int, err error) {
	err = cs.file.Read(ctx, "count contacts", func(q *sql.Tx) error {
		s, err := cs.selection(ctx, q, &f)
		if err != nil || s.none {
			return err
		}
		n, err = s.count(ctx, q)
		return err
	})
	return n, err
}

// count counts those who meet the conditions.
func (s *selection) count(ctx context.Context, q sqlite.Querier) (n int, err error) {
	from := `contact c` + s.all()
	if !s.few && !s.plain {
		from = `contact c INDEXED BY contact_by_last` + s.walk()
	}
	if s.words != "" && len(s.conds) == 1 {
		// The index of words knows the number by itself, unless some cards are hidden.
		_, erased, err := sqlite.Value[int](ctx, q, `SELECT 1 FROM contact WHERE erased IS NOT NULL LIMIT 1`)
		if err != nil {
			return 0, err
		}
		if !erased {
			from = `fts_contact WHERE fts_contact MATCH ?`
		}
	}
	n, _, err = sqlite.Value[int](ctx, q, `SELECT count(*) FROM `+from, s.args...)
	return n, err
}

// WithWords selects contacts c by their words and tags, as a WHERE clause. Plain
// tells that the words alone do, so that the index may be walked lazily.
func WithWords(ctx context.Context, q sqlite.Querier, typed string) (where string, args []any, plain bool, err error) {
	s := selection{}
	err = s.addWords(ctx, q, typed)
	return s.where(), s.args, len(s.args) == 1, err
}

// selection is a filter in the words of the database.
type selection struct {
	conds []string // of columns of contact c
	args  []any
	few   bool // at most fewContacts meet one of the conditions
	plain bool // some condition needs a column that the orders' indexes lack
	none  bool // nobody can meet them

	words string // asked of the index of words alone
}

func (s *selection) add(cond string, args ...any) {
	s.conds = append(s.conds, cond)
	s.args = append(s.args, args...)
}

// where leaves it to the database by which index it finds them.
func (s *selection) where() string {
	return ` WHERE c.erased IS NULL` + strings.Join(append([]string{""}, s.conds...), ` AND `)
}

// walk takes the conditions' own indexes away, so that the order's is walked: a
// page of what many meet is soon full.
func (s *selection) walk() string {
	return strings.NewReplacer(` AND c.`, ` AND +c.`, ` AND CASE`, ` AND +CASE`).Replace(s.where())
}

// all are the conditions for reading everybody who meets them. Where only the id
// decides, an order's index is enough and no card need be looked at.
func (s *selection) all() string {
	if s.few || s.plain {
		return s.where()
	}
	return s.walk()
}

// selection reads a filter. It looks how many meet each condition, up to few.
func (cs *Cards) selection(ctx context.Context, q sqlite.Querier, f *data.ContactFilter) (*selection, error) {
	s := &selection{}
	if err := s.addWords(ctx, q, f.Words); err != nil || s.none {
		return s, err
	}
	if err := s.addFields(ctx, q, f); err != nil {
		return s, err
	}
	if f.Tag != "" {
		s.add(`c.id IN (SELECT contact_id FROM contact_tag WHERE tag = ?)`, f.Tag)
		if err := s.look(ctx, q, `contact_tag WHERE tag = ?`, f.Tag); err != nil {
			return s, err
		}
	}
	if f.CompanyID != 0 {
		s.add(`c.company_id = ?`, f.CompanyID)
		s.few = true
	}
	if f.SilentFor > 0 {
		before := sqlite.Stamp(cs.file.Now().Add(-time.Duration(f.SilentFor) * 24 * time.Hour))
		s.add(`(c.last_contact < ? OR c.last_contact IS NULL AND c.created < ?)`, before, before)
	}
	if f.OpenOnly {
		s.add(`c.id IN (SELECT contact_id FROM case_record WHERE ` + record.OpenCase + ` AND contact_id IS NOT NULL
			UNION SELECT contact_id FROM follow_up WHERE done IS NULL AND contact_id IS NOT NULL)`)
		if err := s.look(ctx, q, `follow_up WHERE done IS NULL`); err != nil {
			return s, err
		}
	}
	if err := s.addStanding(ctx, q, f); err != nil {
		return s, err
	}
	if f.IDs != nil {
		s.add(`c.id IN (SELECT value FROM json_each(?))`, sqlite.List(f.IDs))
		s.few = s.few || len(f.IDs) <= fewContacts
		s.none = len(f.IDs) == 0
	}
	return s, nil
}

// addFields adds the conditions on what stands in the card itself.
func (s *selection) addFields(ctx context.Context, q sqlite.Querier, f *data.ContactFilter) error {
	if f.Status != "" {
		s.add(statusRank+` = ?`, rankOf(f.Status))
		s.plain = true
		if err := s.look(ctx, q, `contact WHERE erased IS NULL AND `+statusRank+` = ?`, rankOf(f.Status)); err != nil {
			return err
		}
	}
	for _, e := range []struct{ column, value string }{
		{"kind", string(f.Kind)},
		{"legal_type", string(f.LegalType)},
		{"preferred_channel", string(f.Channel)},
		{"city", f.City},
	} {
		if e.value == "" {
			continue
		}
		s.add(`c.`+e.column+` = ?`, e.value)
		s.plain = true
		if err := s.look(ctx, q, `contact WHERE erased IS NULL AND `+e.column+` = ?`, e.value); err != nil {
			return err
		}
	}
	return nil
}

// addStanding is what sets clients apart with whom one had better not begin.
func (s *selection) addStanding(ctx context.Context, q sqlite.Querier, f *data.ContactFilter) error {
	for _, e := range []struct {
		wanted bool
		cond   string
	}{
		{f.NoContact, `no_contact = 1`},
		{f.Ended, `status IN ('` + string(data.StatusEndedByClient) + `', '` + string(data.StatusEndedByUs) + `')`},
	} {
		if !e.wanted {
			continue
		}
		s.add(`c.` + e.cond)
		s.plain = true
		if err := s.look(ctx, q, `contact WHERE erased IS NULL AND `+e.cond); err != nil {
			return err
		}
	}
	return nil
}

// look counts those who meet a condition, up to the number that tells few from many.
func (s *selection) look(ctx context.Context, q sqlite.Querier, from string, args ...any) error {
	if s.few {
		return nil
	}
	n, _, err := sqlite.Value[int](ctx, q, `SELECT count(*) FROM (SELECT 1 FROM `+from+` LIMIT `+
		strconv.Itoa(fewContacts+1)+`)`, args...)
	s.few = n <= fewContacts
	return err
}

// addWords asks for contacts that have all the words: on the card, or in a tag.
// Tags are not in the index of words, so that thousands of cards can be tagged at
// once without indexing each of them anew.
func (s *selection) addWords(ctx context.Context, q sqlite.Querier, typed string) error {
	if strings.TrimSpace(typed) == "" {
		return nil
	}
	words := fulltext.Fold(typed)
	if s.none = len(words) == 0; s.none {
		return nil // signs that are in no word
	}
	tagged, err := taggedWords(ctx, q, words)
	if err != nil {
		return err
	}
	if tagged == nil {
		s.words = fulltext.PrefixQuery(words)
		s.add(`c.id IN (SELECT rowid FROM fts_contact WHERE fts_contact MATCH ?)`, fulltext.PrefixQuery(words))
		return s.look(ctx, q, `fts_contact WHERE fts_contact MATCH ?`, fulltext.PrefixQuery(words))
	}
	for i, w := range words {
		s.add(`c.id IN (SELECT rowid FROM fts_contact WHERE fts_contact MATCH ?
			UNION SELECT contact_id FROM contact_tag WHERE tag IN (SELECT value FROM json_each(?)))`,
			fulltext.PrefixQuery([]string{w}), sqlite.List(tagged[i]))
	}
	return nil
}

// taggedWords returns for each word the tags in which it begins a word; nil when
// there are none for any.
func taggedWords(ctx context.Context, q sqlite.Querier, words []string) ([][]string, error) {
	all, err := distinct(ctx, q, "contact_tag", "tag")
	if err != nil {
		return nil, err
	}
	out, some := make([][]string, len(words)), false
	for _, tag := range all {
		for i, w := range words {
			if start, _ := fulltext.Find(tag, w, true); start >= 0 {
				out[i], some = append(out[i], tag), true
			}
		}
	}
	if !some {
		return nil, nil
	}
	return out, nil
}

// distinct returns the values of an indexed column, jumping from one to the next.
func distinct(ctx context.Context, q sqlite.Querier, table, column string) ([]string, error) {
	return sqlite.Collect(ctx, q, sqlite.Plain[string], strings.NewReplacer("T", table, "C", column).Replace(
		`with recursive v(x) as (select min(C) from T where C <> '' union all
			select (select min(C) from T where C > v.x) from v where v.x is not null)
		select x from v where x is not null`))
}

// Tags returns the tags in use, by Polish order.
func (cs *Cards) Tags(ctx context.Context) ([]string, error) {
	out, err := distinct(ctx, cs.file, "contact_tag", "tag")
	sortPolish(out)
	return out, sqlite.Told("list tags", err)
}

// Cities returns the cities of the contacts' first addresses, by Polish order.
func (cs *Cards) Cities(ctx context.Context) ([]string, error) {
	out, err := distinct(ctx, cs.file, "contact", "city")
	sortPolish(out)
	return out, sqlite.Told("list cities", err)
}

// Referrals returns whom a contact referred to the firm, by name.
func (cs *Cards) Referrals(ctx context.Context, contactID int64) ([]data.ContactRow, error) {
	var out []data.ContactRow
	err := cs.file.Read(ctx, "list referrals", func(q *sql.Tx) error {
		ids, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT id FROM contact WHERE referred_by = ? AND erased IS NULL
			ORDER BY sort_key, id`, contactID)
		if err == nil {
			out, err = Rows(ctx, q, ids)
		}
		return err
	})
	return out, err
}
