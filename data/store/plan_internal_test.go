package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// TestListsNeedNoSort asks SQLite how it would go about the queries that must
// stay quick in a large file: by an index, without a sort, and reading no table
// from end to end.
func TestListsNeedNoSort(t *testing.T) {
	ctx := context.Background()
	db, err := Open(ctx, filepath.Join(t.TempDir(), "x.db"), data.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for name, q := range map[string]struct {
		query string
		uses  string
	}{
		"inbox":         {`SELECT m.id FROM message m WHERE ` + waiting + ` ORDER BY m.at DESC, m.id DESC`, "message_waiting"},
		"waiting count": {`SELECT count(*) FROM message m WHERE ` + waiting + ` AND m.automatic = ''`, "COVERING INDEX message_waiting"},
		"messages":      {`SELECT ` + messageColumns + ` FROM message m JOIN message_text x ON x.message_id = m.id WHERE 1 AND (m.at, m.id) < (?, ?) ORDER BY m.at DESC, m.id DESC LIMIT 9`, "message_by_time"},
	} {
		var plan []string
		err := sqlite.Each(ctx, db.file, func(rows *sql.Rows) error {
			var a, b, c int
			var line string
			err := rows.Scan(&a, &b, &c, &line)
			plan = append(plan, line)
			return err
		}, `EXPLAIN QUERY PLAN `+q.query, make([]any, strings.Count(q.query, "?"))...)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		whole := strings.Join(plan, "\n\t")
		if !strings.Contains(whole, q.uses) || strings.Contains(whole, "FOR ORDER BY") {
			t.Errorf("%s goes about it so:\n\t%s", name, whole)
		}
	}
}
