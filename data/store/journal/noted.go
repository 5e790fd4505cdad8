package journal

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"kartoteka/data/store/sqlite"
)

// Table is a table whose changes the journal notes.
type Table struct {
	Name  string
	Owner string // the column that says whose record a row is; "": nobody's
	// only are the columns that a deed of the owner changes in rows that are
	// otherwise the program's; nil: all.
	only []string

	Columns []Column // of the table as it stands in the file
}

// Column is one column of a noted table.
type Column struct {
	Name    string
	key     int // its place in the primary key from 1, 0: not part of it
	blob    bool
	NotNull bool
	Parent  string // the table that it refers to by id, "": none
}

// notedTables are all tables that the owner's deeds change. The order is that
// in which History names them.
func notedTables() []Table {
	return []Table{
		{Name: "contact", Owner: "id"},
		{Name: "handle", Owner: "contact_id"},
		{Name: "contact_tag", Owner: "contact_id"},
		{Name: "address", Owner: "contact_id"},
		{Name: "consent", Owner: "contact_id"},
		{Name: "contact_field", Owner: "contact_id"},
		{Name: "custom_field"},
		{Name: "category"},
		{Name: "saved_view"},
		{Name: "reply_template"},
		{Name: "not_duplicate", Owner: "a"},
		{Name: "interaction", Owner: "contact_id"},
		{Name: "case_record", Owner: "contact_id"},
		{Name: "case_gap"},
		{Name: "opinion", Owner: "contact_id"},
		{Name: "sale_order", Owner: "contact_id"},
		{Name: "follow_up", Owner: "contact_id"},
		{Name: "filing", Owner: "contact_id"},
		{Name: "message", Owner: "contact_id", only: []string{
			"contact_id", "kind", "decided", "suggested", "suggested_words", "suggested_for", "suggested_how", "automatic",
			"automatic_by", "silent", "trashed", "no_answer",
		}},
		{Name: "sender_rule"},
		{Name: "held_message", only: []string{"once"}},
		{Name: "subject_request", Owner: "contact_id", only: []string{"contact_id"}}, // in a merge
		{Name: "draft", Owner: "contact_id", only: []string{"contact_id"}},           // the same
	}
}

// derived are columns that follow from others. A change of theirs is no change;
// whoever takes a deed back makes them anew.
var derived = map[string][]string{"contact": append([]string{"last_contact"}, CardKeys...)}

// follows reports whether a column is made from others.
func (n *Table) follows(column string) bool { return slices.Contains(derived[n.Name], column) }

// watched are the columns whose change is noted.
func (n *Table) watched() []string {
	var out []string
	for _, c := range n.Columns {
		if (n.only == nil || slices.Contains(n.only, c.Name)) && !n.follows(c.Name) {
			out = append(out, c.Name)
		}
	}
	return out
}

// keys are the columns of the primary key, in its order.
func (n *Table) keys() []string {
	out := make([]string, 0, 2)
	for place := 1; ; place++ {
		i := slices.IndexFunc(n.Columns, func(c Column) bool { return c.key == place })
		if i < 0 {
			return out
		}
		out = append(out, n.Columns[i].Name)
	}
}

