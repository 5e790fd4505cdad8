package inbox

import (
	"context"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

func TestALetterIsAnsweredByOneKeyAndSaysWhatBecameOfIt(t *testing.T) {
	f := newFake()
	st, s := open(t, f)
	st.Key(fyne.KeyD)
	if len(f.filed) != 0 {
		t.Fatal("where nothing answers, the key did something")
	}
	var asked []data.ReplyRequest
	s.SetAnswers(parts.Answers{
		Ask: func(r data.ReplyRequest) { asked = append(asked, r) },
		Load: func(_ context.Context, f data.DraftFilter) (data.ReplyStanding, error) {
			return data.ReplyStanding{Drafts: []data.Draft{{Answers: f.Answers}}}, nil
		},
		Show: func(s data.ReplyStanding) fyne.CanvasObject {
			if s.Drafts[0].Answers == 1 {
				return kit.Sentence("leży w szkicach")
			}
			return nil
		},
	})
	s.Show(1)
	if !st.Says("leży w szkicach") || subject(s) != "Reklamacja zamka w drzwiach wejściowych" {
		t.Errorf("what became of the answer to %q is not shown", subject(s))
	}
	st.Key(fyne.KeyD)
	if len(asked) != 1 || asked[0].MessageID != 1 {
		t.Errorf("asked %+v", asked)
	}
	st.Resize(1180, 760)
	st.Picture(t, "inbox-answer")
}
