package oauth_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/oauth"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// provider is an authorization server that checks what a careful one checks.
type provider struct {
	t      *testing.T
	server *httptest.Server
	client oauth.Client

	mu        sync.Mutex
	challenge string
	redirect  string
	asked     []url.Values // of the token endpoint
	refuse    string       // error code of the token endpoint
	why       string
	answers   map[string]any // over the usual token
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{t: t, client: oauth.Client{ID: "moja-firma", Secret: "jawny"}}
	p.server = httptest.NewServer(http.HandlerFunc(p.token))
	t.Cleanup(p.server.Close)
	return p
}

func (p *provider) endpoint() oauth.Endpoint {
	return oauth.Endpoint{
		AuthURL: "https://provider.example/auth", TokenURL: p.server.URL + "/token", Scopes: []string{"https://mail.example/", "offline_access"},
		RedirectHost: "127.0.0.1", Extra: map[string]string{"access_type": "offline"},
	}
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.PostForm)
	w.Header().Set("Content-Type", "application/json")
	fail := p.refuse
	if r.PostForm.Get("grant_type") == "authorization_code" {
		sum := sha256.Sum256([]byte(r.PostForm.Get("code_verifier")))
		if base64.RawURLEncoding.EncodeToString(sum[:]) != p.challenge || r.PostForm.Get("redirect_uri") != p.redirect {
			fail = "invalid_grant"
		}
	}
	if r.PostForm.Get("client_id") != p.client.ID || r.PostForm.Get("client_secret") != p.client.Secret {
		fail = "invalid_client"
	}
	if fail != "" {
		w.WriteHeader(http.StatusBadRequest)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": fail, "error_description": p.why})
		return
	}
	out := map[string]any{"access_token": "dostęp-1", "refresh_token": "odnowa-1", "expires_in": 3600, "token_type": "Bearer"}
	for k, v := range p.answers {
		out[k] = v
	}
	_ = json.NewEncoder(w).Encode(out)
}

// browser is an owner who logs in: it is given the login page and answers with
// the query that the provider would send to the redirect address.
func (p *provider) browser(answer func(q url.Values) url.Values) func(string) error {
	return func(page string) error {
		u, err := url.Parse(page)
		if err != nil {
			return err
		}
		q := u.Query()
		p.mu.Lock()
		p.challenge, p.redirect = q.Get("code_challenge"), q.Get("redirect_uri")
		p.mu.Unlock()
		if !strings.HasPrefix(p.redirect, "http://127.0.0.1:") || q.Get("code_challenge_method") != "S256" || q.Get("response_type") != "code" ||
			q.Get("scope") != "https://mail.example/ offline_access" || q.Get("login_hint") != "ja@firma.example" || q.Get("access_type") != "offline" ||
			len(q.Get("state")) < 40 || len(q.Get("code_challenge")) < 40 {
			p.t.Errorf("the login page is %s", page)
		}
		go func() { _, _ = visit(p.redirect + "?" + answer(q).Encode()) }()
		return nil
	}
}

func agree(q url.Values) url.Values { return url.Values{"code": {"kod"}, "state": {q.Get("state")}} }

