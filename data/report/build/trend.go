package build

import (
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/stats"
)

// How many full months each kind of statement needs.
const (
	minLimits = 6  // control limits at all; below 12 they are trial limits
	minFirm   = 12 // limits and trend verdicts without reserve
	minTrend  = 8  // a trend verdict at all
	minUsual  = 6  // months behind "usual"
)

// month is one row of the trend.
type month struct {
	start       data.Date
	partial     bool // running, or cut by the period or by the start of the records
	orders      int
	complaints  int
	positive    int
	suggestions int
	point       *stats.ControlPoint // nil: no limits
	verdict     report.Verdict
}

// trend is the monthly series and what the tests say about it.
type trend struct {
	months   []month
	full     []int // indexes of the full months
	byOrders bool  // expectations follow the orders, else months count alike
	control  stats.Control
	limits   bool // there are limits at all
	trial    bool

	test    stats.Trend
	slope   stats.Slope
	verdict report.Verdict // of the test

	last       int // index of the last full month, -1: none
	lastBefore stats.Comparison
	baseMonths data.Period // the months that the last one is compared with
	baseSum    int
	lastCall   report.Verdict
}

func newTrend(f *facts) *trend {
	t := &trend{last: -1}
	t.count(f)
	t.chooseBasis()
	t.drawLimits()
	t.testTrend()
	t.compareLast(f)
	return t
}

func (t *trend) count(f *facts) {
	if !f.recorded() {
		return
	}
	index := map[data.Date]int{}
	for _, m := range f.period.Months() {
		end := data.NewDate(m.Year, m.Month+1, 0)
		partial := m.Before(f.period.From) || end.After(f.period.To) || !end.Before(f.today)
		index[m] = len(t.months)
		if !partial {
			t.full = append(t.full, len(t.months))
		}
		t.months = append(t.months, month{start: m, partial: partial})
	}
	for i := range f.entries {
		e := &f.entries[i]
		j, ok := index[e.on.FirstOfMonth()]
		if !ok {
			continue
		}
		m := &t.months[j]
		switch e.kind {
		case kindComplaint:
			m.complaints++
		case kindOrder:
			m.orders++
		case kindPositive:
			m.positive++
		case kindSuggestion:
			m.suggestions++
		}
	}
}

// chooseBasis lets the orders be the exposure only if every full month has some.
func (t *trend) chooseBasis() {
	t.byOrders = len(t.full) > 0
	for _, i := range t.full {
		if t.months[i].orders == 0 {
			t.byOrders = false
		}
	}
}

// series returns the full months' counts and exposures.
func (t *trend) series() (counts []int, exposure []float64) {
	for _, i := range t.full {
		counts = append(counts, t.months[i].complaints)
		if t.byOrders {
			exposure = append(exposure, float64(t.months[i].orders))
		} else {
			exposure = append(exposure, 1)
		}
	}
	return counts, exposure
}

func (t *trend) drawLimits() {
	counts, exposure := t.series()
	t.limits = len(t.full) >= minLimits && sum(counts) > 0
	t.trial = len(t.full) < minFirm
	for i := range t.months {
		t.months[i].verdict = report.TooLittle
		if t.months[i].partial {
			t.months[i].verdict = report.Partial
		}
	}
	if !t.limits {
		return
	}
	t.control = stats.NewControl(counts, exposure)
	for k, i := range t.full {
		p := &t.control.Points[k]
		t.months[i].point = p
		t.months[i].verdict = pointVerdict(p, t.trial)
	}
}

func pointVerdict(p *stats.ControlPoint, trial bool) report.Verdict {
	v, calm := map[int]report.Verdict{1: report.More, -1: report.Less}, report.Usual
	if trial {
		v, calm = map[int]report.Verdict{1: report.MoreTrial, -1: report.LessTrial}, report.UsualTrial
	}
	switch {
	case p.Beyond != 0:
		return v[p.Beyond]
	case p.Run > 0:
		return report.RunAbove
	case p.Run < 0:
		return report.RunBelow
	}
	return calm
}

// testTrend applies Mann–Kendall to the rate per 100 orders when the orders
// are known, else to the counts.
func (t *trend) testTrend() {
	t.verdict = report.TooLittle
	counts, exposure := t.series()
	if len(counts) < minTrend || sum(counts) == 0 {
		return
	}
	x := make([]float64, len(counts))
	for i, c := range counts {
		x[i] = float64(c)
		if t.byOrders {
			x[i] = 100 * float64(c) / exposure[i]
		}
	}
	t.test = stats.MannKendall(x)
	t.slope, _ = stats.SenSlope(x)
	t.verdict = trendVerdict(t.test)
}

func trendVerdict(m stats.Trend) report.Verdict {
	switch {
	case m.P < 0.01 && m.S > 0:
		return report.RisingStrong
	case m.P < 0.01 && m.S < 0:
		return report.FallingStrong
	case m.P < 0.05 && m.S > 0:
		return report.RisingModerate
	case m.P < 0.05 && m.S < 0:
		return report.FallingModerate
	}
	return report.NoEvidence
}

// compareLast sets the last full month beside the mean of up to twelve full
// months before it, also those before the period.
func (t *trend) compareLast(f *facts) {
	if len(t.full) == 0 {
		return
	}
	t.last = t.full[len(t.full)-1]
	last := t.months[t.last].start
	inside := map[data.Date]int{}
	for _, i := range t.full {
		inside[t.months[i].start] = t.months[i].complaints
	}
	var base []int
	for back := 12; back >= 1; back-- {
		m := data.NewDate(last.Year, last.Month-time.Month(back), 1)
		if m.Before(f.first) {
			continue // nothing was recorded yet, or not from the month's first day
		}
		k, ok := inside[m]
		if !ok {
			k = f.complaintsIn(m)
		}
		if len(base) == 0 {
			t.baseMonths.From = m
		}
		base = append(base, k)
	}
	t.baseMonths.To = last.AddDays(-1)
	t.baseSum = sum(base)
	t.lastBefore = stats.MonthAgainstMean(t.months[t.last].complaints, base)
	t.lastCall = report.TooLittle
	if len(base) >= minUsual {
		t.lastCall = judgeAgainst(float64(t.months[t.last].complaints), t.lastBefore.Mean, t.lastBefore.P)
	}
}

// complaintsIn counts the complaints of a month that lies before the period
// or is cut by its start.
func (f *facts) complaintsIn(m data.Date) int {
	n := f.earlier[m]
	for i := range f.complaints {
		if f.complaints[i].ReceivedOn.FirstOfMonth() == m {
			n++
		}
	}
	return n
}

func judgeAgainst(now, usual, p float64) report.Verdict {
	switch {
	case p >= 0.05:
		return report.NoEvidence
	case now > usual:
		return report.More
	}
	return report.Less
}

// rate returns complaints per 100 orders, none without orders.
func (m *month) rate() report.Value {
	if m.orders == 0 {
		return report.Value{}
	}
	return report.Number(100*float64(m.complaints)/float64(m.orders), 2)
}

// signals returns the indexes of the months that are signals.
func (t *trend) signals() []int {
	var out []int
	for i := range t.months {
		if t.months[i].verdict.Signal() {
			out = append(out, i)
		}
	}
	return out
}

func sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}
