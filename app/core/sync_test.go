package core_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/secret"
)

func TestAccountIsCompletedAndItsPasswordKept(t *testing.T) {
	v := &vault{}
	c := open(t, core.Options{Vault: v})
	a, kept, err := c.AddAccount(t.Context(), data.Account{Address: "Biuro <biuro@firma.example>", Host: " imap.firma.example "}, password)
	if err != nil || !kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	want := data.Account{
		ID: a.ID, Name: firmAddress, Address: firmAddress, Host: "imap.firma.example", Port: 993,
		Security: data.SecurityTLS, User: firmAddress, Created: a.Created,
	}
	if a.Name != want.Name || a.Address != want.Address || a.Host != want.Host || a.Port != want.Port ||
		a.Security != want.Security || a.User != want.User || a.Created.IsZero() {
		t.Errorf("added %+v\nwant %+v", a, want)
	}
	if got := v.kept[firmAddress].Reveal(); got != password {
		t.Errorf("the vault holds %q", got)
	}
	if err := c.RemoveAccount(t.Context(), firmAddress); err != nil {
		t.Fatal(err)
	}
	if len(v.kept) != 0 {
		t.Error("the password was not forgotten")
	}
}

// stopping is a vault that forgets and then has the program stop, as a crash
// between two steps would.
type stopping struct {
	vault
	stop context.CancelFunc
	fail error // what Delete says
}

func (s *stopping) Delete(ctx context.Context, account string) error {
	err := s.vault.Delete(ctx, account)
	s.stop()
	return errors.Join(err, s.fail)
}

func TestNoPasswordOutlivesItsAccount(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	v := &stopping{stop: stop}
	c := open(t, core.Options{Vault: v})
	if _, kept, err := c.AddAccount(ctx, data.Account{Address: firmAddress, Host: "imap.firma.example"}, password); err != nil || !kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if err := c.RemoveAccount(ctx, firmAddress); !errors.Is(err, context.Canceled) {
		t.Fatalf("stopped half-way: %v", err)
	}
	if _, err := c.Account(t.Context(), firmAddress); err != nil || len(v.kept) != 0 {
		t.Errorf("the account: %v; the vault holds %d passwords, want none while the account stays", err, len(v.kept))
	}
	if err := c.RemoveAccount(t.Context(), firmAddress); err != nil {
		t.Errorf("again: %v", err)
	}
}

func TestAnAccountIsRemovedWithoutAKeyring(t *testing.T) {
	v := &stopping{stop: func() {}, fail: secret.ErrNoKeyring}
	c := open(t, core.Options{Vault: v})
	if _, _, err := c.AddAccount(t.Context(), data.Account{Address: firmAddress, Host: "imap.firma.example"}, ""); err != nil {
		t.Fatal(err)
	}
	if err := c.RemoveAccount(t.Context(), firmAddress); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Account(t.Context(), firmAddress); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("it is still there: %v", err)
	}
}

func TestAccountWithoutAKeyring(t *testing.T) {
	c := open(t, core.Options{Vault: &vault{fail: secret.ErrNoKeyring}})
	a, kept, err := c.AddAccount(t.Context(), serve(t, letter(1, "a@x.example", "s", "t")), password)
	if err != nil || kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	for name, given := range map[string]string{"by hand": password, "by the environment": ""} {
		if given == "" {
			t.Setenv(secret.Env, password)
		}
		r, err := c.Sync(t.Context(), core.SyncOptions{Account: a.Name, Password: given})
		if err != nil || !r[0].OK {
			t.Errorf("%s: %v %+v", name, err, r)
		}
	}
	t.Setenv(secret.Env, "")
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || data.CodeOf(r[0].Err) != data.CodeNoPassword {
		t.Errorf("without any: %v %+v", err, r)
	}
	if err := c.KeepPassword(t.Context(), a.Name, password); err == nil {
		t.Error("a keyring that is not there kept a password")
	}
}

func TestAnUnencryptedAccountIsOnThisMachine(t *testing.T) {
	c := open(t, core.Options{})
	for host, ok := range map[string]bool{
		"127.0.0.1": true, "localhost": true, "::1": true, "[::1]": true, "127.1.2.3": true,
		"192.168.0.1": false, "imap.firma.example": false, "localhost.firma.example": false,
	} {
		_, _, err := c.AddAccount(t.Context(), data.Account{
			Name: host, Address: firmAddress, Host: host, Security: data.SecurityNone,
		}, "")
		if (err == nil) != ok {
			t.Errorf("%s: %v", host, err)
		}
	}
}

