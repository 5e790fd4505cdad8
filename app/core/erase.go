package core

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// EraseOptions say how a person is erased.
type EraseOptions = data.EraseOptions

const (
	eraseLock   = "erase.lock"
	erasePrefix = ".kartoteka-erase-" // copies while they are being rewritten
)

// How files begin.
var (
	sqliteHead = []byte("SQLite format 3\x00")
	ageHead    = []byte("age-encryption.org/")
)

// ErasePreview says what erasing a contact would do, what speaks against it,
// and which copies of the card index there are.
func (c *Core) ErasePreview(ctx context.Context, contactID int64, o EraseOptions) (data.ErasePreview, error) {
	p, err := c.db.PreviewErasure(ctx, contactID, o, privacy.TaxUntil)
	if err != nil {
		return p, err
	}
	copies, err := c.copies(ctx)
	for _, k := range copies {
		p.Backups = append(p.Backups, filepath.Base(k.path))
		if k.sealed {
			p.Sealed = append(p.Sealed, filepath.Base(k.path))
		}
	}
	return p, err
}

// EraseSubject erases a person (RODO art. 17): identity and texts go from every
// row, index, history and copy of the card index, and figures stay. What could
// not be rewritten is named. It can't be undone.
func (c *Core) EraseSubject(ctx context.Context, contactID int64, o EraseOptions) (data.Erasure, error) {
	held, err := lock(c.dir, eraseLock, "erase-running")
	if err != nil {
		return data.Erasure{}, err
	}
	defer func() { _ = held.Unlock() }() // the process's end does it too
	if err := c.endErasure(ctx); err != nil {
		return data.Erasure{}, err
	}
	e, err := c.db.EraseSubject(ctx, contactID, o, privacy.TaxUntil)
	if err != nil {
		return data.Erasure{}, err
	}
	c.log.Info("erased", slog.Int64("erasure", e.ID))
	if err := c.endErasure(ctx); err != nil {
		c.LogError("end erasure", err)
		return e, data.NewError(data.CodePartly, "erase-unfinished").Because(err)
	}
	all, err := c.db.Erasures(ctx)
	if err != nil {
		return e, err
	}
	if i := slices.IndexFunc(all, func(l data.Erasure) bool { return l.ID == e.ID }); i >= 0 {
		e.Backups = all[i].Backups
	}
	return e, nil
}

// Erasures returns the log of erasures, newest first.
func (c *Core) Erasures(ctx context.Context) ([]data.Erasure, error) { return c.db.Erasures(ctx) }

// FinishErasure ends an erasure that was killed or failed between its rows and
// its copies; without one it does nothing. It is called at every start.
func (c *Core) FinishErasure(ctx context.Context) error {
	_, found, err := c.db.UnfinishedErasure(ctx)
	if err != nil || !found {
		return err
	}
	held, err := lock(c.dir, eraseLock, "erase-running")
	if err != nil {
		return err
	}
	defer func() { _ = held.Unlock() }() // the process's end does it too
	return c.endErasure(ctx)
}

// endErasure takes up an erasure where it is: the copies, then the free pages.
func (c *Core) endErasure(ctx context.Context) error {
	u, found, err := c.db.UnfinishedErasure(ctx)
	if err != nil || !found {
		return err
	}
	var stillIn []string
	if !u.Squeeze {
		if stillIn, err = c.eraseCopies(ctx, u); err != nil {
			return err
		}
	}
	return c.db.EndErasure(ctx, u, stillIn)
}

// eraseCopies erases in every copy and names those in which it could not.
func (c *Core) eraseCopies(ctx context.Context, u store.Unfinished) ([]string, error) {
	copies, err := c.copies(ctx)
	if err != nil {
		return nil, err
	}
	var stillIn []string
	for _, k := range copies {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if k.sealed {
			stillIn = append(stillIn, filepath.Base(k.path))
			continue
		}
		if err := c.eraseCopy(ctx, k.path, u); err != nil {
			if ctx.Err() != nil {
				return nil, err
			}
			c.LogError("erase in copy", err)
			stillIn = append(stillIn, filepath.Base(k.path))
		}
	}
	return stillIn, nil
}

// eraseCopy rewrites one copy: a twin of it is made, treated and looked through,
// and takes its place only then.
func (c *Core) eraseCopy(ctx context.Context, path string, u store.Unfinished) (err error) {
	twin, err := duplicate(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, removeFile(twin)) }()
	found, err := c.eraseTwin(ctx, twin, u)
	if err != nil || !found {
		return err
	}
	if err := os.Rename(twin, path); err != nil {
		return fileError(path, err)
	}
	return nil
}

func (c *Core) eraseTwin(ctx context.Context, twin string, u store.Unfinished) (found bool, err error) {
	db, err := store.Open(ctx, twin, c.clock.Now)
	if err != nil {
		return false, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	found, err = db.EraseCopy(ctx, u)
	if err != nil || !found {
		return found, err
	}
	findings, err := db.Check(ctx)
	if i := slices.IndexFunc(findings, func(f data.Finding) bool { return f.Bad == data.BadBroken }); err == nil && i >= 0 {
		err = data.NewError(data.CodeCorrupt, "damaged")
	}
	return found, err
}

// duplicate copies a file beside it, byte by byte.
func duplicate(path string) (twin string, err error) {
	from, err := os.Open(path)
	if err != nil {
		return "", fileError(path, err)
	}
	defer func() { _ = from.Close() }() // only read
	to, err := os.CreateTemp(filepath.Dir(path), erasePrefix+"*.db")
	if err != nil {
		return "", fileError(path, err)
	}
	_, err = io.Copy(to, from)
	if err == nil {
		err = to.Sync()
	}
	if e := to.Close(); err == nil {
		err = e
	}
	if err != nil {
		_ = removeFile(to.Name()) // half a copy is of no use
		return "", fileError(path, err)
	}
	return to.Name(), nil
}

// removeFile removes a database with what stands beside it; one that took
// another's place is not there any more.
func removeFile(path string) error {
	for _, suffix := range []string{"-wal", "-shm", "-journal", ""} {
		if err := os.Remove(path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// copyFile is a copy of the card index.
type copyFile struct {
	path   string
	sealed bool // encrypted
}

// copies finds every copy of the card index in its folder, by how files begin
// and not by their names. What an earlier erasure left half written is removed.
func (c *Core) copies(ctx context.Context) ([]copyFile, error) {
	var out []copyFile
	err := filepath.WalkDir(c.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil //nolint:nilerr // what can't be looked into can't be rewritten either
		case ctx.Err() != nil:
			return ctx.Err()
		case !d.Type().IsRegular() || c.own(path):
			return nil
		case strings.HasPrefix(d.Name(), erasePrefix):
			return removeFile(path)
		}
		switch head := fileHead(path, len(ageHead)); {
		case bytes.HasPrefix(head, sqliteHead):
			out = append(out, copyFile{path, false})
		case bytes.Equal(head, ageHead):
			out = append(out, copyFile{path, true})
		}
		return nil
	})
	return out, err
}

// own reports whether a file is the card index itself or stands beside it.
func (c *Core) own(path string) bool {
	rest, ok := strings.CutPrefix(path, filepath.Join(c.dir, fileName))
	return ok && (rest == "" || rest == "-wal" || rest == "-shm" || rest == "-journal")
}
