package core_test

import (
	"bytes"
	"encoding/base64"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/mbox"
)

// bigLetter is a letter with a file that makes it too large to be held.
func bigLetter() []byte {
	file := make([]byte, data.LargeMail)
	_, _ = rand.NewChaCha8([32]byte{7}).Read(file) // it never fails
	head, _, _ := strings.Cut(string(withAttachment("rzut.bin", "TU")), "TU")
	var b bytes.Buffer
	b.WriteString(head)
	for text := base64.StdEncoding.EncodeToString(file); len(text) > 0; {
		n := min(76, len(text))
		b.WriteString(text[:n] + "\r\n")
		text = text[n:]
	}
	b.WriteString("--b--\r\n")
	return b.Bytes()
}

// TestALargeMessageOfAFileIsTheSameHoweverItIsWritten imports one letter from a
// message file of this system and of a server, and from two kinds of mailbox.
func TestALargeMessageOfAFileIsTheSameHoweverItIsWritten(t *testing.T) {
	raw := bigLetter()
	bare := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	dir, home := t.TempDir(), t.TempDir()
	var box bytes.Buffer
	w := mbox.NewWriter(&box)
	for _, m := range [][]byte{letter(1, "a@x.example", "mały", "przed"), raw, letter(2, "a@x.example", "mały", "po")} {
		if err := w.Write(m, noon); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{
		"1-unix.eml": bare, "2-server.eml": raw, "3-our.mbox": box.Bytes(),
		"4-other.mbox": append(append([]byte("From jan@x.example Mon Jan  2 15:04:05 2006\n"), bare...), '\n'),
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := open(t, core.Options{Dir: home})
	for _, dry := range []bool{true, false} {
		r, err := c.Import(t.Context(), []string{dir}, dry)
		if err != nil || r.New != 3 || r.Duplicates != 3 || r.Failed != 0 {
			t.Fatalf("dry %v: %+v, %v", dry, r, err)
		}
	}
	for _, m := range messages(t, c) {
		if m.Size < data.LargeMail {
			continue
		}
		path := filepath.Join(t.TempDir(), "z.eml")
		if err := c.SaveRaw(t.Context(), m.ID, path); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, raw) {
			t.Errorf("%d bytes came out, %d went in, %v", len(got), len(raw), err)
		}
		if len(m.Attachments) != 1 || m.Attachments[0].Size <= data.LargeMail {
			t.Errorf("its files: %+v", m.Attachments)
		}
	}
	if left, err := filepath.Glob(filepath.Join(home, "mail-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
	clean(t, c)
}
