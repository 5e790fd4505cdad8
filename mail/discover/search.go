package discover

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"

	"kartoteka/data"
	"kartoteka/mail/provider"
)

// search is one search under way.
type search struct {
	Finder
	address  string
	domain   string
	progress Progress
}

// asked is what DNS and the autoconfig files answered.
type asked struct {
	mx     []string // hosts that take the domain's mail, the preferred first
	mxErr  error
	srv    []data.Discovery
	config []data.Discovery
}

// run asks DNS and the domain's autoconfig at once, and goes through the
// answers in the order in which they are believed.
func (s *search) run(ctx context.Context) (data.Discovery, error) {
	s.progress(data.FoundInDNS)
	s.progress(data.FoundInAutoconfig)
	a := s.ask(ctx)
	if errors.Is(a.mxErr, errNoMail) {
		return data.Discovery{}, data.NewError(data.CodeNotFound, "discover-no-mail", "Domain", s.domain).Because(a.mxErr)
	}
	host, hosted := s.hostOf(a.mx)
	if hosted && host.Host != "" {
		return ofProvider(host, s.address, data.FoundByMX), nil
	}
	first, failure := s.firstThatAnswers(ctx, slices.Concat(a.srv, a.config))
	if first == nil && ctx.Err() == nil {
		s.progress(data.FoundByTrying)
		var tried error
		first, tried = s.firstThatAnswers(ctx, s.guesses(host, a.mx))
		if failure == nil && hosted {
			failure = tried
		}
	}
	if first == nil {
		if failure != nil && (len(a.srv) > 0 || len(a.config) > 0) {
			return data.Discovery{}, failure // somebody said where it is, and it is not
		}
		return data.Discovery{}, nothing(s.domain, errors.Join(ctx.Err(), a.mxErr, failure))
	}
	if p, ok := provider.ByHost(first.Account.Host); ok {
		return named(*first, p), nil
	}
	if hosted {
		return named(*first, host), nil
	}
	return *first, nil
}

// ask puts all questions that need no answer to another at once.
func (s *search) ask(ctx context.Context) asked {
	ctx, cancel := context.WithTimeout(ctx, askLimit)
	defer cancel()
	var a asked
	var own, hosts []data.Discovery
	var work sync.WaitGroup
	work.Go(func() { a.srv = s.services(ctx) })
	work.Go(func() { own = s.autoconfig(ctx, s.domain) })
	work.Go(func() {
		a.mx, a.mxErr = s.exchangers(ctx)
		if base := baseOf(a.mx); base != "" && base != s.domain {
			hosts = s.autoconfig(ctx, base)
		}
	})
	work.Wait()
	if a.config = own; len(own) == 0 {
		a.config = hosts
	}
	return a
}

// hostOf finds the provider who takes the domain's mail.
func (s *search) hostOf(mx []string) (provider.Provider, bool) {
	for _, host := range mx {
		if p, ok := provider.ByMX(host); ok {
			return p, true
		}
	}
	return provider.ByDomain(s.domain)
}

// guesses lists the usual names: first what the domain's host lets its customers
// have, then what anybody may have.
func (s *search) guesses(host provider.Provider, mx []string) []data.Discovery {
	var names []string
	for _, try := range host.Try {
		name := strings.ReplaceAll(try, "%d", s.domain)
		if strings.Contains(name, "%m") {
			if len(mx) == 0 {
				continue
			}
			name = strings.ReplaceAll(name, "%m", mx[0])
		}
		names = append(names, name)
	}
	for _, before := range []string{"imap.", "mail.", "poczta.", ""} {
		names = append(names, before+s.domain)
	}
	var out []data.Discovery
	for _, security := range []data.Security{data.SecurityTLS, data.SecuritySTARTTLS} {
		for i, name := range names {
			if !hostName(name) || slices.Contains(names[:i], name) {
				continue
			}
			out = append(out, s.found(name, usualPort(security), security, data.FoundByTrying))
		}
	}
	return out
}

// found makes a discovery whose login is the address.
func (s *search) found(host string, port int, security data.Security, source data.DiscoverySource) data.Discovery {
	return data.Discovery{
		Account: data.Account{
			Address: s.address, Host: host, Port: port, Security: security, User: s.address, Auth: data.AuthPassword,
		},
		Source: source,
	}
}

// firstThatAnswers tries all at once and returns the first of the list that
// answers as it should. If none does, the error is the first one's that got
// farther than its name, else the first.
func (s *search) firstThatAnswers(ctx context.Context, list []data.Discovery) (*data.Discovery, error) {
	if len(list) == 0 {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, probeLimit)
	defer cancel() // those behind the first need not end
	results := make([]chan error, len(list))
	var work sync.WaitGroup
	defer work.Wait()
	defer cancel()
	for i := range list {
		results[i] = make(chan error, 1)
		work.Go(func() { results[i] <- s.Prober.Probe(ctx, list[i].Account) })
	}
	var failure error
	for i := range list {
		err := <-results[i]
		if err == nil {
			return &list[i], nil
		}
		if failure == nil || nameless(failure) && !nameless(err) {
			failure = err
		}
	}
	return nil, failure
}

// nameless reports whether a server was not even found by its name.
func nameless(err error) bool {
	var dns *net.DNSError
	return errors.As(err, &dns)
}

// errNoMail says that the domain takes no mail.
var errNoMail = errors.New("the domain takes no mail")

// exchangers returns the hosts that take the domain's mail, the preferred first.
func (s *search) exchangers(ctx context.Context) ([]string, error) {
	records, err := s.Resolver.LookupMX(ctx, s.domain+".")
	if err != nil && len(records) == 0 {
		return nil, err
	}
	records = slices.Clone(records)
	slices.SortStableFunc(records, func(a, b *net.MX) int { return cmp.Compare(a.Pref, b.Pref) })
	var out []string
	for _, r := range records {
		host := strings.ToLower(strings.TrimSuffix(r.Host, "."))
		if host == "" && len(records) == 1 {
			return nil, errNoMail // RFC 7505
		}
		if hostName(host) {
			out = append(out, host)
		}
	}
	return out, nil
}

// services reads the SRV records of IMAP (RFC 6186 §3.2, RFC 8314 §5.1): with TLS
// first, then with STARTTLS. A target of "." says that it is not offered.
func (s *search) services(ctx context.Context) []data.Discovery {
	kinds := []struct {
		service  string
		security data.Security
	}{{"imaps", data.SecurityTLS}, {"imap", data.SecuritySTARTTLS}}
	found := make([][]data.Discovery, len(kinds))
	var work sync.WaitGroup
	for i, k := range kinds {
		work.Go(func() {
			// No record, or none that can be read, is no news: the search goes on.
			_, records, _ := s.Resolver.LookupSRV(ctx, k.service, "tcp", s.domain+".")
			for _, r := range records {
				host := strings.ToLower(strings.TrimSuffix(r.Target, "."))
				if hostName(host) && r.Port != 0 {
					found[i] = append(found[i], s.found(host, int(r.Port), k.security, data.FoundInDNS))
				}
			}
		})
	}
	work.Wait()
	return slices.Concat(found...)
}

// baseOf returns the domain of the first host that takes mail ("mx1.abc.pl" is
// abc.pl's), for that one's autoconfig; "" if there is none.
func baseOf(mx []string) string {
	if len(mx) == 0 {
		return ""
	}
	base, err := registered(mx[0])
	if err != nil {
		return ""
	}
	return base
}
