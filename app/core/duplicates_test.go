package core_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

func addClient(t testing.TB, c *core.Core, p data.Contact) int64 {
	t.Helper()
	id, err := c.AddContact(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func client(given, family, city string, handles ...string) data.Contact {
	p := data.Contact{Kind: data.Person, GivenName: given, FamilyName: family, City: city}
	for _, h := range handles {
		kind := data.HandlePhone
		if slices.Contains([]rune(h), '@') {
			kind = data.HandleEmail
		}
		p.Handles = append(p.Handles, data.Handle{Kind: kind, Value: h})
	}
	return p
}

func scan(t testing.TB, c *core.Core) data.DuplicateScan {
	t.Helper()
	last := 0
	out, err := c.Duplicates(context.Background(), func(done, total int) {
		if done < last || done > total {
			t.Errorf("progress goes from %d to %d of %d", last, done, total)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestDuplicatesOfTheWholeBase(t *testing.T) {
	c := open(t, core.Options{})
	kasia := addClient(t, c, client("Kasia", "Lis", "Łódź", "601 234 567", "kasia@lis.example"))
	addClient(t, c, client("Ewa", "Rak", "Łódź", "42 678 11 22"))
	kat := addClient(t, c, client("Katarzyna", "Lis", "Lodz", "+48601234567"))
	jan := addClient(t, c, client("Jan", "Nowak", "Kraków"))
	jasiek := addClient(t, c, client("Jasiek", "Nowak", "Kraków"))
	addClient(t, c, client("Adam", "Rak", "Łódź", "426781122")) // a family's landline

	got := scan(t, c)
	if got.Contacts != 6 || len(got.Pairs) != 2 || got.More != 0 {
		t.Fatalf("found %+v", got)
	}
	first, second := got.Pairs[0], got.Pairs[1]
	if first.A.ID != kasia || first.B.ID != kat || first.Score < data.ScoreSame || first.A.Email != "kasia@lis.example" ||
		!slices.Contains(first.Reasons, data.Reason{Code: data.SamePhone, Value: "601 234 567"}) {
		t.Errorf("the surest is %+v", first)
	}
	if second.A.ID != jan || second.B.ID != jasiek || second.Score >= data.ScoreSame {
		t.Errorf("the other is %+v", second)
	}

	if _, err := c.NotDuplicate(context.Background(), jasiek, jan); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Merge(context.Background(), data.Merge{Keep: kat, Gone: kasia}); err != nil {
		t.Fatal(err)
	}
	if got := scan(t, c); len(got.Pairs) != 0 || got.Contacts != 5 {
		t.Errorf("afterwards there is %+v", got)
	}
	// Both are deeds that can be undone.
	for range 2 {
		if _, err := c.Undo(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if got := scan(t, c); len(got.Pairs) != 2 {
		t.Errorf("undone there is %+v", got)
	}
}

func TestDuplicatesStopWhenAsked(t *testing.T) {
	c := open(t, core.Options{})
	addClient(t, c, client("Jan", "Nowak", ""))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.Duplicates(ctx, func(int, int) {}); data.CodeOf(err) != data.CodeCancelled {
		t.Errorf("stopped with %v", err)
	}
}

func TestLikelyDuplicatesWhileTyping(t *testing.T) {
	c := open(t, core.Options{})
	katarzyna := addClient(t, c, client("Katarzyna", "Wójcik-Lis", "Łódź", "601 234 567", "kasia@lis.example"))
	jan := addClient(t, c, client("Jan", "Kowalski", "Łódź"))
	olga := addClient(t, c, client("Olga", "Górska", "Kraków", "602 222 333"))
	mill := addClient(t, c, data.Contact{Kind: data.Company, Company: "Młyn Sp. z o.o.", City: "Łódź", NIP: "7251012180"})
	for i := range 60 {
		addClient(t, c, client(fmt.Sprintf("Osoba%d", i), "Nowak", "Radom", fmt.Sprintf("700 000 %03d", i)))
	}
	for name, k := range map[string]struct {
		draft data.Contact
		want  int64
	}{
		"same number":        {client("", "", "", "+48 601-234-567"), katarzyna},
		"same address":       {client("", "", "", "Kasia@Lis.example"), katarzyna},
		"called for short":   {client("Kasia", "Wójcik", "Łódź"), katarzyna},
		"without diacritics": {client("Kasia", "Wojcik-Lis", "Lodz"), katarzyna},
		"changed round":      {client("Kowalski", "Jan", "Łódź"), jan},
		"typo":               {client("Janek", "Kowlaski", "Radom", "602 000 000"), 0},
		"typo, same town":    {client("Jan", "Kowalsik", "Łódź"), jan},
		"as men bear it":     {client("Olga", "Górski", "", "602222333"), olga},
		"company":            {data.Contact{Kind: data.Company, Company: "P.H.U. Młyn", City: "Łódź"}, mill},
		"NIP":                {data.Contact{Kind: data.Company, Company: "Wiatrak", NIP: "725-101-21-80"}, mill},
		"half a number":      {client("", "", "", "601 23"), 0},
		"family name only":   {client("", "Kowalski", "Łódź"), 0},
		"somebody else":      {client("Anna", "Kowalska", "Łódź"), 0},
		"nothing yet":        {data.Contact{Kind: data.Person}, 0},
		"itself":             {func() data.Contact { p := client("Jan", "Kowalski", "Łódź"); p.ID = jan; return p }(), 0},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.LikelyDuplicates(context.Background(), k.draft, 3)
			if err != nil {
				t.Fatal(err)
			}
			if k.want == 0 {
				if len(got) != 0 {
					t.Errorf("got %+v", got)
				}
				return
			}
			if len(got) != 1 || got[0].B.ID != k.want || got[0].A.ID != k.draft.ID || len(got[0].Reasons) == 0 {
				t.Errorf("got %+v, want %d", got, k.want)
			}
		})
	}
}

// Whom a card was said not to be is not shown again while it is changed.
func TestLikelyDuplicatesLeaveOutWhoIsDifferent(t *testing.T) {
	c := open(t, core.Options{})
	a := addClient(t, c, client("Jan", "Kowalski", "Łódź"))
	b := addClient(t, c, client("Jan", "Kowalski", "Łódź"))
	draft := client("Jan", "Kowalski", "Łódź")
	draft.ID = a
	if got, err := c.LikelyDuplicates(context.Background(), draft, 0); err != nil || len(got) != 1 {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, err := c.NotDuplicate(context.Background(), a, b); err != nil {
		t.Fatal(err)
	}
	if got, err := c.LikelyDuplicates(context.Background(), draft, 5); err != nil || len(got) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}
