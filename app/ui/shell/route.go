package shell

import "kartoteka/app/ui/kit"

// history is the way that was taken through the window.
type history struct {
	past []kit.Route
	at   int
}

// longest is how many steps back are remembered.
const longest = 50

// visit notes that a place was gone to. What lay ahead is forgotten.
func (h *history) visit(r kit.Route) {
	if len(h.past) > 0 {
		if h.past[h.at] == r {
			return
		}
		h.past = h.past[:h.at+1]
	}
	h.past = append(h.past, r)
	if len(h.past) > longest {
		h.past = h.past[len(h.past)-longest:]
	}
	h.at = len(h.past) - 1
}

// back returns the place before, if there is one.
func (h *history) back() (kit.Route, bool) { return h.move(-1) }

// forward returns the place from which one went back, if there is one.
func (h *history) forward() (kit.Route, bool) { return h.move(1) }

func (h *history) move(by int) (kit.Route, bool) {
	to := h.at + by
	if to < 0 || to >= len(h.past) {
		return kit.Route{}, false
	}
	h.at = to
	return h.past[to], true
}

// current returns the place that is in front.
func (h *history) current() kit.Route {
	if len(h.past) == 0 {
		return kit.Route{}
	}
	return h.past[h.at]
}

// screens lists the screens in the order of the sidebar and of Ctrl+1 to
// Ctrl+6.
func screens() []kit.ScreenName {
	return []kit.ScreenName{
		kit.ScreenToday, kit.ScreenMail, kit.ScreenContacts, kit.ScreenCases, kit.ScreenReports, kit.ScreenSettings,
	}
}
