package inbox

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// SetAnswers says how letters are answered from here; without it none are.
func (s *Screen) SetAnswers(a parts.Answers) { s.answers = a }

// answer opens an answer to the message that is open.
func (s *Screen) answer() {
	if m := s.detail.message; m != nil && s.answers.Ask != nil {
		s.answers.Ask(data.ReplyRequest{MessageID: m.ID})
	}
}

// buildAnswers is the way to an answer, and what became of those that were written.
func (d *detail) buildAnswers() []fyne.CanvasObject {
	if d.s.answers.Ask == nil || d.message.Quarantined {
		return nil
	}
	tr := d.s.env.Tr
	var rows []fyne.CanvasObject
	if o := d.s.answers.Show(d.letter.standing); o != nil {
		rows = append(rows, o)
	}
	b := parts.NewKeyButton(tr.T("reply.key"), tr.T("reply.answer"), d.s.answer)
	return append(rows, kit.HBox(0, kit.Box(220, 0, b), kit.Spacer()))
}
