package connect

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
)

var (
	errBadCA         = errors.New("no certificate in the given PEM text")
	errNoCertificate = errors.New("the server shows no certificate")
)

// tlsConfig trusts what the system trusts and the account's own authority.
// Verification can't be switched off.
func tlsConfig(a data.Account) (*tls.Config, error) {
	c := &tls.Config{ServerName: a.Host, MinVersion: tls.VersionTLS12, NextProtos: []string{"imap"}}
	if strings.TrimSpace(a.CA) == "" {
		return c, nil
	}
	own := x509.NewCertPool()
	if !own.AppendCertsFromPEM([]byte(a.CA)) {
		return nil, &mail.Failure{Step: mail.StepTLS, Key: "ca-unreadable", Err: errBadCA}
	}
	c.InsecureSkipVerify = true //nolint:gosec // VerifyConnection verifies, by the same rules and always
	c.VerifyConnection = func(s tls.ConnectionState) error { return verify(s.PeerCertificates, a.Host, own, nil) }
	return c, nil
}

// verify verifies a server's certificate by authorities, nil being those of the
// system, and by further ones where the former do not accept it: to read in all of
// the system's takes as long as a whole look into a mailbox. An authority may have
// run out in an account and been renewed elsewhere. Only a wrong name stays wrong.
// Where none accepts it, that of the errors is returned that says most.
func verify(chain []*x509.Certificate, host string, roots ...*x509.CertPool) error {
	if len(chain) == 0 {
		return errNoCertificate
	}
	between := x509.NewCertPool()
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	var told error
	for _, known := range roots {
		_, err := chain[0].Verify(x509.VerifyOptions{DNSName: host, Roots: known, Intermediates: between})
		if err == nil || errors.As(err, new(x509.HostnameError)) {
			return err
		}
		if told == nil || errors.As(told, new(x509.UnknownAuthorityError)) {
			told = err
		}
	}
	return told
}

// secure does the handshake over raw.
func secure(ctx context.Context, raw net.Conn, a data.Account) (net.Conn, error) {
	c, err := tlsConfig(a)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, c)
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, tlsFailure(a, err, time.Now())
	}
	return conn, nil
}

// tlsFailure says which of the things that can be wrong with a certificate is.
func tlsFailure(a data.Account, err error, now time.Time) *mail.Failure {
	f := &mail.Failure{Step: mail.StepTLS, Key: "tls", Args: map[string]any{"Host": a.Host}, Err: err}
	var (
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		notTLS  tls.RecordHeaderError
		netErr  net.Error
	)
	switch {
	case errors.As(err, &name):
		f.Key = "tls-name"
		f.Args["Names"] = names(name.Certificate)
	case errors.As(err, &unknown):
		f.Key = "tls-untrusted"
		f.Args["Issuer"] = issuer(unknown.Cert)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		f.Key = "tls-expired"
		f.Args["Until"] = invalid.Cert.NotAfter.Format(time.DateOnly)
		if now.Before(invalid.Cert.NotBefore) {
			f.Key = "tls-not-yet"
			f.Args["From"] = invalid.Cert.NotBefore.Format(time.DateOnly)
		}
	case errors.As(err, &invalid):
		f.Key = "tls-untrusted"
		f.Args["Issuer"] = issuer(invalid.Cert)
	case errors.As(err, &notTLS):
		f.Key = "tls-missing"
	case errors.As(err, &netErr) && netErr.Timeout():
		f.Key = "tls-silent"
	}
	return f
}

// names lists whom a certificate is for, as far as it helps.
func names(c *x509.Certificate) string {
	const most = 4
	if c == nil {
		return "?"
	}
	all := c.DNSNames
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	if len(all) == 0 {
		all = append(all, c.Subject.CommonName)
	}
	if len(all) > most {
		all = append(all[:most:most], "…")
	}
	return strings.Join(all, ", ")
}

func issuer(c *x509.Certificate) string {
	if c == nil {
		return "?"
	}
	if c.Issuer.CommonName != "" {
		return c.Issuer.CommonName
	}
	return c.Issuer.String()
}
