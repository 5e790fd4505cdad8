package importing

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/mail/message"
)

// gathered takes in one message of a file: a small one in memory, a large one in
// a file of the data folder, where whatever is said of its mail holds. A dry run
// writes no file: it only wants to know which message it is.
type gathered struct {
	spool func() (*os.File, error) // nil in a dry run

	small []byte
	size  int64
	large bool

	file     *os.File
	out      *bufio.Writer
	returned bool         // there was a carriage return
	sums     [2]hash.Hash // of the bytes as they are, and with the line ends of a server
	err      error        // of writing the file
}

// Write takes in some of a message.
func (g *gathered) Write(b []byte) (int, error) {
	g.returned = g.returned || bytes.IndexByte(b, '\r') >= 0
	g.size += int64(len(b))
	if !g.large && len(g.small)+len(b) <= data.LargeMail {
		g.small = append(g.small, b...)
		return len(b), nil
	}
	if !g.large {
		if g.err = g.grow(); g.err != nil {
			return 0, g.err
		}
	}
	if g.err = g.add(b); g.err != nil {
		return 0, g.err
	}
	return len(b), nil
}

// grow goes on with what turns out to be a large message.
func (g *gathered) grow() (err error) {
	g.large = true
	g.sums = [2]hash.Hash{sha256.New(), sha256.New()}
	if g.spool != nil {
		if g.file, err = g.spool(); err != nil {
			return err
		}
		g.out = bufio.NewWriterSize(g.file, 64<<10)
	}
	head := g.small
	g.small = nil
	return g.add(head)
}

func (g *gathered) add(b []byte) error {
	g.sums[0].Write(b)
	if !g.returned {
		g.sums[1].Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	}
	if g.out == nil {
		return nil
	}
	_, err := g.out.Write(b)
	return err
}

// sum is that of the message as it is to be kept.
func (g *gathered) sum(exact bool) string {
	if !g.large {
		return sumOf(g.bytes(exact))
	}
	if exact || g.returned {
		return hex.EncodeToString(g.sums[0].Sum(nil))
	}
	return hex.EncodeToString(g.sums[1].Sum(nil))
}

// bytes are those of a small message as they are to be kept.
func (g *gathered) bytes(exact bool) []byte {
	if exact {
		return g.small
	}
	return wire(g.small)
}

// item reads the message. What it returns of a large one has to be closed.
func (g *gathered) item(exact bool) (data.MailItem, error) {
	if !g.large {
		raw := g.bytes(exact)
		return data.MailItem{Raw: raw, Message: message.Parse(raw)}, nil
	}
	if err := g.out.Flush(); err != nil {
		return data.MailItem{}, err
	}
	content := &spooled{g.file, g.size}
	g.file = nil
	if !exact && !g.returned {
		wired, err := g.wired(content)
		_ = content.Close()
		if err != nil {
			return data.MailItem{}, err
		}
		content = wired
	}
	m, err := message.ParseLarge(content, content.size)
	if err != nil {
		_ = content.Close()
		return data.MailItem{}, err
	}
	m.SHA256 = g.sum(exact)
	return data.MailItem{Large: content, Message: m}, nil
}

// wired is the message with the line ends that it has on a server.
func (g *gathered) wired(from *spooled) (*spooled, error) {
	file, err := g.spool()
	if err != nil {
		return nil, err
	}
	to := &spooled{file: file}
	out := bufio.NewWriterSize(file, 64<<10)
	in := io.NewSectionReader(from, 0, from.size)
	buf := make([]byte, 64<<10)
	for err == nil {
		var n, w int
		n, err = in.Read(buf)
		if n > 0 {
			var failed error
			w, failed = out.Write(bytes.ReplaceAll(buf[:n], []byte("\n"), []byte("\r\n")))
			to.size += int64(w)
			if failed != nil {
				err = failed
			}
		}
	}
	if errors.Is(err, io.EOF) {
		err = out.Flush()
	}
	if err != nil {
		_ = to.Close()
		return nil, err
	}
	return to, nil
}

// drop gives back what a message that nobody keeps occupies.
func (g *gathered) drop() {
	if g.file != nil {
		_ = (&spooled{file: g.file}).Close()
		g.file = nil
	}
}

// spooled is the bytes of a large message in a file.
type spooled struct {
	file *os.File
	size int64
}

var _ data.Content = (*spooled)(nil)

// ReadAt reads from an offset on.
func (s *spooled) ReadAt(p []byte, off int64) (int, error) { return s.file.ReadAt(p, off) }

// Size returns how many bytes there are.
func (s *spooled) Size() int64 { return s.size }

// Close gives the file back.
func (s *spooled) Close() error {
	err := s.file.Close()
	_ = os.Remove(s.file.Name()) // it may have no name any more
	return err
}

// spoiled is a failure to write down a large message, told as one of the store is:
// nobody knows of the file.
func spoiled(err error) error {
	switch {
	case disk.Full(err):
		return data.NewError(data.CodeNoSpace, "no-space").Because(err)
	case disk.Protected(err):
		return data.NewError(data.CodeReadOnly, "read-only").Because(err)
	}
	return fmt.Errorf("hold large message: %w", err)
}

func sumOf(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
