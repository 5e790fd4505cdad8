package shape

import (
	"time"

	"kartoteka/data"
)

// Import is a run of an import; the numbers are records.
type Import struct {
	ID         int64      `json:"id"`
	At         *time.Time `json:"at"`
	Source     string     `json:"source"`
	New        int        `json:"new"`
	Updated    int        `json:"updated"`
	Unchanged  int        `json:"unchanged"`
	Duplicates int        `json:"duplicates"`
	Failed     int        `json:"failed"`
	Reverted   *time.Time `json:"reverted"`
}

// OfImport writes a run of an import.
func OfImport(r data.ImportRun) Import {
	return Import{
		ID: r.ID, At: moment(r.At), Source: r.Source, New: r.New, Updated: r.Updated, Unchanged: r.Unchanged,
		Duplicates: r.Duplicates, Failed: r.Failed, Reverted: moment(r.Reverted),
	}
}

// Revert tells how an import was taken back; Names are the contacts that stayed.
type Revert struct {
	Changes int      `json:"changes"`
	Kept    int      `json:"kept"`
	Names   []string `json:"names"`
}

// OfRevert writes what became of an import that was taken back.
func OfRevert(r data.Reverted) Revert { return Revert{r.Changes, r.Kept, List(r.Names)} }

// Backup is a backup; Counts are null for one that is not verified.
type Backup struct {
	File      string             `json:"file"`
	Kind      data.BackupKind    `json:"kind"`
	At        *time.Time         `json:"at"`
	Size      int64              `json:"size"`
	Encrypted bool               `json:"encrypted"`
	Verified  bool               `json:"verified"`
	Counts    *data.BackupCounts `json:"counts"`
}

// OfBackup writes a backup.
func OfBackup(b data.BackupInfo) Backup {
	out := Backup{File: b.Path, Kind: b.Kind, At: moment(b.At), Size: b.Size, Encrypted: b.Encrypted, Verified: b.OK}
	if b.OK {
		out.Counts = &b.Counts
	}
	return out
}

// Restored is what a restore did or, when nothing is Restored, would do.
type Restored struct {
	Restored bool               `json:"restored"`
	Backup   data.BackupCounts  `json:"backup"`
	Present  *data.BackupCounts `json:"present"`
	Kept     string             `json:"kept"`
	Back     []int64            `json:"erased_since"`
}

// OfRestored writes a restore; what was there before is null where nothing could be read.
func OfRestored(p data.RestorePreview, r data.Restored, done bool) Restored {
	out := Restored{Restored: done, Backup: r.Counts, Kept: r.Kept, Back: List(r.Back)}
	if !p.Missing && !p.Damaged {
		out.Present = &p.Present
	}
	return out
}

// Check is what a check of the card index or of a backup found.
type Check struct {
	OK       bool           `json:"ok"`
	Findings []data.Finding `json:"findings"`
}

// OfCheck writes findings; ok tells that nothing is wrong.
func OfCheck(ok bool, found []data.Finding) Check { return Check{ok, List(found)} }

// Exported tells of the file with all that is kept about a contact.
type Exported struct {
	Contact int64  `json:"contact"`
	File    string `json:"file"`
}

// ErasePreview is what an erasure would do.
type ErasePreview struct {
	Contact  int64            `json:"contact"`
	Counts   data.EraseCounts `json:"counts"`
	Blocks   []Block          `json:"blocks"`
	Mentions []Mention        `json:"mentions"`
	Backups  []string         `json:"backups"`
	Sealed   []string         `json:"sealed"`
}

// Block is what stands in an erasure's way.
type Block struct {
	Kind  string     `json:"kind"`
	Title string     `json:"title"`
	Count int        `json:"count"`
	Until *data.Date `json:"until"`
}

// Mention is a record of somebody else that names the erased person.
type Mention struct {
	Record  string `json:"record"`
	ID      int64  `json:"id"`
	Contact *int64 `json:"contact"`
	Stays   bool   `json:"stays"`
}

func ofMentions(all []data.Mention) []Mention {
	out := make([]Mention, len(all))
	for i, m := range all {
		out[i] = Mention{m.Record, m.ID, ref(m.ContactID), m.Stays}
	}
	return out
}

// OfErasePreview writes what an erasure would do.
func OfErasePreview(p data.ErasePreview) ErasePreview {
	out := ErasePreview{
		Contact: p.ContactID, Counts: p.Counts, Blocks: []Block{}, Mentions: ofMentions(p.Mentions),
		Backups: List(p.Backups), Sealed: List(p.Sealed),
	}
	for _, b := range p.Blocks {
		out.Blocks = append(out.Blocks, Block{b.Kind, b.Title, b.Count, day(b.Until)})
	}
	return out
}

// Erasure is what an erasure did.
type Erasure struct {
	Contact  int64            `json:"contact"`
	Erasure  int64            `json:"erasure"`
	Counts   data.EraseCounts `json:"counts"`
	Backups  []string         `json:"still_in"`
	Mentions []Mention        `json:"mentions"`
}

// OfErasure writes the erasure of a contact.
func OfErasure(contact int64, e data.Erasure) Erasure {
	return Erasure{contact, e.ID, e.Counts, List(e.Backups), ofMentions(e.Mentions)}
}
