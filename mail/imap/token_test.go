package imap_test

import (
	"encoding/base64"
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

// tokenServer takes a token by one of two mechanisms, as Google and Microsoft do:
// a refusal is explained first, and told once the client has answered that.
type tokenServer struct {
	caps    string
	explain string // JSON; "" accepts
	no      string // the text of the refusal

	mechanism string
	proof     string
	answered  []string
	tag       string
}

func (s *tokenServer) start(t *testing.T) *faulty.Server {
	t.Helper()
	return faulty.Start(t, faulty.Script{Caps: s.caps, Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
		switch {
		case cmd.Name == "AUTHENTICATE":
			var proof string
			s.tag = cmd.Tag
			s.mechanism, proof, _ = strings.Cut(cmd.Args, " ")
			if proof == "" {
				c.Raw("+ \r\n")
				return true
			}
			s.take(c, proof)
			return true
		case cmd.Name == "" && s.proof == "":
			s.take(c, cmd.Tag)
			return true
		case cmd.Name == "":
			s.answered = append(s.answered, cmd.Tag)
			c.Say("%s NO %s\r\n", s.tag, s.no)
			return true
		}
		return false
	}})
}

func (s *tokenServer) take(c *faulty.Conn, proof string) {
	raw, err := base64.StdEncoding.DecodeString(proof)
	if err != nil {
		c.Say("%s BAD %v\r\n", s.tag, err)
		return
	}
	s.proof = string(raw)
	if s.explain == "" {
		c.Say("%s OK in\r\n", s.tag)
		return
	}
	c.Say("+ %s\r\n", base64.StdEncoding.EncodeToString([]byte(s.explain)))
}

func tokenAccount(s *faulty.Server, auth data.Auth) data.Account {
	a := account(s.Host, s.Port, data.SecurityNone)
	a.Auth = auth
	return a
}

const wantXOAUTH2 = "user=ja@firma.example\x01auth=Bearer " + password + "\x01\x01"

func TestTokensAreTakenInTheProvidersWay(t *testing.T) {
	for name, c := range map[string]struct {
		auth      data.Auth
		caps      string
		mechanism string
		proof     string
	}{
		"Microsoft":                      {data.AuthMicrosoft, "AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER SASL-IR", "XOAUTH2", wantXOAUTH2},
		"Microsoft without SASL-IR":      {data.AuthMicrosoft, "AUTH=XOAUTH2", "XOAUTH2", wantXOAUTH2},
		"Google with the older one":      {data.AuthGoogle, "SASL-IR AUTH=XOAUTH2", "XOAUTH2", wantXOAUTH2},
		"Google with the standard one":   {data.AuthGoogle, "SASL-IR AUTH=XOAUTH2 AUTH=OAUTHBEARER", "OAUTHBEARER", "n,a=ja@firma.example,\x01host=127.0.0.1\x01port="},
		"with the password switched off": {data.AuthGoogle, "LOGINDISABLED AUTH=XOAUTH2", "XOAUTH2", wantXOAUTH2},
	} {
		t.Run(name, func(t *testing.T) {
			ts := &tokenServer{caps: c.caps}
			s := ts.start(t)
			if err := dial(t, tokenAccount(s, c.auth)); err != nil {
				t.Fatal(err)
			}
			if ts.mechanism != c.mechanism || !strings.HasPrefix(ts.proof, c.proof) || !strings.Contains(ts.proof, "auth=Bearer "+password+"\x01\x01") {
				t.Errorf("entered by %s with %q", ts.mechanism, ts.proof)
			}
		})
	}
}

func TestARefusedTokenIsToldInTheProvidersWords(t *testing.T) {
	for mechanism, answer := range map[string]string{"XOAUTH2": "=", "OAUTHBEARER": "AQ=="} {
		for name, explain := range map[string]string{
			"once":  `{"status":"400","schemes":"Bearer","scope":"https://mail.google.com/"}`,
			"twice": base64.StdEncoding.EncodeToString([]byte(`{"status":"400"}`)),
			"no":    "what",
		} {
			ts := &tokenServer{caps: "SASL-IR AUTH=" + mechanism, explain: explain, no: "[AUTHENTICATIONFAILED] " + password + " expired"}
			s := ts.start(t)
			f := failed(t, dial(t, tokenAccount(s, data.AuthGoogle)), mail.StepLogin, "login-token-refused")
			if !strings.HasSuffix(f.Server, "expired") || name != "no" && !strings.HasPrefix(f.Server, "400") || f.Args["Why"] != f.Server {
				t.Errorf("%s, explained %s: %q", mechanism, name, f.Server)
			}
			if len(ts.answered) != 1 || ts.answered[0] != answer {
				t.Errorf("%s: answered %q", mechanism, ts.answered)
			}
			if s.Dials() != 1 {
				t.Errorf("%d tries", s.Dials())
			}
		}
	}
}

func TestAServerWithoutTokensIsSentNone(t *testing.T) {
	ts := &tokenServer{caps: "AUTH=PLAIN"}
	s := ts.start(t)
	failed(t, dial(t, tokenAccount(s, data.AuthMicrosoft)), mail.StepLogin, "login-no-tokens")
	if ts.proof != "" {
		t.Error("the token was sent")
	}
	a := tokenAccount(s, data.AuthMicrosoft)
	a.Host = "mail.example.invalid"
	if _, err := (imap.Dialer{Timeouts: quick}).Dial(t.Context(), a, password); err == nil || strings.Contains(err.Error(), password) {
		t.Errorf("unprotected: %v", err)
	}
}
