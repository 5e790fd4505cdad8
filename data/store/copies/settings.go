package copies

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// The keys under which the settings hold what is known of backups.
const (
	indexKey         = "index-mark"
	backupFolderKey  = "backup-folder"
	backupOffKey     = "backup-off"
	backupEncryptKey = "backup-encrypted"
	backupSinceKey   = "backup-since"
	backupLastKey    = "backup-last"
	backupTriedKey   = "backup-tried"
	backupNightKey   = "backup-night"
	backupFailedKey  = "backup-failed"
)

// yes is how a setting says yes; anything else is no.
const yes = "1"

// BackupRecord is what the card index itself remembers of its backups.
type BackupRecord struct {
	Settings data.BackupSettings
	Mark     string    // tells its backups from another's in one folder; "": none yet
	Since    time.Time // since when backups are waited for; zero: not yet
	Last     time.Time // the last good one
	Night    time.Time // the last one made at night
	Tried    time.Time // the last one that failed
	Failed   string    // why, as a key; "": the last one didn't
}

// BackupRecord returns what is remembered of backups.
func (o *Original) BackupRecord(ctx context.Context) (BackupRecord, error) {
	kept := map[string]string{}
	rows, err := sqlite.Collect(ctx, o.file, func(s sqlite.Scanner, pair *[2]string) error { return s.Scan(&pair[0], &pair[1]) },
		`SELECT key, value FROM setting WHERE key LIKE 'backup-%' OR key = ?`, indexKey)
	if err != nil {
		return BackupRecord{}, sqlite.Told("read backup settings", err)
	}
	for _, row := range rows {
		kept[row[0]] = row[1]
	}
	return BackupRecord{
		Settings: data.BackupSettings{
			Folder: kept[backupFolderKey], Off: kept[backupOffKey] == yes, Encrypted: kept[backupEncryptKey] == yes,
		},
		Mark: kept[indexKey], Since: keptMoment(kept[backupSinceKey]), Last: keptMoment(kept[backupLastKey]),
		Night: keptMoment(kept[backupNightKey]), Tried: keptMoment(kept[backupTriedKey]), Failed: kept[backupFailedKey],
	}, nil
}

// keptMoment reads a kept moment; one that can't be read is none.
func keptMoment(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return at
}

// SetBackupRecord saves what is remembered of backups, and gives the card index
// its mark if it has none.
func (o *Original) SetBackupRecord(ctx context.Context, r BackupRecord) error {
	if r.Mark == "" {
		r.Mark = strings.ToLower(rand.Text())
	}
	return o.file.Write(ctx, "save backup settings", func(t *sqlite.Tx) error {
		t.Changed(data.TopicBackups)
		for key, v := range map[string]string{
			indexKey: r.Mark, backupFolderKey: r.Settings.Folder, backupOffKey: yesOrNo(r.Settings.Off),
			backupEncryptKey: yesOrNo(r.Settings.Encrypted), backupSinceKey: keptText(r.Since),
			backupLastKey: keptText(r.Last), backupNightKey: keptText(r.Night),
			backupTriedKey: keptText(r.Tried), backupFailedKey: r.Failed,
		} {
			_, err := t.Exec(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
				ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, v)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func yesOrNo(on bool) string {
	if on {
		return yes
	}
	return ""
}

func keptText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
