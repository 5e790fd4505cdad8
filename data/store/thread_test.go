package store_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// letter is a message of the thread model: its own name and those it names.
type letter struct {
	name  int
	names []int
}

// connected returns for each letter the smallest index of those it is tied to,
// counted the slow and plain way.
func connected(letters []letter) []int {
	group := make([]int, len(letters))
	for i := range group {
		group[i] = i
	}
	ids := func(l letter) map[int]bool {
		m := map[int]bool{l.name: true}
		for _, n := range l.names {
			m[n] = true
		}
		return m
	}
	for changed := true; changed; {
		changed = false
		for i := range letters {
			for j := range letters {
				shared := false
				for n := range ids(letters[i]) {
					shared = shared || ids(letters[j])[n]
				}
				if low := min(group[i], group[j]); shared && (group[i] != low || group[j] != low) {
					group[i], group[j], changed = low, low, true
				}
			}
		}
	}
	return group
}

func TestThreadsAreWhatReferencesConnect(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		db, _ := datatest.New(t)
		a := datatest.Account(t, db)
		letters := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) letter {
			return letter{
				name:  rapid.IntRange(0, 12).Draw(r, "name"),
				names: rapid.SliceOfN(rapid.IntRange(0, 20), 0, 3).Draw(r, "names"),
			}
		}), 1, 14).Draw(r, "letters")
		inReply := rapid.Bool().Draw(r, "in-reply-to")
		var ids []int64
		for i, l := range letters {
			it := datatest.Mail(uint32(i+1), func(m *data.Message) {
				m.MessageID = fmt.Sprintf("n%d@x", l.name)
				for _, n := range l.names {
					if inReply {
						m.InReplyTo = append(m.InReplyTo, fmt.Sprintf("n%d@x", n))
					} else {
						m.References = append(m.References, fmt.Sprintf(" n%d@x ", n))
					}
				}
			})
			ids = append(ids, datatest.Keep(t, db, a.ID, it)...)
		}
		for i, root := range connected(letters) {
			if m := must(db.Message(ctx, ids[i]))(t); m.Thread != ids[root] {
				r.Fatalf("letter %d is in thread %d, want %d", i, m.Thread, ids[root])
			}
		}
		datatest.Sound(t, db)
	})
}

func TestThreadOldestFirst(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	answer := datatest.Mail(2, func(m *data.Message) { m.InReplyTo = []string{"m1@klient.example"} })
	thanks := datatest.Mail(3, func(m *data.Message) { m.References = []string{"m1@klient.example", "m2@klient.example"} })
	stranger := datatest.Mail(4, func(m *data.Message) { m.MessageID, m.Subject = "", "Zamek w drzwiach 1" })
	datatest.Keep(t, db, a.ID, thanks, answer, datatest.Mail(1), stranger)
	got := must(db.Thread(ctx, datatest.Messages(t, db, data.MessageFilter{})[1].Thread))(t)
	if len(got) != 3 || got[0].MessageID != "m1@klient.example" || got[2].MessageID != "m3@klient.example" {
		t.Errorf("the thread has %d messages, want the three in their order", len(got))
	}
	for _, m := range all(t, db) {
		if m.MessageID == "" && m.Thread != m.ID {
			t.Error("a message that names nobody was put into a thread by its subject")
		}
	}
}

func TestThreadOfThousandsOfReferences(t *testing.T) {
	db, _ := datatest.New(t)
	a := datatest.Account(t, db)
	it := datatest.Mail(1, func(m *data.Message) {
		for i := range 5000 {
			m.References = append(m.References, fmt.Sprintf("r%d@x", i))
		}
	})
	first := datatest.Mail(2, func(m *data.Message) { m.MessageID = "r0@x" })
	last := datatest.Mail(3, func(m *data.Message) { m.MessageID = "r4999@x" })
	datatest.Keep(t, db, a.ID, it, first, last)
	for _, m := range all(t, db) {
		if m.Thread != 1 {
			t.Errorf("%s is in thread %d, want 1", m.MessageID, m.Thread)
		}
		if m.ID == 1 && len(m.References) != 5000 {
			t.Errorf("%d references are left, want all", len(m.References))
		}
	}
	datatest.Sound(t, db)
}
