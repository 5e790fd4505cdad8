//go:build dovecot

package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/dovecottest"
	"kartoteka/mail/faulty"
)

// picky is a firm that stores known contacts' mail only, with its mailbox on a
// real server, behind a line that counts what comes over it.
type picky struct {
	server *dovecottest.Server
	line   *faulty.Proxy
	core   *core.Core
	files  map[string][]byte // by subject, as the server serves them
	n      int
}

// bulk makes letters so large that fetching one of them shows on the line.
const bulk = 120_000

func (p *picky) deliver(t *testing.T, from, subject, head string) {
	t.Helper()
	p.n++
	raw := fmt.Appendf(nil, "Return-Path: <%[2]s>\nReceived: from mx.example by mail.example;\n\tMon, 2 Mar 2026 10:00:00 +0100\n"+
		"From: =?utf-8?Q?=C5=81ucja?= <%[2]s>\nTo: Biuro,\n <%[1]s>\nSubject: %[3]s\n%[4]sMessage-ID: <%[5]d@klienci.example>\n"+
		"Date: Mon, 2 Mar 2026 10:00:%02[5]d +0100\nContent-Type: text/plain; charset=iso-8859-2\n\nTre\xb6\xe6 %[3]s\n",
		dovecottest.User, from, subject, head, p.n)
	raw = append(raw, strings.Repeat("Wkładka do zamka zacina się przy drugim obrocie klucza.\n", bulk/58)...)
	p.server.Deliver(t, "INBOX", p.n, []string{"", "S", "new"}[p.n%3], raw)
	p.files[subject] = dovecottest.Served(raw)
}

func pickyOnDovecot(t *testing.T) *picky {
	t.Helper()
	p := &picky{server: dovecottest.Start(t), files: map[string][]byte{}}
	p.line = faulty.StartProxy(t, p.server.Host, p.server.IMAP)
	p.line.Set(faulty.Fault{})
	var err error
	if p.core, err = core.Open(t.Context(), core.Options{Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.core.Close() })
	if _, err := p.core.AddContact(t.Context(), data.Contact{
		GivenName: "Jan", FamilyName: "Żółw", Handles: []data.Handle{{Kind: data.HandleEmail, Value: "jan@znani.example"}},
	}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := p.core.AddAccount(t.Context(), data.Account{
		Name: "firma", Address: dovecottest.User, Host: p.line.Host, Port: p.line.Port, Security: data.SecurityNone,
		User: dovecottest.User, Policy: data.PolicyKnown,
	}, ""); err != nil {
		t.Fatal(err)
	}
	return p
}

// sync pulls, wants the figures of INBOX to be these in the result, on the screen
// and in sum, and every message that is here to have the server's bytes. It
// returns how many bytes came.
func (p *picky) sync(t *testing.T, fresh, kept, left int) int64 {
	t.Helper()
	before := p.server.Files(t)
	p.line.Set(faulty.Fault{})
	results, err := p.core.Sync(t.Context(), core.SyncOptions{Password: dovecottest.Password})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results, p.server.Log())
	}
	want := mail.FolderResult{Name: "INBOX", OnServer: p.n, Kept: kept, New: fresh, LeftOut: left}
	got := results[0].Folders[0]
	got.Floor = 0
	if got != want || want.OnServer != want.Kept+want.LeftOut {
		t.Errorf("pulled %+v, want %+v", got, want)
	}
	a, err := p.core.Account(t.Context(), "firma")
	if err != nil {
		t.Fatal(err)
	}
	shown, err := p.core.FolderFigures(t.Context(), a)
	if err != nil || shown[0].OnServer != p.n || shown[0].Kept != kept || shown[0].LeftOut != left || shown[0].Failed != 0 {
		t.Errorf("shown %+v, %v", shown, err)
	}
	totals, err := p.core.MailTotals(t.Context())
	if err != nil || totals != (data.MailTotals{OnServer: p.n, Kept: kept, LeftOut: left}) {
		t.Errorf("in all %+v, %v", totals, err)
	}
	p.compare(t, kept)
	if !slices.Equal(seen(before), seen(p.server.Files(t))) {
		t.Error("a file or a flag on the server has changed")
	}
	if found, err := p.core.Check(t.Context()); err != nil || len(found) > 0 {
		t.Errorf("check: %v, %v", found, err)
	}
	return p.line.Seen("")
}

