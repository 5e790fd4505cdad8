package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
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
func (db *DB) Trash(ctx context.Context) ([]data.Trashed, error) {
	out, err := collect(ctx, db.r, func(s scanner, d *data.Trashed) error {
		return s.Scan(&d.ActionID, &d.What, &d.Title, &d.N, timeOf{&d.At})
	}, `SELECT id, what, title, n, at FROM action WHERE `+inTrash+` ORDER BY id DESC`)
	return out, told("list trash", err)
}

// RestoreTrashed brings back what a deletion took away. What has been entered
// anew meanwhile, such as an address that is another contact's by now, stays as
// it is and is counted; where nothing can come back it is a conflict.
func (db *DB) RestoreTrashed(ctx context.Context, actionID int64) (data.Reverted, error) {
	a, err := db.Action(ctx, actionID)
	if err != nil {
		return data.Reverted{}, err
	}
	if !slices.Contains(data.DeletingKinds(), a.What) {
		return data.Reverted{}, notFound("action", actionID)
	}
	out, err := db.RevertAction(ctx, actionID)
	if err == nil && out.Changes == 0 {
		err = data.NewError(data.CodeConflict, "changed-meanwhile")
	}
	return out, err
}

// EmptyTrash makes what was deleted before the moment impossible to restore and
// returns how many deletions that were.
func (db *DB) EmptyTrash(ctx context.Context, olderThan time.Time) (int, error) {
	return db.forget(ctx, "empty trash", `SELECT id FROM action WHERE `+inTrash+` AND at < ?`, olderThan.UnixMilli())
}

// lasting are deeds that can be taken back however old they are.
var lasting = `SELECT root FROM action WHERE undone IS NULL AND what IN ` +
	quoted(append(data.DeletingKinds(), data.ActImport, data.ActMerge)...)

// PruneJournal takes deeds out of the journal that are older than the moment,
// and the oldest ones beyond so many changed rows, and returns how many it took.
// Imports, merges and what is in the trash stay.
func (db *DB) PruneJournal(ctx context.Context, olderThan time.Time, most int) (int, error) {
	return db.forget(ctx, "prune journal", `SELECT id FROM action WHERE root NOT IN (`+lasting+`) AND (at < ?1
		OR id <= (SELECT action_id FROM action_change ORDER BY id DESC LIMIT 1 OFFSET ?2))`, olderThan.UnixMilli(), most)
}

// forget takes the actions that a query names out of the journal.
func (db *DB) forget(ctx context.Context, doing, query string, args ...any) (int, error) {
	var gone []int64
	err := db.write(ctx, doing, func(t *tx) (err error) {
		if gone, err = collect(ctx, t, plain[int64], query, args...); err != nil || len(gone) == 0 {
			return err
		}
		t.changed(data.TopicJournal)
		_, err = t.exec(ctx, `DELETE FROM action WHERE id IN (SELECT value FROM json_each(?))`, list(gone))
		return err
	})
	if err == nil && len(gone) > 0 {
		db.session.forget(gone)
	}
	return len(gone), err
}

// ForgetSession makes what was done so far impossible to undo by Undo; it stays
// in the journal. After an erasure nothing may name who is gone.
func (db *DB) ForgetSession() { db.session.forget(nil) }
