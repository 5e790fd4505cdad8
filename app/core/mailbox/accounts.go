// Package mailbox is the firm's mailboxes: which there are, how they are found,
// tested and entered, what of them is stored, and what opens them. It must not know
// what is done with the mail.
package mailbox

import (
	"context"
	"crypto/x509"
	"io"
	"log/slog"
	"net"
	netmail "net/mail"
	"os"
	"strings"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/store"
	"kartoteka/mail/secret"
)

// The ports of IMAP: with TLS from the first byte, and with STARTTLS or none.
const (
	portTLS   = 993
	portPlain = 143
)

// Boxes are the mailboxes that are pulled.
type Boxes struct {
	db      *store.DB
	desk    *desk.Desk
	ways    *Ways
	finder  Finder
	changed func(account string)
}

// New returns the mailboxes of a card index; changed is told the name of one that
// is reached in another way from now on, or is no more.
func New(db *store.DB, d *desk.Desk, ways *Ways, finder Finder, changed func(account string)) *Boxes {
	return &Boxes{db, d, ways, finder, changed}
}

// Accounts returns the mailboxes that are pulled.
func (bx *Boxes) Accounts(ctx context.Context) ([]data.Account, error) { return bx.db.Accounts(ctx) }

// AddAccount keeps a mailbox to be pulled. What is not given is filled in: the
// user and the name by the address, the port by the security. The password
// goes into the keyring; kept tells whether one took it. Nothing is connected
// to: TestAccount does that.
func (bx *Boxes) AddAccount(ctx context.Context, a data.Account, password string) (added data.Account, kept bool, err error) {
	if a, err = filled(a); err != nil {
		return data.Account{}, false, err
	}
	if added, err = bx.db.AddAccount(ctx, a); err != nil {
		return data.Account{}, false, err
	}
	if password == "" {
		return added, false, nil
	}
	if err := bx.ways.by.Vault.Set(ctx, added.Name, secret.New(password)); err != nil {
		// The account is good without it: the password is then given for each
		// pull, and the caller says so.
		bx.desk.Log.Info("password not kept", slog.String("cause", err.Error()))
		return added, false, nil
	}
	return added, true, nil
}

// ChangeAccount keeps how the mailbox of that name is reached from now on:
// aliases, server, port, security, user, certificate. Address, first day, folders
// and what was pulled stay. The keyring's password stays, too, unless another is
// given; kept tells whether that one went into a keyring. One that was given by hand
// for a pull is forgotten. Nothing is connected to.
func (bx *Boxes) ChangeAccount(ctx context.Context, a data.Account, password string) (kept bool, err error) {
	old, err := bx.db.Account(ctx, a.Name)
	if err != nil {
		return false, err
	}
	a.ID, a.Address, a.Since = old.ID, old.Address, old.Since
	if a, err = filled(a); err != nil {
		return false, err
	}
	bx.changed(a.Name) // it was given for the server before
	if err := bx.db.ChangeAccount(ctx, a); err != nil {
		return false, err
	}
	if password == "" {
		return false, nil
	}
	if err := bx.ways.by.Vault.Set(ctx, a.Name, secret.New(password)); err != nil {
		bx.desk.Log.Info("password not kept", slog.String("cause", err.Error()))
		return false, nil
	}
	return true, nil
}

// KeepPassword puts the password of an account into the keyring.
func (bx *Boxes) KeepPassword(ctx context.Context, name, password string) error {
	if err := bx.ways.by.Vault.Set(ctx, name, secret.New(password)); err != nil {
		return data.NewError(data.CodeInternal, "no-keyring").Because(err)
	}
	return nil
}

