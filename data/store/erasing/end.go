package erasing

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

func noteUnfinished(ctx context.Context, t *sqlite.Tx, u Unfinished) error {
	b, err := json.Marshal(u)
	if err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value`, unfinished, string(b))
	return err
}

// noteNext notes an erasure beside those that wait for their end already.
func noteNext(ctx context.Context, t *sqlite.Tx, u Unfinished) error {
	text, found, err := sqlite.Value[string](ctx, t, `SELECT value FROM setting WHERE key = ?`, unfinished)
	if err != nil {
		return err
	}
	if found {
		var waiting Unfinished
		if err := json.Unmarshal([]byte(text), &waiting); err != nil {
			return err
		}
		if u.Earlier = waiting.all(); waiting.Squeeze {
			u.Earlier = nil // its copies are done, and the file is squeezed once for all
		}
		for i := range u.Earlier {
			u.Earlier[i].Earlier = nil
		}
	}
	return noteUnfinished(ctx, t, u)
}

// UnfinishedErasure returns the erasure that was begun and not ended; found is
// false when there is none.
func (er *Eraser) UnfinishedErasure(ctx context.Context) (u Unfinished, found bool, err error) {
	text, found, err := sqlite.Value[string](ctx, er.file, `SELECT value FROM setting WHERE key = ?`, unfinished)
	if err == nil && found {
		err = json.Unmarshal([]byte(text), &u)
	}
	return u, found, sqlite.Told("read unfinished erasure", err)
}

// all are the erasures that wait for the same end, the newest last.
func (u *Unfinished) all() []Unfinished { return append(slices.Clone(u.Earlier), *u) }

// EndErasure notes which copies still hold the person and squeezes out what
// SQLite keeps of what was deleted: the text index's dead words, free pages and
// the log. It may be repeated, and takes up where a killed one was.
func (er *Eraser) EndErasure(ctx context.Context, u Unfinished, stillIn []string) error {
	if !u.Squeeze {
		err := er.file.Write(ctx, "end erasure", func(t *sqlite.Tx) error {
			for _, one := range u.all() {
				if _, err := t.Exec(ctx, `UPDATE erasure SET backups = ? WHERE id = ?`, sqlite.List(stillIn), one.Erasure); err != nil {
					return err
				}
			}
			return noteUnfinished(ctx, t, Unfinished{Erasure: u.Erasure, Squeeze: true})
		})
		if err != nil {
			return err
		}
	}
	if err := er.squeeze(ctx); err != nil {
		return err
	}
	err := er.file.Write(ctx, "end erasure", func(t *sqlite.Tx) error {
		t.Changed(data.TopicPrivacy)
		_, err := t.Exec(ctx, `DELETE FROM setting WHERE key = ?`, unfinished)
		return err
	})
	if err != nil {
		return err
	}
	return er.truncateLog(ctx)
}

// squeeze rewrites the text indexes and the file without what was deleted.
func (er *Eraser) squeeze(ctx context.Context) error {
	err := er.file.Write(ctx, "rewrite index", func(t *sqlite.Tx) error {
		for _, q := range []string{
			`INSERT INTO fts_text (fts_text) VALUES ('optimize')`,
			`INSERT INTO fts_contact (fts_contact) VALUES ('optimize')`,
		} {
			if _, err := t.Exec(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := er.file.Writer().ExecContext(ctx, `VACUUM`); err != nil {
		return sqlite.Told("rewrite file", sqlite.Ended(ctx, err))
	}
	return er.truncateLog(ctx)
}

// How long the log's end is waited for while others read, and how often it is tried.
const (
	logPatience = 20 * time.Second
	logPause    = 50 * time.Millisecond
)

// truncateLog moves the log into the file and empties it. Readers hold it for a
// moment at a time; another program that reads for long is waited for a while.
func (er *Eraser) truncateLog(ctx context.Context) error {
	ctx, stop := context.WithTimeout(ctx, logPatience)
	defer stop()
	for {
		var busy, frames, moved int
		err := er.file.Writer().QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved)
		if err == nil && busy == 0 {
			return nil
		}
		if err != nil && data.CodeOf(sqlite.Told("empty log", err)) != data.CodeBusy {
			return sqlite.Told("empty log", sqlite.Ended(ctx, err))
		}
		pause := time.NewTimer(logPause)
		select {
		case <-pause.C:
		case <-ctx.Done():
			pause.Stop()
			if errors.Is(ctx.Err(), context.DeadlineExceeded) {
				return data.NewError(data.CodeBusy, "busy").Because(ctx.Err())
			}
			return sqlite.Told("empty log", ctx.Err())
		}
	}
}

// EraseCopy takes the people of an unfinished erasure out of this file, which is
// a copy of the one that it was begun in, whole: rows, index, free pages. found
// is false when the copy holds nothing of them; it is as it was then.
func (er *Eraser) EraseCopy(ctx context.Context, u Unfinished) (found bool, err error) {
	err = er.file.Write(ctx, "erase in copy", func(t *sqlite.Tx) error {
		for _, one := range u.all() {
			here, err := eraseHere(ctx, t, one)
			if err != nil {
				return err
			}
			found = found || here
		}
		if !found {
			return nil
		}
		_, err := t.Exec(ctx, `DELETE FROM setting WHERE key = ?`, unfinished)
		return err
	})
	if err != nil || !found {
		return found, err
	}
	return true, er.squeeze(ctx)
}

// eraseHere takes one person out of a copy; found is false when there is nothing.
func eraseHere(ctx context.Context, t *sqlite.Tx, u Unfinished) (found bool, err error) {
	who, err := u.Who.InCopy(ctx, t)
	if err != nil {
		return false, err
	}
	p, err := planErasure(ctx, t, who, u.Named)
	if err != nil || p.empty() {
		return false, err
	}
	if err := erase(ctx, t, p); err != nil || u.At == 0 {
		return true, err
	}
	// Whoever restores the copy is to know that nobody comes back with it.
	_, err = t.Exec(ctx, `INSERT OR IGNORE INTO erasure (id, at, counts, backups) VALUES (?, ?, '{}', '[]')`, u.Erasure, u.At)
	return true, err
}

// empty reports whether there is nothing to erase.
func (p *erasePlan) empty() bool {
	return len(p.who.IDs)+len(p.messages)+len(p.drafts)+len(p.held)+len(p.rules)+
		len(p.rewrites)+len(p.actions)+len(p.entries) == 0
}
