package backups_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/backups"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

type fakeService struct {
	state    data.BackupState
	list     []data.BackupInfo
	settings []data.BackupSettings
	phrases  []string
	restored []string
	looked   []string
	lookErr  error
	makeErr  error
	made     int
	found    []data.Finding
}

func (f *fakeService) BackupState(context.Context) (data.BackupState, error) { return f.state, nil }

func (f *fakeService) Backups(context.Context) ([]data.BackupInfo, error) { return f.list, nil }

func (f *fakeService) BackupNow(_ context.Context, progress data.BackupProgress) (data.BackupInfo, error) {
	progress(data.StageCopy, 1, 2)
	f.made++
	return data.BackupInfo{Path: "/b/kartoteka-2026-11-24T1042.db", Size: 3 << 20}, f.makeErr
}

func (f *fakeService) RestorePreview(_ context.Context, path, passphrase string) (data.RestorePreview, error) {
	f.looked = append(f.looked, path+" "+passphrase)
	return data.RestorePreview{
		Backup:  data.BackupInfo{At: time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC), Counts: data.BackupCounts{Contacts: 310, Messages: 4190}},
		Present: data.BackupCounts{Contacts: 312, Messages: 4212},
	}, f.lookErr
}

func (f *fakeService) Restore(_ context.Context, path, passphrase string, _ data.BackupProgress) (data.Restored, error) {
	f.restored = append(f.restored, path+" "+passphrase)
	return data.Restored{Kept: "/b/kartoteka-before-restore-2026-11-24T1042.db"}, nil
}

func (f *fakeService) SetBackupSettings(_ context.Context, s data.BackupSettings, passphrase string) error {
	f.settings = append(f.settings, s)
	f.phrases = append(f.phrases, passphrase)
	f.state.Settings = s
	return nil
}

func (f *fakeService) Check(context.Context) ([]data.Finding, error) { return f.found, nil }

func firm() *fakeService {
	at := func(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 5, 0, 0, time.UTC) }
	return &fakeService{
		state: data.BackupState{Folder: "/home/anna/kopie", Last: at(24, 1), Next: at(25, 1)},
		list: []data.BackupInfo{
			{Path: "/b/kartoteka-2026-11-24T0205.db.age", At: at(24, 1), Size: 41 << 20, Encrypted: true, OK: true, Counts: data.BackupCounts{Contacts: 312, Messages: 4212}},
			{Path: "/b/kartoteka-before-restore-2026-11-20T0905.db", At: at(20, 8), Size: 40 << 20, Kind: data.BackupBefore, OK: true, Counts: data.BackupCounts{Contacts: 311, Messages: 4100}},
			{Path: "/b/kartoteka-2026-11-19T0205.db", At: at(19, 1), Size: 40 << 20},
		},
	}
}

func open(t *testing.T, f *fakeService, lang string, mode look.Mode) *kittest.Stage {
	t.Helper()
	return kittest.Open(t, lang, mode, func(env *kit.Env) kit.Screen { return backups.New(env, f) })
}

// tapNth taps the n-th button that says the text, from 0.
func tapNth(t *testing.T, st *kittest.Stage, text string, n int) {
	t.Helper()
	for _, b := range kittest.All[*kit.Button](st) {
		if b.Text != text {
			continue
		}
		if n == 0 {
			b.OnTapped()
			return
		}
		n--
	}
	t.Fatalf("no such button %q", text)
}

func TestEveryLook(t *testing.T) {
	kittest.EveryLook(func(lang string, mode look.Mode, size fyne.Size, name string) {
		f := firm()
		f.state.Warn = mode == look.ModeDark
		st := open(t, f, lang, mode)
		st.Resize(size.Width, size.Height)
		kittest.Fits(t, "backups"+name, st.Window.Content())
		st.Picture(t, "backups"+name)
		tapNth(t, st, map[string]string{"pl": "Przywróć", "en": "Restore"}[lang], 1)
		st.Picture(t, "backups-restore"+name)
	})
}

func TestTheOldBackupIsWarnedOf(t *testing.T) {
	f := firm()
	f.state.Warn = true
	f.state.Failed, f.state.Tried = "no-space", f.state.Last
	st := open(t, f, "pl", look.ModeLight)
	if !st.Says("starsza niż tydzień") || !st.Says("kopia się nie udała") {
		t.Error("neither the age of the last good backup nor why the last try failed is told")
	}
}

