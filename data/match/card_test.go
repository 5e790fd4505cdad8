package match_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/match"
)

// A file may hold anything for a phone number; the owner's later edits of the
// card are not held up by it.
func TestAnImportedNumberThatIsNoneIsKeptAsWritten(t *testing.T) {
	today := data.Date{Year: 2026, Month: 11, Day: 16}
	p := data.Contact{GivenName: "Ewa", Handles: []data.Handle{
		{Kind: data.HandlePhone, Value: "12-34 wew. 5"},
		{Kind: data.HandlePhone, Value: "sąsiad"},
		{Kind: data.HandlePhone, Value: "601 234 567"},
		{Kind: data.HandleEmail, Value: "ewa@kot.example"},
	}}
	if err := match.TakeContact(&p, nil, today); err != nil {
		t.Fatal(err)
	}
	for i, norm := range []string{"12345", "sasiad", "+48601234567", "ewa@kot.example"} {
		if p.Handles[i].Norm != norm {
			t.Errorf("%q is compared by %q, want %q", p.Handles[i].Value, p.Handles[i].Norm, norm)
		}
	}
	old := p
	p.City = "Łódź"
	if err := match.CompleteContact(&p, &old, today); err != nil {
		t.Errorf("the card can't be changed any more: %v", err)
	}
	p.Handles = []data.Handle{{Kind: data.HandlePhone, Value: "12-34 wew. 6"}}
	if err := match.CompleteContact(&p, &old, today); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a new number that is none: %v", err)
	}
	bad := data.Contact{GivenName: "Jan", NIP: "1"}
	if err := match.TakeContact(&bad, nil, today); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a bad NIP: %v", err)
	}
}
