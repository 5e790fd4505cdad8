package data

import "time"

// BackupCounts are how many records a card index holds: what a person compares
// before one is put in another's place.
type BackupCounts struct {
	Contacts     int64 `json:"contacts"`
	Interactions int64 `json:"interactions"`
	Messages     int64 `json:"messages"`
	Cases        int64 `json:"cases"`
	Opinions     int64 `json:"opinions"`
	Orders       int64 `json:"orders"`
	FollowUps    int64 `json:"follow_ups"`
}

// BackupKind says how a backup came about.
type BackupKind string

// The kinds of backup.
const (
	BackupPlain  BackupKind = ""               // by hand or at night
	BackupBefore BackupKind = "before-restore" // what a restore put aside
)

// BackupInfo is one backup as it lies in its folder.
type BackupInfo struct {
	Path      string
	At        time.Time
	Size      int64 // bytes
	Kind      BackupKind
	Encrypted bool
	// OK says that it was read again, whole, after it was written, and that the
	// file still has the size it had then. Counts are known of such a one only.
	OK     bool
	Counts BackupCounts
}

// BackupSettings are the owner's choices about backups.
type BackupSettings struct {
	Folder    string // "": the folder "backups" beside the card index
	Off       bool   // no backup at night
	Encrypted bool   // with the passphrase that the keyring holds
}

// BackupState is how the backups stand.
type BackupState struct {
	Settings BackupSettings
	Folder   string    // where they go
	Last     time.Time // the last good one; zero: none
	Failed   string    // key of the sentence why the last try failed; "": it didn't
	Tried    time.Time // when that was
	Next     time.Time // the next one at night; zero: none
	// Warn says that the last good one is older than a week, or that there is
	// none although there was a week for it.
	Warn bool
}

// BackupStage is what a backup or a restore is doing, "backup.stage-<stage>" in
// the catalogue.
type BackupStage string

// The stages, in their order.
const (
	StageCopy    BackupStage = "copy"
	StageVerify  BackupStage = "verify"
	StageEncrypt BackupStage = "encrypt"
	StageReplace BackupStage = "replace"
)

// BackupProgress is told how far a stage is, in bytes; total 0: not known. It is
// called on the goroutine that works and must not wait.
type BackupProgress func(stage BackupStage, done, total int64)

// RestorePreview is what a restore would put in place of what.
type RestorePreview struct {
	Backup  BackupInfo
	Present BackupCounts
	// Damaged says that what is there now can't be read; Missing that nothing is.
	Damaged, Missing bool
}

// Restored is what a restore did.
type Restored struct {
	Counts BackupCounts // what the card index holds now
	Kept   string       // where the one it replaced lies; "": there was none
	// Back are the numbers in the log of erasures of people who may be in what was
	// restored, since they were erased after it was written. The log is kept.
	Back []int64
}
