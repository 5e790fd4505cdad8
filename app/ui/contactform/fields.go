package contactform

import (
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

// ownField is the input of a field that the owner added.
type ownField struct {
	field  data.CustomField
	input  fyne.CanvasObject
	value  func() (string, error)
	before string
}

// newOwnField makes the input that a field's kind asks for.
func newOwnField(env *kit.Env, f data.CustomField, value string) *ownField {
	o := &ownField{field: f, before: value}
	switch f.Kind {
	case data.FieldNumber:
		shown := value
		if env.Tr.T("number.decimal") == "," {
			shown = strings.Replace(value, ".", ",", 1)
		}
		e := newChecked(env, shown, "", func(s string) error { _, err := number(s); return err })
		o.input, o.value = e.box, func() (string, error) { return number(e.Text) }
	case data.FieldDate:
		d, _ := data.ParseDate(value) // what is none leaves the field empty
		e := input.NewDateEntry(env, d)
		o.input, o.value = e, func() (string, error) { return e.Day().String(), e.Check() }
	case data.FieldChoice:
		options := []input.Option{{Text: env.Tr.T("contactform.none")}}
		for _, c := range f.Choices {
			options = append(options, input.Option{Code: c, Text: c})
		}
		o.choice(options, value)
	case data.FieldYesNo:
		o.choice([]input.Option{
			{Text: env.Tr.T("contactform.none")}, {Code: "yes", Text: env.Tr.T("contactform.yes")}, {Code: "no", Text: env.Tr.T("contactform.no")},
		}, value)
	default:
		e := filled(value, "")
		o.input, o.value = e, func() (string, error) { return text(e), nil }
	}
	return o
}

// choice is a drop-down; a value that is no longer offered can be kept.
func (o *ownField) choice(options []input.Option, value string) {
	known := false
	for _, p := range options {
		known = known || p.Code == value
	}
	if !known {
		options = append(options, input.Option{Code: value, Text: value})
	}
	c := input.NewChoice(options, value, nil)
	o.input, o.value = c, func() (string, error) { return c.Code(), nil }
}

// read puts the values into a contact's fields; the first that is wrong is told.
func readOwn(all []*ownField, old map[int64]string) (map[int64]string, error) {
	if len(all) == 0 {
		return old, nil
	}
	out := make(map[int64]string, len(all))
	for id, v := range old {
		out[id] = v
	}
	var wrong error
	for _, o := range all {
		v, err := o.value()
		if err != nil && wrong == nil {
			wrong = err
		}
		if v == "" {
			delete(out, o.field.ID)
		} else {
			out[o.field.ID] = v
		}
	}
	if len(out) == 0 && len(old) == 0 {
		return old, wrong
	}
	return out, wrong
}
