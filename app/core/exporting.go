package core

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail/mbox"
)

// ExportMail writes all mail as it came: into one mailbox file (.mbox), or
// each message as an .eml into a folder. It returns how many messages there are.
func (c *Core) ExportMail(ctx context.Context, path string) (int, error) {
	if strings.EqualFold(filepath.Ext(path), ".mbox") {
		return c.exportMailbox(ctx, path)
	}
	if ext := filepath.Ext(path); ext != "" && !isFolder(path) {
		return 0, data.NewError(data.CodeInvalid, "export-ending", "File", path)
	}
	return c.exportFolder(ctx, path)
}

func isFolder(path string) bool {
	st, err := os.Stat(path)
	return err == nil && st.IsDir() || strings.HasSuffix(path, string(filepath.Separator))
}

func (c *Core) exportMailbox(ctx context.Context, path string) (n int, err error) {
	err = writeFile(path, func(w io.Writer) error {
		box := mbox.NewWriter(w)
		err := c.eachRaw(ctx, func(m data.Message, raw *store.Raw) error {
			n++
			return box.Copy(raw.Reader(), m.Date)
		})
		if err != nil {
			return err
		}
		return box.Close()
	})
	return n, err
}

func (c *Core) exportFolder(ctx context.Context, dir string) (n int, err error) {
	if err := os.MkdirAll(dir, folderMode); err != nil && !errors.Is(err, fs.ErrExist) {
		return 0, fileError(dir, err)
	}
	err = c.eachRaw(ctx, func(m data.Message, raw *store.Raw) error {
		n++
		// The date sorts the folder, the number keeps two of a day apart.
		name := fmt.Sprintf("%s-%06d.eml", m.Date.UTC().Format("2006-01-02"), m.ID)
		return writeFile(filepath.Join(dir, name), func(w io.Writer) error {
			_, err := io.Copy(w, raw.Reader())
			return err
		})
	})
	return n, err
}

func (c *Core) eachRaw(ctx context.Context, f func(data.Message, *store.Raw) error) error {
	return c.db.EachMessage(ctx, data.MessageFilter{}, func(m data.Message) error {
		raw, err := c.db.OpenRaw(ctx, m.ID)
		if err != nil {
			return err
		}
		return f(m, raw)
	})
}
