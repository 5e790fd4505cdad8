package report

import (
	"time"

	"kartoteka/data"
)

// Report is a whole report without a language.
type Report struct {
	Title     Sentence
	Firm      string
	Period    data.Period // both ends set; what the figures are about
	Asked     data.Period // what was asked for, ends may be open
	Generated time.Time
	Today     data.Date
	Empty     bool // nothing was recorded in the period

	KPIs      []KPI
	Sentences []Sentence // the findings
	Advice    []Sentence // what to do next, at most three
	Quality   []Sentence // what the data lack
	Sheets    []Sheet
}

// Verdict is a word of the fixed vocabulary in which a report judges.
type Verdict string

// The verdicts; "report.verdict.<verdict>" in the catalogue.
const (
	NoVerdict       Verdict = ""                 // nothing to judge
	More            Verdict = "more"             // signal: more than usual
	Less            Verdict = "less"             // signal: less than usual
	MoreTrial       Verdict = "more-trial"       // the same with trial limits
	LessTrial       Verdict = "less-trial"       //
	RunAbove        Verdict = "run-above"        // signal: eight months in a row above the centre
	RunBelow        Verdict = "run-below"        //
	RisingModerate  Verdict = "rising-moderate"  // p < 0.05
	RisingStrong    Verdict = "rising-strong"    // p < 0.01
	FallingModerate Verdict = "falling-moderate" //
	FallingStrong   Verdict = "falling-strong"   //
	NoEvidence      Verdict = "no-evidence"      // of a change; not evidence of none
	TooLittle       Verdict = "too-little"       // too little data
	Usual           Verdict = "usual"            // within the limits
	UsualTrial      Verdict = "usual-trial"      // within trial limits
	Slower          Verdict = "slower"           // signal: a channel answered later than the others
	Quicker         Verdict = "quicker"          // the same the other way; nobody has to look
	NoDifference    Verdict = "no-difference"    // no evidence of one between channels
	Partial         Verdict = "partial"          // the month is not over, or was not recorded whole
)

// Signal reports whether the verdict asks somebody to look.
func (v Verdict) Signal() bool {
	switch v {
	case More, Less, MoreTrial, LessTrial, RunAbove, RunBelow,
		RisingModerate, RisingStrong, FallingModerate, FallingStrong, Slower:
		return true
	}
	return false
}

// Value returns the verdict's word, none for NoVerdict.
func (v Verdict) Value() Value {
	if v == NoVerdict {
		return Value{}
	}
	return Key("report.verdict." + string(v))
}

// KPI is a key figure: its name is "report.kpi.<key>" in the catalogue.
type KPI struct {
	Key       string
	Value     Value       // None: too little data for it
	Of        Sentence    // what stands behind it, such as "of 214 orders"
	N         int         // how many cases stand behind it
	Low, High Value       // 95 % interval, None if there is none
	Alert     bool        // somebody should act on it
	Previous  Value       // the same figure before, None if not known
	Before    data.Period // what Previous is about
	Verdict   Verdict
}

// Sheet is a page of the report: "report.sheet.<key>" in the catalogue.
type Sheet struct {
	Key    string
	Intro  []Sentence
	Tables []*Table
	Charts []*Chart
	Notes  []Sentence
}

// The sheets.
const (
	SheetSummary    = "summary"
	SheetTrend      = "trend"
	SheetCauses     = "causes"
	SheetChannels   = "channels"
	SheetData       = "data"
	SheetDictionary = "dictionary"
)

// Table is rows under columns: title "report.table.<key>", identifier
// "report.table.<key>.name" in the catalogue.
type Table struct {
	Key     string
	Columns []Column
	Signals []int // rows that deserve a look, by index
	Loose   bool  // a list for reading, not a native table of a workbook
	Totals  bool  // the last row sums up the others
	Rows    [][]Value
	count   int
	row     func(i int, into []Value) []Value
}

// Make lets the table have count rows that are made when they are asked for,
// in place of Rows: row fills into.
func (t *Table) Make(count int, row func(i int, into []Value) []Value) {
	t.count, t.row = count, row
}

