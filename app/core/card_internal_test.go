package core

import (
	"testing"
	"time"

	"kartoteka/data"
)

// A file may hold anything for a phone number; the owner's later edits of the
// card are not held up by it.
func TestAnImportedNumberThatIsNoneIsKeptAsWritten(t *testing.T) {
	c, err := Open(t.Context(), Options{Dir: t.TempDir(), Clock: func() time.Time { return time.Date(2026, 11, 16, 11, 0, 0, 0, time.UTC) }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	p := data.Contact{GivenName: "Ewa", Handles: []data.Handle{
		{Kind: data.HandlePhone, Value: "12-34 wew. 5"},
		{Kind: data.HandlePhone, Value: "sąsiad"},
		{Kind: data.HandlePhone, Value: "601 234 567"},
		{Kind: data.HandleEmail, Value: "ewa@kot.example"},
	}}
	if err := c.takeContact(&p, nil); err != nil {
		t.Fatal(err)
	}
	for i, norm := range []string{"12345", "sasiad", "+48601234567", "ewa@kot.example"} {
		if p.Handles[i].Norm != norm {
			t.Errorf("%q is compared by %q, want %q", p.Handles[i].Value, p.Handles[i].Norm, norm)
		}
	}
	if p.ID, err = c.db.AddContact(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	p.City = "Łódź"
	if err := c.ChangeContact(t.Context(), p); err != nil {
		t.Errorf("the card can't be changed any more: %v", err)
	}
	p.Handles[0].Value = "12-34 wew. 6"
	if err := c.ChangeContact(t.Context(), p); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a new number that is none: %v", err)
	}
	bad := data.Contact{GivenName: "Jan", NIP: "1"}
	if err := c.takeContact(&bad, nil); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a bad NIP: %v", err)
	}
}
