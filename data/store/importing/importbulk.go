package importing

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// manyRows is from how many new contacts on it pays to take indices and
// triggers off and put them back.
const manyRows = 2000

// addFresh enters the new contacts. The journal is closed meanwhile: it gets one
// row for each table and not one for each contact.
func addFresh(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	if len(b.fresh) == 0 {
		return nil
	}
	t.Changed(data.TopicContacts)
	nameAll(b.fresh, t.Now)
	err := journal.Unnoted(ctx, t, b.deed, func() error {
		restore, err := lighten(ctx, t, len(b.fresh))
		if err != nil {
			return err
		}
		if err := addFreshContacts(ctx, t, b); err != nil {
			return err
		}
		if err := addFreshParts(ctx, t, b); err != nil {
			return err
		}
		for _, q := range restore {
			if err := t.ExecOnce(ctx, q); err != nil {
				return err
			}
		}
		return indexFresh(ctx, t, b)
	})
	if err != nil {
		return err
	}
	return linkFresh(ctx, t, b)
}

// nameAll gives every contact that brought none a name that is the same in all
// files and programs. Those of one import follow each other: an index that grows
// at its end is made faster.
func nameAll(all []*Entry, now time.Time) {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails: the program would have ended
	binary.BigEndian.PutUint64(id[:8], uint64(now.UnixMilli())<<16)
	for n, e := range all {
		if e.Contact.UID == "" {
			binary.BigEndian.PutUint32(id[6:10], uint32(n))
			e.Contact.UID = hex.EncodeToString(id[:])
		}
	}
}

// lighten takes off the triggers of the tables of a contact, which the closed
// journal does not need, and, where most rows of the table will be new, its
// indices: sorted at once they are made faster than row by row. It returns the
// statements that put them back.
func lighten(ctx context.Context, t *sqlite.Tx, fresh int) (restore []string, err error) {
	if fresh < manyRows {
		return nil, nil
	}
	known, _, err := sqlite.Value[int](ctx, t, `SELECT count(*) FROM contact`)
	if err != nil {
		return nil, err
	}
	var drop []string
	err = sqlite.Each(ctx, t, func(rows *sql.Rows) error {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return err
		}
		if kind == "index" && known > fresh {
			return nil
		}
		drop = append(drop, `DROP `+kind+` "`+name+`"`)
		restore = append(restore, text)
		return nil
	}, `SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL
		AND tbl_name IN ('contact', 'handle', 'contact_tag', 'address', 'consent', 'contact_field')
		AND (type = 'index' OR type = 'trigger' AND sql LIKE '%AFTER INSERT%') ORDER BY rowid`)
	if err != nil {
		return nil, err
	}
	for _, q := range drop {
		if err := t.ExecOnce(ctx, q); err != nil {
			return nil, err
		}
	}
	return restore, nil
}

// bulkRows is how many rows one statement of a bulk insert holds.
const bulkRows = 20

// inserter gathers rows and inserts many by one statement.
type inserter struct {
	t     *sqlite.Tx
	table string
	into  string // INSERT INTO table (columns) VALUES
	row   string // (?, ?, …)
	width int
	rows  int // of one statement
	args  []any
	n     int64 // rows that were handed over
}

// newInserter begins gathering rows of a table.
func newInserter(t *sqlite.Tx, table string, columns ...string) *inserter {
	return &inserter{
		t: t, table: table, into: `INSERT INTO ` + table + ` (` + strings.Join(columns, `, `) + `) VALUES `,
		row:   `(?` + strings.Repeat(`, ?`, len(columns)-1) + `)`,
		width: len(columns), rows: bulkRows,
	}
}

// add takes the values of one row.
func (in *inserter) add(ctx context.Context, values ...any) error {
	in.args = append(in.args, values...)
	in.n++
	if len(in.args) < in.rows*in.width {
		return nil
	}
	return in.flush(ctx)
}

func (in *inserter) flush(ctx context.Context) error {
	if len(in.args) == 0 {
		return nil
	}
	rows := len(in.args) / in.width
	_, err := in.t.Exec(ctx, in.into+in.row+strings.Repeat(`, `+in.row, rows-1), in.args...)
	in.args = in.args[:0]
	return err
}

// all inserts n rows that are prepared beside it.
func (in *inserter) all(ctx context.Context, n int, maker func() func(from, to int) []any, step func(int)) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	for rows := range prepared(ctx, n, maker) {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i := 0; i < len(rows); i += in.width {
			if err := in.add(ctx, rows[i:i+in.width]...); err != nil {
				return err
			}
		}
		step(len(rows) / in.width)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return in.flush(ctx)
}