// Column is a column: "report.col.<key>" in the catalogue.
type Column struct {
	Key   string
	Kind  ValueKind // of its cells: how numbers are formatted
	Width float64   // in characters
	Code  bool      // a stable code that stands beside its label
	Wrap  bool      // long text that runs over several lines
	Title string    // the owner's own name for it, in place of the catalogue's
}

// Name is what stands above the column.
func (c *Column) Name(w Words) string {
	if c.Title != "" {
		return c.Title
	}
	return w.T("report.col." + c.Key)
}

// Len returns the number of rows.
func (t *Table) Len() int {
	if t.row != nil {
		return t.count
	}
	return len(t.Rows)
}

// Row returns the cells of row i. It may use into for them, so that they hold
// only until the next call with the same slice.
func (t *Table) Row(i int, into []Value) []Value {
	if t.row != nil {
		return t.row(i, into[:0])
	}
	return t.Rows[i]
}

// Column returns the index of the column with that key, -1 if there is none.
func (t *Table) Column(key string) int {
	for i, c := range t.Columns {
		if c.Key == key {
			return i
		}
	}
	return -1
}

// ChartKind is a kind of chart.
type ChartKind string

// The kinds of chart.
const (
	LineChart   ChartKind = "line"   // a run chart with centre and limits
	ColumnChart ChartKind = "column" // columns over months
	ParetoChart ChartKind = "pareto" // columns in falling order, cumulative share on a second axis
	BarChart    ChartKind = "bar"    // lying bars
	// StackedChart is lying bars of 100 %, one for each label: its series are
	// the parts, their values counts of which whoever draws makes shares.
	StackedChart ChartKind = "stacked"
	// HeatChart is a grid of counts: labels are the rows, series the columns. Its
	// table lies the other way, a column for each label from LabelCol on and a
	// row for each series from FirstRow on: a sheet of paper is too narrow for
	// many columns. A workbook has no drawing for it but colours that table.
	HeatChart ChartKind = "heat"
)

// Chart is a chart as data. Its numbers stand in a table too, so that the
// workbook can point at them.
type Chart struct {
	Key      string
	Title    string // key of the catalogue: the measure with its unit
	Kind     ChartKind
	Table    string // key of the table with its numbers
	LabelCol int    // column of that table that names the points; of a HeatChart the first label's own
	FirstRow int    // row of the table at which the chart begins
	Labels   []Value
	Series   []Series
	Alt      Sentence // what the chart shows, for those who do not see it
}

// SeriesRole says what a series is, and so how it is drawn.
type SeriesRole string

// The roles.
const (
	RoleMain       SeriesRole = "main"       // the measure itself
	RoleCentre     SeriesRole = "centre"     // the usual level
	RoleLimit      SeriesRole = "limit"      // a control limit, dashed
	RoleSignal     SeriesRole = "signal"     // marks on the points that are signals
	RoleCumulative SeriesRole = "cumulative" // share so far, second axis from 0 to 100 %
	RolePart       SeriesRole = "part"       // one part of a whole
)

// Series is one line or set of bars of a chart: its name is the column's.
type Series struct {
	Col    int // column of the chart's table; of a HeatChart that of the series' names
	Key    string
	Role   SeriesRole
	Values []Value // None leaves a gap
}

// Sheet returns the sheet with that key, nil if there is none.
func (r *Report) Sheet(key string) *Sheet {
	for i := range r.Sheets {
		if r.Sheets[i].Key == key {
			return &r.Sheets[i]
		}
	}
	return nil
}

// Table returns the table with that key wherever it stands, nil if there is none.
func (r *Report) Table(key string) *Table {
	for _, s := range r.Sheets {
		for _, t := range s.Tables {
			if t.Key == key {
				return t
			}
		}
	}
	return nil
}

// Chart returns the chart with that key, nil if there is none.
func (r *Report) Chart(key string) *Chart {
	for _, s := range r.Sheets {
		for _, c := range s.Charts {
			if c.Key == key {
				return c
			}
		}
	}
	return nil
}

// KPI returns the key figure with that key, nil if there is none.
func (r *Report) KPI(key string) *KPI {
	for i := range r.KPIs {
		if r.KPIs[i].Key == key {
			return &r.KPIs[i]
		}
	}
	return nil
}
