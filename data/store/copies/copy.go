package copies

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/letter"
	"kartoteka/data/store/sqlite"
)

// Original is the file as a whole: it is checked, counted and copied.
type Original struct{ file *sqlite.File }

// New returns a file as a whole.
func New(file *sqlite.File) *Original { return &Original{file} }

// Tally is how many rows each table holds, the full text's own tables excepted.
type Tally map[string]int64

// Counts are the records that a person counts in.
func (t Tally) Counts() data.BackupCounts {
	return data.BackupCounts{
		Contacts: t["contact"], Interactions: t["interaction"], Messages: t["message"], Cases: t["case_record"],
		Opinions: t["opinion"], Orders: t["sale_order"], FollowUps: t["follow_up"],
	}
}

// tally counts the rows of every table.
func tally(ctx context.Context, q sqlite.Querier) (Tally, error) {
	names, err := sqlite.Collect(ctx, q, sqlite.Plain[string], `SELECT name FROM sqlite_schema WHERE type = 'table'
		AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'fts\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	out := Tally{}
	for _, name := range names {
		n, _, err := sqlite.Value[int64](ctx, q, `SELECT count(*) FROM "`+strings.ReplaceAll(name, `"`, `""`)+`"`)
		if err != nil {
			return nil, fmt.Errorf("count %s: %w", name, err)
		}
		out[name] = n
	}
	return out, nil
}

// Tally counts the rows of every table.
func (o *Original) Tally(ctx context.Context) (Tally, error) {
	var out Tally
	err := o.file.Read(ctx, "count records", func(q *sql.Tx) (err error) {
		out, err = tally(ctx, q)
		return err
	})
	return out, err
}

// copyPatience is how long a copy waits for another program's write to end;
// an import of a hundred thousand rows is one.
const copyPatience = time.Minute

// SaveCopy writes the whole file, compact and without a log beside it, into an
// empty file that must be there already, and returns what it counted when the
// copy began. Reads and writes go on meanwhile, but for the moment of counting.
// progress is told the bytes written and about how many there will be.
func (o *Original) SaveCopy(ctx context.Context, to string, progress func(done, total int64)) (Tally, error) {
	source := sqlite.DSN(o.file.Path(), true)
	if o.file.Protected() {
		source = sqlite.ProtectedDSN(o.file.Path())
	}
	own, err := sql.Open("sqlite", source)
	if err != nil {
		return nil, sqlite.Told("copy file", err)
	}
	defer func() { _ = own.Close() }() // it has written nothing here
	counted, size, release, err := o.counting(ctx, own)
	if err != nil {
		return nil, sqlite.Told("copy file", sqlite.Ended(ctx, err))
	}
	defer release()
	done := make(chan error, 1)
	go func() {
		_, err := own.ExecContext(ctx, `VACUUM INTO ?`, to)
		done <- err
	}()
	return counted, sqlite.Told("copy file", sqlite.Ended(ctx, watchCopy(to, size, done, release, progress)))
}

