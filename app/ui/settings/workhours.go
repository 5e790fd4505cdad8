package settings

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// closed is how a day is chosen on which the firm is closed.
const closed = ""

// hoursCard asks when the firm is open: by these hours is counted how long
// clients wait.
func (s *general) hoursCard() fyne.CanvasObject {
	tr := s.env.Tr
	s.workFrom = kit.NewChoice(hours(), "", func(code string) {
		s.save(func(x *data.Settings) { _, to := x.WorkHours(); x.WorkFrom, x.WorkTo = code, to })
	})
	s.workTo = kit.NewChoice(hours(), "", func(code string) {
		s.save(func(x *data.Settings) { from, _ := x.WorkHours(); x.WorkFrom, x.WorkTo = from, code })
	})
	saturday := append([]kit.Option{{Code: closed, Text: tr.T("settings.closed")}}, hours()...)
	s.saturdayFrom = kit.NewChoice(saturday, closed, func(code string) {
		s.save(func(x *data.Settings) { x.SaturdayFrom = code })
	})
	s.saturdayTo = kit.NewChoice(saturday, closed, func(code string) {
		s.save(func(x *data.Settings) { x.SaturdayTo = code })
	})
	pair := func(fromKey string, from, to *kit.Choice) fyne.CanvasObject {
		return kit.Weighted(kit.GapSmall, []float32{1, 1}, kit.Labelled(tr.T(fromKey), from), kit.Labelled(tr.T("settings.hours-to"), to))
	}
	return kit.Section(tr.T("settings.hours"), nil, kit.VBox(kit.GapRows,
		pair("settings.hours-from", s.workFrom, s.workTo), pair("settings.saturday-from", s.saturdayFrom, s.saturdayTo),
		kit.Note(tr.T("settings.hours-note"))))
}

func (s *general) showHours() {
	from, to := s.settings.WorkHours()
	s.workFrom.SetCode(from)
	s.workTo.SetCode(to)
	s.saturdayFrom.SetCode(s.settings.SaturdayFrom)
	s.saturdayTo.SetCode(s.settings.SaturdayTo)
}
