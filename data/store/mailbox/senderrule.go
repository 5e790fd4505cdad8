package mailbox

import (
	"context"
	"errors"
	"slices"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

func scanSenderRule(s sqlite.Scanner, r *data.SenderRule) error {
	return s.Scan(&r.ID, &r.Pattern, &r.Verdict, sqlite.TimeOf(&r.At))
}

// SenderRules returns what was decided on senders once for all, by pattern.
func (m *Mailboxes) SenderRules(ctx context.Context) ([]data.SenderRule, error) {
	out, err := sqlite.Collect(ctx, m.file, scanSenderRule, `SELECT id, pattern, verdict, at FROM sender_rule ORDER BY ltrim(pattern, '@'), pattern`)
	return out, sqlite.Told("list sender rules", err)
}

// SetSenderRule decides on an address ("a@b.pl") or a domain ("@b.pl"), given in
// its normal form, once for all. An earlier decision on it is changed.
func (m *Mailboxes) SetSenderRule(ctx context.Context, pattern string, v data.Verdict) (data.SenderRule, error) {
	rule := data.SenderRule{Pattern: pattern, Verdict: v}
	d := &journal.Deed{What: data.ActNever, Title: pattern}
	if v == data.VerdictAlways {
		d.What = data.ActAlways
	}
	err := m.book.Act(ctx, "set sender rule", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicAccounts)
		rule.At = t.Now
		id, there, err := sqlite.Value[int64](ctx, t, `SELECT id FROM sender_rule WHERE pattern = ?`, pattern)
		if err != nil {
			return err
		}
		if there {
			rule.ID = id
			_, err = t.Exec(ctx, `UPDATE sender_rule SET verdict = ?, at = ? WHERE id = ? AND verdict <> ?`,
				string(v), sqlite.Stamp(t.Now), id, string(v))
			return err
		}
		rule.ID, err = t.Insert(ctx, `INSERT INTO sender_rule (pattern, verdict, at) VALUES (?, ?, ?)`,
			pattern, string(v), sqlite.Stamp(t.Now))
		return err
	})
	return rule, err
}

// RemoveSenderRule takes a decision on a sender away. What it kept away waits
// again, or comes with the next run, as the account's policy says.
func (m *Mailboxes) RemoveSenderRule(ctx context.Context, id int64) error {
	d := &journal.Deed{What: data.ActForgetRule}
	return m.book.Act(ctx, "remove sender rule", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail, data.TopicAccounts)
		return record.DeleteRow(ctx, t, d, "sender-rule", id, `DELETE FROM sender_rule WHERE id = ? RETURNING pattern`)
	})
}

// SetMailChoice keeps which mail of an account is stored: of whom, and of which
// folders (none: the usual ones). What was stored stays.
func (m *Mailboxes) SetMailChoice(ctx context.Context, account int64, p data.Policy, folders []string) error {
	return m.file.Write(ctx, "set mail choice", func(t *sqlite.Tx) error {
		t.Changed(data.TopicAccounts, data.TopicMail)
		return setChoice(ctx, t, account, p, folders)
	})
}

var errPolicy = errors.New("no such policy")

func setChoice(ctx context.Context, t *sqlite.Tx, account int64, p data.Policy, folders []string) error {
	if !slices.Contains(data.Policies(), p) {
		return errPolicy
	}
	n, err := t.Exec(ctx, `UPDATE account SET policy = ?, chosen = ? WHERE id = ? AND removed IS NULL`,
		string(p), sqlite.List(folders), account)
	if err == nil && n == 0 {
		return sqlite.NotFound("account", account)
	}
	return err
}

// FolderFigures returns how the folders of an account stand, INBOX first, then
// by name. A message that the server lists and that is neither here nor left
// out counts as failed, whether it was tried or not; but in the folder of all
// mail it is a draft, unless it was tried, and left out.
func (m *Mailboxes) FolderFigures(ctx context.Context, account int64) ([]data.FolderFigures, error) {
	out, err := sqlite.Collect(ctx, m.file, func(s sqlite.Scanner, f *data.FolderFigures) error {
		var tried int
		err := scanFolder(withMore{s, []any{&f.Kept, &f.LeftOut, &tried}}, &f.MailFolder)
		f.Kept = min(f.Kept, f.OnServer)
		f.LeftOut = min(f.LeftOut, f.OnServer-f.Kept)
		f.Failed = f.OnServer - f.Kept - f.LeftOut
		if drafts := f.Failed - tried; f.Role == data.RoleAll && drafts > 0 {
			f.Failed, f.LeftOut = tried, f.LeftOut+drafts
		}
		return err
	}, `SELECT `+folderColumns+`,
			(SELECT count(*) FROM message_place p WHERE p.folder_id = mail_folder.id AND p.uidvalidity = mail_folder.uidvalidity
				AND p.gone = 0 AND p.message_id NOT IN (SELECT id FROM message WHERE trashed IS NOT NULL)),
			(SELECT count(*) FROM message_place p WHERE p.folder_id = mail_folder.id AND p.uidvalidity = mail_folder.uidvalidity
				AND p.gone = 0 AND p.message_id IN (SELECT id FROM message WHERE trashed IS NOT NULL))
			+ (SELECT count(*) FROM left_out l WHERE l.folder_id = mail_folder.id AND l.uidvalidity = mail_folder.uidvalidity)
			+ (SELECT count(*) FROM held_message h WHERE h.folder_id = mail_folder.id AND h.uidvalidity = mail_folder.uidvalidity
				AND NOT EXISTS (SELECT 1 FROM mail_problem x WHERE x.folder_id = h.folder_id
					AND x.uidvalidity = h.uidvalidity AND x.uid = h.uid)),
			(SELECT count(*) FROM mail_problem x WHERE x.folder_id = mail_folder.id AND x.uidvalidity = mail_folder.uidvalidity)
		FROM mail_folder WHERE account_id = ? AND (uidvalidity <> 0 OR last_err <> '') ORDER BY role <> 'inbox', name`, account)
	return out, sqlite.Told("list folders", err)
}

// withMore is a row that has more columns than what is scanned first.
type withMore struct {
	sqlite.Scanner
	more []any
}

// Scan reads the row.
func (w withMore) Scan(dest ...any) error { return w.Scanner.Scan(append(dest, w.more...)...) }
