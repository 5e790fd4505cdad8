package imap_test

import (
	"bufio"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const password = "hasło nie do podejrzenia"

var quick = imap.Timeouts{
	Dial: 5 * time.Second, Greeting: 400 * time.Millisecond, Idle: 400 * time.Millisecond, Logout: 50 * time.Millisecond,
}

func account(host string, port int, s data.Security) data.Account {
	return data.Account{Name: "firma", Address: "ja@firma.example", Host: host, Port: port, Security: s}
}

// dial dials and closes again; it returns the failure.
func dial(t *testing.T, a data.Account) error {
	t.Helper()
	s, err := imap.Dialer{Timeouts: quick}.Dial(t.Context(), a, password)
	if err != nil {
		return err
	}
	return s.Close()
}

// failed fails the test unless err is a failure with this step and key.
func failed(t *testing.T, err error, step mail.Step, key string) *mail.Failure {
	t.Helper()
	var f *mail.Failure
	if !errors.As(err, &f) || f.Step != step || f.Key != key {
		t.Fatalf("got %v, want %s at %s", err, key, step)
	}
	if strings.Contains(err.Error(), password) || strings.Contains(f.Server, password) {
		t.Errorf("the password is in the failure: %v", err)
	}
	return f
}

func TestProtectedConnections(t *testing.T) {
	ca := newAuthority(t)
	for _, security := range []data.Security{data.SecurityTLS, data.SecuritySTARTTLS} {
		t.Run(string(security), func(t *testing.T) {
			s, err := imapd.Start(t.Context(), imapd.Mailbox{
				User: "ja@firma.example", Password: password, TLS: ca.serve(t, nil),
				StartTLS: security == data.SecuritySTARTTLS,
				Folders:  []imapd.Folder{{Name: "INBOX", UIDValidity: 1}, {Name: "Wysłane", Role: data.RoleSent, UIDValidity: 1}},
			})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = s.Close() }() // ends with the test
			host, port := s.Addr()
			a := account(host, port, security)
			failed(t, dial(t, a), mail.StepTLS, "tls-untrusted")
			a.CA = ca.pem
			srv, err := imap.Dialer{}.Dial(t.Context(), a, password)
			if err != nil {
				t.Fatal(err)
			}
			folders, err := srv.Folders(t.Context())
			if err != nil || len(folders) != 2 || folders[1].Name != "Wysłane" || folders[1].Role != data.RoleSent {
				t.Errorf("folders %v, %v", folders, err)
			}
			if err := srv.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCertificatesThatAreRefused(t *testing.T) {
	ca := newAuthority(t)
	cases := map[string]struct {
		change func(*x509.Certificate)
		key    string
		arg    string
		value  string
	}{
		"another name": {func(c *x509.Certificate) {
			c.IPAddresses, c.DNSNames = nil, []string{"inna.example", "jeszcze-inna.example"}
		}, "tls-name", "Names", "inna.example, jeszcze-inna.example"},
		"expired": {func(c *x509.Certificate) {
			c.NotBefore = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
			c.NotAfter = time.Date(2021, 5, 6, 0, 0, 0, 0, time.UTC)
		}, "tls-expired", "Until", "2021-05-06"},
		"not yet valid": {func(c *x509.Certificate) {
			c.NotBefore = time.Date(2090, 1, 2, 0, 0, 0, 0, time.UTC)
			c.NotAfter = time.Date(2091, 1, 1, 0, 0, 0, 0, time.UTC)
		}, "tls-not-yet", "From", "2090-01-02"},
		"not for servers": {func(c *x509.Certificate) {
			c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		}, "tls-untrusted", "Issuer", "Urząd na próbę"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{TLS: ca.serve(t, tc.change)})
			a := account(s.Host, s.Port, data.SecurityTLS)
			a.CA = ca.pem
			f := failed(t, dial(t, a), mail.StepTLS, tc.key)
			if got := fmt.Sprint(f.Args[tc.arg]); got != tc.value {
				t.Errorf("%s: %q, want %q", tc.arg, got, tc.value)
			}
			if len(s.Seen()) != 0 {
				t.Errorf("commands sent to a server that is not trusted: %v", s.Seen())
			}
		})
	}
	t.Run("signed by a stranger", func(t *testing.T) {
		s := faulty.Start(t, faulty.Script{TLS: newAuthority(t).serve(t, nil)})
		a := account(s.Host, s.Port, data.SecurityTLS)
		a.CA = ca.pem
		failed(t, dial(t, a), mail.StepTLS, "tls-untrusted")
	})
	t.Run("authority that is no certificate", func(t *testing.T) {
		s := faulty.Start(t, faulty.Script{TLS: ca.serve(t, nil)})
		a := account(s.Host, s.Port, data.SecurityTLS)
		a.CA = "-----BEGIN NONSENSE-----"
		failed(t, dial(t, a), mail.StepTLS, "ca-unreadable")
	})
}

func TestServersThatAreNotReached(t *testing.T) {
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a, _ := l.Addr().(*net.TCPAddr)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	failed(t, dial(t, account("127.0.0.1", a.Port, data.SecurityTLS)), mail.StepDial, "dial")
	failed(t, dial(t, account("127.0.0.1", a.Port, "plain")), mail.StepDial, "security-unknown")

	clear := faulty.Start(t, faulty.Script{})
	failed(t, dial(t, account(clear.Host, clear.Port, data.SecurityTLS)), mail.StepTLS, "tls-missing")
	silent := faulty.Start(t, faulty.Script{Greeting: "-"})
	failed(t, dial(t, account(silent.Host, silent.Port, data.SecurityNone)), mail.StepGreet, "greeting-silent")
	failed(t, dial(t, account(silent.Host, silent.Port, data.SecuritySTARTTLS)), mail.StepGreet, "greeting-silent")

	full := faulty.Start(t, faulty.Script{Greeting: "* BYE too many connections\r\n"})
	for _, s := range []data.Security{data.SecurityNone, data.SecuritySTARTTLS} {
		f := failed(t, dial(t, account(full.Host, full.Port, s)), mail.StepGreet, "busy")
		if !strings.Contains(f.Server, "too many connections") {
			t.Errorf("%s: the server's words are lost: %q", s, f.Server)
		}
	}
	early := faulty.Start(t, faulty.Script{Greeting: "* PREAUTH come in\r\n"})
	failed(t, dial(t, account(early.Host, early.Port, data.SecurityNone)), mail.StepGreet, "greeting-preauth")

	flood := faulty.Start(t, faulty.Script{Greeting: "* OK " + strings.Repeat("x", 3<<20) + "\r\n"})
	if err := dial(t, account(flood.Host, flood.Port, data.SecurityNone)); err == nil {
		t.Error("an endless greeting was taken")
	}
}

// TestPasswordNeverLeavesThisMachineInClear has a host elsewhere; nothing may
// even be dialled.
func TestPasswordNeverLeavesThisMachineInClear(t *testing.T) {
	for _, host := range []string{"192.0.2.1", "2001:db8::1", "0.0.0.0", "::", "169.254.1.1"} {
		failed(t, dial(t, account(host, 143, data.SecurityNone)), mail.StepDial, "insecure-refused")
	}
	s := faulty.Start(t, faulty.Script{})
	if err := dial(t, account("localhost", s.Port, data.SecurityNone)); err != nil {
		t.Errorf("localhost: %v", err)
	}
}

// scripted answers one connection with one text per line that comes in.
func scripted(t *testing.T, greeting string, answers ...string) (port int, heard func() string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var work sync.WaitGroup
	var all strings.Builder
	work.Go(func() {
		c, err := l.Accept()
		if err != nil {
			return
		}
		defer func() { _ = c.Close() }() // the test is over
		_, _ = io.WriteString(c, greeting)
		in := bufio.NewReader(c)
		for {
			line, err := in.ReadString('\n')
			all.WriteString(line)
			if err != nil {
				return
			}
			if len(answers) > 0 {
				_, _ = io.WriteString(c, answers[0])
				answers = answers[1:]
			}
		}
	})
	a, _ := l.Addr().(*net.TCPAddr)
	t.Cleanup(func() { _ = l.Close() })
	return a.Port, func() string {
		_ = l.Close() // nobody else comes
		work.Wait()
		return all.String()
	}
}

func TestSTARTTLSThatIsTamperedWith(t *testing.T) {
	cases := map[string]struct {
		greeting string
		answer   string
		step     mail.Step
		key      string
	}{
		"not offered": {"* OK hi\r\n", "S1 BAD what?\r\n", mail.StepTLS, "starttls-missing"},
		"refused":     {"* OK hi\r\n", "S1 NO not today\r\n", mail.StepTLS, "starttls-missing"},
		"said to be logged in already": {
			"* PREAUTH welcome\r\n", "", mail.StepGreet, "greeting-preauth",
		},
		"answers slipped in before the handshake": {
			"* OK hi\r\n", "S1 OK go\r\n* OK [ALERT] trust me\r\nT1 OK logged in\r\n", mail.StepTLS, "tls-missing",
		},
		"answered in clear without end": {
			"* OK hi\r\n", strings.Repeat("* OK still there\r\n", 50), mail.StepTLS, "starttls-missing",
		},
		"a line without end": {"* OK " + strings.Repeat("x", 5000), "", mail.StepGreet, "greeting-refused"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			port, heard := scripted(t, tc.greeting, tc.answer)
			failed(t, dial(t, account("127.0.0.1", port, data.SecuritySTARTTLS)), tc.step, tc.key)
			if h := heard(); strings.Contains(h, "LOGIN") || strings.Contains(h, "AUTHENTICATE") || strings.Contains(h, password) {
				t.Errorf("a login was tried in clear: %q", h)
			}
		})
	}
}
