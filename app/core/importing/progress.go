package importing

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"kartoteka/data"
	"kartoteka/mail/maildir"
)

// weigh returns how many bytes the files of an import have; what can't be looked
// at is told when it is its turn.
func weigh(paths []string) (total int64) {
	for _, path := range paths {
		_ = filepath.WalkDir(path+trailing(path), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || d.Type()&fs.ModeSymlink == 0 && !d.Type().IsRegular() {
				return nil
			}
			if st, err := os.Stat(p); err == nil && st.Mode().IsRegular() {
				total += st.Size()
			}
			return nil
		})
	}
	return total
}

// trailing is the separator with which a link to a folder is followed, too.
func trailing(path string) string {
	if st, err := os.Stat(path); err == nil && st.IsDir() {
		return string(filepath.Separator)
	}
	return ""
}

// tell says how many bytes were read.
func (im *importer) tell(n int64) {
	if im.request.Progress == nil || im.total == 0 {
		return
	}
	im.done = min(im.done+n, im.total)
	im.request.Progress(int(im.done), int(im.total))
}

// counted is a file that tells how far it was read.
type counted struct {
	r  io.Reader
	im *importer
}

// Read reads, and tells how far it is.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.im.tell(int64(n))
	return n, err
}

// dated gives a message whose own date says nothing that of its file: a server
// said it once, to the program that wrote the file.
func (im *importer) dated(m *data.Message) {
	now := im.files.desk.Now()
	it := data.MailItem{Message: *m}
	if it.CountsAt(now).Equal(m.Date) || im.when.IsZero() || im.when.After(now) {
		return
	}
	m.Date = im.when
}

// writtenAt is when a message's file says that it was delivered.
func writtenAt(path string, st fs.FileInfo) time.Time {
	if maildir.Message(path) {
		if at := maildir.Parse(filepath.Base(path)).Delivered; !at.IsZero() {
			return at
		}
	}
	return st.ModTime().UTC()
}
