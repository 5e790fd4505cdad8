package erasing

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/person"
	"kartoteka/data/store/sqlite"
)

// textPlace is a table in whose texts a person may be named.
type textPlace struct {
	table   string
	key     []string // of its primary key
	contact string   // column or expression that says whose record a row is, "" for nobody's
	columns []string
	where   string       // which rows, "" for all
	json    bool         // the texts are JSON: only the strings in it are replaced
	doc     fulltext.Doc // full text to be brought up to date, 0: none
	shown   string       // what it is called in a list of mentions
}

// textPlaces are all texts that the owner, or a file he read in, may have
// written about somebody else. Mail is not among them: it is kept as it came.
var textPlaces = []textPlace{
	{
		table: "contact", key: []string{"id"}, contact: "id", shown: "contact",
		columns: []string{"job_title", "note", "best_hours", "no_contact_why", "arrangements", "end_reason", "end_note", "street"},
	},
	{ // a company's own name is left to it
		table: "contact", key: []string{"id"}, contact: "id", shown: "contact", columns: []string{"company"},
		where: `kind <> 'company'`,
	},
	{table: "handle", key: []string{"id"}, contact: "contact_id", shown: "contact", columns: []string{"label"}},
	{table: "address", key: []string{"id"}, contact: "contact_id", shown: "contact", columns: []string{"label", "street"}},
	{table: "consent", key: []string{"id"}, contact: "contact_id", shown: "contact", columns: []string{"purpose", "wording", "source"}},
	{table: "contact_field", key: []string{"contact_id", "field_id"}, contact: "contact_id", shown: "contact", columns: []string{"value"}},
	{
		table: "interaction", key: []string{"id"}, contact: "contact_id", shown: "interaction", doc: fulltext.Interaction,
		columns: []string{"subject", "text", "note"},
	},
	{
		table: "case_record", key: []string{"id"}, contact: "contact_id", shown: "case", doc: fulltext.Case,
		columns: []string{"product", "subject", "text", "reason"},
	},
	{table: "opinion", key: []string{"id"}, contact: "contact_id", shown: "opinion", columns: []string{"source", "text"}},
	{table: "sale_order", key: []string{"id"}, contact: "contact_id", shown: "order", columns: []string{"what"}},
	{table: "follow_up", key: []string{"id"}, contact: "contact_id", shown: "follow-up", columns: []string{"what"}},
	{table: "custom_field", key: []string{"id"}, shown: "settings", columns: []string{"name"}},
	{table: "custom_field", key: []string{"id"}, shown: "settings", columns: []string{"choices"}, json: true},
	{table: "category", key: []string{"list", "code"}, shown: "settings", columns: []string{"name"}},
	{table: "saved_view", key: []string{"id"}, shown: "settings", columns: []string{"name"}},
	{table: "saved_view", key: []string{"id"}, shown: "settings", columns: []string{"filter", "columns"}, json: true},
	{table: "import_run", key: []string{"id"}, shown: "settings", columns: []string{"source"}},
	{table: "import_mapping", key: []string{"id"}, shown: "settings", columns: []string{"heading"}},
	{table: "import_mapping", key: []string{"id"}, shown: "settings", columns: []string{"mapping"}, json: true},
	{table: "subject_request", key: []string{"id"}, contact: "contact_id", shown: "request", columns: []string{"who", "why", "note"}},
	{table: "breach", key: []string{"id"}, shown: "breach", columns: []string{"happened", "what", "data", "effects", "measures"}},
	{
		table: "processing", key: []string{"id"}, shown: "settings",
		columns: []string{"name", "purpose", "basis", "people", "data", "recipients", "transfers", "retention", "security"},
	},
	{table: "retention", key: []string{"code"}, shown: "settings", columns: []string{"basis"}},
	{table: "message", key: []string{"id"}, contact: "contact_id", shown: "settings", columns: []string{"source"}},
	{table: "action", key: []string{"id"}, shown: "journal", columns: []string{"title"}},
	{table: "action_change", key: []string{"id"}, contact: "contact_id", shown: "journal", columns: []string{"before", "after"}, json: true},
}

// Mentions finds where others' records, and mail of others, name a person.
func Mentions(ctx context.Context, q sqlite.Querier, who person.Identity) ([]data.Mention, error) {
	p := &erasePlan{who: who}
	if err := p.findMessages(ctx, q); err != nil {
		return nil, err
	}
	err := p.findMentions(ctx, q)
	return p.mentions, err
}

// findMentions looks through all of them. Rows of the person's own are emptied
// anyhow and rows that go need no look.
func (p *erasePlan) findMentions(ctx context.Context, q sqlite.Querier) error {
	skip := map[string]map[int64]bool{"action": {}, "action_change": {}, "message": {}}
	for table, ids := range map[string][]int64{"action": p.actions, "action_change": p.entries, "message": p.messages} {
		for _, id := range ids {
			skip[table][id] = true
		}
	}
	for table, ids := range p.orphans { // emptied with the person's own
		if skip[table] == nil {
			skip[table] = map[int64]bool{}
		}
		for _, id := range ids {
			skip[table][id] = true
		}
	}
	for i := range textPlaces {
		if err := p.findIn(ctx, q, &textPlaces[i], skip); err != nil {
			return fmt.Errorf("look through %s: %w", textPlaces[i].table, err)
		}
	}
	return nil
}

