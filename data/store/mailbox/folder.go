package mailbox

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

const folderColumns = `id, account_id, name, role, uidvalidity, floor, on_server, modseq, last_ok, last_err`

func scanFolder(s sqlite.Scanner, f *data.MailFolder) error {
	return s.Scan(&f.ID, &f.AccountID, &f.Name, &f.Role, &f.UIDValidity, &f.Floor, &f.OnServer,
		&f.ModSeq, sqlite.TimeOf(&f.LastOK), &f.LastErr)
}

// Folder returns how far a folder was pulled; a zero UIDValidity when it is new.
func (m *Mailboxes) Folder(ctx context.Context, account int64, name string) (data.MailFolder, error) {
	f, err := folder(ctx, m.file, account, name)
	return f, sqlite.Told("read folder", err)
}

func folder(ctx context.Context, q sqlite.Querier, account int64, name string) (data.MailFolder, error) {
	f := data.MailFolder{}
	err := scanFolder(q.QueryRowContext(ctx,
		`SELECT `+folderColumns+` FROM mail_folder WHERE account_id = ? AND name = ?`, account, name), &f)
	if errors.Is(err, sql.ErrNoRows) {
		return data.MailFolder{AccountID: account, Name: name}, nil
	}
	return f, err
}

// retryAfter is how long a message that could not be had is left alone, by the
// number of attempts made.
var retryAfter = []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, 7 * 24 * time.Hour}

// Problems returns what was set aside in this folder and is due to be tried again.
func (m *Mailboxes) Problems(ctx context.Context, account int64, name string, validity uint32) ([]data.Problem, error) {
	all, err := sqlite.Collect(ctx, m.file, scanProblem, `SELECT f.name, p.uidvalidity, p.uid, p.error, p.attempts, p.last_try
		FROM mail_problem p JOIN mail_folder f ON f.id = p.folder_id
		WHERE f.account_id = ? AND f.name = ? AND p.uidvalidity = ? ORDER BY p.uid`, account, name, validity)
	if err != nil {
		return nil, sqlite.Told("read problems", err)
	}
	now := m.file.Now()
	due := all[:0]
	for _, p := range all {
		wait := retryAfter[max(0, min(p.Attempts, len(retryAfter))-1)]
		// A last try that is yet to come tells of a clock that was set back.
		if !p.LastTry.Add(wait).After(now) || p.LastTry.After(now) {
			due = append(due, p)
		}
	}
	return due, nil
}

func scanProblem(s sqlite.Scanner, p *data.Problem) error {
	return s.Scan(&p.Folder, &p.UIDValidity, &p.UID, &p.Error, &p.Attempts, sqlite.TimeOf(&p.LastTry))
}

// UIDs returns the UIDs kept of a folder under this UIDVALIDITY that the server
// was last seen to hold, ascending.
func (m *Mailboxes) UIDs(ctx context.Context, account int64, name string, validity uint32) ([]uint32, error) {
	out, err := sqlite.Collect(ctx, m.file, sqlite.Plain[uint32], `SELECT p.uid FROM message_place p
		JOIN mail_folder f ON f.id = p.folder_id
		WHERE f.account_id = ? AND f.name = ? AND p.uidvalidity = ? AND p.gone = 0
		AND p.message_id NOT IN (SELECT id FROM message WHERE trashed IS NOT NULL) ORDER BY p.uid`, account, name, validity)
	return out, sqlite.Told("read UIDs", err)
}

// Count returns how many UIDs there are that UIDs would return.
func (m *Mailboxes) Count(ctx context.Context, account int64, name string, validity uint32) (int, error) {
	const places = `FROM message_place p WHERE p.folder_id = (SELECT id FROM mail_folder WHERE account_id = ?1 AND name = ?2)
		AND p.uidvalidity = ?3 AND p.gone = 0`
	n, _, err := sqlite.Value[int](ctx, m.file, `SELECT (SELECT count(*) `+places+`) - (SELECT count(*) `+places+`
		AND p.message_id IN (SELECT id FROM message WHERE trashed IS NOT NULL))`, account, name, validity)
	return n, sqlite.Told("count UIDs", err)
}

// MarkGone notes that the server no longer holds these UIDs. Nothing is deleted.
func (m *Mailboxes) MarkGone(ctx context.Context, account int64, name string, validity uint32, uids []uint32) error {
	if len(uids) == 0 {
		return nil
	}
	return m.file.Write(ctx, "mark gone", func(t *sqlite.Tx) error {
		n, err := t.Exec(ctx, `UPDATE message_place SET gone = 1 WHERE gone = 0
			AND folder_id = (SELECT id FROM mail_folder WHERE account_id = ? AND name = ?)
			AND uidvalidity = ? AND uid IN (SELECT value FROM json_each(?))`, account, name, validity, sqlite.List(uids))
		if err != nil {
			return err
		}
		if n > 0 {
			t.Changed(data.TopicMail)
		}
		_, err = t.Exec(ctx, `DELETE FROM left_out
			WHERE folder_id = (SELECT id FROM mail_folder WHERE account_id = ? AND name = ?)
			AND uidvalidity = ? AND uid IN (SELECT value FROM json_each(?))`, account, name, validity, sqlite.List(uids))
		if err != nil {
			return err
		}
		_, err = t.Exec(ctx, `DELETE FROM held_message
			WHERE folder_id = (SELECT id FROM mail_folder WHERE account_id = ? AND name = ?)
			AND uidvalidity = ? AND uid IN (SELECT value FROM json_each(?))`, account, name, validity, sqlite.List(uids))
		return err
	})
}

