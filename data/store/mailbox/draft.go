package mailbox

import (
	"context"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/sqlite"
)

const draftColumns = `d.id, d.account_id, a.name, d.folder, d.message_ref, d.answers, d.contact_id, d.case_id,
	d.recipients, d.subject, d.made, d.laid, d.gone, d.sent, d.sent_as, d.tries, d.error`

const fromDrafts = ` FROM draft d JOIN account a ON a.id = d.account_id`

func draftDest(d *data.Draft) []any {
	return []any{
		&d.ID, &d.AccountID, &d.Account, &d.Folder, &d.MessageRef,
		sqlite.RefOf(&d.Answers),
		sqlite.RefOf(&d.ContactID),
		sqlite.RefOf(&d.CaseID),
		sqlite.ListOf(&d.Recipients),
		&d.Subject,
		sqlite.TimeOf(&d.Made),
		sqlite.TimeOf(&d.Laid),
		sqlite.TimeOf(&d.Gone),
		sqlite.TimeOf(&d.Sent),
		sqlite.RefOf(&d.SentAs),
		&d.Tries, &d.Error,
	}
}

func scanDraft(s sqlite.Scanner, d *data.Draft) error { return s.Scan(draftDest(d)...) }

// scanDraftRaw reads a draft and, after its columns, its bytes.
func scanDraftRaw(s sqlite.Scanner, d *data.Draft) error {
	return s.Scan(append(draftDest(d), &d.Raw)...)
}

