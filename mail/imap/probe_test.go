package imap_test

import (
	"context"
	"crypto/x509"
	"errors"
	"slices"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

func TestProbeTakesTheGreetingAndNoMore(t *testing.T) {
	ca := newAuthority(t)
	s := faulty.Start(t, faulty.Script{TLS: ca.serve(t, nil)})
	a := account(s.Host, s.Port, data.SecurityTLS)
	a.CA = ca.pem
	if err := (imap.Dialer{Timeouts: quick}).Probe(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if seen := s.Seen(); len(seen) != 0 {
		t.Errorf("the server was asked %v", seen)
	}
	d, err := imapd.Start(t.Context(), imapd.Mailbox{TLS: ca.serve(t, nil), StartTLS: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.Close() }() // ends with the test
	host, port := d.Addr()
	a = account(host, port, data.SecuritySTARTTLS)
	a.CA = ca.pem
	if err := (imap.Dialer{Timeouts: quick}).Probe(t.Context(), a); err != nil {
		t.Error(err)
	}
}

func TestProbesThatFailAreToldByTheirStep(t *testing.T) {
	ca := newAuthority(t)
	good, bad := ca.serve(t, nil), ca.serve(t, func(c *x509.Certificate) { c.IPAddresses, c.DNSNames = nil, []string{"b.example"} })
	probe := imap.Dialer{Timeouts: quick}
	for name, c := range map[string]struct {
		script   faulty.Script
		security data.Security
		step     mail.Step
		key      string
	}{
		"another name":    {faulty.Script{TLS: bad}, data.SecurityTLS, mail.StepTLS, "tls-name"},
		"no TLS":          {faulty.Script{}, data.SecurityTLS, mail.StepTLS, "tls-missing"},
		"no greeting":     {faulty.Script{TLS: good, Greeting: "-"}, data.SecurityTLS, mail.StepGreet, "greeting-silent"},
		"sent away":       {faulty.Script{TLS: good, Greeting: "* BYE full\r\n"}, data.SecurityTLS, mail.StepGreet, "greeting-refused"},
		"let in unasked":  {faulty.Script{TLS: good, Greeting: "* PREAUTH hello\r\n"}, data.SecurityTLS, mail.StepGreet, "greeting-refused"},
		"another service": {faulty.Script{TLS: good, Greeting: "220 mx ESMTP\r\n"}, data.SecurityTLS, mail.StepGreet, "greeting-refused"},
	} {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, c.script)
			a := account(s.Host, s.Port, c.security)
			a.CA = ca.pem
			failed(t, probe.Probe(t.Context(), a), c.step, c.key)
		})
	}
}

// TestProbeEndsWithItsContext asks a server that says nothing, with hours of
// patience of its own.
func TestProbeEndsWithItsContext(t *testing.T) {
	s := faulty.Start(t, faulty.Script{Greeting: "-"})
	probe := imap.Dialer{Timeouts: imap.Timeouts{Dial: time.Hour, Greeting: time.Hour}}
	for _, security := range []data.Security{data.SecurityTLS, data.SecuritySTARTTLS, data.SecurityNone} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		failed(t, probe.Probe(ctx, account(s.Host, s.Port, security)), mail.StepDial, "dial-timeout")
		cancel()
		ctx, cancel = context.WithCancel(t.Context())
		cancel()
		if err := probe.Probe(ctx, account(s.Host, s.Port, security)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, stopped: %v", security, err)
		}
	}
	if slices.Contains(s.Seen(), "LOGIN") {
		t.Error("a probe logged in")
	}
}
