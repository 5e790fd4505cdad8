package report

import (
	"kartoteka/data"
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

func newMeasures(cs []CaseRow, os []OpinionRow, f *facts) measures {
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

func (m *measures) add(c *CaseRow, f *facts) {
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
	if cost := c.grosze(); cost != 0 {
		m.costed++
		m.cost += cost
	}
}

// How many cases a share needs to be shown (DOMAIN §2.11).
const (
	minCounts  = 5  // below: nothing
	minPercent = 10 // below: counts only
	minSolid   = 30 // below: called indicative
)

// kpis are the tiles of the first page.
func kpis(f *facts, t *trend, m, before measures) []KPI {
	return []KPI{
		complaintsKPI(f, m, before), rateKPI(f, m, before), lastKPI(t), openKPI(m),
		shareKPI("in-time", m.inTime, m.judged, before.inTime, before.judged, f),
		daysKPI(f, m, before), hoursKPI(f, m, before),
		shareKPI("redirected", m.redirected, m.complaints, before.redirected, before.complaints, f),
		shareKPI("positive", m.positive, m.positive+m.negative,
			before.positive, before.positive+before.negative, f),
		costKPI(f, m, before),
	}
}

func days(p data.Period) float64 { return float64(p.To.Sub(p.From) + 1) }

func complaintsKPI(f *facts, m, before measures) KPI {
	iv := stats.Garwood(m.complaints)
	k := KPI{
		Key: "complaints", Value: Count(m.complaints), N: m.complaints,
		Low: Number(iv.Low, 1), High: Number(iv.High, 1),
		Of: Counted("report.of.complaints", int(days(f.period))),
	}
	if !f.recorded() {
		k.Low, k.High, k.Verdict = Value{}, Value{}, TooLittle
		return k
	}
	if f.previous.From.IsZero() {
		return k
	}
	k.Previous, k.Before = Count(before.complaints), f.previous
	// Exposure is time: the question is whether there were more a day.
	now, then := days(f.period), days(f.previous)
	p := stats.ComparePoisson(m.complaints, before.complaints, now, then)
	k.Verdict = judgeAgainst(float64(m.complaints)/now, float64(before.complaints)/then, p)
	return k
}

func rateKPI(f *facts, m, before measures) KPI {
	orders := len(f.orders)
	k := KPI{Key: "rate", N: orders, Of: Counted("report.of.orders", orders)}
	if orders == 0 {
		k.Verdict = TooLittle
		return k
	}
	exposure := float64(orders) / 100
	iv := stats.Garwood(m.complaints).Over(exposure)
	k.Value = Number(float64(m.complaints)/exposure, 2)
	k.Low, k.High = Number(iv.Low, 2), Number(iv.High, 2)
	if f.previous.From.IsZero() || f.prevOrders == 0 {
		return k
	}
	was := 100 * float64(before.complaints) / float64(f.prevOrders)
	k.Previous, k.Before = Number(was, 2), f.previous
	p := stats.ComparePoisson(m.complaints, before.complaints, float64(orders), float64(f.prevOrders))
	k.Verdict = judgeAgainst(k.Value.Num, was, p)
	return k
}

func lastKPI(t *trend) KPI {
	k := KPI{Key: "last-month", Verdict: TooLittle}
	if t.last < 0 {
		k.Of = NewSentence("report.of.no-month")
		return k
	}
	m := &t.months[t.last]
	k.Value, k.N = Count(m.complaints), t.lastBefore.Months
	iv := stats.Garwood(m.complaints)
	k.Low, k.High = Number(iv.Low, 1), Number(iv.High, 1)
	k.Of = NewSentence("report.of.last", Arg{"Month", InMonth(m.start)})
	if t.lastBefore.Months > 0 {
		k.Of = Counted("report.of.last-mean", t.lastBefore.Months, Arg{"Month", InMonth(m.start)})
		k.Previous, k.Before = Number(t.lastBefore.Mean, 1), t.baseMonths
	}
	k.Verdict = t.lastCall
	k.Alert = t.lastCall == More
	return k
}

func openKPI(m measures) KPI {
	return KPI{
		Key: "open", Value: Count(m.open), N: m.complaints, Alert: m.overdue > 0,
		Of: Counted("report.of.open", m.overdue, Arg{"Total", Count(m.complaints)}),
	}
}

func shareKPI(key string, k, n, wasK, wasN int, f *facts) KPI {
	kpi := KPI{Key: key, N: n}
	if n < minCounts {
		kpi.Verdict = TooLittle
		kpi.Of = Counted("report.of."+key, n, Arg{"K", Count(k)})
		return kpi
	}
	if n < minPercent {
		kpi.Value = Say(NewSentence("report.k-of-n", Arg{"K", Count(k)}, Arg{"Of", Count(n)}))
		kpi.Of = Counted("report.of."+key, n, Arg{"K", Count(k)})
		return kpi
	}
	iv := stats.Wilson(k, n)
	kpi.Value, kpi.Low, kpi.High = Percent(float64(k)/float64(n)), Percent(iv.Low), Percent(iv.High)
	of := "report.of." + key
	if n < minSolid {
		of += ".few"
	}
	kpi.Of = Counted(of, n, Arg{"K", Count(k)})
	if wasN < minPercent {
		return kpi
	}
	kpi.Previous, kpi.Before = Percent(float64(wasK)/float64(wasN)), f.previous
	kpi.Verdict = NoEvidence
	if d := stats.Newcombe(k, n, wasK, wasN); d.Low > 0 {
		kpi.Verdict = More
	} else if d.High < 0 {
		kpi.Verdict = Less
	}
	return kpi
}

func daysKPI(f *facts, m, before measures) KPI {
	k := KPI{Key: "answer-days", N: len(m.days)}
	k.Of = Counted("report.of.days", len(m.days), Arg{"Open", Count(m.open)})
	if len(m.days) < minCounts {
		k.Verdict = TooLittle
		return k
	}
	median, _ := stats.Median(m.days)
	k.Value = Number(median, 0)
	if p90, ok := stats.P90(m.days); ok {
		k.Of = Counted("report.of.days.p90", len(m.days), Arg{"P90", Number(p90, 0)}, Arg{"Open", Count(m.open)})
	}
	if len(before.days) >= minCounts {
		was, _ := stats.Median(before.days)
		k.Previous, k.Before = Number(was, 0), f.previous
	}
	return k
}

// hoursKPI is how long clients waited for the first word of a person.
func hoursKPI(f *facts, m, before measures) KPI {
	k := KPI{Key: "first-answer", N: len(m.hours)}
	k.Of = Counted("report.of.first-answer.few", len(m.hours))
	if len(m.hours) < minCounts {
		k.Verdict = TooLittle
		return k
	}
	median, _ := stats.Median(m.hours)
	work, _ := stats.Median(m.workHours)
	k.Value = Number(median, 1)
	k.Of = Counted("report.of.first-answer", len(m.hours), Arg{"Work", Number(work, 1)})
	if len(before.hours) >= minCounts {
		was, _ := stats.Median(before.hours)
		k.Previous, k.Before = Number(was, 1), f.previous
	}
	return k
}

func costKPI(f *facts, m, before measures) KPI {
	k := KPI{Key: "cost", N: m.costed, Of: Counted("report.of.cost", m.costed, Arg{"Total", Count(m.complaints)})}
	if m.costed == 0 {
		k.Verdict = TooLittle
		return k
	}
	k.Value = Zloty(data.PLN(m.cost))
	if before.costed > 0 {
		k.Previous, k.Before = Zloty(data.PLN(before.cost)), f.previous
	}
	return k
}
