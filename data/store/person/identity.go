package person

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strings"
	"unicode/utf8"

	"kartoteka/data/match"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/sqlite"
)

// card is a contact by what a copy of the file knows it by, too.
type card struct {
	ID      int64 `json:"id"`
	Created int64 `json:"created"` // ms; with it an id means the same contact in every copy
}

// Identity is what a person is known by: the cards that are about the person,
// and what is searched for in texts. It is written down while an erasure is
// under way, so that one that was killed can be ended.
type Identity struct {
	Cards  []card      `json:"cards"`
	Emails []string    `json:"emails"` // normal forms
	Digits []string    `json:"digits"` // phones and register numbers, digits only
	Names  []knownName `json:"names"`
	IDs    []int64     `json:"-"` // of the cards, in the file that is looked through
	last   nameFields  // of the card read last
}

// knownName is a name as a sequence of folded words. Alone says that it
// identifies by itself, though it is only a part of the name; Shared that
// another contact bears it as well, so that it can't be told whose it is.
type knownName struct {
	Words  []string `json:"words"`
	Alone  bool     `json:"alone,omitempty"`
	Shared bool     `json:"shared,omitempty"`
}

// Lengths, in letters, from which a part of a name identifies by itself, and a
// name of something else does.
const (
	minAlone  = 6
	minHandle = 6
)

// Identify collects what the person of a card is known by, now and formerly.
func Identify(ctx context.Context, q sqlite.Querier, id int64) (Identity, error) {
	who := Identity{IDs: []int64{id}}
	if err := who.addMerged(ctx, q); err != nil {
		return who, err
	}
	if err := who.addCards(ctx, q); err != nil {
		return who, err
	}
	if err := who.addFormer(ctx, q); err != nil {
		return who, err
	}
	return who, who.settle(ctx, q)
}

// addMerged finds the cards that were merged into the person's: the journal
// still holds them. A merge that was taken back made nobody one, and a card that
// is there again is somebody of its own.
func (who *Identity) addMerged(ctx context.Context, q sqlite.Querier) error {
	for n := 0; n < len(who.IDs); {
		n = len(who.IDs)
		more, err := sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT DISTINCT g.contact_id FROM action_change m
			JOIN action a ON a.id = m.action_id AND a.what = 'contact-merge' AND a.undone IS NULL
			JOIN action_change g ON g.action_id = a.id AND g.tbl = 'contact' AND g.op = 'delete'
			WHERE m.contact_id IN (SELECT value FROM json_each(?1))
				AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = g.contact_id) AND g.contact_id IS NOT NULL`, sqlite.List(who.IDs))
		if err != nil {
			return err
		}
		who.IDs = append(who.IDs, more...)
		slices.Sort(who.IDs)
		who.IDs = slices.Compact(who.IDs)
	}
	return nil
}

// nameFields are what a card says of a name.
type nameFields struct{ kind, given, family, company, nick, nip, regon string }

func (who *Identity) addCards(ctx context.Context, q sqlite.Querier) error {
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var c card
		var f nameFields
		err := rows.Scan(&c.ID, &c.Created, &f.kind, &f.given, &f.family, &f.company, &f.nick, &f.nip, &f.regon)
		who.Cards = append(who.Cards, c)
		who.last = f
		who.addNames(f)
		return err
	}, `SELECT id, created, kind, given_name, family_name, company, nickname, nip, regon FROM contact
		WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(who.IDs))
	if err != nil {
		return err
	}
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var kind, value, norm string
		err := rows.Scan(&kind, &value, &norm)
		who.addHandle(kind, value, norm)
		return err
	}, `SELECT kind, value, norm FROM handle WHERE contact_id IN (SELECT value FROM json_each(?))`, sqlite.List(who.IDs))
}

// addFormer reads from the journal what the person was called and reached by before.
func (who *Identity) addFormer(ctx context.Context, q sqlite.Querier) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var id int64
		var table, op, row string
		if err := rows.Scan(&id, &table, &op, &row); err != nil {
			return err
		}
		var at map[string]any
		if err := json.Unmarshal([]byte(row), &at); err != nil {
			return nil //nolint:nilerr // what can't be read names nobody that could be searched for
		}
		text := func(k string) string { s, _ := at[k].(string); return s }
		if table == "handle" {
			who.addHandle(text("kind"), text("value"), text("norm"))
			return nil
		}
		// Of a change only what changed is there: the rest was as it is.
		who.addNames(nameFields{
			cmp.Or(text("kind"), who.last.kind), cmp.Or(text("given_name"), who.last.given),
			cmp.Or(text("family_name"), who.last.family), text("company"), text("nickname"), text("nip"), text("regon"),
		})
		if created, ok := at["created"].(float64); ok && op == "delete" {
			who.Cards = append(who.Cards, card{id, int64(created)})
		}
		return nil
	}, `SELECT contact_id, tbl, op, row FROM (
			SELECT id, contact_id, tbl, op, before AS row FROM action_change
			UNION ALL SELECT id, contact_id, tbl, op, after FROM action_change)
		WHERE contact_id IN (SELECT value FROM json_each(?)) AND tbl IN ('contact', 'handle') AND row IS NOT NULL
		ORDER BY id`, sqlite.List(who.IDs))
}

