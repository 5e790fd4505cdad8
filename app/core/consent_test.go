package core_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/faulty"
	"kartoteka/mail/oauth"
	"kartoteka/mail/secret"
)

// firm is a provider: an authorization server that rolls its tokens, and an IMAP
// server that takes the newest one only.
type firm struct {
	auth *httptest.Server
	imap *faulty.Server

	mu        sync.Mutex
	n         int // tokens given
	clients   []string
	lasts     time.Duration
	withdrawn bool
	refuse    bool // the IMAP server takes none
	entered   []string
}

func newFirm(t *testing.T) *firm {
	t.Helper()
	f := &firm{lasts: time.Hour}
	f.auth = httptest.NewServer(http.HandlerFunc(f.token))
	t.Cleanup(f.auth.Close)
	f.imap = faulty.Start(t, faulty.Script{
		Caps: "SASL-IR AUTH=XOAUTH2", Messages: []faulty.Message{{UID: 1, Raw: "From: k@l.example\r\nSubject: a\r\n\r\nb\r\n"}}, Handle: f.enter,
	})
	return f
}

func (f *firm) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.clients = append(f.clients, r.PostForm.Get("client_id")+" "+r.PostForm.Get("client_secret"))
	w.Header().Set("Content-Type", "application/json")
	if f.withdrawn || r.PostForm.Get("grant_type") == "refresh_token" && r.PostForm.Get("refresh_token") != f.refresh() {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_grant","error_description":"Token has been expired or revoked."}`))
		return
	}
	f.n++
	_ = json.NewEncoder(w).Encode(map[string]any{
		"access_token": f.access(), "refresh_token": f.refresh(), "expires_in": int(f.lasts.Seconds()), "token_type": "Bearer",
	})
}

// The tokens are as long as Microsoft's.
func (f *firm) access() string { return fmt.Sprintf("dostep-%d-%s", f.n, strings.Repeat("a", 3000)) }

func (f *firm) refresh() string { return fmt.Sprintf("odnowa-%d-%s", f.n, strings.Repeat("r", 1500)) }

func (f *firm) enter(c *faulty.Conn, cmd faulty.Command) bool {
	if cmd.Name != "AUTHENTICATE" {
		return false
	}
	_, proof, _ := strings.Cut(cmd.Args, " ")
	raw, _ := base64.StdEncoding.DecodeString(proof) // an odd one is refused below
	f.mu.Lock()
	defer f.mu.Unlock()
	want := "user=" + firmAddress + "\x01auth=Bearer " + f.access() + "\x01\x01"
	f.entered = append(f.entered, string(raw[:min(40, len(raw))]))
	if f.refuse || string(raw) != want {
		c.Say("%s NO AUTHENTICATE failed.\r\n", cmd.Tag)
	} else {
		c.OK(cmd)
	}
	return true
}

// browser agrees to everything.
func (f *firm) browser() data.LoginPage {
	return data.LoginPage{Done: "Gotowe", Failed: "Nie", Open: func(page string) error {
		u, err := url.Parse(page)
		if err != nil {
			return err
		}
		q := u.Query()
		go func() {
			req, _ := http.NewRequestWithContext(context.Background(), http.MethodGet,
				q.Get("redirect_uri")+"?code=k&state="+q.Get("state"), nil)
			c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			if resp, err := c.Do(req); err == nil {
				_, _ = io.Copy(io.Discard, resp.Body)
				_ = resp.Body.Close()
			}
		}()
		return nil
	}}
}

func (f *firm) options(v secret.Vault) core.Options {
	return core.Options{Vault: v, Clock: time.Now, Endpoint: func(a data.Auth) (oauth.Endpoint, bool) {
		return oauth.Endpoint{
			AuthURL: "https://provider.example/auth", TokenURL: f.auth.URL, Scopes: []string{"mail"}, RedirectHost: "127.0.0.1",
		}, a.ByToken()
	}}
}

