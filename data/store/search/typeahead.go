package search

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/sqlite"
)

// ContactsLike returns contacts for what is being typed, the likeliest first:
// those whose name begins so, whichever name is typed first, then those in whose
// name, nickname or company each typed word begins one, then those whose e-mail
// address, phone number or NIP begins so. Within each, whoever was in touch last
// comes first. Nothing typed: those in touch last.
func (fi *Finder) ContactsLike(ctx context.Context, typed string, limit int) ([]data.ContactRow, error) {
	if limit <= 0 {
		return nil, nil
	}
	if strings.TrimSpace(typed) == "" {
		return fi.cards.Contacts(ctx, data.ContactFilter{Limit: limit})
	}
	var out []data.ContactRow
	err := fi.file.Read(ctx, "find contacts", func(q *sql.Tx) error {
		g := &guess{q: q, typed: match.Fold(strings.TrimSpace(typed)), words: fulltext.Fold(typed), limit: limit}
		for _, find := range []func(context.Context) error{g.names, g.handles, g.nameWords} {
			if g.full() {
				break
			}
			if err := find(ctx); err != nil {
				return err
			}
		}
		g.sort()
		var err error
		out, err = contacts.Rows(ctx, q, g.ids())
		return err
	})
	return out, err
}

// guess is one type-ahead under way.
type guess struct {
	q     sqlite.Querier
	typed string   // folded, with its signs
	words []string // folded
	limit int
	found []likely
}

// likely is somebody who may be meant.
type likely struct {
	id    int64
	class int
	last  int64 // when in touch, ms; 0: never
	name  string
}

// The classes of likeliness.
const (
	className = iota
	classWord
	classHandle
)

func (g *guess) full() bool {
	n := 0
	for _, l := range g.found {
		if l.class == className {
			n++
		}
	}
	return n >= g.limit
}

func (g *guess) sort() {
	slices.SortStableFunc(g.found, func(a, b likely) int {
		return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(b.last, a.last), cmp.Compare(a.name, b.name), cmp.Compare(b.id, a.id))
	})
}

func (g *guess) ids() []int64 {
	out := make([]int64, 0, g.limit)
	for _, l := range g.found {
		if len(out) < g.limit && !slices.Contains(out, l.id) {
			out = append(out, l.id)
		}
	}
	return out
}

// rareNames is how many bearers of a beginning are read at most, to put those in
// touch last first. Of a commoner one, enough are soon met on a walk from the one
// in touch last; those who never were follow by name.
const rareNames = 400

// names finds those whose name begins with what is typed.
func (g *guess) names(ctx context.Context) error {
	if len(g.words) == 0 {
		return nil
	}
	from := strings.Join(g.words, " ")
	to := from + lastRune
	ids, err := sqlite.Collect(ctx, g.q, sqlite.Plain[int64], `SELECT id FROM (
		SELECT id FROM (SELECT id FROM contact WHERE find_name >= ?1 AND find_name < ?2 LIMIT ?3)
		UNION SELECT id FROM (SELECT id FROM contact WHERE find_given >= ?1 AND find_given < ?2 AND find_given <> '' LIMIT ?3))`,
		from, to, rareNames+1)
	if err != nil {
		return err
	}
	if len(ids) > rareNames {
		near, err := sqlite.Collect(ctx, g.q, sqlite.Plain[int64], `SELECT id FROM contact INDEXED BY contact_by_last
			WHERE erased IS NULL AND last_contact > 0 AND (find_name >= ?1 AND find_name < ?2 OR find_given >= ?1 AND find_given < ?2)
			ORDER BY last_contact DESC, id DESC LIMIT ?3`, from, to, g.limit)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if len(near) < g.limit && !slices.Contains(near, id) {
				near = append(near, id)
			}
		}
		ids = near
	}
	return g.add(ctx, className, ids)
}

// lastRune ends the range of what begins with a text.
const lastRune = "\U0010ffff"

