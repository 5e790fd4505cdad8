package i18n

import (
	"encoding/json"
	"fmt"
	"io/fs"
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

// catalogue holds the texts of one language. A run of the program shows only
// some of them, so each is taken apart when it is first asked for.
type catalogue struct {
	raw map[string]json.RawMessage // as they stand in the files; only read

	mu    sync.RWMutex
	taken map[string]bool // the keys whose texts are in the bundle
	texts *goi18n.Localizer
	files *goi18n.Bundle
	tag   language.Tag
}

// has reports whether there is a text for the key.
func (c *catalogue) has(key string) bool { return c.raw[key] != nil }

// localize returns the text that is asked for.
func (c *catalogue) localize(asked *goi18n.LocalizeConfig) (string, error) {
	c.mu.RLock()
	taken := c.taken[asked.MessageID] || !c.has(asked.MessageID)
	if !taken {
		c.mu.RUnlock()
		if err := c.take(asked.MessageID); err != nil {
			return "", err
		}
		c.mu.RLock()
	}
	defer c.mu.RUnlock()
	return c.texts.Localize(asked)
}

// take takes a text apart.
func (c *catalogue) take(key string) error {
	var text any
	if err := json.Unmarshal(c.raw[key], &text); err != nil {
		return fmt.Errorf("text %s: %w", key, err)
	}
	m, err := goi18n.NewMessage(text)
	if err != nil {
		return fmt.Errorf("text %s: %w", key, err)
	}
	m.ID = key
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.taken[key] {
		return nil
	}
	c.taken[key] = true
	return c.files.AddMessages(c.tag, m)
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
	c := &catalogue{raw: map[string]json.RawMessage{}, taken: map[string]bool{}, tag: language.MustParse(lang)}
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("locale file: %w", err)
		}
		if err := split(raw, c.raw); err != nil {
			return nil, fmt.Errorf("locale file %s: %w", name, err)
		}
	}
	c.files = goi18n.NewBundle(c.tag)
	c.texts = goi18n.NewLocalizer(c.files, lang)
	return c, nil
}
