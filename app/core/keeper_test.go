package core_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail/imapd"
)

func with(raw []byte, field string) []byte {
	return []byte(strings.Replace(string(raw), "Content-Type", field+"\r\nContent-Type", 1))
}

func TestWhatLiesAmongTheSentStaysOutbound(t *testing.T) {
	c := open(t, core.Options{})
	nobody := []byte("Subject: bez nadawcy\r\nTo: anna@klienci.example\r\nDate: Sun, 15 Nov 2026 10:00:00 +0100\r\n\r\nt\r\n")
	all := pull(t, c, serveFolders(t,
		imapd.Folder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 1},
		imapd.Folder{Name: "Wysłane", Role: data.RoleSent, UIDValidity: 1, Messages: []imapd.Message{{UID: 1, Received: noon, Raw: nobody}}}))
	if len(all) != 1 || all[0].Direction != data.Outbound {
		t.Fatalf("%+v", all)
	}
	rows, err := c.Inbox(t.Context(), data.InboxFilter{})
	if err != nil || len(rows) != 0 {
		t.Errorf("what the firm sent waits for a decision: %+v, %v", rows, err)
	}
}

// TestAFormOnTheFirmsSiteIsTheClients pulls what web sites send: to the firm,
// in the firm's name, with the client in Reply-To.
func TestAFormOnTheFirmsSiteIsTheClients(t *testing.T) {
	c := open(t, core.Options{})
	form := func(n int) []byte {
		return with(letter(n, firmAddress, "Formularz", "Zamek się zacina."), "Reply-To: Anna Nowak <anna@klienci.example>")
	}
	all := pull(t, c, serve(t, form(1), form(2), letter(3, firmAddress, "notatka do siebie", "t")))
	rows, err := c.Inbox(t.Context(), data.InboxFilter{})
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d messages wait, %v", len(rows), err)
	}
	filed, err := c.File(t.Context(), data.Filing{MessageID: all[1].ID, Kind: data.KindQuestion})
	if err != nil {
		t.Fatal(err)
	}
	who, err := c.Contact(t.Context(), filed.ContactID)
	if err != nil || who.Name() != "Anna Nowak" || len(who.Emails()) != 1 || who.Emails()[0] != "anna@klienci.example" {
		t.Errorf("the client is %+v, %v", who, err)
	}
	other, err := c.Message(t.Context(), all[2].ID)
	if err != nil || other.ContactID != filed.ContactID {
		t.Errorf("the client's other form belongs to %d, %v", other.ContactID, err)
	}
	clean(t, c)
}

func TestAnAnswerFromAnotherAddressSuggestsTheThreadsClient(t *testing.T) {
	c := open(t, core.Options{})
	anna := addContact(t, c, data.Contact{GivenName: "Anna"}, "anna@klienci.example")
	first := letter(1, "anna@klienci.example", "Zamek", "Zamek się zacina.")
	same := with(letter(2, "anna@dom.example", "Re: Zamek", "z domu"), "In-Reply-To: <1@letters.example>")
	pulled := pull(t, c, serve(t, first, same))
	if m := pulled[0]; m.SuggestedFor != anna || m.ContactID != 0 || m.How != "thread" {
		t.Errorf("in one batch: for %d by %q, tied to %d", m.SuggestedFor, m.How, m.ContactID)
	}
	later := with(letter(3, "anna@praca.example", "Re: Zamek", "z pracy"), "References: <0@x.example> <1@letters.example>")
	path := filepath.Join(t.TempDir(), "later.eml")
	if err := os.WriteFile(path, later, 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := c.Import(t.Context(), []string{path}, false); err != nil || r.New != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	var m data.Message
	if err := c.EachMessage(t.Context(), data.MessageFilter{}, func(e data.Message) error {
		if e.MessageID == "3@letters.example" {
			m = e
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if m.SuggestedFor != anna || m.ContactID != 0 {
		t.Errorf("later: for %d, tied to %d", m.SuggestedFor, m.ContactID)
	}
	if filed, err := c.File(t.Context(), data.Filing{MessageID: m.ID, Kind: data.KindQuestion}); err != nil || filed.ContactID != anna {
		t.Errorf("one key files it for %d, %v", filed.ContactID, err)
	}
	clean(t, c)
}

// TestABranchOfACompanyIsTheCompanys holds that mail that is pulled and mail
// that was there before are told apart by the same rule.
func TestABranchOfACompanyIsTheCompanys(t *testing.T) {
	company := data.Contact{
		Kind: data.Company, Company: "Hurt", Handles: []data.Handle{{Kind: data.HandleDomain, Value: "hurt.example"}},
	}
	mail := [][]byte{
		letter(1, "faktury@lodz.hurt.example", "Faktura", "t"), letter(2, "x@niehurt.example", "s", "t"),
	}
	for name, before := range map[string]bool{"known before": true, "added later": false} {
		t.Run(name, func(t *testing.T) {
			c := open(t, core.Options{})
			a := serve(t, mail...)
			if !before {
				pull(t, c, a)
			}
			firm, err := c.AddContact(t.Context(), company)
			if err != nil {
				t.Fatal(err)
			}
			if before {
				pull(t, c, a)
			}
			want := map[string]int64{"Faktura": firm, "s": 0}
			err = c.EachMessage(t.Context(), data.MessageFilter{}, func(m data.Message) error {
				if m.ContactID != want[m.Subject] {
					t.Errorf("%s belongs to %d", m.From.Email, m.ContactID)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
