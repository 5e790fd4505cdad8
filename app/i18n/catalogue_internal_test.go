package i18n

import (
	"sync"
	"testing"
	"testing/fstest"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
)

// Texts are taken apart when they are asked for; a test asks for all of them,
// from several sides at once.
func TestEveryTextCanBeTakenApart(t *testing.T) {
	for _, lang := range Languages() {
		c := catalogues[lang]()
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				for key := range c.raw {
					if _, err := c.localize(&goi18n.LocalizeConfig{MessageID: key, TemplateData: map[string]any{"N": 5}}); err != nil {
						t.Errorf("%s: %s: %v", lang, key, err)
					}
				}
			})
		}
		all.Wait()
	}
}

func TestBrokenTextsAreRefused(t *testing.T) {
	if _, err := load(fstest.MapFS{"locale/a.pl.json": {Data: []byte(`{"a": "b",}`)}}, Polish); err == nil {
		t.Error("a broken file is read")
	}
	c, err := load(fstest.MapFS{"locale/a.pl.json": {Data: []byte(`{"a": 5, "b": "dobry"}`)}}, Polish)
	if err != nil {
		t.Fatal(err)
	}
	if s, err := c.localize(&goi18n.LocalizeConfig{MessageID: "a"}); err == nil {
		t.Errorf("a number is the text %q", s)
	}
	if s, err := c.localize(&goi18n.LocalizeConfig{MessageID: "b"}); err != nil || s != "dobry" {
		t.Errorf("%q, %v", s, err)
	}
}
