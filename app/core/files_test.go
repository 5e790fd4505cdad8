package core_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

// withAttachment is a letter with a file of that name.
func withAttachment(name, content string) []byte {
	return []byte(strings.ReplaceAll(`From: a@x.example
To: `+firmAddress+`
Subject: plik
Date: Sun, 15 Nov 2026 09:00:00 +0100
Message-ID: <plik@x.example>
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

Tekst
--b
Content-Type: application/octet-stream; name="`+name+`"
Content-Disposition: attachment; filename="`+name+`"

`+content+`
--b--
`, "\n", "\r\n"))
}

func TestAnAttachmentIsSavedUnderASafeNameAndReplacesNothing(t *testing.T) {
	c, m := withMail(t, withAttachment("../../wycena.pdf", "tresc"))
	if len(m.Attachments) != 1 {
		t.Fatalf("attachments %+v", m.Attachments)
	}
	dir := t.TempDir()
	var paths []string
	for range 3 {
		path, err := c.SaveAttachment(t.Context(), m.ID, m.Attachments[0].Part, dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || strings.TrimSpace(string(got)) != "tresc" || filepath.Dir(path) != dir {
			t.Errorf("%s: %q, %v", path, got, err)
		}
		paths = append(paths, filepath.Base(path))
	}
	if paths[0] == paths[1] || !strings.HasSuffix(paths[1], " (2).pdf") || !strings.HasSuffix(paths[2], " (3).pdf") {
		t.Errorf("names %q", paths)
	}
	if _, err := c.SaveAttachment(t.Context(), m.ID, 99, dir); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("a part that is not there: %v", err)
	}
	if _, err := c.SaveAttachment(t.Context(), m.ID, m.Attachments[0].Part, filepath.Join(dir, "nie ma")); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("a folder that is not there: %v", err)
	}
}

