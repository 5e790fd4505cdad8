package backup_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"kartoteka/data"
	"kartoteka/data/backup"
	"kartoteka/data/datatest"
	"kartoteka/data/store"
)

const passphrase = "zażółć gęślą jaźń"

// firm is a card index with n letters and a client.
func firm(t *testing.T, n uint32) *store.DB {
	t.Helper()
	db, _ := datatest.New(t)
	datatest.Add(t, db, datatest.Person("Jan", "Żółw", "jan@klient.example"))
	a := datatest.Account(t, db)
	for uid := range n {
		datatest.Keep(t, db, a.ID, datatest.Mail(uid+1))
	}
	return db
}

func job(path string) backup.Job {
	return backup.Job{Path: path, At: datatest.Now, Mark: "moja", Scratch: filepath.Dir(path), Work: 10}
}

func made(t *testing.T, db *store.DB, j backup.Job) backup.Entry {
	t.Helper()
	e, err := backup.Make(t.Context(), db, j)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func names(t *testing.T, dir string) string {
	t.Helper()
	var out []string
	for _, e := range must(os.ReadDir(dir)) {
		out = append(out, e.Name())
	}
	return strings.Join(out, " ")
}

func keyed(t *testing.T, err error, code data.Code, key string) {
	t.Helper()
	var told *data.Error
	if !errors.As(err, &told) || told.Code != code || told.Key != key {
		t.Errorf("error %v, want %s %s", err, code, key)
	}
}

func TestABackupIsWholeAndKnown(t *testing.T) {
	db := firm(t, 12)
	for _, secret := range []string{"", passphrase} {
		dir := t.TempDir()
		j := job(backup.Name(dir, datatest.Now.In(warsaw), secret != ""))
		j.Passphrase, j.Scratch = secret, t.TempDir()
		var stages []data.BackupStage
		j.Progress = func(s data.BackupStage, done, total int64) {
			if done > total {
				t.Errorf("%s: %d of %d", s, done, total)
			}
			if len(stages) == 0 || stages[len(stages)-1] != s {
				stages = append(stages, s)
			}
		}
		e := made(t, db, j)
		if !e.OK || e.Counts.Messages != 12 || e.Counts.Contacts != 1 || e.Encrypted != (secret != "") || len(e.SHA256) != 64 {
			t.Errorf("made %+v", e)
		}
		if len(stages) == 0 {
			t.Error("nobody was told how far it is")
		}
		if got := names(t, dir); got != filepath.Base(e.Path) || names(t, j.Scratch) != "" {
			t.Errorf("the folder holds %s, the other %s", got, names(t, j.Scratch))
		}
		n, err := backup.Look(t.Context(), backup.Source{Path: e.Path, Passphrase: secret, Scratch: j.Scratch})
		if err != nil || n != e.Counts {
			t.Errorf("it holds %+v, %v", n, err)
		}
		found, err := backup.Findings(t.Context(), backup.Source{Path: e.Path, Passphrase: secret, Scratch: j.Scratch})
		if err != nil || len(found) != 0 {
			t.Errorf("check finds %v, %v", found, err)
		}
		if got := names(t, j.Scratch); got != "" {
			t.Errorf("looking left %s", got)
		}
	}
}

// TestTheAgeToolOpensIt reads it as the tool does, by age's own library and
// nothing of ours.
func TestTheAgeToolOpensIt(t *testing.T) {
	db := firm(t, 3)
	j := job(filepath.Join(t.TempDir(), "k.db.age"))
	j.Passphrase = passphrase
	made(t, db, j)
	with := must(age.NewScryptIdentity(passphrase))
	f := must(os.Open(j.Path))
	defer f.Close()
	plain := filepath.Join(t.TempDir(), "k.db")
	if err := os.WriteFile(plain, must(io.ReadAll(must(age.Decrypt(f, with)))), 0o600); err != nil {
		t.Fatal(err)
	}
	again := datatest.Open(t, plain, &datatest.Clock{})
	datatest.Sound(t, again)
	if raw := must(os.ReadFile(j.Path)); bytes.Contains(raw, []byte("jan@klient")) || bytes.Contains(raw, []byte("SQLite")) {
		t.Error("something of it can be read")
	}
}

func TestAnEncryptedBackupOpensWithItsPassphraseOnly(t *testing.T) {
	j := job(filepath.Join(t.TempDir(), "k.db.age"))
	j.Passphrase = passphrase
	made(t, firm(t, 3), j)
	look := func(p string) error {
		_, err := backup.Look(t.Context(), backup.Source{Path: j.Path, Passphrase: p, Scratch: j.Scratch})
		return err
	}
	keyed(t, look(""), data.CodeNoPassword, "backup-passphrase-needed")
	keyed(t, look("inne"), data.CodeNoPassword, "backup-passphrase-wrong")
	whole := must(os.ReadFile(j.Path))
	for name, broken := range map[string][]byte{
		"cut short":      whole[:len(whole)-100],
		"a changed byte": append(append(bytes.Clone(whole[:len(whole)/2]), whole[len(whole)/2]^1), whole[len(whole)/2+1:]...),
		"its head alone": whole[:60],
	} {
		if err := os.WriteFile(j.Path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) { keyed(t, look(passphrase), data.CodeCorrupt, "backup-damaged") })
	}
	if got := names(t, filepath.Dir(j.Path)); got != "k.db.age" {
		t.Errorf("left %s", got)
	}
}

