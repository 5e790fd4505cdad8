// Package provider is the list of mail providers that people in Poland use: how
// each is reached, how one enters it, and what it wants before a mail program
// may. It is compiled in, so that it also serves without a network; every entry
// says when it was compared with its source, or noted.
//
// It must not connect to anything.
package provider

import (
	"slices"
	"strings"

	"kartoteka/data"
)

// Login is the form of the name that a server wants.
type Login string

// The forms.
const (
	LoginAddress Login = ""      // the whole address
	LoginLocal   Login = "local" // what stands before the @
)

// Provider is one entry of the list.
type Provider struct {
	Name     string
	Host     string // "" where each customer has a server of his own
	Port     int    // 0: that of Security
	Security data.Security
	Login    Login
	Auth     data.Auth // the way in that is offered first
	Tokens   data.Auth // by whose tokens it may be entered as well; "" for none
	Remedy   data.Remedy
	URL      string // the provider's page for the remedy
	// Try lists names of servers that may be the customer's, to be tried where
	// Host is "": "%d" is the domain, "%m" the host that takes its mail.
	Try     []string
	Checked string // yyyy-mm-dd: when its server was compared with a list, or noted

	domains []string // of addresses
	mx      []string // ends of the names of the hosts that take its customers' mail
	hosts   []string // ends of the names of its servers, beside Host
}

// ByDomain returns the provider whose addresses end in the domain.
func ByDomain(domain string) (Provider, bool) {
	p, ok := byDomain[clean(domain)]
	if !ok {
		return Provider{}, false
	}
	return *p, true
}

// ByMX returns the provider whose hosts take a domain's mail.
func ByMX(host string) (Provider, bool) {
	return find(host, func(p *Provider) []string { return p.mx })
}

// ByHost returns the provider to whom an IMAP server belongs.
func ByHost(host string) (Provider, bool) {
	return find(host, func(p *Provider) []string { return p.hosts })
}

// All returns the list.
func All() []Provider { return slices.Clone(list) }

// Domains returns the domains of the provider's addresses.
func (p *Provider) Domains() []string { return slices.Clone(p.domains) }

// User returns the login name for an address.
func (p *Provider) User(address string) string {
	local, _, ok := cutLast(address)
	if ok && p.Login == LoginLocal {
		return local
	}
	return address
}

func cutLast(address string) (local, domain string, ok bool) {
	i := strings.LastIndexByte(address, '@')
	if i < 0 {
		return address, "", false
	}
	return address[:i], address[i+1:], true
}

func clean(name string) string {
	return strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), "."))
}

// find returns the provider with the longest end that fits.
func find(host string, ends func(*Provider) []string) (Provider, bool) {
	host = clean(host)
	best, found := 0, -1
	for i := range list {
		p := &list[i]
		for _, end := range ends(p) {
			if len(end) > best && (host == end || strings.HasSuffix(host, "."+end)) {
				best, found = len(end), i
			}
		}
	}
	if found < 0 {
		return Provider{}, false
	}
	return list[found], true
}

// byDomain is made once of the list.
var byDomain = func() map[string]*Provider {
	m := map[string]*Provider{}
	for i := range list {
		for _, d := range list[i].domains {
			m[d] = &list[i]
		}
	}
	return m
}()
