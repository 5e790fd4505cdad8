package data_test

import (
	"errors"
	"slices"
	"testing"

	"kartoteka/data"
)

func TestWrittenFormOfAValue(t *testing.T) {
	choices := []string{"Pojedynczy", "Master Key"}
	for _, c := range []struct {
		kind        data.FieldKind
		typed, want string
		refused     bool
	}{
		{data.FieldText, "  KX 7 ", "KX 7", false},
		{data.FieldText, " ", "", false},
		{data.FieldNumber, "12,50", "12.5", false},
		{data.FieldNumber, "1 234,5", "1234.5", false},
		{data.FieldNumber, "1\u00a0234", "1234", false},
		{data.FieldNumber, "1.234,5", "1234.5", false},
		{data.FieldNumber, "1,234.5", "1234.5", false},
		{data.FieldNumber, "+007", "7", false},
		{data.FieldNumber, "-0,0", "0", false},
		{data.FieldNumber, "−3", "-3", false},
		{data.FieldNumber, ",5", "", true},
		{data.FieldNumber, "1e5", "", true},
		{data.FieldNumber, "dwa", "", true},
		{data.FieldNumber, "1,2,3", "", true},
		{data.FieldDate, "1.2.2026", "2026-02-01", false},
		{data.FieldDate, "01.02.2026 r.", "2026-02-01", false},
		{data.FieldDate, "2026-02-01", "2026-02-01", false},
		{data.FieldDate, "31-12-2026", "2026-12-31", false},
		{data.FieldDate, "31.02.2026", "", true},
		{data.FieldDate, "wtorek", "", true},
		{data.FieldChoice, "master KEY", "Master Key", false},
		{data.FieldChoice, "inny", "", true},
		{data.FieldYesNo, "Tak", "yes", false},
		{data.FieldYesNo, "0", "no", false},
		{data.FieldYesNo, "może", "", true},
		{"", "x", "", true},
	} {
		f := data.CustomField{Name: "Pole", Kind: c.kind, Choices: choices}
		got, err := f.Written(c.typed)
		if got != c.want || (err != nil) != c.refused || err != nil && data.CodeOf(err) != data.CodeInvalid {
			t.Errorf("%s %q is written %q, %v; want %q", c.kind, c.typed, got, err, c.want)
		}
		if again, err := f.Written(got); !c.refused && (err != nil || again != got) {
			t.Errorf("%s %q, written once more: %q, %v", c.kind, got, again, err)
		}
	}
}

func FuzzWrittenNumberAndDate(f *testing.F) {
	for _, s := range []string{"1 234,50", "1.2.2026", "-0", "+,", "9999999999999999999999999999999", "−−1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range []data.FieldKind{data.FieldNumber, data.FieldDate, data.FieldYesNo} {
			field := data.CustomField{Name: "x", Kind: kind}
			got, err := field.Written(s)
			if err != nil {
				continue
			}
			if again, err := field.Written(got); err != nil || again != got {
				t.Errorf("%s %q is written %q, then %q, %v", kind, s, got, again, err)
			}
		}
	})
}

func TestAFieldHasANameAKindAndChoices(t *testing.T) {
	for key, f := range map[string]data.CustomField{
		"field-without-name": {Name: " ", Kind: data.FieldText},
		"field-kind":         {Name: "x", Kind: "colour"},
		"field-choices":      {Name: "x", Kind: data.FieldChoice, Choices: []string{"a", " a ", ""}},
	} {
		var e *data.Error
		if err := f.Check(); !errors.As(err, &e) || e.Key != key {
			t.Errorf("%+v: %v, want %s", f, err, key)
		}
	}
	f := data.CustomField{Name: "x", Kind: data.FieldChoice, Choices: []string{" a", "b ", "a"}}
	if err := f.Check(); err != nil || !slices.Equal(f.Choices, []string{"a", "b"}) {
		t.Errorf("choices are %q, %v", f.Choices, err)
	}
	f.Kind = data.FieldText
	if err := f.Check(); err != nil || f.Choices != nil {
		t.Errorf("a text has choices: %q, %v", f.Choices, err)
	}
}
