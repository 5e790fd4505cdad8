package match_test

import (
	"strings"
	"testing"

	"kartoteka/data/match"
)

func TestEmail(t *testing.T) {
	for in, want := range map[string]string{
		"Anna.Nowak@Poczta.Example":            "anna.nowak@poczta.example",
		"anna.nowak+sklep@poczta.example":      "anna.nowak@poczta.example",
		"Jan.Kowalski+x@gmail.com":             "jankowalski@gmail.com",
		"jankowalski@googlemail.com":           "jankowalski@gmail.com",
		" jan@firma.example. ":                 "jan@firma.example",
		"Jan Kowalski <jan@firma.example>":     "jan@firma.example",
		`"Kowalski, Jan" <Jan@Firma.example>`:  "jan@firma.example",
		"mailto:biuro@firma.example":           "biuro@firma.example",
		"+48600100200@sms.example":             "+48600100200@sms.example",
		"żółw@łódź.example":                    "żółw@łódź.example",
		"":                                     "",
		"jan":                                  "",
		"@firma.example":                       "",
		"jan@":                                 "",
		"jan@firma..example":                   "",
		"jan kowalski@firma.example":           "",
		"jan@-firma.example":                   "",
		"jan@firma.example, ewa@firma.example": "",
		"undisclosed-recipients:;":             "",
	} {
		if got := match.Email(in); got != want {
			t.Errorf("Email(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestDotsCountOutsideGmail(t *testing.T) {
	if match.Email("a.b@wp.pl") == match.Email("ab@wp.pl") {
		t.Error("dots were dropped where they tell people apart")
	}
}

func TestDomain(t *testing.T) {
	for in, want := range map[string]string{
		"Jan@Firma.Example": "firma.example",
		"www.Firma.example": "firma.example",
		"firma.example.":    "firma.example",
		"jan@":              "",
		"dwa słowa":         "",
		"":                  "",
	} {
		if got := match.Domain(in); got != want {
			t.Errorf("Domain(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFreeMail(t *testing.T) {
	for in, want := range map[string]bool{
		"wp.pl": true, "O2.pl": true, "jan@gmail.com": true, "poczta.onet.pl": true, "proton.me": true,
		"slusarstwo.example": false, "wp.pl.example": false, "": false, "mojafirma.pl": false,
	} {
		if got := match.FreeMail(in); got != want {
			t.Errorf("FreeMail(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestEverybodys(t *testing.T) {
	for in, want := range map[string]bool{
		"com.pl": true, "COM.PL": true, "waw.pl": true, "lodz.pl": true, "gov.pl": true, "www.co.uk": true, "pl": true,
		"github.io": true, "biuro@com.pl": true, "gmail.com": true, "jan@wp.pl": true,
		"firma.com.pl": false, "firma.waw.pl": false, "slusarz.co.uk": false, "firma.pl": false, "allegro.pl": false,
		"firma.example": false, "sklep.github.io": false, "": false, "dwa słowa": false,
	} {
		if got := match.Everybodys(in); got != want {
			t.Errorf("Everybodys(%q) = %v, want %v", in, got, want)
		}
	}
}

func TestSharedBox(t *testing.T) {
	for in, want := range map[string]bool{
		"biuro@firma.example": true, "Księgowość@firma.example": true, "dzial-handlowy@firma.example": true,
		"Biuro <BIURO@firma.example>": true, "anna.nowak@firma.example": false, "biuro": false, "biurowska@firma.example": false,
	} {
		if got := match.SharedBox(in); got != want {
			t.Errorf("SharedBox(%q) = %v, want %v", in, got, want)
		}
	}
}

func FuzzEmail(f *testing.F) {
	for _, s := range []string{"a+b@c.pl", "A <a@b.pl>", "a@b", "..+..@gmail.com", "\xff@x.pl", "a@b.pl>", "<", "İ@x.pl"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := match.Email(s)
		if got == "" {
			return
		}
		if again := match.Email(got); again != got {
			t.Errorf("Email(%q) = %q, then %q", s, got, again)
		}
		if strings.ContainsAny(got, " \t\r\n<>,;") || !strings.Contains(got, "@") {
			t.Errorf("Email(%q) = %q", s, got)
		}
		if match.Domain(got) == "" {
			t.Errorf("Email(%q) = %q has no domain", s, got)
		}
	})
}

func TestFreeMailListIsClean(t *testing.T) {
	for _, d := range []string{"gmail.com", "wp.pl", "interia.pl", "onet.pl", "gazeta.pl", "icloud.com", "yahoo.com", "seznam.cz", "ukr.net", "web.de"} {
		if !match.FreeMail(d) || !match.FreeMail("Ktoś <k@"+d+">") {
			t.Errorf("%s is missing", d)
		}
	}
	for _, d := range []string{"pl", "com", "gov.pl", "lodz.pl", "edu.pl", "com.pl", "allegro.pl"} {
		if match.FreeMail(d) {
			t.Errorf("%s is no place for anybody's mailbox", d)
		}
	}
}

func TestOnePersonInManyForms(t *testing.T) {
	want := match.Email("jan.nowak@gmail.com")
	for _, in := range []string{"Jan.Nowak@Gmail.com", "jannowak+faktury@gmail.com", "JANNOWAK@googlemail.com", `"Jan Nowak" <jan.nowak@gmail.com>`} {
		if got := match.Email(in); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
	if match.Email("+x@gmail.com") == "" || match.Email("...@gmail.com") == "" {
		t.Error("what is left of a local part must not be nothing")
	}
}
