package undo

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// reversal is a deed on its way back.
type reversal struct {
	journal.Standing
	out data.Reverted

	stay map[int64]bool // contacts that the deed entered and that are in use now

	// What was touched, for the words and sums that follow from it.
	cards, renamed, restored   map[int64]bool
	interactions, cases, mails map[int64]bool
	concerned                  []int64 // contacts of what stayed as it is
}

func newReversal(of journal.Standing) *reversal {
	return &reversal{
		Standing: of, stay: map[int64]bool{},
		cards: map[int64]bool{}, renamed: map[int64]bool{}, restored: map[int64]bool{},
		interactions: map[int64]bool{}, cases: map[int64]bool{}, mails: map[int64]bool{},
	}
}

// kept notes that a row stays as it is, or refuses the whole.
func (r *reversal) kept(c *journal.Row) error {
	r.out.Kept++
	return r.leave(c.Contact, c.Op+" "+c.Table.Name+" "+c.Written)
}

// leave notes whom it concerns that something stays as it is; where for the log.
func (r *reversal) leave(contact int64, where string) error {
	if !r.Lenient {
		return data.NewError(data.CodeConflict, "changed-meanwhile").Because(fmt.Errorf("take back %s", where))
	}
	if contact != 0 && !slices.Contains(r.concerned, contact) && len(r.concerned) < mostNamed {
		r.concerned = append(r.concerned, contact)
	}
	return nil
}

// mostNamed is how many contacts are named of what could not go back.
const mostNamed = 5

// changePage is how many changes are held in memory at a time.
const changePage = 500

// TakeBack takes back all that the deed changed, in reverse order.
func TakeBack(ctx context.Context, t *sqlite.Tx, of journal.Standing) (data.Reverted, error) {
	r := newReversal(of)
	err := takeBackAll(ctx, t, r)
	return r.out, err
}

func takeBackAll(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	if err := findInUse(ctx, t, r); err != nil {
		return err
	}
	for from := int64(math.MaxInt64); ; {
		page, err := changesBefore(ctx, t, r, from)
		if err != nil {
			return err
		}
		for i := range page {
			if err := takeBackChange(ctx, t, r, &page[i]); err != nil {
				return err
			}
			from = page[i].ID
		}
		if len(page) < changePage {
			return settle(ctx, t, r)
		}
	}
}

func changesBefore(ctx context.Context, t *sqlite.Tx, r *reversal, from int64) ([]journal.Row, error) {
	return sqlite.Collect(ctx, t, func(s sqlite.Scanner, c *journal.Row) error {
		var table, before, after string
		err := s.Scan(&c.ID, &table, &c.Written, &c.Last, &c.Op, sqlite.RefOf(&c.Contact), &before, &after)
		if err != nil {
			return err
		}
		return c.Read(r.Tables[table], before, after)
	}, `SELECT id, tbl, key, last, op, contact_id, coalesce(before, '{}'), coalesce(after, '{}') FROM action_change
		WHERE action_id = ? AND id < ? ORDER BY id DESC LIMIT ?`, r.Deed.ID, from, changePage)
}

func takeBackChange(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row) error {
	if c.Last != "" {
		return takeBackRange(ctx, t, r, c)
	}
	if r.stay[c.Contact] {
		return r.kept(c)
	}
	switch c.Op {
	case "insert":
		return takeBackInsert(ctx, t, r, c)
	case "delete":
		return takeBackDelete(ctx, t, r, c)
	}
	return takeBackUpdate(ctx, t, r, c)
}

// standsNow selects what deeds after ?3 changed and was not taken back since.
// What was redone counts from when it was done at first.
const standsNow = `FROM action_change j JOIN action a ON a.id = j.action_id
	WHERE a.root > ?3 AND a.undone IS NULL AND a.what <> 'undo'`

// takeBackInsert removes a row that the deed entered, unless it changed since.
func takeBackInsert(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row) error {
	_, changed, err := sqlite.Value[int](ctx, t, `SELECT 1 `+standsNow+` AND j.tbl = ?1 AND j.key = ?2`,
		c.Table.Name, c.Written, r.Root)
	if err != nil {
		return err
	}
	if changed {
		return r.kept(c)
	}
	switch c.Table.Name {
	case "contact":
		err = untie(ctx, t, []int64{c.Contact})
	case "case_record":
		err = record.LeaveGap(ctx, t, c.Key[0], false)
	}
	if err != nil {
		return err
	}
	n, err := t.Exec(ctx, `DELETE FROM `+c.Table.Name+c.Table.Where(), c.Key...)
	if sqlite.Refused(err) {
		return r.kept(c)
	}
	if err != nil || n == 0 {
		return err
	}
	r.touched(c)
	return nil
}

