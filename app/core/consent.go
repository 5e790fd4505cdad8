package core

import (
	"context"
	"errors"
	"log/slog"
	"strings"
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

// OAuthClient returns the identity that the owner registered with a provider;
// HasSecret tells whether one is kept with it.
func (c *Core) OAuthClient(ctx context.Context, a data.Auth) (data.OAuthClient, error) {
	client, err := c.oauthClient(ctx, a)
	return data.OAuthClient{ID: client.ID, HasSecret: client.Secret != ""}, err
}

func (c *Core) oauthClient(ctx context.Context, a data.Auth) (oauth.Client, error) {
	settings, err := c.db.Settings(ctx)
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
	s, err := c.vault.Get(ctx, secretEntry+string(a))
	if err == nil {
		client.Secret = s.Reveal()
		return client, nil
	}
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	client.Secret = c.tokens.secrets[a]
	return client, nil
}

// SetOAuthClient keeps the identity that the owner registered with a provider; an
// empty id forgets it. The secret, which Google gives and Microsoft does not, goes
// into the keyring; without one kept is false and it serves for this run. An empty
// secret leaves the one that is kept with the same id.
func (c *Core) SetOAuthClient(ctx context.Context, a data.Auth, id, clientSecret string) (kept bool, err error) {
	before, err := c.oauthClient(ctx, a)
	if err != nil {
		return false, err
	}
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return false, err
	}
	id, clientSecret = strings.TrimSpace(id), strings.TrimSpace(clientSecret)
	if strings.ContainsAny(id, " \t\r\n@/") {
		return false, data.NewError(data.CodeInvalid, "oauth-client-id")
	}
	if a == data.AuthGoogle {
		settings.GoogleClient = id
	} else {
		settings.MicrosoftClient = id
	}
	if err := c.db.SetSettings(ctx, settings); err != nil {
		return false, err
	}
	if clientSecret == "" && id == before.ID && id != "" {
		return true, nil
	}
	return c.keepClientSecret(ctx, a, clientSecret), nil
}

func (c *Core) keepClientSecret(ctx context.Context, a data.Auth, text string) (kept bool) {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	delete(c.tokens.secrets, a)
	var err error
	if text == "" {
		err = c.vault.Delete(ctx, secretEntry+string(a))
	} else {
		err = c.vault.Set(ctx, secretEntry+string(a), secret.New(text))
	}
	if err == nil {
		return true
	}
	c.desk.Log.Info("client secret not kept", slog.String("cause", err.Error()))
	if text != "" {
		if c.tokens.secrets == nil {
			c.tokens.secrets = map[data.Auth]string{}
		}
		c.tokens.secrets[a] = text
	}
	return text == ""
}

// AddByLogin adds a mailbox that is entered with a token: it shows the provider's
// login page, waits for the owner to agree, tests the mailbox and keeps it. kept
// tells whether a keyring took the token; else the owner logs in anew after the
// program's next start. a.Auth says whose page it is.
func (c *Core) AddByLogin(ctx context.Context, a data.Account, b data.LoginPage) (added data.Account, kept bool, err error) {
	if a, err = c.completed(ctx, a); err != nil {
		return data.Account{}, false, err
	}
	token, err := c.consent(ctx, a, b)
	if err != nil {
		return data.Account{}, false, err
	}
	if added, err = c.db.AddAccount(ctx, a); err != nil {
		return data.Account{}, false, err
	}
	return added, c.keepToken(ctx, a.Name, token), nil
}

// LogInAgain shows the provider's login page for a mailbox that is kept, after its
// consent was withdrawn or ran out.
func (c *Core) LogInAgain(ctx context.Context, name string, b data.LoginPage) (kept bool, err error) {
	a, err := c.db.Account(ctx, name)
	if err != nil {
		return false, err
	}
	token, err := c.consent(ctx, a, b)
	if err != nil {
		return false, err
	}
	return c.keepToken(ctx, a.Name, token), nil
}

