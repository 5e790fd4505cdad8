package cases

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// SetAnswers says how cases are answered from here; without it none are.
func (s *Screen) SetAnswers(a parts.Answers) { s.answers = a }

// standing reads how the answers in a case stand.
func (s *Screen) standing(ctx context.Context, id int64) (data.ReplyStanding, error) {
	if s.answers.Load == nil {
		return data.ReplyStanding{}, nil
	}
	return s.answers.Load(ctx, data.DraftFilter{CaseID: id})
}

// answer opens an answer to the client whose case is in front.
func (s *Screen) answer() {
	if s.file != nil && s.answers.Ask != nil {
		s.answers.Ask(data.ReplyRequest{CaseID: s.file.row.ID})
	}
}

// answerKey reports whether a key asks for an answer.
func (s *Screen) answerKey(e *fyne.KeyEvent) bool {
	return s.file != nil && s.answers.Ask != nil && strings.EqualFold(string(e.Name), s.env.Tr.T("reply.key"))
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
