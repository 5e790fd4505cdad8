package mailbox

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/sqlite"
)

// inFolder selects the rows h of one folder's epoch.
const inFolder = `h.folder_id = (SELECT id FROM mail_folder WHERE account_id = ?1 AND name = ?2) AND h.uidvalidity = ?3`

// Held returns what of a folder was left on the server for its sender's sake, by
// UID ascending. Of each only UID, Once and Troubled are known.
func (m *Mailboxes) Held(ctx context.Context, account int64, name string, validity uint32) ([]data.Held, error) {
	out, err := sqlite.Collect(ctx, m.file, func(s sqlite.Scanner, h *data.Held) error {
		return s.Scan(&h.UID, &h.Once, &h.Troubled)
	}, `SELECT h.uid, h.once, EXISTS (SELECT 1 FROM mail_problem p WHERE p.folder_id = h.folder_id
			AND p.uidvalidity = h.uidvalidity AND p.uid = h.uid)
		FROM held_message h WHERE `+inFolder+` ORDER BY h.uid`, account, name, validity)
	return out, sqlite.Told("read held mail", err)
}

// fewHeld is up to how many held messages it is quicker to ask for each of them
// whose it is, than for each contact what is held of theirs.
const fewHeld = 5000

// HeldCandidates returns what of a folder may have to be fetched by now, by UID
// ascending, with People and Refs: what a contact, a rule or a stored message
// ties, what was asked for, and under PolicyAll whatever no rule keeps away.
// n is how many messages the folder holds back.
func (m *Mailboxes) HeldCandidates(ctx context.Context, account int64, name string, validity uint32, policy data.Policy, n int) ([]data.Held, error) {
	tied := `SELECT h.uid FROM held_tie h CROSS JOIN handle o ON o.norm = h.norm AND o.kind IN ('email', 'domain') WHERE ` + inFolder
	if n > fewHeld {
		tied = `SELECT h.uid FROM handle o CROSS JOIN held_tie h ON h.norm = o.norm
			WHERE o.kind IN ('email', 'domain') AND ` + inFolder
	}
	query := `SELECT h.uid FROM held_message h WHERE h.once = 1 AND ` + inFolder + `
		UNION ` + tied + `
		UNION SELECT h.uid FROM sender_rule r CROSS JOIN held_tie h ON h.norm = ltrim(r.pattern, '@')
			WHERE r.verdict = 'always' AND ` + inFolder + `
		UNION SELECT h.uid FROM held_tie h CROSS JOIN message m
			ON m.message_id = substr(h.norm, 2, length(h.norm) - 2) AND m.message_id <> ''
			WHERE h.norm >= '<' AND h.norm < '=' AND m.contact_id IS NOT NULL AND ` + inFolder
	if policy != data.PolicyKnown {
		query = `SELECT h.uid FROM held_message h WHERE ` + inFolder
	}
	var out []data.Held
	err := m.file.Read(ctx, "read held mail", func(q *sql.Tx) error {
		byUID := map[uint32]*data.Held{}
		uids, err := sqlite.Collect(ctx, q, sqlite.Plain[uint32], query+` ORDER BY 1`, account, name, validity)
		if err != nil || len(uids) == 0 {
			return err
		}
		out = make([]data.Held, len(uids))
		for i, u := range uids {
			out[i].UID = u
			byUID[u] = &out[i]
		}
		return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
			var uid uint32
			var norm string
			if err := rows.Scan(&uid, &norm); err != nil {
				return err
			}
			switch h := byUID[uid]; {
			case h == nil:
			case strings.HasPrefix(norm, "<"):
				h.Refs = append(h.Refs, norm[1:len(norm)-1])
			case strings.Contains(norm, "@"):
				h.People = append(h.People, norm)
			}
			return nil
		}, `SELECT h.uid, h.norm FROM held_tie h WHERE `+inFolder+` ORDER BY h.uid, h.norm`, account, name, validity)
	})
	return out, err
}

