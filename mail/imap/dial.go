package imap

import (
	"context"
	"os"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail"

	"kartoteka/mail/imap/connect"
)

// Timeouts bound each wait. A zero field means the default.
type Timeouts struct {
	Dial     time.Duration // to connect, and for the handshake: 20 s
	Greeting time.Duration // for the server's first word: 20 s
	Idle     time.Duration // of silence within a command: 60 s
	Logout   time.Duration // for a farewell: 1 s
}

// The default bounds.
const (
	dialTimeout     = 20 * time.Second
	greetingTimeout = 20 * time.Second
	idleTimeout     = 60 * time.Second
	logoutTimeout   = time.Second
)

// DefaultMaxMessage is the size above which a message is not fetched.
const DefaultMaxMessage = 200 << 20

// Dialer opens connections. The zero Dialer is ready for use.
type Dialer struct {
	Timeouts   Timeouts
	MaxMessage int64 // bytes above which a message is not fetched; zero: 200 MiB
	// Spool makes a file for a message that is too large to be held in memory. It
	// is closed and removed when it is no longer needed. Nil: all is held.
	Spool func() (*os.File, error)
}

var _ mail.Dialer = Dialer{}

// Dial connects to the account's server as its security demands, and logs in.
func (d Dialer) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	d.fill()
	a.Host = strings.TrimSpace(a.Host)
	s := &server{dialer: d, account: a, password: password}
	if err := s.open(ctx); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, connect.Located(a, err)
	}
	return s, nil
}

// Probe connects to the account's server, checks the certificate, takes the greeting
// and hangs up. No name and no password is sent. Failures are *mail.Failure.
func (d Dialer) Probe(ctx context.Context, a data.Account) error {
	d.fill()
	return connect.Probe(ctx, a, d.patience())
}

func (d *Dialer) patience() connect.Patience {
	return connect.Patience{Dial: d.Timeouts.Dial, Greeting: d.Timeouts.Greeting}
}

func (d *Dialer) fill() {
	set := func(t *time.Duration, def time.Duration) {
		if *t == 0 {
			*t = def
		}
	}
	set(&d.Timeouts.Dial, dialTimeout)
	set(&d.Timeouts.Greeting, greetingTimeout)
	set(&d.Timeouts.Idle, idleTimeout)
	set(&d.Timeouts.Logout, logoutTimeout)
	if d.MaxMessage == 0 {
		d.MaxMessage = DefaultMaxMessage
	}
}
