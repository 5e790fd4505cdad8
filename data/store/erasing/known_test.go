package erasing_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/data/store/erasing"
	"kartoteka/data/store/sqlite"
)

// withoutPeople are the columns of text that never say anything of a person:
// codes, days, numbers, and what the firm says of itself. A new column has to be
// entered here, emptied by an erasure, or searched by it.
var withoutPeople = map[string]string{
	"account":         "name address aliases host security user ca since last_err auth policy chosen",
	"address":         "*", // deleted with the card
	"attachment":      "*", // deleted with the message
	"case_gap":        "kind",
	"case_record":     "number kind received_on channel legal_type category demand cause decision currency state rule safe latest",
	"category":        "list code",
	"checklist":       "code checked",
	"consent":         "channel basis",
	"contact":         "kind language preferred_channel legal_type status uid second_channel generation since ended_by ended_on end_notice",
	"contact_tag":     "tag", // looked through in eraseTraces
	"custom_field":    "kind",
	"erasure":         "counts backups",
	"draft":           "*", // deleted with the card or the letter that it answers
	"filing":          "kind linked new_handle",
	"follow_up":       "due snoozed shows",
	"handle":          "kind value norm", // deleted with the card; the others' own
	"held_message":    "*",               // deleted by its sender
	"interaction":     "channel direction kind category outcome",
	"held_tie":        "*", // deleted with its held_message
	"mail_raw":        "*",
	"mail_raw_piece":  "*",
	"tombstone":       "*", // sums
	"mail_folder":     "name role last_err",
	"mail_problem":    "error",
	"message":         "*", // deleted, or another's, which is kept as it came
	"message_address": "*",
	"message_ref":     "*",
	"message_text":    "*",
	"opinion":         "tone",
	"r_month":         "*",
	"reply_template":  "*", // the firm's own words to anybody
	"retention":       "code",
	"said_kept":       "channel",
	"sale_order":      "on_day currency",
	"saved_view":      "list",
	"sender_rule":     "*", // deleted by its address
	"setting":         "*",
	"subject_request": "kind channel received due extended answered outcome",
	"sync_run":        "error",
	"breach":          "risk",
	"action":          "what",
	"action_change":   "tbl key last op",
}

// TestEveryTextIsKnownToTheErasure fails when a table comes to hold a text that
// an erasure neither empties nor looks through.
func TestEveryTextIsKnownToTheErasure(t *testing.T) {
	ctx := context.Background()
	db, err := store.Open(ctx, filepath.Join(t.TempDir(), "kartoteka.db"), data.SystemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	known := erasing.Texts()
	for table, columns := range withoutPeople {
		known[table] = append(known[table], strings.Fields(columns)...)
	}
	q, err := sql.Open("sqlite", sqlite.DSN(db.Path(), false))
	if err != nil {
		t.Fatal(err)
	}
	defer q.Close()
	type column struct{ table, name string }
	all, err := sqlite.Collect(ctx, q, func(s sqlite.Scanner, c *column) error { return s.Scan(&c.table, &c.name) },
		`SELECT m.name, x.name FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) x
			WHERE m.type = 'table' AND x.type IN ('TEXT', 'BLOB') AND m.name NOT LIKE 'fts_%' AND m.name NOT LIKE 'sqlite_%'`)
	if err != nil || len(all) < 100 {
		t.Fatalf("%d columns, %v", len(all), err)
	}
	for _, c := range all {
		if !slices.Contains(known[c.table], c.name) && !slices.Contains(known[c.table], "*") {
			t.Errorf("%s.%s is not known to the erasure", c.table, c.name)
		}
	}
}
