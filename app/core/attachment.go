package core

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kartoteka/app/core/folder"
	"kartoteka/data/disk"
	"kartoteka/mail/message"
)

// SaveAttachment writes a part of a message into a folder, under its own name
// made safe, and returns the file's path. A file that is there already is
// never replaced. The system is told that the file came from outside.
func (c *Core) SaveAttachment(ctx context.Context, messageID int64, part int, dir string) (path string, err error) {
	raw, err := c.db.OpenRaw(ctx, messageID)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, raw.Close()) }()
	body, err := message.OpenFile(raw, raw.Size(), part)
	if err != nil {
		return "", err
	}
	f, err := newFile(dir, message.SafeName(body.Name))
	if err != nil {
		return "", err
	}
	_, err = body.WriteTo(f)
	if e := f.Close(); err == nil {
		err = e
	}
	if err == nil {
		err = markForeign(f.Name())
	}
	if err != nil {
		_ = os.Remove(f.Name()) // half a file is worse than none
		return "", disk.Error(f.Name(), err)
	}
	return f.Name(), nil
}

// ViewAttachment writes a part of a message to where it can be looked at with
// another program, and returns the file's path. Changes made there are lost.
func (c *Core) ViewAttachment(ctx context.Context, messageID int64, part int) (string, error) {
	dir := folder.Viewed(c.desk.Dir)
	if err := os.MkdirAll(dir, folder.Mode); err != nil {
		return "", folder.Error(dir, err)
	}
	one, err := os.MkdirTemp(dir, "")
	if err != nil {
		return "", folder.Error(dir, err)
	}
	return c.SaveAttachment(ctx, messageID, part, one)
}

// tries bounds the numbers put after a name that is taken.
const tries = 1000

// newFile makes a file that was not there, numbering its name if need be.
func newFile(dir, name string) (*os.File, error) {
	ext := filepath.Ext(name)
	base := strings.TrimSuffix(name, ext)
	for n := 1; n <= tries; n++ {
		path := filepath.Join(dir, name)
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, folder.FileMode)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, disk.Error(path, err)
		}
		name = fmt.Sprintf("%s (%d)%s", base, n+1, ext)
	}
	return nil, disk.Error(filepath.Join(dir, name), fs.ErrExist)
}
