package connect

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"testing"
	"time"
)

// signed makes a certificate for poczta.example, or of an authority where by is nil.
func signed(t *testing.T, by *x509.Certificate, key *ecdsa.PrivateKey) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "poczta"}, DNSNames: []string{"poczta.example"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: by == nil, BasicConstraintsValid: true,
	}
	if by == nil {
		c.Subject.CommonName, by = "Urząd", c
	}
	der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	return c
}

func newRoot(t *testing.T) (*x509.Certificate, *ecdsa.PrivateKey, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	root, pool := signed(t, nil, key), x509.NewCertPool()
	pool.AddCert(root)
	return root, key, pool
}

// expired makes an authority anew, of the same name and key, that has run out.
func expired(t *testing.T, root *x509.Certificate, key *ecdsa.PrivateKey) *x509.CertPool {
	t.Helper()
	old := *root
	old.NotBefore, old.NotAfter = time.Now().Add(-2*time.Hour), time.Now().Add(-time.Hour)
	der, err := x509.CreateCertificate(rand.Reader, &old, &old, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(c)
	return pool
}

// A server may change from the authority that its account names to one that
// everybody knows, and one that neither knows is refused.
func TestAuthoritiesAreAskedInTurn(t *testing.T) {
	_, _, own := newRoot(t)
	root, key, common := newRoot(t)
	chain := []*x509.Certificate{signed(t, root, key)}
	if err := verify(chain, "poczta.example", own, common); err != nil {
		t.Errorf("an authority that everybody knows: %v", err)
	}
	if err := verify(chain, "inna.example", own, common); !errors.As(err, new(x509.HostnameError)) {
		t.Errorf("another name: %v", err)
	}
	if err := verify(chain, "poczta.example", own, own); !errors.As(err, new(x509.UnknownAuthorityError)) {
		t.Errorf("an unknown authority: %v", err)
	}
	old := expired(t, root, key)
	if err := verify(chain, "poczta.example", old, common); err != nil {
		t.Errorf("an authority that was renewed with the same key: %v", err)
	}
	if err := verify(chain, "inna.example", old, common); !errors.As(err, new(x509.HostnameError)) {
		t.Errorf("another name beside an old authority: %v", err)
	}
	for name, roots := range map[string][]*x509.CertPool{"first": {old, own}, "last": {own, old}} {
		var invalid x509.CertificateInvalidError
		if err := verify(chain, "poczta.example", roots...); !errors.As(err, &invalid) || invalid.Reason != x509.Expired {
			t.Errorf("an expired authority that is asked %s, and an unknown one: %v", name, err)
		}
	}
	if err := verify(nil, "poczta.example", own, common); err == nil {
		t.Error("no certificate is trusted")
	}
}
