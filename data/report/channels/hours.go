package channels

import (
	"strconv"

	"kartoteka/data"
	"kartoteka/data/report"
)

// hours counts what was said by weekday and hour of the firm's clock, with sums
// beside and below. What came in the hour that a clock goes through twice counts
// in that hour; in the one that it leaves out there is nothing.
func (c *Channels) hours() *report.Table {
	t := &report.Table{Key: "hours", Totals: true, Columns: []report.Column{{Key: "weekday", Kind: report.Word, Width: 24}}}
	for h := range 24 {
		t.Columns = append(t.Columns, report.Column{Key: strconv.Itoa(h), Kind: report.Int, Width: 4.8})
	}
	t.Columns = append(t.Columns, report.Column{Key: "total", Kind: report.Int, Width: 8})
	var counts [8][25]int // the last row and column are the sums
	for i := range c.rows {
		r := &c.rows[i]
		if r.DayOnly {
			continue
		}
		at := r.At.In(c.opt.Zone)
		day, hour := (int(data.DateOf(at).Weekday())+6)%7, at.Hour()
		counts[day][hour]++
		counts[day][24]++
		counts[7][hour]++
		counts[7][24]++
	}
	for day := range counts {
		label := report.Key("report.total")
		if day < 7 {
			label = report.Key("report.weekday." + strconv.Itoa(day+1))
		}
		row := []report.Value{label}
		for _, n := range counts[day] {
			row = append(row, report.Count(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// heat is the chart of that table, without its sums.
func heat(t *report.Table) *report.Chart {
	c := &report.Chart{Key: "hours", Title: "report.chart.hours", Kind: report.HeatChart, Table: t.Key}
	most, day, hour := 0, 0, 0
	for i, r := range t.Rows[:7] {
		c.Labels = append(c.Labels, r[0])
		for h := range 24 {
			if n := int(r[1+h].Num); n > most {
				most, day, hour = n, i, h
			}
		}
	}
	for h := range 24 {
		s := report.Series{Col: 1 + h, Key: t.Columns[1+h].Key, Role: report.RolePart}
		for _, r := range t.Rows[:7] {
			s.Values = append(s.Values, r[1+h])
		}
		c.Series = append(c.Series, s)
	}
	c.Alt = report.Counted("report.alt.hours", most, report.With("Day", t.Rows[day][0]), report.With("Hour", report.Count(hour)))
	return c
}
