package exporting

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/mail/mbox"
)

// ExportMail writes the mail that the filter selects as it came, oldest first:
// into one mailbox file (.mbox), or each message as an .eml into a folder. It
// returns how many messages there are. No message is held whole; progress, which
// may be nil, is told bytes.
func (e *Exports) ExportMail(ctx context.Context, path string, f data.MessageFilter, progress func(done, total int)) (int, error) {
	x := &mailExport{db: e.db, progress: progress}
	toBox := strings.EqualFold(filepath.Ext(path), ".mbox")
	if filepath.Ext(path) != "" && !toBox && !isFolder(path) {
		return 0, data.NewError(data.CodeInvalid, "export-ending", "File", path)
	}
	var err error
	if x.all, err = e.db.MailToExport(ctx, f); err != nil {
		return 0, err
	}
	for i := range x.all {
		x.total += x.all[i].Size
	}
	if toBox {
		err = x.box(ctx, path)
	} else {
		err = x.folder(ctx, path)
	}
	if ctx.Err() != nil {
		err = data.Cancelled(ctx.Err())
	}
	return x.n, err
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir() || strings.HasSuffix(path, string(filepath.Separator)) || strings.HasSuffix(path, "/")
}

// mailExport is an export of mail under way.
type mailExport struct {
	db          Store
	all         []data.MailMark
	n           int
	done, total int64
	progress    func(done, total int)
}

func (x *mailExport) box(ctx context.Context, path string) error {
	return disk.Write(path, func(w io.Writer) error {
		box := mbox.NewWriter(w)
		err := x.each(ctx, func(m *data.MailMark, raw io.Reader) error { return box.Copy(raw, m.At) })
		if err != nil {
			return err
		}
		return box.Close()
	})
}

// folder writes files whose names sort them by time and tell their bytes apart:
// the same message has the same name whenever and from wherever it is written.
func (x *mailExport) folder(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, folder.Mode); err != nil && !errors.Is(err, fs.ErrExist) {
		return disk.Error(dir, err)
	}
	return x.each(ctx, func(m *data.MailMark, raw io.Reader) error {
		name := filepath.Join(dir, fmt.Sprintf("%s-%.16s.eml", m.At.UTC().Format("2006-01-02-150405"), m.SHA256))
		err := disk.Write(name, func(w io.Writer) error {
			_, err := io.Copy(w, raw)
			return err
		})
		if err != nil {
			return err
		}
		// A message without a date of its own has that of its file when it is read
		// again. Where the disk keeps none, only that is lost.
		_ = os.Chtimes(name, time.Time{}, m.At)
		return nil
	})
}

func (x *mailExport) each(ctx context.Context, write func(*data.MailMark, io.Reader) error) error {
	for i := range x.all {
		m := &x.all[i]
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := x.db.OpenRaw(ctx, m.ID)
		if data.CodeOf(err) == data.CodeNotFound {
			continue // it was deleted meanwhile
		}
		if err != nil {
			return err
		}
		err = write(m, raw.Reader())
		_ = raw.Close() // never fails
		if err != nil {
			return err
		}
		x.n++
		if x.done += m.Size; x.progress != nil {
			x.progress(int(x.done), int(x.total))
		}
	}
	return nil
}