// counting counts the rows and keeps writers out until release is called, so
// that the copy that begins in between holds exactly what was counted.
func (o *Original) counting(ctx context.Context, own *sql.DB) (Tally, int64, func(), error) {
	hold, err := own.Conn(ctx)
	if err != nil {
		return nil, 0, nil, err
	}
	begin := `BEGIN IMMEDIATE`
	if o.file.Protected() {
		begin = `BEGIN` // nobody writes there
	}
	wait := fmt.Sprintf(`PRAGMA busy_timeout=%d`, copyPatience.Milliseconds())
	for _, step := range []string{wait, begin} {
		if _, err := hold.ExecContext(ctx, step); err != nil {
			return nil, 0, nil, cmp.Or(err, hold.Close())
		}
	}
	released := false
	release := func() {
		if released {
			return
		}
		released = true
		_, _ = hold.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`) // nothing was written
		_ = hold.Close()
	}
	counted, err := tally(ctx, hold)
	if err != nil {
		release()
		return nil, 0, nil, err
	}
	size, _, err := sqlite.Value[int64](ctx, hold, `SELECT (page_count - freelist_count) * page_size
		FROM pragma_page_count, pragma_freelist_count, pragma_page_size`)
	if err != nil {
		release()
		return nil, 0, nil, err
	}
	return counted, size, release, nil
}

// copyLook is how often a running copy is looked at.
const copyLook = 20 * time.Millisecond

// watchCopy tells the progress and lets writers in again as soon as the copy
// has begun: from its first byte on it reads one unchanging state.
func watchCopy(to string, size int64, done <-chan error, release func(), progress func(done, total int64)) error {
	look := time.NewTicker(copyLook)
	defer look.Stop()
	for {
		select {
		case err := <-done:
			return err
		case <-look.C:
			st, err := os.Stat(to)
			if err != nil || st.Size() == 0 {
				continue
			}
			release()
			if progress != nil {
				progress(min(st.Size(), size), size)
			}
		}
	}
}

// Copy is a card index that is only looked at: a backup. Nothing in it or
// beside it is changed, not even its version.
type Copy struct {
	db      *sql.DB
	version int
	newest  int
}

// Open opens a backup to be looked at; newest is the version that this
// program gives a file. A file that is damaged at first sight, not ours, or of a
// newer program is refused.
func Open(ctx context.Context, path string, newest int) (*Copy, error) {
	db, err := sql.Open("sqlite", sqlite.FrozenDSN(path))
	if err != nil {
		return nil, sqlite.Told("open copy", err)
	}
	version, err := sqlite.Version(ctx, db)
	if err == nil && version > newest {
		err = data.NewError(data.CodeNewerFile, "newer-file", "Version", version, "Known", newest)
	}
	if err == nil && version == 0 {
		err = data.NewError(data.CodeCorrupt, "not-ours") // an empty database
	}
	if err != nil {
		_ = db.Close() // the refusal is what matters
		return nil, err
	}
	return &Copy{db, version, newest}, nil
}

// Close closes the copy.
func (c *Copy) Close() error { return sqlite.Told("close copy", c.db.Close()) }

// Tally counts the rows of every table.
func (c *Copy) Tally(ctx context.Context) (Tally, error) {
	out, err := tally(ctx, c.db)
	return out, sqlite.Told("count records", sqlite.Ended(ctx, err))
}

// Owner returns the mark of the card index that it is a copy of; "" if that
// never had one.
func (c *Copy) Owner(ctx context.Context) (string, error) {
	mark, _, err := sqlite.Value[string](ctx, c.db, `SELECT value FROM setting WHERE key = ?`, indexKey)
	return mark, sqlite.Told("read copy", sqlite.Ended(ctx, err))
}

// Check reads the whole copy as Original's does. What only a newer version of
// the file promises is not asked of an older one.
func (c *Copy) Check(ctx context.Context) ([]data.Finding, error) {
	checks := []func(context.Context, sqlite.Querier) ([]data.Finding, error){checkFile, letter.CheckBytes}
	if c.version == c.newest {
		checks = append(checks, checkInvariants)
	}
	return c.run(ctx, checks...)
}

// Verify reads the whole copy for damage: every page, every index, and every
// message's bytes. What was wrong already in what it is a copy of is not asked.
func (c *Copy) Verify(ctx context.Context) error {
	found, err := c.run(ctx, checkFile, letter.CheckBytes)
	if err == nil && len(found) > 0 {
		err = data.NewError(data.CodeCorrupt, "damaged").Because(errors.New(found[0].What + ": " + found[0].Where))
	}
	return err
}

func (c *Copy) run(ctx context.Context, checks ...func(context.Context, sqlite.Querier) ([]data.Finding, error)) ([]data.Finding, error) {
	var out []data.Finding
	for _, check := range checks {
		found, err := check(ctx, c.db)
		out = append(out, found...)
		if damage, ok := damageFrom(err); ok {
			out = append(out, damage)
		} else if err != nil {
			return out, sqlite.Told("check copy", sqlite.Ended(ctx, err))
		}
	}
	return out, nil
}

// TakeInLog moves the log beside a copy of the file into it, as SQLite does it:
// killed at any moment, both are as good as before. A copy whose log can't be
// taken in whole is an error.
func TakeInLog(ctx context.Context, path string) (err error) {
	db, err := sql.Open("sqlite", sqlite.BareDSN(path))
	if err != nil {
		return sqlite.Told("open copy", err)
	}
	db.SetMaxOpenConns(1)
	defer func() { err = cmp.Or(err, sqlite.Told("close copy", db.Close())) }()
	var busy, frames, moved int
	if err := db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return sqlite.Told("take in log", sqlite.Ended(ctx, err))
	}
	if busy != 0 {
		return data.NewError(data.CodeBusy, "busy")
	}
	return nil
}
