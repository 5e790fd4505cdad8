package reporting

import (
	"context"
	"database/sql"
	"sort"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
	"kartoteka/data/store/waiting"
)

// Word is something that a person of the firm said: when, and by which channel
// where that is known.
type Word struct {
	At      time.Time
	Channel data.Channel
}

// words are those of the firm's by what they were said to, oldest first.
type words map[int64][]Word

// since returns the first of them to ref from a moment on, none for ref 0.
func (w words) since(ref int64, at time.Time) Word {
	list := w[ref]
	i := sort.Search(len(list), func(i int) bool { return !list[i].At.Before(at) })
	if ref == 0 || i == len(list) {
		return Word{}
	}
	return list[i]
}

// earliest returns the first of the words that are known; of those at one moment
// the one that stands before.
func earliest(all ...Word) (first Word) {
	for _, w := range all {
		if !w.At.IsZero() && (first.At.IsZero() || w.At.Before(first.At)) {
			first = w
		}
	}
	return first
}

// spoken is all that people of the firm said since a moment, as the list of what
// nobody has answered knows it. Looking all of it up at once is several times
// quicker than asking for each thing that was said to the firm.
type spoken struct {
	threads    words // letters, by thread
	letters    words // letters that the firm began, by contact
	entries    words // logged, by contact
	cases      words // logged, by case
	redirected words // letters that only sent the client elsewhere, by thread
}

func readSpoken(ctx context.Context, q sqlite.Querier, from int64) (s spoken, err error) {
	for _, part := range []struct {
		into  *words
		query string
	}{
		{&s.threads, `SELECT o.thread, o.at, 'email' FROM message o INDEXED BY message_said
			WHERE o.at >= ? AND ` + waiting.SaidByMail + ` ORDER BY o.thread, o.at`},
		{&s.letters, `SELECT o.contact_id, o.at, 'email' FROM message o INDEXED BY message_wrote
			WHERE o.at >= ? AND ` + waiting.BegunByMail + ` ORDER BY o.contact_id, o.at`},
		{&s.entries, `SELECT s.contact_id, s.at, s.channel FROM interaction s INDEXED BY interaction_said
			WHERE s.at >= ? AND ` + waiting.SaidByHand + ` ORDER BY s.contact_id, s.at`},
		{&s.cases, `SELECT s.case_id, s.at, s.channel FROM interaction s INDEXED BY interaction_by_case
			WHERE s.case_id IS NOT NULL AND s.at >= ? AND s.direction = 'out' AND s.automatic = 0 AND s.outcome <> 'redirected'
			ORDER BY s.at`},
		{&s.redirected, `SELECT o.thread, o.at, 'email' FROM interaction r JOIN message o ON o.id = r.message_id
			WHERE r.at >= ? AND r.direction = 'out' AND r.automatic = 0 AND r.outcome = 'redirected' AND o.trashed IS NULL
			ORDER BY o.at`},
	} {
		list := words{}
		err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			var ref int64
			var w Word
			err := rows.Scan(&ref, sqlite.TimeOf(&w.At), &w.Channel)
			list[ref] = append(list[ref], w)
			return err
		}, part.query, from)
		if err != nil {
			return s, err
		}
		*part.into = list
	}
	return s, nil
}
