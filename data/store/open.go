package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/copies"
	"kartoteka/data/store/duplicate"
	"kartoteka/data/store/erasing"
	"kartoteka/data/store/filing"
	"kartoteka/data/store/importing"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/mailbox"
	"kartoteka/data/store/person"
	"kartoteka/data/store/record"
	"kartoteka/data/store/reporting"
	"kartoteka/data/store/search"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
	"kartoteka/data/store/subject"
	"kartoteka/data/store/undo"
	"kartoteka/data/store/waiting"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrations returns the scripts in their order; a file at version n has had
// the first n. A script that was released is never changed again.
func migrations() ([]string, error) {
	names, err := fs.Glob(migrationFiles, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	out := make([]string, len(names))
	for i, n := range names {
		b, err := migrationFiles.ReadFile(n)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		out[i] = string(b)
	}
	return out, nil
}

// DB is an open file, and the door to its parts, whose methods are its own. They
// may be called from many goroutines; writes wait for each other, reads wait for
// nobody.
type DB struct {
	*contacts.Cards     // whom the firm knows
	*duplicate.Pairs    // cards that may be one contact's
	*record.Records     // interactions, cases, opinions, orders, follow-ups
	*search.Finder      // what is typed
	*waiting.Waiting    // what waits for an answer, a decision, its day
	*letter.Letters     // messages
	*mailbox.Mailboxes  // where they come from, and how far it was pulled
	*filing.Decisions   // what is decided on them
	*importing.Importer // many records at once
	*journal.Deeds      // what the owner did, to be taken back
	*erasing.Eraser     // what goes for good
	*person.People      // who somebody is
	*subject.Rights     // what people may ask for
	*settings.Choices   // what the owner set up
	*reporting.Rows     // what reports count
	*copies.Original    // the file as a whole

	file *sqlite.File
	book *journal.Book
}

type (
	// Copy is a card index that is only looked at: a backup.
	Copy = copies.Copy
	// Tally is how many rows each table holds.
	Tally = copies.Tally
	// BackupRecord is what the card index itself remembers of its backups.
	BackupRecord = copies.BackupRecord
	// Unfinished is an erasure that was begun and not ended.
	Unfinished = erasing.Unfinished
	// Over says which rule of retention is asked about, and by which day.
	Over = erasing.Over
	// Raw is the bytes of one message, read as they are asked for.
	Raw = letter.Raw
	// Said is one thing that a client said.
	Said = reporting.Said
	// Word is something that a person of the firm said.
	Word = reporting.Word
	// Import is what one import enters, all or nothing.
	Import = importing.Import
	// ImportEntry is one contact of an import.
	ImportEntry = importing.Entry
	// Seed is much that is entered at once: an invented firm's past.
	Seed = importing.Seed
	// SeedField is a custom field with its values by the contacts' addresses.
	SeedField = importing.SeedField
	// SeedLink says by addresses at which company a contact works and who sent him.
	SeedLink = importing.SeedLink
	// SeedInteraction is an interaction with the contact that has the address.
	SeedInteraction = importing.SeedInteraction
	// SeedOrder is an order of the contact that has the address.
	SeedOrder = importing.SeedOrder
	// SeedFollowUp is a follow-up for the contact that has the address.
	SeedFollowUp = importing.SeedFollowUp
	// SeedOpinion is an opinion of the contact that has the address.
	SeedOpinion = importing.SeedOpinion
)

// Open opens the file, makes it if it is not there, and brings it up to date.
// It does not read the whole file: Check does, when asked. A file that lies
// where nothing can be written is opened for reading; writes are then refused.
func Open(ctx context.Context, path string, clock data.Clock) (*DB, error) {
	scripts, err := migrations()
	if err != nil {
		return nil, err
	}
	db := &DB{}
	_, err = sqlite.Open(ctx, path, clock, sqlite.Setup{Scripts: scripts, Ending: waiting.Settle, Ready: func(ctx context.Context, f *sqlite.File) error {
		if db.file == nil {
			db.assemble(f)
		}
		return db.ready(ctx)
	}})
	if err != nil {
		return nil, err
	}
	return db, nil
}

// assemble puts the parts together that the file is kept by.
func (db *DB) assemble(f *sqlite.File) {
	db.file, db.book = f, journal.NewBook(f)
	db.Deeds = journal.NewDeeds(db.book, undo.TakeBack)
	db.Choices = settings.New(f, db.book)
	db.Records = record.New(f, db.book)
	db.Cards = contacts.New(f, db.book)
	db.Importer = importing.New(f, db.book)
	db.Pairs = duplicate.New(f, db.book)
	db.Finder = search.New(f, db.Cards)
	db.Letters = letter.New(f, db.book)
	db.Mailboxes = mailbox.New(f, db.book)
	db.Rows = reporting.New(f)
	db.Original = copies.New(f)
	db.Waiting = waiting.New(f, db.book)
	db.People = person.New(f)
	db.Rights = subject.New(f, db.Letters)
	db.Eraser = erasing.New(f, db.book, db.Deeds)
	db.Decisions = filing.New(f, db.book)
}

// ready makes what the program needs in a file beyond its tables.
func (db *DB) ready(ctx context.Context) error {
	if err := db.book.Ready(ctx); err != nil || db.file.Protected() {
		return err // what is only for writing is not missed
	}
	if err := contacts.FillKeys(ctx, db.file); err != nil {
		return err
	}
	return waiting.Fill(ctx, db.file)
}

// OpenCopy opens a backup to be looked at. A file that is damaged at first
// sight, not ours, or of a newer program is refused.
func OpenCopy(ctx context.Context, path string) (*Copy, error) {
	scripts, err := migrations()
	if err != nil {
		return nil, err
	}
	return copies.Open(ctx, path, len(scripts))
}

// TakeInLog moves the log beside a copy of the file into it, as SQLite does it:
// killed at any moment, both are as good as before. A copy whose log can't be
// taken in whole is an error.
func TakeInLog(ctx context.Context, path string) error { return copies.TakeInLog(ctx, path) }

// Path returns the file's absolute path.
func (db *DB) Path() string { return db.file.Path() }

// Protected reports whether the file can only be read.
func (db *DB) Protected() bool { return db.file.Protected() }

// Full reports whether the file is only read since the disk has no room.
func (db *DB) Full() bool { return db.file.Full() }

// Overhear has do called before each query, on the goroutine that asks: a test
// sees with it who does. It is called before the store is used.
func (db *DB) Overhear(do func()) { db.file.Overhear(do) }

// OnChange registers a listener. It is called after each commit, on the
// goroutine that wrote, and must not wait.
func (db *DB) OnChange(f func(data.Change)) { db.file.OnChange(f) }

// Swap closes the file, lets f put another in its place, and opens whatever is
// there then: also when f fails, so that the store goes on with what it has.
// Reads and writes that begin meanwhile wait; those that run are waited for,
// and when they do not end the file is left alone (CodeBusy).
func (db *DB) Swap(ctx context.Context, f func() error) error {
	defer db.book.Pause()() // an undo under way would go on in the other file
	return db.file.Swap(ctx, f)
}

// Close waits for what runs and closes the file.
func (db *DB) Close() error { return db.file.Close() }

// Past returns a context under which deeds leave nothing in the journal and
// can't be undone: for the past of an invented firm, which nobody lived. Nothing
// can be imported under it.
func Past(ctx context.Context) context.Context { return journal.Past(ctx) }
