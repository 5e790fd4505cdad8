package core_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

// A large message is the same everywhere it comes out, and nothing of it is left
// beside the card index.
func TestALargeMessageComesOutAsItCame(t *testing.T) {
	content := strings.Repeat("Zestawienie kluczy, wkładek i zamków za cały rok.\n", 120_000)
	raw := withAttachment("zestawienie.txt", content)
	c, m := withMail(t, raw)
	sum := sha256.Sum256(raw)
	if m.Size != int64(len(raw)) || m.Size < data.LargeMail || m.SHA256 != hex.EncodeToString(sum[:]) || m.Text != "Tekst" {
		t.Errorf("kept %d of %d bytes, %q", m.Size, len(raw), m.Text)
	}
	path, err := c.SaveAttachment(t.Context(), m.ID, m.Attachments[0].Part, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != strings.ReplaceAll(content, "\n", "\r\n") {
		t.Errorf("the file has %d bytes, not %d: %v", len(got), len(content), err)
	}
	dir := filepath.Join(t.TempDir(), "listy")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if n, err := c.ExportMail(t.Context(), dir, data.MessageFilter{}, nil); n != 1 || err != nil {
		t.Fatal(n, err)
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.eml"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	if got, err := os.ReadFile(files[0]); err != nil || !bytes.Equal(got, raw) {
		t.Errorf("exported %d bytes, not %d: %v", len(got), len(raw), err)
	}
	if found, err := c.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
	if left, _ := filepath.Glob(filepath.Join(c.Dir(), "mail-*")); len(left) > 0 {
		t.Errorf("left beside it: %q", left)
	}
}

func TestWhatAKilledPullLeftIsSweptAtTheStart(t *testing.T) {
	dir := t.TempDir()
	left, other := filepath.Join(dir, "mail-123.part"), filepath.Join(dir, "mail-notatki.txt")
	for _, path := range []string{left, other} {
		if err := os.WriteFile(path, []byte("list"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open(t, core.Options{Dir: dir})
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the beginning of a message is still there: %v", err)
	}
	if _, err := os.Stat(other); err != nil {
		t.Errorf("somebody's own file: %v", err)
	}
}
