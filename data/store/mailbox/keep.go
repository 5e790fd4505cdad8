package mailbox

import (
	"cmp"
	"context"
	"slices"

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
		g, err := groundOf(ctx, t, folderID, &b)
		if err != nil {
			return err
		}
		for i := range b.Items {
			if err := ctx.Err(); err != nil {
				return err
			}
			if err := g.keep(context.WithoutCancel(ctx), t, &b.Items[i], &kept); err != nil {
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

// ground is the part of a folder in which the messages of a batch lie.
type ground struct {
	folder   int64
	validity uint32
	bare     bool // nothing is known yet of the UIDs from the first to the last
}

func groundOf(ctx context.Context, t *sqlite.Tx, folder int64, b *data.MailBatch) (ground, error) {
	g := ground{folder: folder, validity: b.Folder.UIDValidity, bare: true}
	if len(b.Items) == 0 {
		return g, nil
	}
	byUID := func(x, y data.MailItem) int { return cmp.Compare(x.UID, y.UID) }
	from, to := slices.MinFunc(b.Items, byUID).UID, slices.MaxFunc(b.Items, byUID).UID
	known, _, err := sqlite.Value[bool](ctx, t, `SELECT
		EXISTS (SELECT 1 FROM message_place WHERE folder_id = ?1 AND uidvalidity = ?2 AND uid BETWEEN ?3 AND ?4)
		OR EXISTS (SELECT 1 FROM left_out WHERE folder_id = ?1 AND uidvalidity = ?2 AND uid BETWEEN ?3 AND ?4)`,
		folder, g.validity, from, to)
	g.bare = !known
	return g, err
}

// keep saves a message and where it lies; see letter.Keep for the context.
func (g ground) keep(ctx context.Context, t *sqlite.Tx, it *data.MailItem, kept *data.Kept) error {
	before := kept.New
	id, err := letter.Keep(ctx, t, it, "", kept)
	if err != nil {
		return err
	}
	if id == 0 {
		return leaveOut(ctx, t, g.folder, g.validity, it.UID)
	}
	return g.place(ctx, t, it.UID, id, kept.New > before)
}

// place notes where a message lies. Its places under an older UIDVALIDITY of the
// folder are replaced by this one. Should a server have given the UID to another
// message before, that one keeps the folder's name as its source.
func (g ground) place(ctx context.Context, t *sqlite.Tx, uid uint32, id int64, fresh bool) error {
	if !fresh {
		if _, err := t.Exec(ctx, `DELETE FROM message_place
			WHERE message_id = ? AND folder_id = ? AND uidvalidity <> ?`, id, g.folder, g.validity); err != nil {
			return err
		}
	}
	if !g.bare {
		if _, err := t.Exec(ctx, `UPDATE message SET source = (SELECT name FROM mail_folder WHERE id = ?1)
			WHERE source = '' AND id = (SELECT message_id FROM message_place
				WHERE folder_id = ?1 AND uidvalidity = ?2 AND uid = ?3 AND message_id <> ?4)`,
			g.folder, g.validity, uid, id); err != nil {
			return err
		}
		if _, err := t.Exec(ctx, `DELETE FROM left_out WHERE folder_id = ? AND uidvalidity = ? AND uid = ?`,
			g.folder, g.validity, uid); err != nil {
			return err
		}
	}
	_, err := t.Exec(ctx, `INSERT INTO message_place (folder_id, uidvalidity, uid, message_id) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET message_id = excluded.message_id, gone = 0`, g.folder, g.validity, uid, id)
	return err
}
