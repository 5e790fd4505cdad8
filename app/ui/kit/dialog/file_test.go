package dialog_test

import (
	"os"
	"path/filepath"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
)

func TestANewFileGetsItsEnding(t *testing.T) {
	dir := t.TempDir()
	for name, want := range map[string]string{"klienci": "klienci.csv", "klienci.XLSX": "klienci.XLSX", "a.b": "a.b.csv"} {
		t.Run(name, func(t *testing.T) {
			st := kittest.New(t, "en", look.ModeLight)
			got := ""
			dialog.AskFile(st.Env, kit.FileAsk{
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
	st := kittest.New(t, "pl", look.ModeLight)
	dir, picked := t.TempDir(), 0
	old := filepath.Join(dir, "klienci.csv")
	if err := os.WriteFile(old, []byte("stare"), 0o600); err != nil {
		t.Fatal(err)
	}
	dialog.AskFile(st.Env, kit.FileAsk{
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
	st := kittest.New(t, "pl", look.ModeLight)
	st.Resize(kittest.Smallest.Width, kittest.Smallest.Height)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "klienci.CSV"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dialog.AskFile(st.Env, kit.FileAsk{Dir: dir, Endings: []string{".csv"}, Done: func(string) {}})
	top := st.Window.Canvas().Overlays().Top()
	if top == nil {
		t.Fatal("no dialog opened")
	}
	if room := top.MinSize(); room.Width > kittest.Smallest.Width || room.Height > kittest.Smallest.Height {
		t.Errorf("the dialog needs %v of %v", room, kittest.Smallest)
	}
}

// someFiles is a folder with a table, a text and another folder with a table.
func someFiles(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "archiwum"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"klienci.CSV", "notatki.txt", filepath.Join("archiwum", "stare.csv")} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAFileIsOpenedByItsPath(t *testing.T) {
	dir := someFiles(t)
	for text, want := range map[string]string{
		filepath.Join(dir, "klienci.CSV"):               "klienci.CSV",
		` "` + filepath.Join(dir, "klienci.CSV") + `" `: "klienci.CSV",
		"file://" + filepath.Join(dir, "notatki.txt"):   "notatki.txt",
	} {
		st := kittest.New(t, "pl", look.ModeLight)
		got := ""
		dialog.AskFile(st.Env, kit.FileAsk{Dir: dir, Endings: []string{".csv"}, Done: func(path string) { got = path }})
		st.Window.Canvas().Focused().(*input.Entry).SetText(text) // pasted
		st.Key(fyne.KeyReturn)
		if got != filepath.Join(dir, want) || st.Window.Canvas().Overlays().Top() != nil {
			t.Errorf("%q opened %q", text, got)
		}
	}
}

func TestAFileIsChosenByTheArrows(t *testing.T) {
	dir := someFiles(t)
	st := kittest.New(t, "pl", look.ModeLight)
	got := ""
	dialog.AskFile(st.Env, kit.FileAsk{Dir: dir, Endings: []string{".csv"}, Done: func(path string) { got = path }})
	if !st.Says("archiwum") || !st.Says("klienci.CSV") || st.Says("notatki.txt") || !st.Says("Otwórz plik") {
		t.Error("the list does not show the folder and the table, and them alone")
	}
	st.Key(fyne.KeyDown)
	st.Key(fyne.KeyReturn) // into the folder
	if got != "" || !st.Says("stare.csv") || st.Says("klienci.CSV") {
		t.Fatalf("opened %q", got)
	}
	st.Tap(t, "Folder wyżej")
	st.Type("kli")
	if !st.Says("klienci.CSV") || st.Says("archiwum") {
		t.Error("letters do not narrow the list")
	}
	st.Key(fyne.KeyDown)
	st.Key(fyne.KeyReturn)
	if got != filepath.Join(dir, "klienci.CSV") {
		t.Errorf("opened %q", got)
	}
}

func TestAPathThatIsNotThereIsToldAndTheDialogStays(t *testing.T) {
	dir := someFiles(t)
	st := kittest.New(t, "pl", look.ModeLight)
	picked := 0
	dialog.AskFile(st.Env, kit.FileAsk{Dir: dir, Done: func(string) { picked++ }})
	for text, want := range map[string]string{
		filepath.Join(dir, "nie ma.csv"): "Nie ma pliku ani folderu", filepath.Join(dir, "archiwum"): "to folder",
	} {
		st.Window.Canvas().Focused().(*input.Entry).SetText(text)
		st.Key(fyne.KeyReturn)
		if picked != 0 || !st.Says(want) {
			t.Errorf("%q: picked %d times, and not told", text, picked)
		}
	}
	st.Key(fyne.KeyEscape)
	got := ""
	dialog.AskFile(st.Env, kit.FileAsk{What: kit.Folder, Dir: dir, Done: func(path string) { got = path }})
	if st.Says("klienci.CSV") {
		t.Error("files are offered where a folder is wanted")
	}
	st.Type("archiwum")
	st.Key(fyne.KeyReturn)
	if got != filepath.Join(dir, "archiwum") {
		t.Errorf("the folder chosen is %q", got)
	}
}
