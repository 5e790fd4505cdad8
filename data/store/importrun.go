package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"kartoteka/data"
)

const importRunColumns = `id, at, source, action_id, added, updated, unchanged, duplicates, failed, reverted`

func scanImportRun(s scanner, r *data.ImportRun) error {
	err := s.Scan(&r.ID, timeOf{&r.At}, &r.Source, idOf{&r.ActionID}, &r.New, &r.Updated, &r.Unchanged,
		&r.Duplicates, &r.Failed, timeOf{&r.Reverted})
	r.Run = r.ID
	return err
}

func (t *tx) addImportRun(ctx context.Context, r *data.ImportRun) (int64, error) {
	return t.insert(ctx, `INSERT INTO import_run (at, source, action_id, added, updated, unchanged, duplicates, failed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, stamp(r.At), r.Source, ref(r.ActionID), r.New, r.Updated, r.Unchanged,
		r.Duplicates, r.Failed)
}

// Imports returns the imports that changed something, newest first. Reverted is
// also that of an import which was undone otherwise.
func (db *DB) Imports(ctx context.Context) ([]data.ImportRun, error) {
	out, err := collect(ctx, db.r, scanImportRun, `SELECT r.id, r.at, r.source, r.action_id, r.added, r.updated,
		r.unchanged, r.duplicates, r.failed, (SELECT u.at FROM action a JOIN action u ON u.id = a.undone
			WHERE a.id = r.action_id)
		FROM import_run r ORDER BY r.id DESC`)
	return out, told("list imports", err)
}

// ImportRun returns one import.
func (db *DB) ImportRun(ctx context.Context, id int64) (data.ImportRun, error) {
	out, err := collect(ctx, db.r, scanImportRun, `SELECT `+importRunColumns+` FROM import_run WHERE id = ?`, id)
	if err == nil && len(out) == 0 {
		err = notFound("import", id)
	}
	if err != nil {
		return data.ImportRun{}, told("read import", err)
	}
	return out[0], nil
}

// SaveMapping keeps how the columns of files with this heading are to be read:
// heading to field code.
func (db *DB) SaveMapping(ctx context.Context, heading string, mapping map[string]string) error {
	b, err := json.Marshal(mapping)
	if err != nil {
		return told("save mapping", err)
	}
	return db.write(ctx, "save mapping", func(t *tx) error {
		_, err := t.exec(ctx, `INSERT INTO import_mapping (heading, mapping, updated) VALUES (?, ?, ?)
			ON CONFLICT (heading) DO UPDATE SET mapping = excluded.mapping, updated = excluded.updated`,
			heading, string(b), stamp(t.now))
		return err
	})
}

// Mapping returns what SaveMapping kept for the heading; nil for nothing.
func (db *DB) Mapping(ctx context.Context, heading string) (map[string]string, error) {
	text, found, err := value[string](ctx, db.r, `SELECT mapping FROM import_mapping WHERE heading = ?`, heading)
	if err != nil || !found {
		return nil, told("read mapping", err)
	}
	var mapping map[string]string
	return mapping, told("read mapping", json.Unmarshal([]byte(text), &mapping))
}

// MailHashes returns the hashes of all mail, as hexadecimal digits.
func (db *DB) MailHashes(ctx context.Context) (map[string]bool, error) {
	known := map[string]bool{}
	err := each(ctx, db.r, func(rows *sql.Rows) error {
		var sum []byte
		if err := rows.Scan(&sum); err != nil {
			return err
		}
		known[hex.EncodeToString(sum)] = true
		return nil
	}, `SELECT sha256 FROM message`)
	return known, told("read hashes", err)
}
