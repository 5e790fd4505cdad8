package core

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"kartoteka/mail/message"
)

// SaveAttachment writes a part of a message into a folder, under its own name
// made safe, and returns the file's path. A file that is there already is
// never replaced.
func (c *Core) SaveAttachment(ctx context.Context, messageID int64, part int, dir string) (string, error) {
	raw, err := c.db.OpenRaw(ctx, messageID)
	if err != nil {
		return "", err
	}
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
	if err != nil {
		_ = os.Remove(f.Name()) // half a file is worse than none
		return "", fileError(f.Name(), err)
	}
	return f.Name(), nil
}

// tries bounds the numbers put after a name that is taken.
const tries = 1000

// newFile makes a file that was not there, numbering its name if need be.
func newFile(dir, name string) (*os.File, error) {
	ext := filepath.Ext(name)
	base := strings.TrimSuffix(name, ext)
	for n := 1; n <= tries; n++ {
		path := filepath.Join(dir, name)
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, fileMode)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, fileError(path, err)
		}
		name = fmt.Sprintf("%s (%d)%s", base, n+1, ext)
	}
	return nil, fileError(filepath.Join(dir, name), fs.ErrExist)
}
