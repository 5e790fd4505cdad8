package imap

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-sasl"

	"kartoteka/data"
	"kartoteka/mail"

	"kartoteka/mail/imap/connect"
)

// The mechanisms that take a token.
const (
	bearer  = "OAUTHBEARER" // RFC 7628
	xoauth2 = "XOAUTH2"     // Google's own, which Microsoft took over
)

// tokenClient enters with a token instead of a password. go-sasl has the first
// mechanism only, and breaks the exchange off when the server explains a refusal,
// so that its NO is never heard.
type tokenClient struct {
	mechanism string
	user      string
	token     string
	host      string
	port      string
	refusal   string // the server's explanation
}

var _ sasl.Client = (*tokenClient)(nil)

// Start gives the whole proof at once.
func (c *tokenClient) Start() (mech string, ir []byte, err error) {
	const end = "\x01"
	if c.mechanism == xoauth2 {
		return xoauth2, []byte("user=" + c.user + end + "auth=Bearer " + c.token + end + end), nil
	}
	name := strings.NewReplacer("=", "=3D", ",", "=2C").Replace(c.user)
	return bearer, []byte("n,a=" + name + "," + end + "host=" + c.host + end + "port=" + c.port + end +
		"auth=Bearer " + c.token + end + end), nil
}

// Next hears why the token is refused and lets the server end the exchange.
func (c *tokenClient) Next(challenge []byte) ([]byte, error) {
	c.refusal = explained(challenge)
	if c.mechanism == bearer {
		return []byte("\x01"), nil // RFC 7628 §3.2.3
	}
	return []byte{}, nil
}

// explained returns what of a server's explanation is for people. Some encode it
// twice.
func explained(challenge []byte) string {
	if raw, err := base64.StdEncoding.DecodeString(string(challenge)); err == nil {
		challenge = raw
	}
	var told struct {
		Status string `json:"status"`
		Why    string `json:"error_description"`
	}
	if json.Unmarshal(challenge, &told) != nil {
		return ""
	}
	return strings.TrimSpace(told.Status + " " + told.Why)
}

// enterByToken proves who we are with a token in place of the password.
func (s *server) enterByToken(caps imap.CapSet) error {
	c := &tokenClient{
		mechanism: xoauth2, user: user(s.account), token: s.password, host: s.account.Host, port: connect.Port(s.account),
	}
	if s.account.Auth == data.AuthGoogle && caps.Has(imap.AuthCap(bearer)) {
		c.mechanism = bearer
	}
	if !caps.Has(imap.AuthCap(c.mechanism)) {
		return &mail.Failure{Step: mail.StepLogin, Key: "login-no-tokens", Args: connect.HostArgs(s.account)}
	}
	err := s.client.Authenticate(c)
	s.refusal = s.wire.Heard.BlotText(c.refusal)
	return err
}
