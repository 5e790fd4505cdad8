package mailbox

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail"
	"kartoteka/mail/oauth"
	"kartoteka/mail/secret"
)

// Ways are the ways to the mailboxes: their servers, and what opens them.
type Ways struct {
	db     *store.DB
	desk   *desk.Desk
	by     Means
	tokens tokens
}

// Means are by what mailboxes are reached and opened.
type Means struct {
	Vault  secret.Vault
	Dialer mail.Dialer
	// Endpoint says where a provider is asked for tokens.
	Endpoint func(data.Auth) (oauth.Endpoint, bool)
	// Inside serves mailboxes that lie on no server.
	Inside Host
}

// Host serves a mailbox from within the program, for as long as it is asked.
type Host interface {
	// Serves reports whether it serves an account; demo is the word of the settings
	// on the sample firm.
	Serves(a data.Account, demo string) bool
	// Serve serves it until end is called. It returns the account as it is reached
	// meanwhile, and its password.
	Serve(ctx context.Context, a data.Account, demo string, zone *time.Location) (at data.Account, password string, end func(), err error)
}

// NewWays returns the ways to the mailboxes of a card index.
func NewWays(db *store.DB, d *desk.Desk, by Means) *Ways { return &Ways{db: db, desk: d, by: by} }

// Inside reports whether the program itself serves an account's mailbox.
func (ws *Ways) Inside(a data.Account, s data.Settings) bool { return ws.by.Inside.Serves(a, s.Demo) }

// Way is how an account is reached: where, and with which password.
type Way struct {
	Account  data.Account
	Password string
	Close    func()
	Dialer   mail.Dialer
	Passing  bool              // the server is gone after Close
	Keep     func(mail.Server) // takes over a connection that is still good; nil: it is closed
}

// Leave gives a connection to whoever has a use for it, or closes it.
func (w Way) Leave(srv mail.Server) {
	if s, ok := srv.(mail.Watchable); ok && w.Keep != nil && s.Good() {
		w.Keep(srv)
		return
	}
	_ = srv.Close() // nothing depends on a farewell
}

// straight is the way to an account at its own server.
func (ws *Ways) straight(a data.Account, secret string) Way {
	return Way{Account: a, Password: secret, Close: func() {}, Dialer: ws.by.Dialer}
}

// To finds the way to an account, be it within the program.
func (ws *Ways) To(ctx context.Context, a data.Account, given string, many bool) (Way, error) {
	settings, err := ws.db.Settings(ctx)
	if err != nil {
		return Way{}, err
	}
	if ws.Inside(a, settings) {
		at, password, end, err := ws.by.Inside.Serve(ctx, a, settings.Demo, ws.desk.Zone())
		return Way{Account: at, Password: password, Close: end, Dialer: ws.by.Dialer, Passing: true}, err
	}
	if a.Auth.ByToken() {
		token, err := ws.accessToken(ctx, a)
		return ws.straight(a, token), err
	}
	password, err := ws.password(ctx, a.Name, given, many)
	if err != nil {
		return Way{}, err
	}
	return ws.straight(a, password), nil
}

// password finds the password of an account: what was given, the keyring, the
// environment. The environment has one password only: while mailboxes of several
// servers are pulled it is told to none of them, since all but one would be wrong.
func (ws *Ways) password(ctx context.Context, name, given string, many bool) (string, error) {
	if given != "" {
		return given, nil
	}
	s, err := ws.by.Vault.Get(ctx, name)
	if err == nil && !s.Empty() {
		return s.Reveal(), nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil && !errors.Is(err, secret.ErrNotFound) {
		ws.desk.Log.Info("keyring not read", slog.String("cause", err.Error()))
	}
	switch s, ok := secret.FromEnv(); {
	case ok && many:
		return "", data.NewError(data.CodeNoPassword, "no-password-many", "Account", name)
	case ok:
		return s.Reveal(), nil
	}
	return "", data.NewError(data.CodeNoPassword, "no-password", "Account", name)
}
