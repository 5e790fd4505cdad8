// Package plantest asks SQLite, in tests, how it would go about the queries that
// must stay quick in a large file.
package plantest

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/data/store/sqlite"
)

// NoSort is given queries, each with what its plan has to name: an index, as a
// rule. It fails for those that don't go about it by what they should use, or
// that sort what they found: by an index, without a sort, no table is read from
// end to end.
func NoSort(t *testing.T, queries map[string][2]string) {
	t.Helper()
	db, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"), data.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	q, err := sql.Open("sqlite", sqlite.DSN(db.Path(), false))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	for name, query := range queries {
		var plan []string
		err := sqlite.Each(t.Context(), q, func(rows *sql.Rows) error {
			var a, b, c int
			var line string
			err := rows.Scan(&a, &b, &c, &line)
			plan = append(plan, line)
			return err
		}, `EXPLAIN QUERY PLAN `+query[0], make([]any, strings.Count(query[0], "?"))...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		whole := strings.Join(plan, "\n\t")
		if !strings.Contains(whole, query[1]) || strings.Contains(whole, "FOR ORDER BY") {
			t.Errorf("%s goes about it so:\n\t%s", name, whole)
		}
	}
}
