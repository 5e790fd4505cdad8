package build

import (
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/causes"
	"kartoteka/data/stats"
)

// findings are the sentences of the first page: what happened, what is a
// signal and what is not.
func findings(f *facts, t *trend, c *causes.Causes, m, before measures) []report.Sentence {
	if len(f.entries) == 0 {
		return append([]report.Sentence{report.NewSentence("report.find.empty", span(f.period)...)}, f.channels.Findings()...)
	}
	out := []report.Sentence{findComplaints(f, m)}
	if k := complaintsKPI(f, m, before); k.Previous.Kind != report.None {
		out = append(out, report.NewSentence("report.find.compared", append(span(k.Before),
			report.With("Previous", k.Previous), report.With("Verdict", k.Verdict.Value()))...))
	}
	out = append(out, t.findSignals(f)...)
	if m.complaints > 0 {
		out = append(out, t.findTrend())
	}
	if s, ok := c.Finding(); ok {
		out = append(out, s)
	}
	if s, ok := findInTime(m); ok {
		out = append(out, s)
	}
	if s, ok := findOpinions(m); ok {
		out = append(out, s)
	}
	out = append(out, f.channels.Findings()...)
	if n := len(t.months); n > 0 && t.months[n-1].partial && !f.period.To.Before(f.today) {
		last := &t.months[n-1]
		out = append(out, report.Counted("report.find.running", last.complaints,
			report.With("Month", report.InMonth(last.start)), report.With("To", report.OnDay(f.period.To))))
	}
	return out
}

func span(p data.Period) []report.Arg {
	return []report.Arg{report.With("From", report.OnDay(p.From)), report.With("To", report.OnDay(p.To))}
}

func findComplaints(f *facts, m measures) report.Sentence {
	args := span(f.period)
	if m.complaints == 0 {
		iv := stats.Garwood(0)
		return report.NewSentence("report.find.none", append(args, report.With("High", report.Number(iv.High, 1)))...)
	}
	key := "report.find.complaints"
	if n := len(f.orders); n > 0 {
		key += ".rate"
		iv := stats.Garwood(m.complaints).Over(float64(n) / 100)
		args = append(args, report.With("Rate", report.Number(100*float64(m.complaints)/float64(n), 1)),
			report.With("Low", report.Number(iv.Low, 1)), report.With("High", report.Number(iv.High, 1)))
	}
	return report.Counted(key, m.complaints, args...)
}

// maxSignals is how many signals are told; the Trend sheet has them all.
const maxSignals = 3

// findSignals names the latest signals, each with the cases to look at.
func (t *trend) findSignals(f *facts) []report.Sentence {
	var out []report.Sentence
	all := t.signals()
	for i := len(all) - 1; i >= 0 && len(out) < maxSignals; i-- {
		m := &t.months[all[i]]
		switch m.verdict {
		case report.More, report.MoreTrial:
			out = append(out, report.Counted("report.find.more", m.complaints,
				report.With("Month", report.InMonth(m.start)), report.With("High", report.Count(m.point.Limits.High)),
				report.With("Cases", f.numbers(m.start))))
		case report.Less, report.LessTrial:
			out = append(out, report.Counted("report.find.less", m.complaints,
				report.With("Month", report.InMonth(m.start)), report.With("Low", report.Count(m.point.Limits.Low))))
		case report.RunAbove, report.RunBelow:
			// A run is told once, at its last month.
			if next := all[i] + 1; next < len(t.months) && t.months[next].verdict == m.verdict {
				continue
			}
			out = append(out, report.NewSentence("report.find."+string(m.verdict), report.With("Month", report.InMonth(m.start))))
		}
	}
	slices.Reverse(out)
	return out
}

// maxNumbers is how many case numbers a sentence names.
const maxNumbers = 12

// numbers lists the complaints received in a month by their numbers.
func (f *facts) numbers(m data.Date) report.Value {
	var list []string
	for i := range f.complaints {
		if c := &f.complaints[i]; c.ReceivedOn.FirstOfMonth() == m {
			list = append(list, c.Number)
		}
	}
	return listed(list)
}

func listed(list []string) report.Value {
	if len(list) <= maxNumbers {
		return report.Plain(strings.Join(list, ", "))
	}
	rest := len(list) - maxNumbers
	return report.Say(report.Counted("report.list-more", rest, report.With("List", report.Plain(strings.Join(list[:maxNumbers], ", ")))))
}

func (t *trend) findTrend() report.Sentence {
	n := len(t.full)
	if t.verdict == report.TooLittle {
		return report.Counted("report.find.trend-little", n, report.With("Need", report.Count(minTrend)))
	}
	args := []report.Arg{
		report.With("P", pValue(t.test.P)),
		report.With("Slope", report.Say(t.slopeText())),
		report.With("Verdict", t.verdict.Value()),
		report.With("What", report.Key(t.measured())),
	}
	key := "report.find.trend"
	if t.verdict == report.NoEvidence {
		key = "report.find.trend-none"
	}
	if n < minFirm {
		key += ".trial"
	}
	return report.Counted(key, n, args...)
}

func pValue(p float64) report.Value {
	if p < 0.001 {
		return report.Key("report.p-tiny")
	}
	return report.Say(report.NewSentence("report.p", report.With("V", report.Number(p, 3))))
}

func (t *trend) measured() string {
	if t.byOrders {
		return "report.measured.rate"
	}
	return "report.measured.count"
}

