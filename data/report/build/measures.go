package build

import (
	"slices"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/stats"
)

// measures are the figures of one cohort: the complaints received and the
// opinions given in a period.
type measures struct {
	complaints int
	judged     int // with a legal term that was met or missed
	inTime     int
	lapsed     int // accepted because the term ran out
	pending    int // open, the term has not passed
	open       int
	overdue    int
	days       []float64 // from receipt to answer
	hours      []float64 // from receipt to the first word of a person
	workHours  []float64 // the same in the firm's hours
	redirected int       // only sent elsewhere
	positive   int
	negative   int
	cost       int64 // grosze
	costed     int   // complaints with a cost
}

func newMeasures(cs []report.CaseRow, os []report.OpinionRow, f *facts) measures {
	m := measures{complaints: len(cs)}
	for i := range cs {
		m.add(&cs[i], f)
	}
	for i := range os {
		switch os[i].Tone {
		case data.Positive:
			m.positive++
		case data.Negative:
			m.negative++
		}
	}
	return m
}

func (m *measures) add(c *report.CaseRow, f *facts) {
	open := c.State.Open()
	if open {
		m.open++
	}
	switch f.judge(c) {
	case inTimeYes:
		m.judged++
		m.inTime++
	case inTimeNo:
		m.judged++
		if open {
			m.overdue++
		}
	case inTimePending:
		m.pending++
	}
	if c.Decision == data.DecisionLapsed {
		m.lapsed++
	}
	if on := f.answeredOn(c); !on.IsZero() {
		m.days = append(m.days, float64(on.Sub(c.ReceivedOn)))
	}
	if at := c.Acknowledged; !at.IsZero() && !at.Before(c.Received) {
		m.hours = append(m.hours, at.Sub(c.Received).Hours())
		m.workHours = append(m.workHours, f.week.Open(c.Received, at, f.zone).Hours())
	}
	if !c.Redirected.IsZero() {
		m.redirected++
	}
	if cost := c.Grosze(); cost != 0 {
		m.costed++
		m.cost += cost
	}
}

// kpis are the tiles of the first page.
func kpis(f *facts, t *trend, m, before measures) []report.KPI {
	said := f.channels.KPIs()
	return slices.Concat([]report.KPI{
		complaintsKPI(f, m, before), rateKPI(f, m, before), lastKPI(t), openKPI(m),
		report.ShareKPI("in-time", report.Of(m.inTime, m.judged), report.Of(before.inTime, before.judged), f.previous),
		daysKPI(f, m, before), hoursKPI(f, m, before),
		report.ShareKPI("redirected", report.Of(m.redirected, m.complaints),
			report.Of(before.redirected, before.complaints), f.previous),
	}, said, []report.KPI{
		report.ShareKPI("positive", report.Of(m.positive, m.positive+m.negative),
			report.Of(before.positive, before.positive+before.negative), f.previous),
		costKPI(f, m, before),
	})
}

func days(p data.Period) float64 { return float64(p.To.Sub(p.From) + 1) }

func complaintsKPI(f *facts, m, before measures) report.KPI {
	iv := stats.Garwood(m.complaints)
	k := report.KPI{
		Key: "complaints", Value: report.Count(m.complaints), N: m.complaints,
		Low: report.Number(iv.Low, 1), High: report.Number(iv.High, 1),
		Of: report.Counted("report.of.complaints", int(days(f.period))),
	}
	if !f.recorded() {
		k.Low, k.High, k.Verdict = report.Value{}, report.Value{}, report.TooLittle
		return k
	}
	if f.previous.From.IsZero() {
		return k
	}
	k.Previous, k.Before = report.Count(before.complaints), f.previous
	// Exposure is time: the question is whether there were more a day.
	now, then := days(f.period), days(f.previous)
	p := stats.ComparePoisson(m.complaints, before.complaints, now, then)
	k.Verdict = judgeAgainst(float64(m.complaints)/now, float64(before.complaints)/then, p)
	return k
}

