package search

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// Finder finds what is typed.
type Finder struct {
	file  *sqlite.File
	cards *contacts.Cards
}

// New returns what finds things in a file.
func New(file *sqlite.File, cards *contacts.Cards) *Finder { return &Finder{file, cards} }

// Search finds contacts, cases by number, and then everything that was written,
// newest first. All words must be there; of the last its beginning is enough.
// Marks and case do not matter: "lodz" finds "Łódź".
func (fi *Finder) Search(ctx context.Context, typed string, limit int) ([]data.Hit, error) {
	words := fulltext.Fold(typed)
	if len(words) == 0 || limit <= 0 {
		return nil, nil
	}
	var out []data.Hit
	err := fi.file.Read(ctx, "search", func(q *sql.Tx) error {
		loc, err := settings.Zone(ctx, q)
		if err != nil {
			return err
		}
		s := &search{q: q, words: words, limit: limit, loc: loc, now: fi.file.Now()}
		for _, find := range []func(context.Context) error{s.numbers, s.people, s.texts} {
			if err := find(ctx); err != nil {
				return err
			}
		}
		out = s.hits
		return nil
	})
	return out, err
}

// search is one search under way.
type search struct {
	q     sqlite.Querier
	words []string // folded; the last is a beginning
	limit int
	loc   *time.Location
	now   time.Time
	hits  []data.Hit
	cases []int64 // found by number already
}

// Scores tell what kind of match it was; of texts the newer scores higher.
const (
	scoreNumber = 1.0
	scoreName   = 0.9
	scoreText   = 0.8
)

// numbers finds the case whose number was typed, whole or its beginning.
func (s *search) numbers(ctx context.Context) error {
	first := s.words[0]
	if first != "r" && first != "p" || len(s.words) < 2 || len(s.words) > 3 {
		return nil
	}
	prefix := strings.ToUpper(strings.Join(s.words, "/"))
	exact := prefix
	if n, err := strconv.Atoi(s.words[len(s.words)-1]); err == nil && len(s.words) == 3 && s.words[2][0] != '0' {
		exact = fmt.Sprintf("%s/%s/%04d", strings.ToUpper(first), s.words[1], n) // R/2026/7
	}
	return sqlite.Each(ctx, s.q, func(rows *sql.Rows) error {
		h := data.Hit{Type: data.HitCase, Score: scoreNumber}
		var number, subject string
		var at time.Time
		if err := rows.Scan(&h.ID, &number, &subject, &h.Snippet, sqlite.TimeOf(&at)); err != nil {
			return err
		}
		h.Title, h.Date = strings.TrimSpace(number+" "+subject), data.DateIn(at, s.loc)
		s.hits, s.cases = append(s.hits, h), append(s.cases, h.ID)
		return nil
	}, `SELECT k.id, k.number, k.subject, coalesce(c.display_name, ''), k.received
		FROM case_record k LEFT JOIN contact c ON c.id = k.contact_id
		WHERE k.number >= ? AND k.number < ? OR k.number = ? ORDER BY k.received DESC LIMIT ?`,
		prefix, prefix+"\U0010ffff", exact, s.limit)
}

// peopleWindow bounds how many contacts are ordered by how lately they were in touch.
const peopleWindow = 2000

// people finds contacts, those in touch last first. They take at most half of
// the list, so that what was written shows too.
func (s *search) people(ctx context.Context) error {
	where, args, plain, err := contacts.WithWords(ctx, s.q, strings.Join(s.words, " "))
	if err != nil {
		return err
	}
	from := `SELECT c.id FROM contact c` + where + ` LIMIT ?`
	if plain { // no tag among the words: the index is walked lazily
		from = `SELECT rowid AS id FROM fts_contact WHERE fts_contact MATCH ? LIMIT ?`
	}
	return sqlite.Each(ctx, s.q, func(rows *sql.Rows) error {
		h := data.Hit{Type: data.HitContact, Score: scoreName}
		var last time.Time
		var company, city, handle string
		if err := rows.Scan(&h.ID, &h.Title, &company, &city, &handle, sqlite.TimeOf(&last)); err != nil {
			return err
		}
		var parts []string
		for _, p := range []string{company, handle, city} {
			if p != "" && p != h.Title {
				parts = append(parts, p)
			}
		}
		h.Snippet = strings.Join(parts, " · ")
		if !last.IsZero() {
			h.Date = data.DateIn(last, s.loc)
		}
		s.hits = append(s.hits, h)
		return nil
	}, `SELECT c.id, c.display_name, c.company, c.city,
		coalesce((SELECT value FROM handle h WHERE h.contact_id = c.id ORDER BY rank LIMIT 1), ''), c.last_contact
		FROM (`+from+`) f CROSS JOIN contact c ON c.id = f.id AND c.erased IS NULL
		ORDER BY c.last_contact DESC, c.id DESC LIMIT ?`,
		append(args, peopleWindow, max(1, (s.limit-len(s.hits))/2))...)
}

// indexedPrefixes are the lengths for which the index has a list of its own, the
// longest first. Any other beginning has to be merged from many.
var indexedPrefixes = []int{5, 4, 3, 2}

// Of the rows found by the cut word, at most candidates are looked at, and no
// more than probe if those had so few hits that all candidates would not fill
// the list. The whole word is rare then, and asking for it cheap.
const (
	candidates = 400
	probe      = 80
)

// recentWindow is how many of the newest rows a single letter is looked for in.
const recentWindow = 300

