package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/store/fulltext"
	"kartoteka/data/store/importing"
	"kartoteka/data/store/sqlite"
)

// The words that a bulk import gives the index are made in Go, those of any
// later change by SQL: both have to find the same.
func TestImportedContactsAreIndexedLikeTypedOnes(t *testing.T) {
	ctx := context.Background()
	now := func() time.Time { return time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC) }
	db, err := Open(ctx, filepath.Join(t.TempDir(), "kartoteka.db"), now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	field, err := db.SaveCustomField(ctx, data.CustomField{Name: "Ulubiony kolor", Kind: data.FieldText})
	if err != nil {
		t.Fatal(err)
	}
	full := data.Contact{
		Kind: data.Person, GivenName: "Michał", FamilyName: "Żółw-Łąkowski", Company: "Wełna sp. z o.o.", Nickname: "Miś",
		JobTitle: "kierowca", NIP: "7251012180", REGON: "472325617", Street: "Łąkowa 5", PostCode: "90-562", City: "Łódź",
		Region: "łódzkie", Country: "Polska", Note: "dzwonić po 16", Arrangements: "rabat 5%", Tags: []string{"stały", "hurt"},
		MoreAddresses: []data.PostalAddress{{Label: "praca", Street: "Długa 1", PostCode: "00-001", City: "Warszawa"}},
		Fields:        map[int64]string{field: "błękitny"},
		Handles: []data.Handle{
			{Kind: data.HandleEmail, Value: "Michal.Z@x.example", Norm: "michal.z@x.example"},
			{Kind: data.HandlePhone, Value: "601 234 567", Norm: "+48601234567"},
			{Kind: data.HandlePhone, Value: "+44 20 7946 0958", Norm: "+442079460958"},
			{Kind: data.HandleOther, Value: "@misiek", Label: "skype"},
		},
	}
	im := &Import{Source: "k.csv"}
	if im.State, err = db.ImportState(ctx); err != nil {
		t.Fatal(err)
	}
	im.Entries = append(im.Entries, importing.Entry{Contact: &full})
	for i := range 2000 { // as many as make it go in bulk
		im.Entries = append(im.Entries, importing.Entry{Contact: &data.Contact{Kind: data.Company, Company: fmt.Sprintf("Firma %d", i)}})
	}
	if _, err := db.ApplyImport(ctx, im, nil); err != nil {
		t.Fatal(err)
	}
	bulk := vocabulary(t, db)
	ids, err := sqlite.Collect(ctx, db.file, sqlite.Plain[int64], `SELECT id FROM contact`)
	if err != nil {
		t.Fatal(err)
	}
	err = db.file.Write(ctx, "index anew", func(t *sqlite.Tx) error {
		fulltext.TouchContacts(t, ids...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if again := vocabulary(t, db); !slices.Equal(again, bulk) {
		t.Errorf("imported: %d words, indexed anew: %d\n%v", len(bulk), len(again), unlike(bulk, again))
	}
	var left, triggers int
	if err := db.file.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM journal_open), (SELECT count(*) FROM sqlite_schema
		WHERE type = 'trigger' AND tbl_name = 'contact' AND sql LIKE '%AFTER INSERT%')`).Scan(&left, &triggers); err != nil {
		t.Fatal(err)
	}
	if left != 0 || triggers == 0 {
		t.Errorf("the journal is left open %d times, %d triggers are back", left, triggers)
	}
}

// vocabulary lists which word of which column finds which contact.
func vocabulary(t *testing.T, db *DB) []string {
	t.Helper()
	ctx := context.Background()
	if _, err := db.file.Writer().ExecContext(ctx, `CREATE VIRTUAL TABLE temp.words USING fts5vocab ('main', 'fts_contact', 'instance')`); err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = db.file.Writer().ExecContext(ctx, `DROP TABLE temp.words`) }()
	out, err := sqlite.Collect(ctx, db.file.Writer(), sqlite.Plain[string], `SELECT DISTINCT term || ' ' || doc FROM temp.words ORDER BY 1`)
	if err != nil || len(out) == 0 {
		t.Fatalf("%d words: %v", len(out), err)
	}
	return out
}

// unlike lists what only one of two sorted lists has.
func unlike(a, b []string) (out []string) {
	for _, s := range a {
		if _, found := slices.BinarySearch(b, s); !found {
			out = append(out, "-"+s)
		}
	}
	for _, s := range b {
		if _, found := slices.BinarySearch(a, s); !found {
			out = append(out, "+"+s)
		}
	}
	return out
}