func findInTime(m measures) (report.Sentence, bool) {
	if m.judged < report.MinCounts {
		return report.Sentence{}, false
	}
	args := []report.Arg{report.With("K", report.Count(m.inTime)), report.With("Of", report.Count(m.judged)), report.With("Late", report.Count(m.judged-m.inTime)), report.With("Lapsed", report.Count(m.lapsed))}
	key := "report.find.in-time-few"
	if m.judged >= report.MinPercent {
		key = "report.find.in-time"
		iv := stats.Wilson(m.inTime, m.judged)
		args = append(args, report.With("Share", report.Percent(float64(m.inTime)/float64(m.judged))),
			report.With("Low", report.Percent(iv.Low)), report.With("High", report.Percent(iv.High)))
	}
	return report.NewSentence(key, args...), true
}

func findOpinions(m measures) (report.Sentence, bool) {
	n := m.positive + m.negative
	if n == 0 {
		return report.Sentence{}, false
	}
	args := []report.Arg{report.With("K", report.Count(m.positive)), report.With("Of", report.Count(n))}
	if n < report.MinPercent {
		return report.NewSentence("report.find.opinions-few", args...), true
	}
	iv := stats.Wilson(m.positive, n)
	args = append(args, report.With("Share", report.Percent(float64(m.positive)/float64(n))),
		report.With("Low", report.Percent(iv.Low)), report.With("High", report.Percent(iv.High)))
	return report.NewSentence("report.find.opinions", args...), true
}

// maxAdvice is how many recommendations a report makes.
const maxAdvice = 3

// advice is what to do next, the most urgent first.
func advice(f *facts, t *trend, c *causes.Causes, m measures) []report.Sentence {
	var out []report.Sentence
	if len(f.entries) == 0 {
		return []report.Sentence{report.NewSentence("report.do.record")}
	}
	if late := f.openCases(inTimeNo); len(late) > 0 {
		out = append(out, report.Counted("report.do.overdue", len(late), report.With("Cases", listed(late))))
	}
	if s, ok := t.askSignal(f); ok {
		out = append(out, s)
	}
	if due := f.openCases(inTimePending); len(due) > 0 {
		out = append(out, report.Counted("report.do.pending", len(due), report.With("Cases", listed(due))))
	}
	// Every fifth case without a cause makes the ranking of causes doubtful.
	if n := c.ByCause.Count(""); 5*n > m.complaints {
		out = append(out, report.Counted("report.do.causes", n, report.With("Total", report.Count(m.complaints))))
	}
	if len(f.orders) == 0 && m.complaints > 0 {
		out = append(out, report.NewSentence("report.do.orders"))
	}
	if code, n, ok := c.ByCause.Leader(); ok && c.ByCause.Total >= stats.MinPareto {
		out = append(out, report.Counted("report.do.cause", n, report.With("Cause", f.label(data.ListCauses, code))))
	}
	return out[:min(len(out), maxAdvice)]
}

// openCases returns the numbers of open complaints with that standing, those
// with the nearest date first.
func (f *facts) openCases(standing inTime) []string {
	var open []*report.CaseRow
	for i := range f.complaints {
		if c := &f.complaints[i]; c.State.Open() && f.judge(c) == standing {
			open = append(open, c)
		}
	}
	slices.SortStableFunc(open, func(a, b *report.CaseRow) int { return a.Deadline.Safe.Compare(b.Deadline.Safe) })
	out := make([]string, len(open))
	for i, c := range open {
		out[i] = c.Number
	}
	return out
}

// askSignal proposes to look for what the cases of the latest signal have in
// common, naming their most frequent cause.
func (t *trend) askSignal(f *facts) (report.Sentence, bool) {
	all := t.signals()
	for i := len(all) - 1; i >= 0; i-- {
		m := &t.months[all[i]]
		if m.verdict != report.More && m.verdict != report.MoreTrial {
			continue
		}
		var cs []report.CaseRow
		for _, c := range f.complaints {
			if c.ReceivedOn.FirstOfMonth() == m.start {
				cs = append(cs, c)
			}
		}
		b := causes.BreakDown(cs, func(c *report.CaseRow) string { return c.Cause })
		code, n, ok := b.Leader()
		if !ok {
			return report.NewSentence("report.do.signal", report.With("Month", report.InMonth(m.start))), true
		}
		return report.NewSentence("report.do.signal-cause", report.With("Month", report.InMonth(m.start)),
			report.With("Cause", f.label(data.ListCauses, code)), report.With("K", report.Count(n)), report.With("Of", report.Count(len(cs)))), true
	}
	return report.Sentence{}, false
}

// quality says what the data lack.
func quality(f *facts, t *trend) []report.Sentence {
	var out []report.Sentence
	if f.clipped {
		out = append(out, report.NewSentence("report.quality.begin", report.With("Day", report.OnDay(f.first))))
	}
	out = append(out, f.saidPeriod()...)
	if len(f.entries) == 0 {
		return out
	}
	n := len(f.complaints)
	count := func(lacks func(*report.CaseRow) bool) int {
		k := 0
		for i := range f.complaints {
			if lacks(&f.complaints[i]) {
				k++
			}
		}
		return k
	}
	for _, q := range []struct {
		key   string
		lacks func(*report.CaseRow) bool
	}{
		{"report.quality.category", func(c *report.CaseRow) bool { return c.Category == "" }},
		{"report.quality.cause", func(c *report.CaseRow) bool { return c.Cause == "" }},
		{"report.quality.term", func(c *report.CaseRow) bool { return c.Deadline.Safe.IsZero() }},
	} {
		if k := count(q.lacks); k > 0 {
			out = append(out, report.Counted(q.key, k, report.With("Total", report.Count(n))))
		}
	}
	bare := 0
	for _, i := range t.full {
		if t.months[i].orders == 0 {
			bare++
		}
	}
	if bare > 0 {
		out = append(out, report.Counted("report.quality.orders", bare, report.With("Total", report.Count(len(t.full)))))
	}
	return append(out, report.NewSentence("report.quality.recorded"))
}
