// Package connect reaches a mail server and proves that it is who it should be, by
// TLS or STARTTLS; without protection it speaks with this machine only. It must not
// know a login, nor anything that comes after.
package connect

import (
	"context"
	"errors"
	"net"
	"strconv"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
)

// Patience bounds the waits.
type Patience struct {
	Dial     time.Duration // to connect, and for the handshake
	Greeting time.Duration // for the server's first word
}

// Open reaches the server by TCP and protects the connection.
// It returns the connection to speak over and the raw one below it.
func Open(ctx context.Context, a data.Account, p Patience) (conn, raw net.Conn, err error) {
	reached, err := reach(ctx, a, p)
	if err != nil {
		return nil, nil, err
	}
	raw = reached
	stop := context.AfterFunc(ctx, func() { _ = reached.Close() }) // to end the wait below
	defer stop()
	switch a.Security {
	case data.SecurityTLS:
		tctx, cancel := context.WithTimeout(ctx, p.Dial)
		defer cancel()
		conn, err = secure(tctx, raw, a)
	case data.SecuritySTARTTLS:
		conn, err = upgrade(ctx, raw, a, p)
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
func reach(ctx context.Context, a data.Account, p Patience) (net.Conn, error) {
	dialer := &net.Dialer{Timeout: p.Dial}
	switch a.Security {
	case data.SecurityTLS, data.SecuritySTARTTLS:
		c, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(a.Host, Port(a)))
		if err != nil {
			return nil, dialFailure(a, err)
		}
		return c, nil
	case data.SecurityNone:
		return reachLoopback(ctx, dialer, a)
	}
	return nil, &mail.Failure{Step: mail.StepDial, Key: "security-unknown", Args: HostArgs(a)}
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
			return nil, &mail.Failure{Step: mail.StepDial, Key: "insecure-refused", Args: HostArgs(a)}
		}
	}
	err = &net.AddrError{Err: "no address", Addr: a.Host}
	for _, ip := range ips {
		var c net.Conn
		if c, err = dialer.DialContext(ctx, "tcp", net.JoinHostPort(ip.Unmap().String(), Port(a))); err == nil {
			return c, nil
		}
	}
	return nil, dialFailure(a, err)
}

// HostArgs are the words with which a failure names the server.
func HostArgs(a data.Account) map[string]any {
	return map[string]any{"Host": a.Host, "Port": Port(a)}
}

func dialFailure(a data.Account, err error) *mail.Failure {
	f := &mail.Failure{Step: mail.StepDial, Key: "dial", Args: HostArgs(a), Err: err}
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

// Located makes sure that a failure says which server it is about.
func Located(a data.Account, err error) error {
	var f *mail.Failure
	if errors.As(err, &f) {
		if f.Args == nil {
			f.Args = map[string]any{}
		}
		for k, v := range HostArgs(a) {
			f.Args[k] = v
		}
	}
	return err
}

// Port returns the account's port or the usual one.
func Port(a data.Account) string {
	switch {
	case a.Port != 0:
		return strconv.Itoa(a.Port)
	case a.Security == data.SecurityTLS:
		return "993"
	}
	return "143"
}

// Resting reports whether the words of a server ask to be left alone for a
// while. There is no common code: these are the providers' own sentences.
func Resting(words string) bool {
	words = strings.ToLower(words)
	for _, sign := range []string{
		"too many", "throttl", "overquota", "bandwidth limit", "rate limit", "[limit]", "exceeded",
	} {
		if strings.Contains(words, sign) {
			return true
		}
	}
	return false
}
