package core_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

// refusing opens a card index whose file takes no message of the subject "zły".
func refusing(t *testing.T) *core.Core {
	t.Helper()
	c := open(t, core.Options{})
	db, err := sql.Open("sqlite", filepath.Join(c.Dir(), "kartoteka.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `CREATE TRIGGER refuse BEFORE INSERT ON message WHEN new.subject = 'zły'
		BEGIN SELECT raise(ABORT, 'refused'); END`)
	if e := db.Close(); err != nil || e != nil {
		t.Fatal(err, e)
	}
	return c
}

func TestARefusedMessageDoesNotStopItsAccount(t *testing.T) {
	c := refusing(t)
	a := serve(t, letter(1, "a@x.example", "s", "t"), letter(2, "a@x.example", "zły", "t"), letter(3, "a@x.example", "s", "t"))
	if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
		t.Fatal(err)
	}
	for run, added := range []int{2, 0} {
		r, err := c.Sync(t.Context(), core.SyncOptions{})
		if err != nil || !r[0].OK {
			t.Fatalf("%v %+v", err, r)
		}
		if f := r[0].Folders[0]; f.OnServer != 3 || f.Kept != 2 || f.New != added || f.Failed != 1 {
			t.Errorf("run %d: %+v", run+1, f)
		}
	}
	aside, err := c.Quarantine(t.Context())
	if err != nil || len(aside) != 1 || aside[0].MessageID != 0 || aside[0].UID != 2 || aside[0].Reason != "mail-refused" {
		t.Errorf("set aside %+v, %v", aside, err)
	}
}

func TestARefusedMessageDoesNotStopAnImport(t *testing.T) {
	c := refusing(t)
	dir := t.TempDir()
	for i, subject := range []string{"s", "zły", "s"} {
		file := filepath.Join(dir, string(rune('a'+i))+".eml")
		if err := os.WriteFile(file, letter(i+1, "a@x.example", subject, "t"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	box := filepath.Join(dir, "all.mbox")
	if _, err := c.Import(t.Context(), []string{dir}, false); err != nil {
		t.Fatal(err)
	}
	if n, err := c.ExportMail(t.Context(), box, data.MessageFilter{}, nil); err != nil || n != 2 {
		t.Fatalf("%d kept, %v", n, err)
	}
	raw, err := os.ReadFile(box)
	if err != nil {
		t.Fatal(err)
	}
	bad := append([]byte("From x@x.example Sun Nov 15 10:00:00 2026\n"), letter(2, "a@x.example", "zły", "t")...)
	more := append([]byte("\nFrom x@x.example Sun Nov 15 10:00:00 2026\n"), letter(4, "a@x.example", "s", "t")...)
	if err := os.WriteFile(box, append(append(append(raw, bad...), more...), '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := c.Import(t.Context(), []string{box}, false)
	if err != nil || r.New != 1 || r.Duplicates != 2 || r.Failed != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	for _, row := range r.Rows {
		if row.Outcome == "failed" && row.Error != "import-refused" {
			t.Errorf("%+v", row)
		}
	}
	clean(t, c)
}
