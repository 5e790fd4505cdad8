package core_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/data/report"
)

// figures is the trend report of all time, cell by cell.
func figures(t *testing.T, c *core.Core) map[string][]report.Value {
	t.Helper()
	r, err := c.Report(t.Context(), data.Period{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][]report.Value{}
	for _, s := range r.Sheets {
		for _, table := range s.Tables {
			for i := range table.Len() {
				out[fmt.Sprintf("%s/%s %d", s.Key, table.Key, i)] = slices.Clone(table.Row(i, nil))
			}
		}
	}
	return out
}

// chosen is the client of the sample firm with the most mail whose name nobody
// else has.
func chosen(t *testing.T, c *core.Core) data.ContactRow {
	t.Helper()
	all, err := c.Contacts(t.Context(), data.ContactFilter{})
	if err != nil {
		t.Fatal(err)
	}
	families := map[string]int{}
	for _, p := range all {
		families[p.FamilyName]++
	}
	mails := map[int64]int{}
	for _, m := range messages(t, c) {
		mails[m.ContactID]++
	}
	delete(mails, 0) // nobody's
	var best data.ContactRow
	for _, p := range all {
		if p.Kind == data.Person && len(p.Emails()) > 0 && len(p.FamilyName) > 6 && families[p.FamilyName] == 1 && p.OpenCases == 0 && mails[p.ID] > mails[best.ID] {
			best = p
		}
	}
	if mails[best.ID] < 4 {
		t.Fatalf("nobody to erase: %+v", best)
	}
	return best
}

// ownTexts are beginnings of a client's letters that nobody else's letters have.
func ownTexts(all []data.Message, contact int64) []string {
	var out []string
	for _, m := range all {
		if m.ContactID != contact || len(m.Text) < 80 {
			continue
		}
		begin := m.Text[:80]
		if !slices.ContainsFunc(all, func(o data.Message) bool { return o.ContactID != contact && strings.Contains(o.Text, begin) }) {
			out = append(out, begin)
		}
	}
	return out
}

// traces lists the files of a folder that hold one of the words, in any of the
// forms in which the program writes them.
func traces(t *testing.T, dir string, words []string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, w := range words {
			for _, form := range []string{w, strings.ToLower(w), plainLetters(w)} {
				if bytes.Contains(raw, []byte(form)) {
					out = append(out, filepath.Base(path)+": "+form)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func plainLetters(s string) string {
	return strings.NewReplacer("ą", "a", "ć", "c", "ę", "e", "ł", "l", "ń", "n", "ó", "o", "ś", "s", "ź", "z", "ż", "z").
		Replace(strings.ToLower(s))
}

// copyTo writes a copy of the open card index, as a backup is.
func copyTo(t *testing.T, dir, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "kartoteka.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`VACUUM INTO ?`, to); err != nil {
		t.Fatal(err)
	}
}

// TestErasingAClientOfTheSampleFirm takes one person out of a firm that has
// lived: nothing of him is left in any file, the year's report is the same, and
// the mailbox gives nothing back.
func TestErasingAClientOfTheSampleFirm(t *testing.T) {
	dir := sampleFolder(t)
	c := open(t, core.Options{Dir: dir})
	who := chosen(t, c)
	words := []string{who.FamilyName, strings.Split(who.Emails()[0], "@")[0]}
	for _, p := range who.Phones() {
		words = append(words, p, strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, strings.TrimPrefix(p, "+48")))
	}
	words = append(words, ownTexts(messages(t, c), who.ID)...)
	if _, err := c.LogInteractionAndNext(t.Context(), data.Interaction{ContactID: who.ID, Note: "Rozmowa z: " + who.FamilyName}, nil); err != nil {
		t.Fatal(err)
	}
	plain, sealed := filepath.Join(dir, "backups", "2026-11-15.db"), filepath.Join(dir, "backups", "2026-11-14.age")
	copyTo(t, dir, plain)
	listed, err := c.Backup(t.Context(), core.BackupOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(sealed, []byte("age-encryption.org/v1\n-> scrypt x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if len(traces(t, dir, words)) < len(words) {
		t.Fatalf("the words %q are not in the files", words)
	}
	before := figures(t, c)
	onServer := len(messages(t, c))

	p, err := c.ErasePreview(t.Context(), who.ID, data.EraseOptions{})
	if err != nil || p.Counts.Messages < 4 || !slices.Equal(p.Backups, []string{"2026-11-14.age", "2026-11-15.db", filepath.Base(listed.Path)}) ||
		!slices.Equal(p.Sealed, []string{"2026-11-14.age"}) {
		t.Errorf("preview %+v, %v", p, err)
	}
	e, err := c.EraseSubject(t.Context(), who.ID, data.EraseOptions{Reason: "żądanie z art. 17", NamedMail: true})
	if err != nil {
		t.Fatal(err)
	}
	if e.Counts.Messages < p.Counts.Messages || !slices.Equal(e.Backups, []string{"2026-11-14.age"}) {
		t.Errorf("erased %+v", e)
	}
	if left := traces(t, dir, words); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
	clean(t, c)
	if diff := cmp.Diff(before, figures(t, c)); diff != "" {
		t.Errorf("the report is another one:\n%s", diff)
	}
	copied := open(t, core.Options{Dir: asIndex(t, plain)})
	clean(t, copied)
	if n := len(messages(t, copied)); n != onServer-e.Counts.Messages {
		t.Errorf("the copy holds %d messages", n)
	}
	if all, err := c.Backups(t.Context()); err != nil || len(all) != 1 || !all[0].OK || all[0].Path != listed.Path ||
		all[0].Counts.Messages != int64(onServer-e.Counts.Messages) {
		t.Errorf("the backups are %+v, %v", all, err)
	}
	nothingComesBack(t, c, onServer, e.Counts.Messages)
}

// asIndex puts a copy where it can be opened.
func asIndex(t *testing.T, file string) string {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "kartoteka.db"), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// nothingComesBack pulls the mailbox, which still holds all, and compares.
func nothingComesBack(t *testing.T, c *core.Core, onServer, erased int) {
	t.Helper()
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || !r[0].OK {
		t.Fatalf("%+v, %v", r, err)
	}
	out, kept, away := 0, 0, 0
	for _, f := range r[0].Folders {
		out, kept, away = out+f.OnServer, kept+f.Kept, away+f.LeftOut
		if f.New != 0 || f.Failed != 0 || f.OnServer != f.Kept+f.LeftOut {
			t.Errorf("folder %+v", f)
		}
	}
	if out != onServer || away != erased || kept != onServer-erased {
		t.Errorf("%d on the server, %d kept, %d left out; want %d, %d, %d", out, kept, away, onServer, onServer-erased, erased)
	}
	clean(t, c)
}
