package core_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/mail/imapd"
	"kartoteka/mail/secret"
)

// noon of a Monday, in Warsaw.
var noon = time.Date(2026, 11, 16, 11, 0, 0, 0, time.UTC)

// vault is a keyring that lasts for a test.
type vault struct {
	mu   sync.Mutex
	kept map[string]secret.Secret
	fail error
}

func (v *vault) Get(_ context.Context, account string) (secret.Secret, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	s, ok := v.kept[account]
	switch {
	case v.fail != nil:
		return secret.Secret{}, v.fail
	case !ok:
		return secret.Secret{}, secret.ErrNotFound
	}
	return s, nil
}

func (v *vault) Set(_ context.Context, account string, s secret.Secret) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.fail != nil {
		return v.fail
	}
	if v.kept == nil {
		v.kept = map[string]secret.Secret{}
	}
	v.kept[account] = s
	return nil
}

func (v *vault) Delete(_ context.Context, account string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.kept, account)
	return v.fail
}

// open opens a card index whose clock stands at noon.
func open(t testing.TB, o core.Options) *core.Core {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.Clock == nil {
		o.Clock = func() time.Time { return noon }
	}
	if o.Vault == nil {
		o.Vault = &vault{}
	}
	c, err := core.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

const (
	firmAddress = "biuro@firma.example"
	password    = "tajne-hasło"
)

// letter writes a message from somebody to the firm.
func letter(n int, from, subject, text string) []byte {
	return []byte(strings.ReplaceAll(fmt.Sprintf(`From: %s
To: %s
Subject: %s
Date: Sun, 15 Nov 2026 0%d:00:00 +0100
Message-ID: <%d@letters.example>
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit

%s
`, from, firmAddress, subject, n%10, n, text), "\n", "\r\n"))
}

// serve serves messages as a mailbox's INBOX and returns the account for it.
func serve(t testing.TB, raws ...[]byte) data.Account {
	t.Helper()
	inbox := imapd.Folder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 1}
	for i, raw := range raws {
		inbox.Messages = append(inbox.Messages, imapd.Message{UID: uint32(i + 1), Received: noon, Raw: raw})
	}
	return serveFolders(t, inbox)
}

// serveFolders serves whole folders and returns the account for them.
func serveFolders(t testing.TB, folders ...imapd.Folder) data.Account {
	t.Helper()
	s, err := imapd.Start(t.Context(), imapd.Mailbox{User: firmAddress, Password: password, Folders: folders})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	a := data.Account{Name: "poczta", Address: firmAddress, Security: data.SecurityNone}
	a.Host, a.Port = s.Addr()
	return a
}

// pull adds the account, pulls it, and returns the messages, newest first.
func pull(t testing.TB, c *core.Core, a data.Account) []data.Message {
	t.Helper()
	if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Sync(t.Context(), core.SyncOptions{}); err != nil {
		t.Fatal(err)
	}
	return messages(t, c)
}

