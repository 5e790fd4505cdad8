package core_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
)

// bounce is the report that a letter could not be delivered.
func bounce(to, of string) []byte {
	return []byte(strings.ReplaceAll("From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nTo: "+firmAddress+"\nSubject: Undelivered\n"+
		"Date: Sun, 15 Nov 2026 09:00:00 +0100\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nNie doręczono.\n"+
		"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; "+to+"\nStatus: 5.1.1\n\n"+
		"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <"+of+">\n\n--b--\n", "\n", "\r\n"))
}

func TestABounceLeadsToWhatCameBack(t *testing.T) {
	c := open(t, core.Options{})
	all := pull(t, c, serve(t, letter(1, firmAddress, "Oferta", "Przesyłamy ofertę."), bounce("jan@nowak.example", "1@letters.example")))
	var report, sent data.Message
	for _, m := range all {
		if m.Automatic == data.AutoBounce {
			report = m
		} else {
			sent = m
		}
	}
	r, err := c.Reading(t.Context(), report.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Failed) != 1 || r.Failed[0].Address != "jan@nowak.example" || r.Original != sent.ID || sent.ID == 0 {
		t.Errorf("%+v, original %d, sent %d", r.Failed, r.Original, sent.ID)
	}
	if _, err := c.Reading(t.Context(), 99); data.CodeOf(err) != data.CodeNotFound {
		t.Errorf("no such message: %v", err)
	}
}

func TestAMachineThatWasAPersonIsJudgedAnew(t *testing.T) {
	raw := strings.Replace(string(letter(1, "anna@klienci.example", "Zamek", "Reklamuję zamek, nie działa.\r\n> Dziękuję, polecam!")),
		"From:", "List-Unsubscribe: <https://x.example>\r\nFrom:", 1)
	c, m := withMail(t, []byte(raw))
	if m.Automatic != data.AutoBulk || m.Suggested != data.KindNotForUs {
		t.Fatalf("at first %q, %q", m.Automatic, m.Suggested)
	}
	if err := c.SetAutomatic(t.Context(), m.ID, data.ByPerson); err != nil {
		t.Fatal(err)
	}
	m, err := c.Message(t.Context(), m.ID)
	if err != nil || m.Automatic != data.ByPerson || !m.Judged || m.Suggested != data.KindComplaint {
		t.Errorf("then %q, judged %v, %q by %q, %v", m.Automatic, m.Judged, m.Suggested, m.Words, err)
	}
	clean(t, c)
}

func TestAnAttachmentIsLookedAtInAFolderThatIsEmptied(t *testing.T) {
	raw := strings.ReplaceAll("From: a@x.example\nTo: "+firmAddress+"\nSubject: s\nDate: Sun, 15 Nov 2026 09:00:00 +0100\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nDzień dobry\n"+
		"--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=\"../../oferta.pdf\"\n\n%PDF-1.7 oferta\n--b--\n", "\n", "\r\n")
	dir := t.TempDir()
	c := open(t, core.Options{Dir: dir})
	m := pull(t, c, serve(t, []byte(raw)))[0]
	path, err := c.ViewAttachment(t.Context(), m.ID, m.Attachments[0].Part)
	if err != nil {
		t.Fatal(err)
	}
	if rel, err := filepath.Rel(dir, path); err != nil || strings.HasPrefix(rel, "..") || filepath.Base(path) != "oferta.pdf" {
		t.Errorf("it lies at %s", path)
	}
	if b, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(b), "%PDF-1.7") {
		t.Errorf("it holds %q, %v", b, err)
	}
	again, err := c.ViewAttachment(t.Context(), m.ID, m.Attachments[0].Part)
	if err != nil || again == path {
		t.Errorf("a second look is at %s, %v", again, err)
	}
	if err := c.Alone(); err != nil { // the next start of a window
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("it is still there: %v", err)
	}
	id := addContact(t, c, data.Contact{GivenName: "Jan", FamilyName: "Kot"}, "jan@kot.example")
	if path, err = c.ViewAttachment(t.Context(), m.ID, m.Attachments[0].Part); err != nil {
		t.Fatal(err)
	}
	if _, err := c.EraseSubject(t.Context(), id, data.EraseOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("it outlives an erasure: %v", err)
	}
	if path, err = c.ViewAttachment(t.Context(), m.ID, m.Attachments[0].Part); err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("it outlives the window: %v", err)
	}
}
