package store_test

import (
	"encoding/base64"
	"path/filepath"
	"slices"
	"testing"

	"kartoteka/data"
	"kartoteka/data/datatest"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// former lists who is only in the journal.
func former(t *testing.T, db *store.DB) []data.GonePerson {
	t.Helper()
	var out []data.GonePerson
	if err := db.Gone(ctx, func(p *data.GonePerson) bool {
		out = append(out, *p)
		return true
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestNothingIsLeftOfAPersonErasedFromTheTrash(t *testing.T) {
	dir := t.TempDir()
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	v := settle(t, db)
	if err := db.DeleteContact(ctx, v.victim); err != nil {
		t.Fatal(err)
	}
	before := tally(t, db)
	gone := former(t, db)
	if len(gone) != 1 || gone[0].ID != v.victim || gone[0].Name != victimGiven+" "+victimFamily || !gone[0].Trashed ||
		!slices.ContainsFunc(gone[0].Handles, func(h data.Handle) bool { return h.Norm == victimEmail }) {
		t.Fatalf("in the trash are %+v", gone)
	}
	p := must(db.PreviewErasure(ctx, v.victim, data.EraseOptions{NamedMail: true}, privacy.TaxUntil))(t)
	e := erase(t, db, v.victim, data.EraseOptions{NamedMail: true})
	if p.Name != gone[0].Name || p.Counts != e.Counts || e.Counts.Cases != 2 || e.Counts.Opinions != 2 || e.Counts.Messages != 6 {
		t.Errorf("erased %+v, the preview said %+v of %q", e.Counts, p.Counts, p.Name)
	}
	find := secrets("mandragora", "niezapominajka", "ostropestowiec", "pierwiosnkowy",
		base64.StdEncoding.EncodeToString([]byte("Dzień dobry, mandragora i tyle. załącznik")))
	for _, left := range leftIn(t, dir, find) {
		t.Error(left)
	}
	if left := former(t, db); len(left) > 0 {
		t.Errorf("still in the journal: %+v", left)
	}
	if n := len(must(db.Trash(ctx))(t)); n != 0 {
		t.Errorf("%d deletions can still be restored", n)
	}
	if diff := before.diff(tally(t, db)); diff != "" {
		t.Error(diff)
	}
	datatest.Sound(t, db)
}

func TestNothingIsLeftOfAPersonOfAnImportTakenBack(t *testing.T) {
	dir := t.TempDir()
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	entered := datatest.Person(victimGiven, victimFamily, victimEmail)
	entered.Note = "akwamarynowy"
	stranger := datatest.Person("Ewa", "Kotowska", "ewa@kotowska.example")
	im := &store.Import{
		Source: "lista.csv", State: must(db.ImportState(ctx))(t), Entries: []store.ImportEntry{{Contact: &entered}, {Contact: &stranger}},
	}
	run := must(db.ApplyImport(ctx, im, nil))(t)
	must(db.RevertAction(ctx, run.ActionID))(t)
	gone := former(t, db)
	if len(gone) != 2 || gone[0].Trashed {
		t.Fatalf("only in the journal are %+v, after import %d", gone, run.ID)
	}
	erase(t, db, gone[0].ID, data.EraseOptions{})
	for _, left := range leftIn(t, dir, secrets()) {
		t.Error(left)
	}
	if left := former(t, db); len(left) != 1 || left[0].Name != "Ewa Kotowska" {
		t.Errorf("the other one is %+v", left)
	}
	if _, err := db.Redo(ctx); err == nil && len(must(db.Contacts(ctx, data.ContactFilter{}))(t)) > 1 {
		t.Error("doing again what was taken back brought the person back")
	}
	datatest.Sound(t, db)
}

func TestACopyInWhichThePersonIsInTheTrashIsErasedToo(t *testing.T) {
	dir, aside := t.TempDir(), t.TempDir()
	db := datatest.Open(t, filepath.Join(dir, "kartoteka.db"), &datatest.Clock{})
	v := settle(t, db)
	if err := db.DeleteContact(ctx, v.victim); err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(aside, "kartoteka.db")
	plant(t, db.Path(), `VACUUM INTO '`+copied+`'`)
	if _, err := db.RestoreTrashed(ctx, must(db.Trash(ctx))(t)[0].ActionID); err != nil {
		t.Fatal(err)
	}
	must(db.EraseSubject(ctx, v.victim, data.EraseOptions{NamedMail: true}, privacy.TaxUntil))(t)
	u, _, err := db.UnfinishedErasure(ctx)
	if err != nil {
		t.Fatal(err)
	}
	other := datatest.Open(t, copied, &datatest.Clock{})
	if found := must(other.EraseCopy(ctx, u))(t); !found {
		t.Error("the copy is said to hold nothing of the person")
	}
	for _, left := range leftIn(t, aside, secrets("mandragora", "ostropestowiec")) {
		t.Error(left)
	}
}

func TestOneWhoWasMergedIsNotGone(t *testing.T) {
	db, _ := datatest.New(t)
	keep, other := two(t, db)
	must(db.Merge(ctx, data.Merge{Keep: keep, Gone: other}))(t)
	if gone := former(t, db); len(gone) > 0 {
		t.Errorf("%+v are one card", gone)
	}
}
