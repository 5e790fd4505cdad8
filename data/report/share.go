package report

import (
	"kartoteka/data"
	"kartoteka/data/stats"
)

// How many cases a share needs to be shown (DOMAIN §2.11).
const (
	MinCounts  = 5  // below: nothing
	MinPercent = 10 // below: counts only
	MinSolid   = 30 // below: called indicative
)

// Portion is K of N.
type Portion struct{ K, N int }

// Of is k of n.
func Of(k, n int) Portion { return Portion{k, n} }

// Share is the portion as a value, by the rules of small numbers: none, counts
// only, or per cent.
func (p Portion) Share() Value {
	switch {
	case p.N < MinCounts:
		return Value{}
	case p.N < MinPercent:
		return Say(NewSentence("report.k-of-n", Arg{"K", Count(p.K)}, Arg{"Of", Count(p.N)}))
	}
	return Percent(float64(p.K) / float64(p.N))
}

// Interval returns the ends of the portion's 95 % interval (Wilson), none where
// it is too small for per cent.
func (p Portion) Interval() (low, high Value) {
	if p.N < MinPercent {
		return Value{}, Value{}
	}
	iv := stats.Wilson(p.K, p.N)
	return Percent(iv.Low), Percent(iv.High)
}

// Against compares two portions: a verdict only where the interval of their
// difference (Newcombe) leaves out zero.
func (p Portion) Against(other Portion) Verdict {
	if p.N < MinPercent || other.N < MinPercent {
		return TooLittle
	}
	d := stats.Newcombe(p.K, p.N, other.K, other.N)
	switch {
	case d.Low > 0:
		return More
	case d.High < 0:
		return Less
	}
	return NoEvidence
}

// ShareKPI is the key figure of a portion beside the same one of the previous
// period. What stands behind it is "report.of.<key>", "….few" when it is only
// indicative.
func ShareKPI(key string, now, before Portion, previous data.Period) KPI {
	kpi := KPI{Key: key, N: now.N, Value: now.Share(), Of: Counted("report.of."+key, now.N, Arg{"K", Count(now.K)})}
	kpi.Low, kpi.High = now.Interval()
	if now.N < MinCounts {
		kpi.Verdict = TooLittle
	}
	if now.N < MinPercent {
		return kpi
	}
	if now.N < MinSolid {
		kpi.Of.Key += ".few"
	}
	if before.N >= MinPercent {
		kpi.Previous, kpi.Before = before.Share(), previous
		kpi.Verdict = now.Against(before)
	}
	return kpi
}
