// Package oauth enters mailboxes whose provider takes no password: the owner
// logs in on the provider's own page, in the system's browser, and the program
// gets a token for the mail alone (OAuth 2 with PKCE, RFC 6749, 7636 and 8252).
//
// The program has no identity of its own at the providers: the owner registers
// one and gives its client id. Nothing here keeps a token; who calls does.
package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/oauth2"

	"kartoteka/data"
	"kartoteka/mail"
)

// Endpoint is where a provider is asked for tokens, and for what.
type Endpoint struct {
	AuthURL  string
	TokenURL string
	Scopes   []string
	// RedirectHost is the name for this machine that the provider lets a desktop
	// program use with any port.
	RedirectHost string
	Extra        map[string]string // further parameters of the login page
}

// endpoints as documented at developers.google.com/identity/protocols/oauth2/native-app and
// learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth.
var endpoints = map[data.Auth]Endpoint{
	data.AuthGoogle: {
		AuthURL: "https://accounts.google.com/o/oauth2/v2/auth", TokenURL: "https://oauth2.googleapis.com/token",
		Scopes: []string{"https://mail.google.com/"}, RedirectHost: "127.0.0.1",
		Extra: map[string]string{"access_type": "offline", "prompt": "consent"},
	},
	data.AuthMicrosoft: {
		AuthURL:  "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
		TokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
		// A token for Graph does not open a mailbox over IMAP: the resource must be Outlook's.
		Scopes: []string{"https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"}, RedirectHost: "localhost",
	},
}

// For returns where the provider of such accounts is asked.
func For(a data.Auth) (Endpoint, bool) {
	e, ok := endpoints[a]
	return e, ok
}

// Client is the identity that the owner registered with a provider. Microsoft
// gives desktop programs no secret, Google gives one that it does not count as
// such.
type Client struct{ ID, Secret string }

// Token is what opens a mailbox, and what gets the next one.
type Token struct {
	Access  string    `json:"access"`
	Refresh string    `json:"refresh"`
	Expiry  time.Time `json:"expiry"`
}

// early is how long before its end a token is renewed. Renewing each time is
// taken for abuse, renewing after the end costs a refused login.
const early = 5 * time.Minute

// Good reports whether the token opens the mailbox for a while yet.
func (t Token) Good(now time.Time) bool {
	return t.Access != "" && (t.Expiry.IsZero() || now.Add(early).Before(t.Expiry))
}

// String hides the token.
func (Token) String() string { return "•••" }

// GoString hides the token.
func (Token) GoString() string { return "•••" }

// Pack writes the token as one text, for a keyring.
func (t Token) Pack() (string, error) {
	type plain Token // without the methods that hide it
	raw, err := json.Marshal(plain(t))
	if err != nil {
		return "", fmt.Errorf("pack the token: %w", err)
	}
	return string(raw), nil
}

var errTorn = errors.New("the kept token can't be read")

// Unpack reads what Pack wrote.
func Unpack(text string) (Token, error) {
	var t Token
	if err := json.Unmarshal([]byte(text), &t); err != nil || t.Access == "" && t.Refresh == "" {
		return Token{}, errTorn // without the cause: it may quote the token
	}
	return t, nil
}

