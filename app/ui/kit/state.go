package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/ui/kit/look"
)

// Empty is what a screen or a card shows when there is nothing yet: an icon,
// one sentence, and at most one button (nil for none).
func Empty(icon look.IconName, sentence string, button fyne.CanvasObject) fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		container.NewCenter(Picture(icon, 44, look.ColorMuted)),
		NewPara(sentence, look.SizeBody, look.ColorMuted).Center(),
	}
	if button != nil {
		parts = append(parts, container.NewCenter(button))
	}
	return container.New(&middle{width: 380}, VBox(GapRows, parts...))
}

// Hint is a small Empty for a card: one muted sentence that wraps.
func Hint(sentence string) fyne.CanvasObject {
	return NewPara(sentence, look.SizeBody, look.ColorMuted)
}

// Trouble is what a screen shows when loading failed: the translated sentence
// and a button that tries again.
func Trouble(env *Env, err error, again func()) fyne.CanvasObject {
	return Empty(look.IconAlert, env.Tr.Error(err), Secondary(env.Tr.T("ui.try-again"), look.IconRefresh, again))
}

// Loading is the grey shape of rows that are on their way.
func Loading(rows int) fyne.CanvasObject {
	all := make([]fyne.CanvasObject, rows)
	for i := range all {
		line := func(w float32, h float32) fyne.CanvasObject {
			return HBox(0, Box(w, h, NewPanel(look.ColorSkeleton, "", 4, nil)), Spacer())
		}
		circle := Box(34, 34, NewPanel(look.ColorSkeleton, "", 17, nil))
		wide := 220 - float32(i%3)*36
		all[i] = HBox(GapRows, circle, Grow(VBox(6, line(wide, 11), line(wide+90, 9))))
	}
	return Pad(8, 8, 8, 8, VBox(GapCards, all...))
}

// middle puts an object in the middle, no wider than width.
type middle struct{ width float32 }

func (m *middle) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }

func (m *middle) Layout(o []fyne.CanvasObject, s fyne.Size) {
	w := fyne.Min(m.width, s.Width-2*GapCards)
	h := fyne.Min(HeightAt(o[0], w), s.Height)
	o[0].Move(fyne.NewPos((s.Width-w)/2, (s.Height-h)/2))
	o[0].Resize(fyne.NewSize(w, h))
}