func visit(address string) (string, error) {
	req, err := http.NewRequestWithContext(context.Background(), http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	c := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := c.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	body, err := io.ReadAll(resp.Body)
	return resp.Status + " " + resp.Header.Get("Content-Security-Policy") + " " + string(body), err
}

func (p *provider) login(open func(string) error) oauth.Login {
	return oauth.Login{
		Endpoint: p.endpoint(), Client: p.client, Address: "ja@firma.example", Open: open,
		Done: "Gotowe & zamknij", Failed: "Nie udało się", Limit: 20 * time.Second,
	}
}

func is(t *testing.T, err error, key string) *mail.Failure {
	t.Helper()
	var f *mail.Failure
	if !errors.As(err, &f) || f.Key != key || f.Step != mail.StepLogin {
		t.Fatalf("got %v, want %s", err, key)
	}
	return f
}

func TestLoginGetsATokenForTheMailAlone(t *testing.T) {
	p := newProvider(t)
	tok, err := p.login(p.browser(agree)).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if tok.Access != "dostęp-1" || tok.Refresh != "odnowa-1" || !tok.Good(time.Now()) || tok.Good(time.Now().Add(58*time.Minute)) {
		t.Errorf("token %q, %q until %v", tok.Access, tok.Refresh, tok.Expiry)
	}
	if len(p.asked) != 1 || p.asked[0].Get("code") != "kod" {
		t.Errorf("the token endpoint was asked %v", p.asked)
	}
	if _, err := visit(p.redirect + "/?code=x&state=y"); err == nil {
		t.Error("the port is still open after the answer")
	}
}

func TestOnlyTheProvidersAnswerIsHeard(t *testing.T) {
	p := newProvider(t)
	var pages []string
	tok, err := p.login(p.browser(func(q url.Values) url.Values {
		for _, foreign := range []string{
			"/?code=obcy&state=zgadywany", "/?code=obcy", "/favicon.ico", "/?state=" + q.Get("state"), "/inna?code=a&state=" + q.Get("state"),
		} {
			page, err := visit(p.redirect + foreign)
			if err != nil {
				t.Error(err)
			}
			pages = append(pages, page)
		}
		return agree(q)
	})).Run(t.Context())
	if err != nil || tok.Access == "" || p.asked[0].Get("code") != "kod" {
		t.Fatalf("%v; the endpoint was asked %v", err, p.asked)
	}
	for _, page := range pages {
		if !strings.HasPrefix(page, "400") && !strings.HasPrefix(page, "404") {
			t.Errorf("a stranger was answered %s", page)
		}
	}
}

func TestThePageInTheBrowserLoadsNothing(t *testing.T) {
	p := newProvider(t)
	shown := make(chan string, 1)
	l := p.login(nil)
	l.Open = func(page string) error {
		u, err := url.Parse(page)
		if err != nil {
			return err
		}
		q := u.Query()
		go func() {
			text, err := visit(q.Get("redirect_uri") + "?error=access_denied&state=" + q.Get("state"))
			shown <- fmt.Sprint(text, err)
		}()
		return nil
	}
	_, err := l.Run(t.Context())
	is(t, err, "oauth-denied")
	if text := <-shown; !strings.Contains(text, "default-src 'none'") || !strings.Contains(text, "Nie udało się") || strings.Contains(text, "http") {
		t.Errorf("shown %s", text)
	}
}

func TestLoginsThatFail(t *testing.T) {
	says := func(code, why string) func(url.Values) url.Values {
		return func(q url.Values) url.Values {
			return url.Values{"error": {code}, "error_description": {why}, "state": {q.Get("state")}}
		}
	}
	for name, c := range map[string]struct {
		answer  func(url.Values) url.Values
		prepare func(*provider)
		key     string
	}{
		"the owner refuses":           {says("access_denied", "no"), nil, "oauth-denied"},
		"an administrator has to":     {says("access_denied", "AADSTS65001: consent"), nil, "oauth-admin"},
		"the client is unknown":       {says("unauthorized_client", "who"), nil, "oauth-client"},
		"registered for one firm":     {says("invalid_request", "AADSTS50194: Application is not configured as a multi-tenant application."), nil, "oauth-client"},
		"Google's administrator":      {says("admin_policy_enforced", ""), nil, "oauth-admin"},
		"agreed to by nobody":         {agree, func(p *provider) { p.refuse, p.why = "invalid_grant", "AADSTS65001: no consent" }, "oauth-admin"},
		"something else":              {says("weird", "x\x00y \u202e"+strings.Repeat("ż", 900)), nil, "oauth-failed"},
		"the code was used before":    {agree, func(p *provider) { p.refuse = "invalid_grant" }, "oauth-failed"},
		"the secret is wrong":         {agree, func(p *provider) { p.refuse = "invalid_client" }, "oauth-client"},
		"the endpoint is out of work": {agree, func(p *provider) { p.refuse = "temporarily_unavailable" }, "oauth-network"},
		"the endpoint is gone":        {agree, func(p *provider) { p.server.Close() }, "oauth-network"},
		"no refresh token":            {agree, func(p *provider) { p.answers = map[string]any{"refresh_token": ""} }, "oauth-failed"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newProvider(t)
			if c.prepare != nil {
				c.prepare(p)
			}
			_, err := p.login(p.browser(c.answer)).Run(t.Context())
			f := is(t, err, c.key)
			if why, _ := f.Args["Why"].(string); len([]rune(why)) > 201 || strings.ContainsAny(why, "\x00\u202e") {
				t.Errorf("told %q", why)
			}
		})
	}
}