func TestABackupByHand(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Zrób kopię teraz")
	if f.made != 1 || !strings.Contains(st.Toasts[0], "kartoteka-2026-11-24T1042.db") {
		t.Errorf("made %d, told %q", f.made, st.Toasts)
	}
	f.makeErr = data.NewError(data.CodeNoSpace, "no-space").Because(errors.New("raw cause"))
	st.Tap(t, "Zrób kopię teraz")
	if len(st.Toasts) != 1 || st.Says("raw cause") {
		t.Error("a failed backup is told as a good one, or in the machine's words")
	}
}

func TestNothingIsReplacedBeforeTheCountsWereSeen(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	tapNth(t, st, "Przywróć", 1)
	if len(f.restored) != 0 || !st.Says("310") || !st.Says("312") {
		t.Fatalf("restored %v before what is in the backup stood beside what is there", f.restored)
	}
	st.Key(fyne.KeyReturn) // the keyboard stands on the button that leaves
	if len(f.restored) != 0 {
		t.Fatal("Enter replaced everything")
	}
	tapNth(t, st, "Przywróć", 1)
	st.Tap(t, "Przywróć kopię")
	if len(f.restored) != 1 || f.restored[0] != f.list[1].Path+" " {
		t.Errorf("restored %q", f.restored)
	}
	if !strings.Contains(st.Toasts[0], "kartoteka-before-restore") {
		t.Errorf("where the present state lies is not told: %q", st.Toasts)
	}
}

func TestAnEncryptedBackupAsksForItsPassphrase(t *testing.T) {
	f := firm()
	f.lookErr = data.NewError(data.CodeInvalid, "passphrase-differs")
	st := open(t, f, "pl", look.ModeLight)
	tapNth(t, st, "Przywróć", 0)
	st.Type("zly")
	st.Key(fyne.KeyReturn)
	if len(f.looked) != 1 || !st.Says("Hasła się różnią") {
		t.Fatalf("looked %q; the refusal is not in the form", f.looked)
	}
	f.lookErr = nil
	st.Key(fyne.KeyReturn)
	st.Tap(t, "Przywróć kopię")
	if len(f.restored) != 1 || !strings.HasSuffix(f.restored[0], "zly") {
		t.Errorf("restored %q, want the passphrase handed on", f.restored)
	}
}

func TestPassphraseIsLongAndTypedTwice(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Szyfruj kopie")
	st.Type("krotkie")
	st.Key(fyne.KeyReturn)
	if len(f.settings) != 0 {
		t.Fatal("a short passphrase was taken")
	}
	st.Type(" ale juz dlugie")
	st.Window.Canvas().FocusNext()
	st.Type("krotkie ale juz dlugie")
	st.Key(fyne.KeyReturn)
	if len(f.settings) != 1 || !f.settings[0].Encrypted || f.phrases[0] != "krotkie ale juz dlugie" {
		t.Errorf("settings %+v with %q", f.settings, f.phrases)
	}
	st.Tap(t, "Nie szyfruj kopii")
	if f.state.Settings.Encrypted {
		t.Error("encryption is not switched off")
	}
}

func TestTheFolderIsChosen(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Zmień")
	if got := st.Files[0]; got.What != kit.Folder || got.Dir != "/home/anna/kopie" {
		t.Errorf("asked for %+v", got)
	}
	st.PickFile(t, "/media/dysk")
	if len(f.settings) != 1 || f.settings[0].Folder != "/media/dysk" {
		t.Errorf("settings = %+v", f.settings)
	}
}

func TestCheckTellsWhatItFound(t *testing.T) {
	f := firm()
	st := open(t, f, "pl", look.ModeLight)
	st.Tap(t, "Sprawdź teraz")
	if !strings.Contains(st.Toasts[0], "w porządku") {
		t.Errorf("a clean file is told as %q", st.Toasts)
	}
	f.found = []data.Finding{{What: "broken-reference", Where: "case 3"}, {What: "case-number", Where: "case 4"}}
	st.Tap(t, "Sprawdź teraz")
	if !st.Says("2 usterki") || !st.Says("case 3") {
		t.Error("what was found is not told")
	}
}

func TestNoBackupYetHasAHint(t *testing.T) {
	f := &fakeService{}
	if st := open(t, f, "pl", look.ModeLight); !st.Says("Nie ma jeszcze żadnej kopii") || !st.Says("pierwsza powstanie w nocy") {
		t.Error("without backups there is no hint")
	}
}
