package letter

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// pieceSize is the length of each piece of a large message but the last. Files
// that are written depend on it.
const pieceSize = 1 << 20

// Raw is the bytes of one message exactly as they were served. They are read
// from the file as they are asked for, so that a large message is never held
// whole. It may be used by several goroutines.
type Raw struct {
	file *sqlite.File
	ctx  context.Context // of whoever opened it: an io.ReaderAt is given none
	id   int64
	size int64

	mu   sync.Mutex
	n    int64  // which piece is held
	held []byte // all of a small message
}

var _ data.Content = (*Raw)(nil)

// OpenRaw opens the bytes of a message. Reading ends when ctx does. Errors:
// CodeNotFound, and whatever reading the file may give.
func (l *Letters) OpenRaw(ctx context.Context, id int64) (*Raw, error) {
	r := &Raw{file: l.file, ctx: ctx, id: id, n: -1}
	err := l.file.QueryRowContext(ctx, `SELECT m.size, r.bytes FROM message m JOIN mail_raw r ON r.message_id = m.id
		WHERE m.id = ?`, id).Scan(&r.size, &r.held)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, sqlite.NotFound("message", id)
	}
	if err != nil {
		return nil, sqlite.Told(fmt.Sprintf("read message %d", id), err)
	}
	if len(r.held) > 0 || r.size == 0 {
		r.n, r.size = 0, int64(len(r.held))
	}
	return r, nil
}

// Size returns how many bytes the message has.
func (r *Raw) Size() int64 { return r.size }

// Reader returns a reader of the whole message from its beginning.
func (r *Raw) Reader() io.Reader { return io.NewSectionReader(r, 0, r.size) }

// Close frees what is held. It never fails.
func (r *Raw) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held, r.n = nil, -1
	return nil
}

// small reports whether all of the message is held.
func (r *Raw) small() bool { return int64(len(r.held)) == r.size }

// ReadAt reads from an offset on.
func (r *Raw) ReadAt(p []byte, off int64) (n int, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for n < len(p) && off < r.size {
		from, err := r.at(off)
		if err != nil {
			return n, err
		}
		k := copy(p[n:], from)
		n, off = n+k, off+int64(k)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// at returns the bytes that are held from an offset on, fetching their piece.
func (r *Raw) at(off int64) ([]byte, error) {
	if r.n == 0 && r.small() {
		return r.held[off:], nil
	}
	n := off / pieceSize
	if n != r.n {
		b, found, err := sqlite.Value[[]byte](r.ctx, r.file,
			`SELECT bytes FROM mail_raw_piece WHERE message_id = ? AND n = ?`, r.id, n)
		if err == nil && (!found || int64(len(b)) != min(pieceSize, r.size-n*pieceSize)) {
			err = fmt.Errorf("piece %d is missing", n)
		}
		if err != nil {
			return nil, sqlite.Told(fmt.Sprintf("read message %d", r.id), err)
		}
		r.held, r.n = b, n
	}
	return r.held[off-n*pieceSize:], nil
}

// sumOf returns the SHA-256 of a message's bytes: that which was taken while a
// large one came in.
func sumOf(it *data.MailItem) ([]byte, error) {
	if it.Large == nil {
		sum := sha256.Sum256(it.Raw)
		return sum[:], nil
	}
	sum, err := hex.DecodeString(it.Message.SHA256)
	if err == nil && len(sum) != sha256.Size {
		err = fmt.Errorf("%d bytes", len(sum))
	}
	if err != nil {
		return nil, fmt.Errorf("sum of message: %w", err)
	}
	return sum, nil
}

// addRaw saves a message's bytes, those of a large one in pieces.
func addRaw(ctx context.Context, t *sqlite.Tx, id int64, it *data.MailItem) error {
	raw := it.Raw
	large := it.Size() > data.LargeMail
	if raw == nil || large {
		raw = []byte{}
	}
	if it.Large != nil && !large {
		raw = make([]byte, it.Size())
		if _, err := io.ReadFull(io.NewSectionReader(it.Large, 0, it.Size()), raw); err != nil {
			return fmt.Errorf("read message: %w", err)
		}
	}
	if _, err := t.Exec(ctx, `INSERT INTO mail_raw (message_id, bytes) VALUES (?, ?)`, id, raw); err != nil || !large {
		return err
	}
	var from io.Reader = bytes.NewReader(it.Raw)
	if it.Large != nil {
		from = io.NewSectionReader(it.Large, 0, it.Size())
	}
	return addPieces(ctx, t, id, from, it.Message.SHA256)
}

// addPieces saves what it reads in pieces, and makes sure that it is what the
// sum, where there is one, was taken of.
func addPieces(ctx context.Context, t *sqlite.Tx, id int64, from io.Reader, sum string) error {
	taken := sha256.New()
	piece := make([]byte, pieceSize)
	for n := 0; ; n++ {
		k, err := io.ReadFull(from, piece)
		if k > 0 {
			taken.Write(piece[:k])
			_, err := t.Exec(ctx, `INSERT INTO mail_raw_piece (message_id, n, bytes) VALUES (?, ?, ?)`, id, n, piece[:k])
			if err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read message: %w", err)
		}
	}
	if got := hex.EncodeToString(taken.Sum(nil)); sum != "" && got != sum {
		return fmt.Errorf("message %s changed into %s on its way", sum, got)
	}
	return nil
}

// CheckBytes compares every message's bytes with the sum that was taken when
// they came.
func CheckBytes(ctx context.Context, q sqlite.Querier) ([]data.Finding, error) {
	var out []data.Finding
	type stored struct {
		id, size int64
		sum      []byte
	}
	var large []stored
	bad := func(id int64) {
		out = append(out, data.Finding{
			What: "changed-bytes", Where: fmt.Sprintf("message %d", id), Bad: data.BadBroken,
		})
	}
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var m stored
		var raw sql.RawBytes
		if err := rows.Scan(&m.id, &m.sum, &m.size, &raw); err != nil {
			return err
		}
		if len(raw) == 0 && m.size > data.LargeMail {
			large = append(large, m)
			return nil
		}
		if got := sha256.Sum256(raw); !bytes.Equal(got[:], m.sum) || int64(len(raw)) != m.size {
			bad(m.id)
		}
		return nil
	}, `SELECT m.id, m.sha256, m.size, r.bytes FROM mail_raw r CROSS JOIN message m ON m.id = r.message_id
		ORDER BY r.message_id`)
	if err != nil {
		return out, err
	}
	for _, m := range large {
		taken, size := sha256.New(), int64(0)
		err := eachPiece(ctx, q, m.id, func(b []byte) error {
			size += int64(len(b))
			taken.Write(b)
			return nil
		})
		if err != nil {
			return out, err
		}
		if size != m.size || !bytes.Equal(taken.Sum(nil), m.sum) {
			bad(m.id)
		}
	}
	return out, nil
}

// eachPiece calls f for every piece of a message in order. What it gets is gone
// after the call.
func eachPiece(ctx context.Context, q sqlite.Querier, id int64, f func([]byte) error) error {
	return sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var b sql.RawBytes
		if err := rows.Scan(&b); err != nil {
			return err
		}
		return f(b)
	}, `SELECT bytes FROM mail_raw_piece WHERE message_id = ? ORDER BY n`, id)
}
