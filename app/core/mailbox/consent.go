package mailbox

import (
	"context"
	"strings"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/oauth"
)

// OAuthClient returns the identity that the owner registered with a provider;
// HasSecret tells whether one is kept with it.
func (bx *Boxes) OAuthClient(ctx context.Context, a data.Auth) (data.OAuthClient, error) {
	client, err := bx.ways.oauthClient(ctx, a)
	return data.OAuthClient{ID: client.ID, HasSecret: client.Secret != ""}, err
}

// SetOAuthClient keeps the identity that the owner registered with a provider; an
// empty id forgets it. The secret, which Google gives and Microsoft does not, goes
// into the keyring; without one kept is false and it serves for this run. An empty
// secret leaves the one that is kept with the same id.
func (bx *Boxes) SetOAuthClient(ctx context.Context, a data.Auth, id, clientSecret string) (kept bool, err error) {
	before, err := bx.ways.oauthClient(ctx, a)
	if err != nil {
		return false, err
	}
	settings, err := bx.db.Settings(ctx)
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
	if err := bx.db.SetSettings(ctx, settings); err != nil {
		return false, err
	}
	if clientSecret == "" && id == before.ID && id != "" {
		return true, nil
	}
	return bx.ways.keepClientSecret(ctx, a, clientSecret), nil
}

// AddByLogin adds a mailbox that is entered with a token: it shows the provider's
// login page, waits for the owner to agree, tests the mailbox and keeps it. kept
// tells whether a keyring took the token; else the owner logs in anew after the
// program's next start. a.Auth says whose page it is.
func (bx *Boxes) AddByLogin(ctx context.Context, a data.Account, b data.LoginPage) (added data.Account, kept bool, err error) {
	if a, err = bx.completed(ctx, a); err != nil {
		return data.Account{}, false, err
	}
	token, err := bx.consent(ctx, a, b)
	if err != nil {
		return data.Account{}, false, err
	}
	if added, err = bx.db.AddAccount(ctx, a); err != nil {
		return data.Account{}, false, err
	}
	return added, bx.ways.keepToken(ctx, a.Name, token), nil
}

// LogInAgain shows the provider's login page for a mailbox that is kept, after its
// consent was withdrawn or ran out.
func (bx *Boxes) LogInAgain(ctx context.Context, name string, b data.LoginPage) (kept bool, err error) {
	a, err := bx.db.Account(ctx, name)
	if err != nil {
		return false, err
	}
	token, err := bx.consent(ctx, a, b)
	if err != nil {
		return false, err
	}
	return bx.ways.keepToken(ctx, a.Name, token), nil
}

// consent gets a token for a mailbox and tries it.
func (bx *Boxes) consent(ctx context.Context, a data.Account, b data.LoginPage) (oauth.Token, error) {
	endpoint, ok := bx.ways.by.Endpoint(a.Auth)
	if !ok {
		return oauth.Token{}, data.NewError(data.CodeInvalid, "account-auth", "Auth", string(a.Auth))
	}
	client, err := bx.ways.oauthClient(ctx, a.Auth)
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
		err = bx.tried(ctx, bx.ways.straight(a, token.Access))
	}
	if err != nil {
		bx.desk.LogError("log in by browser", err)
		return oauth.Token{}, mail.Told(err)
	}
	return token, nil
}

// tried tests a way into a mailbox.
func (bx *Boxes) tried(ctx context.Context, w Way) error {
	limited, cancel := context.WithTimeout(ctx, testLimit)
	defer cancel()
	_, err := bx.enter(limited, w)
	if limited.Err() != nil && ctx.Err() == nil {
		return &mail.Failure{Step: mail.StepSelect, Key: "silent", Args: map[string]any{"Host": w.Account.Host}, Err: err}
	}
	return err
}
