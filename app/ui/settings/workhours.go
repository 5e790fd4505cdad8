package settings

import (
	"slices"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

// closed is how a day is chosen on which the firm is closed.
const closed = ""

// hoursCard asks when the firm is open: by these hours is counted how long
// clients wait.
func (s *general) hoursCard() fyne.CanvasObject {
	tr := s.env.Tr
	s.workFrom, s.workTo = s.openHours(nil, func(x *data.Settings, from, to string) { x.WorkFrom, x.WorkTo = from, to })
	never := []input.Option{{Code: closed, Text: tr.T("settings.closed")}}
	s.saturdayFrom, s.saturdayTo = s.openHours(never, func(x *data.Settings, from, to string) { x.SaturdayFrom, x.SaturdayTo = from, to })
	pair := func(fromKey string, from, to *input.Choice) fyne.CanvasObject {
		return kit.Weighted(kit.GapSmall, []float32{1, 1}, input.Labelled(tr.T(fromKey), from), input.Labelled(tr.T("settings.hours-to"), to))
	}
	return kit.Section(tr.T("settings.hours"), nil, kit.VBox(kit.GapRows,
		pair("settings.hours-from", s.workFrom, s.workTo), pair("settings.saturday-from", s.saturdayFrom, s.saturdayTo),
		kit.Note(tr.T("settings.hours-note"))))
}

// openHours are the two choices of when the firm opens and closes, kept together.
// The one that was not touched moves along, so that the end is after the start; a
// day that is closed has neither.
func (s *general) openHours(never []input.Option, put func(x *data.Settings, from, to string)) (from, to *input.Choice) {
	keep := func() {
		first, last := from.Code(), to.Code()
		s.save(func(x *data.Settings) { put(x, first, last) })
	}
	all := hours()
	from = input.NewChoice(slices.Concat(never, all[:len(all)-1]), closed, func(code string) {
		if code == closed || to.Code() <= code {
			to.SetCode(hourBeside(code, 1))
		}
		keep()
	})
	to = input.NewChoice(slices.Concat(never, all[1:]), closed, func(code string) {
		if code == closed || from.Code() == closed || from.Code() >= code {
			from.SetCode(hourBeside(code, -1))
		}
		keep()
	})
	return from, to
}

// hourBeside is the full hour that is by so many later; none is beside closed.
func hourBeside(code string, by int) string {
	i := slices.IndexFunc(hours(), func(o input.Option) bool { return o.Code == code })
	if i < 0 {
		return closed
	}
	return hours()[i+by].Code
}

func (s *general) showHours() {
	from, to := s.settings.WorkHours()
	s.workFrom.SetCode(from)
	s.workTo.SetCode(to)
	s.saturdayFrom.SetCode(s.settings.SaturdayFrom)
	s.saturdayTo.SetCode(s.settings.SaturdayTo)
}
