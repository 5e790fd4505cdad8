// Package discover finds out how a mailbox is reached when nothing but its
// address is known: by the list of providers, by DNS, by the autoconfig file of
// the domain, and in the end by trying the usual names.
//
// It never sees a password. A server is offered only if it is in the list, or
// has answered with a certificate that this system trusts.
package discover

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/idna"

	"kartoteka/data"
	"kartoteka/mail/provider"
)

// Resolver answers what DNS knows. *net.Resolver is one.
type Resolver interface {
	LookupMX(ctx context.Context, name string) ([]*net.MX, error)
	LookupSRV(ctx context.Context, service, proto, name string) (cname string, addrs []*net.SRV, err error)
}

// Prober connects to a server as its account's security demands, checks the
// certificate, takes the greeting and hangs up. It is told no password.
type Prober interface {
	Probe(ctx context.Context, a data.Account) error
}

// Progress is told which source is asked now.
type Progress func(data.DiscoverySource)

// The bounds of a search.
const (
	wholeLimit = 15 * time.Second // all of it
	askLimit   = 5 * time.Second  // DNS and the autoconfig file
	probeLimit = 6 * time.Second  // one server
)

// Finder searches. The zero Finder but for Prober is ready for use.
type Finder struct {
	Resolver  Resolver          // nil: the system's
	Transport http.RoundTripper // for the autoconfig file; nil: the usual one
	Prober    Prober
	Limit     time.Duration // of the whole search; zero: 15 s
}

// Known looks an address up in the list of providers, without a network.
func Known(address string) (data.Discovery, bool) {
	address, domain, err := parts(address)
	if err != nil {
		return data.Discovery{}, false
	}
	p, ok := provider.ByDomain(domain)
	if !ok || p.Host == "" {
		return data.Discovery{}, false
	}
	return ofProvider(p, address, data.FoundInTable), true
}

// Find returns how the mailbox of an address is reached. The first of these that
// has an answer is believed: the list of providers, the same list by who takes
// the domain's mail, SRV records, autoconfig, the usual names. Errors: CodeInvalid
// for what is no address, CodeNotFound when nothing was found, CodeMail when the
// network could not be reached, a *mail.Failure of the server that was named but
// does not answer, and ctx's own.
func (f Finder) Find(ctx context.Context, address string, progress Progress) (data.Discovery, error) {
	if progress == nil {
		progress = func(data.DiscoverySource) {}
	}
	address, domain, err := parts(address)
	if err != nil {
		return data.Discovery{}, err
	}
	progress(data.FoundInTable)
	if d, ok := Known(address); ok {
		return d, nil
	}
	f.fill()
	limited, cancel := context.WithTimeout(ctx, f.Limit)
	defer cancel()
	s := search{Finder: f, address: address, domain: domain, progress: progress}
	d, err := s.run(limited)
	if ctx.Err() != nil {
		return data.Discovery{}, ctx.Err()
	}
	return d, err
}

func (f *Finder) fill() {
	if f.Resolver == nil {
		f.Resolver = net.DefaultResolver
	}
	if f.Limit == 0 {
		f.Limit = wholeLimit
	}
}

// parts checks an address and returns it with its domain, the latter as DNS
// writes it.
func parts(address string) (whole, domain string, err error) {
	whole = strings.TrimSpace(address)
	at := strings.LastIndexByte(whole, '@')
	if at < 1 || strings.ContainsFunc(whole, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }) {
		return "", "", data.NewError(data.CodeInvalid, "account-address", "Address", address)
	}
	domain, err = idna.Lookup.ToASCII(strings.TrimSuffix(whole[at+1:], "."))
	if err != nil || !hostName(domain) || !strings.Contains(domain, ".") {
		return "", "", data.NewError(data.CodeInvalid, "account-address", "Address", address)
	}
	return whole, strings.ToLower(domain), nil
}

// hostName reports whether a name can be one in DNS; it may come from a stranger.
func hostName(name string) bool {
	if name == "" || len(name) > 253 || net.ParseIP(name) != nil {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if strings.Trim(strings.ToLower(label), "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
			return false
		}
	}
	return true
}

// ofProvider is what the list says, for one address.
func ofProvider(p provider.Provider, address string, source data.DiscoverySource) data.Discovery {
	d := data.Discovery{
		Account: data.Account{
			Address: address, Host: p.Host, Port: p.Port, Security: p.Security, User: p.User(address), Auth: p.Auth,
		},
		Source: source,
	}
	if d.Account.Port == 0 {
		d.Account.Port = usualPort(p.Security)
	}
	return named(d, p)
}

// named adds what the list knows of the provider to settings found elsewhere.
func named(d data.Discovery, p provider.Provider) data.Discovery {
	d.Provider, d.Remedy, d.RemedyURL, d.Tokens = p.Name, p.Remedy, p.URL, p.Tokens
	d.Account.Auth = p.Auth
	d.Checked, _ = data.ParseDate(p.Checked) // a test reads every one
	return d
}

func usualPort(s data.Security) int {
	if s == data.SecurityTLS {
		return 993
	}
	return 143
}

// nothing is the error of a search that had no result.
func nothing(domain string, cause error) error {
	var dns *net.DNSError
	if errors.Is(cause, context.DeadlineExceeded) || errors.As(cause, &dns) && !dns.IsNotFound {
		return data.NewError(data.CodeMail, "discover-offline", "Domain", domain).Because(cause)
	}
	return data.NewError(data.CodeNotFound, "discover-nothing", "Domain", domain).Because(cause)
}
