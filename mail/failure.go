package mail

import (
	"errors"
	"maps"

	"kartoteka/data"
)

// Step is the part of talking to a server that failed.
type Step string

// The steps, in their order.
const (
	StepName   Step = "name" // DNS
	StepDial   Step = "dial"
	StepTLS    Step = "tls"
	StepGreet  Step = "greeting"
	StepLogin  Step = "login"
	StepList   Step = "list"
	StepSelect Step = "select"
	StepFetch  Step = "fetch"
	StepWatch  Step = "watch"
	StepKeep   Step = "keep"  // the store refused
	StepDraft  Step = "draft" // to lay an answer among the drafts
)

// Failure is what went wrong, and at which step. Key names a sentence in the
// catalogue ("error.mail-<key>") that says what to do.
type Failure struct {
	Step   Step
	Key    string // e.g. "dial", "tls-untrusted", "login-refused"
	Args   map[string]any
	Server string // the server's own last words, for the details; no secrets
	Err    error
}

// Error is the text for logs.
func (f *Failure) Error() string {
	s := "mail " + string(f.Step) + " (" + f.Key + ")"
	if f.Server != "" {
		s += ": " + f.Server
	}
	if f.Err != nil {
		s += ": " + f.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Err }

// Told turns any error of this package into one that a person can be told, with
// the step among its Args. One that has its sentence already, even if a Failure
// is its cause, stays as it is.
func Told(err error) error {
	var told *data.Error
	var f *Failure
	if errors.As(err, &told) || !errors.As(err, &f) {
		return err
	}
	args := maps.Clone(f.Args)
	if args == nil {
		args = map[string]any{}
	}
	args["Step"] = string(f.Step)
	return &data.Error{Code: data.CodeMail, Key: "mail-" + f.Key, Args: args, Err: f}
}