func (n *Table) column(name string) (Column, bool) {
	i := slices.IndexFunc(n.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return n.Columns[i], true
}

// value is the written form of a column in the journal.
func (n *Table) value(row, name string) string {
	if c, _ := n.column(name); c.blob {
		return "hex(" + row + "." + name + ")"
	}
	return row + "." + name
}

func (n *Table) key(row string) string {
	keys := n.keys()
	for i := range keys {
		keys[i] = row + "." + keys[i]
	}
	return "json_array(" + strings.Join(keys, ", ") + ")"
}

func (n *Table) ownerOf(row string) string {
	if n.Owner == "" {
		return "NULL"
	}
	return row + "." + n.Owner
}

const whileOpen = "EXISTS (SELECT 1 FROM journal_open)"

// triggers returns the table's triggers by name. A bulk entry closes the
// journal meanwhile, so each begins with asking whether it is open.
func (n *Table) triggers() map[string]string {
	out := map[string]string{n.name("update"): n.onUpdate()}
	if n.only == nil {
		out[n.name("insert")] = n.on("insert", "new", "NULL")
		out[n.name("delete")] = n.on("delete", "old", n.whole("old"))
	}
	return out
}

func (n *Table) name(op string) string { return triggerPrefix + n.Name + "_" + op }

const triggerPrefix = "journal_of_"

func (n *Table) on(op, row, before string) string {
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER %s ON %s WHEN %s BEGIN
  INSERT INTO action_change (action_id, tbl, key, op, contact_id, before)
  VALUES ((SELECT action_id FROM journal_open), '%s', %s, '%s', %s, %s);
END`, n.name(op), strings.ToUpper(op), n.Name, whileOpen, n.Name, n.key(row), op, n.ownerOf(row), before)
}

// whole is a row as one JSON object, without what SQLite or a trigger makes of it.
func (n *Table) whole(row string) string {
	var parts []string
	for _, c := range n.Columns {
		if c.Name != "last_contact" {
			parts = append(parts, "'"+c.Name+"', "+n.value(row, c.Name))
		}
	}
	return "json_object(" + strings.Join(parts, ", ") + ")"
}

func (n *Table) onUpdate() string {
	var differ, rows []string
	for _, c := range n.watched() {
		differ = append(differ, fmt.Sprintf("old.%s IS NOT new.%s", c, c))
		rows = append(rows, fmt.Sprintf("SELECT '%s' AS name, %s AS was, %s AS is_now WHERE old.%s IS NOT new.%s",
			c, n.value("old", c), n.value("new", c), c, c))
	}
	owner := "NULL"
	if n.Owner != "" {
		owner = fmt.Sprintf("coalesce(new.%s, old.%s)", n.Owner, n.Owner)
	}
	return fmt.Sprintf(`CREATE TRIGGER %s AFTER UPDATE OF %s ON %s
WHEN %s AND (%s) BEGIN
  INSERT INTO action_change (action_id, tbl, key, op, contact_id, before, after)
  SELECT (SELECT action_id FROM journal_open), '%s', %s, 'update', %s,
    json_group_object(name, was), json_group_object(name, is_now) FROM (
    %s);
END`, n.name("update"), strings.Join(n.watched(), ", "), n.Name, whileOpen, strings.Join(differ, " OR "),
		n.Name, n.key("old"), owner, strings.Join(rows, "\n    UNION ALL "))
}

// learn reads how the noted tables stand in the file. It is done whenever a
// program begins, so it asks once for each table, and not for each column.
func learn(ctx context.Context, q sqlite.Querier) (map[string]*Table, error) {
	out := map[string]*Table{}
	names := make([]string, 0, len(notedTables()))
	for _, n := range notedTables() {
		out[n.Name] = &n
		names = append(names, n.Name)
	}
	noted := `FROM sqlite_schema m JOIN json_each(?) n ON n.value = m.name JOIN `
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var table, typ string
		var c Column
		if err := rows.Scan(&table, &c.Name, &typ, &c.key, &c.NotNull); err != nil {
			return err
		}
		c.blob = typ == "BLOB"
		out[table].Columns = append(out[table].Columns, c)
		return nil
	}, `SELECT m.name, x.name, x.type, x.pk, x."notnull" `+noted+`pragma_table_xinfo(m.name) x
		WHERE m.type = 'table' AND x.hidden = 0 ORDER BY m.name, x.cid`, sqlite.List(names))
	if err != nil {
		return nil, err
	}
	return out, sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var table, column, parent string
		if err := rows.Scan(&table, &column, &parent); err != nil {
			return err
		}
		for i, c := range out[table].Columns {
			if c.Name == column {
				out[table].Columns[i].Parent = parent
			}
		}
		return nil
	}, `SELECT m.name, f."from", f."table" `+noted+`pragma_foreign_key_list(m.name) f WHERE m.type = 'table'`, sqlite.List(names))
}

// keepTriggers makes the journal's triggers what they should be. Where they are
// already, nothing is written: the file may lie where nothing can be.
func (b *Book) keepTriggers(ctx context.Context) error {
	tables, err := learn(ctx, b.file)
	if err != nil {
		return sqlite.Told("read tables", err)
	}
	b.tables.Store(&tables)
	want := map[string]string{}
	for _, n := range tables {
		for name, text := range n.triggers() {
			want[name] = text
		}
	}
	drop, add, err := staleTriggers(ctx, b.file, want)
	if err != nil || len(drop)+len(add) == 0 {
		return sqlite.Told("read triggers", err)
	}
	return b.file.Write(ctx, "make triggers", func(t *sqlite.Tx) error {
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

// CardKeys are made from the card: what it is called, how it is sorted and
// found; contacts.Keys has them in this order.
var CardKeys = []string{"display_name", "sort_key", "company_key", "city_key", "find_name", "find_given"}
