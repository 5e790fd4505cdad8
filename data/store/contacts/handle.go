package contacts

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// HandleOwners returns the contacts to which these e-mail addresses and domains
// belong, by normal form. What nobody owns is left out.
func (cs *Cards) HandleOwners(ctx context.Context, norms []string) (map[string]int64, error) {
	owners, err := Owners(ctx, cs.file, norms)
	return owners, sqlite.Told("find owners", err)
}

// Owners returns the contacts to which these e-mail addresses and domains belong.
func Owners(ctx context.Context, q sqlite.Querier, norms []string) (map[string]int64, error) {
	owners := map[string]int64{}
	if len(norms) == 0 {
		return owners, nil
	}
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var norm string
		var id int64
		if err := rows.Scan(&norm, &id); err != nil {
			return err
		}
		owners[norm] = id
		return nil
	}, `SELECT h.norm, h.contact_id FROM json_each(?) j CROSS JOIN handle h ON h.norm = j.value
		WHERE h.kind IN ('email', 'domain')`, sqlite.List(norms))
	return owners, err
}

// MessageOwners returns the contacts to whom the messages with these Message-IDs
// are tied. An id that several contacts' messages bear is left out: ids are
// forged and reused.
func (cs *Cards) MessageOwners(ctx context.Context, messageIDs []string) (map[string]int64, error) {
	owners := map[string]int64{}
	if len(messageIDs) == 0 {
		return owners, nil
	}
	err := sqlite.Each(ctx, cs.file, func(rows *sql.Rows) error {
		var messageID string
		var contact int64
		if err := rows.Scan(&messageID, &contact); err != nil {
			return err
		}
		owners[messageID] = contact
		return nil
	}, `SELECT m.message_id, min(m.contact_id) FROM json_each(?) j
		CROSS JOIN message m ON m.message_id = j.value AND m.message_id <> ''
		WHERE m.contact_id IS NOT NULL GROUP BY m.message_id HAVING min(m.contact_id) = max(m.contact_id)`,
		sqlite.List(messageIDs))
	return owners, sqlite.Told("find owners", err)
}

// changeHandles brings a card's handles to those of the new card. A handle is
// known by its kind and normal form, so that one written in another way stays the
// same row. An address that is somebody else's is refused with the other's name.
func changeHandles(ctx context.Context, t *sqlite.Tx, old, c *data.Contact) (changed bool, err error) {
	want := DistinctHandles(c.Handles)
	for _, h := range old.Handles {
		if HandleAt(want, h) >= 0 {
			continue
		}
		changed = true
		_, err := t.Exec(ctx, `DELETE FROM handle WHERE contact_id = ? AND kind = ? AND norm = ?`,
			old.ID, string(h.Kind), h.Norm)
		if err != nil {
			return changed, err
		}
	}
	for rank, h := range want {
		was := HandleAt(old.Handles, h)
		switch {
		case was < 0:
			_, err = t.Exec(ctx, `INSERT INTO handle (rank, value, label, contact_id, kind, norm)
				VALUES (?, ?, ?, ?, ?, ?)`, rank, h.Value, h.Label, old.ID, string(h.Kind), h.Norm)
		case was != rank || old.Handles[was] != h:
			_, err = t.Exec(ctx, `UPDATE handle SET rank = ?, value = ?, label = ?
				WHERE contact_id = ? AND kind = ? AND norm = ?`, rank, h.Value, h.Label, old.ID, string(h.Kind), h.Norm)
		default:
			continue
		}
		changed = true
		if sqlite.Taken(err) {
			return changed, handleTaken(ctx, t, h, err)
		}
		if err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// DistinctHandles returns the handles with their normal forms, each once.
func DistinctHandles(all []data.Handle) []data.Handle {
	out := make([]data.Handle, 0, len(all))
	for _, h := range all {
		if h.Norm = NormHandle(h); h.Norm != "" && HandleAt(out, h) < 0 {
			out = append(out, h)
		}
	}
	return out
}

// HandleAt returns where the handle of this kind and normal form stands, or -1.
func HandleAt(all []data.Handle, h data.Handle) int {
	return slices.IndexFunc(all, func(o data.Handle) bool { return o.Kind == h.Kind && o.Norm == h.Norm })
}

func handleTaken(ctx context.Context, t *sqlite.Tx, h data.Handle, cause error) error {
	name, _, err := sqlite.Value[string](ctx, t, `SELECT c.display_name FROM handle h JOIN contact c ON c.id = h.contact_id
		WHERE h.norm = ? AND h.kind IN ('email', 'domain')`, h.Norm)
	if err != nil {
		return errors.Join(cause, err)
	}
	return data.NewError(data.CodeConflict, "handle-taken", "Handle", h.Value, "Name", name).Because(cause)
}

// NormHandle returns the form that is compared; the caller's own when it gave one.
func NormHandle(h data.Handle) string {
	if h.Norm != "" {
		return h.Norm
	}
	v := strings.ToLower(strings.TrimSpace(h.Value))
	if h.Kind == data.HandlePhone {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '+' {
				return r
			}
			return -1
		}, v)
	}
	return v
}