// takeBackUpdate sets columns back that are still as the deed left them.
func takeBackUpdate(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row) error {
	key := c.KeyNow()
	names := slices.Sorted(maps.Keys(c.After))
	now, found, err := journal.Stands(ctx, t, c.Table, key, names)
	if err != nil {
		return err
	}
	if !found {
		return r.kept(c)
	}
	var set []string
	var args []any
	differs := false
	for i, name := range names {
		switch {
		case journal.Same(now[i], c.After[name]):
			set, args = append(set, name+" = ?"), append(args, c.Before[name])
		case name != "updated" && !journal.Same(now[i], c.Before[name]):
			differs = true
		}
	}
	if differs {
		if err := r.kept(c); err != nil {
			return err
		}
	}
	if len(set) == 0 || differs && len(set) == 1 && set[0] == "updated = ?" {
		return nil
	}
	_, err = t.Exec(ctx, `UPDATE `+c.Table.Name+` SET `+strings.Join(set, ", ")+c.Table.Where(), append(args, key...)...)
	if sqlite.Refused(err) {
		return r.kept(c)
	}
	if err == nil {
		r.touched(c)
	}
	return err
}

// takeBackDelete enters a row again as it was.
func takeBackDelete(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row) error {
	_, found, err := journal.Stands(ctx, t, c.Table, c.Key, []string{"1"})
	if err != nil {
		return err
	}
	if found {
		return r.kept(c)
	}
	err = enter(ctx, t, c)
	if sqlite.Refused(err) && r.Lenient {
		if err = loosen(ctx, t, c); err == nil {
			err = enter(ctx, t, c)
		}
	}
	if sqlite.Refused(err) {
		return r.kept(c)
	}
	if err != nil {
		return err
	}
	if c.Table.Name == "contact" {
		r.restored[c.Contact] = true
	}
	r.touched(c)
	return nil
}

// enter writes a whole row.
func enter(ctx context.Context, t *sqlite.Tx, c *journal.Row) error {
	var names []string
	var args []any
	for _, col := range c.Table.Columns {
		if v, ok := c.Before[col.Name]; ok {
			names, args = append(names, col.Name), append(args, v)
		}
	}
	_, err := t.Exec(ctx, `INSERT INTO `+c.Table.Name+` (`+strings.Join(names, ", ")+`) VALUES (?`+
		strings.Repeat(", ?", len(names)-1)+`)`, args...)
	return err
}

// loosen takes out of a row what keeps it from being entered: references to
// what went meanwhile, and a contact's UID that another one has come to bear.
func loosen(ctx context.Context, t *sqlite.Tx, c *journal.Row) error {
	for _, col := range c.Table.Columns {
		if col.Parent == "" || col.NotNull || c.Before[col.Name] == nil {
			continue
		}
		_, there, err := sqlite.Value[int](ctx, t, `SELECT 1 FROM `+col.Parent+` WHERE id = ?`, c.Before[col.Name])
		if err != nil {
			return err
		}
		if !there {
			c.Before[col.Name] = nil
		}
	}
	if c.Table.Name != "contact" {
		return nil
	}
	uid, found, err := sqlite.Value[string](ctx, t, `SELECT lower(hex(randomblob(16))) FROM contact WHERE uid = ? AND uid <> ''`,
		c.Before["uid"])
	if found {
		c.Before["uid"] = uid
	}
	return err
}

// takeBackRange removes rows that the deed entered in bulk: all at once, but
// for those that changed since or belong to a contact that stays.
func takeBackRange(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row) error {
	last, err := journal.DecodeKey(c.Last)
	if err != nil {
		return err
	}
	within := ` WHERE id BETWEEN ?1 AND ?2`
	free := within + ` AND NOT EXISTS (SELECT 1 ` + standsNow + ` AND j.tbl = ?4 AND j.key = json_array(` + c.Table.Name + `.id))`
	args := []any{c.Key[0], last[0], r.Root, c.Table.Name}
	if c.Table.Owner != "" {
		free += ` AND coalesce(` + c.Table.Owner + `, 0) NOT IN (SELECT value FROM json_each(?5))`
		args = append(args, sqlite.List(slices.Sorted(maps.Keys(r.stay))))
	}
	if err := touchRange(ctx, t, r, c.Table, free, args); err != nil {
		return err
	}
	n, err := t.Exec(ctx, `DELETE FROM `+c.Table.Name+free, args...)
	if sqlite.Refused(err) {
		return takeBackEach(ctx, t, r, c, free, args)
	}
	if err != nil {
		return err
	}
	r.out.Changes += int(n)
	return keepRange(ctx, t, r, c, args[:2])
}

// keepRange counts what is left of a range.
func keepRange(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row, args []any) error {
	owner := "0"
	if c.Table.Owner != "" {
		owner = "coalesce(" + c.Table.Owner + ", 0)"
	}
	return sqlite.Each(ctx, t, func(rows *sql.Rows) error {
		var contact int64
		if err := rows.Scan(&contact); err != nil {
			return err
		}
		r.out.Kept++
		return r.leave(contact, "insert "+c.Table.Name)
	}, `SELECT `+owner+` FROM `+c.Table.Name+` WHERE id BETWEEN ?1 AND ?2`, args...)
}