// RemoveAccount stops pulling a mailbox and forgets its password. Mail that
// was kept stays. The password goes first: were it left behind, another account
// of that name would use it unasked.
func (bx *Boxes) RemoveAccount(ctx context.Context, name string) error {
	a, err := bx.db.Account(ctx, name)
	if err != nil {
		return err
	}
	bx.changed(a.Name)
	if err := bx.ways.by.Vault.Delete(ctx, a.Name); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		// Without a keyring there is nothing to forget.
		bx.desk.Log.Info("password not forgotten", slog.String("cause", err.Error()))
	}
	if a.Auth.ByToken() {
		if err := bx.ways.forgetToken(ctx, a.Name); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			bx.desk.Log.Info("token not forgotten", slog.String("cause", err.Error()))
		}
	}
	return bx.db.RemoveAccount(ctx, a.ID)
}

// Account returns the account with that name.
func (bx *Boxes) Account(ctx context.Context, name string) (data.Account, error) {
	return bx.db.Account(ctx, name)
}

// portOf returns the account's port, or the usual one of its security.
func portOf(a data.Account) (int, error) {
	switch {
	case a.Port == 0 && a.Security == data.SecurityTLS:
		return portTLS, nil
	case a.Port == 0:
		return portPlain, nil
	case a.Port < 1 || a.Port > 65535:
		return a.Port, data.NewError(data.CodeInvalid, "account-port", "Port", a.Port)
	}
	return a.Port, nil
}

// filled fills in what goes without saying, and refuses what can't work.
func filled(a data.Account) (data.Account, error) {
	addr, err := netmail.ParseAddress(strings.TrimSpace(a.Address))
	if err != nil {
		return a, data.NewError(data.CodeInvalid, "account-address", "Address", a.Address).Because(err)
	}
	a.Address = addr.Address
	a.Host = strings.Trim(strings.TrimSpace(a.Host), "[]")
	if a.Host == "" || strings.ContainsAny(a.Host, " /@") {
		return a, data.NewError(data.CodeInvalid, "account-host", "Host", a.Host)
	}
	if a.Security == "" {
		a.Security = data.SecurityTLS
	}
	if err := checkSecurity(a); err != nil {
		return a, err
	}
	if a.Port, err = portOf(a); err != nil {
		return a, err
	}
	if a.CA != "" && !x509.NewCertPool().AppendCertsFromPEM([]byte(a.CA)) {
		return a, data.NewError(data.CodeInvalid, "account-ca")
	}
	if a.User = strings.TrimSpace(a.User); a.User == "" {
		a.User = a.Address
	}
	switch a.Auth {
	case "":
		a.Auth = data.AuthPassword
	case data.AuthPassword, data.AuthGoogle, data.AuthMicrosoft:
	default:
		return a, data.NewError(data.CodeInvalid, "account-auth", "Auth", string(a.Auth))
	}
	if a.Name = strings.TrimSpace(a.Name); a.Name == "" {
		a.Name = a.Address
	}
	return a, nil
}

func checkSecurity(a data.Account) error {
	switch a.Security {
	case data.SecurityTLS, data.SecuritySTARTTLS:
		return nil
	case data.SecurityNone:
		if !loopback(a.Host) {
			return data.NewError(data.CodeInvalid, "account-none", "Host", a.Host)
		}
		return nil
	}
	return data.NewError(data.CodeInvalid, "account-security", "Security", string(a.Security))
}

func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// ReadCertificate reads the PEM file of a certificate authority.
func ReadCertificate(path string) (string, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return "", disk.Error(path, err)
	}
	return string(pem), nil
}

// ReadPassword reads a password, the first line of what is given.
func ReadPassword(r io.Reader) (string, error) {
	p, err := secret.FromReader(r)
	if err != nil {
		return "", data.NewError(data.CodeInvalid, "password-unread").Because(err)
	}
	if p.Empty() {
		return "", data.NewError(data.CodeInvalid, "password-unread")
	}
	return p.Reveal(), nil
}

// HasPasswordVariable reports whether the environment has a password, so that
// none need be asked for.
func HasPasswordVariable() bool {
	s, ok := secret.FromEnv()
	return ok && !s.Empty()
}
