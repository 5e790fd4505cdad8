package cases

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// SetAnswers says how cases are answered from here; without it none are.
func (s *Screen) SetAnswers(a parts.Answers) { s.answers = a }

// answer opens an answer to the client whose case is in front.
func (s *Screen) answer() {
	if s.file != nil && s.answers.Ask != nil {
		s.answers.Ask(data.ReplyRequest{CaseID: s.file.row.ID})
	}
}

// redirect notes that the client was only sent elsewhere: no answer, so that the
// case stays open.
func (s *Screen) redirect(on bool) {
	id, told := s.file.row.ID, "cases.redirected"
	if !on {
		told = "cases.redirected-back"
	}
	kit.Do(s.scope, "redirect", func(ctx context.Context) error { return s.svc.RedirectCase(ctx, id, on) }, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T(told), kit.Did)
		s.reloadCase()
	})
}

// withAnswers puts what became of the answers before the other sections.
func (s *Screen) withAnswers(sections ...fyne.CanvasObject) []fyne.CanvasObject {
	if s.answers.Show == nil {
		return sections
	}
	o := s.answers.Show(s.file.standing)
	if o == nil {
		return sections
	}
	return append([]fyne.CanvasObject{parts.Part(s.env.Tr.T("reply.answers"), nil, o)}, sections...)
}
