package discover_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kartoteka/data"
	"kartoteka/mail/discover"
	"kartoteka/mail/faulty"
	"kartoteka/mail/imap"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// internet is a small one on loopback: its DNS, its web servers by host name,
// and its IMAP servers by host and port.
type internet struct {
	mx   map[string][]*net.MX
	srv  map[string][]*net.SRV // "_imaps._tcp.firma.example"
	down error                 // what DNS says to everything
	hang bool                  // nothing answers before the search is given up

	web  *httptest.Server
	imap map[string]*faulty.Server
	ca   string

	mu     sync.Mutex
	sites  map[string]http.HandlerFunc
	asked  []string // URLs
	probed []string
}

func newInternet(t *testing.T) *internet {
	t.Helper()
	n := &internet{
		mx: map[string][]*net.MX{}, srv: map[string][]*net.SRV{},
		imap: map[string]*faulty.Server{}, sites: map[string]http.HandlerFunc{},
	}
	n.web = httptest.NewTLSServer(http.HandlerFunc(n.serve))
	t.Cleanup(n.web.Close)
	n.ca = string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: n.web.Certificate().Raw}))
	return n
}

func (n *internet) serve(w http.ResponseWriter, r *http.Request) {
	n.mu.Lock()
	n.asked = append(n.asked, "https://"+r.Host+r.URL.String())
	site := n.sites[r.Host]
	n.mu.Unlock()
	if site == nil {
		http.NotFound(w, r)
		return
	}
	site(w, r)
}

// finder is a Finder in this internet.
func (n *internet) finder() discover.Finder {
	roots := x509.NewCertPool()
	roots.AddCert(n.web.Certificate())
	return discover.Finder{
		Resolver: n, Prober: n, Limit: 3 * time.Second,
		Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
				host, _, err := net.SplitHostPort(addr)
				if err != nil {
					return nil, err
				}
				n.mu.Lock()
				_, known := n.sites[host]
				n.mu.Unlock()
				if !known {
					return nil, notFound(host)
				}
				return (&net.Dialer{}).DialContext(ctx, network, n.web.Listener.Addr().String())
			},
			// The test's certificate is for example.com; which name it is checked for is not what is tested here.
			TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "example.com", MinVersion: tls.VersionTLS12},
		},
	}
}

func notFound(name string) error {
	return &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
}

// LookupMX answers from the map.
func (n *internet) LookupMX(ctx context.Context, name string) ([]*net.MX, error) {
	if err := n.dns(ctx); err != nil {
		return nil, err
	}
	if r, ok := n.mx[name]; ok {
		return r, nil
	}
	return nil, notFound(name)
}

// LookupSRV answers from the map.
func (n *internet) LookupSRV(ctx context.Context, service, proto, name string) (string, []*net.SRV, error) {
	if err := n.dns(ctx); err != nil {
		return "", nil, err
	}
	if r, ok := n.srv["_"+service+"._"+proto+"."+name]; ok {
		return name, r, nil
	}
	return "", nil, notFound(name)
}

func (n *internet) dns(ctx context.Context) error {
	if n.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	return n.down
}

// Probe leads the real probe to the server of that name and port.
func (n *internet) Probe(ctx context.Context, a data.Account) error {
	at := net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
	n.mu.Lock()
	n.probed = append(n.probed, at)
	s := n.imap[at]
	n.mu.Unlock()
	if n.hang {
		<-ctx.Done()
		return ctx.Err()
	}
	if s == nil {
		return notFound(a.Host)
	}
	a.Host, a.Port, a.CA = s.Host, s.Port, n.ca
	return imap.Dialer{}.Probe(ctx, a)
}

// mailServer puts an IMAP server with TLS and a good certificate into the internet.
func (n *internet) mailServer(t *testing.T, at string) *faulty.Server {
	t.Helper()
	s := faulty.Start(t, faulty.Script{TLS: &tls.Config{Certificates: n.web.TLS.Certificates, MinVersion: tls.VersionTLS12}})
	n.imap[at] = s
	return s
}

func (n *internet) site(host, body string) {
	n.sites[host] = func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) }
}
