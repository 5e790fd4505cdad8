package shell_test

import (
	"context"
	"net"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/core"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
	"kartoteka/mail/imapd"
	"kartoteka/mail/secret"
)

// vault is a keyring in memory, so that no test touches the system's own.
type vault struct {
	mu   sync.Mutex
	kept map[string]secret.Secret
	fail error // what Set says
}

func (v *vault) Get(_ context.Context, account string) (secret.Secret, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if s, ok := v.kept[account]; ok {
		return s, nil
	}
	return secret.Secret{}, secret.ErrNotFound
}

func (v *vault) Set(_ context.Context, account string, s secret.Secret) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.fail == nil {
		v.kept[account] = s
	}
	return v.fail
}

func (v *vault) Delete(_ context.Context, account string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.kept, account)
	return nil
}

func coreWithVault(t *testing.T) *core.Core {
	return coreWith(t, &vault{kept: map[string]secret.Secret{}})
}

func coreWith(t *testing.T, v *vault) *core.Core {
	t.Helper()
	t.Setenv("KARTOTEKA_PASSWORD", "")
	c, err := core.Open(context.Background(), core.Options{
		Dir: t.TempDir(), Clock: func() time.Time { return noon }, Vault: v,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

const letter = "From: Anna Nowak <anna@example.pl>\r\nTo: biuro@example.pl\r\nSubject: Zamek zacina sie\r\n" +
	"Date: Tue, 24 Nov 2026 09:00:00 +0100\r\nMessage-ID: <1@example.pl>\r\n\r\nDzien dobry, zamek zacina sie.\r\n"

// mailbox serves one letter, and is added to the card index without its
// password being known.
func mailbox(t *testing.T, c *core.Core) {
	t.Helper()
	server, err := imapd.Start(context.Background(), imapd.Mailbox{
		User: "biuro@example.pl", Password: "tajne",
		Folders: []imapd.Folder{{Name: "INBOX", Role: data.RoleInbox, UIDValidity: 1, Messages: []imapd.Message{
			{UID: 1, Received: noon, Raw: []byte(letter)},
		}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	host, port := server.Addr()
	addMailbox(t, c, host, port, "")
}

func addMailbox(t *testing.T, c *core.Core, host string, port int, password string) {
	t.Helper()
	_, _, err := c.AddAccount(context.Background(), data.Account{
		Address: "biuro@example.pl", Host: host, Port: port, Security: data.SecurityNone,
	}, password)
	if err != nil {
		t.Fatal(err)
	}
}

func TestMailboxAsksForItsPasswordAndThenIsPulled(t *testing.T) {
	c := coreWithVault(t)
	mailbox(t, c)
	f := open(t, c, shell.Options{})
	f.press(fyne.KeyR, command)
	if !f.Says("Skrzynka czeka na hasło.") {
		t.Fatal("nothing tells that a password is needed")
	}
	f.Tap(t, "Podaj hasło")
	if f.shell.Route().Screen != kit.ScreenSettings {
		t.Fatal("the way to the password does not lead to the settings")
	}
	f.Tap(t, "Hasło")
	f.Type("falsz")
	f.Key(fyne.KeyReturn)
	if f.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("a wrong password was taken")
	}
	f.Key(fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace, fyne.KeyBackspace)
	f.Type("tajne")
	f.Key(fyne.KeyReturn)
	if !f.Says("Poczta pobrana: 12:00") {
		t.Error("the mailbox was not pulled once its password was known")
	}
	f.press(fyne.Key2, command)
	if !f.Says("Zamek zacina sie") {
		t.Error("the letter is not under Mail")
	}
	f.press(fyne.KeyR, command)
	if !f.Says("Nie ma nowych wiadomości.") {
		t.Error("a second pull is not told, or pulled something twice")
	}
}

// TestARemovedMailboxTakesItsPasswordAlong: another of the same name is asked for
// its own.
func TestARemovedMailboxTakesItsPasswordAlong(t *testing.T) {
	c := coreWith(t, &vault{fail: secret.ErrNoKeyring})
	mailbox(t, c)
	f := open(t, c, shell.Options{})
	f.press(fyne.Key6, command)
	f.Tap(t, "Hasło")
	f.Type("tajne")
	f.Key(fyne.KeyReturn)
	if !f.Says("Poczta pobrana: 12:00") {
		t.Fatal("the mailbox was not pulled")
	}
	f.Tap(t, "Usuń")
	f.Tap(t, "Usuń skrzynkę")
	mailbox(t, c)
	f.press(fyne.KeyR, command)
	if !f.Says("Skrzynka czeka na hasło.") {
		t.Error("the new mailbox was given the password of the one before")
	}
}

func TestOnePasswordIsToldToNoneOfSeveralServers(t *testing.T) {
	c := coreWithVault(t)
	mailbox(t, c)
	if _, _, err := c.AddAccount(t.Context(), data.Account{Address: "ja@example.pl", Host: "imap.drugi.example"}, "inne"); err != nil {
		t.Fatal(err)
	}
	t.Setenv("KARTOTEKA_PASSWORD", "tajne")
	w := &mainThread{}
	f := openWith(t, c, shell.Options{Spawn: func(f func()) { f() }, Post: w.post})
	w.run()
	f.press(fyne.KeyR, command)
	w.run()
	if !f.Says("Skrzynka czeka na hasło.") {
		t.Error("the one password was told to one of the servers")
	}
}

// mainThread is the window's goroutine for what others post to it, who may be many:
// mailboxes are pulled together.
type mainThread struct {
	mu   sync.Mutex
	work []func()
}

func (w *mainThread) post(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.work = append(w.work, f)
}

// run does what was posted until nothing is left.
func (w *mainThread) run() {
	for {
		w.mu.Lock()
		work := w.work
		w.work = nil
		w.mu.Unlock()
		if len(work) == 0 {
			return
		}
		for _, f := range work {
			f()
		}
	}
}

func TestFailedPullTellsWhyInWords(t *testing.T) {
	c := coreWithVault(t)
	deadMailbox(t, c)
	f := open(t, c, shell.Options{})
	f.Key(fyne.KeyF5)
	if !f.Says("Nie udało się pobrać poczty.") {
		t.Fatal("the failure is not told")
	}
	f.Tap(t, "Dlaczego?")
	if !f.Says("nie przyjmuje połączeń") || !f.Says("Nic nie zginęło.") {
		t.Error("the reason is not told in words")
	}
	f.Key(fyne.KeyEscape)
	again := open(t, c, shell.Options{})
	if !again.Says("Nie udało się pobrać poczty.") {
		t.Error("the next start does not know of the failure")
	}
}

// later holds what is started until the test lets it go.
type later struct{ work []func() }

func (l *later) spawn(f func()) { l.work = append(l.work, f) }

func (l *later) run() {
	for len(l.work) > 0 {
		f := l.work[0]
		l.work = l.work[1:]
		f()
	}
}

func TestStoppedPullKeepsWhatItHas(t *testing.T) {
	c := coreWithVault(t)
	mailbox(t, c)
	l := &later{}
	f := openWith(t, c, shell.Options{Spawn: l.spawn})
	l.run()
	f.press(fyne.KeyR, command)
	if !f.Says("Łączę się z serwerem…") {
		t.Fatal("nothing tells that mail is being pulled")
	}
	f.press(fyne.KeyR, command)
	f.stopPull(t)
	l.run()
	if !f.Says("Przerwano pobieranie. To, co pobrano, zostaje.") {
		t.Error("stopping is not told")
	}
	if f.Says("Łączę się z serwerem…") {
		t.Error("the line still tells of a pull")
	}
}

func TestAddingAMailboxFromTheFirstStart(t *testing.T) {
	c := coreWithVault(t)
	f := open(t, c, shell.Options{})
	f.Tap(t, "Podłącz skrzynkę")
	f.Type("biuro@localhost.example")
	f.Window.Canvas().FocusNext()
	f.Type("tajne")
	f.Tap(t, "Anuluj")
	if !f.Says("Witaj w Kartotece") {
		t.Fatal("Cancel does not lead back to the two ways")
	}
}

// deadMailbox adds a mailbox where no server is.
func deadMailbox(t *testing.T, c *core.Core) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := l.Addr().(*net.TCPAddr).Port
	_ = l.Close() // nobody listens there any more
	addMailbox(t, c, "127.0.0.1", port, "tajne")
}
