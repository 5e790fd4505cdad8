package provider_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/mail/provider"
)

func TestTheProvidersThatPolesUse(t *testing.T) {
	for address, want := range map[string]struct{ host, user string }{
		"jan.k@gmail.com":    {"imap.gmail.com", "jan.k@gmail.com"},
		"jan@googlemail.com": {"imap.gmail.com", "jan@googlemail.com"},
		"jan@outlook.com":    {"outlook.office365.com", "jan@outlook.com"},
		"jan@hotmail.com":    {"outlook.office365.com", "jan@hotmail.com"},
		"jan@live.com":       {"outlook.office365.com", "jan@live.com"},
		"jan@wp.pl":          {"imap.wp.pl", "jan"},
		"jan@o2.pl":          {"poczta.o2.pl", "jan"},
		"jan@tlen.pl":        {"poczta.o2.pl", "jan"},
		"jan@go2.pl":         {"poczta.o2.pl", "jan"},
		"jan@interia.pl":     {"poczta.interia.pl", "jan@interia.pl"},
		"jan@interia.eu":     {"poczta.interia.pl", "jan@interia.eu"},
		"jan@poczta.fm":      {"poczta.interia.pl", "jan@poczta.fm"},
		"jan@onet.pl":        {"imap.poczta.onet.pl", "jan@onet.pl"},
		"jan@op.pl":          {"imap.poczta.onet.pl", "jan@op.pl"},
		"jan@VP.pl.":         {"imap.poczta.onet.pl", "jan@VP.pl."},
		"jan@gazeta.pl":      {"imap.gazeta.pl", "jan@gazeta.pl"},
		"jan@icloud.com":     {"imap.mail.me.com", "jan"},
		"jan@yahoo.com":      {"imap.mail.yahoo.com", "jan@yahoo.com"},
		"jan@zoho.eu":        {"imap.zoho.eu", "jan@zoho.eu"},
		"jan@fastmail.com":   {"imap.fastmail.com", "jan@fastmail.com"},
		"jan@gmx.de":         {"imap.gmx.net", "jan@gmx.de"},
		"jan@proton.me":      {"127.0.0.1", "jan@proton.me"},
	} {
		_, domain, _ := strings.Cut(address, "@")
		p, ok := provider.ByDomain(domain)
		if !ok || p.Host != want.host || p.User(address) != want.user {
			t.Errorf("%s: %s as %s, want %+v", address, p.Host, p.User(address), want)
		}
	}
	onet, _ := provider.ByDomain("op.pl")
	if n := len(onet.Domains()); n != 17 {
		t.Errorf("Onet has %d domains, want 17", n)
	}
	if _, ok := provider.ByDomain("notgmail.com"); ok {
		t.Error("any end of a name is taken for a domain")
	}
}

func TestFirmsAreFoundByWhoTakesTheirMail(t *testing.T) {
	for mx, want := range map[string]string{
		"aspmx.l.google.com":                       "Gmail",
		"alt1.aspmx.l.google.com.":                 "Gmail",
		"smtp.google.com":                          "Gmail",
		"firma-pl.mail.protection.outlook.com":     "Outlook",
		"firma-pl.q-v1.mx.microsoft":               "Outlook",
		"firma.home.pl":                            "home.pl",
		"mail.nazwa.pl":                            "nazwa.pl",
		"MX1.mail.ovh.net":                         "OVH",
		"pro1.mail.ovh.net":                        "OVH",
		"s12.cyber-folks.pl":                       "cyber_Folks",
		"mail-serwer1.lh.pl":                       "LH.pl",
		"h12.seohost.pl":                           "seohost",
		"x.dhosting.pl":                            "dhosting",
		"mx.kei.pl":                                "kei.pl",
		"mail.az.pl":                               "az.pl",
		"mx.zoho.eu":                               "Zoho",
		"in1-smtp.messagingengine.com":             "Fastmail",
		"mx01.mail.icloud.com":                     "iCloud",
		"mail.protonmail.ch":                       "Proton Mail",
		"home.pl.zly.example":                      "",
		"notgoogle.com":                            "",
		"mail.protection.outlook.com.evil.example": "",
	} {
		p, ok := provider.ByMX(mx)
		if p.Name != want || ok != (want != "") {
			t.Errorf("%s is %q's, want %q", mx, p.Name, want)
		}
	}
	plan, _ := provider.ByMX("mx1.mail.ovh.net")
	exchange, _ := provider.ByMX("pro1.mail.ovh.net")
	if plan.Host != "ssl0.ovh.net" || exchange.Host != "" {
		t.Errorf("OVH: %q and %q; its larger products have hosts of their own", plan.Host, exchange.Host)
	}
}

func TestServersAreKnownByTheirNames(t *testing.T) {
	for host, want := range map[string]string{
		"imap.gmail.com": "Gmail", "IMAP.GMAIL.COM.": "Gmail", "notgmail.com": "", "outlook.office365.com": "Outlook",
		"imap.mail.me.com": "iCloud", "acme.com": "", "imap.mail.yahoo.com": "Yahoo", "poczta.interia.pl": "Poczta Interia",
		"s1.cyber-folks.pl": "cyber_Folks", "": "",
	} {
		if p, _ := provider.ByHost(host); p.Name != want {
			t.Errorf("%s: %q, want %q", host, p.Name, want)
		}
	}
}

func TestTheListIsSound(t *testing.T) {
	seen := map[string]string{}
	for _, p := range provider.All() {
		if _, err := time.Parse(time.DateOnly, p.Checked); err != nil {
			t.Errorf("%s: checked on %q", p.Name, p.Checked)
		}
		if p.Security != data.SecurityTLS && p.Host != "127.0.0.1" {
			t.Errorf("%s: security %q", p.Name, p.Security)
		}
		if p.Host == "" && len(p.Try) == 0 {
			t.Errorf("%s: neither a server nor names to try", p.Name)
		}
		if p.Remedy != data.RemedyNone {
			u, err := url.Parse(p.URL)
			if err != nil || u.Scheme != "https" || u.Host == "" {
				t.Errorf("%s: the page of its remedy is %q", p.Name, p.URL)
			}
		}
		if p.Auth == "" || p.Auth.ByToken() && p.Auth != p.Tokens {
			t.Errorf("%s: entered by %q, tokens of %q", p.Name, p.Auth, p.Tokens)
		}
		for _, d := range p.Domains() {
			if other, twice := seen[d]; twice {
				t.Errorf("%s is both %s's and %s's", d, other, p.Name)
			}
			seen[d] = p.Name
			if d != strings.ToLower(d) {
				t.Errorf("%s is never found", d)
			}
		}
	}
}
