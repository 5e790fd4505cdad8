package watch

import (
	"errors"
	"math/rand/v2"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
)

// How long to wait after what.
const (
	firstWait = 5 * time.Second
	longest   = 15 * time.Minute
	rest      = time.Hour // the least, once a provider has asked for it
	spread    = 0.2       // of a wait, either way: not all programs at once
	refusals  = 2         // of a login, and then only the owner can help
)

// backOff is the wait before the try after n failed ones: 5 s, 10 s, 20 s … up
// to 15 minutes, a fifth more or less.
func backOff(n int) time.Duration {
	wait := longest
	if n = max(n, 1); n < 9 { // beyond it is longer than the longest
		wait = min(longest, firstWait<<(n-1))
	}
	return around(wait)
}

func around(d time.Duration) time.Duration {
	return time.Duration(float64(d) * (1 - spread + 2*spread*rand.Float64()))
}

// Kind is what a failure asks for.
type Kind int

// The kinds.
const (
	KindNone    Kind = iota // no failure
	KindStopped             // a person stopped the run
	KindRefused             // the login was refused
	KindOwner               // nothing helps but what the owner does: the password is missing
	KindRest                // the provider wants to be left alone
	KindPartly              // some folders or messages could not be had; the connection is good
	KindOther
)

// KindOf tells what the failure of a run asks for.
func KindOf(err error) Kind {
	var f *mail.Failure
	switch {
	case err == nil:
		return KindNone
	case stopped(err):
		return KindStopped
	case data.CodeOf(err) == data.CodeNoPassword:
		return KindOwner
	case errors.As(err, &f) && (f.Key == "oauth-withdrawn" || f.Key == "oauth-client" || f.Key == "oauth-admin"):
		return KindOwner // asking for a token again and again is taken for abuse
	case data.CodeOf(err) == data.CodePartly:
		return KindPartly
	case !errors.As(err, &f):
		return KindOther
	case f.Key == "busy" || f.Key == "day-limit":
		return KindRest
	case f.Step == mail.StepLogin && f.Key != "unavailable" && refusedLogin(f.Key):
		return KindRefused
	}
	return KindOther
}

// refusedLogin reports whether a failure at the login's step is the server's no,
// and not a connection that broke there.
func refusedLogin(key string) bool {
	const login = "login-"
	return len(key) > len(login) && key[:len(login)] == login
}

// RestFrom returns until when an account is left alone after a failure; the zero
// time if it need not be. A day's limit is used up until the next day (UTC).
func RestFrom(err error, now time.Time) time.Time {
	var f *mail.Failure
	if KindOf(err) != KindRest || !errors.As(err, &f) {
		return time.Time{}
	}
	if f.Key == "day-limit" {
		const day = 24 * time.Hour
		return now.Truncate(day).Add(day + time.Minute)
	}
	return now.Add(rest + time.Duration(spread*float64(rest)*rand.Float64()))
}
