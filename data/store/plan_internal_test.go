package store

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// pageOf is a page of the list of contacts in an order.
func pageOf(o data.ContactOrder) string {
	return `SELECT c.id FROM contact c WHERE c.erased IS NULL ORDER BY ` + contactOrder(&data.ContactFilter{Order: o}) + ` LIMIT 9`
}

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
		"search":        {matchingDocs, "VIRTUAL TABLE INDEX"},
		"newest texts":  {recentDocs, "SCAN d"},
		"inbox":         {`SELECT m.id FROM message m WHERE ` + waiting + ` ORDER BY m.at DESC, m.id DESC`, "message_waiting"},
		"waiting count": {`SELECT count(*) FROM message m WHERE ` + waiting + ` AND m.automatic = ''`, "COVERING INDEX message_waiting"},
		"messages":      {`SELECT ` + messageColumns + ` FROM message m JOIN message_text x ON x.message_id = m.id WHERE 1 AND (m.at, m.id) < (?, ?) ORDER BY m.at DESC, m.id DESC LIMIT 9`, "message_by_time"},
		"contacts":      {`SELECT ` + contactColumns + ` FROM contact c WHERE c.erased IS NULL ORDER BY c.last_contact DESC, c.id DESC LIMIT 9`, "contact_by_last"},
		"by name":       {`SELECT ` + contactColumns + ` FROM contact c WHERE c.erased IS NULL ORDER BY c.sort_key, c.id LIMIT 9`, "contact_by_name"},
		"by company":    {pageOf(data.OrderCompany), "contact_by_company_name"},
		"by city":       {pageOf(data.OrderCity), "contact_by_city"},
		"by status":     {pageOf(data.OrderStatus), "contact_by_status"},
		"by age":        {pageOf(data.OrderCreated), "contact_by_created"},
		"one city":      {`SELECT c.id FROM contact c WHERE c.erased IS NULL AND c.city = ?`, "contact_of_city"},
		"one status":    {`SELECT count(*) FROM contact c WHERE c.erased IS NULL AND ` + statusRank + ` = ?`, "contact_by_status"},
		"timeline":      {`SELECT i.id FROM interaction i WHERE i.contact_id = ? AND (i.at, i.id) < (?, ?) ORDER BY i.at DESC, i.id DESC`, "interaction_timeline"},
		"interactions":  {record.InteractionPages, "interaction_by_time"},
		"due":           {`SELECT f.id FROM follow_up f WHERE f.done IS NULL AND f.shows <= ? ORDER BY f.shows, f.due, f.id`, "follow_up_due"},
		"open cases":    {`SELECT count(*) FROM case_record k WHERE k.contact_id = 3 AND k.` + record.OpenCase, "case_"},
		"counts":        {`SELECT kind, channel, direction, count(*) FROM interaction WHERE at >= ? AND at < ? AND automatic = 0 GROUP BY kind, channel, direction`, "COVERING INDEX interaction_by_time"},
		"owners":        {`SELECT h.norm FROM json_each(?) j CROSS JOIN handle h ON h.norm = j.value WHERE h.kind IN ('email', 'domain')`, "handle_owner"},
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
