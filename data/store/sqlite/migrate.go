package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"kartoteka/data"
)

// applicationID marks the file as Kartoteka's ("KART").
const applicationID = 0x4b415254

// inspect refuses a file that is not ours or too new before anything is done to
// it: even switching its journal would write to another program's database.
func inspect(ctx context.Context, path string, protected bool, known int) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // it will be made
	}
	source := BareDSN(path)
	if protected {
		source = ProtectedDSN(path)
	}
	q, err := sql.Open("sqlite", source)
	if err != nil {
		return Told("look at file", err)
	}
	defer func() { err = cmp.Or(err, Told("look at file", q.Close())) }()
	return refuse(ctx, q, known)
}

// headed reads the version from the head of a file of ours with nothing in the
// log beside it: SQLite makes that log and removes it again to tell. One with a
// log is not even opened: its newest version stands in the log, and to close it
// would give back the locks of whoever else in this process has it open.
// The places are those of https://sqlite.org/fileformat.html#the_database_header.
func headed(path string) (version int, ours bool) {
	if hasLog(path) {
		return 0, false
	}
	head := make([]byte, 100)
	f, err := os.Open(path)
	if err != nil {
		return 0, false
	}
	defer func() { _ = f.Close() }() // it was only read
	if _, err := io.ReadFull(f, head); err != nil || !bytes.HasPrefix(head, []byte("SQLite format 3\x00")) {
		return 0, false
	}
	at := func(n int) int { return int(int32(binary.BigEndian.Uint32(head[n:]))) } //nolint:gosec // both are signed
	return at(60), at(68) == applicationID && at(60) > 0
}

func refuse(ctx context.Context, q Querier, known int) error {
	version, err := Version(ctx, q)
	if err == nil && version > known {
		err = data.NewError(data.CodeNewerFile, "newer-file", "Version", version, "Known", known)
	}
	return err
}

// migrate brings the file to the newest version.
func migrate(ctx context.Context, w *sql.DB, scripts []string) error {
	version, err := Version(ctx, w)
	if err != nil {
		return err
	}
	for ; version < len(scripts); version++ {
		if err := step(ctx, w, scripts[version], version+1); err != nil {
			return err
		}
	}
	return nil
}

// Version reads the version and refuses a database that is not ours. It
// asks for no more than the first page where it need not: reading in all tables
// takes longer than many a command.
func Version(ctx context.Context, q Querier) (int, error) {
	var tables int
	app, version, err := marks(ctx, q)
	if err == nil && app != applicationID {
		err = q.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables)
	}
	if err == nil && tables > 0 { // another program may have made it ours in between
		app, version, err = marks(ctx, q)
	}
	if err != nil {
		return 0, Told("read version", err)
	}
	if app != applicationID && tables > 0 {
		return 0, data.NewError(data.CodeCorrupt, "not-ours")
	}
	if version < 0 {
		return 0, data.NewError(data.CodeCorrupt, "damaged").Because(fmt.Errorf("version %d", version))
	}
	return version, nil
}

// marks reads whose file it is and which version it has.
func marks(ctx context.Context, q Querier) (app, version int, err error) {
	if err = q.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&app); err == nil {
		err = q.QueryRowContext(ctx, `PRAGMA user_version`).Scan(&version)
	}
	return app, version, err
}

// step runs one script together with its version. Foreign keys are off
// meanwhile, since a parent table can't be rebuilt with them on, and that can
// only be switched outside the transaction; they are checked before commit.
func step(ctx context.Context, w *sql.DB, script string, version int) (err error) {
	c, err := w.Conn(ctx)
	if err != nil {
		return Told("migrate", err)
	}
	defer func() {
		_, on := c.ExecContext(context.WithoutCancel(ctx), `PRAGMA foreign_keys=1`)
		if cerr := c.Close(); err == nil {
			err = Told("migrate", cmp.Or(on, cerr))
		}
	}()
	if _, err := c.ExecContext(ctx, `PRAGMA foreign_keys=0`); err != nil {
		return Told("migrate", err)
	}
	t, err := c.BeginTx(ctx, nil)
	if err != nil {
		return Told("migrate", err)
	}
	defer func() { _ = t.Rollback() }() // does nothing after the commit
	// Another program may have done the step while this one waited to write.
	if at, err := Version(ctx, t); err != nil || at >= version {
		return err
	}
	head := fmt.Sprintf("PRAGMA application_id=%d; PRAGMA user_version=%d;\n", applicationID, version)
	if _, err := t.ExecContext(ctx, head+script); err != nil {
		return Told(fmt.Sprintf("migrate to %d", version), err)
	}
	var broken int
	if err := t.QueryRowContext(ctx, `SELECT count(*) FROM pragma_foreign_key_check`).Scan(&broken); err != nil {
		return Told("migrate", err)
	}
	if broken > 0 {
		return data.NewError(data.CodeCorrupt, "damaged").Because(
			fmt.Errorf("migration %d leaves %d broken references", version, broken))
	}
	return Told("migrate", t.Commit())
}
