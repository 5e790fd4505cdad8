package imap_test

import (
	"slices"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
)

func TestRefusedLogins(t *testing.T) {
	cases := map[string]struct {
		answer string
		key    string
	}{
		"wrong password":   {"NO [AUTHENTICATIONFAILED] " + password + " is wrong", "login-refused"},
		"no code":          {"NO go away", "login-refused"},
		"BAD":              {"BAD what", "login-refused"},
		"expired":          {"NO [EXPIRED] change it", "login-expired"},
		"out of order":     {"NO [UNAVAILABLE] later", "unavailable"},
		"used up":          {"NO [OVERQUOTA] tomorrow", "busy"},
		"throttled":        {"NO [THROTTLED] slower", "busy"},
		"too many clients": {"NO [INUSE] others first", "unavailable"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
				if cmd.Name == "LOGIN" {
					c.Say("%s %s\r\n", cmd.Tag, tc.answer)
					return true
				}
				return false
			}})
			err := dial(t, account(s.Host, s.Port, data.SecurityNone))
			if tc.key == "login-refused" && strings.Contains(tc.answer, password) {
				// A server that echoes the password must not get it into a log.
				if strings.Contains(err.Error(), password) {
					t.Errorf("the password is in %v", err)
				}
			}
			f := failed(t, err, mail.StepLogin, tc.key)
			if f.Args["Host"] != s.Host {
				t.Errorf("args %v", f.Args)
			}
			if n := len(slices.DeleteFunc(s.Seen(), func(c string) bool { return c != "LOGIN" })); n != 1 {
				t.Errorf("%d logins tried", n)
			}
		})
	}
}

func TestLoginSwitchedOff(t *testing.T) {
	t.Run("with another way", func(t *testing.T) {
		var sent string
		s := faulty.Start(t, faulty.Script{Caps: "LOGINDISABLED AUTH=PLAIN SASL-IR", Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "AUTHENTICATE" {
				sent = cmd.Args
				c.OK(cmd)
				return true
			}
			return false
		}})
		if err := dial(t, account(s.Host, s.Port, data.SecurityNone)); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(sent, "PLAIN ") {
			t.Errorf("sent %q", sent)
		}
	})
	t.Run("with none", func(t *testing.T) {
		s := faulty.Start(t, faulty.Script{Caps: "LOGINDISABLED"})
		failed(t, dial(t, account(s.Host, s.Port, data.SecurityNone)), mail.StepLogin, "login-disabled")
		if slices.Contains(s.Seen(), "LOGIN") {
			t.Error("LOGIN was sent though it is switched off")
		}
	})
}

func TestServerBreaksOffAtLogin(t *testing.T) {
	cases := map[string]struct {
		act func(*faulty.Conn)
		key string
	}{
		"hangs up":  {func(c *faulty.Conn) { _ = c.Close() }, "lost"},
		"says bye":  {func(c *faulty.Conn) { c.Raw("* BYE " + password + " no\r\n"); c.Flush(); _ = c.Close() }, "bye"},
		"is silent": {func(*faulty.Conn) {}, "silent"},
		"babbles":   {func(c *faulty.Conn) { c.Raw("%&/ what\r\n") }, "garbled"},
		"floods": {func(c *faulty.Conn) {
			for range 200 {
				c.Raw("* OK " + strings.Repeat("la ", 4000) + "\r\n")
			}
		}, "flood"},
		"a string without end": {func(c *faulty.Conn) { c.Raw("* LIST () \"/\" \"" + strings.Repeat("x", 3<<20)) }, "flood"},
		"a literal without end": {func(c *faulty.Conn) {
			c.Raw("* LIST () \"/\" {9999999999999}\r\n" + strings.Repeat("x", 3<<20))
		}, "flood"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			s := faulty.Start(t, faulty.Script{Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
				if cmd.Name == "LOGIN" {
					tc.act(c)
					return true
				}
				return false
			}})
			failed(t, dial(t, account(s.Host, s.Port, data.SecurityNone)), mail.StepLogin, tc.key)
		})
	}
}

// TestAlertIsNotLost plays a server that logs in, warns, and then does not
// answer.
func TestAlertIsNotLost(t *testing.T) {
	s := faulty.Start(t, warning("[ALERT] Your mailbox will be moved tonight."))
	srv := open(t, s)
	_, err := srv.Examine(t.Context(), "INBOX")
	f := failed(t, err, mail.StepSelect, "silent")
	if !strings.Contains(f.Server, "moved tonight") {
		t.Errorf("the server's words: %q", f.Server)
	}
}

// warning lets everybody in with a word, and hangs when a folder is opened.
func warning(word string) faulty.Script {
	return faulty.Script{Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
		switch cmd.Name {
		case "LOGIN":
			c.Say("%s OK %s\r\n", cmd.Tag, word)
			return true
		case "EXAMINE":
			c.Raw("* BAD no\r\n")
			return true
		}
		return false
	}}
}

// TestIMAPSwitchedOffIsToldAtTheLogin plays Interia, which lets everybody in,
// says that IMAP is switched off, and then hangs.
func TestIMAPSwitchedOffIsToldAtTheLogin(t *testing.T) {
	s := faulty.Start(t, warning("[ALERT] Please enable IMAP access in your account settings first."))
	f := failed(t, dial(t, account(s.Host, s.Port, data.SecurityNone)), mail.StepLogin, "login-switched-off")
	if !strings.Contains(f.Server, "enable IMAP access") || slices.Contains(s.Seen(), "EXAMINE") {
		t.Errorf("the server's words: %q; it was asked %v", f.Server, s.Seen())
	}
}

func TestWhatServersSayOfALoginIsUnderstood(t *testing.T) {
	for answer, key := range map[string]string{
		"NO [ALERT] Application-specific password required: https://support.google.com/x (Failure)": "login-app-password",
		"NO [ALERT] Your account is not enabled for IMAP use. Please visit your settings.":          "login-switched-off",
		"NO IMAP access is disabled for your domain":                                                "login-switched-off",
		"NO [AUTHENTICATIONFAILED] Please use an app password":                                      "login-app-password",
		"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)":                                   "login-refused",
	} {
		s := faulty.Start(t, faulty.Script{Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			if cmd.Name == "LOGIN" {
				c.Raw(cmd.Tag + " " + answer + "\r\n")
				return true
			}
			return false
		}})
		failed(t, dial(t, account(s.Host, s.Port, data.SecurityNone)), mail.StepLogin, key)
	}
}
