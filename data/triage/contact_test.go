package triage_test

import (
	"testing"

	"kartoteka/data"
	"kartoteka/data/triage"
)

const firm = "kontakt@slusarstwo.example"

func ownAddress(email string) bool { return email == firm || email == "szef@gmail.com" }

var owners = map[string]int64{
	"jan@poczta.example":                     1,
	"jannowak@gmail.com":                     2,
	"hurtownia.example":                      3,
	"biuro@hurtownia.example":                3,
	"anna@hurtownia.example":                 4,
	"gmail.com":                              9, // a mistake that must not catch everybody
	"com.pl":                                 9, // another
	"zamki.com.pl":                           6,
	triage.MessageKey("list.1@firm.example"): 5,
}

func addr(emails ...string) []data.Address {
	var out []data.Address
	for _, e := range emails {
		out = append(out, data.Address{Email: e})
	}
	return out
}

func TestContact(t *testing.T) {
	to := addr(firm)
	for _, c := range []struct {
		name string
		m    data.Message
		id   int64
		how  string
	}{
		{"exact address", data.Message{From: data.Address{Email: "Jan@Poczta.example"}, To: to}, 1, triage.ByAddress},
		{"tag and dots", data.Message{From: data.Address{Email: "jan.nowak+sklep@gmail.com"}, To: to}, 2, triage.ByAddress},
		{"the person before the company", data.Message{From: data.Address{Email: "anna@hurtownia.example"}, To: to}, 4, triage.ByAddress},
		{"shared address", data.Message{From: data.Address{Email: "biuro@hurtownia.example"}, To: to}, 3, triage.ByAddress},
		{"colleague not known", data.Message{From: data.Address{Email: "nowy@hurtownia.example"}, To: to}, 3, triage.ByDomain},
		{"branch of the company", data.Message{From: data.Address{Email: "x@lodz.hurtownia.example"}, To: to}, 3, triage.ByDomain},
		{"free mail says nothing", data.Message{From: data.Address{Email: "obcy@gmail.com"}, To: to}, 0, ""},
		{"a shared suffix says nothing", data.Message{From: data.Address{Email: "obcy@firma.com.pl"}, To: to}, 0, ""},
		{"nor when somebody writes from it", data.Message{From: data.Address{Email: "obcy@com.pl"}, To: to}, 0, ""},
		{"company under a shared suffix", data.Message{From: data.Address{Email: "x@lodz.zamki.com.pl"}, To: to}, 6, triage.ByDomain},
		{"look-alike domain", data.Message{From: data.Address{Email: "x@mojahurtownia.example"}, To: to}, 0, ""},
		{"another address in the same talk", data.Message{
			From: data.Address{Email: "prywatny@wp.pl"}, To: to, InReplyTo: []string{"list.1@firm.example"},
		}, 5, triage.ByThread},
		{"thread by its references", data.Message{
			From: data.Address{Email: "prywatny@wp.pl"}, To: to, References: []string{"list.1@firm.example", "list.2@firm.example"},
		}, 5, triage.ByThread},
		{"address before thread", data.Message{
			From: data.Address{Email: "jan@poczta.example"}, To: to, InReplyTo: []string{"list.1@firm.example"},
		}, 1, triage.ByAddress},
		{"form on the firm's site", data.Message{
			From: data.Address{Email: "formularz@slusarstwo.example"}, ReplyTo: addr("jan@poczta.example"), To: to,
		}, 1, triage.ByAddress},
		{"form that writes as the firm itself", data.Message{
			From: data.Address{Email: firm}, ReplyTo: addr("jan@poczta.example"), To: to,
		}, 1, triage.ByAddress},
		{"a stranger's reply address is not looked at", data.Message{
			From: data.Address{Email: "obcy@wp.pl"}, ReplyTo: addr("jan@poczta.example"), To: to,
		}, 0, ""},
		{"free mail of the firm's own makes no form", data.Message{
			From: data.Address{Email: "obcy@gmail.com"}, ReplyTo: addr("jan@poczta.example"), To: addr("szef@gmail.com"),
		}, 0, ""},
		{"sent by the firm", data.Message{From: data.Address{Email: firm}, To: addr("jan@poczta.example")}, 1, triage.ByAddress},
		{"sent with a copy", data.Message{From: data.Address{Email: firm}, To: addr("obcy@wp.pl"), Cc: addr("jan@poczta.example")}, 1, triage.ByAddress},
		{"the firm to itself", data.Message{From: data.Address{Email: firm}, To: addr("szef@gmail.com")}, 0, ""},
		{"nobody", data.Message{}, 0, ""},
		{"not an address", data.Message{From: data.Address{Name: "Jan", Email: "jan"}}, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if id, how := triage.Contact(owners, &c.m, ownAddress); id != c.id || how != c.how {
				t.Errorf("got %d by %q, want %d by %q", id, how, c.id, c.how)
			}
		})
	}
}

func TestNobodyIsKnownYet(t *testing.T) {
	m := data.Message{From: data.Address{Email: "jan@poczta.example"}, To: addr(firm)}
	if id, how := triage.Contact(nil, &m, ownAddress); id != 0 || how != "" {
		t.Errorf("got %d by %q", id, how)
	}
}