// Hold keeps the headers of messages that are left on the server. The folder's
// pointer stays where it is; its epoch is brought forward.
func (m *Mailboxes) Hold(ctx context.Context, account int64, f data.MailFolder, held []data.Held) error {
	return m.file.Write(ctx, "hold mail", func(t *sqlite.Tx) error {
		id, err := saveFolder(ctx, t, account, f)
		if err != nil {
			return err
		}
		t.Changed(data.TopicAccounts, data.TopicMail)
		for i := range held {
			if err := hold(ctx, t, id, f.UIDValidity, &held[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func hold(ctx context.Context, t *sqlite.Tx, folder int64, validity uint32, h *data.Held) error {
	// What is looked at once more has been kept since it first was.
	noted, there, err := sqlite.Value[int64](ctx, t, `DELETE FROM held_message
		WHERE folder_id = ? AND uidvalidity = ? AND uid = ? RETURNING noted`, folder, validity, h.UID)
	if err != nil {
		return err
	}
	if !there {
		noted = t.Now.UnixMilli()
	}
	if err := dropProblem(ctx, t, folder, validity, h.UID); err != nil {
		return err
	}
	_, err = t.Exec(ctx, `INSERT INTO held_message
		(folder_id, uidvalidity, uid, from_name, from_email, subject, at, size, automatic, outgoing, once, noted)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, folder, validity, h.UID, h.With.Name, match.Email(h.With.Email),
		h.Subject, h.At.UnixMilli(), h.Size, string(h.Automatic), sqlite.Flag(h.Outgoing), sqlite.Flag(h.Once), noted)
	if err != nil {
		return err
	}
	for _, norm := range ties(h) {
		if _, err := t.Exec(ctx, `INSERT OR IGNORE INTO held_tie (norm, folder_id, uidvalidity, uid) VALUES (?, ?, ?, ?)`,
			norm, folder, validity, h.UID); err != nil {
			return err
		}
	}
	return nil
}

// ties lists what a held message may come to be wanted by.
func ties(h *data.Held) []string {
	var out []string
	for _, a := range h.People {
		out = append(out, a)
		for d := match.Domain(a); strings.Contains(d, "."); _, d, _ = strings.Cut(d, ".") {
			out = append(out, d)
		}
	}
	refs := h.Refs
	if len(refs) > letter.MaxReferences {
		refs = slices.Concat(refs[:letter.MaxReferences/2], refs[len(refs)-letter.MaxReferences/2:])
	}
	for _, r := range refs {
		if r != "" {
			out = append(out, "<"+r+">")
		}
	}
	return out
}

// release takes messages out of what is held: they were fetched, are gone, or
// belong to an epoch that is over.
func release(ctx context.Context, t *sqlite.Tx, folder int64, validity uint32, uids []uint32) error {
	_, err := t.Exec(ctx, `DELETE FROM held_message WHERE folder_id = ? AND uidvalidity = ?
		AND uid IN (SELECT value FROM json_each(?))`, folder, validity, sqlite.List(uids))
	return err
}

// dropProblem takes a message out of what is tried again.
func dropProblem(ctx context.Context, t *sqlite.Tx, folder int64, validity, uid uint32) error {
	_, err := t.Exec(ctx, `DELETE FROM mail_problem WHERE folder_id = ? AND uidvalidity = ? AND uid = ?`,
		folder, validity, uid)
	return err
}

// inTray selects what the tray shows: held, not asked for, and kept away by no rule.
const inTray = ` FROM held_message h WHERE h.once = 0 AND NOT EXISTS (SELECT 1 FROM held_tie t
		JOIN sender_rule r ON r.pattern IN (t.norm, '@' || t.norm) AND r.verdict = 'never'
		WHERE t.folder_id = h.folder_id AND t.uidvalidity = h.uidvalidity AND t.uid = h.uid)
	AND EXISTS (SELECT 1 FROM mail_folder f JOIN account a ON a.id = f.account_id
		WHERE f.id = h.folder_id AND a.policy = 'known' AND a.removed IS NULL)`

// HeldSenders returns the senders whose mail waits for a decision, whoever wrote
// last first; at most so many. Mail that a rule keeps away waits for nothing.
func (m *Mailboxes) HeldSenders(ctx context.Context, limit int) ([]data.HeldSender, error) {
	var out []data.HeldSender
	err := m.file.Read(ctx, "list senders", func(q *sql.Tx) (err error) {
		out, err = sqlite.Collect(ctx, q, func(s sqlite.Scanner, h *data.HeldSender) error {
			return s.Scan(&h.With.Email, &h.Count, sqlite.TimeOf(&h.Newest), &h.Outgoing)
		}, `SELECT h.from_email, count(*), max(h.at), sum(h.outgoing)`+inTray+`
			GROUP BY h.from_email ORDER BY max(h.at) DESC, h.from_email LIMIT ?`, limit)
		for i := range out {
			if err == nil {
				err = addSubjects(ctx, q, &out[i])
			}
		}
		return err
	})
	return out, err
}

// shownSubjects is how many subjects of a sender the tray shows.
const shownSubjects = 3

func addSubjects(ctx context.Context, q sqlite.Querier, h *data.HeldSender) error {
	n := 0
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var name, subject, automatic string
		if err := rows.Scan(&name, &subject, &automatic); err != nil {
			return err
		}
		if n++; n == 1 {
			h.With.Name, h.Machine = name, automatic != ""
		}
		h.Subjects = append(h.Subjects, subject)
		return nil
	}, `SELECT h.from_name, h.subject, h.automatic`+inTray+` AND h.from_email = ?
		ORDER BY h.at DESC, h.folder_id, h.uid LIMIT ?`, h.With.Email, shownSubjects)
}

const (
	heldColumns = `a.name, f.name, h.uid, h.from_name, h.from_email, h.outgoing, h.subject, h.at, h.size, h.automatic, h.once`
	heldTables  = ` FROM held_message h JOIN mail_folder f ON f.id = h.folder_id JOIN account a ON a.id = f.account_id`
)

func scanHeld(s sqlite.Scanner, h *data.Held) error {
	return s.Scan(&h.Account, &h.Folder, &h.UID, &h.With.Name, &h.With.Email, &h.Outgoing, &h.Subject,
		sqlite.TimeOf(&h.At), &h.Size, &h.Automatic, &h.Once)
}

// HeldOf returns what is held of a sender, newest first, at most so many.
func (m *Mailboxes) HeldOf(ctx context.Context, email string, limit int) ([]data.Held, error) {
	out, err := sqlite.Collect(ctx, m.file, scanHeld, `SELECT `+heldColumns+heldTables+`
		WHERE h.from_email = ? ORDER BY h.at DESC, f.id, h.uid LIMIT ?`, match.Email(email), limit)
	return out, sqlite.Told("list held mail", err)
}

// AdmitOnce lets what is held of a sender be fetched at the next run. Later mail
// of theirs waits as before.
func (m *Mailboxes) AdmitOnce(ctx context.Context, email string) error {
	d := &journal.Deed{What: data.ActAdmitOnce, Title: email}
	return m.book.Act(ctx, "admit once", d, func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail)
		n, err := t.Exec(ctx, `UPDATE held_message SET once = 1 WHERE from_email = ? AND once = 0`, match.Email(email))
		if err == nil && n == 0 {
			return data.NewError(data.CodeNotFound, "sender-not-held", "Sender", email)
		}
		d.N = int(n)
		return err
	})
}