// config is what the library needs.
func (e Endpoint) config(c Client, redirect string) *oauth2.Config {
	return &oauth2.Config{
		ClientID: c.ID, ClientSecret: c.Secret, RedirectURL: redirect, Scopes: e.Scopes,
		// Told outright: else a refused request is sent a second time in another form.
		Endpoint: oauth2.Endpoint{AuthURL: e.AuthURL, TokenURL: e.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}
}

// askTimeout bounds one question to a token endpoint.
const askTimeout = 30 * time.Second

// Renew gets the next token. Its Refresh may be another than before: keep the
// whole token each time. Failures are *mail.Failure: "oauth-withdrawn" when the
// owner has to log in again.
func (e Endpoint) Renew(ctx context.Context, c Client, t Token) (Token, error) {
	if t.Refresh == "" {
		return Token{}, &mail.Failure{Step: mail.StepLogin, Key: "oauth-withdrawn", Err: errors.New("no refresh token")}
	}
	ctx, cancel := context.WithTimeout(ctx, askTimeout)
	defer cancel()
	next, err := e.config(c, "").TokenSource(withClient(ctx), &oauth2.Token{RefreshToken: t.Refresh}).Token()
	if err != nil {
		return Token{}, e.failure(ctx, err, "oauth-withdrawn")
	}
	return ours(next), nil
}

func ours(t *oauth2.Token) Token {
	return Token{Access: t.AccessToken, Refresh: t.RefreshToken, Expiry: t.Expiry}
}

// withClient has the library ask over connections that do not outlive the question,
// and never follow a redirect with a secret in hand.
func withClient(ctx context.Context) context.Context {
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true}
	return context.WithValue(ctx, oauth2.HTTPClient, &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	})
}

// failure names what a token endpoint refused; invalidGrant is the key for a
// code or token that it takes no more.
func (e Endpoint) failure(ctx context.Context, err error, invalidGrant string) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return ctx.Err()
	}
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) {
		return &mail.Failure{Step: mail.StepLogin, Key: "oauth-network", Err: errors.New("the token endpoint was not reached")}
	}
	code, why := refused.ErrorCode, refused.ErrorDescription
	key := keyOf(code, why)
	switch {
	case code == "" && refused.Response != nil && (refused.Response.StatusCode >= http.StatusInternalServerError ||
		refused.Response.StatusCode == http.StatusTooManyRequests):
		key = "oauth-network" // a page of something that stands before the endpoint
	case unconsented(why) && invalidGrant == "oauth-withdrawn":
		key = invalidGrant // who logs in is asked for consent
	case code == "invalid_grant" && key == "oauth-failed":
		key = invalidGrant
	}
	return refusal(key, code, why)
}

// keyOf names an error code of RFC 6749, of Microsoft (learn.microsoft.com/entra/identity-platform/reference-error-codes)
// or of Google (developers.google.com/identity/protocols/oauth2/native-app).
func keyOf(code, description string) string {
	if unconsented(description) || hasAny(description, "AADSTS90094", "AADSTS90095") {
		return "oauth-admin"
	}
	// Registered for one firm only, for private accounts only, for the web, not at all.
	if hasAny(description, "AADSTS50194", "AADSTS9002346", "AADSTS50011", "AADSTS7000218", "AADSTS700016") {
		return "oauth-client"
	}
	switch code {
	case "access_denied":
		return "oauth-denied"
	case "admin_policy_enforced":
		return "oauth-admin"
	case "interaction_required", "login_required", "consent_required":
		return "oauth-withdrawn" // a second factor, a new password: the owner has to log in again
	case "invalid_client", "unauthorized_client", "redirect_uri_mismatch", "invalid_scope", "deleted_client", "disabled_client", "org_internal":
		return "oauth-client"
	case "temporarily_unavailable", "server_error":
		return "oauth-network"
	}
	return "oauth-failed"
}

// unconsented reports whether Microsoft says that neither the person nor the
// firm's administrator has agreed. Who was just asked has no say in it, then.
func unconsented(description string) bool { return hasAny(description, "AADSTS65001") }

func hasAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(text, p+":") || strings.HasSuffix(text, p) })
}

// refusal is a failure with the provider's own words, cut to a sentence.
func refusal(key, code, description string) *mail.Failure {
	why := strings.Join(strings.FieldsFunc(description, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r)
	}), " ")
	if why == "" {
		why = code
	}
	const longest = 200
	if r := []rune(why); len(r) > longest {
		why = string(r[:longest]) + "…"
	}
	return &mail.Failure{Step: mail.StepLogin, Key: key, Args: map[string]any{"Why": why}, Server: why}
}
