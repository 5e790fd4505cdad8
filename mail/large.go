package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"

	"kartoteka/data"
)

// largeWeight is what a large message needs of the memory while it passes.
const largeWeight = 8 << 20

// weight is how much of the memory a message needs on its way.
func weight(raw []byte, large data.Content) int64 {
	if large != nil {
		return largeWeight
	}
	return int64(len(raw))
}

// sizeOf is how many bytes of a message have come.
func sizeOf(m Fetched) int64 {
	if m.Large != nil {
		return m.Large.Size()
	}
	return int64(len(m.Raw))
}

// drop gives back what a large message occupies, if it is one.
func drop(large data.Content) {
	if large != nil {
		_ = large.Close() // nobody wants it any more
	}
}

func dropAll(items []data.MailItem) {
	for i := range items {
		drop(items[i].Large)
	}
}

// read parses a message and takes the sum of its bytes.
func (p *folderPull) read(f Fetched) (m data.Message, err error) {
	if f.Large == nil {
		m = safely(p.Parse, f.Raw)
		sum := sha256.Sum256(f.Raw)
		m.SHA256, m.Size = hex.EncodeToString(sum[:]), int64(len(f.Raw))
		return m, nil
	}
	sum, size := sha256.New(), f.Large.Size()
	if _, err := io.Copy(sum, io.NewSectionReader(f.Large, 0, size)); err != nil {
		return m, fmt.Errorf("read message: %w", err)
	}
	if m, err = p.readLarge(f.Large, size); err != nil {
		return m, err
	}
	m.SHA256, m.Size = hex.EncodeToString(sum.Sum(nil)), size
	return m, nil
}

// readLarge is safely for a large message. Without a parser for such it is read
// whole.
func (p *folderPull) readLarge(r io.ReaderAt, size int64) (m data.Message, err error) {
	if p.Large == nil {
		raw := make([]byte, size)
		if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), raw); err != nil {
			return m, fmt.Errorf("read message: %w", err)
		}
		return safely(p.Parse, raw), nil
	}
	m = safely(func([]byte) (m data.Message) {
		m, err = p.Large(r, size)
		return m
	}, nil)
	return m, err
}

// outcome makes of a message what is to be saved. One that can't be read back
// from the disk is asked for again in another run.
func (p *folderPull) outcome(f Fetched) outcome {
	m, err := p.read(f)
	if err != nil {
		drop(f.Large)
		return outcome{uid: f.UID, problem: "mail-keep"}
	}
	item := p.placed(f, m)
	return outcome{uid: f.UID, item: &item}
}
