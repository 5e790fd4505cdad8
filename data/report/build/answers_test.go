package build_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/reporttest"
)

// firstAnswered are complaints of a Friday at noon, each with a person's first word
// so many hours later; 0: none yet.
func firstAnswered(hours ...int) *reporttest.Firm {
	f := &reporttest.Firm{}
	for i, h := range hours {
		c := complaint(data.NewDate(2026, time.November, 6), 3)
		c.ID, c.Received = int64(i+1), time.Date(2026, 11, 6, 12, 0, 0, 0, time.UTC)
		if c.Acknowledged = (time.Time{}); h > 0 {
			c.Acknowledged = c.Received.Add(time.Duration(h) * time.Hour)
		}
		f.CaseRows = append(f.CaseRows, c)
	}
	return f
}

func TestTheFirstAnswerIsTimedByBothClocks(t *testing.T) {
	r := made(t, firstAnswered(2, 2, 70, 70, 70, 0), data.Period{})
	k := r.KPI("first-answer")
	if k.N != 5 || k.Value.Num != 70 || k.Of.Key != "report.of.first-answer" {
		t.Errorf("the figure is %+v", k)
	}
	for key, want := range map[string][]float64{
		"first-answer-hours": {2, 2, 70, 70, 70, 0}, "first-answer-work-hours": {2, 2, 6, 6, 6, 0}, // Monday 10:00
	} {
		for i, v := range cellsOf(t, r.Table("data"), key) {
			if v.Num != want[i] || (v.Kind == report.None) != (want[i] == 0) {
				t.Errorf("%s of row %d is %+v, want %v", key, i, v, want[i])
			}
		}
	}
	if k := made(t, firstAnswered(2, 2, 70, 0), data.Period{}).KPI("first-answer"); k.Value.Kind != report.None || k.Verdict != report.TooLittle {
		t.Errorf("three answers came to %+v", k)
	}
}

func TestSendingElsewhereIsCounted(t *testing.T) {
	f := firstAnswered(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	for i := range 3 {
		f.CaseRows[i].Redirected = f.CaseRows[i].Received.Add(time.Hour)
	}
	r := made(t, f, data.Period{})
	k := r.KPI("redirected")
	if k.N != 12 || k.Value.Kind != report.Share || k.Value.Num != 0.25 || k.Low.Num >= 0.25 || k.High.Num <= 0.25 {
		t.Errorf("the rate is %+v", k)
	}
	days := 0
	for _, v := range cellsOf(t, r.Table("data"), "redirected") {
		if v.Kind == report.Day {
			days++
		}
	}
	if days != 3 {
		t.Errorf("%d rows have the day", days)
	}
}
