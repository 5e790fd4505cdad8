package shell_test

import (
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
)

// TestMailboxesAndNewSendersAreReachedFromTheKeyboard goes to both by the palette.
func TestMailboxesAndNewSendersAreReachedFromTheKeyboard(t *testing.T) {
	c := withFirm(t)
	if _, _, err := c.AddAccount(t.Context(), data.Account{
		Name: "poczta", Address: "biuro@firma.example", Host: "127.0.0.1", Port: 1, Security: data.SecurityNone, Policy: data.PolicyKnown,
	}, ""); err != nil {
		t.Fatal(err)
	}
	f := open(t, c, shell.Options{})
	f.press(fyne.KeyK, command)
	f.Type("skrzynki")
	f.Key(fyne.KeyReturn)
	if r := f.shell.Route(); r.Screen != kit.ScreenSettings || !f.Says("Nie udało się pobrać lub odczytać") || !f.Says("poczta") {
		t.Errorf("the palette leads to %v", r)
	}
	f.press(fyne.KeyK, command)
	f.Type("nowi nad")
	f.Key(fyne.KeyReturn)
	if r := f.shell.Route(); r.Screen != kit.ScreenMail || !f.Says("Nikt nowy nie czeka") {
		t.Errorf("the palette leads to %v", r)
	}
}