// LinkMail ties to the contact all mail of these handles that has no contact
// yet and returns the messages. A domain brings only mail that no address
// claims.
func LinkMail(ctx context.Context, t *sqlite.Tx, contactID int64, handles []data.Handle) ([]int64, error) {
	return LinkMailSince(ctx, t, contactID, handles, time.Time{})
}

// LinkMailSince is LinkMail for what was kept after the moment.
func LinkMailSince(ctx context.Context, t *sqlite.Tx, contactID int64, handles []data.Handle, since time.Time) ([]int64, error) {
	var linked []int64
	for _, h := range handles {
		ids, err := unlinkedMail(ctx, t, h, since)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			if err := Link(ctx, t, id, contactID); err != nil {
				return nil, err
			}
		}
		linked = append(linked, ids...)
	}
	return linked, nil
}

// OwnAddresses are those of the firm's mailboxes, also of former ones.
const OwnAddresses = `SELECT lower(a.address) FROM account a
	UNION ALL SELECT lower(j.value) FROM account a, json_each(a.aliases) j`

// unlinkedMail finds mail from the handle, mail of the firm's own to it, and
// what forms wrote for it in the firm's name, that belongs to nobody.
func unlinkedMail(ctx context.Context, t *sqlite.Tx, h data.Handle, since time.Time) ([]int64, error) {
	where := `a.norm = ?1`
	switch h.Kind {
	case data.HandleEmail:
	case data.HandleDomain:
		where = `(substr(a.norm, instr(a.norm, '@') + 1) = ?1 OR substr(a.norm, -1 - length(?1)) = '.' || ?1)
			AND NOT EXISTS (SELECT 1 FROM handle o WHERE o.norm = a.norm AND o.kind = 'email')`
	default:
		return nil, nil
	}
	return sqlite.Collect(ctx, t, sqlite.Plain[int64], `SELECT DISTINCT m.id FROM message_address a
		JOIN message m ON m.id = a.message_id
		WHERE `+where+` AND m.contact_id IS NULL AND m.trashed IS NULL AND m.kept > ?2 AND m.kind <> 'not-for-us'
		AND CASE a.role WHEN 'from' THEN m.direction = 'in' WHEN 'to' THEN m.direction = 'out'
			ELSE m.direction = 'in' AND lower(m.from_email) IN (`+OwnAddresses+`) END
		ORDER BY m.id`, NormHandle(h), since.UnixMilli())
}

// Link ties a message to a contact and puts it on the contact's timeline.
func Link(ctx context.Context, t *sqlite.Tx, messageID, contactID int64) error {
	t.Changed(data.TopicMail, data.TopicContacts)
	if _, err := t.Exec(ctx, `UPDATE message SET contact_id = ? WHERE id = ?`, contactID, messageID); err != nil {
		return err
	}
	return record.AddMailInteraction(ctx, t, messageID)
}

// NormEmail is the form in which addresses are compared.
func NormEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