func TestLoginEnds(t *testing.T) {
	p := newProvider(t)
	l := p.login(func(string) error { return nil })
	l.Limit = 20 * time.Millisecond
	_, err := l.Run(t.Context())
	is(t, err, "oauth-timeout")
	_, err = p.login(func(string) error { return errors.New("no browser") }).Run(t.Context())
	is(t, err, "oauth-browser")
	ctx, stop := context.WithCancel(t.Context())
	_, err = p.login(func(string) error { stop(); return nil }).Run(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestRenewKeepsTheRolledToken(t *testing.T) {
	p := newProvider(t)
	p.answers = map[string]any{"access_token": "dostęp-2", "refresh_token": "odnowa-2"}
	next, err := p.endpoint().Renew(t.Context(), p.client, oauth.Token{Access: "stary", Refresh: "odnowa-1"})
	if err != nil || next.Access != "dostęp-2" || next.Refresh != "odnowa-2" || p.asked[0].Get("refresh_token") != "odnowa-1" {
		t.Fatalf("got %q, %q, %v", next.Access, next.Refresh, err)
	}
	p.answers = map[string]any{"refresh_token": nil} // a provider that does not roll them
	if next, err = p.endpoint().Renew(t.Context(), p.client, next); err != nil || next.Refresh != "odnowa-2" {
		t.Errorf("got %q, %v: the former one is lost", next.Refresh, err)
	}
	p.refuse, p.why = "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity."
	_, err = p.endpoint().Renew(t.Context(), p.client, next)
	if f := is(t, err, "oauth-withdrawn"); !strings.Contains(f.Server, "AADSTS700082") {
		t.Errorf("the provider's words: %q", f.Server)
	}
	for why, key := range map[string]string{
		"interaction_required AADSTS50076: Due to a configuration change, use multi-factor authentication.": "oauth-withdrawn",
		"invalid_grant AADSTS65001: The user or administrator has not consented.":                           "oauth-withdrawn",
		"invalid_grant Token has been expired or revoked.":                                                  "oauth-withdrawn",
		"invalid_grant AADSTS90094: The grant requires admin permission.":                                   "oauth-admin",
		"invalid_client AADSTS7000218: The request body must contain client_secret.":                        "oauth-client",
	} {
		p.refuse, p.why, _ = strings.Cut(why, " ")
		_, err = p.endpoint().Renew(t.Context(), p.client, next)
		is(t, err, key)
	}
	_, err = p.endpoint().Renew(t.Context(), p.client, oauth.Token{})
	is(t, err, "oauth-withdrawn")
	p.server.Close()
	_, err = p.endpoint().Renew(t.Context(), p.client, next)
	if f := is(t, err, "oauth-network"); strings.Contains(f.Error(), "odnowa") {
		t.Errorf("the token is in %v", f)
	}
}

func TestTokensAreNotPrintedAndComeBackWhole(t *testing.T) {
	tok := oauth.Token{Access: "dostęp", Refresh: "odnowa", Expiry: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	if s := fmt.Sprintf("%v %+v %#v %s", tok, tok, tok, tok); strings.Contains(s, "odnowa") || strings.Contains(s, "dostęp") {
		t.Errorf("printed %s", s)
	}
	text, err := tok.Pack()
	if err != nil {
		t.Fatal(err)
	}
	if back, err := oauth.Unpack(text); err != nil || back != tok {
		t.Errorf("came back as %q, %v", back.Access, err)
	}
	for _, torn := range []string{"", "{}", `{"access":`, "hasło"} {
		if _, err := oauth.Unpack(torn); err == nil || strings.Contains(err.Error(), "hasło") {
			t.Errorf("%q: %v", torn, err)
		}
	}
}

func TestTheProvidersEndpoints(t *testing.T) {
	for auth, scope := range map[data.Auth]string{
		data.AuthGoogle: "https://mail.google.com/", data.AuthMicrosoft: "https://outlook.office.com/IMAP.AccessAsUser.All",
	} {
		e, ok := oauth.For(auth)
		if !ok || e.Scopes[0] != scope || !strings.HasPrefix(e.AuthURL, "https://") || !strings.HasPrefix(e.TokenURL, "https://") {
			t.Errorf("%s: %+v", auth, e)
		}
	}
	if _, ok := oauth.For(data.AuthPassword); ok {
		t.Error("a password has no endpoint")
	}
}

// TestAPageInPlaceOfATokenIsNoAnswer: what stands before the endpoint is out of
// order, and the owner need not log in again for that.
func TestAPageInPlaceOfATokenIsNoAnswer(t *testing.T) {
	for status, key := range map[int]string{502: "oauth-network", 429: "oauth-network", 404: "oauth-failed"} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "<h1>sorry</h1>", status)
		}))
		_, err := oauth.Endpoint{TokenURL: s.URL}.Renew(t.Context(), oauth.Client{ID: "x"}, oauth.Token{Refresh: "odnowa"})
		s.Close()
		is(t, err, key)
	}
}

// TestBothAddressesOfLocalhostAreHeld: a browser may try either of them.
func TestBothAddressesOfLocalhostAreHeld(t *testing.T) {
	probe, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		return // a machine without IPv6
	}
	_ = probe.Close()
	p := newProvider(t)
	l := p.login(nil)
	l.Endpoint.RedirectHost = "localhost"
	l.Open = func(page string) error {
		u, err := url.Parse(page)
		if err != nil {
			return err
		}
		back, err := url.Parse(u.Query().Get("redirect_uri"))
		if err != nil {
			return err
		}
		for _, host := range []string{"127.0.0.1", "::1"} {
			c, err := net.Dial("tcp", net.JoinHostPort(host, back.Port()))
			if err != nil {
				return err
			}
			_ = c.Close()
		}
		return errors.New("seen")
	}
	if _, err := l.Run(t.Context()); !strings.Contains(fmt.Sprint(errors.Unwrap(err)), "seen") {
		t.Error(err)
	}
}
