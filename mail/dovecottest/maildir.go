//go:build dovecot

package dovecottest

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"
)

// Folder makes a folder (UTF-8, nested by "/") if it is not there yet and
// returns its Maildir. Folders above it are made as well.
func (s *Server) Folder(tb testing.TB, name string) string {
	tb.Helper()
	dir := s.Maildir
	s.mkdir(tb, dir)
	for part := range strings.SplitSeq(name, "/") {
		dir = filepath.Join(dir, part)
		for _, sub := range []string{"", "cur", "new", "tmp"} {
			s.mkdir(tb, filepath.Join(dir, sub))
		}
	}
	return dir
}

func (s *Server) mkdir(tb testing.TB, dir string) {
	tb.Helper()
	must(tb, os.MkdirAll(dir, 0o755))
	s.own(tb, dir)
}

// Deliver puts a message into a folder with the given Maildir flags ("S",
// "FRS"…); "new" puts it where fresh mail lies that no program has seen.
func (s *Server) Deliver(tb testing.TB, folder string, n int, flags string, raw []byte) {
	tb.Helper()
	dir := s.Folder(tb, folder)
	name := fmt.Sprintf("%d.M%06dP1.test", 1700000000+n, n)
	path := filepath.Join(dir, "cur", name+":2,"+flags)
	if flags == "new" {
		path = filepath.Join(dir, "new", name)
	}
	must(tb, os.WriteFile(path, raw, 0o644))
	s.own(tb, path)
}

// Files lists every message file of the mailbox, relative to Maildir. The
// names hold the flags, and "new" or "cur" the \Recent one.
func (s *Server) Files(tb testing.TB) []string {
	tb.Helper()
	var out []string
	must(tb, filepath.WalkDir(s.Maildir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		dir := filepath.Base(filepath.Dir(path))
		if dir == "cur" || dir == "new" {
			rel, err := filepath.Rel(s.Maildir, path)
			out = append(out, rel)
			return err
		}
		return nil
	}))
	sort.Strings(out)
	return out
}

// Sums returns the SHA-256 of every message of a folder by UID, in the form in
// which Dovecot serves it: with CRLF line ends. The UIDs are Dovecot's, so the
// folder must have been opened once.
func (s *Server) Sums(tb testing.TB, folder string) map[uint32]string {
	tb.Helper()
	byName := map[string]string{}
	dir := filepath.Join(s.Maildir, folder)
	for _, sub := range []string{"cur", "new"} {
		entries, err := os.ReadDir(filepath.Join(dir, sub))
		must(tb, err)
		for _, e := range entries {
			base, _, _ := strings.Cut(e.Name(), ":")
			raw, err := os.ReadFile(filepath.Join(dir, sub, e.Name()))
			must(tb, err)
			sum := sha256.Sum256(Served(raw))
			byName[base] = hex.EncodeToString(sum[:])
		}
	}
	out := map[uint32]string{}
	for uid, base := range s.uidList(tb, folder) {
		if sum, ok := byName[base]; ok {
			out[uid] = sum
		}
	}
	if len(out) != len(byName) {
		tb.Fatalf("%s: %d files, %d of them with a UID", folder, len(byName), len(out))
	}
	return out
}

// Served returns a message file's bytes as Dovecot serves them: with CRLF line
// ends, and 0x80 for the NUL that IMAP can't carry (RFC 3501 §4.3.1).
func Served(raw []byte) []byte {
	raw = bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\n"), []byte("\r\n"))
	return bytes.ReplaceAll(raw, []byte{0}, []byte{0x80})
}

// Renumber makes Dovecot forget the numbers of a folder's messages, so that it
// gives it a new UIDVALIDITY. Sessions that have it open are to be ended.
func (s *Server) Renumber(tb testing.TB, folder string) {
	tb.Helper()
	for _, path := range []string{
		filepath.Join(s.dir, "control", folder, "dovecot-uidlist"), filepath.Join(s.dir, "index", folder),
	} {
		must(tb, os.RemoveAll(path))
	}
}

// Rename renames a folder at the top, with its numbers, behind Dovecot's back.
func (s *Server) Rename(tb testing.TB, folder, name string) {
	tb.Helper()
	must(tb, os.Rename(filepath.Join(s.Maildir, folder), filepath.Join(s.Maildir, name)))
	for _, kind := range []string{"control", "index"} {
		must(tb, os.RemoveAll(filepath.Join(s.dir, kind, folder)))
	}
}

// Remove removes a folder and all mail in it behind Dovecot's back.
func (s *Server) Remove(tb testing.TB, folder string) {
	tb.Helper()
	for _, path := range []string{
		filepath.Join(s.Maildir, folder), filepath.Join(s.dir, "control", folder), filepath.Join(s.dir, "index", folder),
	} {
		must(tb, os.RemoveAll(path))
	}
}

// uidList reads Dovecot's own list of UIDs and file names.
func (s *Server) uidList(tb testing.TB, folder string) map[uint32]string {
	tb.Helper()
	control := folder
	if folder == "INBOX" {
		control = "INBOX"
	}
	f, err := os.Open(filepath.Join(s.dir, "control", control, "dovecot-uidlist"))
	must(tb, err)
	defer func() { must(tb, f.Close()) }()
	out := map[uint32]string{}
	lines := bufio.NewScanner(f)
	lines.Scan() // the header
	for lines.Scan() {
		number, rest, _ := strings.Cut(lines.Text(), " ")
		_, name, found := strings.Cut(rest, ":")
		uid, err := strconv.ParseUint(number, 10, 32)
		if err != nil || !found {
			tb.Fatalf("dovecot-uidlist: %q", lines.Text())
		}
		base, _, _ := strings.Cut(name, ":")
		out[uint32(uid)] = base
	}
	must(tb, lines.Err())
	return out
}
