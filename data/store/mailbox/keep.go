package mailbox

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/sqlite"
)

// Keep saves a batch of one folder and the cursor that then holds, in one
// transaction: a stop at any moment loses and doubles nothing. Bytes that are
// known already are the same message at one more place.
func (m *Mailboxes) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	var kept data.Kept
	err := m.file.Write(ctx, "keep mail", func(t *sqlite.Tx) error {
		kept = data.Kept{}
		folderID, err := saveFolder(ctx, t, b.AccountID, b.Folder)
		if err != nil {
			return err
		}
		for i := range b.Items {
			it := &b.Items[i]
			id, err := letter.Keep(ctx, t, it, "", &kept)
			if err != nil {
				return err
			}
			if id == 0 {
				if err := leaveOut(ctx, t, folderID, b.Folder.UIDValidity, it.UID); err != nil {
					return err
				}
				continue
			}
			if err := savePlace(ctx, t, folderID, b.Folder.UIDValidity, it.UID, id); err != nil {
				return err
			}
		}
		t.Changed(data.TopicAccounts)
		return saveProblems(ctx, t, folderID, &b)
	})
	if err != nil {
		return data.Kept{}, err
	}
	return kept, nil
}

// savePlace notes where a message lies. Its places under an older UIDVALIDITY
// of the folder are replaced by this one. Should a server have given the UID to
// another message before, that one keeps the folder's name as its source.
func savePlace(ctx context.Context, t *sqlite.Tx, folderID int64, validity, uid uint32, id int64) error {
	if _, err := t.Exec(ctx, `DELETE FROM message_place
		WHERE message_id = ? AND folder_id = ? AND uidvalidity <> ?`, id, folderID, validity); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `UPDATE message SET source = (SELECT name FROM mail_folder WHERE id = ?1)
		WHERE source = '' AND id = (SELECT message_id FROM message_place
			WHERE folder_id = ?1 AND uidvalidity = ?2 AND uid = ?3 AND message_id <> ?4)`,
		folderID, validity, uid, id); err != nil {
		return err
	}
	if _, err := t.Exec(ctx, `DELETE FROM left_out WHERE folder_id = ? AND uidvalidity = ? AND uid = ?`,
		folderID, validity, uid); err != nil {
		return err
	}
	_, err := t.Exec(ctx, `INSERT INTO message_place (folder_id, uidvalidity, uid, message_id) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET message_id = excluded.message_id, gone = 0`, folderID, validity, uid, id)
	return err
}
