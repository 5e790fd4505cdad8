package report

import (
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/stats"
)

// findings are the sentences of the first page: what happened, what is a
// signal and what is not.
func findings(f *facts, t *trend, c *causes, m, before measures) []Sentence {
	if len(f.entries) == 0 {
		return []Sentence{NewSentence("report.find.empty", span(f.period)...)}
	}
	out := []Sentence{findComplaints(f, m)}
	if k := complaintsKPI(f, m, before); k.Previous.Kind != None {
		out = append(out, NewSentence("report.find.compared", append(span(k.Before),
			Arg{"Previous", k.Previous}, Arg{"Verdict", k.Verdict.Value()})...))
	}
	out = append(out, t.findSignals(f)...)
	if m.complaints > 0 {
		out = append(out, t.findTrend())
	}
	if s, ok := c.findCause(); ok {
		out = append(out, s)
	}
	if s, ok := findInTime(m); ok {
		out = append(out, s)
	}
	if s, ok := findOpinions(m); ok {
		out = append(out, s)
	}
	if n := len(t.months); n > 0 && t.months[n-1].partial && !f.period.To.Before(f.today) {
		last := &t.months[n-1]
		out = append(out, Counted("report.find.running", last.complaints,
			Arg{"Month", InMonth(last.start)}, Arg{"To", OnDay(f.period.To)}))
	}
	return out
}

func span(p data.Period) []Arg { return []Arg{{"From", OnDay(p.From)}, {"To", OnDay(p.To)}} }

func findComplaints(f *facts, m measures) Sentence {
	args := span(f.period)
	if m.complaints == 0 {
		iv := stats.Garwood(0)
		return NewSentence("report.find.none", append(args, Arg{"High", Number(iv.High, 1)})...)
	}
	key := "report.find.complaints"
	if n := len(f.orders); n > 0 {
		key += ".rate"
		iv := stats.Garwood(m.complaints).Over(float64(n) / 100)
		args = append(args, Arg{"Rate", Number(100*float64(m.complaints)/float64(n), 1)},
			Arg{"Low", Number(iv.Low, 1)}, Arg{"High", Number(iv.High, 1)})
	}
	return Counted(key, m.complaints, args...)
}

// maxSignals is how many signals are told; the Trend sheet has them all.
const maxSignals = 3

// findSignals names the latest signals, each with the cases to look at.
func (t *trend) findSignals(f *facts) []Sentence {
	var out []Sentence
	all := t.signals()
	for i := len(all) - 1; i >= 0 && len(out) < maxSignals; i-- {
		m := &t.months[all[i]]
		switch m.verdict {
		case More, MoreTrial:
			out = append(out, Counted("report.find.more", m.complaints,
				Arg{"Month", InMonth(m.start)}, Arg{"High", Count(m.point.Limits.High)},
				Arg{"Cases", f.numbers(m.start)}))
		case Less, LessTrial:
			out = append(out, Counted("report.find.less", m.complaints,
				Arg{"Month", InMonth(m.start)}, Arg{"Low", Count(m.point.Limits.Low)}))
		case RunAbove, RunBelow:
			// A run is told once, at its last month.
			if next := all[i] + 1; next < len(t.months) && t.months[next].verdict == m.verdict {
				continue
			}
			out = append(out, NewSentence("report.find."+string(m.verdict), Arg{"Month", InMonth(m.start)}))
		}
	}
	slices.Reverse(out)
	return out
}

// maxNumbers is how many case numbers a sentence names.
const maxNumbers = 12

// numbers lists the complaints received in a month by their numbers.
func (f *facts) numbers(m data.Date) Value {
	var list []string
	for i := range f.complaints {
		if c := &f.complaints[i]; c.ReceivedOn.FirstOfMonth() == m {
			list = append(list, c.Number)
		}
	}
	return listed(list)
}

func listed(list []string) Value {
	if len(list) <= maxNumbers {
		return Plain(strings.Join(list, ", "))
	}
	rest := len(list) - maxNumbers
	return Say(Counted("report.list-more", rest, Arg{"List", Plain(strings.Join(list[:maxNumbers], ", "))}))
}

func (t *trend) findTrend() Sentence {
	n := len(t.full)
	if t.verdict == TooLittle {
		return Counted("report.find.trend-little", n, Arg{"Need", Count(minTrend)})
	}
	args := []Arg{
		{"P", pValue(t.test.P)},
		{"Slope", Say(t.slopeText())},
		{"Verdict", t.verdict.Value()},
		{"What", Key(t.measured())},
	}
	key := "report.find.trend"
	if t.verdict == NoEvidence {
		key = "report.find.trend-none"
	}
	if n < minFirm {
		key += ".trial"
	}
	return Counted(key, n, args...)
}

func pValue(p float64) Value {
	if p < 0.001 {
		return Key("report.p-tiny")
	}
	return Say(NewSentence("report.p", Arg{"V", Number(p, 3)}))
}

func (t *trend) measured() string {
	if t.byOrders {
		return "report.measured.rate"
	}
	return "report.measured.count"
}

func (c *causes) findCause() (Sentence, bool) {
	b := &c.byCause
	code, n, ok := b.leader()
	if !ok {
		return Sentence{}, false
	}
	args := []Arg{
		{"Cause", c.f.label(data.ListCauses, code)},
		{"Count", Count(n)},
		{"Total", Count(b.total)},
		{"Share", Percent(float64(n) / float64(b.total))},
	}
	if b.total < stats.MinPareto {
		return NewSentence("report.find.cause-few", args...), true
	}
	return Counted("report.find.cause", b.vital, args...), true
}