func TestAPulledMessageIsKnownInAFileWithBareLineEnds(t *testing.T) {
	raw := letter(1, "a@x.example", "s", "t")
	c, m := withMail(t, raw)
	dir := t.TempDir()
	for name, content := range map[string][]byte{
		"crlf.eml": raw,
		"lf.eml":   bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r, err := c.Import(t.Context(), []string{dir}, false)
	if err != nil || r.New != 0 || r.Duplicates != 2 {
		t.Errorf("%+v, %v", r, err)
	}
	if all := messages(t, c); len(all) != 1 || all[0].ID != m.ID {
		t.Errorf("%d messages", len(all))
	}
}

func TestMailGoesOutAsItCameIn(t *testing.T) {
	raws := [][]byte{
		letter(1, "a@x.example", "s", "From tego wiersza\r\n>From tego"),
		letter(2, "b@x.example", "s", "bez końca wiersza"),
		[]byte("zepsute\xff bez nagłówków"),
		withAttachment("a.bin", "\x00\x01"),
	}
	c := open(t, core.Options{})
	pull(t, c, serve(t, raws...))
	for name, target := range map[string]string{
		"a mailbox": filepath.Join(t.TempDir(), "poczta.mbox"),
		"a folder":  filepath.Join(t.TempDir(), "poczta"),
	} {
		n, err := c.ExportMail(t.Context(), target, data.MessageFilter{}, nil)
		if err != nil || n != len(raws) {
			t.Fatalf("%s: %d, %v", name, n, err)
		}
		r, err := c.Import(t.Context(), []string{target}, false)
		if err != nil || r.New != 0 || r.Duplicates != len(raws) || r.Failed != 0 {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
	if _, err := c.ExportMail(t.Context(), "poczta.zip", data.MessageFilter{}, nil); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("an unknown ending: %v", err)
	}
	clean(t, c)
}

func TestImportedMailIsJudgedAsPulledMail(t *testing.T) {
	c := open(t, core.Options{})
	anna := addContact(t, c, data.Contact{GivenName: "Anna"}, "anna@x.example")
	file := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(file, letter(1, "anna@x.example", "Reklamacja", "Składam reklamację."), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := c.Import(t.Context(), []string{file, file}, false)
	if err != nil || r.New != 1 || r.Duplicates != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	m := messages(t, c)[0]
	if m.ContactID != anna || m.Suggested != data.KindComplaint || len(m.Places) != 0 {
		t.Errorf("%+v", m)
	}
	line, err := c.Entries(t.Context(), anna, data.EntryFilter{}, data.EntryCursor{}, 0)
	if err != nil || len(line) != 1 {
		t.Errorf("timeline %v, %v", line, err)
	}
	clean(t, c)
}

// words are a language of keys.
type words struct{}

func (words) T(key string, _ ...any) string        { return key }
func (words) N(key string, _ int, _ ...any) string { return key }
func (words) Lang() string                         { return "pl" }
func (words) Number(float64, int) string           { return "1" }
func (words) Date(d data.Date) string              { return d.String() }
func (words) Month(d data.Date) string             { return d.String() }

func TestAWorkbookIsWrittenWholeOrNotAtAll(t *testing.T) {
	c := open(t, core.Options{})
	dir := t.TempDir()
	book := filepath.Join(dir, "trendy.xlsx")
	if err := os.WriteFile(book, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.WriteReport(t.Context(), data.Period{}, words{}, book); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(book)
	if err != nil || !bytes.HasPrefix(got, []byte("PK")) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if left, err := filepath.Glob(filepath.Join(dir, ".*")); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	for name, c2 := range map[string]struct {
		path string
		code data.Code
	}{
		"no folder":     {filepath.Join(dir, "nie ma", "t.xlsx"), data.CodeNotFound},
		"wrong ending":  {filepath.Join(dir, "t.ods"), data.CodeInvalid},
		"not a file":    {mkdir(t, filepath.Join(dir, "folder.xlsx")), data.CodeInvalid},
		"no ending yet": {filepath.Join(dir, "trendy"), data.CodeInvalid},
	} {
		if err := c.WriteReport(t.Context(), data.Period{}, words{}, c2.path); data.CodeOf(err) != c2.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if runtime.GOOS != "windows" && os.Geteuid() != 0 {
		closed := mkdir(t, filepath.Join(dir, "closed"))
		if err := os.Chmod(closed, 0o500); err != nil {
			t.Fatal(err)
		}
		if err := c.WriteReport(t.Context(), data.Period{}, words{}, filepath.Join(closed, "t.xlsx")); data.CodeOf(err) != data.CodeReadOnly {
			t.Errorf("a closed folder: %v", err)
		}
	}
}

func mkdir(t *testing.T, path string) string {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		t.Fatal(err)
	}
	return path
}

// TestEveryLetterOfAFolderIsFound has a Maildir, whose names end in anything,
// reached by links, beside what is no letter.
func TestEveryLetterOfAFolderIsFound(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // its names hold no ":", and links need a right
	}
	dir := t.TempDir()
	for name, raw := range map[string]string{
		"box/new/1700000000.M1P2.host.example": "Subject: a\n\na", "box/cur/1700000000.M2P2.host:2,S": "Subject: b\n\nb",
		"elsewhere/c.eml": "Subject: c\n\nc", "box/dovecot.index.log": "Subject: not a letter\n\n",
	} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(raw), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	for link, to := range map[string]string{"way": "box", "box/c.eml": "../elsewhere/c.eml", "box/round": "."} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	c := open(t, core.Options{})
	r, err := c.Import(t.Context(), []string{filepath.Join(dir, "way"), os.DevNull}, false)
	if err != nil || r.New != 3 || r.Failed != 1 || len(r.Rows) != 4 {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestABadFileDoesNotStopTheOthers(t *testing.T) {
	c := open(t, core.Options{})
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	paths := []string{
		filepath.Join(dir, "nie-ma.eml"),
		write("pusty.eml", ""),
		write("obraz.png", "\x89PNG\r\n"),
		write("wiersz.txt", "From rana do wieczora nic tylko praca\n"),
		write("dziwny.eml", "bez nagłówków, ale nazwany jak list"),
		write("dobry.eml", string(letter(1, "a@x.example", "s", "t"))),
		write("skrzynka", "From a@x.example Mon Nov 16 09:00:00 2026\n"+string(letter(2, "b@x.example", "s", "t"))),
	}
	r, err := c.Import(t.Context(), paths, false)
	if err != nil {
		t.Fatal(err)
	}
	if r.New != 3 || r.Failed != 4 || len(r.Rows) != len(paths) {
		t.Errorf("%+v", r)
	}
	for _, row := range r.Rows {
		if (row.Outcome == "failed") != (row.Error != "") {
			t.Errorf("%+v", row)
		}
	}
	again, err := c.Import(t.Context(), paths, true)
	if err != nil || again.New != 0 || again.Duplicates != 3 || again.Failed != 4 {
		t.Errorf("a dry run afterwards: %+v, %v", again, err)
	}
	clean(t, c)
}

func TestAnImportThatIsStoppedKeepsWhatItHas(t *testing.T) {
	c := open(t, core.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(file, letter(1, "a@x.example", "s", "t"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Import(ctx, []string{file}, false); !errors.Is(err, context.Canceled) && data.CodeOf(err) != data.CodeCancelled {
		t.Errorf("%v", err)
	}
	if n := len(messages(t, c)); n != 0 {
		t.Errorf("%d messages", n)
	}
}