// wordsLooked bounds how many cards with the typed words are looked at.
const wordsLooked = 300

// nameWords finds those in whose name each typed word begins one.
func (g *guess) nameWords(ctx context.Context) error {
	if len(g.words) == 0 {
		return nil
	}
	return sqlite.Each(ctx, g.q, func(rows *sql.Rows) error {
		l := likely{class: classWord}
		var names string
		var last time.Time
		if err := rows.Scan(&l.id, &l.name, &names, sqlite.TimeOf(&last)); err != nil {
			return err
		}
		for _, w := range g.words {
			if start, _ := fulltext.Find(names, w, true); start < 0 {
				return nil
			}
		}
		if !last.IsZero() {
			l.last = last.UnixMilli()
		}
		g.found = append(g.found, l)
		return nil
	}, `SELECT c.id, c.display_name, concat_ws(' ', c.given_name, c.family_name, c.nickname, c.company), c.last_contact
		FROM (SELECT rowid AS id FROM fts_contact WHERE fts_contact MATCH ? ORDER BY rowid DESC LIMIT ?) f
		CROSS JOIN contact c ON c.id = f.id AND c.erased IS NULL`, fulltext.PrefixQuery(g.words), wordsLooked)
}

// handlesLooked bounds how many handles of one beginning are looked at.
const handlesLooked = 100

// handles finds those whose address, number or NIP begins with what is typed.
func (g *guess) handles(ctx context.Context) error {
	if strings.ContainsAny(g.typed, "@.-_") || !strings.Contains(g.typed, " ") {
		if err := g.handle(ctx, `handle WHERE kind IN ('email', 'domain') AND norm >= ? AND norm < ?`, g.typed); err != nil {
			return err
		}
	}
	digits, ok := typedDigits(g.typed)
	if !ok {
		return nil
	}
	const phones = `handle WHERE kind = 'phone' AND norm >= ? AND norm < ?`
	forms := []string{"+48" + digits, "+" + digits, digits}
	if rest, abroad := strings.CutPrefix(digits, "00"); abroad && !strings.HasPrefix(g.typed, "+") {
		forms = []string{"+" + rest, digits}
	} else if strings.HasPrefix(g.typed, "+") {
		forms = []string{"+" + digits}
	}
	for _, f := range forms {
		if err := g.handle(ctx, phones, f); err != nil {
			return err
		}
	}
	const nips = `(SELECT id AS contact_id, nip FROM contact WHERE nip <> '' AND erased IS NULL) WHERE nip >= ? AND nip < ?`
	return g.handle(ctx, nips, digits)
}

func (g *guess) handle(ctx context.Context, from, begins string) error {
	ids, err := sqlite.Collect(ctx, g.q, sqlite.Plain[int64], `SELECT contact_id FROM `+from+` LIMIT ?`, begins, begins+lastRune, handlesLooked)
	if err != nil {
		return err
	}
	return g.add(ctx, classHandle, ids)
}

// typedDigits returns the digits of what may be the beginning of a number.
func typedDigits(s string) (string, bool) {
	var b []byte
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b = append(b, byte(r))
		case strings.ContainsRune(" +-()./\u00a0", r):
		default:
			return "", false
		}
	}
	return string(b), len(b) > 0
}

// add reads what decides on the order of these.
func (g *guess) add(ctx context.Context, class int, ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	return sqlite.Each(ctx, g.q, func(rows *sql.Rows) error {
		l := likely{class: class}
		var last time.Time
		if err := rows.Scan(&l.id, &l.name, sqlite.TimeOf(&last)); err != nil {
			return err
		}
		if !last.IsZero() {
			l.last = last.UnixMilli()
		}
		g.found = append(g.found, l)
		return nil
	}, `SELECT c.id, c.find_name, c.last_contact FROM json_each(?) j CROSS JOIN contact c ON c.id = j.value
		AND c.erased IS NULL`, sqlite.List(ids))
}