// addFreshContacts enters the contacts' own rows. Only columns that any of them
// fills are named.
func addFreshContacts(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	used, names := usedColumns(b.fresh)
	in := newInserter(t, "contact", append(append([]string{"id", "created", "updated"}, journal.CardKeys...), names...)...)
	err := in.all(ctx, len(b.fresh), func() func(from, to int) []any {
		k := contacts.NewKeyMaker()
		return func(from, to int) []any { return rowsOf(k, b.fresh[from:to], b.first+int64(from), used, t.Now) }
	}, b.step)
	if err != nil {
		return err
	}
	return journal.NoteRange(ctx, t, b.deed, "contact", b.first, b.first+int64(len(b.fresh))-1)
}

// usedColumns returns the card's columns that hold anything in any contact.
func usedColumns(all []*Entry) (used []int, names []string) {
	empty := contacts.Values(&data.Contact{})
	holds := make([]bool, len(empty))
	for _, e := range all {
		for i, v := range contacts.Values(e.Contact) {
			holds[i] = holds[i] || v != empty[i]
		}
	}
	for i, h := range holds {
		if h {
			used, names = append(used, i), append(names, contacts.CardColumns[i])
		}
	}
	return used, names
}

// preparedRows is how many rows are made ready at a time.
const preparedRows = 500

