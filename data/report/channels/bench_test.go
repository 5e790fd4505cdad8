package channels_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
)

// BenchmarkSheet makes the sheet of what clients said 66,000 times in a year.
func BenchmarkSheet(b *testing.B) {
	var rows []report.SaidRow
	for i := range 66_000 {
		r := said(int64(i%2000), data.Channels()[i%9])
		r.At = period.From.Time(time.UTC).Add(time.Duration(i) * 7 * time.Minute)
		r.On, r.Generation, r.Preferred = data.DateOf(r.At), data.Generations()[i%6], data.Channels()[i%3]
		if i%10 > 0 {
			r = replied(r, i%90, data.Channels()[i%4])
		}
		rows = append(rows, r)
	}
	for b.Loop() {
		c := count(b, rows...)
		c.KPIs()
		c.Findings()
		if s := c.Sheet(); len(s.Tables) != 6 {
			b.Fatal(len(s.Tables))
		}
	}
}
