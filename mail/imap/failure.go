package imap

import (
	"context"
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"

	"kartoteka/data"
	"kartoteka/mail"
)

// failure turns an error of a command into what a person is told. go-imap
// wraps without %w, so the reason is asked of the wire.
func (s *server) failure(ctx context.Context, step mail.Step, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var own *mail.Failure
	if errors.As(err, &own) {
		return err
	}
	err = s.wire.tap.blot(err)
	f := &mail.Failure{Step: step, Args: hostArgs(s.account), Server: s.wire.tap.last(), Err: err}
	var refused *imap.Error
	if errors.As(err, &refused) {
		f.Server = refused.Text
		f.Key = refusal(step, refused)
		return f
	}
	why := s.wire.why()
	switch {
	case errors.Is(why, errFlood):
		f.Key = "flood"
	case errors.Is(why, errTangled):
		f.Key = "garbled"
	case s.wire.tap.saidBye():
		f.Key = "bye"
	case errors.Is(why, errSilent):
		f.Key = "silent"
	case why != nil:
		f.Key = "lost"
	default:
		f.Key = "garbled"
	}
	return f
}

// refusal names a NO or BAD.
func refusal(step mail.Step, e *imap.Error) string {
	switch e.Code {
	case imap.ResponseCodeOverQuota, imap.ResponseCodeLimit, imap.ResponseCodeUnavailable,
		imap.ResponseCodeInUse, "THROTTLED":
		return "busy"
	}
	switch step {
	case mail.StepList:
		return "list-refused"
	case mail.StepSelect:
		return "select-refused"
	}
	return "fetch-refused"
}

// provider is a mail provider with rules of its own for logging in.
type provider struct {
	name string
	key  string   // the sentence when it refuses a login
	host []string // ends of its servers' names
}

// As found on 2026-03-01 in Thunderbird's provider list and the providers' help.
var providers = []provider{
	{"Gmail", "login-app-password", []string{"gmail.com", "googlemail.com", "google.com"}},
	{"iCloud", "login-app-password", []string{"me.com", "icloud.com", "mac.com"}},
	{"Yahoo", "login-app-password", []string{"yahoo.com", "yahoodns.net", "aol.com"}},
	{"Fastmail", "login-app-password", []string{"fastmail.com"}},
	{"Outlook", "login-outlook", []string{"outlook.com", "office365.com", "hotmail.com", "live.com"}},
	{"Interia", "login-switched-off", []string{"interia.pl", "interia.eu", "poczta.fm"}},
	{"Onet", "login-switched-off", []string{"onet.pl"}},
	{"Zoho", "login-switched-off", []string{"zoho.com", "zoho.eu"}},
}

// loginFailure says what a refused login may mean with this provider.
func (s *server) loginFailure(ctx context.Context, err error) error {
	var refused *imap.Error
	err = s.wire.tap.blot(err)
	if ctx.Err() != nil || !errors.As(err, &refused) {
		return s.failure(ctx, mail.StepLogin, err)
	}
	f := &mail.Failure{
		Step: mail.StepLogin, Key: "login-refused", Args: hostArgs(s.account), Server: refused.Text, Err: err,
	}
	f.Args["User"] = user(s.account)
	if k := refusal(mail.StepLogin, refused); k == "busy" {
		f.Key = k
		return f
	}
	if refused.Code == imap.ResponseCodeExpired {
		f.Key = "login-expired"
		return f
	}
	if p := providerOf(s.account.Host); p != nil {
		f.Key = p.key
		f.Args["Provider"] = p.name
	}
	return f
}

func providerOf(host string) *provider {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for i := range providers {
		for _, h := range providers[i].host {
			if host == h || strings.HasSuffix(host, "."+h) {
				return &providers[i]
			}
		}
	}
	return nil
}

// user is the login name: the account's own, or its address.
func user(a data.Account) string {
	if a.User != "" {
		return a.User
	}
	return a.Address
}
