package core_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is how our own packages begin.
const module = "kartoteka"

// own lists which of our packages a package may import; "x/**" is x and all
// under it. The longest entry that fits a package counts. What is not listed is
// not allowed: a new package is entered here with its reason in DESIGN.
var own = map[string][]string{
	".":                  {"app", "app/cli"},
	"assets":             {},
	"data":               {},
	"data/calendar":      {"data"},
	"data/match":         {"data"},
	"data/match/*":       {"data", "data/match"},
	"data/stats":         {"data"},
	"data/triage":        {"data", "data/match"},
	"data/sample":        {"data", "data/match", "data/calendar", "data/sample/compose"},
	"data/sample/*":      {"data"},
	"data/disk":          {"data"},
	"data/store":         {"data", "data/match/**", "data/disk", "data/store/**"},
	"data/store/*":       {"data", "data/match/**", "data/disk", "data/store/**"}, // the compiler keeps them from going round
	"data/backup":        {"data", "data/store", "data/disk"},
	"data/exchange":      {"data", "data/match", "data/exchange/**"},
	"data/exchange/*":    {"data", "data/match", "data/exchange/**"},
	"data/privacy":       {"data", "data/calendar"}, // a request's term moves over free days
	"data/report":        {"data", "data/stats", "data/calendar"},
	"data/report/*":      {"data", "data/report", "data/stats", "data/calendar"}, // one sheet each
	"data/report/build":  {"data", "data/report/**", "data/stats", "data/calendar"},
	"data/report/xlsx":   {"data", "data/report"},
	"mail":               {"data"},
	"mail/*":             {"mail", "data"},
	"mail/imap":          {"mail", "mail/imap/**", "mail/provider", "data"}, // a refused login is told in the provider's own terms
	"mail/imap/connect":  {"mail", "data"},
	"mail/imap/wire":     {"mail/utf7"}, // a folder's name that go-imap could not take
	"mail/maildir":       {"mail/utf7"}, // folders are called there as on servers
	"mail/utf7":          {},
	"mail/discover":      {"mail/provider", "data"},
	"mail/message":       {"data", "mail/message/**"},
	"mail/message/*":     {"data", "mail/message/**"},
	"app/i18n":           {"assets", "data"},
	"app/core":           {"app/core/**", "assets", "data/**", "mail/**"},
	"app/core/folder":    {"data", "data/backup", "data/disk"},
	"app/core/desk":      {"app/core/folder", "data", "mail"}, // a server's failure is logged without its words
	"app/core/records":   {"app/core/desk", "data", "data/match", "data/disk", "data/store", "data/exchange/**"},
	"app/core/demo":      {"app/core/desk", "data", "data/sample", "data/store", "mail", "mail/imapd"},
	"app/core/subject":   {"app/core/desk", "data", "data/disk", "data/match", "data/privacy", "data/store", "mail/message"},
	"app/core/erasing":   {"app/core/desk", "app/core/folder", "data", "data/backup", "data/disk", "data/privacy", "data/store"},
	"app/core/mailbox":   {"app/core/desk", "data", "data/disk", "data/match", "data/store", "mail", "mail/discover", "mail/oauth", "mail/provider", "mail/secret"},
	"app/core/drafting":  {"app/core/desk", "app/core/folder", "app/core/mailbox", "assets", "data", "data/match", "data/store", "mail", "mail/compose", "mail/message"},
	"app/core/waiting":   {"app/core/desk", "data", "data/calendar"},
	"app/core/exporting": {"app/core/desk", "app/core/folder", "app/core/waiting", "data", "data/match", "data/disk", "data/store", "data/exchange/**", "mail/mbox"},
	"app/core/mailing":   {"app/core/desk", "app/core/folder", "app/core/mailbox", "data", "data/disk", "data/match", "data/store", "data/triage", "mail", "mail/message", "mail/watch"},
	"app/core/backups":   {"app/core/desk", "app/core/folder", "data", "data/backup", "data/disk", "data/store", "mail/secret"}, // the keyring has the passphrase
	"app/core/importing": {"app/core/desk", "app/core/records", "data", "data/disk", "mail/mbox", "mail/maildir", "mail/message"},
	"app/cli":            {"app/cli/**", "app/core", "app/core/folder", "app/i18n", "data"},
	"app/cli/session":    {"app/core", "app/core/folder", "app/core/mailbox", "app/i18n", "data"}, // a password is read there
	"app/cli/shape":      {"data"},
	"app/cli/*":          {"app/cli/session", "app/cli/shape", "app/core", "data"},
	"app/cli/mailing":    {"app/cli/lists", "app/cli/session", "app/cli/shape", "app/core", "app/core/mailbox", "app/i18n", "data", "mail"},
	"app/ui/kit":         {"app/i18n", "app/ui/kit/look", "data"},
	"app/ui/kit/look":    {},
	"app/ui/kit/*":       {"app/ui/kit", "app/ui/kit/**", "data"}, // a dialog has fields in it
	"app/ui/widget":      {"app/i18n", "app/ui/kit/**"},
	"app/ui/chart":       {"app/ui/kit/**"},
	"app/ui/reader":      {"app/ui/kit/**"},
	"app/ui/reports":     {"app/i18n", "app/ui/chart", "app/ui/kit/**", "app/ui/parts", "data", "data/report"}, // the only screen that draws
	"app/ui/parts":       {"app/i18n", "app/ui/kit/**", "app/ui/widget", "data", "data/match"},
	"app/ui/*":           {"assets", "app/i18n", "app/ui/kit/**", "app/ui/widget", "app/ui/reader", "app/ui/parts", "data", "data/report", "data/calendar", "data/match"},
	"app/ui/quicklog":    {"app/i18n", "app/ui/kit/**", "app/ui/widget", "app/ui/parts", "data", "data/match"},
	// The card opens the form and the quick log; the list opens all three.
	"app/ui/card":     {"app/i18n", "app/ui/kit/**", "app/ui/widget", "app/ui/parts", "app/ui/contactform", "app/ui/quicklog", "data", "data/match"},
	"app/ui/contacts": {"app/i18n", "app/ui/kit/**", "app/ui/widget", "app/ui/parts", "app/ui/card", "app/ui/contactform", "app/ui/quicklog", "data", "data/match"},
	"app/ui/shell":    {"assets", "app/core", "app/i18n", "app/ui/**", "data", "mail"},
	"app":             {"app/core", "app/core/folder", "app/i18n", "app/ui/**", "assets", "data"},
}

