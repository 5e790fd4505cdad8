package waiting

import (
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// What is a word of the firm's: a letter that a person wrote and sent, or an
// outgoing entry of a timeline; neither answers anything when it only sends the
// client elsewhere. o and s are the message and the interaction.
const (
	// SaidByMail is the condition of such a letter o.
	SaidByMail = `o.direction = 'out' AND o.automatic = '' AND o.trashed IS NULL
	AND NOT EXISTS (SELECT 1 FROM interaction r WHERE r.message_id = o.id AND r.outcome = 'redirected')
	AND (NOT EXISTS (SELECT 1 FROM message_place l WHERE l.message_id = o.id)
		OR EXISTS (SELECT 1 FROM message_place l JOIN mail_folder f ON f.id = l.folder_id
			WHERE l.message_id = o.id AND f.role NOT IN ('drafts', 'trash', 'junk')))`
	// BegunByMail is that of one which the firm began, and which is a word to the
	// client as such: an answer says nothing about third matters.
	BegunByMail = `o.in_reply_to = '[]' AND o.contact_id IS NOT NULL AND ` + SaidByMail
	// SaidByHand is that of such an entry s.
	SaidByHand = `s.direction = 'out' AND s.automatic = 0 AND s.message_id IS NULL AND s.outcome <> 'redirected'`
	// Heard is when a letter m was heard: the sender's clock may be fast.
	Heard = `min(m.at, coalesce(m.received, m.at))`
)

// notTold is the condition that the firm said nothing to a contact since, and
// that there is still somebody to say it to.
func notTold(contact, since string) string {
	return ` AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = ` + contact + ` AND c.erased IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM message o INDEXED BY message_wrote WHERE o.contact_id = ` + contact + ` AND o.at >= ` + since + ` AND ` + BegunByMail + `)
		AND NOT EXISTS (SELECT 1 FROM interaction s INDEXED BY interaction_said WHERE s.contact_id = ` + contact + ` AND s.at >= ` + since + ` AND ` + SaidByHand + `)`
}

// letterIsHistory is the condition that the letter with which a case or opinion
// came is not on the list for itself.
const letterIsHistory = ` AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = %.message_id AND m.silent = 0 AND m.trashed IS NULL)`

// owed returns, by type, what waits for an answer: type, ref, at, thread, contact.
var owed = [4]string{
	`SELECT 1, m.id, ` + Heard + `, m.thread, m.contact_id FROM message m
		WHERE m.direction = 'in' AND m.automatic = '' AND m.silent = 0 AND m.copy_of IS NULL AND m.kind <> 'not-for-us'
		AND m.trashed IS NULL AND m.no_answer IS NULL
		AND NOT EXISTS (SELECT 1 FROM message o INDEXED BY message_said WHERE o.thread = m.thread AND o.at >= ` + Heard + ` AND ` + SaidByMail + `)` +
		notTold("m.contact_id", Heard) + `
		AND NOT EXISTS (SELECT 1 FROM message t JOIN case_record k ON k.message_id = t.id
			WHERE t.thread = m.thread AND coalesce(k.answered, k.closed) >= ` + Heard + `)
		AND NOT EXISTS (SELECT 1 FROM interaction x JOIN case_record k ON k.id = x.case_id
			WHERE x.message_id = m.id AND coalesce(k.answered, k.closed) >= ` + Heard + `)
		AND NOT EXISTS (SELECT 1 FROM opinion p WHERE p.message_id = m.id AND p.answered >= ` + Heard + `)`,
	`SELECT 2, i.id, i.at, 0, i.contact_id FROM interaction i
		WHERE +i.message_id IS NULL AND i.direction = 'in' AND i.automatic = 0 AND i.kind <> 'not-for-us' AND i.no_answer IS NULL
		AND (i.outcome IN ('owed', 'redirected') OR i.outcome = '' AND i.channel IN ` + WrittenChannels() + `)` +
		notTold("i.contact_id", "i.at") + `
		AND NOT EXISTS (SELECT 1 FROM case_record k WHERE k.id = i.case_id AND coalesce(k.answered, k.closed) >= i.at)`,
	`SELECT 3, k.id, k.received, 0, k.contact_id FROM case_record k
		WHERE k.` + record.OpenCase + ` AND k.state <> 'waits-client' AND k.no_answer IS NULL` +
		strings.ReplaceAll(letterIsHistory, "%", "k") + notTold("k.contact_id", "k.received") + `
		AND NOT EXISTS (SELECT 1 FROM interaction s WHERE s.case_id = k.id AND s.at >= k.received
			AND s.direction = 'out' AND s.automatic = 0 AND s.outcome <> 'redirected')`,
	`SELECT 4, p.id, p.at, 0, p.contact_id FROM opinion p WHERE p.answered IS NULL AND p.no_answer IS NULL` +
		strings.ReplaceAll(letterIsHistory, "%", "p") + notTold("p.contact_id", "p.at"),
}

// owedIDs name the ids in those queries.
var owedIDs = [4]string{"m.id", "i.id", "k.id", "p.id"}

// widen names everything of the threads and contacts that lost a word of the firm's.
var widen = []string{
	`SELECT 1, m.id FROM answer_stale a CROSS JOIN message m ON m.thread = a.ref WHERE a.type = 5 AND m.direction = 'in'`,
	`SELECT 1, m.id FROM answer_stale a CROSS JOIN message m ON m.contact_id = a.ref WHERE a.type = 6 AND m.direction = 'in'`,
	`SELECT 2, i.id FROM answer_stale a CROSS JOIN interaction i ON i.contact_id = a.ref
		WHERE a.type = 6 AND i.direction = 'in' AND +i.message_id IS NULL`,
	`SELECT 3, k.id FROM answer_stale a CROSS JOIN case_record k ON k.contact_id = a.ref WHERE a.type = 6`,
	`SELECT 4, p.id FROM answer_stale a CROSS JOIN opinion p ON p.contact_id = a.ref WHERE a.type = 6`,
}

// answers take what a new word of the firm's answers off the list.
var answers = []string{
	`DELETE FROM unanswered WHERE (type, ref) IN (SELECT u.type, u.ref FROM answer_stale a CROSS JOIN message o ON o.id = a.ref
		JOIN unanswered u ON u.thread = o.thread AND u.thread <> 0 AND u.at <= o.at WHERE a.type = 1 AND ` + SaidByMail + `)`,
	`DELETE FROM unanswered WHERE (type, ref) IN (SELECT u.type, u.ref FROM answer_stale a CROSS JOIN message o ON o.id = a.ref
		JOIN unanswered u ON u.contact = o.contact_id AND u.at <= o.at WHERE a.type = 1 AND ` + BegunByMail + `)`,
	`DELETE FROM unanswered WHERE (type, ref) IN (SELECT u.type, u.ref FROM answer_stale a CROSS JOIN interaction s ON s.id = a.ref
		JOIN unanswered u ON u.contact = s.contact_id AND u.at <= s.at WHERE a.type = 2 AND ` +
		strings.ReplaceAll(SaidByHand, "s.message_id", "+s.message_id") + `)`,
	`DELETE FROM unanswered WHERE type = 3 AND ref IN (SELECT s.case_id FROM answer_stale a CROSS JOIN interaction s ON s.id = a.ref
		JOIN case_record k ON k.id = s.case_id AND s.at >= k.received
		WHERE a.type = 2 AND s.direction = 'out' AND s.automatic = 0 AND s.outcome <> 'redirected')`,
}

// Settle brings the list of what nobody has answered up to date with what
// the transaction did. What was entered is looked at by itself, and only where a
// word of the firm's went away, everything that it may have answered: a first
// pull of a hundred thousand letters must not look through them again and again.
func Settle(ctx context.Context, t *sqlite.Tx) error {
	stale, _, err := sqlite.Value[bool](ctx, t, `SELECT EXISTS (SELECT 1 FROM answer_stale)`)
	if err != nil || !stale {
		return err
	}
	wide, _, err := sqlite.Value[bool](ctx, t, `SELECT EXISTS (SELECT 1 FROM answer_stale WHERE type > 4)`)
	if err != nil {
		return err
	}
	var steps []string
	if wide {
		for _, q := range widen {
			steps = append(steps, `INSERT INTO answer_stale `+q+` ON CONFLICT DO NOTHING`)
		}
	}
	steps = append(steps, `DELETE FROM unanswered WHERE (type, ref) IN (SELECT type, ref FROM answer_stale WHERE type < 5)`)
	for i, q := range owed {
		steps = append(steps, `INSERT INTO unanswered `+q+` AND `+owedIDs[i]+
			` IN (SELECT ref FROM answer_stale WHERE type = `+string(rune('1'+i))+`)`)
	}
	steps = append(steps, answers...)
	for _, q := range append(steps, `DELETE FROM answer_stale`) {
		if _, err := t.Exec(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// Fill makes the list in a file that never had one.
func Fill(ctx context.Context, file *sqlite.File) error {
	stale, _, err := sqlite.Value[bool](ctx, file, `SELECT EXISTS (SELECT 1 FROM answer_stale)`)
	if err != nil || !stale {
		return sqlite.Told("look for answers", err)
	}
	return file.Write(ctx, "look for answers", func(*sqlite.Tx) error { return nil }) // which does it at its end
}

// Wrong finds where the list is not what it should be, as an invariant.
var Wrong = func() string {
	all := strings.Join(owed[:], " UNION ALL ")
	return `SELECT 'unanswered ' || type || '/' || ref FROM (
		SELECT * FROM (SELECT type, ref, at, thread, contact FROM unanswered EXCEPT SELECT * FROM (` + all + `))
		UNION ALL SELECT * FROM (SELECT * FROM (` + all + `) EXCEPT SELECT type, ref, at, thread, contact FROM unanswered))`
}()

// WrittenChannels are the channels over which a client writes, as SQL.
func WrittenChannels() string {
	var b strings.Builder
	for i, c := range data.Written() {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString("'" + string(c) + "'")
	}
	return "(" + b.String() + ")"
}
