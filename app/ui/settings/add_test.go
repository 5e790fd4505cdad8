package settings_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
	"kartoteka/data/datatest"
)

// adding opens the dialog and types an address.
func adding(t *testing.T, f *fakeService, address string) (*kittest.Stage, *[]string) {
	t.Helper()
	st, connected := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Dodaj skrzynkę")
	st.Type(address)
	return st, connected
}

// byHand opens the fold and returns the fields: address, password, day, server,
// port, user.
func byHand(st *kittest.Stage) []*input.Entry {
	fold := kittest.All[*kit.Fold](st)[0]
	fold.SetOpen(true)
	fold.OnFold(true)
	return kittest.All[*input.Entry](st)
}

func TestTheAddressAndThePasswordAreEnough(t *testing.T) {
	f := twoAccounts()
	st, connected := adding(t, f, "biuro@kowal.pl")
	st.Key(fyne.KeyReturn) // looks for the server, and goes on to the password
	if len(f.looked) != 1 || !st.Says("imap.kowal.pl, szyfrowane. Znaleziono: sprawdzona zwykła nazwa serwera.") {
		t.Fatalf("looked for %q; what was found is not said", f.looked)
	}
	st.Type("tajne")
	st.Key(fyne.KeyReturn)
	if len(f.added) != 1 || len(f.tested) != 1 || f.tested[0] != "tajne" {
		t.Fatalf("added %+v, tested with %q", f.added, f.tested)
	}
	got := f.added[0]
	want := data.Account{Host: "imap.kowal.pl", Port: 993, Security: data.SecurityTLS, User: "biuro@kowal.pl"}
	if got.Host != want.Host || got.Port != want.Port || got.User != want.User || got.Security != want.Security {
		t.Errorf("added %+v, want %+v", got, want)
	}
	if got.Since != datatest.Today.AddDays(-30) && got.Since.IsZero() {
		t.Errorf("mail counts from %v", got.Since)
	}
	if len(*connected) != 1 || (*connected)[0] != "biuro@kowal.pl tajne" {
		t.Errorf("connected = %q, want the mailbox to be pulled", *connected)
	}
	if st.Window.Canvas().Overlays().Top() != nil {
		t.Error("the form stayed open")
	}
	if len(f.looked) != 1 {
		t.Errorf("looked %d times", len(f.looked))
	}
}

func TestAKnownProviderIsShownWhileTyping(t *testing.T) {
	f := twoAccounts()
	st, opened := adding(t, f, "jan@gmail.com")
	if !st.Says("imap.gmail.com, szyfrowane. Znaleziono: lista dostawców.") || !st.Says("Gmail nie przyjmuje w programach zwykłego hasła") {
		t.Fatal("the provider or what it wants is not said before the password")
	}
	st.Tap(t, "Otwórz stronę myaccount.google.com")
	if len(*opened) != 1 || (*opened)[0] != "page https://myaccount.google.com/apppasswords" {
		t.Errorf("opened %q", *opened)
	}
	kittest.All[*input.Entry](st)[0].SetText("jan@gmail.comx")
	if st.Says("imap.gmail.com") || st.Says("Gmail nie przyjmuje") {
		t.Error("what was found for another address is still shown")
	}
	if len(f.looked) != 0 {
		t.Errorf("looked for %q before the field was left", f.looked)
	}
}

func TestWhatIsWrittenByHandIsNotWrittenOver(t *testing.T) {
	f := twoAccounts()
	st, _ := adding(t, f, "")
	fields := byHand(st)
	fields[3].SetText("poczta.kowal.pl")
	fields[0].SetText("biuro@kowal.pl")
	fields[0].OnSubmitted("")
	fields[0].SetText("jan@wp.pl")
	fields[0].SetText("biuro@kowal.pl")
	fields[1].SetText("tajne")
	choices := kittest.All[*input.Choice](st)
	choices[len(choices)-1].SetSelected("STARTTLS")
	fields[1].OnSubmitted("")
	if len(f.added) != 1 {
		t.Fatal("the mailbox was not added")
	}
	if a := f.added[0]; a.Host != "poczta.kowal.pl" || a.Port != 143 || a.Security != data.SecuritySTARTTLS || a.User != "biuro@kowal.pl" {
		t.Errorf("added %+v: a server that was written is not found over", a)
	}
	if len(f.looked) != 0 {
		t.Errorf("looked for %q", f.looked)
	}
}

