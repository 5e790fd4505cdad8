package discover_test

import (
	"strings"
	"testing"

	"kartoteka/data"
	"kartoteka/mail/discover"
)

func TestConfigFilesAsTheyAre(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want string // host:security:user of each, in order
	}{
		"TLS before STARTTLS": {
			config("b.pl", "143", "STARTTLS", "%EMAILADDRESS%") + config("a.pl", "993", "SSL", "%EMAILADDRESS%"),
			"a.pl:tls:biuro@firma.example b.pl:starttls:biuro@firma.example",
		},
		"blanks in the host":        {config("mail.%EMAILDOMAIN%", "993", "SSL", "%EMAILLOCALPART%"), "mail.firma.example:tls:biuro"},
		"an unknown blank":          {config("a.pl", "993", "SSL", "%OTHER%"), "a.pl:tls:biuro@firma.example"},
		"spaces and capitals":       {config(" A.pl. ", " 993 ", " ssl ", " x "), "a.pl:tls:x"},
		"no port":                   {config("a.pl", "", "STARTTLS", ""), "a.pl:starttls:biuro@firma.example"},
		"broken behind it":          {config("a.pl", "993", "SSL", "x") + "<emailProvider><<&nbsp", "a.pl:tls:x"},
		"an entity of HTML":         {"<p>&nbsp;</p>" + config("a.pl", "993", "SSL", "x"), "a.pl:tls:x"},
		"in an old encoding":        {strings.Replace(config("a.pl", "993", "SSL", "x"), `"1.0"`, `"1.0" encoding="iso-8859-2"`, 1), "a.pl:tls:x"},
		"no encryption":             {config("a.pl", "143", "plain", "x"), ""},
		"a port that is none":       {config("a.pl", "99999", "SSL", "x"), ""},
		"a host that is none":       {config("a pl", "993", "SSL", "x"), ""},
		"an address instead":        {config("192.168.0.1", "993", "SSL", "x"), ""},
		"a web page":                {"<!doctype html><html><body>Nie ma takiej strony</body></html>", ""},
		"nothing":                   {"", ""},
		"a line end in the user":    {config("a.pl", "993", "SSL", "x&#13;&#10;y"), "a.pl:tls:biuro@firma.example"},
		"a thousand servers":        {strings.Repeat(config("a.pl", "993", "SSL", "x"), 1000), strings.TrimSpace(strings.Repeat("a.pl:tls:x ", 8))},
		"an element within another": {`<incomingServer type="imap"><hostname>a.pl<b>x</b></hostname><socketType>SSL</socketType></incomingServer>`, "a.pl:tls:biuro@firma.example"},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, d := range discover.ParseConfig([]byte(c.raw), address) {
				got = append(got, d.Account.Host+":"+string(d.Account.Security)+":"+d.Account.User)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("got %q, want %q", s, c.want)
			}
		})
	}
}

// FuzzConfig reads what any web server may answer. Whatever is read must be fit
// to connect to.
func FuzzConfig(f *testing.F) {
	f.Add([]byte(config("a.pl", "993", "SSL", "%EMAILADDRESS%")), address)
	f.Add([]byte(`<?xml version="1.0" encoding="x"?><incomingServer type="imap"><hostname>a.pl</hostname><socketType>STARTTLS`), "a@b.pl")
	f.Add([]byte(`<!DOCTYPE x [<!ENTITY a "b">]><incomingServer type='imap'>&a;`), "@")
	f.Fuzz(func(t *testing.T, raw []byte, address string) {
		for _, d := range discover.ParseConfig(raw, address) {
			a := d.Account
			if a.Port < 1 || a.Port > 65535 || a.Host == "" || strings.ContainsAny(a.Host, " /:@\r\n") || a.Host != strings.ToLower(a.Host) {
				t.Errorf("%+v", a)
			}
			if a.Security != data.SecurityTLS && a.Security != data.SecuritySTARTTLS || a.Address != address {
				t.Errorf("%+v", a)
			}
		}
	})
}
