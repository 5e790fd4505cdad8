package contacts

import (
	"context"
	"testing"

	"kartoteka/data"
)

// A page that was asked for before the list was read anew must not put back
// what was there before.
func TestAPageOfBeforeIsNotShownAfterTheListWasReadAnew(t *testing.T) {
	d := newDesk(t, 300)
	d.answer()
	if r, ask := d.s.roster.row(150); r != nil || ask != 1 {
		t.Fatalf("row 150 is %v, page to ask for %d", r, ask)
	}
	d.s.loadPage(1)
	page := d.late
	d.late = nil
	old, err := d.f.Contacts(context.Background(), d.s.roster.pageFilter(1))
	if err != nil || len(old) == 0 {
		t.Fatal(err)
	}
	var answers []func()
	d.turn = func(do func()) { answers = append(answers, do) }
	for _, work := range page {
		work() // read before the change, told after it
	}
	d.turn = func(do func()) { do() }
	renamed := append([]data.ContactRow{}, d.f.Rows...)
	for i := range renamed {
		renamed[i].DisplayName = "nowa nazwa"
	}
	d.f.Rows = renamed
	d.s.reload()
	d.answer()
	for _, tell := range answers {
		tell()
	}
	if r, _ := d.s.roster.row(150); r != nil && r.DisplayName != "nowa nazwa" {
		t.Fatalf("the list shows %q again", r.DisplayName)
	}
	d.s.roster.asked[1] = true
	d.s.loadPage(1)
	d.answer()
	if r, _ := d.s.roster.row(150); r == nil || r.DisplayName != "nowa nazwa" {
		t.Errorf("asked for again it is %+v", r)
	}
}
