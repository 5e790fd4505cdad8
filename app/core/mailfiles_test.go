package core_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
)

// awkward are messages that an mbox or a folder of files may spoil.
func awkward() [][]byte {
	return [][]byte{
		letter(1, "a@x.example", "s", "From tego wiersza\r\n>From tego\r\n>>From"),
		letter(2, "b@x.example", "s", "bez końca wiersza"),
		[]byte("Subject: bez daty\r\n\r\ntekst\r\n"),
		[]byte("Subject: za rok\r\nDate: Mon, 15 Nov 2027 10:00:00 +0100\r\n\r\ntekst\r\n"),
		[]byte("Subject: same LF\n\nFrom nikt\n"),
		[]byte("Subject: CR\r\n\r\na\rb\r\n\r\n\r\n"),
		withAttachment("a.bin", "\x00\x01"),
	}
}

func exported(t *testing.T, c *core.Core, name string) (target string, files map[string][]byte) {
	t.Helper()
	target = filepath.Join(t.TempDir(), name)
	if _, err := c.ExportMail(t.Context(), target, data.MessageFilter{}, nil); err != nil {
		t.Fatal(err)
	}
	files = map[string][]byte{}
	err := filepath.WalkDir(target, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(p)
		files[filepath.Base(p)] = raw
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return target, files
}

func TestMailGoesToANewBaseAndBackUnchanged(t *testing.T) {
	for _, name := range []string{"poczta.mbox", "poczta"} {
		t.Run(name, func(t *testing.T) {
			raws := awkward()
			if name == "poczta" { // a file with bare line feeds gets a server's line ends
				raws = slices.Delete(raws, 4, 5)
			}
			first := open(t, core.Options{})
			pull(t, first, serve(t, raws...))
			target, want := exported(t, first, name)
			second := open(t, core.Options{Clock: func() time.Time { return noon.AddDate(0, 2, 0) }})
			r, err := second.Import(t.Context(), []string{target}, false)
			if err != nil || r.New != len(raws) || r.Failed != 0 {
				t.Fatalf("%+v, %v", r, err)
			}
			_, got := exported(t, second, name)
			if len(got) != len(want) {
				t.Fatalf("%d files, want %d", len(got), len(want))
			}
			for file, raw := range want {
				if !bytes.Equal(got[file], raw) {
					t.Errorf("%s\n got %q\nwant %q", file, got[file], raw)
				}
			}
			again, err := second.Import(t.Context(), []string{target}, false)
			if err != nil || again.New != 0 || again.Duplicates != len(raws) {
				t.Errorf("once more: %+v, %v", again, err)
			}
			clean(t, second)
		})
	}
}

// maildirOf makes a Maildir with a nested folder, Dovecot's own files, and one
// file that is no mail.
func maildirOf(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for name, raw := range map[string][]byte{
		"cur/1700000100.M1P1.host:2,S":                     letter(1, "a@x.example", "pierwszy", "a"),
		"new/1700000200.M2P1.host":                         []byte("Subject: bez daty\r\n\r\nx"),
		"tmp/1700000300.M3P1.host":                         letter(3, "c@x.example", "w drodze", "c"),
		"dovecot-uidlist":                                  []byte("3 V1 N3\n1 :1700000100.M1P1.host\n"),
		"dovecot.index.log":                                {0, 1, 2},
		".Klienci.Stali/cur/1700000400.M4P1.host,S=9:2,RS": letter(4, "d@x.example", "zagnieżdżony", "d"),
		".Klienci.Stali/new/1700000500.M5P1.host":          {},
		".Klienci.Stali/maildirfolder":                     {},
		".Puste/cur/.keep":                                 {},
		".Puste/new/.keep":                                 {},
	} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestAMaildirIsReadWithItsFolders(t *testing.T) {
	c := open(t, core.Options{})
	root := maildirOf(t)
	dry, err := c.Import(t.Context(), []string{root}, true)
	if err != nil || dry.New != 3 || dry.Failed != 1 || len(messages(t, c)) != 0 {
		t.Fatalf("dry: %+v, %v", dry, err)
	}
	var far int
	r, err := c.ImportFiles(t.Context(), core.ImportRequest{Paths: []string{root}, Progress: func(done, total int) {
		if done < far || done > total {
			t.Errorf("%d of %d after %d", done, total, far)
		}
		far = done
	}})
	if err != nil || r.New != 3 || r.Failed != 1 || far == 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if i := slices.IndexFunc(r.Rows, func(row data.ImportRow) bool { return row.Outcome == data.OutcomeFailed }); !strings.Contains(r.Rows[i].Item, "1700000500") {
		t.Errorf("what failed is called %q", r.Rows[i].Item)
	}
	dated := false
	for _, m := range messages(t, c) {
		if m.Subject == "bez daty" {
			dated = true
			if !m.Date.Equal(time.Unix(1700000200, 0)) {
				t.Errorf("without a date of its own it counts at %v", m.Date)
			}
		}
	}
	if again, err := c.Import(t.Context(), []string{root}, false); err != nil || again.New != 0 || again.Duplicates != 3 || !dated {
		t.Errorf("once more: %+v, %v", again, err)
	}
	clean(t, c)
}

func TestOnlyWhatIsAskedForGoesOut(t *testing.T) {
	c := open(t, core.Options{})
	anna := addContact(t, c, data.Contact{GivenName: "Anna"}, "anna@x.example")
	pull(t, c, serve(t, letter(1, "anna@x.example", "jej", "a"), letter(9, "inny@x.example", "cudze", "b")))
	for name, f := range map[string]data.MessageFilter{
		"a contact's": {ContactID: anna},
		"until nine":  {Before: time.Date(2026, 11, 15, 7, 0, 0, 0, time.UTC)},
	} {
		box := filepath.Join(t.TempDir(), "a.mbox")
		if n, err := c.ExportMail(t.Context(), box, f, nil); err != nil || n != 1 {
			t.Errorf("%s: %d, %v", name, n, err)
		}
		if raw, err := os.ReadFile(box); err != nil || !bytes.Contains(raw, []byte("jej")) || bytes.Contains(raw, []byte("cudze")) {
			t.Errorf("%s: %v\n%s", name, err, raw)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	box := filepath.Join(t.TempDir(), "a.mbox")
	_, err := c.ExportMail(ctx, box, data.MessageFilter{}, func(int, int) { stop() })
	if _, missing := os.Stat(box); data.CodeOf(err) != data.CodeCancelled || missing == nil {
		t.Errorf("stopped: %v, and the file is there: %v", err, missing == nil)
	}
}

// TestMuchMailGoesOutAndInWithinBounds writes and reads 10,000 messages, of which
// no more than a batch is held at a time.
func TestMuchMailGoesOutAndInWithinBounds(t *testing.T) {
	const n, most = 10000, 64 << 20
	var box bytes.Buffer
	for i := range n {
		fmt.Fprintf(&box, "From x Mon Jan  2 15:04:05 2026\n%s\n", strings.ReplaceAll(fmt.Sprintf(
			"From: k%d@x.example\r\nSubject: %d\r\nMessage-ID: <%d@x>\r\nDate: Sun, 15 Nov 2026 09:00:00 +0100\r\n\r\n%s\r\n",
			i%50, i, i, strings.Repeat("Dzień dobry, zamek się zaciął. ", 160)), "\r\n", "\n"))
	}
	file := filepath.Join(t.TempDir(), "a.mbox")
	if err := os.WriteFile(file, box.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	box.Reset()
	c := open(t, core.Options{})
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	calls, peak := 0, uint64(0)
	watch := func(int, int) {
		if calls++; calls%100 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			peak = max(peak, now.HeapAlloc)
		}
	}
	r, err := c.ImportFiles(t.Context(), core.ImportRequest{Paths: []string{file}, Progress: watch})
	if err != nil || r.New != n {
		t.Fatalf("%d new, %d failed, %v", r.New, r.Failed, err)
	}
	if _, err := c.ExportMail(t.Context(), filepath.Join(t.TempDir(), "b.mbox"), data.MessageFilter{}, watch); err != nil {
		t.Fatal(err)
	}
	if peak > before.HeapAlloc+most {
		t.Errorf("%d MB are held at a time", (peak-before.HeapAlloc)>>20)
	}
}
