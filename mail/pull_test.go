package mail_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	netmail "net/mail"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/imap"
	"kartoteka/mail/imapd"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const owner = "warsztat@klucznik.example"

// parse reads just enough of a message for the pull's own rules.
func parse(raw []byte) data.Message {
	var out data.Message
	m, err := netmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		out.Quarantined, out.Error = true, err.Error()
		return out
	}
	if a, err := netmail.ParseAddress(m.Header.Get("From")); err == nil {
		out.From.Email = a.Address
	}
	if d, err := m.Header.Date(); err == nil {
		out.Date = d.UTC()
	}
	out.Subject = m.Header.Get("Subject")
	return out
}

func letter(from, subject string, size int) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: Mon, 02 Mar 2026 10:00:00 +0100\r\n\r\n",
		from, owner, subject)
	for b.Len() < size {
		b.WriteString("Zażółć gęślą jaźń; klucz nie pasuje do zamka.\r\n")
	}
	return []byte(b.String())
}

// folder makes a folder of n messages with UIDs 1, 3, 5…
func folder(name string, role data.FolderRole, n int) imapd.Folder {
	f := imapd.Folder{Name: name, Role: role, UIDValidity: 7}
	for i := range n {
		f.Messages = append(f.Messages, imapd.Message{
			UID: uint32(2*i + 1), Received: time.Date(2026, 3, 1, 8, i%60, 0, 0, time.UTC),
			Raw: letter("klient@example.pl", fmt.Sprintf("%s %d", name, i), 300),
		})
	}
	return f
}

func sums(f imapd.Folder) map[uint32]string {
	out := map[uint32]string{}
	for _, m := range f.Messages {
		s := sha256.Sum256(m.Raw)
		out[m.UID] = hex.EncodeToString(s[:])
	}
	return out
}

func serve(t *testing.T, folders ...imapd.Folder) data.Account {
	t.Helper()
	s, err := imapd.Start(t.Context(), imapd.Mailbox{User: owner, Password: "tajne hasło", Folders: folders})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	host, port := s.Addr()
	return data.Account{
		ID: 1, Name: "firma", Address: owner, Host: host, Port: port, Security: data.SecurityNone,
	}
}

func pull(ctx context.Context, k mail.Keeper, a data.Account) mail.AccountResult {
	return mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse}.Run(ctx, a, "tajne hasło")
}

// good fails the test unless the run went well and its figures add up.
func good(t *testing.T, r mail.AccountResult) map[string]mail.FolderResult {
	t.Helper()
	if !r.OK || r.Err != nil {
		t.Fatalf("run: ok=%v err=%v", r.OK, r.Err)
	}
	out := map[string]mail.FolderResult{}
	for _, f := range r.Folders {
		if f.OnServer != f.Kept+f.LeftOut+f.Failed {
			t.Errorf("%s: on server %d, kept %d, left out %d, failed %d", f.Name, f.OnServer, f.Kept, f.LeftOut, f.Failed)
		}
		out[f.Name] = f
	}
	return out
}

func TestPullKeepsEverythingOnce(t *testing.T) {
	inbox, sent := folder("INBOX", data.RoleInbox, 450), folder("Wysłane", data.RoleSent, 30)
	nested := folder("Klienci/Żółć & Syn/łąka", data.RoleNone, 20)
	a := serve(t, inbox, sent, nested,
		folder("Kosz", data.RoleTrash, 5), folder("Spam", data.RoleJunk, 5), folder("Szkice", data.RoleDrafts, 5))
	k := newKeeper()
	got := good(t, pull(t.Context(), k, a))
	if len(got) != 3 {
		t.Fatalf("folders pulled: %v", got)
	}
	for _, f := range []imapd.Folder{inbox, sent, nested} {
		k.check(t, f.Name, sums(f))
		if r := got[f.Name]; r.New != len(f.Messages) || r.Kept != r.New || r.OnServer != r.New {
			t.Errorf("%s: %+v", f.Name, r)
		}
	}
	if k.messages() != 500 || k.most > 200 {
		t.Errorf("kept %d messages, largest batch %d", k.messages(), k.most)
	}
	saves := k.saves
	for name, r := range good(t, pull(t.Context(), k, a)) {
		if r.New != 0 || r.Kept != got[name].Kept {
			t.Errorf("second run, %s: %+v", name, r)
		}
	}
	if k.saves != saves {
		t.Errorf("second run saved %d times with nothing new", k.saves-saves)
	}
}

func TestRefusedLoginIsTriedOnce(t *testing.T) {
	a := serve(t, folder("INBOX", data.RoleInbox, 1))
	r := mail.Pull{Dialer: imap.Dialer{}, Keeper: newKeeper(), Parse: parse}.Run(t.Context(), a, "złe")
	var f *mail.Failure
	if r.OK || !errors.As(r.Err, &f) || f.Step != mail.StepLogin || f.Key != "login-refused" {
		t.Fatalf("got %v", r.Err)
	}
}

// inOrder notes the order in which the messages are to be kept.
type inOrder struct {
	*keeper
	uids []uint32
}

func (k *inOrder) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	for i := range b.Items {
		k.uids = append(k.uids, b.Items[i].UID)
	}
	return k.keeper.Keep(ctx, b)
}

// TestMessagesAreKeptInTheFoldersOrder holds a message back until the
// other parser has handed on more of the later ones than a batch takes.
func TestMessagesAreKeptInTheFoldersOrder(t *testing.T) {
	a := serve(t, folder("INBOX", data.RoleInbox, 260))
	k := &inOrder{keeper: newKeeper()}
	overtaken := make(chan struct{})
	p := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: func(raw []byte) data.Message {
		m := parse(raw)
		switch m.Subject {
		case "INBOX 50":
			select {
			case <-overtaken:
			case <-t.Context().Done():
			}
		case "INBOX 240":
			close(overtaken)
		}
		return m
	}}
	good(t, p.Run(t.Context(), a, "tajne hasło"))
	if len(k.uids) != 260 || !slices.IsSorted(k.uids) || k.saves < 2 {
		t.Errorf("%d batches, kept in the order %v", k.saves, k.uids)
	}
}

// TestPullsThatShareTheMemoryAllEnd: each wants more than there is for all, and
// one of them is cut off in the middle; what it had is given back.
func TestPullsThatShareTheMemoryAllEnd(t *testing.T) {
	room := mail.NewRoom()
	f := imapd.Folder{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 7}
	for i := range 30 {
		f.Messages = append(f.Messages, imapd.Message{UID: uint32(i + 1), Raw: letter("a@b.example", fmt.Sprint(i), 1<<20)})
	}
	var work sync.WaitGroup
	for i := range 4 {
		a, k := serve(t, f), newKeeper()
		if i == 0 {
			k.fail = func(int) error { return data.NewError(data.CodeInternal, "disk-failed") }
		}
		work.Go(func() {
			r := mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse, Room: room}.Run(t.Context(), a, "tajne hasło")
			if (i == 0) == r.OK {
				t.Errorf("pull %d: %+v", i, r)
			}
		})
	}
	work.Wait()
	k := newKeeper()
	good(t, mail.Pull{Dialer: imap.Dialer{}, Keeper: k, Parse: parse, Room: room}.Run(t.Context(), serve(t, f), "tajne hasło"))
	k.check(t, "INBOX", sums(f))
}