func findInTime(m measures) (Sentence, bool) {
	if m.judged < minCounts {
		return Sentence{}, false
	}
	args := []Arg{{"K", Count(m.inTime)}, {"Of", Count(m.judged)}, {"Late", Count(m.judged - m.inTime)}, {"Lapsed", Count(m.lapsed)}}
	key := "report.find.in-time-few"
	if m.judged >= minPercent {
		key = "report.find.in-time"
		iv := stats.Wilson(m.inTime, m.judged)
		args = append(args, Arg{"Share", Percent(float64(m.inTime) / float64(m.judged))},
			Arg{"Low", Percent(iv.Low)}, Arg{"High", Percent(iv.High)})
	}
	return NewSentence(key, args...), true
}

func findOpinions(m measures) (Sentence, bool) {
	n := m.positive + m.negative
	if n == 0 {
		return Sentence{}, false
	}
	args := []Arg{{"K", Count(m.positive)}, {"Of", Count(n)}}
	if n < minPercent {
		return NewSentence("report.find.opinions-few", args...), true
	}
	iv := stats.Wilson(m.positive, n)
	args = append(args, Arg{"Share", Percent(float64(m.positive) / float64(n))},
		Arg{"Low", Percent(iv.Low)}, Arg{"High", Percent(iv.High)})
	return NewSentence("report.find.opinions", args...), true
}

// maxAdvice is how many recommendations a report makes.
const maxAdvice = 3

// advice is what to do next, the most urgent first.
func advice(f *facts, t *trend, c *causes, m measures) []Sentence {
	var out []Sentence
	if len(f.entries) == 0 {
		return []Sentence{NewSentence("report.do.record")}
	}
	if late := f.openCases(inTimeNo); len(late) > 0 {
		out = append(out, Counted("report.do.overdue", len(late), Arg{"Cases", listed(late)}))
	}
	if s, ok := t.askSignal(f); ok {
		out = append(out, s)
	}
	if due := f.openCases(inTimePending); len(due) > 0 {
		out = append(out, Counted("report.do.pending", len(due), Arg{"Cases", listed(due)}))
	}
	// Every fifth case without a cause makes the ranking of causes doubtful.
	if n := c.byCause.count(""); 5*n > m.complaints {
		out = append(out, Counted("report.do.causes", n, Arg{"Total", Count(m.complaints)}))
	}
	if len(f.orders) == 0 && m.complaints > 0 {
		out = append(out, NewSentence("report.do.orders"))
	}
	if code, n, ok := c.byCause.leader(); ok && c.byCause.total >= stats.MinPareto {
		out = append(out, Counted("report.do.cause", n, Arg{"Cause", c.f.label(data.ListCauses, code)}))
	}
	return out[:min(len(out), maxAdvice)]
}

// openCases returns the numbers of open complaints with that standing, those
// with the nearest date first.
func (f *facts) openCases(standing inTime) []string {
	var open []*CaseRow
	for i := range f.complaints {
		if c := &f.complaints[i]; c.State.Open() && f.judge(c) == standing {
			open = append(open, c)
		}
	}
	slices.SortStableFunc(open, func(a, b *CaseRow) int { return a.Deadline.Safe.Compare(b.Deadline.Safe) })
	out := make([]string, len(open))
	for i, c := range open {
		out[i] = c.Number
	}
	return out
}

// askSignal proposes to look for what the cases of the latest signal have in
// common, naming their most frequent cause.
func (t *trend) askSignal(f *facts) (Sentence, bool) {
	all := t.signals()
	for i := len(all) - 1; i >= 0; i-- {
		m := &t.months[all[i]]
		if m.verdict != More && m.verdict != MoreTrial {
			continue
		}
		var cs []CaseRow
		for _, c := range f.complaints {
			if c.ReceivedOn.FirstOfMonth() == m.start {
				cs = append(cs, c)
			}
		}
		b := breakDown(cs, func(c *CaseRow) string { return c.Cause })
		code, n, ok := b.leader()
		if !ok {
			return NewSentence("report.do.signal", Arg{"Month", InMonth(m.start)}), true
		}
		return NewSentence("report.do.signal-cause", Arg{"Month", InMonth(m.start)},
			Arg{"Cause", f.label(data.ListCauses, code)}, Arg{"K", Count(n)}, Arg{"Of", Count(len(cs))}), true
	}
	return Sentence{}, false
}

// quality says what the data lack.
func quality(f *facts, t *trend) []Sentence {
	var out []Sentence
	if f.clipped {
		out = append(out, NewSentence("report.quality.begin", Arg{"Day", OnDay(f.first)}))
	}
	if len(f.entries) == 0 {
		return out
	}
	n := len(f.complaints)
	count := func(lacks func(*CaseRow) bool) int {
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
		lacks func(*CaseRow) bool
	}{
		{"report.quality.category", func(c *CaseRow) bool { return c.Category == "" }},
		{"report.quality.cause", func(c *CaseRow) bool { return c.Cause == "" }},
		{"report.quality.term", func(c *CaseRow) bool { return c.Deadline.Safe.IsZero() }},
	} {
		if k := count(q.lacks); k > 0 {
			out = append(out, Counted(q.key, k, Arg{"Total", Count(n)}))
		}
	}
	bare := 0
	for _, i := range t.full {
		if t.months[i].orders == 0 {
			bare++
		}
	}
	if bare > 0 {
		out = append(out, Counted("report.quality.orders", bare, Arg{"Total", Count(len(t.full))}))
	}
	return append(out, NewSentence("report.quality.recorded"))
}
