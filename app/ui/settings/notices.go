package settings

import (
	"fmt"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

// noticesOff is how the settings say that nothing is told.
const noticesOff = "off"

// hours are the full hours of a day, as they are chosen.
func hours() []input.Option {
	out := make([]input.Option, 24)
	for h := range out {
		at := fmt.Sprintf("%02d:00", h)
		out[h] = input.Option{Code: at, Text: at}
	}
	return out
}

// noticesCard asks whether the system tells of mail from clients, and when not.
func (s *general) noticesCard() fyne.CanvasObject {
	tr := s.env.Tr
	s.notices = input.NewCheck(tr.T("settings.notices-on"), true, func(on bool) {
		s.save(func(x *data.Settings) {
			if x.Notices = ""; !on {
				x.Notices = noticesOff
			}
		})
	})
	// Both bounds are kept together: one alone would move when the usual ones do.
	s.quietFrom = input.NewChoice(hours(), "", func(code string) {
		s.save(func(x *data.Settings) { _, to := x.QuietHours(); x.QuietFrom, x.QuietTo = code, to })
	})
	s.quietTo = input.NewChoice(hours(), "", func(code string) {
		s.save(func(x *data.Settings) { from, _ := x.QuietHours(); x.QuietFrom, x.QuietTo = from, code })
	})
	return kit.Section(tr.T("settings.notices"), nil, kit.VBox(kit.GapRows,
		s.notices,
		kit.Weighted(kit.GapSmall, []float32{1, 1},
			input.Labelled(tr.T("settings.quiet-from"), s.quietFrom), input.Labelled(tr.T("settings.quiet-to"), s.quietTo)),
		kit.Note(tr.T("settings.notices-note"))))
}

func (s *general) showNotices() {
	s.notices.SetOn(s.settings.Notices != noticesOff)
	from, to := s.settings.QuietHours()
	s.quietFrom.SetCode(from)
	s.quietTo.SetCode(to)
}
