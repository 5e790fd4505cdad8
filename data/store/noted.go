package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kartoteka/data/store/sqlite"
)

// noted is a table whose changes the journal notes.
type noted struct {
	table string
	owner string // the column that says whose record a row is; "": nobody's
	// only are the columns that a deed of the owner changes in rows that are
	// otherwise the program's; nil: all.
	only []string

	columns []column // of the table as it stands in the file
}

// column is one column of a noted table.
type column struct {
	name    string
	key     int // its place in the primary key from 1, 0: not part of it
	blob    bool
	notNull bool
	parent  string // the table that it refers to by id, "": none
}

// notedTables are all tables that the owner's deeds change. The order is that
// in which History names them.
func notedTables() []noted {
	return []noted{
		{table: "contact", owner: "id"},
		{table: "handle", owner: "contact_id"},
		{table: "contact_tag", owner: "contact_id"},
		{table: "address", owner: "contact_id"},
		{table: "consent", owner: "contact_id"},
		{table: "contact_field", owner: "contact_id"},
		{table: "custom_field"},
		{table: "category"},
		{table: "saved_view"},
		{table: "reply_template"},
		{table: "not_duplicate", owner: "a"},
		{table: "interaction", owner: "contact_id"},
		{table: "case_record", owner: "contact_id"},
		{table: "case_gap"},
		{table: "opinion", owner: "contact_id"},
		{table: "sale_order", owner: "contact_id"},
		{table: "follow_up", owner: "contact_id"},
		{table: "filing", owner: "contact_id"},
		{table: "message", owner: "contact_id", only: []string{
			"contact_id", "kind", "decided", "suggested", "suggested_words", "suggested_for", "suggested_how", "automatic",
			"automatic_by", "silent", "trashed", "no_answer",
		}},
		{table: "sender_rule"},
		{table: "held_message", only: []string{"once"}},
		{table: "subject_request", owner: "contact_id", only: []string{"contact_id"}}, // in a merge
		{table: "draft", owner: "contact_id", only: []string{"contact_id"}},           // the same
	}
}

// derived are columns that follow from others. A change of theirs is no change;
// whoever takes a deed back makes them anew.
var derived = map[string][]string{"contact": append([]string{"last_contact"}, keyColumns...)}

// follows reports whether a column is made from others.
func (n *noted) follows(column string) bool { return slices.Contains(derived[n.table], column) }

// watched are the columns whose change is noted.
func (n *noted) watched() []string {
	var out []string
	for _, c := range n.columns {
		if (n.only == nil || slices.Contains(n.only, c.name)) && !n.follows(c.name) {
			out = append(out, c.name)
		}
	}
	return out
}

// keys are the columns of the primary key, in its order.
func (n *noted) keys() []string {
	out := make([]string, 0, 2)
	for place := 1; ; place++ {
		i := slices.IndexFunc(n.columns, func(c column) bool { return c.key == place })
		if i < 0 {
			return out
		}
		out = append(out, n.columns[i].name)
	}
}

func (n *noted) column(name string) (column, bool) {
	i := slices.IndexFunc(n.columns, func(c column) bool { return c.name == name })
	if i < 0 {
		return column{}, false
	}
	return n.columns[i], true
}

// value is the written form of a column in the journal.
func (n *noted) value(row, name string) string {
	if c, _ := n.column(name); c.blob {
		return "hex(" + row + "." + name + ")"
	}
	return row + "." + name
}

func (n *noted) key(row string) string {
	keys := n.keys()
	for i := range keys {
		keys[i] = row + "." + keys[i]
	}
	return "json_array(" + strings.Join(keys, ", ") + ")"
}

func (n *noted) ownerOf(row string) string {
	if n.owner == "" {
		return "NULL"
	}
	return row + "." + n.owner
}

const whileOpen = "EXISTS (SELECT 1 FROM journal_open)"

// triggers returns the table's triggers by name. A bulk entry closes the
// journal meanwhile, so each begins with asking whether it is open.
func (n *noted) triggers() map[string]string {
	out := map[string]string{n.name("update"): n.onUpdate()}
	if n.only == nil {
		out[n.name("insert")] = n.on("insert", "new", "NULL")
		out[n.name("delete")] = n.on("delete", "old", n.whole("old"))
	}
	return out
}

func (n *noted) name(op string) string { return triggerPrefix + n.table + "_" + op }