// takeBackEach removes the rows of a range one by one, since one of them can't go.
func takeBackEach(ctx context.Context, t *sqlite.Tx, r *reversal, c *journal.Row, free string, args []any) error {
	owner := cmp.Or(c.Table.Owner, "NULL")
	each, err := sqlite.Collect(ctx, t, func(s sqlite.Scanner, one *journal.Row) error {
		var id int64
		*one = journal.Row{ID: c.ID, Table: c.Table, Op: c.Op}
		err := s.Scan(&id, sqlite.RefOf(&one.Contact))
		one.Key, one.Written = []any{id}, fmt.Sprintf("[%d]", id)
		return err
	}, `SELECT id, `+owner+` FROM `+c.Table.Name+free+` ORDER BY id DESC`, args...)
	if err != nil {
		return err
	}
	for i := range each {
		if err := takeBackInsert(ctx, t, r, &each[i]); err != nil {
			return err
		}
	}
	return nil
}

// touchRange notes what of a range is about to go.
func touchRange(ctx context.Context, t *sqlite.Tx, r *reversal, n *journal.Table, free string, args []any) error {
	var to map[int64]bool
	what := "id"
	switch n.Name {
	case "contact":
		to = r.cards
	case "handle", "address":
		to, what = r.cards, "contact_id"
	case "interaction":
		to = r.interactions
	case "case_record":
		to = r.cases
	default:
		return nil
	}
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT `+what+` FROM `+n.Name+free, args...)
	if err != nil {
		return err
	}
	for _, id := range ids {
		to[id] = true
	}
	if n.Name == "contact" {
		return untie(ctx, t, ids)
	}
	return nil
}

// untie frees the undecided mail of contacts that are about to go, as it was
// before they were known.
func untie(ctx context.Context, t *sqlite.Tx, contacts []int64) error {
	for _, q := range []string{
		`DELETE FROM interaction WHERE message_id IN (SELECT m.id FROM json_each(?) j
			CROSS JOIN message m ON m.contact_id = j.value WHERE m.kind = '')`,
		`UPDATE message SET contact_id = NULL WHERE kind = '' AND contact_id IN (SELECT value FROM json_each(?))`,
	} {
		if _, err := t.Exec(ctx, q, sqlite.List(contacts)); err != nil {
			return err
		}
	}
	return nil
}

// held are the records that keep a contact from going, but for those that the
// deed itself brought.
var held = []struct{ table, owner, only string }{
	{"interaction", "contact_id", " AND o.message_id IS NULL"},
	{"case_record", "contact_id", ""},
	{"opinion", "contact_id", ""},
	{"sale_order", "contact_id", ""},
	{"follow_up", "contact_id", ""},
	{"contact", "company_id", ""},
	{"contact", "referred_by", ""},
}

// inUse finds the contacts that an action entered and that have come to hold
// more than it gave them, or were changed since.
var inUse = func() string {
	var b strings.Builder
	b.WriteString(`WITH mine (id) AS (SELECT c.id FROM action_change x CROSS JOIN contact c
			ON c.id BETWEEN json_extract(x.key, '$[0]')
				AND json_extract(CASE x.last WHEN '' THEN x.key ELSE x.last END, '$[0]')
			WHERE x.action_id = ?1 AND x.tbl = 'contact' AND x.op = 'insert')
		SELECT id FROM mine WHERE
		EXISTS (SELECT 1 FROM contact c WHERE c.id = mine.id AND c.updated > ?2)
		OR EXISTS (SELECT 1 ` + standsNow + ` AND j.contact_id = mine.id)
		OR EXISTS (SELECT 1 FROM message m WHERE m.contact_id = mine.id AND m.decided > ?2)`)
	for _, h := range held {
		fmt.Fprintf(&b, ` OR EXISTS (SELECT 1 FROM %[1]s o WHERE o.%[2]s = mine.id%[3]s
			AND NOT EXISTS (SELECT 1 FROM action_change x
				WHERE x.tbl = '%[1]s' AND x.key = json_array(o.id) AND x.action_id = ?1)
			AND NOT EXISTS (SELECT 1 FROM action_change x
				WHERE x.tbl = '%[1]s' AND x.last <> '' AND x.action_id = ?1
				AND o.id BETWEEN json_extract(x.key, '$[0]') AND json_extract(x.last, '$[0]')))`, h.table, h.owner, h.only)
	}
	return b.String()
}()

// findInUse finds the contacts that the deed entered and that must stay.
func findInUse(ctx context.Context, t *sqlite.Tx, r *reversal) error {
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], inUse, r.Deed.ID, sqlite.Stamp(r.Deed.At), r.Root)
	if err != nil {
		return err
	}
	for _, id := range ids {
		r.stay[id] = true
		if err := r.leave(id, fmt.Sprintf("contact %d in use", id)); err != nil {
			return err
		}
	}
	return nil
}