func (f *firm) account(auth data.Auth) data.Account {
	return data.Account{Address: firmAddress, Host: f.imap.Host, Port: f.imap.Port, Security: data.SecurityNone, Auth: auth}
}

func loggedIn(t *testing.T, f *firm, v secret.Vault) (c *core.Core, kept bool) {
	t.Helper()
	c = open(t, f.options(v))
	if _, err := c.SetOAuthClient(t.Context(), data.AuthMicrosoft, " moja-aplikacja ", ""); err != nil {
		t.Fatal(err)
	}
	a, kept, err := c.AddByLogin(t.Context(), f.account(data.AuthMicrosoft), f.browser())
	if err != nil || a.Auth != data.AuthMicrosoft {
		t.Fatalf("%+v, %v", a, err)
	}
	return c, kept
}

func synced(t *testing.T, c *core.Core) error {
	t.Helper()
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return r[0].Err
}

func TestAMailboxIsEnteredByBrowserAndPulled(t *testing.T) {
	f, v := newFirm(t), &vault{}
	c, kept := loggedIn(t, f, v)
	if !kept {
		t.Error("the keyring took no token")
	}
	for name, s := range v.kept {
		if len(s.Reveal()) > 2560 {
			t.Errorf("the entry %q has %d bytes: Windows takes 2560", name, len(s.Reveal()))
		}
	}
	if err := synced(t, c); err != nil {
		t.Fatal(err)
	}
	if f.n != 1 || len(f.entered) != 2 {
		t.Errorf("%d tokens for %d visits: a good one is not renewed", f.n, len(f.entered))
	}
	if m, err := c.Inbox(t.Context(), data.InboxFilter{}); err != nil || len(m) != 1 {
		t.Errorf("pulled %d, %v", len(m), err)
	}
	if f.clients[0] != "moja-aplikacja " {
		t.Errorf("the client was %q", f.clients[0])
	}
	if err := c.RemoveAccount(t.Context(), firmAddress); err != nil || len(v.kept) != 0 {
		t.Errorf("the keyring still has %v, %v", slices.Collect(maps.Keys(v.kept)), err)
	}
}

func TestTokensAreRenewedBeforeTheirEndAndTheRolledOneIsKept(t *testing.T) {
	f, v := newFirm(t), &vault{}
	f.lasts = time.Minute // always near its end
	c, _ := loggedIn(t, f, v)
	for n := 2; n < 5; n++ {
		if err := synced(t, c); err != nil {
			t.Fatal(err)
		}
		if f.n != n {
			t.Errorf("%d tokens were given, want %d", f.n, n)
		}
	}
	again := open(t, func() core.Options { o := f.options(v); o.Dir = c.Dir(); return o }())
	if err := synced(t, again); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	f.withdrawn = true
	if got := keyOf(synced(t, c)); got != "mail-oauth-withdrawn" {
		t.Errorf("withdrawn: %s", got)
	}
	if a, err := c.Account(t.Context(), firmAddress); err != nil || a.LastErr != "mail-oauth-withdrawn" {
		t.Errorf("noted as %q, %v", a.LastErr, err)
	}
	f.withdrawn = false
	if kept, err := c.LogInAgain(t.Context(), firmAddress, f.browser()); err != nil || !kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if err := synced(t, c); err != nil {
		t.Errorf("after logging in again: %v", err)
	}
}

func TestATokenThatIsRefusedIsRenewedBeforeTheNextTry(t *testing.T) {
	f := newFirm(t)
	c, _ := loggedIn(t, f, &vault{})
	f.refuse = true
	if got := keyOf(synced(t, c)); got != "mail-login-token-refused" || f.n != 1 {
		t.Fatalf("got %s, %d tokens", got, f.n)
	}
	f.refuse = false
	if err := synced(t, c); err != nil || f.n != 2 {
		t.Errorf("got %v, %d tokens", err, f.n)
	}
}