// prepared makes rows ready on all processors, a little ahead of the one that
// enters them, and hands them on in their order. Each processor has a maker of
// its own; it returns the values of the rows from one to before another, one
// after the other.
func prepared(ctx context.Context, n int, maker func() func(from, to int) []any) <-chan []any {
	workers := max(1, runtime.GOMAXPROCS(0))
	type part struct {
		from int
		rows chan []any
	}
	todo, order, out := make(chan part), make(chan part, 2*workers), make(chan []any)
	go func() {
		defer close(todo)
		defer close(order)
		for from := 0; from < n; from += preparedRows {
			p := part{from, make(chan []any, 1)}
			for _, to := range []chan part{order, todo} {
				select {
				case to <- p:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	for range workers {
		go func() {
			rows := maker()
			for p := range todo {
				p.rows <- rows(p.from, min(p.from+preparedRows, n))
			}
		}()
	}
	go func() {
		defer close(out)
		for p := range order {
			select {
			case rows := <-p.rows:
				select {
				case out <- rows:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// rowsOf returns the values of the contacts' rows, one after the other.
func rowsOf(k *contacts.KeyMaker, all []*Entry, id int64, used []int, now time.Time) []any {
	out := make([]any, 0, len(all)*(3+len(journal.CardKeys)+len(used)))
	for i, e := range all {
		c := e.Contact
		out = append(out, id+int64(i), sqlite.Stamp(firstTime(c.Created, now)), sqlite.Stamp(firstTime(c.Updated, now)))
		out = append(out, k.Keys(c)...)
		values := contacts.Values(c)
		for _, u := range used {
			out = append(out, values[u])
		}
	}
	return out
}

// firstTime returns the first of two that is a time.
func firstTime(at, other time.Time) time.Time {
	if at.IsZero() {
		return other
	}
	return at
}

// addFreshParts enters what hangs on the new contacts. What has no number of its
// own goes with its contact and needs no word in the journal.
func addFreshParts(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	for _, p := range []struct {
		in       *inserter
		numbered bool
		values   func(context.Context, *inserter, int64, *data.Contact) error
	}{
		{newInserter(t, "handle", "contact_id", "rank", "kind", "value", "norm", "label"), true, freshHandles},
		{newInserter(t, "address", "contact_id", "rank", "label", "street", "post_code", "city", "region", "country"), true, freshAddresses},
		{newInserter(t, "consent", "contact_id", "channel", "purpose", "basis", "wording", "source", "given", "withdrawn"), true, freshConsents},
		{newInserter(t, "contact_tag", "contact_id", "tag"), false, freshTags},
		{newInserter(t, "contact_field", "contact_id", "field_id", "value"), false, freshFields},
	} {
		first := int64(0)
		if p.numbered {
			highest, _, err := sqlite.Value[int64](ctx, t, `SELECT coalesce(max(id), 0) FROM `+p.in.table)
			if err != nil {
				return err
			}
			first = highest + 1
		}
		for i, e := range b.fresh {
			if err := p.values(ctx, p.in, b.first+int64(i), e.Contact); err != nil {
				return err
			}
		}
		if err := p.in.flush(ctx); err != nil {
			return err
		}
		if p.in.n == 0 || !p.numbered {
			continue
		}
		if err := journal.NoteRange(ctx, t, b.deed, p.in.table, first, first+p.in.n-1); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func freshHandles(ctx context.Context, in *inserter, id int64, c *data.Contact) error {
	for rank, h := range contacts.DistinctHandles(c.Handles) {
		if err := in.add(ctx, id, rank, string(h.Kind), h.Value, h.Norm, h.Label); err != nil {
			return err
		}
	}
	return nil
}

func freshAddresses(ctx context.Context, in *inserter, id int64, c *data.Contact) error {
	for rank, a := range c.MoreAddresses {
		if err := in.add(ctx, id, rank, a.Label, a.Street, a.PostCode, a.City, a.Region, a.Country); err != nil {
			return err
		}
	}
	return nil
}

func freshConsents(ctx context.Context, in *inserter, id int64, c *data.Contact) error {
	for _, w := range c.Consents {
		err := in.add(ctx, id, string(w.Channel), w.Purpose, string(w.Basis), w.Wording, w.Source, sqlite.Stamp(w.Given), sqlite.Stamp(w.Withdrawn))
		if err != nil {
			return err
		}
	}
	return nil
}

func freshTags(ctx context.Context, in *inserter, id int64, c *data.Contact) error {
	for _, tag := range c.Tags {
		if err := in.add(ctx, id, tag); err != nil {
			return err
		}
	}
	return nil
}

func freshFields(ctx context.Context, in *inserter, id int64, c *data.Contact) error {
	for _, field := range slices.Sorted(maps.Keys(c.Fields)) {
		if err := in.add(ctx, id, field, c.Fields[field]); err != nil {
			return err
		}
	}
	return nil
}

// A list of a hundred thousand contacts is gathered in memory and written out
// a few times; the default of 1 MB writes it out and merges it many times over.
const (
	bulkHash  = 64 << 20
	usualHash = 1 << 20
)

// wordRows is how many contacts are indexed by one statement, each of which
// writes out what was gathered: as many as a statement can name.
const wordRows = 6000

// indexFresh makes the new contacts findable.
func indexFresh(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	const hash = `INSERT INTO fts_contact (fts_contact, rank) VALUES ('hashsize', ?)`
	many := len(b.fresh) >= manyRows
	if many {
		if _, err := t.Exec(ctx, hash, bulkHash); err != nil {
			return err
		}
	}
	in := newInserter(t, "fts_contact", "rowid", "name", "handles", "place", "rest")
	in.rows = wordRows
	err := in.all(ctx, len(b.fresh), func() func(from, to int) []any {
		return func(from, to int) []any {
			out := make([]any, 0, (to-from)*in.width)
			for i, e := range b.fresh[from:to] {
				w := contactWordsOf(e.Contact)
				out = append(out, b.first+int64(from+i), w.name, w.handles, w.place, w.rest)
			}
			return out
		}
	}, func(int) {})
	if err == nil && many {
		_, err = t.Exec(ctx, hash, usualHash)
	}
	return err
}

// contactWords are the words by which a contact is found, folded as far as the
// index does not fold itself. They are those of indexContacts.
type contactWords struct{ name, handles, place, rest string }

var foldL = strings.NewReplacer("ł", "l", "Ł", "L")

func contactWordsOf(c *data.Contact) contactWords {
	var handles, place, rest []string
	for _, h := range contacts.DistinctHandles(c.Handles) {
		handles = append(handles, h.Value)
		if h.Norm != h.Value {
			handles = append(handles, h.Norm)
		}
		if bare := strings.TrimLeft(strings.ReplaceAll(h.Norm, "+48", " "), "+"); bare != h.Norm {
			handles = append(handles, bare)
		}
	}
	place = append(place, c.Street, c.PostCode, c.City, c.Region, c.Country)
	for _, a := range c.MoreAddresses {
		place = append(place, a.Label, a.Street, a.PostCode, a.City, a.Country)
	}
	rest = append(rest, c.NIP, c.REGON, c.JobTitle, c.Note, c.Arrangements)
	for _, id := range slices.Sorted(maps.Keys(c.Fields)) {
		rest = append(rest, c.Fields[id])
	}
	return contactWords{
		foldedWords(c.GivenName, c.FamilyName, c.Company, c.Nickname), foldedWords(handles...),
		foldedWords(place...), foldedWords(rest...),
	}
}

func foldedWords(all ...string) string {
	s := strings.Join(all, " ")
	if strings.ContainsAny(s, "łŁ") {
		return foldL.Replace(s)
	}
	return s
}

// linkFresh ties mail that belongs to nobody to the new contacts whose address
// it bears.
func linkFresh(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	last := b.first + int64(len(b.fresh)) - 1
	owners, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT DISTINCT h.contact_id FROM message m
		CROSS JOIN message_address a ON a.message_id = m.id CROSS JOIN handle h ON h.norm = a.norm
		WHERE m.contact_id IS NULL AND h.kind = 'email' AND h.contact_id BETWEEN ?1 AND ?2
		UNION SELECT contact_id FROM handle WHERE kind = 'domain' AND contact_id BETWEEN ?1 AND ?2`, b.first, last)
	if err != nil {
		return err
	}
	for _, id := range owners {
		if _, err := contacts.LinkMail(ctx, t, id, b.fresh[id-b.first].Contact.Handles); err != nil {
			return err
		}
	}
	return ctx.Err()
}
