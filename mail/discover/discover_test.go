package discover_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/discover"
	"kartoteka/mail/faulty"
)

const address = "biuro@firma.example"

func config(host, port, socket, user string) string {
	return `<?xml version="1.0"?><clientConfig version="1.1"><emailProvider id="x"><domain>firma.example</domain>
<incomingServer type="pop3"><hostname>pop.firma.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>` + host + `</hostname><port>` + port + `</port><socketType>` + socket + `</socketType>
<username>` + user + `</username><authentication>password-cleartext</authentication></incomingServer></emailProvider></clientConfig>`
}

// find searches in the internet and checks that no IMAP server heard more than a
// connection: no command, so no name and no password.
func find(t *testing.T, n *internet, address string) (data.Discovery, error) {
	t.Helper()
	d, err := n.finder().Find(t.Context(), address, nil)
	for at, s := range n.imap {
		seen := slices.DeleteFunc(s.Seen(), func(c string) bool { return c == "STARTTLS" })
		if len(seen) != 0 {
			t.Errorf("%s was told %v while it was looked for", at, seen)
		}
	}
	return d, err
}

func is(t *testing.T, d data.Discovery, err error, source data.DiscoverySource, host string, port int) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if d.Source != source || d.Account.Host != host || d.Account.Port != port {
		t.Errorf("found %s:%d by %s, want %s:%d by %s", d.Account.Host, d.Account.Port, d.Source, host, port, source)
	}
}

func TestTheListServesWithoutANetwork(t *testing.T) {
	n := newInternet(t)
	n.down = &net.DNSError{Err: "network is unreachable", IsTemporary: true}
	d, err := find(t, n, "jan.kowalski@wp.pl")
	is(t, d, err, data.FoundInTable, "imap.wp.pl", 993)
	if d.Account.User != "jan.kowalski" || d.Provider != "Poczta WP" || d.Remedy != data.RemedyAppWith2FA || d.Checked.IsZero() {
		t.Errorf("found %+v", d)
	}
	d, err = find(t, n, "jan@gmail.com")
	is(t, d, err, data.FoundInTable, "imap.gmail.com", 993)
	if d.Tokens != data.AuthGoogle || d.Account.Auth != data.AuthPassword || !strings.HasPrefix(d.RemedyURL, "https://myaccount.google.com/") {
		t.Errorf("found %+v", d)
	}
	if len(n.asked)+len(n.probed) != 0 {
		t.Error("the network was asked for what is in the list")
	}
}

func TestAFirmsDomainAtAKnownProvider(t *testing.T) {
	n := newInternet(t)
	n.mx["firma.example."] = []*net.MX{{Host: "backup.example.", Pref: 50}, {Host: "aspmx.l.google.com.", Pref: 1}}
	n.site("autoconfig.firma.example", config("imap.inny.example", "993", "SSL", "%EMAILADDRESS%"))
	d, err := find(t, n, address)
	is(t, d, err, data.FoundByMX, "imap.gmail.com", 993)
	if d.Provider != "Gmail" || d.Remedy != data.RemedyAppOnly || d.Account.User != address {
		t.Errorf("found %+v", d)
	}
}