func (who *Identity) addHandle(kind, value, norm string) {
	switch kind {
	case "email":
		who.Emails = append(who.Emails, contacts.NormEmail(norm), contacts.NormEmail(value))
	case "phone":
		who.addDigits(norm)
		who.addDigits(value)
	case "other":
		if w := fulltext.Fold(value); letterCount(w) >= minHandle {
			who.Names = append(who.Names, knownName{Words: w, Alone: true})
		}
	}
}

// addDigits adds a number by its digits, a Polish one without its calling code.
func (who *Identity) addDigits(s string) {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	d := b.String()
	if len(d) == 11 && strings.HasPrefix(d, "48") {
		d = d[2:]
	}
	if len(d) >= 7 {
		who.Digits = append(who.Digits, d)
	}
}

// addNames adds the names of a card: in both orders, and each part that
// identifies by itself.
func (who *Identity) addNames(f nameFields) {
	given, family := fulltext.Fold(f.given), fulltext.Fold(f.family)
	if len(given) > 0 && len(family) > 0 {
		who.Names = append(who.Names,
			knownName{Words: slices.Concat(given, family)}, knownName{Words: slices.Concat(family, given)})
	}
	for _, part := range [][]string{given, family, fulltext.Fold(f.nick)} {
		if letterCount(part) >= minAlone {
			who.Names = append(who.Names, knownName{Words: part, Alone: true})
		}
	}
	if company := fulltext.Fold(f.company); f.kind == "company" && letterCount(company) >= minAlone {
		who.Names = append(who.Names, knownName{Words: company})
	}
	who.addDigits(f.nip)
	who.addDigits(f.regon)
}

func letterCount(words []string) int {
	n := 0
	for _, w := range words {
		n += utf8.RuneCountInString(w)
	}
	return n
}

// settle drops what stands twice, what is the firm's own and what is another
// contact's by now, and notes which names are other contacts', too.
func (who *Identity) settle(ctx context.Context, q sqlite.Querier) error {
	own, err := sqlite.Collect(ctx, q, sqlite.Plain[string], contacts.OwnAddresses)
	if err != nil {
		return err
	}
	slices.Sort(who.Emails)
	who.Emails = slices.Compact(who.Emails)
	// A former address that was given to somebody else is that one's alone.
	others, err := sqlite.Collect(ctx, q, sqlite.Plain[string], `SELECT norm FROM handle
		WHERE kind = 'email' AND norm IN (SELECT value FROM json_each(?1))
			AND contact_id NOT IN (SELECT value FROM json_each(?2))`, sqlite.List(who.Emails), sqlite.List(who.IDs))
	if err != nil {
		return err
	}
	who.Emails = slices.DeleteFunc(who.Emails, func(e string) bool {
		return !strings.Contains(e, "@") || slices.Contains(own, e) || slices.Contains(others, e)
	})
	shared, err := who.sharedNumbers(ctx, q)
	if err != nil {
		return err
	}
	slices.Sort(who.Digits)
	who.Digits = slices.DeleteFunc(slices.Compact(who.Digits), func(d string) bool { return shared[d] })
	slices.SortFunc(who.Names, func(a, b knownName) int { return slices.Compare(a.Words, b.Words) })
	who.Names = slices.CompactFunc(who.Names, func(a, b knownName) bool { return slices.Equal(a.Words, b.Words) })
	return who.noteShared(ctx, q)
}

// sharedNumbers are the phones that another contact has: too, as families do,
// or instead, since the person gave the number up.
func (who *Identity) sharedNumbers(ctx context.Context, q sqlite.Querier) (map[string]bool, error) {
	shared := map[string]bool{}
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var norm string
		err := rows.Scan(&norm)
		var other Identity
		other.addDigits(norm)
		for _, d := range other.Digits {
			shared[d] = true
		}
		return err
	}, `SELECT norm FROM handle WHERE kind = 'phone' AND contact_id NOT IN (SELECT value FROM json_each(?))`,
		sqlite.List(who.IDs))
	return shared, err
}

