package connect

import (
	"context"
	"errors"
	"net"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
)

// Probe connects to the account's server as its security demands, checks the
// certificate, takes the greeting and hangs up. No name and no password is sent.
// Failures are *mail.Failure.
func Probe(ctx context.Context, a data.Account, p Patience) error {
	conn, raw, err := Open(ctx, a, p)
	if err == nil {
		err = greeted(ctx, conn, raw, a, p.Greeting)
		_ = raw.Close() // there is nobody to say farewell to
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(ctx.Err(), context.Canceled):
		return ctx.Err()
	case ctx.Err() != nil:
		err = &mail.Failure{Step: mail.StepDial, Key: "dial-timeout", Err: err}
	}
	return Located(a, err)
}

// greeted takes the greeting. After STARTTLS it has been given already.
func greeted(ctx context.Context, conn, raw net.Conn, a data.Account, patience time.Duration) error {
	if a.Security == data.SecuritySTARTTLS {
		return nil
	}
	stop := context.AfterFunc(ctx, func() { _ = raw.Close() }) // ends the wait below
	defer stop()
	if err := raw.SetDeadline(time.Now().Add(patience)); err != nil {
		return &mail.Failure{Step: mail.StepGreet, Key: "lost", Err: err}
	}
	line, err := clearText(conn)
	if err != nil {
		return greetFailure(err)
	}
	if secondWord(line) != "OK" {
		return &mail.Failure{Step: mail.StepGreet, Key: "greeting-refused", Server: line, Err: errors.New("no OK")}
	}
	return nil
}
