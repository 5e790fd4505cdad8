package maildir_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/mail/maildir"
)

func TestNames(t *testing.T) {
	at := time.Unix(1700000000, 0).UTC()
	for name, want := range map[string]maildir.Name{
		"1700000000.M123P45.serwer":                {at, ""},
		"1700000000.M123P45.serwer,S=99,W=101:2,S": {at, "S"},
		"1700000000.M123P45.serwer:2,FRS":          {at, "FRS"},
		"1700000000.M123P45.serwer;2,DT":           {at, "DT"},
		"1700000000.M123P45.serwer!2,":             {at, ""},
		"1700000000.M1.h:2,Sab":                    {at, "S"}, // small letters are a server's own
		"1700000000":                               {},
		"list.eml":                                 {},
		"99999999999999999999.x":                   {},
		"-5.x:2,S":                                 {Flags: "S"},
		"1.x":                                      {},
		"99999999999.x":                            {},
		":2,S":                                     {Flags: "S"},
		"":                                         {},
	} {
		if got := maildir.Parse(name); got != want {
			t.Errorf("%q: %+v, want %+v", name, got, want)
		}
	}
}

// build makes files, and the folders above them.
func build(t *testing.T, files ...string) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range files {
		path := filepath.Join(root, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestWhatOfAMaildirIsMail(t *testing.T) {
	root := build(t,
		"cur/1.a:2,S", "new/2.b", "tmp/3.c", "dovecot-uidlist", "dovecot.index.log", "subscriptions",
		".Wys&AUI-ane/cur/4.d:2,S", ".Wys&AUI-ane/new/.keep", ".Wys&AUI-ane/maildirfolder",
		".Klienci.VIP/cur/5.e:2,", ".Klienci.VIP/new/6.f", "zwykly/cur/7.g", "zwykly/notatka",
	)
	var mail []string
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != root && maildir.Aside(p, d):
			return fs.SkipDir
		case !d.IsDir() && maildir.Message(p):
			mail = append(mail, maildir.Folder(p, root)+"|"+filepath.Base(p))
		case !d.IsDir() && !maildir.Aside(p, d) && !strings.HasSuffix(p, "7.g") && !strings.HasSuffix(p, "notatka"):
			t.Errorf("%s is neither mail nor set aside", p)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(mail)
	want := []string{"Klienci.VIP|5.e:2,", "Klienci.VIP|6.f", "Wysłane|4.d:2,S", "|1.a:2,S", "|2.b"}
	if !slices.Equal(mail, want) {
		t.Errorf("mail %q, want %q", mail, want)
	}
}

func TestFoldersAreCalledAsTheirOwnerCallsThem(t *testing.T) {
	for dir, want := range map[string]string{
		".Kosz.Stare &AUI-":          "Kosz.Stare ł",
		".Wys&AUI-ane":               "Wysłane",
		".&ZeVnLIqe-":                "日本語",
		".R&-D":                      "R&D",
		".Wysłane":                   "Wysłane", // a server that writes UTF-8
		".R&D - stare":               "R&D - stare",
		".Stare &AUI":                "Stare &AUI",
		".Tom & Jerry":               "Tom & Jerry",
		".&2D0-":                     "&2D0-", // half a pair
		".a&AAoAGw-b":                "ab",    // line end and escape
		".&AUI-\xb3":                 "ł\ufffd",
		"Archiwum/.Wys&AUI-ane":      "Archiwum/.Wysłane",
		".INBOX.Zam&APM-wienia.2026": "INBOX.Zamówienia.2026",
	} {
		if got := maildir.Folder(filepath.Join("/m", dir, "cur", "1.x"), "/m"); got != want {
			t.Errorf("%q is called %q, want %q", dir, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("1700000000.M123P45.serwer,S=99:2,FRS")
	f.Add("x:;!2,")
	f.Fuzz(func(t *testing.T, name string) {
		n := maildir.Parse(name)
		if !n.Delivered.IsZero() && (n.Delivered.Year() < 1980 || n.Delivered.Year() > 2200) {
			t.Errorf("%q was delivered in %v", name, n.Delivered)
		}
		if strings.Trim(n.Flags, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
			t.Errorf("%q has the flags %q", name, n.Flags)
		}
	})
}