func messages(t testing.TB, c *core.Core) []data.Message {
	t.Helper()
	var all []data.Message
	err := c.EachMessage(t.Context(), data.MessageFilter{}, func(m data.Message) error {
		all = append(all, m)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// clean fails the test when check finds anything.
func clean(t testing.TB, c *core.Core) {
	t.Helper()
	found, err := c.Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Errorf("check: %+v", f)
	}
}

func TestTheFolderIsItsOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		return // rights are not modes there
	}
	dir := filepath.Join(t.TempDir(), "nowy folder", "ł")
	c := open(t, core.Options{Dir: dir})
	pull(t, c, serve(t, letter(1, "a@x.example", "s", "t")))
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestOneWindowAtATime(t *testing.T) {
	dir := t.TempDir()
	first := open(t, core.Options{Dir: dir})
	if err := first.Alone(); err != nil {
		t.Fatal(err)
	}
	if err := first.Alone(); err != nil {
		t.Errorf("the same window again: %v", err)
	}
	second := open(t, core.Options{Dir: dir})
	if err := second.Alone(); data.CodeOf(err) != data.CodeBusy {
		t.Errorf("a second window: %v", err)
	}
	if _, err := second.AddContact(t.Context(), data.Contact{Company: "Obok"}); err != nil {
		t.Errorf("a command beside the window: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := second.Alone(); err != nil {
		t.Errorf("after the first closed: %v", err)
	}
}

func TestAFolderThatCannotBeMade(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := core.Open(t.Context(), core.Options{Dir: filepath.Join(file, "in")}); err == nil {
		t.Error("opened inside a file")
	}
}

func TestAFileThatIsNoDatabaseIsRefusedAndLeftAlone(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "kartoteka.db")
	want := strings.Repeat("not a database ", 500)
	if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := core.Open(t.Context(), core.Options{Dir: dir, Vault: &vault{}})
	if data.CodeOf(err) != data.CodeCorrupt {
		t.Errorf("opened: %v", err)
	}
	got, err := os.ReadFile(file)
	if err != nil || string(got) != want {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestDefaultFolder(t *testing.T) {
	t.Setenv("KARTOTEKA_DATA", "/tmp/moje")
	if got := folder.Default(); got != "/tmp/moje" {
		t.Errorf("DefaultDir = %s", got)
	}
	t.Setenv("KARTOTEKA_DATA", "")
	own, demo := folder.Default(), folder.Demo()
	if own == demo || filepath.Dir(demo) != own {
		t.Errorf("the sample firm's folder is %s, the firm's %s", demo, own)
	}
}

func TestChangesAreAnnounced(t *testing.T) {
	c := open(t, core.Options{})
	var mu sync.Mutex
	var seen []data.Change
	cancel := c.Subscribe(func(ch data.Change) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, ch)
	})
	add := func(name string) {
		if _, err := c.AddContact(t.Context(), data.Contact{Company: name, Kind: data.Company}); err != nil {
			t.Fatal(err)
		}
	}
	add("Pierwsza")
	if len(seen) == 0 || !seen[0].Has(data.TopicContacts) {
		t.Errorf("announced: %v", seen)
	}
	n := len(seen)
	cancel()
	add("Druga")
	if len(seen) != n {
		t.Error("announced after cancel")
	}
}

func TestSettings(t *testing.T) {
	c := open(t, core.Options{})
	s, err := c.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if c.Zone().String() != data.DefaultZone {
		t.Errorf("zone %s", c.Zone())
	}
	s.Zone = "Pacific/Auckland"
	if err := c.SetSettings(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if got := c.TodayDate(); got != data.NewDate(2026, 11, 17) {
		t.Errorf("today in Auckland is %v", got)
	}
	s.Zone = "Mars/Olympus"
	if err := c.SetSettings(t.Context(), s); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a zone on Mars: %v", err)
	}
	if c.Zone().String() != "Pacific/Auckland" {
		t.Errorf("a refused zone is used: %s", c.Zone())
	}
}

func TestTheLogNamesNobody(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	a := serve(t, letter(1, "Anna Nowak <anna@klienci.example>", "Sekretna sprawa", "Tekst listu"))
	pull(t, c, a)
	if _, err := c.Sync(t.Context(), core.SyncOptions{Password: "zgadywane"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.AddContact(t.Context(), data.Contact{}); err != nil {
		c.LogError("add contact", err)
	}
	log, err := os.ReadFile(filepath.Join(dir, "logs", "kartoteka.log"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(log), "login-refused") {
		t.Errorf("the refused login is not in the log:\n%s", log)
	}
	for _, word := range []string{"anna", "Nowak", "Sekretna", "Tekst", firmAddress, password, "zgadywane"} {
		if strings.Contains(string(log), word) {
			t.Errorf("the log holds %q:\n%s", word, log)
		}
	}
}

func TestNoFolderIsMadeWhereNobodyWouldLook(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, existing := range []bool{false, true} {
		if _, err := core.Open(t.Context(), core.Options{Existing: existing}); data.CodeOf(err) != data.CodeUsage {
			t.Errorf("existing %v: got %v", existing, err)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

func TestOnlyAnExistingCardIndexIsOpenedWhenAskedSo(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "literówka")
	o := core.Options{Dir: dir, Existing: true}
	var told *data.Error
	if _, err := core.Open(t.Context(), o); !errors.As(err, &told) || told.Code != data.CodeNotFound || told.Key != "no-index" {
		t.Fatalf("nothing there: %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
	for _, existing := range []bool{false, true} {
		o.Existing = existing
		c, err := core.Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
