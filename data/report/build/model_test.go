package build_test

import (
	"strconv"
	"testing"

	"kartoteka/data"
	"kartoteka/data/report"
)

func TestWhatIsLookedForIsFound(t *testing.T) {
	r := made(t, workshop(), data.Period{})
	for _, key := range []string{"summary", "trend", "causes", "channels", "data", "dictionary"} {
		if r.Sheet(key) == nil {
			t.Errorf("no sheet %s", key)
		}
	}
	for _, key := range []string{"trend", "tests", "causes", "categories", "products", "channel-kinds", "channel-times", "preferred", "generations", "hours", "reference", "data", "measures", "codes", "method"} {
		table := r.Table(key)
		if table == nil {
			t.Fatalf("no table %s", key)
		}
		for i := 0; i < table.Len(); i++ {
			if n := len(table.Row(i, nil)); n != len(table.Columns) {
				t.Fatalf("%s, row %d: %d cells under %d columns", key, i, n, len(table.Columns))
			}
		}
	}
	for _, key := range []string{"run", "run-small", "rate", "pareto", "categories", "channel-kinds", "hours"} {
		c := r.Chart(key)
		if c == nil {
			t.Fatalf("no chart %s", key)
		}
		for _, s := range c.Series {
			if len(s.Values) != len(c.Labels) {
				t.Errorf("%s: %s has %d values for %d labels", key, s.Key, len(s.Values), len(c.Labels))
			}
		}
	}
	if r.Sheet("x") != nil || r.Table("x") != nil || r.Chart("x") != nil || r.KPI("x") != nil {
		t.Error("something was found that is not there")
	}
	if r.Table("trend").Column("x") != -1 {
		t.Error("a column was found that is not there")
	}
}

// The charts draw what the tables say: the workbook points at the cells, the
// window draws the values.
func TestChartsShowTheirTables(t *testing.T) {
	for _, f := range []*report.Report{made(t, workshop(), data.Period{}), made(t, young(), data.Period{}), made(t, nightmare(), data.Period{})} {
		for _, sheet := range f.Sheets {
			for _, c := range sheet.Charts {
				table := f.Table(c.Table)
				if c.Kind == report.HeatChart {
					mapShowsItsTable(t, c, table)
					continue
				}
				for i := range c.Labels {
					row := table.Row(c.FirstRow+i, nil)
					if row[c.LabelCol] != c.Labels[i] {
						t.Fatalf("%s: label %d is %+v, the table has %+v", c.Key, i, c.Labels[i], row[c.LabelCol])
					}
					for _, s := range c.Series {
						if row[s.Col] != s.Values[i] {
							t.Errorf("%s: %s of point %d is %+v, the table has %+v", c.Key, s.Key, i, s.Values[i], row[s.Col])
						}
					}
				}
			}
		}
	}
}

// mapShowsItsTable looks at a map, whose table lies across it.
func mapShowsItsTable(t *testing.T, c *report.Chart, table *report.Table) {
	t.Helper()
	for j, s := range c.Series {
		row := table.Row(c.FirstRow+j, nil)
		if name := row[s.Col].Num; s.Key != strconv.Itoa(int(name)) {
			t.Errorf("%s: row %d of the table is that of %v, the map has %s", c.Key, j, name, s.Key)
		}
		for i := range c.Labels {
			if row[c.LabelCol+i] != s.Values[i] {
				t.Errorf("%s: %s of label %d is %+v, the table has %+v", c.Key, s.Key, i, s.Values[i], row[c.LabelCol+i])
			}
		}
	}
}

func TestRowsCanShareASlice(t *testing.T) {
	table := made(t, workshop(), data.Period{}).Table("data")
	var shared []report.Value
	for i := 0; i < table.Len(); i++ {
		shared = table.Row(i, shared)
		own := table.Row(i, nil)
		for j := range own {
			if own[j] != shared[j] {
				t.Fatalf("row %d, %s: %+v and %+v", i, table.Columns[j].Key, own[j], shared[j])
			}
		}
	}
}
