package mailbox

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// HeldWith returns the headers of what was left on the servers and has one of
// the addresses in its head, newest first.
func HeldWith(ctx context.Context, q sqlite.Querier, emails []string) ([]data.Held, error) {
	return sqlite.Collect(ctx, q, scanHeld, `SELECT `+heldColumns+heldTables+`
		WHERE h.from_email IN (SELECT value FROM json_each(?1)) OR EXISTS (SELECT 1 FROM held_tie t
			WHERE t.folder_id = h.folder_id AND t.uidvalidity = h.uidvalidity AND t.uid = h.uid
			AND t.norm IN (SELECT value FROM json_each(?1)))
		ORDER BY h.at DESC, f.id, h.uid`, sqlite.List(emails))
}

// DraftsTo returns the drafts to the contacts or to one of the addresses, newest
// first, with their bytes.
func DraftsTo(ctx context.Context, q sqlite.Querier, contacts []int64, emails []string) ([]data.Draft, error) {
	return sqlite.Collect(ctx, q, scanDraftRaw, `SELECT `+draftColumns+`, d.raw`+fromDrafts+`
		WHERE d.contact_id IN (SELECT value FROM json_each(?1))
			OR EXISTS (SELECT 1 FROM json_each(d.recipients) r WHERE r.value IN (SELECT value FROM json_each(?2)))
		ORDER BY d.id DESC`, sqlite.List(contacts), sqlite.List(emails))
}

// RulesOn returns what was decided on the addresses once for all.
func RulesOn(ctx context.Context, q sqlite.Querier, emails []string) ([]data.SenderRule, error) {
	return sqlite.Collect(ctx, q, scanSenderRule, `SELECT id, pattern, verdict, at FROM sender_rule
		WHERE pattern IN (SELECT value FROM json_each(?)) ORDER BY pattern`, sqlite.List(emails))
}

// HeldPlace is where a server holds a message of which only the header is known.
type HeldPlace struct {
	Folder        int64
	Validity, UID uint32
}

// ForgetHeld removes headers for good. The server still holds that mail: it
// counts as left out from now on, and neither its header nor itself is asked
// for again.
func ForgetHeld(ctx context.Context, t *sqlite.Tx, places []HeldPlace) error {
	t.Changed(data.TopicAccounts, data.TopicMail)
	for _, h := range places {
		if err := leaveOut(ctx, t, h.Folder, h.Validity, h.UID); err != nil {
			return err
		}
		if err := release(ctx, t, h.Folder, h.Validity, []uint32{h.UID}); err != nil {
			return err
		}
		if err := dropProblem(ctx, t, h.Folder, h.Validity, h.UID); err != nil {
			return err
		}
	}
	return nil
}
