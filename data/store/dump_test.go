package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kartoteka/data/store"
)

// dumpWords are words that tests write; dump tells where each is found.
var dumpWords = []string{"jan", "ewa", "anna", "kot", "zamek", "telefon", "notatka", "klucz", "vip", "lodz", "krakow"}

// dump writes down all that is in the file, without the journal itself: two
// files with the same dump are the same to their owner.
func dump(t testing.TB, db *store.DB) string {
	t.Helper()
	q, err := sql.Open("sqlite", db.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	var b strings.Builder
	for _, table := range texts(t, q, `SELECT name FROM sqlite_schema WHERE type = 'table'
		AND name NOT IN ('action', 'action_change', 'journal_open', 'doc', 'import_run') AND name NOT LIKE 'fts\_%' ESCAPE '\'
		AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY 1`) {
		columns := texts(t, q, `SELECT 'quote(' || name || ')' FROM pragma_table_info('`+table+`')`)
		dumpRows(t, &b, table, texts(t, q, `SELECT `+strings.Join(columns, ` || ' ' || `)+` FROM `+table))
	}
	dumpRows(t, &b, "doc", texts(t, q, `SELECT type || ' ' || ref FROM doc JOIN fts_text f ON f.rowid = doc.key`))
	for _, w := range dumpWords {
		dumpRows(t, &b, w, texts(t, q, `SELECT 'contact ' || rowid FROM fts_contact WHERE fts_contact MATCH '`+w+`'
			UNION ALL SELECT type || ' ' || ref FROM fts_text f JOIN doc ON doc.key = f.rowid WHERE fts_text MATCH '`+w+`'`))
	}
	return b.String()
}

func dumpRows(t testing.TB, b *strings.Builder, name string, rows []string) {
	t.Helper()
	slices.Sort(rows)
	for _, r := range rows {
		fmt.Fprintf(b, "%s: %s\n", name, r)
	}
}

func texts(t testing.TB, q *sql.DB, query string) []string {
	t.Helper()
	rows, err := q.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}

// difference shows where two dumps differ.
func difference(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	var out []string
	for _, l := range a {
		if !slices.Contains(b, l) {
			out = append(out, "gone  "+l)
		}
	}
	for _, l := range b {
		if !slices.Contains(a, l) {
			out = append(out, "there "+l)
		}
	}
	return strings.Join(out, "\n")
}