// query selects key, owner and texts of every row that may name somebody.
func (t *textPlace) query() string {
	owner := t.contact
	if owner == "" {
		owner = "NULL"
	}
	texts := make([]string, len(t.columns))
	for i, c := range t.columns {
		texts[i] = `coalesce("` + c + `", '')`
	}
	where := strings.Join(texts, ` || `) + ` <> ''`
	if t.contact != "" {
		where += ` AND coalesce(` + t.contact + `, 0) NOT IN (SELECT value FROM json_each(?1))`
	} else {
		where += ` AND ?1 <> ''`
	}
	if t.where != "" {
		where += ` AND ` + t.where
	}
	if t.table == "contact" {
		where += ` AND erased IS NULL`
	}
	if t.table == "action_change" {
		where += ` AND action_id NOT IN (SELECT value FROM json_each(?2))`
	}
	return `SELECT ` + owner + `, ` + strings.Join(t.key, `, `) + `, ` + strings.Join(texts, `, `) +
		` FROM "` + t.table + `" WHERE ` + where
}

func (p *erasePlan) findIn(ctx context.Context, q sqlite.Querier, t *textPlace, skip map[string]map[int64]bool) error {
	args := []any{p.ids()}
	if t.table == "action_change" {
		args = append(args, sqlite.List(p.actions))
	}
	key, texts := make([]any, len(t.key)), make([]string, len(t.columns))
	var contact int64
	dest := []any{sqlite.RefOf(&contact)}
	for i := range key {
		dest = append(dest, &key[i])
	}
	for i := range texts {
		dest = append(dest, &texts[i])
	}
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		id, _ := key[0].(int64)
		if skip[t.table][id] {
			return nil
		}
		p.look(t, key, texts, contact)
		return nil
	}, t.query(), args...)
}

// look notes a row in whose texts the person is named.
func (p *erasePlan) look(t *textPlace, key []any, texts []string, contact int64) {
	set := map[string]string{}
	stays := false
	for i, s := range texts {
		out, changed, doubtful := p.who.RedactIn(s, t.json)
		stays = stays || doubtful
		if changed {
			set[t.columns[i]] = out
		}
	}
	id, _ := key[0].(int64)
	if len(set) > 0 {
		p.rewrites = append(p.rewrites, rewrite{place: t, key: append([]any(nil), key...), set: set, id: id})
	}
	if t.shown != "journal" && (len(set) > 0 || stays) {
		p.mentions = append(p.mentions, data.Mention{Record: t.shown, ID: id, ContactID: contact, Stays: len(set) == 0})
	}
}

// applyRewrites replaces the texts, and has them indexed anew.
func applyRewrites(ctx context.Context, t *sqlite.Tx, rewrites []rewrite) error {
	for i := range rewrites {
		r := &rewrites[i]
		var sets, conds []string
		var args []any
		for _, c := range r.place.columns {
			if v, ok := r.set[c]; ok {
				sets = append(sets, `"`+c+`" = ?`)
				args = append(args, v)
			}
		}
		for _, k := range r.place.key {
			conds = append(conds, k+` = ?`)
		}
		query := `UPDATE OR IGNORE "` + r.place.table + `" SET ` + strings.Join(sets, `, `) + ` WHERE ` + strings.Join(conds, ` AND `)
		n, err := t.Exec(ctx, query, append(args, r.key...)...)
		if err == nil && n == 0 {
			// Another row has come to be called the same; a number keeps them apart.
			for j := range sets {
				args[j] = fmt.Sprint(args[j], " ", r.id)
			}
			_, err = t.Exec(ctx, strings.Replace(query, "OR IGNORE ", "", 1), append(args, r.key...)...)
		}
		if err != nil {
			return err
		}
		if err := reindex(ctx, t, r); err != nil {
			return err
		}
	}
	return nil
}

func reindex(ctx context.Context, t *sqlite.Tx, r *rewrite) error {
	switch {
	case r.place.doc != 0:
		return fulltext.Touch(ctx, t, r.place.doc, r.id)
	case r.place.contact == "id" || r.place.shown == "contact":
		id := r.id
		if r.place.contact == "contact_id" {
			owner, found, err := sqlite.Value[int64](ctx, t, `SELECT contact_id FROM `+r.place.table+` WHERE `+r.place.key[0]+` = ?`, r.key[0])
			if err != nil || !found {
				return err
			}
			id = owner
		}
		fulltext.TouchContacts(t, id)
		if _, renamed := r.set["company"]; renamed {
			c, err := contacts.Get(ctx, t, id)
			if err != nil {
				return err
			}
			return rename(ctx, t, id, &c)
		}
	}
	return nil
}
