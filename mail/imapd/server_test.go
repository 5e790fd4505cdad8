package imapd_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
	"go.uber.org/goleak"

	"kartoteka/data"
	"kartoteka/mail/imapd"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// odd are messages that a server which parses them would alter or choke on.
var odd = []string{
	"", "\r\n", "no header at all", "Subject: x\nbare line feeds\n\nbody\n", "A: b\r\n\r\n\x00\xff\xfe\r\n.\r\n",
	"Subject: =?utf-8?q?\xc3\xb3?=\r\nFrom: ,,,\r\nContent-Type: multipart/mixed\r\n\r\n--\r\n", " starts with a space\r\n\r\n",
	strings.Repeat("x", 70000), "{5}\r\nhello)\r\n* BYE\r\n", "From: a@b\r\r\n\r\n\r",
}

func mailbox() imapd.Mailbox {
	inbox := imapd.Folder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 1234567890}
	for i, raw := range odd {
		inbox.Messages = append(inbox.Messages, imapd.Message{
			UID: uint32(10 * (len(odd) - i)), Received: time.Date(2026, 3, 1, 12, i, 0, 0, time.UTC), Raw: []byte(raw),
		})
	}
	return imapd.Mailbox{User: "ja", Password: `trudne "hasło" \ z końcem`, Folders: []imapd.Folder{
		inbox,
		{Name: "Wysłane", Role: data.RoleSent, UIDValidity: 2},
		{Name: "Klienci/Żółw & Syn/łąka", UIDValidity: 3, Messages: []imapd.Message{{UID: 7, Raw: []byte("A: b\r\n\r\nc")}}},
	}}
}

func start(t *testing.T) (*imapd.Server, *imapclient.Client) {
	t.Helper()
	s, err := imapd.Start(t.Context(), mailbox())
	if err != nil {
		t.Fatal(err)
	}
	host, port := s.Addr()
	c, err := imapclient.DialInsecure(net.JoinHostPort(host, fmt.Sprint(port)), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Close() // the server may have gone first
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s, c
}

func login(t *testing.T, c *imapclient.Client) {
	t.Helper()
	if err := c.Login("ja", `trudne "hasło" \ z końcem`).Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryByteComesBack(t *testing.T) {
	_, c := start(t)
	login(t, c)
	d, err := c.Select("INBOX", &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil || d.UIDValidity != 1234567890 || d.UIDNext != imap.UID(10*len(odd)+1) || d.NumMessages != uint32(len(odd)) {
		t.Fatalf("%+v, %v", d, err)
	}
	body := &imap.FetchItemBodySection{Peek: true}
	var all imap.UIDSet
	all.AddRange(1, 0)
	got, err := c.Fetch(all, &imap.FetchOptions{
		UID: true, Flags: true, RFC822Size: true, InternalDate: true, BodySection: []*imap.FetchItemBodySection{body},
	}).Collect()
	if err != nil || len(got) != len(odd) {
		t.Fatalf("%d messages, %v", len(got), err)
	}
	for i, m := range got {
		want := odd[len(odd)-1-i] // served in the order of their UIDs
		if string(m.FindBodySection(body)) != want || m.RFC822Size != int64(len(want)) || m.UID != imap.UID(10*(i+1)) {
			t.Errorf("uid %d: %d bytes, size %d, want %d", m.UID, len(m.FindBodySection(body)), m.RFC822Size, len(want))
		}
	}
}

func TestPartsOfAMessage(t *testing.T) {
	_, c := start(t)
	login(t, c)
	if _, err := c.Select("Klienci/Żółw & Syn/łąka", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		section imap.FetchItemBodySection
		want    string
	}{
		{imap.FetchItemBodySection{Specifier: imap.PartSpecifierHeader}, "A: b\r\n\r\n"},
		{imap.FetchItemBodySection{Specifier: imap.PartSpecifierText}, "c"},
		{imap.FetchItemBodySection{Partial: &imap.SectionPartial{Offset: 2, Size: 3}}, " b\r"},
		{imap.FetchItemBodySection{Partial: &imap.SectionPartial{Offset: 8, Size: 99}}, "c"},
		{imap.FetchItemBodySection{Partial: &imap.SectionPartial{Offset: 99, Size: 1}}, ""},
	}
	for _, tc := range cases {
		m, err := c.Fetch(imap.UIDSetNum(7), &imap.FetchOptions{BodySection: []*imap.FetchItemBodySection{&tc.section}}).Collect()
		if err != nil || len(m) != 1 {
			t.Fatalf("%+v: %v", tc.section, err)
		}
		if got := string(m[0].BodySection[0].Bytes); got != tc.want {
			t.Errorf("%+v: %q, want %q", tc.section, got, tc.want)
		}
	}
}

func TestListAndSearch(t *testing.T) {
	_, c := start(t)
	login(t, c)
	list, err := c.List("", "*", &imap.ListOptions{
		ReturnSpecialUse: true, ReturnStatus: &imap.StatusOptions{NumMessages: true, UIDNext: true, UIDValidity: true},
	}).Collect()
	var got []string
	for _, l := range list {
		got = append(got, fmt.Sprint(l.Mailbox, l.Attrs, *l.Status.NumMessages, l.Status.UIDNext, l.Status.UIDValidity))
	}
	want := []string{
		fmt.Sprint("INBOX", []imap.MailboxAttr{}, len(odd), 10*len(odd)+1, 1234567890),
		fmt.Sprint("Wysłane", []imap.MailboxAttr{imap.MailboxAttrSent}, 0, 1, 2),
		fmt.Sprint("Klienci/Żółw & Syn/łąka", []imap.MailboxAttr{}, 1, 8, 3),
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\ngot  %v\nwant %v", err, got, want)
	}
	if top, err := c.List("", "%", nil).Collect(); err != nil || len(top) != 2 {
		t.Errorf("top folders: %d, %v", len(top), err)
	}
	if _, err := c.Select("inbox", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	var from imap.UIDSet
	from.AddRange(80, 0)
	d, err := c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{from}, NotFlag: []imap.Flag{imap.FlagDraft}}, nil).Wait()
	if err != nil || !slices.Equal(d.AllUIDs(), []imap.UID{80, 90, 100}) {
		t.Errorf("search: %v, %v", d.AllUIDs(), err)
	}
	var beyond imap.UIDSet
	beyond.AddRange(500, 0) // "500:*" always holds the last one
	d, err = c.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{beyond}}, nil).Wait()
	if err != nil || !slices.Equal(d.AllUIDs(), []imap.UID{100}) {
		t.Errorf("beyond the last: %v, %v", d.AllUIDs(), err)
	}
}

