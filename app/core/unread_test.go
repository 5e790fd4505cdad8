package core_test

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"kartoteka/app/core"
	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/imap"
	"kartoteka/mail/secret"
)

// stingy is a dialer to a server that does not hand some messages out.
type stingy struct {
	imap.Dialer
	keeps func(uid uint32) bool
	asked []string // folders that were opened
}

func (d *stingy) Dial(ctx context.Context, a data.Account, password string) (mail.Server, error) {
	s, err := d.Dialer.Dial(ctx, a, password)
	return &stingyServer{s, d}, err
}

type stingyServer struct {
	mail.Server
	d *stingy
}

func (s *stingyServer) Examine(ctx context.Context, name string) (mail.Folder, error) {
	s.d.asked = append(s.d.asked, name)
	return s.Server.Examine(ctx, name)
}

func (s *stingyServer) Fetch(ctx context.Context, uids []uint32, each func(mail.Fetched) error) error {
	return s.Server.Fetch(ctx, uids, func(f mail.Fetched) error {
		if s.d.keeps != nil && s.d.keeps(f.UID) {
			return nil
		}
		return each(f)
	})
}

func TestWhatCouldNotBeHadIsListedAndTriedAgain(t *testing.T) {
	d := &stingy{keeps: func(uid uint32) bool { return uid == 2 }}
	c := open(t, core.Options{Dialer: d})
	a := serve(t, letter(1, "a@x.example", "pierwszy", "t"), letter(2, "b@x.example", "drugi", "t"), letter(3, "c@x.example", "trzeci", "t"))
	if _, _, err := c.AddAccount(t.Context(), a, password); err != nil {
		t.Fatal(err)
	}
	r, err := c.Sync(t.Context(), core.SyncOptions{})
	if err != nil || r[0].Folders[0].Failed != 1 || r[0].Folders[0].Kept != 2 {
		t.Fatalf("%v %+v", err, r)
	}
	bad, err := c.Quarantine(t.Context())
	if err != nil || len(bad) != 1 || bad[0].UID != 2 || bad[0].Reason != "mail-omitted" || bad[0].MessageID != 0 || bad[0].Next.IsZero() {
		t.Fatalf("%+v, %v", bad, err)
	}
	if err := c.RetryMessage(t.Context(), bad[0], ""); sentence(err) != "mail-omitted" {
		t.Errorf("tried again in vain: %v", err)
	}
	d.keeps = nil
	if err := c.RetryMessage(t.Context(), bad[0], ""); err != nil {
		t.Errorf("tried again: %v", err)
	}
	if bad, err := c.Quarantine(t.Context()); err != nil || len(bad) != 0 || len(messages(t, c)) != 3 {
		t.Errorf("%+v, %v, %d messages", bad, err, len(messages(t, c)))
	}
	if err := c.RetryMessage(t.Context(), bad[0], ""); sentence(err) != "problem-gone" {
		t.Errorf("when it is there already: %v", err)
	}
	clean(t, c)
}

func TestWhatCantBeReadIsKeptAndShown(t *testing.T) {
	c := open(t, core.Options{})
	junk := append([]byte("\x00\x01\x1b[2J\x07"), make([]byte, 300<<10)...)
	pull(t, c, serve(t, letter(1, "a@x.example", "dobry", "t"), junk))
	bad, err := c.Quarantine(t.Context())
	if err != nil || len(bad) != 1 || bad[0].Reason != "unread-no-mail" || bad[0].Folder != "INBOX" || bad[0].UID != 2 || bad[0].Account != "poczta" {
		t.Fatalf("%+v, %v", bad, err)
	}
	raw, err := c.RawMessage(t.Context(), bad[0].MessageID)
	if err != nil || !raw.Cut || raw.Size != int64(len(junk)) || !strings.HasPrefix(raw.Text, "␀␁␛[2J␇␀") {
		t.Errorf("it is shown as %.20q (%v, %d), %v", raw.Text, raw.Cut, raw.Size, err)
	}
	path := filepath.Join(t.TempDir(), "list.eml")
	if err := c.SaveRaw(t.Context(), bad[0].MessageID, path); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != string(junk) {
		t.Errorf("%d bytes were saved, %v", len(got), err)
	}
	if err := c.RetryMessage(t.Context(), bad[0], ""); sentence(err) != "still-unread" {
		t.Errorf("read again: %v", err)
	}
}

