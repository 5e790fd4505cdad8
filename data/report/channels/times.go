package channels

import (
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/stats"
)

// group is what wanted an answer on one channel.
type group struct {
	wanted, waits, redirected int
	hours, workHours          spans          // to the first reply
	own                       report.Portion // replies by the same channel
	late                      report.Portion // answered later than half of all, or still waiting for longer
}

// spans are hours: those after which an answer came, and those that others have
// waited so far. They are censored, not dropped (DOMAIN §2.2), else a channel
// that answers half of its letters at once would seem the quickest.
type spans struct{ answered, open []float64 }

func (s *spans) add(hours float64, open bool) {
	if open {
		s.open = append(s.open, hours)
		return
	}
	s.answered = append(s.answered, hours)
}

// value is what a quantile of them is, none of too few. Where that one still
// waits, only that it is more than so much.
func (s *spans) value(quantile func([]float64) (float64, bool)) report.Value {
	all := slices.Concat(s.answered, s.open)
	if len(all) < report.MinCounts {
		return report.Value{}
	}
	q, ok := quantile(all)
	switch {
	case !ok:
		return report.Value{}
	case slices.Contains(s.answered, q):
		return report.Number(q, 1)
	}
	return report.Say(report.NewSentence("report.more-than", report.With("V", report.Number(q, 1))))
}

// times tells by channel how many and how soon were answered, and how.
func (c *Channels) times() *report.Table {
	t := &report.Table{Key: "channel-times", Totals: true, Columns: []report.Column{
		{Key: "channel", Kind: report.Text, Width: 26},
		{Key: "wanted", Kind: report.Int, Width: 9},
		{Key: "replied", Kind: report.Int, Width: 9},
		{Key: "unanswered", Kind: report.Int, Width: 9},
		{Key: "redirected-n", Kind: report.Int, Width: 9},
		{Key: "first-hours", Kind: report.Decimal, Width: 9},
		{Key: "first-work-hours", Kind: report.Decimal, Width: 9},
		{Key: "first-p90", Kind: report.Decimal, Width: 9},
		{Key: "own-n", Kind: report.Int, Width: 9},
		{Key: "own", Kind: report.Share, Width: 9},
		{Key: "own-low", Kind: report.Share, Width: 9},
		{Key: "own-high", Kind: report.Share, Width: 9},
		{Key: "times-verdict", Kind: report.Word, Width: 15, Wrap: true},
	}}
	verdicts := verdictsOf(c.groups)
	for _, ch := range c.used {
		if g := c.groups[ch]; g != nil {
			if verdicts[ch].Signal() {
				t.Signals = append(t.Signals, len(t.Rows))
			}
			t.Rows = append(t.Rows, g.row(c.name(ch), verdicts[ch].Value()))
		}
	}
	t.Rows = append(t.Rows, c.whole.row(report.Key("report.all-channels"), report.Value{}))
	return t
}

// sort sorts what wanted an answer by channel.
func (c *Channels) sort() {
	half, known := c.halfTime()
	c.groups, c.whole = map[data.Channel]*group{}, &group{}
	for i := range c.rows {
		r := &c.rows[i]
		if !r.Wanted {
			continue
		}
		g := c.groups[r.Channel]
		if g == nil {
			g = &group{}
			c.groups[r.Channel] = g
		}
		hours, work, timed := c.spent(r)
		for _, g := range []*group{g, c.whole} {
			g.add(r)
			if timed {
				g.hours.add(hours, r.Waits)
				g.workHours.add(work, r.Waits)
			}
			if known {
				g.judge(r, half, c.opt.Now)
			}
		}
	}
}

// spent is how many hours went by to the first reply, or so far where none came,
// by the clock and of them in working time; none where the hour is not known.
func (c *Channels) spent(r *report.SaidRow) (hours, work float64, ok bool) {
	till := r.Answered
	if _, ok := tookOf(r); !ok {
		if !r.Waits || r.DayOnly || c.opt.Now.Before(r.At) {
			return 0, 0, false
		}
		return c.opt.Now.Sub(r.At).Hours(), c.workSoFar(r.At).Hours(), true
	}
	return till.Sub(r.At).Hours(), c.opt.Week.Open(r.At, till, c.opt.Zone).Hours(), true
}

