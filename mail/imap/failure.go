package imap

import (
	"context"
	"errors"
	"strings"

	"github.com/emersion/go-imap/v2"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/provider"

	"kartoteka/mail/imap/connect"
	"kartoteka/mail/imap/wire"
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
	err = s.wire.Heard.Blot(err)
	f := &mail.Failure{Step: step, Args: connect.HostArgs(s.account), Server: s.wire.Heard.Last(), Err: err}
	var refused *imap.Error
	if errors.As(err, &refused) {
		f.Server = refused.Text
		f.Key = refusal(step, refused)
		return f
	}
	why := s.wire.Why()
	switch {
	case errors.Is(why, wire.ErrFlood):
		f.Key = "flood"
	case errors.Is(why, wire.ErrTangled):
		f.Key = "garbled"
	case s.wire.Heard.SaidBye():
		f.Key = "bye"
		if connect.Resting(f.Server) {
			f.Key = "busy"
		}
	case errors.Is(why, wire.ErrSilent):
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
	case imap.ResponseCodeOverQuota, imap.ResponseCodeLimit, "THROTTLED":
		return "busy"
	case imap.ResponseCodeUnavailable, imap.ResponseCodeInUse:
		return "unavailable"
	}
	if connect.Resting(e.Text) {
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

// remedies name what a refused login most likely means at a provider.
var remedies = map[data.Remedy]string{
	data.RemedyAppOnly:    "login-app-password",
	data.RemedyAppWith2FA: "login-app-password-2fa",
	data.RemedySwitchOn:   "login-switched-off",
	data.RemedyTokenOnly:  "login-outlook",
	data.RemedyApproveIP:  "login-approve-ip",
	data.RemedyWebmail:    "login-webmail",
}

// tells are what servers say in their own words, in lower case, and what it means.
var tells = []struct{ words, key string }{
	{"application-specific password", "login-app-password"},
	{"app password", "login-app-password"},
	{"not enabled for imap", "login-switched-off"},
	{"imap access is disabled", "login-switched-off"},
	{"enable imap access", "login-switched-off"},
	{"imap is disabled", "login-switched-off"},
}

// toldBy returns what the server's words mean, "" if nothing that is known.
func toldBy(text string) string {
	text = strings.ToLower(text)
	for _, t := range tells {
		if strings.Contains(text, t.words) {
			return t.key
		}
	}
	return ""
}

// loginFailure says what a refused login may mean with this provider.
func (s *server) loginFailure(ctx context.Context, err error) error {
	var refused *imap.Error
	err = s.wire.Heard.Blot(err)
	if ctx.Err() != nil || !errors.As(err, &refused) {
		return s.failure(ctx, mail.StepLogin, err)
	}
	f := &mail.Failure{
		Step: mail.StepLogin, Key: "login-refused", Args: connect.HostArgs(s.account), Server: refused.Text, Err: err,
	}
	f.Args["User"] = user(s.account)
	if k := refusal(mail.StepLogin, refused); k == "busy" || k == "unavailable" {
		f.Key = k
		return f
	}
	if s.account.Auth.ByToken() {
		f.Key = "login-token-refused"
		if s.refusal != "" {
			f.Server = s.refusal + ": " + refused.Text
		}
		f.Args["Why"] = f.Server
		return f
	}
	if refused.Code == imap.ResponseCodeExpired {
		f.Key = "login-expired"
		return f
	}
	s.inProvidersTerms(f)
	return f
}

// inProvidersTerms says what a refused login means here: what the server's words
// tell, or else what its provider is known for.
func (s *server) inProvidersTerms(f *mail.Failure) {
	p, known := provider.ByHost(s.account.Host)
	if known {
		f.Args["Provider"], f.Args["URL"] = p.Name, p.URL
		if key := remedies[p.Remedy]; key != "" {
			f.Key = key
		}
	}
	if key := toldBy(f.Server); key != "" {
		f.Key = key
	}
}

// user is the login name: the account's own, or its address.
func user(a data.Account) string {
	if a.User != "" {
		return a.User
	}
	return a.Address
}
