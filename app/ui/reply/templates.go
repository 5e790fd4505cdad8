package reply

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

// TemplateService is what the page of templates needs of the program.
type TemplateService interface {
	ReplyTemplates(ctx context.Context) ([]data.ReplyTemplate, error)
	SaveReplyTemplate(ctx context.Context, t data.ReplyTemplate) (int64, error)
	DeleteReplyTemplate(ctx context.Context, id int64) error
	ReplySignature(ctx context.Context) (string, error)
	SetReplySignature(ctx context.Context, text string) error
}

// Templates is the page of settings with the firm's letters and its signature.
type Templates struct {
	*parts.Page
	env *kit.Env
	svc TemplateService
}

var _ kit.Screen = (*Templates)(nil)

// NewTemplates returns the page; it loads when it is shown.
func NewTemplates(env *kit.Env, svc TemplateService) *Templates {
	return &Templates{Page: parts.NewPage(env, 6), env: env, svc: svc}
}

// Show loads the page.
func (s *Templates) Show(int64) { s.load() }

// Changed loads the page anew when a letter may have changed.
func (s *Templates) Changed(c data.Change) {
	if c.Has(data.TopicSettings, data.TopicJournal) {
		s.load()
	}
}

type letters struct {
	all       []data.ReplyTemplate
	signature string
}

func (s *Templates) load() {
	kit.Go(s.Scope, "load", func(ctx context.Context) (l letters, err error) {
		if l.all, err = s.svc.ReplyTemplates(ctx); err != nil {
			return l, err
		}
		l.signature, err = s.svc.ReplySignature(ctx)
		return l, err
	}, func(l letters, err error) {
		if err != nil {
			s.Slot.Set(kit.Trouble(s.env, err, s.load))
			return
		}
		s.draw(l)
	})
}

func (s *Templates) draw(l letters) {
	tr := s.env.Tr
	add := kit.Primary(tr.T("reply.template-add"), look.IconAdd, func() { s.edit(data.ReplyTemplate{Language: tr.Lang()}) })
	s.First = add
	rows := kit.VBox(0)
	for i, t := range l.all {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.row(t))
	}
	if len(l.all) == 0 {
		rows.Add(kit.Hint(tr.T("reply.templates-none")))
	}
	left := kit.VBox(0, kit.Section(tr.T("reply.templates"), add, rows))
	right := kit.VBox(kit.GapCards, s.signatureCard(l.signature), s.blanksCard())
	s.Draw(kit.PageScroll(kit.Weighted(kit.GapCards, []float32{3, 2}, left, right)))
}

func (s *Templates) row(t data.ReplyTemplate) fyne.CanvasObject {
	first := ""
	for line := range strings.Lines(t.Body) {
		if line = strings.TrimSpace(line); len(line) > 30 { // the greeting is alike in all
			first = line
			break
		}
	}
	words := kit.VBox(2, kit.Strong(t.Name).Cut(), kit.Caption(first).Cut())
	row := []fyne.CanvasObject{kit.Grow(words)}
	if t.Language != "" {
		row = append(row, kit.Chip(strings.ToUpper(t.Language), kit.ToneNeutral))
	}
	row = append(row, kit.Quiet("", look.IconEdit, func() { s.edit(t) }), kit.Quiet("", look.IconTrash, func() { s.remove(t) }))
	return kit.Pad(6, 0, 6, 0, kit.HBox(kit.GapSmall, row...))
}

func (s *Templates) signatureCard(text string) fyne.CanvasObject {
	tr := s.env.Tr
	e := input.NewTextArea(tr.T("reply.signature-hint"), 4)
	e.SetText(text)
	save := func() {
		kit.Do(s.Scope, "signature", func(ctx context.Context) error { return s.svc.SetReplySignature(ctx, e.Text) },
			func(err error) {
				if err != nil {
					dialog.ShowError(s.env, err)
					return
				}
				s.env.Toast(tr.T("reply.signature-saved"), nil)
			})
	}
	e.OnCommit = save
	return kit.Section(tr.T("reply.signature"), nil, kit.VBox(kit.GapSmall, e,
		kit.HBox(0, kit.Secondary(tr.T("reply.signature-save"), "", save), kit.Spacer()), kit.Note(tr.T("reply.signature-note"))))
}

// blanksCard explains what can stand in braces.
func (s *Templates) blanksCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := []fyne.CanvasObject{}
	for _, b := range data.ReplyBlanks() {
		rows = append(rows, kit.HBox(kit.GapSmall, kit.Box(104, 0, kit.Strong(s.written(b))),
			kit.Grow(kit.NewPara(tr.T("reply.blank."+b[0]), look.SizeBody, look.ColorText))))
	}
	rows = append(rows, kit.Note(tr.T("reply.blanks-note")))
	return kit.Section(tr.T("reply.blanks"), nil, kit.VBox(kit.GapTiny, rows...))
}

// written is a blank as it stands in the window's language.
func (s *Templates) written(b [2]string) string {
	if s.env.Tr.Lang() == "pl" {
		return "{" + b[0] + "}"
	}
	return "{" + b[1] + "}"
}

// edit opens a letter, new or old.
func (s *Templates) edit(t data.ReplyTemplate) {
	tr := s.env.Tr
	name, subject := input.NewEntry(tr.T("reply.name-hint")), input.NewEntry(tr.T("reply.subject-hint"))
	body := input.NewTextArea("", lines)
	name.SetText(t.Name)
	subject.SetText(t.Subject)
	body.SetText(t.Body)
	lang := input.NewChoice([]input.Option{
		{Code: "pl", Text: "Polski"}, {Code: "en", Text: "English"}, {Code: "", Text: tr.T("reply.any-language")},
	}, t.Language, nil)
	title := tr.T("reply.template-new")
	if t.ID != 0 {
		title = t.Name
	}
	blanks := make([]string, 0, len(data.ReplyBlanks()))
	for _, b := range data.ReplyBlanks() {
		blanks = append(blanks, s.written(b))
	}
	dialog.ShowForm(s.env, dialog.Form{
		Title: title, Deed: tr.T("reply.template-save"), Width: width, Tall: true,
		Fields: []dialog.Field{
			{Input: kit.Weighted(kit.GapRows, []float32{2, 1}, input.Labelled(tr.T("reply.name"), name), input.Labelled(tr.T("reply.language"), lang))},
			{Label: tr.T("reply.subject"), Input: subject},
			{Label: tr.T("reply.text"), Input: body, Hint: strings.Join(blanks, " ")},
		},
		Changed: func() bool { return name.Text != t.Name || subject.Text != t.Subject || body.Text != t.Body },
		Submit: func(done func(error)) {
			fresh := data.ReplyTemplate{
				ID: t.ID, Name: name.Text, Subject: subject.Text, Body: body.Text, Language: lang.Code(), Rank: t.Rank,
			}
			kit.Do(s.Scope, "save", func(ctx context.Context) error {
				_, err := s.svc.SaveReplyTemplate(ctx, fresh)
				return err
			}, func(err error) {
				done(err)
				if err == nil {
					s.env.Toast(tr.T("reply.template-saved", "Name", fresh.Name), kit.Did)
					s.load()
				}
			})
		},
	})
}

func (s *Templates) remove(t data.ReplyTemplate) {
	kit.Do(s.Scope, "delete", func(ctx context.Context) error { return s.svc.DeleteReplyTemplate(ctx, t.ID) }, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T("reply.template-deleted", "Name", t.Name), kit.Did)
		s.load()
	})
}