func TestWithoutAKeyringATokenServesForThisRun(t *testing.T) {
	f, v := newFirm(t), &vault{fail: secret.ErrNoKeyring}
	c, kept := loggedIn(t, f, v)
	if kept {
		t.Error("told as kept")
	}
	if err := synced(t, c); err != nil {
		t.Error(err)
	}
	dir := c.Dir()
	again := open(t, func() core.Options { o := f.options(v); o.Dir = dir; return o }())
	if got := keyOf(synced(t, again)); got != "no-token" {
		t.Errorf("in the next run: %s", got)
	}
}

func TestALoginThatLeadsNowhereKeepsNothing(t *testing.T) {
	f, v := newFirm(t), &vault{}
	c := open(t, f.options(v))
	_, _, err := c.AddByLogin(t.Context(), f.account(data.AuthGoogle), f.browser())
	if keyOf(err) != "oauth-no-client" || f.n != 0 {
		t.Errorf("without a client id: %v", err)
	}
	if _, err := c.SetOAuthClient(t.Context(), data.AuthGoogle, "x.apps.googleusercontent.com", "jawny"); err != nil {
		t.Fatal(err)
	}
	f.refuse = true // another mailbox was chosen on the page
	_, _, err = c.AddByLogin(t.Context(), f.account(data.AuthGoogle), f.browser())
	var told *data.Error
	if !errors.As(err, &told) || told.Key != "mail-login-token-refused" || told.Args["Step"] != "login" {
		t.Errorf("got %v", err)
	}
	if all, err := c.Accounts(t.Context()); err != nil || len(all) != 0 || len(v.kept) != 1 {
		t.Errorf("kept %v and %v, %v", all, slices.Collect(maps.Keys(v.kept)), err)
	}
	if f.clients[0] != "x.apps.googleusercontent.com jawny" {
		t.Errorf("the client was %q", f.clients[0])
	}
	_, _, err = c.AddByLogin(t.Context(), f.account(data.AuthPassword), f.browser())
	if keyOf(err) != "account-auth" {
		t.Errorf("a password has no login page: %v", err)
	}
}

func TestOAuthClientsAreKeptApartFromTheirSecrets(t *testing.T) {
	v := &vault{}
	c := open(t, core.Options{Vault: v})
	if kept, err := c.SetOAuthClient(t.Context(), data.AuthGoogle, "id1", "jawny"); err != nil || !kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	if kept, err := c.SetOAuthClient(t.Context(), data.AuthGoogle, "id1", ""); err != nil || !kept {
		t.Fatalf("kept %v, %v", kept, err)
	}
	got, err := c.OAuthClient(t.Context(), data.AuthGoogle)
	if err != nil || got.ID != "id1" || !got.HasSecret {
		t.Errorf("client %+v, %v: the secret that is kept stays with its id", got, err)
	}
	if _, err := c.SetOAuthClient(t.Context(), data.AuthGoogle, "", ""); err != nil || len(v.kept) != 0 {
		t.Errorf("%d entries stayed, %v", len(v.kept), err)
	}
	if _, err := c.SetOAuthClient(t.Context(), data.AuthMicrosoft, "to nie jest id", ""); keyOf(err) != "oauth-client-id" {
		t.Errorf("got %v", err)
	}
	if _, err := c.OAuthClient(t.Context(), data.AuthPassword); keyOf(err) != "account-auth" {
		t.Errorf("got %v", err)
	}
	without := open(t, core.Options{Vault: &vault{fail: secret.ErrNoKeyring}})
	if kept, err := without.SetOAuthClient(t.Context(), data.AuthGoogle, "id2", "jawny"); err != nil || kept {
		t.Errorf("no keyring: kept %v, %v", kept, err)
	}
	if got, err := without.OAuthClient(t.Context(), data.AuthGoogle); err != nil || !got.HasSecret {
		t.Errorf("no keyring: %+v, %v", got, err)
	}
}