// AddDraft keeps an answer until it is laid among the mailbox's drafts, and
// returns its id. It is no deed that could be undone: a draft in a mailbox is
// out of the program's reach.
func (m *Mailboxes) AddDraft(ctx context.Context, d *data.Draft) (id int64, err error) {
	recipients := make([]string, len(d.Recipients))
	for i, r := range d.Recipients {
		recipients[i] = contacts.NormEmail(r)
	}
	err = m.file.Write(ctx, "keep draft", func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail)
		id, err = t.Insert(ctx, `INSERT INTO draft (account_id, message_ref, answers, contact_id, case_id, recipients,
			subject, raw, made) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, d.AccountID, d.MessageRef, sqlite.Ref(d.Answers),
			sqlite.Ref(d.ContactID), sqlite.Ref(d.CaseID), sqlite.List(recipients), d.Subject, d.Raw, sqlite.Stamp(t.Now))
		return err
	})
	return id, err
}

// Drafts returns the drafts that the filter selects, newest first.
func (m *Mailboxes) Drafts(ctx context.Context, f data.DraftFilter) ([]data.Draft, error) {
	where, args := []string{"1"}, []any(nil)
	add := func(cond string, v any) {
		where, args = append(where, cond), append(args, v)
	}
	if f.Answers != 0 {
		add(`d.answers IN (SELECT o.id FROM message m JOIN message o ON o.thread = m.thread WHERE m.id = ?)`, f.Answers)
	}
	if f.CaseID != 0 {
		add(`d.case_id = ?`, f.CaseID)
	}
	if f.ContactID != 0 {
		add(`d.contact_id = ?`, f.ContactID)
	}
	if f.AccountID != 0 {
		add(`d.account_id = ?`, f.AccountID)
	}
	if f.Unsent {
		where = append(where, `d.sent IS NULL`)
	}
	limit := f.Limit
	if limit <= 0 {
		limit = -1
	}
	out, err := sqlite.Collect(ctx, m.file, scanDraft, `SELECT `+draftColumns+fromDrafts+` WHERE `+strings.Join(where, ` AND `)+
		` ORDER BY d.id DESC LIMIT ?`, append(args, limit)...)
	return out, sqlite.Told("list drafts", err)
}

// WaitingDrafts returns the drafts of a mailbox that are to be laid, oldest
// first, with their bytes.
func (m *Mailboxes) WaitingDrafts(ctx context.Context, accountID int64) ([]data.Draft, error) {
	out, err := sqlite.Collect(ctx, m.file, scanDraftRaw, `SELECT `+draftColumns+`, d.raw`+fromDrafts+`
		WHERE d.account_id = ? AND d.laid IS NULL AND d.sent IS NULL AND d.raw IS NOT NULL ORDER BY d.id`, accountID)
	return out, sqlite.Told("list drafts", err)
}

// TryDraft notes that a draft is about to be laid: should its end never be heard
// of, the mailbox is searched for it before the next try.
func (m *Mailboxes) TryDraft(ctx context.Context, id int64) error {
	return m.changeDraft(ctx, `UPDATE draft SET tries = tries + 1 WHERE id = ?`, id)
}

// DraftFailed notes by its key why a draft could not be laid. With certain it has
// not arrived for sure; else it may have, after all, if it was tried.
func (m *Mailboxes) DraftFailed(ctx context.Context, id int64, key string, certain bool) error {
	return m.changeDraft(ctx, `UPDATE draft SET error = ?2, tries = iif(?3, 0, tries) WHERE id = ?1`, id, key, sqlite.Flag(certain))
}

// DraftLaid notes in which folder a draft lies. Its bytes are there now, and
// here no longer.
func (m *Mailboxes) DraftLaid(ctx context.Context, id int64, folder string) error {
	return m.changeDraft(ctx, `UPDATE draft SET folder = ?2, laid = ?3, gone = NULL, raw = NULL, error = '' WHERE id = ?1`,
		id, folder, now)
}

// DraftGone notes that a draft no longer lies in its folder. It is not looked for
// again; that it was sent shows by itself.
func (m *Mailboxes) DraftGone(ctx context.Context, id int64) error {
	return m.changeDraft(ctx, `UPDATE draft SET gone = coalesce(gone, ?2) WHERE id = ?1`, id, now)
}

// DropDraft forgets a draft that still waits. One that was laid, or may have
// been, is refused: it is deleted with the mail program.
func (m *Mailboxes) DropDraft(ctx context.Context, id int64) error {
	return m.file.Write(ctx, "drop draft", func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail)
		n, err := t.Exec(ctx, `DELETE FROM draft WHERE id = ? AND laid IS NULL AND sent IS NULL AND tries = 0`, id)
		if err != nil || n > 0 {
			return err
		}
		_, there, err := sqlite.Value[int](ctx, t, `SELECT 1 FROM draft WHERE id = ?`, id)
		switch {
		case err != nil:
			return err
		case !there:
			return sqlite.NotFound("draft", id)
		}
		return data.NewError(data.CodeConflict, "draft-laid")
	})
}

// moment stands for the time of a write among its arguments.
type moment struct{}

var now moment

func (m *Mailboxes) changeDraft(ctx context.Context, query string, args ...any) error {
	return m.file.Write(ctx, "change draft", func(t *sqlite.Tx) error {
		t.Changed(data.TopicMail)
		for i := range args {
			if args[i] == now {
				args[i] = sqlite.Stamp(t.Now)
			}
		}
		_, err := t.Exec(ctx, query, args...)
		return err
	})
}

// clockSlack is by how much the clock of the machine that sent an answer may be
// behind that of the one that drafted it.
const clockSlack = 5 * time.Minute

// SettleDrafts finds the drafts that were sent: what was sent has their
// Message-ID or, where the provider gave it another, answers the same letter to
// the same person. It returns how many it found.
func (m *Mailboxes) SettleDrafts(ctx context.Context) (int, error) {
	open, _, err := sqlite.Value[int](ctx, m.file, `SELECT count(*) FROM draft WHERE sent IS NULL`)
	if err != nil || open == 0 {
		return 0, sqlite.Told("read drafts", err)
	}
	n := 0
	err = m.file.Write(ctx, "settle drafts", func(t *sqlite.Tx) error {
		n = 0
		for _, q := range []string{sentAsIs, sentAnew} {
			found, err := pairDrafts(ctx, t, q)
			if err != nil {
				return err
			}
			n += found
		}
		if n > 0 {
			t.Changed(data.TopicMail, data.TopicCases, data.TopicFollowUps)
		}
		return nil
	})
	return n, err
}

// notDrafted leaves out what lies among the drafts itself, or was thrown away.
const notDrafted = ` AND m.direction = 'out' AND (NOT EXISTS (SELECT 1 FROM message_place p WHERE p.message_id = m.id)
	OR EXISTS (SELECT 1 FROM message_place p JOIN mail_folder f ON f.id = p.folder_id
		WHERE p.message_id = m.id AND f.role NOT IN ('drafts', 'trash', 'junk')))`

const sentAsIs = `SELECT d.id, m.id, m.at FROM draft d JOIN message m ON m.message_id = d.message_ref AND m.message_id <> ''
	WHERE d.sent IS NULL AND ?1 >= 0` + notDrafted + ` ORDER BY d.id, m.copy_of IS NOT NULL, m.id`

const sentAnew = `SELECT d.id, m.id, m.at FROM draft d JOIN message o ON o.id = d.answers
	JOIN message m ON m.thread = o.thread AND m.at >= d.made - ?1 AND m.automatic = '' AND m.copy_of IS NULL
	WHERE d.sent IS NULL AND d.tries > 0 AND o.message_id <> ''` + notDrafted + `
	AND EXISTS (SELECT 1 FROM json_each(m.in_reply_to) j WHERE j.value = o.message_id)
	AND EXISTS (SELECT 1 FROM message_address x JOIN json_each(d.recipients) r ON r.value = x.norm
		WHERE x.message_id = m.id AND x.role = 'to')
	AND NOT EXISTS (SELECT 1 FROM draft s WHERE s.sent_as = m.id)
	AND NOT EXISTS (SELECT 1 FROM draft s WHERE s.message_ref = m.message_id)
	ORDER BY d.id, m.at, m.id`

// pairDrafts notes the pairs of draft and message that a query finds, each once.
func pairDrafts(ctx context.Context, t *sqlite.Tx, query string) (int, error) {
	type pair struct {
		draft, message int64
		at             time.Time
	}
	all, err := sqlite.Collect(ctx, t, func(s sqlite.Scanner, p *pair) error { return s.Scan(&p.draft, &p.message, sqlite.TimeOf(&p.at)) },
		query, clockSlack.Milliseconds())
	if err != nil {
		return 0, err
	}
	drafts, messages := map[int64]bool{}, map[int64]bool{}
	for _, p := range all {
		if drafts[p.draft] || messages[p.message] {
			continue
		}
		drafts[p.draft], messages[p.message] = true, true
		if _, err := t.Exec(ctx, `UPDATE draft SET sent = ?, sent_as = ?, gone = NULL, raw = NULL, error = ''
			WHERE id = ?`, sqlite.Stamp(p.at), p.message, p.draft); err != nil {
			return 0, err
		}
	}
	return len(drafts), nil
}

// ReplySuggestions returns what answers that were sent may have settled: a case
// that is still open, a follow-up about the answered letter.
func (m *Mailboxes) ReplySuggestions(ctx context.Context) ([]data.ReplySuggestion, error) {
	out, err := sqlite.Collect(ctx, m.file, func(s sqlite.Scanner, r *data.ReplySuggestion) error {
		return s.Scan(&r.DraftID, sqlite.TimeOf(&r.Sent), sqlite.RefOf(&r.CaseID), &r.CaseNumber, sqlite.RefOf(&r.FollowUpID), &r.FollowUp)
	}, `SELECT d.id, d.sent, k.id, coalesce(k.number, ''), f.id, coalesce(f.what, '')
		FROM draft d
		LEFT JOIN case_record k ON k.id = coalesce(d.case_id,
				(SELECT c.id FROM case_record c WHERE c.message_id = d.answers ORDER BY c.id LIMIT 1))
			AND k.answered IS NULL AND k.state NOT IN ('answered', 'closed', 'withdrawn')
		LEFT JOIN follow_up f ON f.id = (SELECT o.id FROM follow_up o
			WHERE o.message_id = d.answers AND o.done IS NULL ORDER BY o.due, o.id LIMIT 1)
		WHERE d.sent IS NOT NULL AND d.settled IS NULL AND (k.id IS NOT NULL OR f.id IS NOT NULL)
		ORDER BY d.sent DESC, d.id DESC`)
	return out, sqlite.Told("read suggestions", err)
}

// DismissReplySuggestion notes that the owner wants nothing done about an answer.
func (m *Mailboxes) DismissReplySuggestion(ctx context.Context, draftID int64) error {
	return m.changeDraft(ctx, `UPDATE draft SET settled = ?2 WHERE id = ?1`, draftID, now)
}
