package store_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kartoteka/data"
	"kartoteka/data/datatest"
)

// rowsOf reads the rows of a card's parts, with their ids, from the file itself.
func rowsOf(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	out := map[string]string{}
	for name, query := range map[string]string{
		"handle":  `SELECT group_concat(rowid || ' ' || value || ' ' || rank, ', ' ORDER BY rank) FROM handle`,
		"address": `SELECT group_concat(rowid || ' ' || city, ', ' ORDER BY rank) FROM address`,
		"consent": `SELECT group_concat(rowid || ' ' || purpose, ', ' ORDER BY rowid) FROM consent`,
		"changes": `SELECT group_concat(op || ' ' || tbl || ' ' || coalesce(nullif(after, ''), ''), ', ' ORDER BY id)
			FROM action_change WHERE action_id = (SELECT max(id) FROM action)`,
		"actions": `SELECT count(*) FROM action`,
	} {
		var v sql.NullString
		if err := db.QueryRowContext(ctx, query).Scan(&v); err != nil {
			t.Fatal(err)
		}
		out[name] = v.String
	}
	return out
}

// Rows that say the same stay the same rows, so that the journal holds no more
// than what was changed.
func TestAChangeTouchesOnlyWhatDiffers(t *testing.T) {
	path := t.TempDir() + "/kartoteka.db"
	db := datatest.Open(t, path, &datatest.Clock{})
	c := full()
	c.MoreAddresses = []data.PostalAddress{{City: "Opole"}, {City: "Brzeg"}, {City: "Nysa"}}
	c.Consents = append(c.Consents, data.Consent{Purpose: "survey", Basis: data.BasisConsent})
	c.ID = datatest.Add(t, db, c)
	c = must(db.Contact(ctx, c.ID))(t)
	before := rowsOf(t, path)
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, rowsOf(t, path)); diff != "" {
		t.Errorf("a card saved as it was: %s", diff)
	}
	c.Handles = append(c.Handles[:1:1], data.Handle{Kind: data.HandleOther, Value: "żółć.fb"})
	c.Handles[0].Label = "dom"
	c.MoreAddresses = []data.PostalAddress{{City: "Opole"}, {City: "Nysa"}}
	c.Consents = append(c.Consents[1:], data.Consent{Purpose: "reference", Basis: data.BasisConsent})
	c.Tags = append(c.Tags, "nowy")
	if err := db.ChangeContact(ctx, c); err != nil {
		t.Fatal(err)
	}
	after := rowsOf(t, path)
	for part, want := range map[string]string{
		"handle": "1 S.Zolc@Klucz.example 0, 4 żółć.fb 1", "address": "1 Opole, 2 Nysa", "consent": "2 survey, 3 reference",
	} {
		if after[part] != want {
			t.Errorf("%s rows are %q, want %q", part, after[part], want)
		}
	}
	for _, want := range []string{"update handle", `"label":"dom"`, "delete handle", "insert contact_tag", "update address", "delete address", "delete consent"} {
		if !strings.Contains(after["changes"], want) {
			t.Errorf("%q is not among the changes: %s", want, after["changes"])
		}
	}
	if n := strings.Count(after["changes"], "contact_tag"); n != 1 {
		t.Errorf("%d tags were touched: %s", n, after["changes"])
	}
}

// Handles change places, come back and are written in another way.
func TestHandlesInAnyOrder(t *testing.T) {
	db, _ := datatest.New(t)
	all := []data.Handle{
		{Kind: data.HandleEmail, Value: "a@x.example"}, {Kind: data.HandleEmail, Value: "b@x.example"}, {Kind: data.HandlePhone, Value: "601 234 567"},
	}
	c := data.Contact{GivenName: "Jan", Handles: all[:2]}
	c.ID = datatest.Add(t, db, c)
	for i, handles := range [][]data.Handle{
		{all[1], all[0]},
		{all[2], all[0]},
		{},
		{all[0], all[0], {Kind: data.HandleEmail, Value: "A@X.example"}},
		all,
		{{Kind: data.HandlePhone, Value: "601-234-567"}, all[1]},
	} {
		c.Handles = handles
		if err := db.ChangeContact(ctx, c); err != nil {
			t.Fatal(err)
		}
		var got, want []string
		seen := map[string]bool{}
		for _, h := range must(db.Contact(ctx, c.ID))(t).Handles {
			got = append(got, h.Value)
		}
		for _, h := range handles {
			if norm := strings.ToLower(h.Value); !seen[norm] {
				want = append(want, h.Value)
				seen[norm] = true
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("change %d: %v, want %v", i, got, want)
		}
	}
	datatest.Sound(t, db)
}

// A consent is proof; it is never moved from one card to another.
func TestAnothersConsentIsCopied(t *testing.T) {
	db, _ := datatest.New(t)
	given := data.Consent{Purpose: "marketing", Basis: data.BasisConsent, Given: datatest.Now}
	jan := datatest.Add(t, db, data.Contact{GivenName: "Jan", Consents: []data.Consent{given}})
	theirs := must(db.Contact(ctx, jan))(t).Consents
	ewa := datatest.Add(t, db, data.Contact{GivenName: "Ewa", Consents: theirs})
	mine := must(db.Contact(ctx, ewa))(t).Consents
	if len(mine) != 1 || mine[0].ID == theirs[0].ID || len(must(db.Contact(ctx, jan))(t).Consents) != 1 {
		t.Errorf("Jan's are %+v, Ewa's %+v", theirs, mine)
	}
}

// A file that an older program wrote has no keys for sorting and finding.
func TestKeysAreMadeWhenTheFileIsOpened(t *testing.T) {
	path := t.TempDir() + "/kartoteka.db"
	db := datatest.Open(t, path, &datatest.Clock{})
	datatest.Add(t, db, data.Contact{FamilyName: "Żółw", City: "Łódź"})
	datatest.Add(t, db, data.Contact{FamilyName: "Osa", City: "Lublin"})
	plant(t, path, `UPDATE contact SET find_name = '', find_given = '', city_key = x'ff', sort_key = x''`)
	db = datatest.Open(t, path, &datatest.Clock{})
	if got := like(t, db, "zol", 5); len(got) != 1 {
		t.Errorf("typing finds %v", got)
	}
	if got := names(t, db, data.ContactFilter{Order: data.OrderCity}); got[0] != "Osa" {
		t.Errorf("by city: %v", got)
	}
	datatest.Sound(t, db)
}
