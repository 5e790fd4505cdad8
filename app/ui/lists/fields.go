package lists

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

func (s *Screen) fieldsCard(fields []data.CustomField) fyne.CanvasObject {
	tr := s.env.Tr
	add := kit.Secondary(tr.T("lists.field-add"), look.IconAdd, func() {
		last := 0
		for _, f := range fields {
			last = max(last, f.Rank)
		}
		s.askField(data.CustomField{Kind: data.FieldText, Rank: last + 1})
	})
	rows := kit.VBox(0)
	for i, f := range fields {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.fieldRow(f))
	}
	if len(fields) == 0 {
		rows.Add(kit.Hint(tr.T("lists.fields-none")))
	}
	return kit.Section(tr.T("lists.fields"), add, rows)
}

func (s *Screen) fieldRow(f data.CustomField) fyne.CanvasObject {
	tr := s.env.Tr
	kind := parts.Word(tr, "field-kind.", string(f.Kind))
	if len(f.Choices) > 0 {
		kind += ": " + strings.Join(f.Choices, ", ")
	}
	return kit.Pad(6, 0, 6, 0, kit.HBox(kit.GapTiny,
		kit.Grow(kit.VBox(2, kit.NewText(f.Name, look.SizeBody, look.ColorText, false).Cut(), kit.Caption(kind).Cut())),
		kit.Quiet("", look.IconEdit, func() { s.askField(f) }),
		kit.Quiet("", look.IconTrash, func() { s.removeField(f) })))
}

func (s *Screen) removeField(f data.CustomField) {
	tr := s.env.Tr
	dialog.Confirm(s.env, tr.T("lists.field-remove-title"), tr.T("lists.field-remove-question", "Name", f.Name),
		tr.T("lists.field-remove-deed"), func() {
			s.change(func(ctx context.Context) error { return s.svc.DeleteCustomField(ctx, f.ID) })
		})
}

func (s *Screen) askField(f data.CustomField) {
	tr := s.env.Tr
	name := input.NewEntry(tr.T("lists.field-hint"))
	name.SetText(f.Name)
	options := input.NewTextArea(tr.T("lists.choices-hint"), 4)
	options.SetText(strings.Join(f.Choices, "\n"))
	kind := input.NewChoice(parts.Options(tr, "field-kind.", data.FieldKinds()), string(f.Kind), nil)
	kind.OnPick = func(code string) { enable(options, data.FieldKind(code) == data.FieldChoice) }
	enable(options, f.Kind == data.FieldChoice)
	title, deed := tr.T("lists.field-new"), tr.T("lists.add")
	if f.ID != 0 {
		title, deed = tr.T("lists.field-change"), tr.T("lists.save")
		kind.Disable() // what is written on the cards already would not fit
	}
	dialog.ShowForm(s.env, dialog.Form{
		Title: title, Deed: deed,
		Fields: []dialog.Field{
			{Label: tr.T("lists.name"), Input: name},
			{Label: tr.T("lists.kind"), Input: kind},
			{Label: tr.T("lists.choices"), Input: options},
		},
		Submit: func(done func(error)) {
			f.Name, f.Kind = strings.TrimSpace(name.Text), data.FieldKind(kind.Code())
			f.Choices = nil
			if f.Kind == data.FieldChoice {
				f.Choices = choices(options.Text)
			}
			if err := checkField(f); err != nil {
				done(err)
				return
			}
			kit.Do(s.Scope, "save", func(ctx context.Context) error {
				_, err := s.svc.SaveCustomField(ctx, f)
				return err
			}, func(err error) {
				done(err)
				s.load()
			})
		},
	})
}

func enable(e *input.Entry, on bool) {
	if on {
		e.Enable()
	} else {
		e.Disable()
	}
}
