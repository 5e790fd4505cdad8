package importing

import (
	"context"
	"database/sql"
	"fmt"
	"maps"

	"kartoteka/data"
	"kartoteka/data/store/contacts"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/record"
	"kartoteka/data/store/sqlite"
)

// Importer enters many records at once.
type Importer struct {
	file *sqlite.File
	book *journal.Book
}

// New returns what enters records into a file.
func New(file *sqlite.File, book *journal.Book) *Importer { return &Importer{file, book} }

// Import is what one import changes. It is made from a plan.
type Import struct {
	Source    string // name of the file
	State     int64  // of the card index when the plan was made, by ImportState
	Fields    []data.CustomField
	Entries   []Entry // new and changed contacts, in the order of the file
	FollowUps []data.FollowUp
	Counts    data.ImportResult
}

// Entry is a contact that comes or changes. Its e-mails and domains must
// be nobody else's, neither here nor in the file.
type Entry struct {
	Contact *data.Contact     // as it shall be
	Before  *data.Contact     // as it is, nil: it is new
	Extra   map[string]string // custom fields by name, those that come or change

	// Entries, counted from 1, that are who sent the contact and the firm for which
	// it works; 0: none, or as the contact says.
	Referrer, Company int
}

// ImportState is a number that grows with every deed of the owner, so that a
// plan can be told from one that later deeds have made wrong.
func (ir *Importer) ImportState(ctx context.Context) (int64, error) {
	n, err := importState(ctx, ir.file)
	return n, sqlite.Told("read state", err)
}

func importState(ctx context.Context, q sqlite.Querier) (int64, error) {
	n, _, err := sqlite.Value[int64](ctx, q, `SELECT seq FROM sqlite_sequence WHERE name = 'action'`)
	return n, err
}

// ApplyImport does an import as one deed, in one transaction, and returns its
// run. It is refused when anything was done since its plan was made. A stop at
// any moment leaves everything as it was.
func (ir *Importer) ApplyImport(ctx context.Context, im *Import, progress func(done, total int)) (data.ImportRun, error) {
	b := newBulk(im, progress)
	run := data.ImportRun{Source: im.Source, ImportResult: im.Counts}
	deed := &journal.Deed{What: data.ActImport, Title: im.Source, N: len(im.Entries) + len(im.FollowUps)}
	err := ir.book.Act(ctx, "import", deed, func(t *sqlite.Tx) error {
		state, err := importState(ctx, t)
		if err != nil {
			return err
		}
		if state != im.State+1 { // the one more is this deed
			return data.NewError(data.CodeConflict, "import-stale", "File", im.Source)
		}
		b.deed = deed
		if err := applyImport(ctx, t, b); err != nil {
			return err
		}
		run.At, run.ActionID = t.Now, deed.ID
		run.ID, err = addImportRun(ctx, t, &run)
		return err
	})
	if err != nil {
		return data.ImportRun{}, err
	}
	run.Run = run.ID
	return run, nil
}

// bulk is an import while it is being done.
type bulk struct {
	im       *Import
	deed     *journal.Deed
	fresh    []*Entry
	changed  []*Entry
	fields   map[string]int64 // custom fields by name
	first    int64            // id of the first fresh one
	place    []int64          // of an entry: its contact's id, or the place of a fresh one
	progress func(done, total int)
	done     int
}

func newBulk(im *Import, progress func(done, total int)) *bulk {
	b := &bulk{im: im, progress: progress, fields: map[string]int64{}}
	for i := range im.Entries {
		e := &im.Entries[i]
		if e.Before == nil {
			b.place = append(b.place, int64(len(b.fresh)))
			b.fresh = append(b.fresh, e)
		} else {
			b.place = append(b.place, e.Before.ID)
			b.changed = append(b.changed, e)
		}
	}
	return b
}

// id returns the contact's id of an entry that is counted from 1.
func (b *bulk) id(entry int) int64 {
	if b.im.Entries[entry-1].Before == nil {
		return b.first + b.place[entry-1]
	}
	return b.place[entry-1]
}