func TestSRVRecords(t *testing.T) {
	t.Run("TLS before STARTTLS, in the order of DNS", func(t *testing.T) {
		n := newInternet(t)
		n.srv["_imaps._tcp.firma.example."] = []*net.SRV{{Target: "gone.firma.example.", Port: 993}, {Target: "a.firma.example.", Port: 1993}}
		n.srv["_imap._tcp.firma.example."] = []*net.SRV{{Target: "b.firma.example.", Port: 143}}
		n.mailServer(t, "a.firma.example:1993")
		n.site("autoconfig.firma.example", config("c.firma.example", "993", "SSL", "%EMAILADDRESS%"))
		d, err := find(t, n, address)
		is(t, d, err, data.FoundInDNS, "a.firma.example", 1993)
		if d.Account.Security != data.SecurityTLS {
			t.Errorf("security %s", d.Account.Security)
		}
	})
	t.Run("a dot means that it is not offered", func(t *testing.T) {
		n := newInternet(t)
		n.srv["_imaps._tcp.firma.example."] = []*net.SRV{{Target: ".", Port: 0}}
		n.mailServer(t, "mail.firma.example:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundByTrying, "mail.firma.example", 993)
	})
	t.Run("a name that is none is passed over", func(t *testing.T) {
		n := newInternet(t)
		n.srv["_imaps._tcp.firma.example."] = []*net.SRV{{Target: "a b.example.", Port: 993}, {Target: "127.0.0.1.", Port: 993}}
		if _, err := find(t, n, address); data.CodeOf(err) != data.CodeNotFound {
			t.Errorf("got %v", err)
		}
		if slices.ContainsFunc(n.probed, func(s string) bool { return strings.HasPrefix(s, "127.") || strings.Contains(s, " ") }) {
			t.Errorf("tried %v", n.probed)
		}
	})
}

func TestAutoconfig(t *testing.T) {
	t.Run("at the name for it", func(t *testing.T) {
		n := newInternet(t)
		n.site("autoconfig.firma.example", config("imap.host.example", "993", "SSL", "%EMAILLOCALPART%"))
		n.mailServer(t, "imap.host.example:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundInAutoconfig, "imap.host.example", 993)
		if d.Account.User != "biuro" {
			t.Errorf("user %q", d.Account.User)
		}
		if !slices.Contains(n.asked, "https://autoconfig.firma.example/mail/config-v1.1.xml?emailaddress=biuro%40firma.example") {
			t.Errorf("asked %v", n.asked)
		}
	})
	t.Run("at the well-known place, led on by https", func(t *testing.T) {
		n := newInternet(t)
		n.sites["firma.example"] = http.RedirectHandler("https://www.firma.example/a.xml", http.StatusFound).ServeHTTP
		n.site("www.firma.example", config("imap.host.example", "993", "SSL", "%EMAILADDRESS%"))
		n.mailServer(t, "imap.host.example:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundInAutoconfig, "imap.host.example", 993)
	})
	t.Run("of the firm that takes the mail", func(t *testing.T) {
		n := newInternet(t)
		n.mx["firma.example."] = []*net.MX{{Host: "mx1.host.example."}}
		n.site("autoconfig.host.example", config("s7.host.example", "993", "SSL", "%EMAILADDRESS%"))
		n.mailServer(t, "s7.host.example:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundInAutoconfig, "s7.host.example", 993)
	})
	for name, site := range map[string]http.HandlerFunc{
		"that leads to http": http.RedirectHandler("http://www.firma.example/a.xml", http.StatusFound).ServeHTTP,
		"that leads in a ring": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://autoconfig.firma.example/x", http.StatusFound)
		},
		"without end": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(config("imap.host.example", "993", "SSL", "u") + strings.Repeat(" ", 300<<10)))
		},
		"with an error": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusInternalServerError)
			_, _ = w.Write([]byte(config("imap.host.example", "993", "SSL", "u")))
		},
		"without encryption": func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write([]byte(config("imap.host.example", "143", "plain", "u")))
		},
	} {
		t.Run("none "+name, func(t *testing.T) {
			n := newInternet(t)
			n.sites["autoconfig.firma.example"] = site
			n.site("www.firma.example", config("imap.host.example", "993", "SSL", "u"))
			n.mailServer(t, "imap.host.example:993")
			n.mailServer(t, "poczta.firma.example:993")
			d, err := find(t, n, address)
			is(t, d, err, data.FoundByTrying, "poczta.firma.example", 993)
		})
	}
}

