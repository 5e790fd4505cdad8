package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"kartoteka/assets"
)

// The languages that are complete.
const (
	Polish  = "pl"
	English = "en"
)

// Languages lists the languages that are complete, the default one first.
func Languages() []string { return []string{Polish, English} }

// Language returns the language of a locale's name ("en_GB.UTF-8" is "en"), or
// "" when it is none of ours.
func Language(locale string) string {
	name, _, _ := strings.Cut(strings.ToLower(locale), ".")
	name, _, _ = strings.Cut(name, "@")
	name, _, _ = strings.Cut(strings.ReplaceAll(name, "-", "_"), "_")
	for _, l := range Languages() {
		if name == l {
			return l
		}
	}
	return ""
}

// catalogue holds the texts of one language. It is only read once it is loaded.
type catalogue struct {
	texts *goi18n.Localizer
	known map[string]bool
}

// catalogues are loaded when first asked for: a program mostly speaks one language.
var catalogues = map[string]func() *catalogue{
	Polish:  sync.OnceValue(func() *catalogue { return mustLoad(assets.Locale, Polish) }),
	English: sync.OnceValue(func() *catalogue { return mustLoad(assets.Locale, English) }),
}

// mustLoad panics on a broken file: the files are part of the program and a
// test reads every one of them.
func mustLoad(files fs.FS, lang string) *catalogue {
	c, err := load(files, lang)
	if err != nil {
		panic(err)
	}
	return c
}

// load reads every locale/<part>.<lang>.json.
func load(files fs.FS, lang string) (*catalogue, error) {
	names, err := fs.Glob(files, "locale/*."+lang+".json")
	if err != nil {
		return nil, fmt.Errorf("locale files: %w", err)
	}
	bundle := goi18n.NewBundle(language.MustParse(lang))
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	c := &catalogue{known: map[string]bool{}}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("locale file: %w", err)
		}
		file, err := bundle.ParseMessageFileBytes(raw, path.Base(name))
		if err != nil {
			return nil, fmt.Errorf("locale file %s: %w", name, err)
		}
		for _, m := range file.Messages {
			c.known[m.ID] = true
		}
	}
	c.texts = goi18n.NewLocalizer(bundle, lang)
	return c, nil
}