func TestABackupThatIsStoppedLeavesWhatWasThere(t *testing.T) {
	db := firm(t, 40)
	for _, secret := range []string{"", passphrase} {
		dir := t.TempDir()
		j := job(filepath.Join(dir, "k.db"))
		j.Passphrase = secret
		made(t, db, j)
		before := must(os.ReadFile(j.Path))
		for _, at := range []data.BackupStage{"", data.StageVerify, data.StageEncrypt} {
			if at == data.StageEncrypt && secret == "" {
				continue
			}
			ctx, cancel := context.WithCancel(t.Context())
			if at == "" {
				cancel()
			}
			j.Progress = func(s data.BackupStage, _, _ int64) {
				if s == at {
					cancel()
				}
			}
			_, err := backup.Make(ctx, db, j)
			cancel()
			keyed(t, err, data.CodeCancelled, "backup-cancelled")
			if got := names(t, dir); got != "k.db" || !bytes.Equal(before, must(os.ReadFile(j.Path))) {
				t.Errorf("stopped at %q it left %s", at, got)
			}
		}
	}
}

func TestABackupReplacesOnlyABackup(t *testing.T) {
	db := firm(t, 1)
	dir := t.TempDir()
	letter := filepath.Join(dir, "list.txt")
	if err := os.WriteFile(letter, []byte("Szanowni Państwo"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := backup.Make(t.Context(), db, job(letter))
	keyed(t, err, data.CodeConflict, "backup-other-file")
	if got := string(must(os.ReadFile(letter))); got != "Szanowni Państwo" {
		t.Errorf("it holds %q", got)
	}
	_, err = backup.Make(t.Context(), db, job(filepath.Join(dir, "nie ma", "k.db")))
	keyed(t, err, data.CodeNotFound, "folder-missing")
	for range 2 {
		made(t, db, job(filepath.Join(dir, "k.db")))
	}
}

func TestABackupReplacesNoOtherDatabase(t *testing.T) {
	db := firm(t, 1)
	dir := t.TempDir()
	other := append([]byte("SQLite format 3\x00"), make([]byte, 4080)...)
	for name, content := range map[string][]byte{
		"faktury.db":   other,                                        // of another program
		"tajne.age":    []byte("age-encryption.org/v1\n-> scrypt"),   // somebody's encrypted file
		"kartoteka.db": must(os.ReadFile(db.Path())),                 // a card index in use
		"k.db":         append(other[:68:68], []byte("KART0000")...), // one whose log waits beside it
		"k.db-wal":     []byte("log"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"faktury.db", "tajne.age", "kartoteka.db", "k.db"} {
		path := filepath.Join(dir, name)
		before := must(os.ReadFile(path))
		_, err := backup.Make(t.Context(), db, job(path))
		keyed(t, err, data.CodeConflict, "backup-other-file")
		if !bytes.Equal(before, must(os.ReadFile(path))) {
			t.Errorf("%s was written over", name)
		}
	}
}

func TestTheListNamesNobodyAndMayBeBroken(t *testing.T) {
	db := firm(t, 5)
	dir := t.TempDir()
	e := made(t, db, job(backup.Name(dir, datatest.Now.In(warsaw), false)))
	if err := backup.Note(e, datatest.Now); err != nil {
		t.Fatal(err)
	}
	raw := must(os.ReadFile(filepath.Join(dir, "kartoteka-backups.json")))
	for _, word := range []string{"Jan", "Żółw", "jan@", "klient.example"} {
		if bytes.Contains(raw, []byte(word)) {
			t.Errorf("the list says %s", word)
		}
	}
	known := must(backup.List(dir, warsaw))
	if len(known) != 1 || !known[0].OK || known[0].Counts != e.Counts || known[0].Mark != "moja" || !known[0].At.Equal(datatest.Now) {
		t.Errorf("listed %+v", known)
	}
	for name, list := range map[string]string{"empty": "", "half": string(raw[:len(raw)/2]), "nonsense": "<html>", "other": `{"a":1}`} {
		if err := os.WriteFile(filepath.Join(dir, "kartoteka-backups.json"), []byte(list), 0o600); err != nil {
			t.Fatal(err)
		}
		l := must(backup.List(dir, warsaw))
		if len(l) != 1 || l[0].OK || l[0].Path != e.Path || l[0].Size != e.Size {
			t.Errorf("%s: listed %+v", name, l)
		}
		if n, err := backup.Rotate(dir, "moja", datatest.Now, warsaw); n != 0 || err != nil {
			t.Errorf("%s: %d removed, %v", name, n, err)
		}
	}
	if err := backup.Note(e, datatest.Now); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(e.Path, e.Size-1); err != nil {
		t.Fatal(err)
	}
	if l := must(backup.List(dir, warsaw)); l[0].OK {
		t.Error("one of another size is called verified")
	}
	if l, err := backup.List(filepath.Join(dir, "nie ma"), warsaw); l != nil || err != nil {
		t.Errorf("a folder that is not there: %v, %v", l, err)
	}
}

// TestRotateTakesItsOwnOnly has backups of two card indexes, a stranger's files
// and some of which nothing is known in one folder.
func TestRotateTakesItsOwnOnly(t *testing.T) {
	dir := t.TempDir()
	var list []map[string]any
	at := datatest.Now
	strange := []string{"kartoteka-2020-01-01T0200.db.bak", "kartoteka.db", "kartoteka-notatki.db", "zdjęcie.jpg", "kartoteka-2020-01-01T0200.db"}
	for _, name := range strange {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i := range 100 {
		when := at.AddDate(0, 0, -i)
		path := backup.Name(dir, when.In(warsaw), i%3 == 0)
		if err := os.WriteFile(path, []byte("xyz"), 0o600); err != nil {
			t.Fatal(err)
		}
		list = append(list, map[string]any{
			"name": filepath.Base(path), "at": when, "size": 3, "checked": when, "mark": []string{"moja", "cudza"}[i%2],
		})
	}
	if err := os.WriteFile(filepath.Join(dir, "kartoteka-backups.json"), must(json.Marshal(list)), 0o600); err != nil {
		t.Fatal(err)
	}
	n := must(backup.Rotate(dir, "moja", at, warsaw))
	own, others := 0, 0
	for _, e := range must(backup.List(dir, warsaw)) {
		switch e.Mark {
		case "moja":
			own++
		case "cudza":
			others++
		}
	}
	if n == 0 || own != 50-n || others != 50 {
		t.Errorf("%d removed, %d own and %d others are left", n, own, others)
	}
	for _, name := range strange {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("%s went", name)
		}
	}
	if n := must(backup.Rotate(dir, "", at, warsaw)); n != 0 {
		t.Errorf("one without a mark removed %d", n)
	}
	if n := must(backup.Rotate(dir, "moja", at, warsaw)); n != 0 {
		t.Errorf("again %d", n)
	}
}

func TestNamesSortByTimeAndAreNotTakenTwice(t *testing.T) {
	dir := t.TempDir()
	at := time.Date(2026, 11, 22, 7, 15, 0, 0, warsaw)
	for _, want := range []string{"kartoteka-2026-11-22T0715.db", "kartoteka-2026-11-22T0715-2.db", "kartoteka-2026-11-22T0715-3.db"} {
		path := backup.Name(dir, at, false)
		if filepath.Base(path) != want {
			t.Errorf("name %s, want %s", path, want)
		}
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if got := filepath.Base(backup.Name(dir, at, true)); got != "kartoteka-2026-11-22T0715.db.age" {
		t.Errorf("encrypted: %s", got)
	}
	if l := must(backup.List(dir, warsaw)); len(l) != 3 || !l[0].At.Equal(at) {
		t.Errorf("listed %+v", l)
	}
}
