package transfer

import (
	"bytes"
	"errors"
	"io"

	"kartoteka/mail/message/note"
)

// streamed is how much Stream holds of a part, unless one line is longer.
const streamed = 256 << 10

// Stream is Each for a part that is too large to be held. It reads r from its
// beginning, more than once if need be; f must not keep what it is given. The
// error is that of reading.
func (t Encoding) Stream(r *io.SectionReader, n *note.List, f func([]byte)) error {
	switch t {
	case InBase64:
		body, err := streamBase64(r, n)
		if err != nil {
			return err
		}
		if body == nil {
			return eachChunk(r, f)
		}
		return decodeChunks(body, n, f)
	case InQuoted:
		return eachLines(r, func(b []byte) {
			eachQuoted(b, n, make([]byte, 0, InQuoted.room(b)), f)
		})
	case InUU:
		return streamUU(r, f)
	}
	return eachChunk(r, f)
}

// eachChunk hands over all bytes of r.
func eachChunk(r *io.SectionReader, f func([]byte)) error {
	buf := make([]byte, streamed)
	for off := int64(0); off < r.Size(); {
		n, err := r.ReadAt(buf[:min(streamed, r.Size()-off)], off)
		if n == 0 {
			return err
		}
		f(buf[:n])
		off += int64(n)
	}
	return nil
}

// eachLines hands over all bytes of r, so many lines at a time.
func eachLines(r *io.SectionReader, f func([]byte)) error {
	var held []byte
	err := eachChunk(r, func(b []byte) {
		end := bytes.LastIndexByte(b, '\n') + 1
		held = append(held, b[:end]...)
		if end > 0 {
			f(held)
			held = held[:0]
		}
		held = append(held, b[end:]...)
	})
	if err == nil && len(held) > 0 {
		f(held)
	}
	return err
}

// streamBase64 is CutBase64 without the tail.
func streamBase64(r *io.SectionReader, n *note.List) (*io.SectionReader, error) {
	head, err := look(r, 0)
	if err != nil {
		return nil, err
	}
	looks := looksBase64(head) && (r.Size() > lookLength || !isWord(head))
	end, letters, err := findPadding(r, !looks)
	if err != nil {
		return nil, err
	}
	if end < 0 || !looks && !endsInPadding(letters, head[:min(int64(len(head)), end)]) {
		if !looks {
			n.Add(note.Base64)
			return nil, nil
		}
		return r, nil
	}
	var p padding
	if end, err = p.pass(r, end); err != nil || end == r.Size() {
		return r, err
	}
	tail, err := look(r, end)
	if err == nil && (p.remark || !looks || !looksBase64(tail)) {
		n.Add(note.Base64)
		return io.NewSectionReader(r, 0, end), nil
	}
	return r, err
}

// findPadding returns where the first "=" is, -1 for nowhere, and if asked to
// count them how many letters stand before it.
func findPadding(r *io.SectionReader, count bool) (end int64, letters int, err error) {
	end = -1
	off := int64(0)
	err = eachChunk(r, func(b []byte) {
		if end >= 0 {
			return
		}
		i := bytes.IndexByte(b, '=')
		if i >= 0 {
			end = off + int64(i)
			b = b[:i]
		}
		off += int64(len(b))
		if count {
			letters += lettersIn(b)
		}
	})
	return end, letters, err
}

// look returns the bytes by which base64 is known.
func look(r *io.SectionReader, at int64) ([]byte, error) {
	b := make([]byte, min(lookLength, r.Size()-at))
	if _, err := r.ReadAt(b, at); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return b, nil
}

// pass returns where the padding that begins at an offset ends.
func (p *padding) pass(r *io.SectionReader, at int64) (int64, error) {
	buf := make([]byte, lookLength)
	for at < r.Size() {
		n, err := r.ReadAt(buf, at)
		if n == 0 {
			return at, err
		}
		for _, c := range buf[:n] {
			if !p.goesOn(c) {
				return at, nil
			}
			at++
		}
	}
	return at, nil
}

func decodeChunks(r *io.SectionReader, n *note.List, f func([]byte)) error {
	var d Base64
	buf := make([]byte, 0, streamed/4*3+9)
	err := eachChunk(r, func(b []byte) {
		buf = d.Read(buf[:0], b)
		f(buf)
	})
	if err == nil {
		f(d.finish(buf[:0], n))
	}
	return err
}