func TestASearchWithoutAResultOpensTheServerFields(t *testing.T) {
	f := twoAccounts()
	f.lookErr = data.NewError(data.CodeNotFound, "discover-nothing", "Domain", "kowal.pl")
	st, _ := adding(t, f, "biuro@kowal.pl")
	st.Window.Canvas().FocusNext()
	if !st.Says("Nie udało się znaleźć serwera poczty dla kowal.pl") || !kittest.All[*kit.Fold](st)[0].Open() {
		t.Fatal("nothing tells that the server has to be written by hand")
	}
	fields := byHand(st)
	fields[1].SetText("tajne")
	fields[1].OnSubmitted("")
	if len(f.added) != 0 || !st.Says("Nie udało się znaleźć serwera") {
		t.Error("a mailbox without a server was added")
	}
	fields[3].SetText("s1.hosting.pl")
	fields[1].OnSubmitted("")
	if len(f.added) != 1 || f.added[0].Host != "s1.hosting.pl" {
		t.Errorf("added %+v", f.added)
	}
}

func TestRefusedMailboxKeepsTheFormAndNamesTheStep(t *testing.T) {
	f := twoAccounts()
	f.testErr = data.NewError(data.CodeMail, "mail-login-app-password", "Provider", "Gmail", "URL", "https://x.example/y", "Step", "login")
	st, _ := adding(t, f, "jan@gmail.com")
	st.Window.Canvas().FocusNext()
	fields := byHand(st)
	fields[1].SetText("tajne")
	fields[1].OnSubmitted("")
	if len(f.added) != 0 || !st.Says("Etap: logowanie (5 z 7). Gmail nie przyjął hasła.") || !st.Says("https://x.example/y") {
		t.Fatal("a mailbox that lets nobody in was added, or nothing tells at which step it failed")
	}
	checks := kittest.All[*input.Check](st)
	checks[len(checks)-1].SetChecked(true)
	fields[1].OnSubmitted("")
	if len(f.added) != 1 {
		t.Error("it can't be added for later")
	}
	if st.Window.Canvas().Overlays().Top() != nil {
		t.Error("the form stayed open")
	}
}

func TestTestInTheFormTellsTheResult(t *testing.T) {
	f := twoAccounts()
	st, _ := adding(t, f, "biuro@kowal.pl")
	try := func() { st.Tap(t, "Sprawdź") }
	try()
	if !st.Says("Hasło jest puste.") || len(f.tested) != 0 {
		t.Fatal("a test without a password was tried")
	}
	kittest.All[*input.Entry](st)[1].SetText("tajne")
	try()
	if !st.Says("Połączenie działa: 2 foldery, 5 wiadomości. INBOX, Wysłane") || len(f.added) != 0 {
		t.Error("a good test is not told, or added the mailbox")
	}
	f.testErr = data.NewError(data.CodeInvalid, "account-ca")
	try()
	if !st.Says("W pliku nie ma certyfikatu PEM.") {
		t.Error("a failed test is not told")
	}
	st.Picture(t, "settings-tested")
	st.Key(fyne.KeyEscape)
	if st.Window.Canvas().Overlays().Top() != nil {
		t.Error("Escape left the form open")
	}
}

func TestWrongEntriesAreRefusedInTheForm(t *testing.T) {
	f := twoAccounts()
	st, _ := adding(t, f, "biuro@kowal.pl")
	fields := byHand(st)
	fields[1].SetText("tajne")
	fields[2].SetText("pojutrzejszy")
	fields[1].OnSubmitted("")
	if len(f.added) != 0 {
		t.Error("a day that is none was taken")
	}
	fields[2].SetText("")
	fields[3].SetText("imap.kowal.pl")
	fields[4].SetText("osiem")
	fields[1].OnSubmitted("")
	if len(f.added) != 0 || !st.Says("Port osiem nie istnieje.") {
		t.Error("a port that is no number was taken")
	}
	fields[4].SetText("993")
	fields[1].OnSubmitted("")
	if len(f.added) != 1 || !f.added[0].Since.IsZero() {
		t.Errorf("added %+v, want all mail to deal with", f.added)
	}
}

// TestWhatFailedIsSaidOnce: a search without a result is told under the address
// only, gives the keyboard to the server's name, and goes when one is written.
func TestWhatFailedIsSaidOnce(t *testing.T) {
	f := twoAccounts()
	f.lookErr = data.NewError(data.CodeNotFound, "discover-nothing", "Domain", "kowal.pl")
	st, _ := adding(t, f, "biuro@kowal.pl")
	st.Key(fyne.KeyReturn)
	st.Type("tajne")
	st.Key(fyne.KeyReturn)
	said := 0
	for _, p := range kittest.All[*kit.Para](st) {
		if strings.Contains(p.Text(), "Nie udało się znaleźć serwera poczty dla kowal.pl") {
			said++
		}
	}
	if said != 1 {
		t.Errorf("the failure is said %d times", said)
	}
	st.Type("imap.kowal.pl")
	if got := kittest.All[*input.Entry](st)[3].Text; got != "imap.kowal.pl" {
		t.Errorf("the server's name is %q: the keyboard was not there", got)
	}
	if st.Says("Nie udało się znaleźć serwera") {
		t.Error("the server is written, and the failed search still told")
	}
}
