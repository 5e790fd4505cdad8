package journal

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// labels are the columns by which the rows of a table are told apart.
var labels = map[string]string{
	"contact": "display_name", "handle": "value", "contact_tag": "tag", "address": "city", "consent": "purpose",
	"contact_field": "value", "interaction": "subject", "case_record": "number", "opinion": "source",
	"sale_order": "what", "follow_up": "what",
}

// unsaid are columns whose change tells the owner nothing.
var unsaid = []string{"updated", "rank", "year", "seq", "id", "uid"}

// moments are the columns that hold a time.
var moments = []string{
	"created", "erased", "given", "withdrawn", "at", "received", "acknowledged", "answered", "closed", "done",
}

// History returns what deeds did to a contact's card and records, newest first:
// one entry for each field that changed, and for each record that came or went.
// Times are written as RFC 3339 says, in UTC. A limit of 0 or less is none.
func (ds *Deeds) History(ctx context.Context, contactID int64, limit int) ([]data.FieldChange, error) {
	if limit <= 0 {
		limit = -1
	}
	var out []data.FieldChange
	err := ds.book.file.Read(ctx, "read history", func(q *sql.Tx) error {
		rows, err := sqlite.Collect(ctx, q, ds.scanHistory, historyOf, contactID, limit)
		if err != nil {
			return err
		}
		for i := range rows {
			more, err := rows[i].fields(ctx, q)
			if err != nil {
				return err
			}
			out = append(out, more...)
		}
		return nil
	})
	if limit > 0 && len(out) > limit {
		out = out[:limit]
	}
	return out, err
}

// historyOf selects the rows of the journal about contact ?1, the import that
// entered it among many others included.
const historyOf = `SELECT ` + actionColumns + `, j.id, j.tbl, j.key, j.op, coalesce(j.before, '{}'), coalesce(j.after, '{}')
	FROM (SELECT * FROM action_change WHERE contact_id = ?1
		UNION ALL SELECT id, action_id, tbl, json_array(?1), last, op, contact_id, before, after FROM action_change
			WHERE tbl = 'contact' AND last <> '' AND ?1 BETWEEN json_extract(key, '$[0]') AND json_extract(last, '$[0]')
	) j JOIN action a ON a.id = j.action_id
	WHERE j.tbl NOT IN ('message', 'filing', 'not_duplicate') ORDER BY j.id DESC LIMIT ?2`

// historyRow is one changed row with the deed that changed it.
type historyRow struct {
	Row
	by data.Action
}

func (ds *Deeds) scanHistory(s sqlite.Scanner, r *historyRow) error {
	var table, before, after string
	err := s.Scan(&r.by.ID, sqlite.TimeOf(&r.by.At), &r.by.What, &r.by.Title, &r.by.N, sqlite.RefOf(&r.by.Undoes),
		sqlite.RefOf(&r.by.UndoneBy), &r.ID, &table, &r.Written, &r.Op, &before, &after)
	if err != nil {
		return err
	}
	return r.Read((*ds.book.tables.Load())[table], before, after)
}

// fields tells a row's change field by field.
func (r *historyRow) fields(ctx context.Context, q sqlite.Querier) ([]data.FieldChange, error) {
	change := data.FieldChange{Action: r.by, Record: r.Table.Name}
	label := labels[r.Table.Name]
	switch {
	case r.Op == "delete":
		change.Before = said(label, r.Before[label])
		return []data.FieldChange{change}, nil
	case r.Op == "insert" && label == "":
		return []data.FieldChange{change}, nil
	case r.Op == "insert":
		now, _, err := Stands(ctx, q, r.Table, r.Key, []string{label})
		if len(now) > 0 {
			change.After = said(label, now[0])
		}
		return []data.FieldChange{change}, err
	}
	var out []data.FieldChange
	for _, name := range slices.Sorted(maps.Keys(r.After)) {
		if slices.Contains(unsaid, name) {
			continue
		}
		change.Field, change.Before, change.After = name, said(name, r.Before[name]), said(name, r.After[name])
		out = append(out, change)
	}
	return out, nil
}

// said is how a value of a column is told.
func said(column string, v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case int64:
		if slices.Contains(moments, column) {
			return time.UnixMilli(v).UTC().Format(time.RFC3339)
		}
	case []byte:
		return ""
	}
	return fmt.Sprint(v)
}