// only lists foreign packages that few of ours may import, and which.
var only = map[string][]string{
	"database/sql":                     {"data/store/**"},
	"modernc.org/":                     {"data/store/sqlite"},
	"github.com/xuri/":                 {"data/report/xlsx", "data/exchange/**"},
	"filippo.io/age":                   {"data/backup"},
	"github.com/emersion/go-imap/":     {"mail/imap", "mail/imap/wire", "mail/imapd"},
	"github.com/emersion/go-sasl":      {"mail/imap", "mail/imapd"},
	"github.com/emersion/go-message":   {"mail/message"},
	"golang.org/x/oauth2":              {"mail/oauth"},
	"github.com/zalando/go-keyring":    {"mail/secret"},
	"github.com/spf13/":                {"app/cli/**"},
	"github.com/nicksnyder/go-i18n/":   {"app/i18n"},
	"fyne.io/fyne/v2/app":              {"app"},
	"fyne.io/":                         {"app", "app/ui/**"},
	"github.com/gofrs/flock":           {"app/core/**", "data/disk"},
	"golang.org/x/net/publicsuffix":    {"data/match", "mail/discover"}, // a list compiled in; whose a domain can be is asked there
	"github.com/rogpeppe/go-internal/": {},
	"github.com/google/go-cmp/":        {},
}

