//go:build dovecot

package cli_test

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"kartoteka/mail/dovecottest"
)

// TestDovecotIsPulledWholeAndLeftAsItWas pulls a real server's mailbox of nested
// Polish folders over each kind of protection, and compares every message with
// its file in the Maildir.
func TestDovecotIsPulledWholeAndLeftAsItWas(t *testing.T) {
	server := dovecottest.Start(t)
	letters := dovecottest.Corpus(killedMail)
	server.Fill(t, letters)
	before := server.Files(t)
	for name, way := range dovecotWays(t, server) {
		t.Run(name, func(t *testing.T) {
			p := newProcess(t, dovecottest.Password)
			p.run(append([]string{"account", "add", "--name", "firma", "--address", dovecottest.User}, way...)...)
			p.run("sync")
			p.everyMessageOnce(dovecotHashes(letters))
			for _, folder := range dovecottest.CorpusFolders {
				comparePlaces(t, folder, server.Sums(t, folder), p.listed())
			}
			if after := server.Files(t); !slices.Equal(before, after) {
				t.Error("a file or a flag on the server has changed")
			}
		})
	}
}

func dovecotWays(t *testing.T, s *dovecottest.Server) map[string][]string {
	t.Helper()
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, []byte(s.CA), 0o600); err != nil {
		t.Fatal(err)
	}
	way := func(security string, port int, more ...string) []string {
		return append([]string{"--host", s.Host, "--security", security, "--port", strconv.Itoa(port)}, more...)
	}
	return map[string][]string{
		"TLS":      way("tls", s.IMAPS, "--ca-file", ca),
		"STARTTLS": way("starttls", s.IMAP, "--ca-file", ca),
		"none":     way("none", s.IMAP),
	}
}

// dovecotHashes counts the hashes of what the server serves.
func dovecotHashes(letters []dovecottest.Letter) map[string]int {
	want := map[string]int{}
	for _, l := range letters {
		want[hashOf(dovecottest.Served(l.Raw))]++
	}
	return want
}

func comparePlaces(t *testing.T, folder string, want map[uint32]string, all []listed) {
	t.Helper()
	got := map[uint32]string{}
	for _, m := range all {
		for _, place := range m.Places {
			if place.Folder == folder {
				got[place.UID] = m.Hash
			}
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d places, want %d", folder, len(got), len(want))
	}
	for uid, sum := range want {
		if got[uid] != sum {
			t.Errorf("%s, UID %d: %s, want %s", folder, uid, got[uid], sum)
		}
	}
}

func TestAPullFromDovecotThatIsKilled(t *testing.T) {
	server := dovecottest.Start(t)
	letters := dovecottest.Corpus(killedMail)
	server.Fill(t, letters)
	p := newProcess(t, dovecottest.Password)
	account := append([]string{"account", "add", "--name", "firma", "--address", dovecottest.User}, dovecotWays(t, server)["TLS"]...)
	p.killAtRandom(account, dovecotHashes(letters))
}
