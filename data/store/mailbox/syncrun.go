package mailbox

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// runsKept is how many runs of an account are remembered: two days of them.
const runsKept = 500

// AccountRan notes how a run went; a time that is not given is now. One that a
// person stopped counts neither as good nor as failed.
func (m *Mailboxes) AccountRan(ctx context.Context, r data.SyncRun) error {
	return m.file.Write(ctx, "note account run", func(t *sqlite.Tx) error {
		if r.Ended.IsZero() {
			r.Ended = t.Now
		}
		if r.Began.IsZero() {
			r.Began = r.Ended
		}
		t.Changed(data.TopicAccounts)
		n, err := t.Exec(ctx, `UPDATE account SET last_err = ?1,
			last_ok = CASE WHEN ?1 = '' THEN ?2 ELSE last_ok END,
			failed = CASE ?1 WHEN '' THEN 0 WHEN ?4 THEN failed ELSE failed + 1 END WHERE id = ?3`,
			r.Error, sqlite.Stamp(r.Ended), r.AccountID, data.ErrCancelled)
		if err == nil && n == 0 {
			return sqlite.NotFound("account", r.AccountID)
		}
		if err != nil {
			return err
		}
		if err := setRest(ctx, t, r.AccountID, r.Rest); err != nil {
			return err
		}
		id, err := t.Insert(ctx, `INSERT INTO sync_run (account_id, began, ended, fresh, failed, error)
			VALUES (?, ?, ?, ?, ?, ?)`, r.AccountID, sqlite.Stamp(r.Began), sqlite.Stamp(r.Ended), r.Fresh, r.Failed, r.Error)
		if err != nil {
			return err
		}
		_, err = t.Exec(ctx, `DELETE FROM sync_run WHERE account_id = ? AND id <= (SELECT id FROM sync_run
			WHERE account_id = ?1 AND id <= ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3)`, r.AccountID, id, runsKept)
		return err
	})
}

func setRest(ctx context.Context, t *sqlite.Tx, account int64, until time.Time) error {
	_, err := t.Exec(ctx, `INSERT INTO account_pace (account_id, rest) VALUES (?, ?)
		ON CONFLICT DO UPDATE SET rest = excluded.rest`, account, sqlite.Stamp(until))
	return err
}

// Runs returns the last runs of an account, the latest first, at most so many.
func (m *Mailboxes) Runs(ctx context.Context, account int64, most int) ([]data.SyncRun, error) {
	out, err := sqlite.Collect(ctx, m.file, func(s sqlite.Scanner, r *data.SyncRun) error {
		return s.Scan(&r.AccountID, sqlite.TimeOf(&r.Began), sqlite.TimeOf(&r.Ended), &r.Fresh, &r.Failed, &r.Error)
	}, `SELECT account_id, began, ended, fresh, failed, error FROM sync_run
		WHERE account_id = ? ORDER BY id DESC LIMIT ?`, account, most)
	return out, sqlite.Told("list runs", err)
}

// Rest returns until when an account's provider wants to be left alone; the zero
// time if it need not be.
func (m *Mailboxes) Rest(ctx context.Context, account int64) (time.Time, error) {
	var until time.Time
	err := m.file.QueryRowContext(ctx, `SELECT rest FROM account_pace WHERE account_id = ?`, account).Scan(sqlite.TimeOf(&until))
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return until, sqlite.Told("read rest", err)
}

// dayOfTraffic is the day that traffic is counted for. It is UTC's: providers do
// not know the firm's zone.
func dayOfTraffic(at time.Time) int64 { return at.Unix() / int64(24*time.Hour/time.Second) }

// Traffic returns how many bytes of messages came from an account today (UTC).
func (m *Mailboxes) Traffic(ctx context.Context, account int64) (int64, error) {
	var n int64
	err := m.file.QueryRowContext(ctx, `SELECT bytes FROM account_pace WHERE account_id = ? AND day = ?`,
		account, dayOfTraffic(m.file.Now())).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return n, sqlite.Told("read traffic", err)
}

// AddTraffic counts bytes of messages that came from an account today.
func (m *Mailboxes) AddTraffic(ctx context.Context, account, bytes int64) error {
	return m.file.Write(ctx, "count traffic", func(t *sqlite.Tx) error {
		_, err := t.Exec(ctx, `INSERT INTO account_pace (account_id, day, bytes) VALUES (?1, ?2, ?3)
			ON CONFLICT DO UPDATE SET bytes = CASE day WHEN ?2 THEN bytes + ?3 ELSE ?3 END, day = ?2`,
			account, dayOfTraffic(t.Now), bytes)
		return err
	})
}

// MailTotals counts the mail of all mailboxes that are pulled, as they were last
// seen. What neither lies here nor was set aside or left out is missing, but for
// the folder of all mail, where it is drafts.
func (m *Mailboxes) MailTotals(ctx context.Context) (data.MailTotals, error) {
	var out data.MailTotals
	err := sqlite.Each(ctx, m.file, func(rows *sql.Rows) error {
		var role data.FolderRole
		var on, kept, away, failed int
		if err := rows.Scan(&role, &on, &kept, &away, &failed); err != nil {
			return err
		}
		kept = min(kept, on)
		failed = min(failed, on-kept)
		away = min(away, on-kept-failed)
		rest := on - kept - failed - away
		if role == data.RoleAll {
			away, rest = away+rest, 0
		}
		out.OnServer += on
		out.Kept += kept
		out.LeftOut += away
		out.Failed += failed
		out.Missing += rest
		return nil
	}, `SELECT f.role, f.on_server,
		(SELECT count(*) FROM message_place p WHERE p.folder_id = f.id AND p.uidvalidity = f.uidvalidity AND p.gone = 0
			AND p.message_id NOT IN (SELECT id FROM message WHERE trashed IS NOT NULL)),
		(SELECT count(*) FROM message_place p WHERE p.folder_id = f.id AND p.uidvalidity = f.uidvalidity AND p.gone = 0
			AND p.message_id IN (SELECT id FROM message WHERE trashed IS NOT NULL)) +
		(SELECT count(*) FROM left_out l WHERE l.folder_id = f.id AND l.uidvalidity = f.uidvalidity) +
		(SELECT count(*) FROM held_message h WHERE h.folder_id = f.id AND h.uidvalidity = f.uidvalidity),
		(SELECT count(*) FROM mail_problem m WHERE m.folder_id = f.id AND m.uidvalidity = f.uidvalidity)
		FROM mail_folder f JOIN account a ON a.id = f.account_id WHERE a.removed IS NULL`)
	return out, sqlite.Told("count mail", err)
}
