package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// letters is a folder of mail of which one file can't be read.
func letters() *fakeService {
	f := google()
	f.mail = data.ImportResult{New: 120, Duplicates: 3, Failed: 1, Rows: []data.ImportRow{
		{Item: "/home/anna/Mail/cur/1700.M1:2,S", Outcome: data.OutcomeNew},
		{Item: "/home/anna/Mail/cur/zepsuty", Outcome: data.OutcomeFailed, Why: data.NewError(data.CodeInvalid, "import-unknown", "File", "zepsuty")},
	}}
	return f
}

func TestAFolderOfMailIsShownBeforeItIsKept(t *testing.T) {
	f := letters()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Folder z pocztą")
	if st.Files[len(st.Files)-1].What != kit.Folder {
		t.Fatal("a file was asked for")
	}
	st.PickFile(t, "/home/anna/Mail")
	for _, words := range []string{"Mail", "120 nowych wiadomości, 3 już są w Kartotece, 1 pliku nie da się odczytać", "zepsuty", "Jeszcze nic nie zapisano"} {
		if !st.Says(words) {
			t.Errorf("it does not say %q", words)
		}
	}
	if st.Says("1700.M1") {
		t.Error("what was read is named among what was not")
	}
	st.Resize(1100, 700)
	st.Picture(t, "exchange-mail")
	st.Tap(t, "Wczytaj")
	if want := []string{"/home/anna/Mail true", "/home/anna/Mail false"}; !slices.Equal(f.mailed, want) {
		t.Errorf("read %q, want %q", f.mailed, want)
	}
	if last := st.Toasts[len(st.Toasts)-1]; !strings.Contains(last, "120 nowych wiadomości") {
		t.Errorf("told %q", last)
	}
	if !offers(st, "Wybierz plik") {
		t.Error("afterwards the page is not back")
	}
}

func TestMailIsKnownByItsEndingAndByWhatIsInIt(t *testing.T) {
	f := letters()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/list.EML")
	st.Tap(t, "Nie wczytuj")
	f.planErr = data.NewError(data.CodeInvalid, "import-is-mail", "File", "Inbox")
	st.Tap(t, "Wybierz plik")
	st.PickFile(t, "/home/anna/Inbox")
	if want := []string{"/home/anna/list.EML true", "/home/anna/Inbox true"}; !slices.Equal(f.mailed, want) || len(f.asked) != 1 {
		t.Errorf("read %q, planned %d", f.mailed, len(f.asked))
	}
	f.mail = data.ImportResult{Duplicates: 5}
	st.Tap(t, "Nie wczytuj")
	st.Tap(t, "Folder z pocztą")
	st.PickFile(t, "/home/anna/Mail")
	if !st.Says("wszystko już tu jest") {
		t.Error("nothing says that there is nothing new")
	}
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text == "Wczytaj" && !b.Disabled() {
			t.Error("nothing new can be kept")
		}
	}
}

func TestMailGoesOutIntoAFolder(t *testing.T) {
	f := letters()
	st := open(t, f, "pl", look.ModeLight)
	all := kittest.All[*input.Choice](st)
	list, form := all[0], all[1]
	list.SetSelected("Poczta")
	form.SetSelected("folder plików (.eml)")
	st.Tap(t, "Zapisz")
	st.PickFile(t, "/home/anna/Dokumenty")
	if !strings.HasPrefix(f.exported.Path, "/home/anna/Dokumenty/poczta-") || !strings.HasSuffix(f.exported.Path, "/") {
		t.Errorf("written into %q", f.exported.Path)
	}
}
