package channels

import (
	"strconv"

	"kartoteka/data"
	"kartoteka/data/report"
)

// The shape of the table: hours one below the other, days beside them.
const (
	weekDays = 7
	dayHours = 24
	firstDay = 1 // column of Monday; before it stands the hour
)

// hours counts what was said by hour of the firm's clock and weekday, with sums
// beside and below. What came in the hour that a clock goes through twice counts
// in that hour; in the one that it leaves out there is nothing.
func (c *Channels) hours() *report.Table {
	t := &report.Table{Key: "hours", Totals: true, Columns: []report.Column{{Key: "hour", Kind: report.Hour, Width: 26}}}
	for day := range weekDays {
		t.Columns = append(t.Columns, report.Column{Key: "weekday-" + strconv.Itoa(day+1), Kind: report.Int, Width: 9})
	}
	t.Columns = append(t.Columns, report.Column{Key: "total", Kind: report.Int, Width: 9})
	var counts [dayHours + 1][weekDays + 1]int // the last row and column are the sums
	for i := range c.rows {
		r := &c.rows[i]
		if r.DayOnly {
			continue
		}
		at := r.At.In(c.opt.Zone)
		day, hour := (int(data.DateOf(at).Weekday())+6)%7, at.Hour()
		counts[hour][day]++
		counts[hour][weekDays]++
		counts[dayHours][day]++
		counts[dayHours][weekDays]++
	}
	for hour := range counts {
		label := report.AtHour(hour)
		if hour == dayHours {
			label = report.Key("report.total")
		}
		row := []report.Value{label}
		for _, n := range counts[hour] {
			row = append(row, report.Count(n))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// heat is the chart of that table, without its sums: a row for each day, since a
// screen is wide.
func heat(t *report.Table) *report.Chart {
	c := &report.Chart{Key: "hours", Title: "report.chart.hours", Kind: report.HeatChart, Table: t.Key, LabelCol: firstDay}
	for day := range weekDays {
		c.Labels = append(c.Labels, report.Key("report.weekday."+strconv.Itoa(day+1)))
	}
	most, ties, day, hour := 0, 0, 0, 0
	for h, row := range t.Rows[:dayHours] {
		counts := row[firstDay : firstDay+weekDays]
		c.Series = append(c.Series, report.Series{Key: strconv.Itoa(h), Role: report.RolePart, Values: counts})
		for i, v := range counts {
			switch n := int(v.Num); {
			case n > most:
				most, ties, day, hour = n, 0, i, h
			case n == most:
				ties++
			}
		}
	}
	if ties > 0 {
		c.Alt = report.Counted("report.alt.hours.tie", most)
		return c
	}
	c.Alt = report.Counted("report.alt.hours", most, report.With("Day", report.Key("report.on-weekday."+strconv.Itoa(day+1))),
		report.With("Hour", report.AtHour(hour)))
	return c
}
