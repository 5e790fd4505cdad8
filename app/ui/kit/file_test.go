package kit_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
)

func TestANewFileGetsItsEnding(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]string{"klienci": "klienci.csv", "klienci.XLSX": "klienci.XLSX", "a.b": "a.b.csv"} {
		t.Run(name, func(t *testing.T) {
			st := kittest.New(t, "en", kit.ModeLight)
			got := ""
			kit.AskFile(st.Env, kit.FileAsk{
				What: kit.FileToWrite, Name: name, Dir: dir, Endings: []string{".csv", ".xlsx"},
				Done: func(path string) { got = path },
			})
			st.Key(fyne.KeyReturn)
			if got != filepath.Join(dir, want) {
				t.Errorf("%s was chosen as %s, want %s", name, got, want)
			}
			if st.Window.Canvas().Overlays().Top() != nil {
				t.Error("the form stayed open")
			}
		})
	}
}

func TestAFileIsReplacedOnlyWhenToldTwice(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	dir, picked := t.TempDir(), 0
	old := filepath.Join(dir, "klienci.csv")
	if err := os.WriteFile(old, []byte("stare"), 0o600); err != nil {
		t.Fatal(err)
	}
	kit.AskFile(st.Env, kit.FileAsk{
		What: kit.FileToWrite, Name: "klienci.csv", Dir: dir, Endings: []string{".csv"},
		Done: func(string) { picked++ },
	})
	st.Key(fyne.KeyReturn)
	if picked != 0 || !st.Says("już jest w tym folderze") {
		t.Fatalf("picked %d times before the warning was seen", picked)
	}
	if b, err := os.ReadFile(old); err != nil || string(b) != "stare" {
		t.Errorf("asking emptied the file: %q, %v", b, err)
	}
	st.Key(fyne.KeyReturn)
	if picked != 1 {
		t.Errorf("picked %d times, want once", picked)
	}
}

func TestTheDialogFitsTheSmallestWindow(t *testing.T) {
	st := kittest.New(t, "pl", kit.ModeLight)
	st.Resize(kittest.Smallest.Width, kittest.Smallest.Height)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "klienci.CSV"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	kit.AskFile(st.Env, kit.FileAsk{Dir: dir, Endings: []string{".csv"}, Done: func(string) {}})
	top := st.Window.Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("no dialog opened")
	}
	if room := top.MinSize(); room.Width > kittest.Smallest.Width || room.Height > kittest.Smallest.Height {
		t.Errorf("the dialog needs %v of %v", room, kittest.Smallest)
	}
}