func rateKPI(f *facts, m, before measures) report.KPI {
	orders := len(f.orders)
	k := report.KPI{Key: "rate", N: orders, Of: report.Counted("report.of.orders", orders)}
	if orders == 0 {
		k.Verdict = report.TooLittle
		return k
	}
	exposure := float64(orders) / 100
	iv := stats.Garwood(m.complaints).Over(exposure)
	k.Value = report.Number(float64(m.complaints)/exposure, 2)
	k.Low, k.High = report.Number(iv.Low, 2), report.Number(iv.High, 2)
	if f.previous.From.IsZero() || f.prevOrders == 0 {
		return k
	}
	was := 100 * float64(before.complaints) / float64(f.prevOrders)
	k.Previous, k.Before = report.Number(was, 2), f.previous
	p := stats.ComparePoisson(m.complaints, before.complaints, float64(orders), float64(f.prevOrders))
	k.Verdict = judgeAgainst(k.Value.Num, was, p)
	return k
}

func lastKPI(t *trend) report.KPI {
	k := report.KPI{Key: "last-month", Verdict: report.TooLittle}
	if t.last < 0 {
		k.Of = report.NewSentence("report.of.no-month")
		return k
	}
	m := &t.months[t.last]
	k.Value, k.N = report.Count(m.complaints), t.lastBefore.Months
	iv := stats.Garwood(m.complaints)
	k.Low, k.High = report.Number(iv.Low, 1), report.Number(iv.High, 1)
	k.Of = report.NewSentence("report.of.last", report.With("Month", report.InMonth(m.start)))
	if t.lastBefore.Months > 0 {
		k.Of = report.Counted("report.of.last-mean", t.lastBefore.Months, report.With("Month", report.InMonth(m.start)))
		k.Previous, k.Before = report.Number(t.lastBefore.Mean, 1), t.baseMonths
	}
	k.Verdict = t.lastCall
	k.Alert = t.lastCall == report.More
	return k
}

func openKPI(m measures) report.KPI {
	return report.KPI{
		Key: "open", Value: report.Count(m.open), N: m.complaints, Alert: m.overdue > 0,
		Of: report.Counted("report.of.open", m.overdue, report.With("Total", report.Count(m.complaints))),
	}
}

func daysKPI(f *facts, m, before measures) report.KPI {
	k := report.KPI{Key: "answer-days", N: len(m.days)}
	k.Of = report.Counted("report.of.days", len(m.days), report.With("Open", report.Count(m.open)))
	if len(m.days) < report.MinCounts {
		k.Verdict = report.TooLittle
		return k
	}
	median, _ := stats.Median(m.days)
	k.Value = report.Number(median, 0)
	if p90, ok := stats.P90(m.days); ok {
		k.Of = report.Counted("report.of.days.p90", len(m.days), report.With("P90", report.Number(p90, 0)), report.With("Open", report.Count(m.open)))
	}
	if len(before.days) >= report.MinCounts {
		was, _ := stats.Median(before.days)
		k.Previous, k.Before = report.Number(was, 0), f.previous
	}
	return k
}

// hoursKPI is how long clients waited for the first word of a person.
func hoursKPI(f *facts, m, before measures) report.KPI {
	k := report.KPI{Key: "first-answer", N: len(m.hours)}
	k.Of = report.Counted("report.of.first-answer.few", len(m.hours))
	if len(m.hours) < report.MinCounts {
		k.Verdict = report.TooLittle
		return k
	}
	median, _ := stats.Median(m.hours)
	work, _ := stats.Median(m.workHours)
	k.Value = report.Number(median, 1)
	k.Of = report.Counted("report.of.first-answer", len(m.hours), report.With("Work", report.Number(work, 1)))
	if len(before.hours) >= report.MinCounts {
		was, _ := stats.Median(before.hours)
		k.Previous, k.Before = report.Number(was, 1), f.previous
	}
	return k
}

func costKPI(f *facts, m, before measures) report.KPI {
	k := report.KPI{Key: "cost", N: m.costed, Of: report.Counted("report.of.cost", m.costed, report.With("Total", report.Count(m.complaints)))}
	if m.costed == 0 {
		k.Verdict = report.TooLittle
		return k
	}
	k.Value = report.Zloty(data.PLN(m.cost))
	if before.costed > 0 {
		k.Previous, k.Before = report.Zloty(data.PLN(before.cost)), f.previous
	}
	return k
}
