package store

import (
	"context"
	"database/sql"
	"strings"

	"kartoteka/data"
)

// openCase is the condition of a case that still has to be answered; it is that
// of the partial index.
const openCase = `state NOT IN ('answered', 'closed', 'withdrawn')`

// Contacts returns the contacts that the filter selects, as a list shows them.
// Whoever was in touch last comes first, unless they are ordered by name.
func (db *DB) Contacts(ctx context.Context, f data.ContactFilter) ([]data.ContactRow, error) {
	where, args, ok := contactWhere(f)
	if !ok {
		return nil, nil
	}
	order := `c.last_contact DESC, c.id DESC`
	if f.Order == data.OrderName {
		order = `c.sort_key, c.id`
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	var out []data.ContactRow
	err := db.read(ctx, "list contacts", func(q *sql.Tx) (err error) {
		out, err = collect(ctx, q, scanContactRow, `SELECT `+contactColumns+`, c.display_name, c.last_contact,
			(SELECT count(*) FROM case_record k WHERE k.contact_id = c.id AND k.`+openCase+`),
			(SELECT count(*) FROM follow_up f WHERE f.contact_id = c.id AND f.done IS NULL)
			FROM contact c`+where+` ORDER BY `+order+` LIMIT ? OFFSET ?`, append(args, limit, f.Offset)...)
		if err != nil || len(out) == 0 {
			return err
		}
		byID := make(map[int64]*data.Contact, len(out))
		for i := range out {
			byID[out[i].ID] = &out[i].Contact
		}
		return addContactParts(ctx, q, byID)
	})
	return out, err
}

func scanContactRow(s scanner, r *data.ContactRow) error {
	return s.Scan(append(contactFields(&r.Contact), &r.DisplayName, timeOf{&r.LastContact},
		&r.OpenCases, &r.OpenFollowUps)...)
}

// ContactCount returns how many contacts the filter selects on all its pages.
func (db *DB) ContactCount(ctx context.Context, f data.ContactFilter) (int, error) {
	where, args, ok := contactWhere(f)
	if !ok {
		return 0, nil
	}
	n, _, err := value[int](ctx, db.r, `SELECT count(*) FROM contact c`+where, args...)
	return n, told("count contacts", err)
}

// contactWhere returns the filter's conditions; ok is false when typed signs
// hold no word, so that nothing can match.
func contactWhere(f data.ContactFilter) (where string, args []any, ok bool) {
	conds := []string{"1"}
	if strings.TrimSpace(f.Words) != "" {
		words := foldWords(f.Words)
		if len(words) == 0 {
			return "", nil, false
		}
		conds = append(conds, `c.id IN (SELECT rowid FROM fts_contact WHERE fts_contact MATCH ?)`)
		args = append(args, prefixQuery(words))
	}
	if f.Status != "" {
		conds = append(conds, `c.status = ?`)
		args = append(args, string(f.Status))
	}
	if f.Kind != "" {
		conds = append(conds, `c.kind = ?`)
		args = append(args, string(f.Kind))
	}
	return ` WHERE ` + strings.Join(conds, ` AND `), args, true
}

// prefixQuery asks for rows in which every word begins one of theirs. The words
// hold letters and digits only, so the quotes can't be broken out of.
func prefixQuery(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(`"` + w + `"* `)
	}
	return b.String()
}
