package erasing

import (
	"context"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// quoted lists kinds of action for SQL; they are constants of the program.
func quoted(kinds ...data.ActionKind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = "'" + string(k) + "'"
	}
	return "(" + strings.Join(names, ", ") + ")"
}

// inTrash selects deletions that stand.
var inTrash = `what IN ` + quoted(data.DeletingKinds()...) + ` AND undone IS NULL`

// Trash returns what was deleted and can be restored, newest first.
func (er *Eraser) Trash(ctx context.Context) ([]data.Trashed, error) {
	out, err := sqlite.Collect(ctx, er.file, func(s sqlite.Scanner, d *data.Trashed) error {
		return s.Scan(&d.ActionID, &d.What, &d.Title, &d.N, sqlite.TimeOf(&d.At))
	}, `SELECT id, what, title, n, at FROM action WHERE `+inTrash+` ORDER BY id DESC`)
	return out, sqlite.Told("list trash", err)
}

// RestoreTrashed brings back what a deletion took away. What has been entered
// anew meanwhile, such as an address that is another contact's by now, stays as
// it is and is counted; where nothing can come back it is a conflict.
func (er *Eraser) RestoreTrashed(ctx context.Context, actionID int64) (data.Reverted, error) {
	a, err := journal.Find(ctx, er.file, actionID)
	if err != nil {
		return data.Reverted{}, err
	}
	if !slices.Contains(data.DeletingKinds(), a.What) {
		return data.Reverted{}, sqlite.NotFound("action", actionID)
	}
	out, err := er.deeds.RevertAction(ctx, actionID)
	if err == nil && out.Changes == 0 {
		err = data.NewError(data.CodeConflict, "changed-meanwhile")
	}
	return out, err
}

// EmptyTrash makes what was deleted before the moment impossible to restore and
// returns how many deletions that were.
func (er *Eraser) EmptyTrash(ctx context.Context, olderThan time.Time) (int, error) {
	return er.forget(ctx, "empty trash", `SELECT id FROM action WHERE `+inTrash+` AND at < ?`, olderThan.UnixMilli())
}

// lasting are deeds that can be taken back however old they are.
var lasting = `SELECT root FROM action WHERE undone IS NULL AND what IN ` +
	quoted(append(data.DeletingKinds(), data.ActImport, data.ActMerge)...)

// PruneJournal takes deeds out of the journal that are older than the moment,
// and the oldest ones beyond so many changed rows, and returns how many it took.
// Imports, merges and what is in the trash stay.
func (er *Eraser) PruneJournal(ctx context.Context, olderThan time.Time, most int) (int, error) {
	return er.forget(ctx, "prune journal", `SELECT id FROM action WHERE root NOT IN (`+lasting+`) AND (at < ?1
		OR id <= (SELECT action_id FROM action_change ORDER BY id DESC LIMIT 1 OFFSET ?2))`, olderThan.UnixMilli(), most)
}

// forget takes the actions that a query names out of the journal, and with them
// what is left there of contacts that can't come back.
func (er *Eraser) forget(ctx context.Context, doing, query string, args ...any) (int, error) {
	var gone, lost []int64
	err := er.file.Write(ctx, doing, func(t *sqlite.Tx) (err error) {
		if gone, err = sqlite.Collect(ctx, t, sqlite.Plain[int64], query, args...); err != nil {
			return err
		}
		if err := buryTrashed(ctx, t, gone); err != nil {
			return err
		}
		if _, err = t.Exec(ctx, `DELETE FROM action WHERE id IN (SELECT value FROM json_each(?))`, sqlite.List(gone)); err != nil {
			return err
		}
		if lost, err = forgetLost(ctx, t); len(gone)+len(lost) > 0 {
			t.Changed(data.TopicJournal)
		}
		return err
	})
	if err == nil && len(gone)+len(lost) > 0 {
		er.book.Forget(append(slices.Clone(gone), lost...))
	}
	return len(gone), err
}

// lost selects what the journal holds of contacts that are no more and that no
// deed which can be taken back would bring back: what they were called before.
const lost = `contact_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contact k WHERE k.id = c.contact_id)
	AND NOT EXISTS (SELECT 1 FROM action_change d JOIN action a ON a.id = d.action_id
		WHERE d.tbl = 'contact' AND d.op = 'delete' AND d.contact_id = c.contact_id AND a.undone IS NULL)`

// forgetLost takes out of the journal what is lost, and deeds of which nothing
// is left then; it returns the deeds that can't be taken back any more.
func forgetLost(ctx context.Context, t *sqlite.Tx) ([]int64, error) {
	deeds, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT DISTINCT action_id FROM action_change c WHERE `+lost)
	if err != nil || len(deeds) == 0 {
		return nil, err
	}
	if _, err := t.Exec(ctx, `DELETE FROM action_change AS c WHERE `+lost); err != nil {
		return nil, err
	}
	_, err = t.Exec(ctx, `DELETE FROM action WHERE id IN (SELECT value FROM json_each(?))
		AND NOT EXISTS (SELECT 1 FROM action_change c WHERE c.action_id = action.id)`, sqlite.List(deeds))
	return deeds, err
}

// buryTrashed deletes the messages for good whose deletion is about to leave the
// journal; a sum is kept of each, so that none comes back. A deletion that was
// undone says nothing of a later one.
func buryTrashed(ctx context.Context, t *sqlite.Tx, actions []int64) error {
	ids, err := sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT DISTINCT m.id FROM action a
		JOIN action_change c ON c.action_id = a.id AND c.tbl = 'message'
		JOIN message m ON m.id = json_extract(c.key, '$[0]') AND m.trashed IS NOT NULL
		WHERE a.id IN (SELECT value FROM json_each(?)) AND a.what = ? AND a.undone IS NULL`, sqlite.List(actions), string(data.ActDeleteMessage))
	if err != nil || len(ids) == 0 {
		return err
	}
	return eraseLetters(ctx, t, ids)
}
