package build_test

import (
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/reporttest"
)

// complaint is a consumer's complaint of a day, answered after so many days;
// -1 leaves it open.
func complaint(d data.Date, took int) report.CaseRow {
	c := report.CaseRow{
		Kind: data.CaseComplaint, State: data.CaseNew, Received: d.Time(time.UTC).Add(9 * time.Hour), ReceivedOn: d,
		LegalType: data.Consumer, Channel: data.ChannelEmail, Cause: "defect", Category: "quality",
		Deadline: data.Deadline{Rule: "upk-7a", Safe: d.AddDays(14), Latest: d.AddDays(14)},
	}
	if took >= 0 {
		c.State, c.Decision = data.CaseAnswered, data.DecisionAccepted
		c.Answered = d.AddDays(took).Time(time.UTC).Add(12 * time.Hour)
	}
	return c
}

// monthly is a firm with that many complaints in each of the months up to
// October 2026, with records from the first day on and 40 orders a month.
func monthly(counts ...int) *reporttest.Firm {
	f := &reporttest.Firm{Lists: reporttest.Lists()}
	for i, n := range counts {
		m := data.NewDate(2026, time.October-time.Month(len(counts)-1-i), 1)
		for k := range 40 {
			f.OrderRows = append(f.OrderRows, report.OrderRow{ID: int64(len(f.OrderRows) + 1), On: m.AddDays(k % 28)})
		}
		for k := range n {
			f.CaseRows = append(f.CaseRows, complaint(m.AddDays(k%28), k%20))
		}
	}
	number(f)
	return f
}

func number(f *reporttest.Firm) {
	for i := range f.CaseRows {
		c := &f.CaseRows[i]
		c.ID, c.Number = int64(i+1), data.FormatNumber(c.Kind, c.ReceivedOn.Year, i+1)
	}
}

func withoutOrders(f *reporttest.Firm) *reporttest.Firm {
	first := f.OrderRows[0]
	f.OrderRows = []report.OrderRow{first}
	return f
}

func rising(months int) *reporttest.Firm {
	counts := make([]int, months)
	for i := range counts {
		counts[i] = 3 + i
	}
	return monthly(counts...)
}

func falling() *reporttest.Firm {
	return monthly(30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 2, 1, 0, 0)
}

// quiet is a firm with almost no complaints, many opinions and no orders.
func quiet() *reporttest.Firm {
	f := withoutOrders(monthly(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0))
	for i := range 40 {
		f.OpinionRows = append(f.OpinionRows, report.OpinionRow{
			ID: int64(i + 1), Tone: data.Positive, At: time.Date(2026, 3, 1+i%28, 9, 0, 0, 0, time.UTC),
		})
	}
	return f
}

// nightmare is a firm in which everything is late, odd or missing.
func nightmare() *reporttest.Firm {
	f := monthly(1, 0, 9, 0, 10, 1, 9, 0, 10, 0, 9, 1, 10, 0)
	for i := range f.CaseRows {
		c := &f.CaseRows[i]
		switch i % 6 {
		case 0:
			*c = complaint(c.ReceivedOn, -1)
		case 1:
			c.Cause, c.Category = "", ""
		case 2:
			c.Decision, c.Channel = data.DecisionLapsed, data.ChannelLetter
		case 3:
			c.State, c.Answered = data.CaseWithdrawn, time.Time{}
		case 4:
			c.LegalType, c.Deadline = data.Business, data.Deadline{}
		case 5:
			c.Product, c.Cause, c.Severity = "=1+1", "owner's own & <odd>", 4
		}
	}
	number(f)
	return f
}
