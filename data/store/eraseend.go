package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"kartoteka/data"
)

func (t *tx) noteUnfinished(ctx context.Context, u Unfinished) error {
	b, err := json.Marshal(u)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, unfinished, string(b))
	return err
}

// UnfinishedErasure returns the erasure that was begun and not ended; found is
// false when there is none.
func (db *DB) UnfinishedErasure(ctx context.Context) (u Unfinished, found bool, err error) {
	text, found, err := value[string](ctx, db.r, `SELECT value FROM setting WHERE key = ?`, unfinished)
	if err == nil && found {
		err = json.Unmarshal([]byte(text), &u)
	}
	return u, found, told("read unfinished erasure", err)
}

// EndErasure notes which copies still hold the person and squeezes out what
// SQLite keeps of what was deleted: the text index's dead words, free pages and
// the log. It may be repeated, and takes up where a killed one was.
func (db *DB) EndErasure(ctx context.Context, u Unfinished, stillIn []string) error {
	if !u.Squeeze {
		err := db.write(ctx, "end erasure", func(t *tx) error {
			if _, err := t.exec(ctx, `UPDATE erasure SET backups = ? WHERE id = ?`, list(stillIn), u.Erasure); err != nil {
				return err
			}
			return t.noteUnfinished(ctx, Unfinished{Erasure: u.Erasure, Squeeze: true})
		})
		if err != nil {
			return err
		}
	}
	if err := db.squeeze(ctx); err != nil {
		return err
	}
	err := db.write(ctx, "end erasure", func(t *tx) error {
		t.changed(data.TopicPrivacy)
		_, err := t.exec(ctx, `DELETE FROM setting WHERE key = ?`, unfinished)
		return err
	})
	if err != nil {
		return err
	}
	return db.truncateLog(ctx)
}

// squeeze rewrites the text indexes and the file without what was deleted.
func (db *DB) squeeze(ctx context.Context) error {
	err := db.write(ctx, "rewrite index", func(t *tx) error {
		for _, q := range []string{
			`INSERT INTO fts_text (fts_text) VALUES ('optimize')`,
			`INSERT INTO fts_contact (fts_contact) VALUES ('optimize')`,
		} {
			if _, err := t.exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := db.w.ExecContext(ctx, `VACUUM`); err != nil {
		return told("rewrite file", ended(ctx, err))
	}
	return db.truncateLog(ctx)
}

// How long the log's end is waited for while others read, and how often it is tried.
const (
	logPatience = 20 * time.Second
	logPause    = 50 * time.Millisecond
)

// truncateLog moves the log into the file and empties it. Readers hold it for a
// moment at a time; another program that reads for long is waited for a while.
func (db *DB) truncateLog(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, logPatience)
	defer stop()
	for {
		var busy, frames, moved int
		err := db.w.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
		if err == nil && busy == 0 {
			return nil
		}
		if err != nil && data.CodeOf(told("empty log", err)) != data.CodeBusy {
			return told("empty log", ended(ctx, err))
		}
		pause := time.NewTimer(logPause)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return data.NewError(data.CodeBusy, "busy").Because(ctx.Err())
			}
			return told("empty log", ctx.Err())
		}
	}
}

// EraseCopy takes the person of an unfinished erasure out of this file, which
// is a copy of the one that it was begun in, whole: rows, index, free pages.
// found is false when the copy holds nothing of the person; it is as it was then.
func (db *DB) EraseCopy(ctx context.Context, u Unfinished) (found bool, err error) {
	err = db.write(ctx, "erase in copy", func(t *tx) error {
		who := u.Who
		ids, err := sameHandles(ctx, t, &who)
		if err != nil {
			return err
		}
		who.ids = ids
		for _, id := range ids {
			more, err := identify(ctx, t, id)
			if err != nil {
				return err
			}
			who.join(more)
		}
		if err := who.settle(ctx, t); err != nil {
			return err
		}
		p, err := planErasure(ctx, t, who, u.Named)
		if err != nil {
			return err
		}
		if p.empty() {
			return nil
		}
		found = true
		if _, err := t.exec(ctx, `DELETE FROM setting WHERE key = ?`, unfinished); err != nil {
			return err
		}
		return t.erase(ctx, p)
	})
	if err != nil || !found {
		return found, err
	}
	return true, db.squeeze(ctx)
}

// join adds what a card of the copy says of the same person.
func (who *identity) join(more identity) {
	who.ids = append(who.ids, more.ids...)
	who.Emails = append(who.Emails, more.Emails...)
	who.Digits = append(who.Digits, more.Digits...)
	who.Names = append(who.Names, more.Names...)
}

// empty reports whether there is nothing to erase.
func (p *erasePlan) empty() bool {
	return len(p.who.ids)+len(p.messages)+len(p.drafts)+len(p.held)+len(p.rules)+
		len(p.rewrites)+len(p.actions)+len(p.entries) == 0
}

// renameSession has the session call its deeds what the journal calls them, now
// that the person's name is out of it. What is not known of any more is forgotten.
func (db *DB) renameSession(ctx context.Context) {
	all, err := collect(ctx, db.r, scanAction, `SELECT `+actionColumns+` FROM action a
		WHERE a.id IN (SELECT value FROM json_each(?))`, list(db.session.ids()))
	if err != nil { // better nothing to undo than a name that should be gone
		db.session.forget(nil)
		return
	}
	titles := map[int64]string{}
	for i := range all {
		titles[all[i].ID] = all[i].Title
	}
	db.session.rename(titles)
}

// forgetActions takes actions that are gone out of what can be undone.
func (db *DB) forgetActions(gone []int64) {
	if len(gone) > 0 { // with none the session would forget all
		db.session.forget(gone)
	}
}
