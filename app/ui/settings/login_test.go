package settings_test

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func buttons(st *kittest.Stage) []string {
	var out []string
	for _, b := range kittest.All[*kit.Button](st) {
		out = append(out, b.Text)
	}
	return out
}

func TestOutlookIsEnteredByItsLoginPage(t *testing.T) {
	f := twoAccounts()
	st, opened := adding(t, f, "jan@outlook.com")
	if !st.Says("nie przyjmuje haseł w programach pocztowych") {
		t.Fatal("nothing tells that a password is of no use")
	}
	if slices.Contains(buttons(st), "Sprawdź") || len(kittest.All[*input.Entry](st)) != 2 {
		t.Error("a password is asked for")
	}
	st.Picture(t, "settings-add-outlook")
	st.Key(fyne.KeyReturn) // from the address on
	dialog.CommitForm(st.Window)
	if !st.Says("Identyfikator klienta: Microsoft") || len(f.added) != 0 {
		t.Fatal("the client id that is missing is not asked for")
	}
	st.Picture(t, "settings-client")
	st.Type("moja-aplikacja")
	st.Key(fyne.KeyReturn)
	if f.clients[data.AuthMicrosoft] != "moja-aplikacja" {
		t.Fatalf("clients %v", f.clients)
	}
	if len(f.added) != 1 || f.added[0].Auth != data.AuthMicrosoft || f.added[0].Host != "outlook.office365.com" || f.added[0].Since.IsZero() {
		t.Fatalf("added %+v: the login does not go on by itself", f.added)
	}
	if !slices.Contains(*opened, "page https://login.example/moja-aplikacja") || !slices.Contains(*opened, "jan@outlook.com ") {
		t.Errorf("opened and pulled: %q", *opened)
	}
	if st.Window.Canvas().Overlays().Top() != nil {
		t.Error("a form stayed open")
	}
	if st.Toasts[len(st.Toasts)-1] != "Skrzynka jest podłączona, a przepustka leży w pęku kluczy systemu." {
		t.Errorf("told %q", st.Toasts)
	}
}

func TestGmailMayBeEnteredByItsLoginPageInstead(t *testing.T) {
	f := twoAccounts()
	f.noRing, f.clients = true, map[data.Auth]string{data.AuthGoogle: "g"}
	f.addErr = data.NewError(data.CodeMail, "mail-oauth-denied", "Step", "login")
	st, _ := adding(t, f, "jan@gmail.com")
	st.Tap(t, "Zaloguj w przeglądarce")
	if len(f.added) != 0 || !st.Says("nie wyrażono zgody") || st.Window.Canvas().Overlays().Top() == nil {
		t.Fatal("a refused consent is not told in the form")
	}
	f.addErr = nil
	st.Tap(t, "Zaloguj w przeglądarce")
	if len(f.added) != 1 || f.added[0].Auth != data.AuthGoogle {
		t.Fatalf("added %+v", f.added)
	}
	if !strings.Contains(st.Toasts[len(st.Toasts)-1], "do zamknięcia programu") {
		t.Errorf("told %q", st.Toasts)
	}
}

func TestAConsentThatRanOutIsRenewedByAButton(t *testing.T) {
	f := twoAccounts()
	f.accounts[0].Auth, f.accounts[0].LastErr = data.AuthMicrosoft, "mail-oauth-withdrawn"
	st, opened := open(t, f, "pl", look.ModeLight)
	if !st.Says("Zgoda na dostęp do poczty wygasła albo została cofnięta.") {
		t.Fatal("nothing tells that the consent ran out")
	}
	f.addErr = data.NewError(data.CodeMail, "mail-oauth-timeout", "Step", "login")
	st.Tap(t, "Zaloguj ponownie")
	if !st.Says("Przez trzy minuty nikt nie zalogował się") {
		t.Error("a login that nobody made is not told")
	}
	f.addErr = nil
	st.Tap(t, "Zaloguj ponownie")
	if !slices.Contains(*opened, "page https://login.example/again/biuro@slusarnia.pl") || !slices.Contains(*opened, "biuro@slusarnia.pl ") {
		t.Errorf("opened and pulled: %q", *opened)
	}
	f.testErr = data.NewError(data.CodeNoPassword, "no-token", "Account", "biuro@slusarnia.pl")
	st.Tap(t, "Sprawdź")
	if n := len(*opened); (*opened)[n-2] != "page https://login.example/again/biuro@slusarnia.pl" {
		t.Errorf("opened %q: a mailbox without its pass is asked for a password", *opened)
	}
}

func TestClientIDsAreSetInTheSettings(t *testing.T) {
	f := twoAccounts()
	f.clients = map[data.Auth]string{data.AuthMicrosoft: "stary"}
	st, _ := open(t, f, "pl", look.ModeLight)
	if !st.Says("stary") || !st.Says("brak identyfikatora") {
		t.Fatal("the client ids are not on the screen")
	}
	st.Tap(t, "Ustaw") // Microsoft's
	fields := kittest.All[*input.Entry](st)
	if len(fields) != 1 || fields[0].Text != "stary" {
		t.Fatalf("%d fields, want Microsoft's id and no secret", len(fields))
	}
	fields[0].SetText("nowy")
	st.Key(fyne.KeyReturn)
	if f.clients[data.AuthMicrosoft] != "nowy" || !st.Says("nowy") {
		t.Errorf("clients %v", f.clients)
	}
	f.settings.Demo = "2026-11-24T10:00:00Z played"
	sample, _ := open(t, f, "pl", look.ModeLight)
	if sample.Says("OAuth") {
		t.Error("the sample firm asks for client ids")
	}
}

func TestWhatWentWrongIsToldInTheProvidersTerms(t *testing.T) {
	f := twoAccounts()
	f.accounts[0].Host, f.accounts[0].LastErr = "imap.gmail.com", "mail-login-app-password"
	st, _ := open(t, f, "pl", look.ModeLight)
	if !st.Says("Gmail nie przyjął hasła.") || !st.Says("https://myaccount.google.com/apppasswords") {
		t.Error("the provider's page is not named")
	}
}