// TestTheTraysMailComesAtOnce fetches what was admitted without a whole run: only
// folders that hold some of it are opened.
func TestTheTraysMailComesAtOnce(t *testing.T) {
	d := &stingy{}
	c := open(t, core.Options{Dialer: d})
	b := newBox()
	b.from("ona@x.example", "1", "")
	b.from("ona@x.example", "2", "")
	b.from("on@x.example", "3", "")
	b.to("ktos@y.example", "4")
	b.connect(t, c, data.PolicyKnown)
	b.sync(t, c)
	d.asked = nil
	if _, err := c.AdmitContact(t.Context(), "ona@x.example"); err != nil {
		t.Fatal(err)
	}
	if err := c.FetchHeld(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if all := messages(t, c); len(all) != 2 || all[0].ContactID == 0 || !slices.Equal(d.asked, []string{"INBOX"}) {
		t.Errorf("%d messages came, of %v", len(all), d.asked)
	}
	if got := tray(t, c); len(got) != 2 || got["on@x.example"] != 1 {
		t.Errorf("the tray holds %v", got)
	}
	clean(t, c)
}

// TestTheTraysMailOfOneMailboxComesThoughAnotherFails has a folder of another
// mailbox that can't be looked up.
func TestTheTraysMailOfOneMailboxComesThoughAnotherFails(t *testing.T) {
	c := open(t, core.Options{})
	b := newBox()
	b.from("ona@x.example", "1", "")
	b.connect(t, c, data.PolicyKnown)
	b.sync(t, c)
	other, _, err := c.AddAccount(t.Context(), data.Account{Name: "a", Address: "ja@firma.example", Host: "imap.drugi.example"}, "")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(c.Dir(), "kartoteka.db"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.ExecContext(t.Context(), `INSERT INTO mail_folder (account_id, name, uidvalidity) VALUES (?, 'INBOX', -1)`, other.ID)
	if e := db.Close(); err != nil || e != nil {
		t.Fatal(err, e)
	}
	if _, err := c.AdmitContact(t.Context(), "ona@x.example"); err != nil {
		t.Fatal(err)
	}
	if err := c.FetchHeld(t.Context(), nil); err == nil {
		t.Error("the mailbox that fails says nothing")
	}
	if all := messages(t, c); len(all) != 1 {
		t.Errorf("%d messages came", len(all))
	}
}

// TestTheTraysMailTellsNoPasswordToSeveralServers: the environment's password is
// one, and nobody has said whose.
func TestTheTraysMailTellsNoPasswordToSeveralServers(t *testing.T) {
	v := &vault{}
	c := open(t, core.Options{Vault: v})
	b := newBox()
	b.from("ona@x.example", "1", "")
	b.connect(t, c, data.PolicyKnown)
	b.sync(t, c)
	if _, err := c.AdmitContact(t.Context(), "ona@x.example"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.AddAccount(t.Context(), data.Account{Address: "ja@firma.example", Host: "imap.drugi.example"}, ""); err != nil {
		t.Fatal(err)
	}
	clear(v.kept)
	t.Setenv(secret.Env, password)
	if err := c.FetchHeld(t.Context(), nil); sentence(err) != "no-password-many" {
		t.Errorf("it was told: %v", err)
	}
	if err := c.FetchHeld(t.Context(), map[string]string{"poczta": password}); err != nil || len(messages(t, c)) != 1 {
		t.Errorf("given by hand: %v", err)
	}
}

func TestFoldersAreChosenFromTheServersList(t *testing.T) {
	c := open(t, core.Options{})
	b := newBox()
	b.from("a@x.example", "do skrzynki", "")
	b.to("a@x.example", "wysłany")
	b.connect(t, c, data.PolicyAll)
	all, err := c.FolderChoices(t.Context(), "poczta", "")
	if err != nil || len(all) != 2 || !all[0].Chosen || !all[0].Usual || all[0].OnServer != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	b.sync(t, c)
	if err := c.ChooseFolders(t.Context(), "poczta", "", []string{"INBOX", "Nie ma"}); sentence(err) != "folder-not-there" {
		t.Errorf("one that is not there: %v", err)
	}
	if err := c.ChooseFolders(t.Context(), "poczta", "", []string{"INBOX"}); err != nil {
		t.Fatal(err)
	}
	b.from("a@x.example", "nowy", "")
	b.to("a@x.example", "nowy wysłany")
	if r := b.sync(t, c); len(r) != 1 || r["INBOX"].Kept != 2 {
		t.Errorf("%+v", r)
	}
	got := subjects(t, c)
	if !got["wysłany"] || got["nowy wysłany"] {
		t.Errorf("stored are %v", got)
	}
	if err := c.ChooseFolders(t.Context(), "poczta", "", nil); err != nil {
		t.Fatal(err)
	}
	if r := b.sync(t, c); r["Wysłane"].Kept != 2 || len(messages(t, c)) != 4 {
		t.Errorf("back at the usual ones: %+v", r)
	}
}
