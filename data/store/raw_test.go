package store_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// inPieces is a message as a pull hands over a large one.
type inPieces struct{ *bytes.Reader }

func (inPieces) Close() error { return nil }

// large makes a message of so many bytes.
func large(uid uint32, size int, change ...func(*data.Message)) data.MailItem {
	it := datatest.Mail(uid, change...)
	raw := make([]byte, size)
	r := rand.NewChaCha8([32]byte{byte(uid)})
	_, _ = r.Read(raw[copy(raw, it.Raw):]) // it never fails
	sum := sha256.Sum256(raw)
	it.Message.SHA256, it.Raw, it.Large = hex.EncodeToString(sum[:]), nil, inPieces{bytes.NewReader(raw)}
	return it
}

func bytesOf(t *testing.T, it *data.MailItem) []byte {
	t.Helper()
	if it.Large == nil {
		return it.Raw
	}
	return must(io.ReadAll(io.NewSectionReader(it.Large, 0, it.Size())))(t)
}

func TestBytesOfEverySizeAreKeptExactly(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	const mib = 1 << 20
	sizes := []int{300, 4 * mib, 4*mib + 1, 5*mib - 1, 5 * mib, 5*mib + 1, 9*mib + 12345}
	items := make([]data.MailItem, 0, len(sizes)+1)
	for i, n := range sizes {
		items = append(items, large(uint32(i+1), n))
	}
	inMemory := large(90, 6*mib) // from a file: whole in memory
	inMemory.Raw, inMemory.Large = bytesOf(t, &inMemory), nil
	items = append(items, inMemory)
	ids := datatest.Keep(t, db, a.ID, items...)
	for i := range items {
		want := bytesOf(t, &items[i])
		m := must(db.Message(ctx, ids[i]))(t)
		sum := sha256.Sum256(want)
		if m.SHA256 != hex.EncodeToString(sum[:]) || m.Size != int64(len(want)) {
			t.Errorf("%d bytes are noted as %d, %s", len(want), m.Size, m.SHA256)
		}
		if got := must(db.Raw(ctx, ids[i]))(t); !bytes.Equal(got, want) {
			t.Errorf("%d bytes came back as %d others", len(want), len(got))
		}
		r := must(db.OpenRaw(ctx, ids[i]))(t)
		if err := iotest.TestReader(r.Reader(), want); len(want) < mib && err != nil {
			t.Error(err)
		}
		for _, at := range []int64{0, int64(len(want)) - 7, int64(len(want)) / 2, mib - 3, 4*mib - 3} {
			got, n := make([]byte, 10), 0
			n, err := r.ReadAt(got, at)
			if end := min(int64(len(want)), at+10); at >= end {
				if n != 0 || !errors.Is(err, io.EOF) {
					t.Errorf("beyond the end: %d, %v", n, err)
				}
			} else if !bytes.Equal(got[:n], want[at:end]) || (n < 10) != errors.Is(err, io.EOF) {
				t.Errorf("at %d of %d: %d bytes, %v", at, len(want), n, err)
			}
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
	again := must(db.Keep(ctx, data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(100), Items: []data.MailItem{large(3, sizes[2])}}))(t)
	if again.New != 0 || again.Joined != 1 {
		t.Errorf("kept twice: %+v", again)
	}
	datatest.Sound(t, db)
}

// What the disk changed between server and store is not kept as if it were
// what was sent.
func TestALargeMessageThatChangedOnItsWayIsRefused(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	it, other := large(1, 5<<20), large(2, 5<<20)
	it.Large = other.Large
	batch := data.MailBatch{AccountID: a.ID, Folder: datatest.Inbox(1), Items: []data.MailItem{it}}
	if _, err := db.Keep(ctx, batch); err == nil {
		t.Error("kept")
	}
	it.Message.SHA256 = "abc"
	batch.Items[0] = it
	if _, err := db.Keep(ctx, batch); err == nil {
		t.Error("kept without a sum")
	}
	if f := must(db.Folder(ctx, a.ID, "INBOX"))(t); f.Floor != 0 || len(all(t, db)) != 0 {
		t.Errorf("the pointer moved to %d", f.Floor)
	}
	datatest.Sound(t, db)
}

func TestDamagedPiecesAreFound(t *testing.T) {
	for name, change := range map[string]string{
		"changed": `UPDATE mail_raw_piece SET bytes = zeroblob(length(bytes)) WHERE n = 2`,
		"lost":    `DELETE FROM mail_raw_piece WHERE n = 3`,
		"swapped": `UPDATE mail_raw_piece SET bytes = (SELECT bytes FROM mail_raw_piece o WHERE o.n = 9 - mail_raw_piece.n) WHERE n IN (4, 5)`,
		"all":     `DELETE FROM mail_raw_piece`,
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := datatest.New(t)
			id := datatest.Keep(t, db, datatest.Account(t, db).ID, large(1, 7<<20))[0]
			plant(t, db.Path(), change)
			found := must(db.Check(ctx))(t)
			if len(found) != 1 || found[0].What != "changed-bytes" || found[0].Where != fmt.Sprintf("message %d", id) {
				t.Errorf("found %+v", found)
			}
			if name == "lost" || name == "all" {
				if _, err := db.Raw(ctx, id); err == nil {
					t.Error("read though a piece is missing")
				}
			}
		})
	}
}

// Nothing of a large message is left in the folder once it is erased, and one
// that holds the person's address in any of its pieces goes as well.
func TestPiecesOfAnErasedPersonAreGone(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	victim := datatest.Add(t, db, data.Contact{
		Kind: data.Person, GivenName: victimGiven, FamilyName: victimFamily, LegalType: data.Consumer, Status: data.StatusActive,
		Handles: []data.Handle{{Kind: data.HandleEmail, Value: victimEmail, Norm: victimEmail}},
	})
	fill := func(it data.MailItem, word string, at int) data.MailItem {
		raw := bytesOf(t, &it)
		copy(raw[at:], word)
		sum := sha256.Sum256(raw)
		it.Message.SHA256, it.Large = hex.EncodeToString(sum[:]), inPieces{bytes.NewReader(raw)}
		return it
	}
	own := fill(large(1, 6<<20, func(m *data.Message) {
		m.From, m.ContactID = data.Address{Name: victimGiven, Email: victimEmail}, victim
	}), "akwamarynowy", 5<<20)
	quoting := fill(large(2, 6<<20), " "+strings.ToUpper(victimEmail)+" ", 3<<20-10) // over the edge of two pieces
	other := large(3, 6<<20)
	ids := datatest.Keep(t, db, a.ID, own, quoting, other)
	erase(t, db, victim, data.EraseOptions{})
	if left := all(t, db); len(left) != 1 || left[0].ID != ids[2] {
		t.Errorf("left are %d messages", len(left))
	}
	if got := must(db.Raw(ctx, ids[2]))(t); !bytes.Equal(got, bytesOf(t, &other)) {
		t.Error("the other message changed")
	}
	datatest.Sound(t, db)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	words := [][]byte{[]byte("akwamarynowy"), []byte(strings.ToUpper(victimEmail)), bytesOf(t, &own)[5<<20+100 : 5<<20+130]}
	for _, l := range leftIn(t, filepath.Dir(db.Path()), words) {
		t.Error(l)
	}
}
