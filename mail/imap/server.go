package imap

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"github.com/emersion/go-sasl"

	"kartoteka/data"
	"kartoteka/mail"

	"kartoteka/mail/imap/connect"
	"kartoteka/mail/imap/wire"
)

// What a server may send in answer to one command, beside messages.
const (
	smallAnswer  = 1 << 20
	listAnswer   = 8 << 20
	searchAnswer = 16 << 20
)

// restTimeout is how long the server may be silent between commands.
const restTimeout = 10 * time.Minute

// server is a logged-in connection.
type server struct {
	dialer   Dialer
	account  data.Account
	password string // or the token
	refusal  string // why a token was refused, in the server's words

	wire   *wire.Conn
	client *imapclient.Client
	caps   imap.CapSet
	strays strays
	role   data.FolderRole // of the open folder
	begun  *mail.Begun     // of a large message
	opened mail.Folder
	// folders are those listed, by name.
	folders map[string]mail.Folder
	// news holds that the server told of another number of messages.
	news        chan struct{}
	idleRefused bool
}

var (
	_ mail.Server      = (*server)(nil)
	_ mail.BareFetcher = (*server)(nil)
	_ mail.Rememberer  = (*server)(nil)
	_ mail.Resumer     = (*server)(nil)
)

// open connects and logs in; on failure nothing stays open.
func (s *server) open(ctx context.Context) error {
	conn, raw, err := connect.Open(ctx, s.account, s.dialer.patience())
	if err != nil {
		return err
	}
	s.wire, s.news = wire.New(conn, raw, secrets(s.password)), make(chan struct{}, 1)
	s.wire.Allow(s.dialer.Timeouts.Greeting, smallAnswer)
	if s.account.Security == data.SecuritySTARTTLS {
		// The greeting was given in the clear; go-imap must see one.
		s.wire.Greeted()
	}
	s.client = imapclient.New(s.wire, &imapclient.Options{
		UnilateralDataHandler: &imapclient.UnilateralDataHandler{Fetch: s.strays.take, Mailbox: s.noted},
	})
	if err := s.enter(ctx); err != nil {
		s.drop()
		return err
	}
	return nil
}

// secrets lists the forms in which a server might echo a password.
func secrets(password string) []string {
	const shortest = 4 // shorter ones would blot out ordinary words
	if len(password) < shortest {
		return nil
	}
	return []string{password}
}

// enter takes the greeting and logs in.
func (s *server) enter(ctx context.Context) error {
	err := s.do(ctx, mail.StepGreet, func() error { return s.client.WaitGreeting() })
	if err != nil {
		return s.greetingFailure(ctx, err)
	}
	if s.client.State() != imap.ConnStateNotAuthenticated {
		return &mail.Failure{Step: mail.StepGreet, Key: "greeting-preauth"}
	}
	s.wire.Allow(s.dialer.Timeouts.Idle, smallAnswer)
	var refused error
	err = s.do(ctx, mail.StepLogin, func() error {
		refused = s.login()
		return nil
	})
	switch {
	case err != nil:
		return err
	case refused != nil:
		return s.loginFailure(ctx, refused)
	}
	if err := s.switchedOff(); err != nil {
		return err
	}
	return s.do(ctx, mail.StepLogin, s.prepare)
}

// switchedOff is the failure of a server that lets everybody in, warns those
// whose IMAP is switched off, and then answers them nothing: Interia does.
func (s *server) switchedOff() error {
	alert := s.wire.Heard.Alerted()
	if toldBy(alert) != "login-switched-off" {
		return nil
	}
	f := &mail.Failure{Step: mail.StepLogin, Key: "login-switched-off", Args: connect.HostArgs(s.account), Server: alert}
	s.inProvidersTerms(f)
	return f
}

func (s *server) greetingFailure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	key := "greeting-refused"
	switch {
	case errors.Is(s.wire.Why(), wire.ErrSilent):
		key = "greeting-silent"
	case connect.Resting(s.wire.Heard.Last()):
		key = "busy"
	}
	return &mail.Failure{
		Step: mail.StepGreet, Key: key, Args: connect.HostArgs(s.account), Server: s.wire.Heard.Last(), Err: s.wire.Heard.Blot(err),
	}
}

// login proves who we are. LOGIN is understood everywhere; AUTHENTICATE is
// used where the server has switched LOGIN off.
func (s *server) login() error {
	name := user(s.account)
	caps := s.client.Caps()
	if s.account.Auth.ByToken() {
		return s.enterByToken(caps)
	}
	if caps.Has(imap.CapLoginDisabled) {
		if !caps.Has(imap.AuthCap("PLAIN")) {
			return &mail.Failure{Step: mail.StepLogin, Key: "login-disabled", Args: connect.HostArgs(s.account)}
		}
		return s.client.Authenticate(sasl.NewPlainClient("", name, s.password))
	}
	return s.client.Login(name, s.password).Wait()
}

// prepare learns what the server can do now. Its answer to the login often
// says so; go-imap's own note of it is late when it does not.
func (s *server) prepare() error {
	if strings.Contains(strings.ToUpper(s.wire.Heard.LastLine()), "[CAPABILITY ") {
		s.caps = s.client.Caps()
	} else {
		caps, err := s.client.Capability().Wait()
		if err != nil {
			return err
		}
		s.caps = caps
	}
	if s.caps.Has(imap.CapIMAP4rev2) {
		// go-imap sends folder names in UTF-8 as soon as rev2 is offered; a
		// server that was not told understands them only when it is enabled.
		_, err := s.client.Enable(imap.CapIMAP4rev2).Wait()
		return err
	}
	return nil
}

// do runs one command. When ctx ends, the connection is dropped, which ends
// the command; a panic of the library becomes a failure.
func (s *server) do(ctx context.Context, step mail.Step, f func() error) (err error) {
	stop := context.AfterFunc(ctx, func() { _ = s.wire.Close() }) // the command tells
	defer stop()
	defer func() {
		if v := recover(); v != nil {
			_ = s.wire.Close() // what state it is in nobody knows
			err = s.failure(ctx, step, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
		}
	}()
	if err := f(); err != nil {
		return s.failure(ctx, step, err)
	}
	return nil
}

// ask is do with the usual patience and a limit for the answer.
func (s *server) ask(ctx context.Context, step mail.Step, answer int64, f func() error) error {
	s.wire.Allow(s.dialer.Timeouts.Idle, answer)
	defer s.wire.Allow(restTimeout, smallAnswer)
	s.wire.Naming(step == mail.StepList || step == mail.StepSelect)
	defer s.wire.Naming(false)
	return s.do(ctx, step, f)
}

// reopen starts over on a fresh connection, after an answer that go-imap could
// not read has cost us the old one.
func (s *server) reopen(ctx context.Context) error {
	s.drop()
	return s.open(ctx)
}

// drop closes the connection without a word. go-imap's Close waits for its
// reader, which may wait for someone to take a literal; so the raw connection
// goes first.
func (s *server) drop() {
	_ = s.wire.Close()   // it may be closed already
	_ = s.client.Close() // the error is that of the closed connection
}

// Close logs out and frees the connection.
func (s *server) Close() error {
	if s.wire.Why() == nil {
		s.wire.Allow(s.dialer.Timeouts.Logout, smallAnswer)
		ctx, cancel := context.WithTimeout(context.Background(), s.dialer.Timeouts.Logout+time.Second)
		// A farewell is a courtesy; one that fails changes nothing.
		_ = s.do(ctx, mail.StepLogin, func() error { return s.client.Logout().Wait() })
		cancel()
	}
	s.drop()
	return nil
}