func TestUsualNamesAreTried(t *testing.T) {
	t.Run("in their order", func(t *testing.T) {
		n := newInternet(t)
		n.mailServer(t, "firma.example:993")
		n.mailServer(t, "mail.firma.example:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundByTrying, "mail.firma.example", 993)
	})
	t.Run("STARTTLS after TLS", func(t *testing.T) {
		n := newInternet(t)
		n.imap["imap.firma.example:143"] = faulty.Start(t, faulty.Script{Handle: func(c *faulty.Conn, cmd faulty.Command) bool {
			c.Say("%s NO not here\r\n", cmd.Tag)
			return true
		}})
		n.mailServer(t, "poczta.firma.example:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundByTrying, "poczta.firma.example", 993)
	})
	t.Run("the hosting firm's before the others, and its remedy is told", func(t *testing.T) {
		n := newInternet(t)
		n.mx["firma.example."] = []*net.MX{{Host: "s12.cyber-folks.pl."}}
		n.mailServer(t, "imap.firma.example:993")
		n.mailServer(t, "s12.cyber-folks.pl:993")
		d, err := find(t, n, address)
		is(t, d, err, data.FoundByTrying, "s12.cyber-folks.pl", 993)
		if d.Provider != "cyber_Folks" || d.Remedy != data.RemedyWebmail {
			t.Errorf("found %+v", d)
		}
	})
	t.Run("a certificate that is not trusted is no answer", func(t *testing.T) {
		n := newInternet(t)
		n.mailServer(t, "imap.firma.example:993")
		n.ca = ""
		if _, err := find(t, n, address); data.CodeOf(err) != data.CodeNotFound {
			t.Errorf("got %v", err)
		}
	})
}

func TestAServerThatWasNamedAndDoesNotAnswerIsToldByItsStep(t *testing.T) {
	n := newInternet(t)
	n.srv["_imaps._tcp.firma.example."] = []*net.SRV{{Target: "a.firma.example.", Port: 993}}
	n.mailServer(t, "a.firma.example:993")
	n.ca = ""
	_, err := find(t, n, address)
	var f *mail.Failure
	if !errors.As(err, &f) || f.Step != mail.StepTLS || f.Key != "tls-untrusted" {
		t.Errorf("got %v", err)
	}
}

func TestWhatCannotBeFound(t *testing.T) {
	n := newInternet(t)
	_, err := find(t, n, address)
	told(t, err, data.CodeNotFound, "discover-nothing")
	n.mx["firma.example."] = []*net.MX{{Host: "."}}
	_, err = find(t, n, address)
	told(t, err, data.CodeNotFound, "discover-no-mail")
	n.down = &net.DNSError{Err: "network is unreachable", IsTemporary: true}
	_, err = find(t, n, address)
	told(t, err, data.CodeMail, "discover-offline")
	for _, wrong := range []string{"", "biuro", "@firma.example", "biuro@", "a@b", "a@-x.pl", "a b@firma.example", "a@fir ma.pl", "a@127.0.0.1", "a@x..pl"} {
		_, err := find(t, n, wrong)
		told(t, err, data.CodeInvalid, "account-address")
	}
}

func told(t *testing.T, err error, code data.Code, key string) {
	t.Helper()
	var e *data.Error
	if !errors.As(err, &e) || e.Code != code || e.Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestANetworkThatNeverAnswersEndsTheSearch(t *testing.T) {
	n := newInternet(t)
	n.hang = true
	f := n.finder()
	f.Limit = 50 * time.Millisecond
	_, err := f.Find(t.Context(), address, nil)
	told(t, err, data.CodeMail, "discover-offline")
	ctx, stop := context.WithCancel(t.Context())
	f.Limit = time.Hour
	var steps []data.DiscoverySource
	_, err = f.Find(ctx, address, func(s data.DiscoverySource) {
		if steps = append(steps, s); s == data.FoundInAutoconfig {
			stop()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if want := []data.DiscoverySource{data.FoundInTable, data.FoundInDNS, data.FoundInAutoconfig}; !slices.Equal(steps, want) {
		t.Errorf("steps %v", steps)
	}
}

func TestDomainsWithPolishLetters(t *testing.T) {
	n := newInternet(t)
	n.mailServer(t, "imap.xn--lusarz-2ib.example:993")
	d, err := find(t, n, "biuro@ślusarz.example")
	is(t, d, err, data.FoundByTrying, "imap.xn--lusarz-2ib.example", 993)
	if d.Account.Address != "biuro@ślusarz.example" {
		t.Errorf("the address became %q", d.Account.Address)
	}
	if _, ok := discover.Known("jan@GMAIL.com"); !ok {
		t.Error("capital letters hide a provider")
	}
}