// FoldersGone notes that the server has no other folders of an account than these:
// what lay in others is marked gone, and should one come back, it is new, but for
// what is left out under its old numbers. Nothing is deleted.
func (m *Mailboxes) FoldersGone(ctx context.Context, account int64, there []string) error {
	gone, err := sqlite.Collect(ctx, m.file, func(s sqlite.Scanner, id *int64) error { return s.Scan(id) },
		`SELECT id FROM mail_folder WHERE account_id = ? AND (uidvalidity <> 0 OR last_err <> '')
			AND name NOT IN (SELECT value FROM json_each(?))`, account, sqlite.List(there))
	if err != nil || len(gone) == 0 {
		return sqlite.Told("look for folders that are gone", err)
	}
	return m.file.Write(ctx, "mark folders gone", func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicAccounts)
		for _, query := range []string{
			`UPDATE message_place SET gone = 1 WHERE gone = 0 AND folder_id IN (SELECT value FROM json_each(?))`,
			`DELETE FROM held_message WHERE folder_id IN (SELECT value FROM json_each(?))`,
			`DELETE FROM mail_problem WHERE folder_id IN (SELECT value FROM json_each(?))`,
			`UPDATE mail_folder SET uidvalidity = 0, floor = 0, on_server = 0, modseq = 0, last_err = ''
				WHERE id IN (SELECT value FROM json_each(?))`,
		} {
			if _, err := t.Exec(ctx, query, sqlite.List(gone)); err != nil {
				return err
			}
		}
		return nil
	})
}

// FolderFailed notes a folder's failure by the key of its sentence.
func (m *Mailboxes) FolderFailed(ctx context.Context, account int64, name, key string) error {
	return m.file.Write(ctx, "note folder failure", func(t *sqlite.Tx) error {
		t.Changed(data.TopicAccounts)
		_, err := t.Exec(ctx, `INSERT INTO mail_folder (account_id, name, last_err) VALUES (?, ?, ?)
			ON CONFLICT (account_id, name) DO UPDATE SET last_err = excluded.last_err`, account, name, key)
		return err
	})
}

// saveFolder brings the folder to where the batch leaves it and returns its id.
// Under a new UIDVALIDITY the old UIDs mean nothing any more: their places are
// marked gone, and each is dropped when its message turns up again.
func saveFolder(ctx context.Context, t *sqlite.Tx, account int64, f data.MailFolder) (id int64, err error) {
	old, err := folder(ctx, t, account, f.Name)
	if err != nil {
		return 0, err
	}
	if old.ID == 0 {
		return t.Insert(ctx, `INSERT INTO mail_folder
			(account_id, name, role, uidvalidity, floor, on_server, modseq, last_ok) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			account, f.Name, string(f.Role), f.UIDValidity, f.Floor, f.OnServer, f.ModSeq, sqlite.Stamp(t.Now))
	}
	if old.UIDValidity != f.UIDValidity {
		if err := newEpoch(ctx, t, old.ID, f.UIDValidity); err != nil {
			return 0, err
		}
	}
	_, err = t.Exec(ctx, `UPDATE mail_folder SET role = ?, uidvalidity = ?, floor = ?, on_server = ?, modseq = ?,
		last_ok = ?, last_err = '' WHERE id = ?`,
		string(f.Role), f.UIDValidity, f.Floor, f.OnServer, f.ModSeq, sqlite.Stamp(t.Now), old.ID)
	return old.ID, err
}

func newEpoch(ctx context.Context, t *sqlite.Tx, folderID int64, validity uint32) error {
	if _, err := t.Exec(ctx, `UPDATE message_place SET gone = 1
		WHERE folder_id = ? AND uidvalidity <> ?`, folderID, validity); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM mail_problem WHERE folder_id = ? AND uidvalidity <> ?`,
		`DELETE FROM left_out WHERE folder_id = ? AND uidvalidity <> ?`,
		`DELETE FROM held_message WHERE folder_id = ? AND uidvalidity <> ?`,
	} {
		if _, err := t.Exec(ctx, q, folderID, validity); err != nil {
			return err
		}
	}
	return nil
}

// saveProblems keeps what could not be had, and drops what was had after all.
func saveProblems(ctx context.Context, t *sqlite.Tx, folderID int64, b *data.MailBatch) error {
	for _, p := range b.Problems {
		_, err := t.Exec(ctx, `INSERT INTO mail_problem (folder_id, uidvalidity, uid, error, attempts, last_try)
			VALUES (?, ?, ?, ?, 1, ?) ON CONFLICT DO UPDATE
			SET error = excluded.error, attempts = attempts + 1, last_try = excluded.last_try`,
			folderID, b.Folder.UIDValidity, p.UID, p.Error, sqlite.Stamp(t.Now))
		if err != nil {
			return err
		}
	}
	solved := b.Resolved
	for i := range b.Items {
		solved = append(solved, b.Items[i].UID)
	}
	if len(solved) == 0 {
		return nil
	}
	_, err := t.Exec(ctx, `DELETE FROM mail_problem WHERE folder_id = ? AND uidvalidity = ?
		AND uid IN (SELECT value FROM json_each(?))`, folderID, b.Folder.UIDValidity, sqlite.List(solved))
	if err != nil {
		return err
	}
	return release(ctx, t, folderID, b.Folder.UIDValidity, solved)
}
