package lists

import (
	"errors"
	"slices"
	"testing"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

func TestChoicesAreLines(t *testing.T) {
	got := choices(" patentowy \n\nelektroniczny\npatentowy\n")
	if !slices.Equal(got, []string{"patentowy", "elektroniczny"}) {
		t.Errorf("choices = %q", got)
	}
}

func TestCheckField(t *testing.T) {
	for name, c := range map[string]struct {
		f   data.CustomField
		key string
	}{
		"without a name":  {data.CustomField{Kind: data.FieldText}, "list-without-name"},
		"one choice only": {data.CustomField{Name: "Typ", Kind: data.FieldChoice, Choices: []string{"a"}}, "field-without-choices"},
		"a good one":      {data.CustomField{Name: "Typ", Kind: data.FieldChoice, Choices: []string{"a", "b"}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			err := checkField(c.f)
			var told *data.Error
			if (err == nil) != (c.key == "") || err != nil && (!errors.As(err, &told) || told.Key != c.key) {
				t.Errorf("got %v, want %q", err, c.key)
			}
		})
	}
}

func TestBuiltIn(t *testing.T) {
	tr := i18n.New("pl", nil)
	if !builtIn(tr, data.Category{List: data.ListChannels, Code: "phone", Name: "komórka"}) {
		t.Error("a renamed built-in channel could be deleted")
	}
	if builtIn(tr, data.Category{List: data.ListChannels, Code: "stoisko"}) {
		t.Error("a channel of one's own could not be deleted")
	}
}
