package cases

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

func TestACaseIsAnsweredAndSaysWhatBecameOfIt(t *testing.T) {
	st, s := open(t, newFake())
	var asked []data.ReplyRequest
	s.SetAnswers(parts.Answers{
		Ask: func(r data.ReplyRequest) { asked = append(asked, r) },
		Load: func(_ context.Context, f data.DraftFilter) (data.ReplyStanding, error) {
			return data.ReplyStanding{Drafts: []data.Draft{{CaseID: f.CaseID}}}, nil
		},
		Show: func(data.ReplyStanding) fyne.CanvasObject { return kit.Sentence("leży w szkicach") },
	})
	id := s.rows[0].ID
	s.Show(id)
	if !st.Says("leży w szkicach") {
		t.Error("what became of the answer is not shown")
	}
	st.Key(fyne.KeyD)
	st.Tap(t, "Odpowiedz szablonem")
	if len(asked) != 2 || asked[0].CaseID != id || asked[1].CaseID != id {
		t.Errorf("asked %+v, want case %d twice", asked, id)
	}
}