// seen leaves out of the files' names where Dovecot keeps what is \Recent.
func seen(files []string) []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = strings.TrimSuffix(filepath.Base(f), ":2,")
	}
	slices.Sort(out)
	return out
}

// compare wants so many messages, each with the bytes that the server serves.
func (p *picky) compare(t *testing.T, kept int) {
	t.Helper()
	var all []data.Message
	if err := p.core.EachMessage(t.Context(), data.MessageFilter{}, func(m data.Message) error {
		all = append(all, m)
		return nil
	}); err != nil || len(all) != kept {
		t.Fatalf("%d messages are here, want %d; %v", len(all), kept, err)
	}
	for _, m := range all {
		path := filepath.Join(t.TempDir(), "raw.eml")
		if err := p.core.SaveRaw(t.Context(), m.ID, path); err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(path)
		if want := p.files[m.Subject]; err != nil || !slices.Equal(raw, want) {
			t.Errorf("%s: %d bytes, the server has %d; %v", m.Subject, len(raw), len(want), err)
		}
	}
}

func (p *picky) tray(t *testing.T) map[string]int {
	t.Helper()
	all, err := p.core.HeldSenders(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, s := range all {
		out[s.With.Email] = s.Count
	}
	return out
}

// TestDovecotGivesHeadersUntilTheOwnerDecides: of strangers' mail only headers
// come from a real server; each decision brings, or leaves, what it says.
func TestDovecotGivesHeadersUntilTheOwnerDecides(t *testing.T) {
	p := pickyOnDovecot(t)
	p.deliver(t, "jan@znani.example", "od Jana", "")
	for _, s := range []string{"dodana", "raz", "nigdy", "pozniej"} {
		p.deliver(t, s+"@obcy.example", s+" 1", "")
		p.deliver(t, s+"@obcy.example", s+" 2", "X-Auto-Reply: yes\n")
	}
	if came := p.sync(t, 1, 1, 8); came < bulk || came > 2*bulk {
		t.Errorf("%d bytes came for one letter of %d and eight headers", came, bulk)
	}
	if got := p.tray(t); len(got) != 4 || got["raz@obcy.example"] != 2 {
		t.Errorf("the tray holds %v", got)
	}
	held, err := p.core.HeldOf(t.Context(), "dodana@obcy.example")
	if err != nil || len(held) != 2 || held[0].Subject != "dodana 2" || held[0].With.Name != "Łucja" ||
		held[0].Size != int64(len(p.files["dodana 2"])) || held[0].Automatic != data.AutoReply || held[1].Automatic != data.ByPerson {
		t.Errorf("held %+v, %v", held, err)
	}
	if came := p.sync(t, 0, 1, 8); came > 4000 {
		t.Errorf("with nothing new %d bytes came", came)
	}
	if _, err := p.core.AdmitContact(t.Context(), "dodana@obcy.example"); err != nil {
		t.Fatal(err)
	}
	p.sync(t, 2, 3, 6)
	if err := p.core.AdmitOnce(t.Context(), "raz@obcy.example"); err != nil {
		t.Fatal(err)
	}
	if err := p.core.FetchHeld(t.Context(), map[string]string{"firma": dovecottest.Password}); err != nil {
		t.Fatal(err)
	}
	if _, err := p.core.SetSenderRule(t.Context(), "nigdy@obcy.example", data.VerdictNever); err != nil {
		t.Fatal(err)
	}
	p.sync(t, 0, 5, 4)
	for _, s := range []string{"dodana", "raz", "nigdy"} {
		p.deliver(t, s+"@obcy.example", s+" 3", "")
	}
	if came := p.sync(t, 1, 6, 6); came > 2*bulk {
		t.Errorf("%d bytes came for one letter of %d and two headers", came, bulk)
	}
	if got := p.tray(t); fmt.Sprint(got) != fmt.Sprint(map[string]int{"pozniej@obcy.example": 2, "raz@obcy.example": 1}) {
		t.Errorf("after the decisions the tray holds %v", got)
	}
	if came := p.sync(t, 0, 6, 6); came > 4000 {
		t.Errorf("with nothing new %d bytes came", came)
	}
}
