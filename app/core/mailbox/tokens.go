package mailbox

import (
	"context"
	"errors"
	"log/slog"
	"sync"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/oauth"
	"kartoteka/mail/secret"
)

// The names under which the keyring has what belongs to logging in by browser.
const (
	tokenEntry  = "kartoteka token/"
	secretEntry = "kartoteka client secret/"
)

// tokens are what mailboxes are entered with that take no password. The keyring
// has them; what it would not take is kept here, for this run of the program.
type tokens struct {
	mu      sync.Mutex // held while one is renewed: two renewals would cost one of them
	kept    map[string]oauth.Token
	secrets map[data.Auth]string
}

func (ws *Ways) oauthClient(ctx context.Context, a data.Auth) (oauth.Client, error) {
	settings, err := ws.db.Settings(ctx)
	if err != nil {
		return oauth.Client{}, err
	}
	client := oauth.Client{}
	switch a {
	case data.AuthGoogle:
		client.ID = settings.GoogleClient
	case data.AuthMicrosoft:
		client.ID = settings.MicrosoftClient
	default:
		return client, data.NewError(data.CodeInvalid, "account-auth", "Auth", string(a))
	}
	s, err := ws.by.Vault.Get(ctx, secretEntry+string(a))
	if err == nil {
		client.Secret = s.Reveal()
		return client, nil
	}
	ws.tokens.mu.Lock()
	defer ws.tokens.mu.Unlock()
	client.Secret = ws.tokens.secrets[a]
	return client, nil
}

func (ws *Ways) keepClientSecret(ctx context.Context, a data.Auth, text string) (kept bool) {
	ws.tokens.mu.Lock()
	defer ws.tokens.mu.Unlock()
	delete(ws.tokens.secrets, a)
	var err error
	if text == "" {
		err = ws.by.Vault.Delete(ctx, secretEntry+string(a))
	} else {
		err = ws.by.Vault.Set(ctx, secretEntry+string(a), secret.New(text))
	}
	if err == nil {
		return true
	}
	ws.desk.Log.Info("client secret not kept", slog.String("cause", err.Error()))
	if text != "" {
		if ws.tokens.secrets == nil {
			ws.tokens.secrets = map[data.Auth]string{}
		}
		ws.tokens.secrets[a] = text
	}
	return text == ""
}

// keepToken puts a token into the keyring, or else remembers it.
func (ws *Ways) keepToken(ctx context.Context, account string, t oauth.Token) (kept bool) {
	ws.tokens.mu.Lock()
	defer ws.tokens.mu.Unlock()
	return ws.keepTokenLocked(ctx, account, t)
}

func (ws *Ways) keepTokenLocked(ctx context.Context, account string, t oauth.Token) (kept bool) {
	text, err := t.Pack()
	if err == nil {
		err = secret.SetLong(ctx, ws.by.Vault, tokenEntry+account, secret.New(text))
	}
	if err == nil {
		delete(ws.tokens.kept, account)
		return true
	}
	ws.desk.Log.Info("token not kept", slog.String("cause", err.Error()))
	if ws.tokens.kept == nil {
		ws.tokens.kept = map[string]oauth.Token{}
	}
	ws.tokens.kept[account] = t
	return false
}

// accessToken returns what opens a mailbox now. It is renewed shortly before its
// end, and the whole new one kept each time: providers roll what renews it, and
// the former one ends some day.
func (ws *Ways) accessToken(ctx context.Context, a data.Account) (string, error) {
	client, err := ws.oauthClient(ctx, a.Auth)
	if err != nil {
		return "", err
	}
	ws.tokens.mu.Lock()
	defer ws.tokens.mu.Unlock()
	t, err := ws.knownToken(ctx, a.Name)
	if err != nil {
		return "", err
	}
	if t.Good(ws.desk.Now()) {
		return t.Access, nil
	}
	endpoint, ok := ws.by.Endpoint(a.Auth)
	if !ok || client.ID == "" {
		return "", data.NewError(data.CodeNoPassword, "oauth-no-client", "Provider", string(a.Auth))
	}
	next, err := endpoint.Renew(ctx, client, t)
	if err != nil {
		return "", err
	}
	// Whoever stopped the pull must not lose it: the former one may be void now.
	ws.keepTokenLocked(context.WithoutCancel(ctx), a.Name, next)
	return next.Access, nil
}

func (ws *Ways) knownToken(ctx context.Context, account string) (oauth.Token, error) {
	if t, ok := ws.tokens.kept[account]; ok {
		return t, nil
	}
	s, err := secret.GetLong(ctx, ws.by.Vault, tokenEntry+account)
	if ctx.Err() != nil {
		return oauth.Token{}, ctx.Err()
	}
	if err != nil {
		if !errors.Is(err, secret.ErrNotFound) {
			ws.desk.Log.Info("keyring not read", slog.String("cause", err.Error()))
		}
		return oauth.Token{}, data.NewError(data.CodeNoPassword, "no-token", "Account", account)
	}
	t, err := oauth.Unpack(s.Reveal())
	if err != nil {
		return t, data.NewError(data.CodeNoPassword, "no-token", "Account", account).Because(err)
	}
	return t, nil
}

// Spoil notes that a mailbox did not take its token: the next one is asked for
// before it is tried again, whatever end the old one was given.
func (ws *Ways) Spoil(ctx context.Context, a data.Account, err error) {
	var f *mail.Failure
	if !a.Auth.ByToken() || !errors.As(err, &f) || f.Key != "login-token-refused" {
		return
	}
	ws.tokens.mu.Lock()
	defer ws.tokens.mu.Unlock()
	if t, err := ws.knownToken(ctx, a.Name); err == nil && t.Access != "" {
		t.Access = ""
		ws.keepTokenLocked(ctx, a.Name, t)
	}
}

// forgetToken forgets the token of a mailbox that is removed.
func (ws *Ways) forgetToken(ctx context.Context, account string) error {
	ws.tokens.mu.Lock()
	defer ws.tokens.mu.Unlock()
	delete(ws.tokens.kept, account)
	return secret.DeleteLong(ctx, ws.by.Vault, tokenEntry+account)
}