const triggerPrefix = "journal_of_"

func (n *noted) on(op, row, before string) string {
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER %s ON %s WHEN %s BEGIN
  INSERT INTO action_change (action_id, tbl, key, op, contact_id, before)
  VALUES ((SELECT action_id FROM journal_open), '%s', %s, '%s', %s, %s);
END`, n.name(op), strings.ToUpper(op), n.table, whileOpen, n.table, n.key(row), op, n.ownerOf(row), before)
}

// whole is a row as one JSON object, without what SQLite or a trigger makes of it.
func (n *noted) whole(row string) string {
	var parts []string
	for _, c := range n.columns {
		if c.name != "last_contact" {
			parts = append(parts, "'"+c.name+"', "+n.value(row, c.name))
		}
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

func (n *noted) onUpdate() string {
	var differ, rows []string
	for _, c := range n.watched() {
		differ = append(differ, fmt.Sprintf("old.%s IS NOT new.%s", c, c))
		rows = append(rows, fmt.Sprintf("SELECT '%s' AS name, %s AS was, %s AS is_now WHERE old.%s IS NOT new.%s",
			c, n.value("old", c), n.value("new", c), c, c))
	}
	owner := "NULL"
	if n.owner != "" {
		owner = fmt.Sprintf("coalesce(new.%s, old.%s)", n.owner, n.owner)
	}
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER UPDATE OF %s ON %s
WHEN %s AND (%s) BEGIN
  INSERT INTO action_change (action_id, tbl, key, op, contact_id, before, after)
  SELECT (SELECT action_id FROM journal_open), '%s', %s, 'update', %s,
    json_group_object(name, was), json_group_object(name, is_now) FROM (
    %s);
END`, n.name("update"), strings.Join(n.watched(), ", "), n.table, whileOpen, strings.Join(differ, " OR "),
		n.table, n.key("old"), owner, strings.Join(rows, "\n    UNION ALL "))
}

// learn reads how the noted tables stand in the file.
func learn(ctx context.Context, q sqlite.Querier) (map[string]*noted, error) {
	out := map[string]*noted{}
	for _, n := range notedTables() {
		out[n.table] = &n
	}
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var table, typ string
		var c column
		if err := rows.Scan(&table, &c.name, &typ, &c.key, &c.notNull, &c.parent); err != nil {
			return err
		}
		c.blob = typ == "BLOB"
		if n := out[table]; n != nil {
			n.columns = append(n.columns, c)
		}
		return nil
	}, `SELECT m.name, x.name, x.type, x.pk, x."notnull", coalesce((SELECT f."table"
			FROM pragma_foreign_key_list(m.name) f WHERE f."from" = x.name), '')
		FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) x
		WHERE m.type = 'table' AND x.hidden = 0 ORDER BY m.name, x.cid`)
	return out, err
}

// keepTriggers makes the journal's triggers what they should be. Where they are
// already, nothing is written: the file may lie where nothing can be.
func (db *DB) keepTriggers(ctx context.Context) error {
	tables, err := learn(ctx, db.file)
	if err != nil {
		return sqlite.Told("read tables", err)
	}
	db.noted = tables
	want := map[string]string{}
	for _, n := range tables {
		for name, text := range n.triggers() {
			want[name] = text
		}
	}
	drop, add, err := staleTriggers(ctx, db.file, want)
	if err != nil || len(drop)+len(add) == 0 {
		return sqlite.Told("read triggers", err)
	}
	return db.file.Write(ctx, "make triggers", func(t *sqlite.Tx) error {
		// Another program may have made them while this one waited to write.
		if drop, add, err = staleTriggers(ctx, t, want); err != nil {
			return err
		}
		for i := range drop {
			drop[i] = `DROP TRIGGER ` + drop[i]
		}
		for _, q := range slices.Concat(drop, add) {
			if _, err := t.Exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
}

// staleTriggers returns the names of those to be dropped, and the text of those
// to be made.
func staleTriggers(ctx context.Context, q sqlite.Querier, want map[string]string) (drop, add []string, err error) {
	right := map[string]bool{}
	err = sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return err
		}
		if right[name] = want[name] == text; !right[name] {
			drop = append(drop, name)
		}
		return nil
	}, `SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND substr(name, 1, length(?1)) = ?1`, triggerPrefix)
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if !right[name] {
			add = append(add, want[name])
		}
	}
	return drop, add, err
}