// texts finds what was written. The last word is cut to a length that the index
// walks lazily, newest first, and the rows are verified against the whole word
// here; only a word so rare that few of the rows had it is asked for whole.
func (s *search) texts(ctx context.Context) error {
	if len(s.hits) >= s.limit {
		return nil
	}
	last := s.words[len(s.words)-1]
	cut, whole := cutWord(last)
	if cut == "" {
		if len(s.words) == 1 {
			_, err := s.walk(ctx, recentDocs, recentWindow)
			return err
		}
		_, err := s.walk(ctx, matchingDocs, -1, fulltext.ExactQuery(s.words[:len(s.words)-1]))
		return err
	}
	head := fulltext.ExactQuery(s.words[:len(s.words)-1])
	before := len(s.hits)
	bound := candidates
	if whole {
		bound = -1 // every row found is a hit
	}
	exhausted, err := s.walk(ctx, matchingDocs, bound, head+fulltext.PrefixQuery([]string{cut}))
	if err != nil || exhausted || len(s.hits) >= s.limit {
		return err
	}
	s.hits = s.hits[:before]
	_, err = s.walk(ctx, matchingDocs, -1, head+fulltext.PrefixQuery([]string{last}))
	return err
}

// cutWord cuts a word to the longest length with a list of its own; whole says
// that nothing had to be cut off. A single letter has none.
func cutWord(w string) (cut string, whole bool) {
	n := utf8.RuneCountInString(w)
	for _, p := range indexedPrefixes {
		if n >= p {
			return string([]rune(w)[:p]), n == p
		}
	}
	return "", false
}

// The order stands outside of any inner query, where SQLite may drop it; both
// are walked lazily in it, from the newest on, without a sort.
const (
	docRow = `SELECT d.type, d.ref, ` + fulltext.Columns + `,
		CASE d.type WHEN 1 THEN m.at WHEN 2 THEN i.at ELSE k.received END, coalesce(c.display_name, m.from_name, '') FROM `
	docRowJoins  = fulltext.Joins + ` LEFT JOIN contact c ON c.id = coalesce(m.contact_id, i.contact_id, k.contact_id)`
	matchingDocs = docRow + `fts_text f CROSS JOIN doc d ON d.key = f.rowid` + docRowJoins +
		` WHERE fts_text MATCH ? ORDER BY f.rowid DESC`
	recentDocs = docRow + `doc d` + docRowJoins + ` ORDER BY d.key DESC`
)

// walk reads docs, newest first, until there are hits enough or bound rows were
// looked at (no bound: -1), or it is seen early that those will not do. It
// reports whether it saw all docs.
func (s *search) walk(ctx context.Context, query string, bound int, args ...any) (exhausted bool, err error) {
	rows, err := s.q.QueryContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }() // rows.Err says what went wrong
	before := len(s.hits)
	for looked := 0; looked != bound && len(s.hits) < s.limit; looked++ {
		if looked == probe && bound > 0 && (len(s.hits)-before)*bound < (s.limit-before)*probe {
			return false, rows.Err()
		}
		if !rows.Next() {
			return true, rows.Err()
		}
		if err := s.look(rows); err != nil {
			return false, err
		}
	}
	return false, rows.Err()
}

// look makes a hit of a row that has all the words.
func (s *search) look(rows *sql.Rows) error {
	var typ fulltext.Doc
	var title, head, body, name string
	var at time.Time
	h := data.Hit{}
	if err := rows.Scan(&typ, &h.ID, &title, &head, &body, sqlite.TimeOf(&at), &name); err != nil {
		return err
	}
	if !s.verify(title, head, body) || typ == fulltext.Case && slices.Contains(s.cases, h.ID) {
		return nil
	}
	h.Type = map[fulltext.Doc]data.HitType{
		fulltext.Message: data.HitMessage, fulltext.Interaction: data.HitInteraction, fulltext.Case: data.HitCase,
	}[typ]
	h.Title = strings.TrimSpace(title)
	if h.Title == "" {
		h.Title = name
	}
	age := max(0, s.now.Sub(at).Hours()/24/365)
	h.Score = scoreText / (1 + age)
	h.Date = data.DateIn(at, s.loc)
	if typ == fulltext.Interaction && !s.verify(body) && head != "" {
		body = head // the owner's note
	}
	h.Snippet = s.snippet(body)
	s.hits = append(s.hits, h)
	return nil
}

// verify reports whether every word stands in one of the parts.
func (s *search) verify(parts ...string) bool {
	for i, w := range s.words {
		prefix := i == len(s.words)-1
		if !slices.ContainsFunc(parts, func(p string) bool {
			start, _ := fulltext.Find(p, w, prefix)
			return start >= 0
		}) {
			return false
		}
	}
	return true
}

// around is how many bytes of a text a snippet shows before and after a match.
const around = 60

// snippet returns the words around the first match in the text, or its
// beginning when the match stands elsewhere.
func (s *search) snippet(text string) string {
	for i := len(s.words) - 1; i >= 0; i-- {
		start, end := fulltext.Find(text, s.words[i], i == len(s.words)-1)
		if start < 0 {
			continue
		}
		from, to := wordStart(text, start-around), wordEnd(text, end+around)
		out := fulltext.Excerpt(text[from:to], len(text))
		if from > 0 {
			out = "…" + out
		}
		if to < len(text) {
			out += "…"
		}
		return out
	}
	return fulltext.Excerpt(text, fulltext.ExcerptLength)
}

// wordStart moves i forward to the beginning of a word, so that none is cut.
func wordStart(s string, i int) int {
	if i <= 0 {
		return 0
	}
	for j := i; j < len(s) && j < i+around/2; j++ {
		if s[j] == ' ' || s[j] == '\n' {
			return j + 1
		}
	}
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}

// wordEnd moves i back to the end of a word.
func wordEnd(s string, i int) int {
	if i >= len(s) {
		return len(s)
	}
	for j := i; j > i-around/2; j-- {
		if s[j] == ' ' || s[j] == '\n' {
			return j
		}
	}
	for i > 0 && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}
