package importing

import (
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

const importRunColumns = `id, at, source, action_id, added, updated, unchanged, duplicates, failed, reverted`

func scanImportRun(s sqlite.Scanner, r *data.ImportRun) error {
	err := s.Scan(&r.ID, sqlite.TimeOf(&r.At), &r.Source, sqlite.RefOf(&r.ActionID), &r.New, &r.Updated, &r.Unchanged,
		&r.Duplicates, &r.Failed, sqlite.TimeOf(&r.Reverted))
	r.Run = r.ID
	return err
}

func addImportRun(ctx context.Context, t *sqlite.Tx, r *data.ImportRun) (int64, error) {
	return t.Insert(ctx, `INSERT INTO import_run (at, source, action_id, added, updated, unchanged, duplicates, failed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, sqlite.Stamp(r.At), r.Source, sqlite.Ref(r.ActionID), r.New, r.Updated, r.Unchanged,
		r.Duplicates, r.Failed)
}

// Imports returns the imports that changed something, newest first. Reverted is
// also that of an import which was undone otherwise.
func (ir *Importer) Imports(ctx context.Context) ([]data.ImportRun, error) {
	out, err := sqlite.Collect(ctx, ir.file, scanImportRun, `SELECT r.id, r.at, r.source, r.action_id, r.added, r.updated,
		r.unchanged, r.duplicates, r.failed, (SELECT u.at FROM action a JOIN action u ON u.id = a.undone
			WHERE a.id = r.action_id)
		FROM import_run r ORDER BY r.id DESC`)
	return out, sqlite.Told("list imports", err)
}

// ImportRun returns one import.
func (ir *Importer) ImportRun(ctx context.Context, id int64) (data.ImportRun, error) {
	out, err := sqlite.Collect(ctx, ir.file, scanImportRun, `SELECT `+importRunColumns+` FROM import_run WHERE id = ?`, id)
	if err == nil && len(out) == 0 {
		err = sqlite.NotFound("import", id)
	}
	if err != nil {
		return data.ImportRun{}, sqlite.Told("read import", err)
	}
	return out[0], nil
}

// SaveMapping keeps how the columns of files with this heading are to be read:
// heading to field code.
func (ir *Importer) SaveMapping(ctx context.Context, heading string, mapping map[string]string) error {
	b, err := json.Marshal(mapping)
	if err != nil {
		return sqlite.Told("save mapping", err)
	}
	return ir.file.Write(ctx, "save mapping", func(t *sqlite.Tx) error {
		_, err := t.Exec(ctx, `INSERT INTO import_mapping (heading, mapping, updated) VALUES (?, ?, ?)
			ON CONFLICT (heading) DO UPDATE SET mapping = excluded.mapping, updated = excluded.updated`,
			heading, string(b), sqlite.Stamp(t.Now))
		return err
	})
}

// Mapping returns what SaveMapping kept for the heading; nil for nothing.
func (ir *Importer) Mapping(ctx context.Context, heading string) (map[string]string, error) {
	text, found, err := sqlite.Value[string](ctx, ir.file, `SELECT mapping FROM import_mapping WHERE heading = ?`, heading)
	if err != nil || !found {
		return nil, sqlite.Told("read mapping", err)
	}
	var mapping map[string]string
	return mapping, sqlite.Told("read mapping", json.Unmarshal([]byte(text), &mapping))
}

// MailHashes returns the hashes of all mail, as hexadecimal digits.
func (ir *Importer) MailHashes(ctx context.Context) (map[string]bool, error) {
	known := map[string]bool{}
	err := sqlite.Each(ctx, ir.file, func(rows *sql.Rows) error {
		var sum []byte
		if err := rows.Scan(&sum); err != nil {
			return err
		}
		known[hex.EncodeToString(sum)] = true
		return nil
	}, `SELECT sha256 FROM message`)
	return known, sqlite.Told("read hashes", err)
}
