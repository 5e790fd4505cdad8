package settings_test

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func TestAMailboxIsChangedAndKeepsItsPassword(t *testing.T) {
	f := twoAccounts()
	a := &f.accounts[0]
	a.User, a.Aliases, a.CA, a.Since = "biuro", []string{"info@slusarnia.pl"}, "PEM", data.NewDate(2026, time.January, 2)
	st, connected := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Zmień")
	if st.Says("Adres e-mail") {
		t.Error("the address can be changed, which mail is told ours by")
	}
	fields := kittest.All[*input.Entry](st)
	host := fields[len(fields)-4] // then port, user and password
	if host.Text != "imap.slusarnia.pl" || fields[len(fields)-3].Text != "993" || fields[len(fields)-2].Text != "biuro" {
		t.Fatalf("the form holds %q, %q, %q", host.Text, fields[len(fields)-3].Text, fields[len(fields)-2].Text)
	}
	host.SetText("poczta.nowa.pl")
	dialog.CommitForm(st.Window)
	want := data.Account{
		ID: 1, Name: "biuro@slusarnia.pl", Address: "biuro@slusarnia.pl", Host: "poczta.nowa.pl", Port: 993,
		Security: data.SecurityTLS, User: "biuro", CA: "PEM", Since: data.NewDate(2026, time.January, 2),
	}
	if len(f.changed) != 1 || len(f.added) != 0 {
		t.Fatalf("changed %+v, added %+v", f.changed, f.added)
	}
	got := f.changed[0]
	if len(got.Aliases) != 1 || f.changedP[0] != "" {
		t.Errorf("aliases %q, password %q", got.Aliases, f.changedP[0])
	}
	if got.Aliases = nil; got.ID != want.ID || got.Name != want.Name || got.Address != want.Address || got.Host != want.Host ||
		got.Port != want.Port || got.Security != want.Security || got.User != want.User || got.CA != want.CA || got.Since != want.Since {
		t.Errorf("changed to %+v, want %+v", got, want)
	}
	if len(*connected) != 1 || (*connected)[0] != "biuro@slusarnia.pl " {
		t.Errorf("pulled %q, want it with the password that is kept", *connected)
	}
	if st.Toasts[len(st.Toasts)-1] != "Zapisano zmiany skrzynki biuro@slusarnia.pl." {
		t.Errorf("told %q", st.Toasts)
	}
}

func TestAChangedMailboxIsTriedBeforeItIsKept(t *testing.T) {
	f := twoAccounts()
	st, connected := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Zmień")
	buttons := kittest.All[*kit.Button](st)
	for i := range buttons { // the last one is the form's
		if b := buttons[len(buttons)-1-i]; b.Text == "Sprawdź" {
			b.OnTapped()
			break
		}
	}
	if len(f.tested) != 1 || f.tested[0] != "" || len(f.changed) != 0 || !st.Says("Połączenie działa") {
		t.Errorf("tested with %q, changed %+v", f.tested, f.changed)
	}
	f.addErr = data.NewError(data.CodeInvalid, "account-none", "Host", "imap.slusarnia.pl")
	dialog.CommitForm(st.Window)
	if !st.Says("imap.slusarnia.pl nim nie jest") {
		t.Error("a refused change is not told in the form")
	}
	f.addErr = nil
	fields := kittest.All[*input.Entry](st)
	fields[len(fields)-1].SetText("nowe")
	dialog.CommitForm(st.Window)
	if len(f.changedP) != 1 || f.changedP[0] != "nowe" || len(*connected) != 1 || (*connected)[0] != "biuro@slusarnia.pl nowe" {
		t.Errorf("changed with %q, pulled %q", f.changedP, *connected)
	}
	st.Key(fyne.KeyEscape)
}
