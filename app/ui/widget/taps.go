package widget

import "time"

// doubleTap is how close two taps have to be to open a row.
const doubleTap = 400 * time.Millisecond

// taps tells a double tap from two single ones without holding back the first,
// as the toolkit's own double tap does: selection must be instant.
type taps struct {
	row  int
	at   time.Time
	tick func() time.Time
}

// tap notes a tap on a row and reports whether it is the second of two.
func (t *taps) tap(row int) bool {
	now := t.tick()
	double := row == t.row && now.Sub(t.at) < doubleTap
	t.row, t.at = row, now
	if double {
		t.row = -1
	}
	return double
}