func TestNothingCanBeChanged(t *testing.T) {
	_, c := start(t)
	if err := c.Login("ja", "nie to").Wait(); err == nil {
		t.Fatal("a wrong password was taken")
	}
	login(t, c)
	if _, err := c.Select("INBOX", nil).Wait(); err != nil {
		t.Fatal(err)
	}
	one := imap.UIDSetNum(10)
	refused := map[string]error{
		"create":  c.Create("x", nil).Wait(),
		"delete":  c.Delete("INBOX").Wait(),
		"rename":  c.Rename("INBOX", "x", nil).Wait(),
		"store":   c.Store(one, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close(),
		"expunge": c.Expunge().Close(),
	}
	_, refused["copy"] = c.Copy(one, "Wysłane").Wait()
	for name, err := range refused {
		var e *imap.Error
		if !errors.As(err, &e) || e.Type != imap.StatusResponseTypeNo {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestServerEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, err := imapd.Start(ctx, mailbox())
	if err != nil {
		t.Fatal(err)
	}
	host, port := s.Addr()
	address := net.JoinHostPort(host, fmt.Sprint(port))
	c, err := imapclient.DialInsecure(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	login(t, c)
	cancel()
	<-c.Closed()
	_ = c.Close() // it is closed
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := imapclient.DialInsecure(address, nil); err == nil {
		t.Error("somebody still answers")
	}
	if !net.ParseIP(host).IsLoopback() {
		t.Errorf("served on %s", host)
	}
}

func TestMailboxesThatMakeNoSense(t *testing.T) {
	for name, f := range map[string]imapd.Folder{
		"no epoch":            {Name: "INBOX"},
		"no number":           {Name: "INBOX", UIDValidity: 1, Messages: []imapd.Message{{}}},
		"a number used twice": {Name: "INBOX", UIDValidity: 1, Messages: []imapd.Message{{UID: 2}, {UID: 1}, {UID: 2}}},
	} {
		if _, err := imapd.Start(t.Context(), imapd.Mailbox{Folders: []imapd.Folder{f}}); err == nil {
			t.Errorf("%s: served", name)
		}
	}
}

// TestAClientThatGoesInTheMiddleOfAMessage must not keep the server from ending.
func TestAClientThatGoesInTheMiddleOfAMessage(t *testing.T) {
	const size = 16 << 20 // more than lies in the buffers of a connection
	s, err := imapd.Start(t.Context(), imapd.Mailbox{User: "ja", Password: "tajne", Folders: []imapd.Folder{
		{Name: "INBOX", UIDValidity: 1, Messages: []imapd.Message{{UID: 1, Raw: make([]byte, size)}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	host, port := s.Addr()
	c, err := net.Dial("tcp", net.JoinHostPort(host, fmt.Sprint(port)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Write([]byte("a LOGIN ja tajne\r\nb EXAMINE INBOX\r\nc UID FETCH 1 BODY.PEEK[]\r\n")); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewReader(c)
	for line := ""; !strings.Contains(line, fmt.Sprintf("{%d}", size)); {
		if line, err = in.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(c.Close(), s.Close()); err != nil { // which waits for the session
		t.Error(err)
	}
}
