package discover

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/net/publicsuffix"

	"kartoteka/data"
)

const (
	largestConfig = 256 << 10 // bytes; real ones have two thousand
	mostRedirects = 3
	mostServers   = 8 // of one file
)

var errInsecure = errors.New("led away from https")

// registered returns the part of a name that somebody registered.
func registered(host string) (string, error) { return publicsuffix.EffectiveTLDPlusOne(host) }

// autoconfig asks a domain for its autoconfig file in both places where one may
// lie (draft-ietf-mailmaint-autoconfig). Without TLS anybody on the way could
// name a server of his own, so there is no other way.
func (s *search) autoconfig(ctx context.Context, domain string) []data.Discovery {
	query := "?emailaddress=" + url.QueryEscape(s.address)
	places := []string{
		"https://autoconfig." + domain + "/mail/config-v1.1.xml" + query,
		"https://" + domain + "/.well-known/autoconfig/mail/config-v1.1.xml" + query,
	}
	found := make([][]data.Discovery, len(places))
	var work sync.WaitGroup
	for i, place := range places {
		work.Go(func() {
			if raw, err := s.get(ctx, place); err == nil { // most domains have none
				found[i] = ParseConfig(raw, s.address)
			}
		})
	}
	work.Wait()
	for _, f := range found {
		if len(f) > 0 {
			return f
		}
	}
	return nil
}

// get fetches a small file by HTTPS, and by HTTPS only.
func (s *search) get(ctx context.Context, place string) ([]byte, error) {
	client := &http.Client{Transport: s.Transport, CheckRedirect: func(r *http.Request, via []*http.Request) error {
		if r.URL.Scheme != "https" || len(via) > mostRedirects {
			return errInsecure
		}
		return nil
	}}
	if s.Transport == nil {
		own := http.DefaultTransport.(*http.Transport).Clone() //nolint:forcetypeassert // it is one
		own.DisableKeepAlives = true
		client.Transport = own
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, place, nil)
	if err != nil {
		return nil, fmt.Errorf("ask for autoconfig: %w", err)
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("ask for autoconfig: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // it was read
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("ask for autoconfig: status %d", resp.StatusCode)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, largestConfig+1))
	if err != nil {
		return nil, fmt.Errorf("read autoconfig: %w", err)
	}
	if len(raw) > largestConfig {
		return nil, fmt.Errorf("read autoconfig: more than %d bytes", largestConfig)
	}
	return raw, nil
}

// configServer is an incomingServer of the file.
type configServer struct {
	Kind     string   `xml:"type,attr"`
	Host     string   `xml:"hostname"`
	Port     string   `xml:"port"`
	Socket   string   `xml:"socketType"`
	Username string   `xml:"username"`
	Auth     []string `xml:"authentication"`
}

// ParseConfig reads the IMAP servers out of an autoconfig file, those with TLS
// from the first byte before the others. It is as tolerant as a person reading
// it would be: the rest of the file may be broken. A server without encryption
// is not there.
func ParseConfig(raw []byte, address string) []data.Discovery {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	// Names of servers are ASCII in every encoding that is met.
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	var out []data.Discovery
	for len(out) < mostServers {
		t, err := d.Token()
		if err != nil {
			break // the end, or what is behind can't be read
		}
		start, ok := t.(xml.StartElement)
		if !ok || start.Name.Local != "incomingServer" {
			continue
		}
		var c configServer
		if d.DecodeElement(&c, &start) != nil {
			continue
		}
		if found, ok := c.discovery(address); ok {
			out = append(out, found)
		}
	}
	slices.SortStableFunc(out, func(a, b data.Discovery) int { return rank(a) - rank(b) })
	return out
}

func rank(d data.Discovery) int {
	if d.Account.Security == data.SecurityTLS {
		return 0
	}
	return 1
}

func (c *configServer) discovery(address string) (data.Discovery, bool) {
	if !strings.EqualFold(strings.TrimSpace(c.Kind), "imap") {
		return data.Discovery{}, false
	}
	a := data.Account{Address: address, User: address, Auth: data.AuthPassword}
	switch strings.ToUpper(strings.TrimSpace(c.Socket)) {
	case "SSL", "TLS":
		a.Security = data.SecurityTLS
	case "STARTTLS":
		a.Security = data.SecuritySTARTTLS
	default:
		return data.Discovery{}, false
	}
	a.Host = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(fill(c.Host, address)), "."))
	if !hostName(a.Host) {
		return data.Discovery{}, false
	}
	a.Port = usualPort(a.Security)
	if p := strings.TrimSpace(c.Port); p != "" {
		n, err := strconv.Atoi(p)
		if err != nil || n < 1 || n > 65535 {
			return data.Discovery{}, false
		}
		a.Port = n
	}
	if u := strings.TrimSpace(fill(c.Username, address)); u != "" && !strings.ContainsAny(u, "%\r\n\x00") {
		a.User = u
	}
	return data.Discovery{Account: a, Source: data.FoundInAutoconfig}, true
}

// fill puts the address into the blanks of the format.
func fill(text, address string) string {
	at := strings.LastIndexByte(address, '@')
	return strings.NewReplacer(
		"%EMAILADDRESS%", address, "%EMAILLOCALPART%", address[:max(at, 0)], "%EMAILDOMAIN%", address[at+1:],
	).Replace(text)
}