// tie makes the contacts name each other by the ids that they get.
func tie(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	tied := false
	for i := range b.im.Entries {
		e := &b.im.Entries[i]
		if e.Referrer != 0 {
			e.Contact.ReferredBy, tied = b.id(e.Referrer), true
		}
		if e.Company != 0 {
			e.Contact.CompanyID, tied = b.id(e.Company), true
		}
	}
	if !tied {
		return nil
	}
	return t.ExecOnce(ctx, `PRAGMA defer_foreign_keys = ON`) // one may name another that comes after it
}

// progressStep is after how many contacts an import says how far it is.
const progressStep = 1000

func (b *bulk) step(n int) {
	before := b.done
	b.done += n
	if b.progress != nil && (b.done == len(b.im.Entries) || before/progressStep != b.done/progressStep) {
		b.progress(b.done, len(b.im.Entries))
	}
}

func applyImport(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	if err := addImportFields(ctx, t, b); err != nil {
		return err
	}
	last, _, err := sqlite.Value[int64](ctx, t, `SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'contact'), 0),
		coalesce((SELECT max(id) FROM contact), 0))`)
	if err != nil {
		return err
	}
	b.first = last + 1
	if err := tie(ctx, t, b); err != nil {
		return err
	}
	if err := addFresh(ctx, t, b); err != nil {
		return err
	}
	for _, e := range b.changed {
		if err := changeImported(ctx, t, e, b.im.Source); err != nil {
			return err
		}
		b.step(1)
	}
	for i := range b.im.FollowUps {
		if _, err := record.AddFollowUp(ctx, t, &b.im.FollowUps[i]); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// addImportFields makes the custom fields that the card index lacks and writes
// the values into the cards.
func addImportFields(ctx context.Context, t *sqlite.Tx, b *bulk) error {
	err := sqlite.Each(ctx, t, func(rows *sql.Rows) error {
		var id int64
		var name string
		if err := rows.Scan(&id, &name); err != nil {
			return err
		}
		b.fields[name] = id
		return nil
	}, `SELECT id, name FROM custom_field`)
	if err != nil {
		return err
	}
	for _, f := range b.im.Fields {
		if b.fields[f.Name] != 0 {
			continue
		}
		b.fields[f.Name], err = t.Insert(ctx, `INSERT INTO custom_field (name, kind, choices, rank)
			VALUES (?, ?, ?, (SELECT coalesce(max(rank), 0) + 1 FROM custom_field))`,
			f.Name, string(f.Kind), sqlite.List(f.Choices))
		if err != nil {
			return err
		}
	}
	for i := range b.im.Entries {
		e := &b.im.Entries[i]
		if len(e.Extra) == 0 {
			continue
		}
		fields := maps.Clone(e.Contact.Fields)
		if fields == nil {
			fields = map[int64]string{}
		}
		for name, text := range e.Extra {
			id := b.fields[name]
			if id == 0 {
				return fmt.Errorf("no custom field %q", name)
			}
			fields[id] = text
		}
		e.Contact.Fields = fields
	}
	return nil
}

// changeImported writes what an import changes of a contact that is there.
func changeImported(ctx context.Context, t *sqlite.Tx, e *Entry, source string) error {
	t.Changed(data.TopicContacts)
	before, c := e.Before, e.Contact
	args := append(append(contacts.Values(c), contacts.Keys(t, c)...), sqlite.Stamp(t.Now), before.ID)
	n, err := t.Exec(ctx, contacts.UpdateSQL+` AND erased IS NULL`, args...)
	if err == nil && n == 0 {
		err = data.NewError(data.CodeConflict, "import-stale", "File", source)
	}
	if err != nil {
		return err
	}
	fulltext.TouchContacts(t, before.ID)
	if _, err := contacts.ChangeParts(ctx, t, before, c); err != nil {
		return err
	}
	var added []data.Handle
	for _, h := range contacts.DistinctHandles(c.Handles) {
		if contacts.HandleAt(before.Handles, h) < 0 {
			added = append(added, h)
		}
	}
	_, err = contacts.LinkMail(ctx, t, before.ID, added)
	return err
}
