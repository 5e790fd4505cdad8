package cases

import (
	"fyne.io/fyne/v2"

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
