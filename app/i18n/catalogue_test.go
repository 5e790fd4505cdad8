package i18n_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kartoteka/app/i18n"
	"kartoteka/assets"
)

// texts are the texts of one language: a plain one has the form "other" alone.
type texts map[string]map[string]string

func readTexts(t *testing.T, lang string) texts {
	t.Helper()
	all := texts{}
	names, err := fs.Glob(assets.Locale, "locale/*."+lang+".json")
	if err != nil || len(names) == 0 {
		t.Fatalf("no files of %s: %v", lang, err)
	}
	for _, name := range names {
		raw, err := fs.ReadFile(assets.Locale, name)
		if err != nil {
			t.Fatal(err)
		}
		var file map[string]any
		if err := json.Unmarshal(raw, &file); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for key, v := range file {
			if all[key] != nil {
				t.Errorf("%s: %s is in another file too", name, key)
			}
			all[key] = forms(v)
		}
	}
	return all
}

func forms(v any) map[string]string {
	switch v := v.(type) {
	case string:
		return map[string]string{"other": v}
	case map[string]any:
		out := map[string]string{}
		for form, text := range v {
			out[form], _ = text.(string)
		}
		return out
	}
	return nil
}

func TestLanguagesHaveTheSameKeys(t *testing.T) {
	pl, en := readTexts(t, i18n.Polish), readTexts(t, i18n.English)
	for key := range pl {
		if en[key] == nil {
			t.Errorf("%s is missing in English", key)
		}
	}
	for key := range en {
		if pl[key] == nil {
			t.Errorf("%s is missing in Polish", key)
		}
	}
}

func TestPluralFormsAreComplete(t *testing.T) {
	want := map[string][]string{
		i18n.Polish:  {"few", "many", "one", "other"},
		i18n.English: {"one", "other"},
	}
	for lang, forms := range want {
		other := i18n.English
		if lang == i18n.English {
			other = i18n.Polish
		}
		counterpart := readTexts(t, other)
		for key, have := range readTexts(t, lang) {
			for form, text := range have {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s, %s: form %s is empty", lang, key, form)
				}
			}
			if len(have) == 1 && len(counterpart[key]) == 1 {
				continue
			}
			var names []string
			for form := range have {
				names = append(names, form)
			}
			slices.Sort(names)
			if !slices.Equal(names, forms) {
				t.Errorf("%s, %s: forms %v, want %v", lang, key, names, forms)
			}
		}
	}
}

// TestBlanksAgree: what one language fills in, the other has too.
func TestBlanksAgree(t *testing.T) {
	pl, en := readTexts(t, i18n.Polish), readTexts(t, i18n.English)
	for key := range pl {
		if strings.HasPrefix(key, "date.") {
			continue // each language writes a date from other parts
		}
		a, b := blanks(pl[key]), blanks(en[key])
		if !slices.Equal(a, b) {
			t.Errorf("%s: blanks %v in Polish, %v in English", key, a, b)
		}
	}
}

// blanks lists the blanks of all forms of a text, without N, which a form for
// one thing may spell out.
func blanks(forms map[string]string) []string {
	var out []string
	for _, text := range forms {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, "{{")
			if !ok {
				break
			}
			var in string
			in, rest, _ = strings.Cut(after, "}}")
			for _, f := range strings.Fields(in) {
				if name, ok := strings.CutPrefix(f, "."); ok && name != "N" && !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// literals are the string literals of the program's sources, tests excepted,
// and those of them that are handed to something that looks a key up.
type literals struct {
	all  map[string]bool
	keys map[string]string // key → where it is used
}

func readSources(t *testing.T) literals {
	t.Helper()
	l := literals{map[string]bool{}, map[string]string{}}
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && strings.HasPrefix(d.Name(), "."):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, src, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			l.look(n, path)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *literals) look(n ast.Node, path string) {
	switch n := n.(type) {
	case *ast.BasicLit:
		if s, ok := literal(n); ok {
			l.all[s] = true
		}
	case *ast.CompositeLit:
		if kind, ok := n.Type.(*ast.SelectorExpr); ok && kind.Sel.Name == "Failure" || isIdent(n.Type, "Failure") {
			l.failure(n, path)
		}
	case *ast.CallExpr:
		l.call(n, path)
	}
}

// call notes the keys of T("…"), N("…") and NewError(code, "…").
func (l *literals) call(n *ast.CallExpr, path string) {
	name := ""
	switch f := n.Fun.(type) {
	case *ast.SelectorExpr:
		name = f.Sel.Name
	case *ast.Ident:
		name = f.Name
	}
	switch {
	case (name == "T" || name == "N") && len(n.Args) > 0:
		if s, ok := literal(n.Args[0]); ok && strings.Contains(s, ".") {
			l.keys[s] = path
		}
	case name == "NewError" && len(n.Args) > 1:
		if s, ok := literal(n.Args[1]); ok {
			l.keys["error."+s] = path
		}
	}
}

// failure notes the Key of a mail.Failure{…}.
func (l *literals) failure(n *ast.CompositeLit, path string) {
	for _, e := range n.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok || !isIdent(kv.Key, "Key") {
			continue
		}
		if s, ok := literal(kv.Value); ok {
			l.keys["error.mail-"+s] = path
		}
	}
}

func isIdent(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}

func literal(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

func TestEveryKeyInTheCodeExists(t *testing.T) {
	sources := readSources(t)
	if len(sources.keys) < 100 {
		t.Fatalf("only %d keys found: the sources are not read", len(sources.keys))
	}
	pl := i18n.New(i18n.Polish, nil)
	for key, path := range sources.keys {
		// A key that ends in a dot or dash is the beginning of a family.
		if !strings.HasSuffix(key, ".") && !strings.HasSuffix(key, "-") && !pl.Has(key) {
			t.Errorf("%s uses %s, which is in no file", path, key)
		}
	}
}

func TestEveryKeyIsUsed(t *testing.T) {
	sources := readSources(t)
	for key := range readTexts(t, i18n.Polish) {
		if !used(key, sources) {
			t.Errorf("%s is used nowhere", key)
		}
	}
}

// used reports whether the code may ask for the key: by its full name, as an
// error, or by a family's name ("kind.") with a code added to it.
func used(key string, l literals) bool {
	if l.all[key] {
		return true
	}
	for _, root := range []string{"", "error.mail-", "error.", "check."} {
		code, ok := strings.CutPrefix(key, root)
		if ok && (l.all[code] || family(code, l)) {
			return true
		}
	}
	return false
}

// family reports whether a beginning of the key stands in the code, to have
// the rest added to it.
func family(key string, l literals) bool {
	for i := range len(key) - 1 {
		if key[i] != '.' && key[i] != '-' || key[:i+1] == "error." {
			continue
		}
		if l.all[key[:i+1]] || strings.Contains(key[:i], ".") && l.all[key[:i]] {
			return true
		}
	}
	return false
}
