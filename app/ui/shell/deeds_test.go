package shell_test

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/shell"
	"kartoteka/data"
)

// client is the one whom withFirm enters.
const client = 1

func tasks(t *testing.T, f *frame) int {
	t.Helper()
	all, err := f.core.FollowUps(t.Context(), data.FollowUpFilter{ContactID: client})
	if err != nil {
		t.Fatal(err)
	}
	return len(all)
}

func logged(t *testing.T, f *frame) int {
	t.Helper()
	all, err := f.core.Entries(t.Context(), client, data.EntryFilter{}, data.EntryCursor{}, 10)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, e := range all {
		if e.Text == "Pyta o cenę" {
			n++
		}
	}
	return n
}

func TestALogAndItsFollowUpAreUndoneByTheirNotice(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	f.press(fyne.KeyL, command)
	f.Type("łuc")
	f.Key(fyne.KeyReturn)
	f.Type("Pyta o cenę")
	for _, e := range kittest.All[*input.Entry](f.Stage) {
		if e.PlaceHolder == "np. 3" {
			e.SetText("3")
		}
	}
	dialog.CommitForm(f.Window)
	if logged(t, f) != 1 || tasks(t, f) != 2 {
		t.Fatalf("%d logged, %d to be done", logged(t, f), tasks(t, f))
	}
	// another deed comes before the button is pressed
	id, err := f.core.AddContact(t.Context(), data.Contact{Kind: data.Person, GivenName: "Jan", FamilyName: "Lis"})
	if err != nil {
		t.Fatal(err)
	}
	f.Tap(t, "Cofnij ("+kit.Command("Z")+")")
	if logged(t, f) != 0 || tasks(t, f) != 1 {
		t.Errorf("%d logged, %d to be done after one undo", logged(t, f), tasks(t, f))
	}
	if _, err := f.core.Contact(t.Context(), id); err != nil {
		t.Errorf("the notice took another deed back: %v", err)
	}
}

func TestAfterAMergeTheCardThatIsKeptIsInFront(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	other, err := f.core.AddContact(t.Context(), data.Contact{Kind: data.Person, GivenName: "Łucja", FamilyName: "Wisniewska-Kot"})
	if err != nil {
		t.Fatal(err)
	}
	f.shell.Go(kit.Route{Screen: kit.ScreenContacts, ID: client})
	for _, b := range kittest.All[*kit.Button](f.Stage) {
		if b.Text == "" && b.Icon != nil && strings.Contains(b.Icon.Name(), string(look.IconMore)) {
			b.OnTapped()
			break
		}
	}
	f.TapMenu(t, "Scal z innym kontaktem…")
	f.Type("wisniewska-k")
	f.Key(fyne.KeyReturn)
	f.Tap(t, "Porównaj")
	f.Tap(t, "Zamień strony")
	for _, b := range kittest.All[*kit.Button](f.Stage) {
		if strings.HasPrefix(b.Text, "Scal w kartę") {
			b.OnTapped()
		}
	}
	if got := f.shell.Route(); got.ID != other {
		t.Errorf("in front is %+v, kept is %d", got, other)
	}
	if _, err := f.core.Contact(t.Context(), client); data.CodeOf(err) != data.CodeNotFound {
		t.Fatalf("nothing was merged: %v", err)
	}
	f.Tap(t, "Cofnij ("+kit.Command("Z")+")")
	if got := f.shell.Route(); got.ID != client {
		t.Errorf("in front after the undo is %+v, was %d", got, client)
	}
}

func TestASearchThatFailsAfterEnterKeepsNoLetters(t *testing.T) {
	var late later
	waiting := false
	c := withFirm(t)
	f := openWith(t, c, shell.Options{Spawn: func(do func()) {
		if waiting {
			late.spawn(do)
			return
		}
		do()
	}})
	f.shell.Go(kit.Route{Screen: kit.ScreenContacts, ID: client})
	for _, b := range kittest.All[*kit.Button](f.Stage) {
		if b.Text == "" && b.Icon != nil && strings.Contains(b.Icon.Name(), string(look.IconMore)) {
			b.OnTapped()
			break
		}
	}
	f.TapMenu(t, "Scal z innym kontaktem…")
	who, ok := f.Window.Canvas().Focused().(*input.Entry)
	if !ok {
		t.Fatal("the other's name can't be typed at once")
	}
	waiting = true
	f.Type("w")
	f.Key(fyne.KeyReturn)
	f.Type("i")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	late.run()
	f.Type("s")
	if who.Text != "wis" {
		t.Errorf("the field has %q", who.Text)
	}
}

func TestThePaletteOpensEveryPage(t *testing.T) {
	f := open(t, withFirm(t), shell.Options{})
	for typed, said := range map[string]string{
		"podobne": "Porównano 1 kartę", "import": "Wczytaj klientów z pliku", "kopie": "Jak robić kopie", "prywat": "Żądania osób",
		"szablony": "Pola do wypełnienia", "listy": "Kanały kontaktu", "stan": "Nie ma jeszcze żadnej skrzynki",
	} {
		f.press(fyne.KeyK, command)
		f.Type(typed)
		f.Key(fyne.KeyReturn)
		if !f.Says(said) {
			t.Errorf("%q does not lead to %q", typed, said)
		}
	}
}