// workSoFar is the working time from a moment till now. What has waited for
// months is many days to count, so each day is counted once for all.
func (c *Channels) workSoFar(from time.Time) time.Duration {
	day := data.DateIn(from, c.opt.Zone).AddDays(1)
	next := day.Time(c.opt.Zone)
	if !next.Before(c.opt.Now) {
		return c.opt.Week.Open(from, c.opt.Now, c.opt.Zone)
	}
	rest, ok := c.work[day]
	if !ok {
		rest = c.opt.Week.Open(next, c.opt.Now, c.opt.Zone)
		c.work[day] = rest
	}
	return c.opt.Week.Open(from, next, c.opt.Zone) + rest
}

// halfTime is how long the middle one took of all that were answered on the
// firm's own channels.
func (c *Channels) halfTime() (time.Duration, bool) {
	var all []float64
	for i := range c.rows {
		if took, ok := tookOf(&c.rows[i]); ok && c.rows[i].Channel != "" {
			all = append(all, float64(took))
		}
	}
	m, ok := stats.Median(all)
	return time.Duration(m), ok
}

// tookOf is how long the first reply took, where that is known: with only the day
// of a thing noted, any hour would be made up.
func tookOf(r *report.SaidRow) (time.Duration, bool) {
	if !r.Wanted || r.Waits || r.DayOnly || r.Answered.IsZero() || r.Answered.Before(r.At) {
		return 0, false
	}
	return r.Answered.Sub(r.At), true
}

// add counts a thing that wanted an answer.
func (g *group) add(r *report.SaidRow) {
	g.wanted++
	if r.Redirected {
		g.redirected++
	}
	if r.Waits {
		g.waits++
		return
	}
	if ownKnown(r) {
		g.own = more(g.own, r.By == r.Channel)
	}
}

// judge counts whether a thing took longer than half of all. One that waits is
// late once it has waited longer, and says nothing before.
func (g *group) judge(r *report.SaidRow, half time.Duration, now time.Time) {
	if took, ok := tookOf(r); ok {
		g.late = more(g.late, took > half)
	} else if r.Waits && !r.DayOnly && now.Sub(r.At) > half {
		g.late = more(g.late, true)
	}
}

// verdictsOf sets each channel of the firm's beside all its others: Fisher's
// exact test of the share of late ones, corrected for asking about several
// channels (Holm).
func verdictsOf(groups map[data.Channel]*group) map[data.Channel]report.Verdict {
	out := map[data.Channel]report.Verdict{}
	var all report.Portion
	for ch, g := range groups {
		if ch != "" {
			all.K, all.N = all.K+g.late.K, all.N+g.late.N
		}
	}
	var asked []data.Channel
	var p []float64
	for ch, g := range groups {
		switch rest := all.N - g.late.N; {
		case ch == "":
		case g.late.N < report.MinPercent || rest < report.MinPercent:
			out[ch] = report.TooLittle
		default:
			asked = append(asked, ch)
			p = append(p, stats.Fisher(g.late.K, g.late.N, all.K-g.late.K, rest))
		}
	}
	for i, adjusted := range stats.Holm(p) {
		late := groups[asked[i]].late
		switch {
		case adjusted >= 0.05:
			out[asked[i]] = report.NoDifference
		case late.K*(all.N-late.N) > (all.K-late.K)*late.N:
			out[asked[i]] = report.Slower
		default:
			out[asked[i]] = report.Quicker
		}
	}
	return out
}

func (g *group) row(label, verdict report.Value) []report.Value {
	low, high := g.own.Interval()
	return []report.Value{
		label, report.Count(g.wanted), report.Count(g.wanted - g.waits), report.Count(g.waits), report.Count(g.redirected),
		g.hours.value(stats.Median), g.workHours.value(stats.Median), g.hours.value(stats.P90),
		report.Count(g.own.N), g.own.Share(), low, high, verdict,
	}
}
