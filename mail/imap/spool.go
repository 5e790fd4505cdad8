package imap

import (
	"io"
	"os"

	"kartoteka/data"
	"kartoteka/mail"
)

// spool is the bytes of a large message as they come in: in a file, for they
// are too many for the memory.
type spool struct {
	file *os.File
	size int64
}

var _ data.Content = (*spool)(nil)

// add appends bytes.
func (s *spool) add(b []byte) error {
	n, err := s.file.WriteAt(b, s.size)
	s.size += int64(n)
	if err != nil {
		return &mail.Failure{Step: mail.StepKeep, Key: "keep", Err: err}
	}
	return nil
}

// ReadAt reads from an offset on.
func (s *spool) ReadAt(p []byte, off int64) (int, error) { return s.file.ReadAt(p, off) }

// Size returns how many bytes there are so far.
func (s *spool) Size() int64 { return s.size }

// Close gives the file back.
func (s *spool) Close() error {
	err := s.file.Close()
	_ = os.Remove(s.file.Name()) // it may have no name any more
	return err
}

// taker takes in what the server sends of messages.
type taker struct {
	limit int64                    // bytes above which a message is not taken
	spool func() (*os.File, error) // nil: everything is held in memory
}

// add appends bytes to a message, which becomes a file when they are many.
func (t taker) add(p *piece, b []byte) error {
	if p.large == nil && (t.spool == nil || len(p.body)+len(b) <= data.LargeMail) {
		p.body = append(p.body, b...)
		return nil
	}
	if err := t.toFile(p); err != nil {
		return err
	}
	return p.large.add(b)
}

// toFile moves what there is of a message into a file.
func (t taker) toFile(p *piece) error {
	if p.large != nil {
		return nil
	}
	file, err := t.spool()
	if err != nil {
		return &mail.Failure{Step: mail.StepKeep, Key: "keep", Err: err}
	}
	p.large = &spool{file: file}
	err = p.large.add(p.body)
	p.body = nil
	return err
}

// literal reads a literal whole, trusting its announced size only as far as
// bytes arrive.
func (t taker) literal(p *piece, r io.Reader, size int64) error {
	if size > t.limit {
		return tooLarge(size)
	}
	if size <= firstPart {
		p.body = make([]byte, size)
		if _, err := io.ReadFull(r, p.body); err != nil {
			return &cutOff{err}
		}
		return nil
	}
	buf := make([]byte, chunk/4)
	for left := size; left > 0; {
		n, err := r.Read(buf[:min(int64(len(buf)), left)])
		left -= int64(n)
		if e := t.add(p, buf[:n]); e != nil {
			return e
		}
		if err != nil && left > 0 {
			return &cutOff{err}
		}
	}
	return nil
}

// Begun hands over what there is of a large message.
func (s *server) Begun() *mail.Begun {
	b := s.begun
	s.begun = nil
	return b
}

// GoOn takes over what an earlier connection had of one.
func (s *server) GoOn(b *mail.Begun) { s.begun = b }

// leave keeps what came of a message whose rest did not come. The file ends
// where a command's answer did.
func (s *server) leave(p *piece) {
	if p.large == nil || p.size <= p.large.size {
		return
	}
	s.begun = &mail.Begun{
		Folder: s.opened.Name, UIDValidity: s.opened.UIDValidity, UID: p.uid, Size: p.size, Content: p.large,
	}
	p.large = nil
}

// resume puts before a message what an earlier connection had of it. What there
// is of any other is given up.
func (s *server) resume(p *piece) {
	b := s.Begun()
	if b == nil {
		return
	}
	held, ok := b.Content.(*spool)
	if ok && b.Folder == s.opened.Name && b.UIDValidity == s.opened.UIDValidity && b.UID == p.uid &&
		b.Size == p.size && held.size > p.have() {
		p.drop()
		p.large = held
		return
	}
	_ = b.Content.Close() // nobody wants it any more
}
