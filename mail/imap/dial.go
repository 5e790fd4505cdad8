package imap

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
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
		return nil, located(a, err)
	}
	return s, nil
}

// located makes sure that a failure says which server it is about.
func located(a data.Account, err error) error {
	var f *mail.Failure
	if errors.As(err, &f) {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		for k, v := range hostArgs(a) {
			f.Args[k] = v
		}
	}
	return err
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

// port returns the account's port or the usual one.
func port(a data.Account) string {
	switch {
	case a.Port != 0:
		return strconv.Itoa(a.Port)
	case a.Security == data.SecurityTLS:
		return "993"
	}
	return "143"
}

// connect reaches the server by TCP and protects the connection.
// It returns the connection to speak over and the raw one below it.
func (d Dialer) connect(ctx context.Context, a data.Account) (conn, raw net.Conn, err error) {
	reached, err := d.reach(ctx, a)
	if err != nil {
		return nil, nil, err
	}
	raw = reached
	stop := context.AfterFunc(ctx, func() { _ = reached.Close() }) // to end the wait below
	defer stop()
	switch a.Security {
	case data.SecurityTLS:
		tctx, cancel := context.WithTimeout(ctx, d.Timeouts.Dial)
		defer cancel()
		conn, err = secure(tctx, raw, a)
	case data.SecuritySTARTTLS:
		conn, err = upgrade(ctx, raw, a, d.Timeouts)
	default:
		conn = raw // reach has made sure that it stays on this machine
	}
	if err != nil {
		_ = raw.Close() // the failure is told already
		return nil, nil, err
	}
	return conn, raw, nil
}

// reach opens the TCP connection; without protection only to this machine.
func (d Dialer) reach(ctx context.Context, a data.Account) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: d.Timeouts.Dial}
	switch a.Security {
	case data.SecurityTLS, data.SecuritySTARTTLS:
		c, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(a.Host, port(a)))
		if err != nil {
			return nil, dialFailure(a, err)
		}
		return c, nil
	case data.SecurityNone:
		return reachLoopback(ctx, dialer, a)
	}
	return nil, &mail.Failure{Step: mail.StepDial, Key: "security-unknown", Args: hostArgs(a)}
}

// reachLoopback dials the very addresses that it has found to be loopback, so
// that a second look-up can't lead elsewhere.
func reachLoopback(ctx context.Context, dialer *net.Dialer, a data.Account) (net.Conn, error) {
	ips, err := net.DefaultResolver.LookupNetIP(ctx, "ip", a.Host)
	if err != nil {
		return nil, dialFailure(a, err)
	}
	for _, ip := range ips {
		if !ip.Unmap().IsLoopback() {
			return nil, &mail.Failure{Step: mail.StepDial, Key: "insecure-refused", Args: hostArgs(a)}
		}
	}
	err = &net.AddrError{Err: "no address", Addr: a.Host}
	for _, ip := range ips {
		var c net.Conn
		if c, err = dialer.DialContext(ctx, "tcp", net.JoinHostPort(ip.Unmap().String(), port(a))); err == nil {
			return c, nil
		}
	}
	return nil, dialFailure(a, err)
}

func hostArgs(a data.Account) map[string]any {
	return map[string]any{"Host": a.Host, "Port": port(a)}
}

func dialFailure(a data.Account, err error) *mail.Failure {
	f := &mail.Failure{Step: mail.StepDial, Key: "dial", Args: hostArgs(a), Err: err}
	var dns *net.DNSError
	var n net.Error
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		f.Step, f.Key = mail.StepName, "name"
	case errors.As(err, &dns):
		f.Step, f.Key = mail.StepName, "offline"
	case errors.As(err, &n) && n.Timeout():
		f.Key = "dial-timeout"
	}
	return f
}