func TestLayers(t *testing.T) {
	root := filepath.Join("..", "..")
	files := 0
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && p != root && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		if strings.HasSuffix(path.Dir(filepath.ToSlash(rel)), "test") {
			return nil // packages for tests see all layers
		}
		files++
		return checkImports(t, p, filepath.ToSlash(rel))
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Fatalf("only %d files found: the sources are not read", files)
	}
}

func checkImports(t *testing.T, file, rel string) error {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	pkg := path.Dir(rel)
	for _, im := range f.Imports {
		name, err := strconv.Unquote(im.Path.Value)
		if err != nil {
			return err
		}
		if ours, ok := strings.CutPrefix(name, module+"/"); ok {
			if !allowed(ownOf(pkg), ours) || behindDoor(pkg, ours) {
				t.Errorf("%s may not import %s: see the table of layers", rel, name)
			}
			continue
		}
		if places, bound := boundTo(name); bound && !allowed(places, pkg) {
			t.Errorf("%s may not import %s: only %v may", rel, name, places)
		}
	}
	return nil
}

// behindDoor tells that a package is a part of the store, of which others only
// know the store itself.
func behindDoor(pkg, imports string) bool {
	return strings.HasPrefix(imports, "data/store/") && !allowed([]string{"data/store/**"}, pkg)
}

// ownOf returns what a package may import of ours.
func ownOf(pkg string) []string {
	if list, ok := own[pkg]; ok {
		return list
	}
	return own[path.Dir(pkg)+"/*"]
}

// boundTo returns the longest entry of only that fits a foreign import.
func boundTo(name string) (places []string, bound bool) {
	best := ""
	for prefix, list := range only {
		if strings.HasPrefix(name, prefix) && len(prefix) > len(best) {
			best, places, bound = prefix, list, true
		}
	}
	return places, bound
}

func allowed(list []string, pkg string) bool {
	return slices.ContainsFunc(list, func(a string) bool {
		under, tree := strings.CutSuffix(a, "/**")
		return a == pkg || tree && (pkg == under || strings.HasPrefix(pkg, under+"/"))
	})
}

func TestTheLayerTableSeesATrespass(t *testing.T) {
	for name, c := range map[string]struct {
		pkg, imports string
		want         bool
	}{
		"data imports nothing":       {"data", "data/match", false},
		"store may fold":             {"data/store", "data/match", true},
		"store knows no mail":        {"data/store", "mail", false},
		"mail knows no store":        {"mail", "data/store", false},
		"imap knows mail":            {"mail/imap", "mail", true},
		"core knows all below":       {"app/core", "data/report/xlsx", true},
		"core knows no window":       {"app/core", "app/ui/kit", false},
		"records know no mail":       {"app/core/records", "mail", false},
		"a part knows no core":       {"app/core/importing", "app/core", false},
		"commands know no others":    {"app/cli/files", "app/cli/lists", false},
		"a screen knows no core":     {"app/ui/inbox", "app/core", false},
		"a screen knows no other":    {"app/ui/inbox", "app/ui/today", false},
		"parts know no screen":       {"app/ui/parts", "app/ui/inbox", false},
		"a new package has no rule":  {"newroom", "data", false},
		"the shell knows the screen": {"app/ui/shell", "app/ui/today", true},
	} {
		if got := allowed(ownOf(c.pkg), c.imports); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	if !behindDoor("app/core", "data/store/sqlite") || behindDoor("data/store/sqlite", "data/store/sqlite") {
		t.Error("the parts of the store are not behind its door")
	}
	if places, bound := boundTo("fyne.io/fyne/v2/app"); !bound || allowed(places, "app/ui/kit") || !allowed(places, "app") {
		t.Error("fyne/v2/app is not bound to app")
	}
	if places, _ := boundTo("fyne.io/fyne/v2/widget"); !allowed(places, "app/ui/kit") || allowed(places, "app/cli") {
		t.Error("Fyne is not bound to the window")
	}
}