// consent gets a token for a mailbox and tries it.
func (c *Core) consent(ctx context.Context, a data.Account, b data.LoginPage) (oauth.Token, error) {
	endpoint, ok := c.endpoint(a.Auth)
	if !ok {
		return oauth.Token{}, data.NewError(data.CodeInvalid, "account-auth", "Auth", string(a.Auth))
	}
	client, err := c.oauthClient(ctx, a.Auth)
	if err != nil {
		return oauth.Token{}, err
	}
	if client.ID == "" {
		return oauth.Token{}, data.NewError(data.CodeInvalid, "oauth-no-client", "Provider", string(a.Auth))
	}
	login := oauth.Login{
		Endpoint: endpoint, Client: client, Address: a.Address, Open: b.Open, Done: b.Done, Failed: b.Failed,
	}
	token, err := login.Run(ctx)
	if err == nil {
		err = c.tried(ctx, c.straight(a, token.Access))
	}
	if err != nil {
		c.LogError("log in by browser", err)
		return oauth.Token{}, mail.Told(err)
	}
	return token, nil
}

// tried tests a way into a mailbox.
func (c *Core) tried(ctx context.Context, w way) error {
	limited, cancel := context.WithTimeout(ctx, testLimit)
	defer cancel()
	_, err := c.enter(limited, w)
	if limited.Err() != nil && ctx.Err() == nil {
		return &mail.Failure{Step: mail.StepSelect, Key: "silent", Args: map[string]any{"Host": w.account.Host}, Err: err}
	}
	return err
}

// keepToken puts a token into the keyring, or else remembers it.
func (c *Core) keepToken(ctx context.Context, account string, t oauth.Token) (kept bool) {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	return c.keepTokenLocked(ctx, account, t)
}

func (c *Core) keepTokenLocked(ctx context.Context, account string, t oauth.Token) (kept bool) {
	text, err := t.Pack()
	if err == nil {
		err = secret.SetLong(ctx, c.vault, tokenEntry+account, secret.New(text))
	}
	if err == nil {
		delete(c.tokens.kept, account)
		return true
	}
	c.desk.Log.Info("token not kept", slog.String("cause", err.Error()))
	if c.tokens.kept == nil {
		c.tokens.kept = map[string]oauth.Token{}
	}
	c.tokens.kept[account] = t
	return false
}

// accessToken returns what opens a mailbox now. It is renewed shortly before its
// end, and the whole new one kept each time: providers roll what renews it, and
// the former one ends some day.
func (c *Core) accessToken(ctx context.Context, a data.Account) (string, error) {
	client, err := c.oauthClient(ctx, a.Auth)
	if err != nil {
		return "", err
	}
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	t, err := c.knownToken(ctx, a.Name)
	if err != nil {
		return "", err
	}
	if t.Good(c.Now()) {
		return t.Access, nil
	}
	endpoint, ok := c.endpoint(a.Auth)
	if !ok || client.ID == "" {
		return "", data.NewError(data.CodeNoPassword, "oauth-no-client", "Provider", string(a.Auth))
	}
	next, err := endpoint.Renew(ctx, client, t)
	if err != nil {
		return "", err
	}
	// Whoever stopped the pull must not lose it: the former one may be void now.
	c.keepTokenLocked(context.WithoutCancel(ctx), a.Name, next)
	return next.Access, nil
}

func (c *Core) knownToken(ctx context.Context, account string) (oauth.Token, error) {
	if t, ok := c.tokens.kept[account]; ok {
		return t, nil
	}
	s, err := secret.GetLong(ctx, c.vault, tokenEntry+account)
	if ctx.Err() != nil {
		return oauth.Token{}, ctx.Err()
	}
	if err != nil {
		if !errors.Is(err, secret.ErrNotFound) {
			c.desk.Log.Info("keyring not read", slog.String("cause", err.Error()))
		}
		return oauth.Token{}, data.NewError(data.CodeNoPassword, "no-token", "Account", account)
	}
	t, err := oauth.Unpack(s.Reveal())
	if err != nil {
		return t, data.NewError(data.CodeNoPassword, "no-token", "Account", account).Because(err)
	}
	return t, nil
}

// spoil notes that a mailbox did not take its token: the next one is asked for
// before it is tried again, whatever end the old one was given.
func (c *Core) spoil(ctx context.Context, a data.Account, err error) {
	var f *mail.Failure
	if !a.Auth.ByToken() || !errors.As(err, &f) || f.Key != "login-token-refused" {
		return
	}
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	if t, err := c.knownToken(ctx, a.Name); err == nil && t.Access != "" {
		t.Access = ""
		c.keepTokenLocked(ctx, a.Name, t)
	}
}

// forgetToken forgets the token of a mailbox that is removed.
func (c *Core) forgetToken(ctx context.Context, account string) error {
	c.tokens.mu.Lock()
	defer c.tokens.mu.Unlock()
	delete(c.tokens.kept, account)
	return secret.DeleteLong(ctx, c.vault, tokenEntry+account)
}
