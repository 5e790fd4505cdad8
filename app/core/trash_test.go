package core_test

import (
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
)

// TestTheJournalIsTidied deletes one client long ago and one yesterday.
func TestTheJournalIsTidied(t *testing.T) {
	now := noon
	c := open(t, core.Options{Clock: func() time.Time { return now }})
	add := func(name string) int64 {
		t.Helper()
		id, err := c.AddContact(t.Context(), data.Contact{Kind: data.Person, GivenName: name, FamilyName: "Kot"})
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	old, fresh, stays := add("Ewa"), add("Jan"), add("Ola")
	if err := c.DeleteContact(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	now = now.Add(data.TrashKept)
	if err := c.DeleteContact(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		after        time.Duration
		trash, deeds int
	}{
		{0, 2, 5},                           // nothing is too old yet
		{24 * time.Hour, 1, 3},              // the first deletion is, and with it all that names whom it was of
		{data.TrashKept, 0, 1},              // the second one, too
		{(365 - 31) * 24 * time.Hour, 0, 0}, // and what was entered a year ago
		{10 * 365 * 24 * time.Hour, 0, 0},   // nothing is left to tidy
	} {
		now = now.Add(step.after)
		if err := c.TidyJournal(t.Context()); err != nil {
			t.Fatal(err)
		}
		trash, err := c.Trash(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		deeds, err := c.Actions(t.Context(), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if len(trash) != step.trash || len(deeds) != step.deeds {
			t.Errorf("%v later %d lie in the trash and %d deeds in the journal, want %d and %d",
				step.after, len(trash), len(deeds), step.trash, step.deeds)
		}
	}
	if _, err := c.Contact(t.Context(), stays); err != nil {
		t.Errorf("a client went with the journal: %v", err)
	}
	if r, err := c.Undo(t.Context()); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("it can still be undone: %+v, %v", r, err)
	}
}