// noteShared marks the names by which another contact goes as well. A part of a
// name that others bear is not searched for at all.
func (who *Identity) noteShared(ctx context.Context, q sqlite.Querier) error {
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var given, family, company, nick string
		if err := rows.Scan(&given, &family, &company, &nick); err != nil {
			return err
		}
		for i := range who.Names {
			n := &who.Names[i]
			if n.Shared {
				continue
			}
			if n.Alone {
				n.Shared = n.bornBy(given) || n.bornBy(family) || n.bornBy(nick)
				continue
			}
			n.Shared = n.bornBy(given+" "+family) || n.bornBy(family+" "+given) || n.bornBy(company)
		}
		return nil
	}, `SELECT given_name, family_name, company, nickname FROM contact
		WHERE erased IS NULL AND id NOT IN (SELECT value FROM json_each(?))`, sqlite.List(who.IDs))
	who.Names = slices.DeleteFunc(who.Names, func(n knownName) bool { return n.Alone && n.Shared })
	return err
}

// bornBy reports whether the words are the whole of another's name.
func (n *knownName) bornBy(other string) bool {
	words := fulltext.Fold(other)
	if len(words) != len(n.Words) {
		return false
	}
	for i, w := range words {
		if stem(w) != stem(n.Words[i]) {
			return false
		}
	}
	return true
}

// stem takes off the vowel in which Polish names end, so that "kowalska",
// "kowalski" and "kowalskiego" begin alike.
func stem(word string) string {
	s := strings.TrimRight(word, "aeiouy")
	if utf8.RuneCountInString(s) < 3 {
		return word
	}
	return s
}

// ending is how many letters declension adds to a stem at most.
const ending = 4

// declined reports whether a folded word of a text may be a form of the name's word.
func declined(word, name string) bool {
	s := stem(name)
	rest, ok := strings.CutPrefix(word, s)
	return ok && utf8.RuneCountInString(rest) <= max(ending, utf8.RuneCountInString(name)-utf8.RuneCountInString(s))
}

// sameCards finds the cards of a copy that are the person's: by id and moment
// of creation, and only where there is none such by an address of the person's,
// which may have been another's when the copy was made.
func sameCards(ctx context.Context, q sqlite.Querier, who *Identity) ([]int64, error) {
	var ids []int64
	for _, c := range who.Cards {
		id, found, err := sqlite.Value[int64](ctx, q, `SELECT id FROM contact WHERE id = ? AND created = ?`, c.ID, c.Created)
		if err != nil {
			return nil, err
		}
		if !found { // deleted there, and in its journal
			id, found, err = formerCards(ctx, q, c)
			if err != nil {
				return nil, err
			}
		}
		if found {
			ids = append(ids, id)
		}
	}
	var err error
	if len(ids) == 0 {
		ids, err = sqlite.Collect(ctx, q, sqlite.Plain[int64], `SELECT contact_id FROM handle
			WHERE kind = 'email' AND norm IN (SELECT value FROM json_each(?))`, sqlite.List(who.Emails))
	}
	slices.Sort(ids)
	return slices.Compact(ids), err
}

// join adds what a card of the copy says of the same person.
func (who *Identity) join(more Identity) {
	who.IDs = append(who.IDs, more.IDs...)
	who.Emails = append(who.Emails, more.Emails...)
	who.Digits = append(who.Digits, more.Digits...)
	who.Names = append(who.Names, more.Names...)
}

// MailAddresses are the person's addresses as they are compared in mail.
func (who *Identity) MailAddresses() []string {
	out := make([]string, 0, 2*len(who.Emails))
	for _, e := range who.Emails {
		out = append(out, e)
		if n := match.Email(e); n != "" && n != e {
			out = append(out, n)
		}
	}
	return out
}

// InCopy is the same person as a copy of the file knows him: by the cards that
// are his there, too.
func (who Identity) InCopy(ctx context.Context, q sqlite.Querier) (_ Identity, err error) {
	if who.IDs, err = sameCards(ctx, q, &who); err != nil {
		return who, err
	}
	for _, id := range slices.Clone(who.IDs) {
		more, err := Identify(ctx, q, id)
		if err != nil {
			return who, err
		}
		who.join(more)
	}
	return who, who.settle(ctx, q)
}
