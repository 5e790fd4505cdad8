package mailbox

import (
	"context"

	"kartoteka/data/store/sqlite"
)

// leaveOut notes that a folder holds a message that was deleted here for good.
func leaveOut(ctx context.Context, t *sqlite.Tx, folderID int64, validity, uid uint32) error {
	_, err := t.Exec(ctx, `INSERT OR IGNORE INTO left_out (folder_id, uidvalidity, uid) VALUES (?, ?, ?)`,
		folderID, validity, uid)
	return err
}

// LeftOut returns the UIDs of a folder whose messages were deleted here, for
// good or into the trash, ascending. The server still holds them; they are not kept again.
func (m *Mailboxes) LeftOut(ctx context.Context, account int64, name string, validity uint32) ([]uint32, error) {
	out, err := sqlite.Collect(ctx, m.file, sqlite.Plain[uint32], `SELECT l.uid FROM left_out l
		JOIN mail_folder f ON f.id = l.folder_id
		WHERE f.account_id = ?1 AND f.name = ?2 AND l.uidvalidity = ?3
		UNION SELECT p.uid FROM message m JOIN message_place p ON p.message_id = m.id AND p.gone = 0
		JOIN mail_folder f ON f.id = p.folder_id
		WHERE m.trashed IS NOT NULL AND f.account_id = ?1 AND f.name = ?2 AND p.uidvalidity = ?3
		ORDER BY 1`, account, name, validity)
	return out, sqlite.Told("read left out", err)
}