func TestTestingAnAccountChangesNothing(t *testing.T) {
	c := open(t, core.Options{})
	a := serve(t, letter(1, "a@x.example", "s", "t"))
	folders, err := c.TestAccount(t.Context(), a, password)
	if err != nil || len(folders) != 1 || folders[0].Name != "INBOX" || folders[0].OnServer != 1 {
		t.Errorf("%+v, %v", folders, err)
	}
	if _, err := c.TestAccount(t.Context(), a, "inne"); data.CodeOf(err) != data.CodeMail {
		t.Errorf("a wrong password: %v", err)
	}
	a.Port = 1
	if _, err := c.TestAccount(t.Context(), a, password); data.CodeOf(err) != data.CodeMail {
		t.Errorf("no server: %v", err)
	}
	if all, err := c.Accounts(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("kept %v, %v", all, err)
	}
}

func TestSyncTiesMailToClients(t *testing.T) {
	c := open(t, core.Options{})
	anna := addContact(t, c, data.Contact{GivenName: "Anna", FamilyName: "Nowak"}, "Anna.Nowak@klienci.example")
	firm, err := c.AddContact(t.Context(), data.Contact{
		Kind: data.Company, Company: "Hurt", Handles: []data.Handle{{Kind: data.HandleDomain, Value: "hurt.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	all := pull(t, c, serve(t,
		letter(1, "anna.nowak@klienci.example", "Reklamacja zamka", "Składam reklamację, zamek jest zepsuty."),
		letter(2, "Biuro <faktury@hurt.example>", "Faktura", "W załączeniu."),
		letter(3, "ktos@nieznany.example", "Pytanie", "Ile kosztuje klucz?"),
		letter(4, firmAddress, "Do siebie", "Notatka."),
	))
	if len(all) != 4 {
		t.Fatalf("%d messages", len(all))
	}
	own, stranger, byDomain, byAddress := all[0], all[1], all[2], all[3]
	if byAddress.ContactID != anna || byAddress.How != "address" || byAddress.Suggested != data.KindComplaint || len(byAddress.Words) == 0 {
		t.Errorf("by address: %+v", byAddress.Triage)
	}
	if byDomain.ContactID != firm || byDomain.How != "domain" {
		t.Errorf("by domain: %d, %+v", byDomain.ContactID, byDomain.Triage)
	}
	if stranger.ContactID != 0 || stranger.Direction != data.Inbound {
		t.Errorf("a stranger: %+v", stranger)
	}
	if own.Direction != data.Outbound || own.Suggested != data.KindNone {
		t.Errorf("the firm's own: %+v", own)
	}
	if n, err := c.Badges(t.Context()); err != nil || n.Waiting != 3 {
		t.Errorf("waiting %+v, %v", n, err)
	}
	clean(t, c)
}

// addContact adds a contact with an e-mail address and returns its id.
func addContact(t testing.TB, c *core.Core, p data.Contact, email string) int64 {
	t.Helper()
	p.Handles = append(p.Handles, data.Handle{Kind: data.HandleEmail, Value: email})
	id, err := c.AddContact(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestMailFromBeforeTheFirstDayIsSilentHistory(t *testing.T) {
	c := open(t, core.Options{})
	a := serve(t, letter(1, "a@x.example", "Reklamacja", "Składam reklamację."))
	a.Since = data.NewDate(2026, time.November, 16)
	all := pull(t, c, a)
	if len(all) != 1 || !all[0].Silent {
		t.Fatalf("%+v", all)
	}
	if n, err := c.Badges(t.Context()); err != nil || n.Waiting != 0 {
		t.Errorf("it waits: %+v, %v", n, err)
	}
}

func TestSyncAgainPullsNothingTwice(t *testing.T) {
	c := open(t, core.Options{})
	pull(t, c, serve(t, letter(1, "a@x.example", "s", "t"), letter(2, "b@x.example", "s", "t")))
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil {
		t.Fatal(err)
	}
	f := r[0].Folders[0]
	if f.New != 0 || f.Kept != 2 || f.OnServer != 2 || f.Failed != 0 {
		t.Errorf("second run: %+v", f)
	}
	accounts, err := c.Accounts(t.Context())
	if err != nil || accounts[0].LastOK.IsZero() || accounts[0].LastErr != "" {
		t.Errorf("account %+v, %v", accounts, err)
	}
	if bad, err := c.Quarantine(t.Context()); err != nil || len(bad) != 0 {
		t.Errorf("set aside %+v, %v", bad, err)
	}
}

// barrier is a progress that calls back once, in the middle of a pull.
type barrier struct{ reached func() }

func (b *barrier) Pulling(string, string, int, int) {
	if f := b.reached; f != nil {
		b.reached = nil
		f()
	}
}

func TestTwoPullsNeverOverlap(t *testing.T) {
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	beside := open(t, core.Options{Dir: dir})
	if _, _, err := c.AddAccount(t.Context(), serve(t, letter(1, "a@x.example", "s", "t")), password); err != nil {
		t.Fatal(err)
	}
	met := false
	_, err := c.Sync(t.Context(), core.SyncOptions{Progress: &barrier{func() {
		met = true
		for name, other := range map[string]*core.Core{"the same program": c, "another": beside} {
			if _, err := other.Sync(t.Context(), core.SyncOptions{}); data.CodeOf(err) != data.CodeBusy {
				t.Errorf("%s: %v", name, err)
			}
		}
	}}})
	if err != nil || !met {
		t.Fatalf("met %v, %v", met, err)
	}
	if _, err := beside.Sync(t.Context(), core.SyncOptions{Password: password}); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestAStoppedSyncSaysSoAndGoesOnLater(t *testing.T) {
	c := open(t, core.Options{})
	raws := make([][]byte, 500)
	for i := range raws {
		raws[i] = letter(i, "a@x.example", "s", "t")
	}
	if _, _, err := c.AddAccount(t.Context(), serve(t, raws...), password); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if _, err := c.Sync(ctx, core.SyncOptions{Progress: &barrier{cancel}}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	accounts, err := c.Accounts(t.Context())
	if err != nil || accounts[0].LastErr != "cancelled" {
		t.Errorf("account %+v, %v", accounts, err)
	}
	if _, err := c.Sync(t.Context(), core.SyncOptions{}); err != nil {
		t.Fatal(err)
	}
	if n := len(messages(t, c)); n != 500 {
		t.Errorf("%d messages", n)
	}
	clean(t, c)
}

func TestOneAccountsFailureLeavesTheOtherAlone(t *testing.T) {
	c := open(t, core.Options{})
	good := serve(t, letter(1, "a@x.example", "s", "t"))
	bad := good
	bad.Name, bad.Port = "zepsuta", 1
	for _, a := range []data.Account{bad, good} {
		if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
			t.Fatal(err)
		}
	}
	results, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || len(results) != 2 {
		t.Fatalf("%v, %v", results, err)
	}
	for _, r := range results {
		if r.OK != (r.Name == good.Name) {
			t.Errorf("%+v", r)
		}
		if r.Folders == nil {
			t.Errorf("%s: folders are nil", r.Name)
		}
	}
	if _, err := c.Sync(t.Context(), core.SyncOptions{Account: "nie ma"}); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("an unknown account: %v", err)
	}
}

func TestSyncWithoutAnAccount(t *testing.T) {
	c := open(t, core.Options{})
	if _, err := c.Sync(t.Context(), core.SyncOptions{}); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("%v", err)
	}
}

// listening is a dialer that notes to which server which password is told.
type listening struct{ heard map[string]string }

func (l *listening) Dial(_ context.Context, a data.Account, password string) (mail.Server, error) {
	l.heard[a.Host] = password
	return nil, errors.New("nobody there")
}

func TestOnePasswordIsNotToldToSeveralServers(t *testing.T) {
	t.Setenv(secret.Env, password)
	l := &listening{heard: map[string]string{}}
	c := open(t, core.Options{Vault: &vault{}, Dialer: l})
	for _, host := range []string{"imap.jeden.example", "imap.drugi.example"} {
		if _, _, err := c.AddAccount(t.Context(), data.Account{Address: "ja@" + host, Host: host}, ""); err != nil {
			t.Fatal(err)
		}
	}
	results, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || len(results) != 2 || len(l.heard) != 0 {
		t.Fatalf("both at once: %v, %d results, told %v", err, len(results), l.heard)
	}
	for _, r := range results {
		if data.CodeOf(r.Err) != data.CodeNoPassword {
			t.Errorf("%s: %v", r.Name, r.Err)
		}
	}
	given := map[string]string{"ja@imap.jeden.example": "inne-hasło"}
	if _, err := c.Sync(t.Context(), core.SyncOptions{Passwords: given}); err != nil || len(l.heard) != 1 || l.heard["imap.jeden.example"] != "inne-hasło" {
		t.Errorf("with the first one's given: %v, told %v", err, l.heard)
	}
	clear(l.heard)
	if _, err := c.Sync(t.Context(), core.SyncOptions{Account: "ja@imap.drugi.example"}); err != nil {
		t.Fatal(err)
	}
	if len(l.heard) != 1 || l.heard["imap.drugi.example"] != password {
		t.Errorf("the second by its name: told %v", l.heard)
	}
}

func TestAChangedAccountKeepsItsPassword(t *testing.T) {
	v := &vault{}
	c := open(t, core.Options{Vault: v})
	a, _, err := c.AddAccount(t.Context(), data.Account{Address: firmAddress, Host: "imap.firma.example", Since: data.NewDate(2026, 1, 2)}, password)
	if err != nil {
		t.Fatal(err)
	}
	if kept, err := c.ChangeAccount(t.Context(), data.Account{
		Name: a.Name, Address: "ktos@inny.example", Host: " imap.nowy.example ", Security: data.SecuritySTARTTLS,
	}, ""); err != nil || kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	got, err := c.Account(t.Context(), a.Name)
	if err != nil || got.ID != a.ID || got.Address != firmAddress || got.Since != a.Since ||
		got.Host != "imap.nowy.example" || got.Port != 143 || got.Security != data.SecuritySTARTTLS || got.User != firmAddress {
		t.Errorf("changed to %+v, %v", got, err)
	}
	if v.kept[a.Name].Reveal() != password {
		t.Error("the password went")
	}
	if kept, err := c.ChangeAccount(t.Context(), got, "nowe"); err != nil || !kept || v.kept[a.Name].Reveal() != "nowe" {
		t.Errorf("kept %v, %v", kept, err)
	}
	got.Security = data.SecurityNone
	if _, err := c.ChangeAccount(t.Context(), got, ""); data.CodeOf(err) != data.CodeInvalid {
		t.Errorf("a connection in the clear over the net is allowed: %v", err)
	}
	if _, err := c.ChangeAccount(t.Context(), data.Account{Name: "sklep", Host: "h"}, ""); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("a mailbox that is not there is changed: %v", err)
	}
	v.fail = secret.ErrNoKeyring
	got.Security = data.SecurityTLS
	if kept, err := c.ChangeAccount(t.Context(), got, "x"); err != nil || kept {
		t.Errorf("without a keyring: kept %v, %v", kept, err)
	}
}

// hearing is a mailbox that notes to which server which password is told.
type hearing struct {
	*office
	mu    sync.Mutex
	heard map[string]string
}

func (h *hearing) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard[a.Host] = password
	return h.office.Dial(ctx, a, password)
}

// TestAPasswordGivenByHandStaysWithItsServer: another mailbox of the same name is
// asked for its own.
func TestAPasswordGivenByHandStaysWithItsServer(t *testing.T) {
	t.Setenv(secret.Env, "")
	a := data.Account{Name: "biuro", Address: firmAddress, Host: "imap.a.example"}
	b := a
	b.Host = "imap.b.example"
	for name, become := range map[string]func(*core.Core) error{
		"removed": func(c *core.Core) error {
			if err := c.RemoveAccount(t.Context(), a.Name); err != nil {
				return err
			}
			_, _, err := c.AddAccount(t.Context(), b, "")
			return err
		},
		"changed": func(c *core.Core) error {
			_, err := c.ChangeAccount(t.Context(), b, "")
			return err
		},
	} {
		h := &hearing{office: newOffice(), heard: map[string]string{}}
		c := open(t, core.Options{Dialer: h})
		if _, _, err := c.AddAccount(t.Context(), a, ""); err != nil {
			t.Fatal(err)
		}
		stop, err := c.Watch(t.Context(), core.WatchOptions{First: time.Hour})
		if err != nil {
			t.Fatal(err)
		}
		for _, given := range []string{password, ""} { // the second time it is remembered
			if r, err := c.Sync(t.Context(), core.SyncOptions{Account: a.Name, Password: given}); err != nil || !r[0].OK {
				t.Errorf("%s: %+v, %v", name, r, err)
			}
		}
		if err := become(c); err != nil {
			t.Error(err)
		}
		if _, err := c.Sync(t.Context(), core.SyncOptions{Account: a.Name}); err != nil {
			t.Error(err)
		}
		stop()
		if got, told := h.heard[b.Host]; told || h.heard[a.Host] != password {
			t.Errorf("%s: the other server was told %q", name, got)
		}
	}
}
