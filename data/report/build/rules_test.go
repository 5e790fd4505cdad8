package build_test

import (
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/reporttest"
)

// cellsOf returns a column of a table.
func cellsOf(t *testing.T, table *report.Table, key string) []report.Value {
	t.Helper()
	col := table.Column(key)
	if col < 0 {
		t.Fatalf("table %s has no column %s", table.Key, key)
	}
	var out []report.Value
	for i := 0; i < table.Len(); i++ {
		out = append(out, table.Row(i, nil)[col])
	}
	return out
}

func total(values []report.Value) int {
	n := 0
	for _, v := range values {
		n += int(v.Num)
	}
	return n
}

// count counts rows of Data by the given codes.
func count(t *testing.T, r *report.Report, where map[string]string) int {
	t.Helper()
	table := r.Table("data")
	n := 0
	for i := 0; i < table.Len(); i++ {
		row, ok := table.Row(i, nil), true
		for key, want := range where {
			ok = ok && row[table.Column(key)].Text == want
		}
		if ok {
			n++
		}
	}
	return n
}

func TestEveryFigureIsACountOverData(t *testing.T) {
	for name, f := range map[string]*reporttest.Firm{
		"workshop": workshop(), "young": young(), "nightmare": nightmare(), "empty": {},
	} {
		t.Run(name, func(t *testing.T) {
			r := made(t, f, data.Period{})
			complaints := count(t, r, map[string]string{"kind-code": "complaint"})
			trend := r.Table("trend")
			for column, kind := range map[string]string{
				"complaints": "complaint", "orders": "order", "positive": "opinion-positive", "suggestions": "suggestion",
			} {
				if got, want := total(cellsOf(t, trend, column)), count(t, r, map[string]string{"kind-code": kind}); got != want {
					t.Errorf("trend has %d %s, Data has %d", got, column, want)
				}
			}
			for _, key := range []string{"causes", "categories"} {
				if got := total(cellsOf(t, r.Table(key), "count")); got != complaints {
					t.Errorf("%s add up to %d, Data has %d complaints", key, got, complaints)
				}
			}
			if got := int(r.KPI("complaints").Value.Num); got != complaints {
				t.Errorf("tile says %d complaints, Data has %d", got, complaints)
			}
			channelsAgree(t, r)
			yes := count(t, r, map[string]string{"kind-code": "complaint", "in-time-code": "yes"})
			no := count(t, r, map[string]string{"kind-code": "complaint", "in-time-code": "no"})
			if k := r.KPI("in-time"); k.N != yes+no {
				t.Errorf("timeliness of %d cases, Data has %d", k.N, yes+no)
			}
			codes := r.Table("codes")
			for i := 0; i < codes.Len(); i++ {
				row := codes.Row(i, nil)
				column := strings.TrimPrefix(row[0].Text, "report.col.") + "-code"
				want := int(row[3].Num)
				got := countCode(r.Table("data"), column, row[2])
				if row[2].Kind != report.None && got != want {
					t.Errorf("dictionary: %s %s has %d rows, Data has %d", column, row[2].Text, want, got)
				}
			}
		})
	}
}

// channelsAgree holds the sheet of channels against Data: the complaints of each
// channel, and all opinions and suggestions.
func channelsAgree(t *testing.T, r *report.Report) {
	t.Helper()
	said := r.Table("channel-kinds")
	if said == nil {
		return // nothing was said
	}
	col := said.Column("said-complaint")
	for i := 0; i < said.Len() && col >= 0; i++ {
		row := said.Row(i, nil)
		where := map[string]string{"kind-code": "complaint"}
		if i < said.Len()-1 {
			where["channel-code"] = strings.TrimPrefix(row[0].Text, "channel.")
		}
		if row[0].Text == "report.elsewhere" {
			where["channel-code"] = ""
		}
		if got, want := int(row[col].Num), count(t, r, where); got != want {
			t.Errorf("channels have %d complaints by %s, Data has %d", got, row[0].Text, want)
		}
	}
	for column, kinds := range map[string][]string{
		"said-opinion": {"opinion-positive", "opinion-neutral", "opinion-negative"}, "said-suggestion": {"suggestion"},
	} {
		want := 0
		for _, k := range kinds {
			want += count(t, r, map[string]string{"kind-code": k})
		}
		got := 0
		if col := said.Column(column); col >= 0 {
			got = int(said.Row(said.Len()-1, nil)[col].Num)
		}
		if got != want {
			t.Errorf("channels have %d of %s, Data has %d", got, column, want)
		}
	}
}

func countCode(table *report.Table, column string, code report.Value) int {
	col, n := table.Column(column), 0
	for i := 0; i < table.Len(); i++ {
		v := table.Row(i, nil)[col]
		if v.Text == code.Text && v.Kind == report.Text || v.Kind == report.Int && string(rune('0'+int(v.Num))) == code.Text {
			n++
		}
	}
	return n
}

// A term is met on the safe date, missed the day after; open past it is a
// miss, not a gap.
func TestInTime(t *testing.T) {
	sixteen := today.AddDays(-16)
	late := complaint(sixteen, -1)
	fresh := complaint(today.AddDays(-14), -1)
	lapsed := complaint(sixteen, 3)
	lapsed.Decision = data.DecisionLapsed
	withdrawn := complaint(sixteen, -1)
	withdrawn.State = data.CaseWithdrawn
	closed := complaint(sixteen, -1)
	closed.State, closed.Closed = data.CaseClosed, sixteen.AddDays(5).Time(time.UTC)
	firm := complaint(sixteen, 2)
	firm.LegalType, firm.Deadline = data.Business, data.Deadline{}
	for name, c := range map[string]struct {
		row  report.CaseRow
		want string
	}{
		"answered on the last day":        {complaint(sixteen, 14), "yes"},
		"answered a day late":             {complaint(sixteen, 15), "no"},
		"open, past the date":             {late, "no"},
		"open, on the date":               {fresh, "pending"},
		"accepted since the term ran out": {lapsed, "no"},
		"withdrawn":                       {withdrawn, ""},
		"closed without a noted answer":   {closed, "yes"},
		"between firms":                   {firm, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := &reporttest.Firm{CaseRows: []report.CaseRow{c.row}}
			got := cellsOf(t, made(t, f, data.Period{}).Table("data"), "in-time-code")
			if got[0].Text != c.want {
				t.Errorf("in time: %q, want %q", got[0].Text, c.want)
			}
		})
	}
}

func TestAnAnswerIsDatedInTheFirmsZone(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	c := complaint(data.NewDate(2026, 7, 1), 0)
	c.Answered = time.Date(2026, 7, 15, 22, 30, 0, 0, time.UTC) // half past midnight of the 16th
	f := &reporttest.Firm{CaseRows: []report.CaseRow{c}}
	r, err := build.Report(t.Context(), f, report.Options{Today: today, Zone: zone})
	if err != nil {
		t.Fatal(err)
	}
	d := r.Table("data")
	if got := cellsOf(t, d, "in-time-code")[0].Text; got != "no" {
		t.Errorf("in time: %q, want no: it was the 16th already", got)
	}
	if got := cellsOf(t, d, "answer-days")[0].Num; got != 15 {
		t.Errorf("answered after %v days, want 15", got)
	}
	if got := cellsOf(t, d, "answer-workdays")[0].Num; got != 11 {
		t.Errorf("answered after %v working days, want 11", got)
	}
	if got := cellsOf(t, d, "hour")[0].Num; got != 11 {
		t.Errorf("received at %v, want 11 in Warsaw", got)
	}
}

func TestTrendVerdictsNeedMonths(t *testing.T) {
	for _, c := range []struct {
		months  int
		verdict report.Verdict
		key     string
	}{
		{7, report.TooLittle, "report.find.trend-little"},
		{8, report.RisingStrong, "report.find.trend.trial"},
		{11, report.RisingStrong, "report.find.trend.trial"},
		{12, report.RisingStrong, "report.find.trend"},
	} {
		r := made(t, rising(c.months), data.Period{})
		if got := cellsOf(t, r.Table("tests"), "verdict")[2]; got != c.verdict.Value() {
			t.Errorf("%d months: %q, want %q", c.months, got.Text, c.verdict)
		}
		if !says(r.Sentences, c.key) {
			t.Errorf("%d months: no sentence %s", c.months, c.key)
		}
	}
	steady := made(t, monthly(4, 5, 3, 4, 6, 4, 5, 3, 4, 4, 5, 4), data.Period{})
	if !says(steady.Sentences, "report.find.trend-none") {
		t.Error("a steady firm must be told that there is no evidence of change")
	}
}

func says(list []report.Sentence, key string) bool {
	for _, s := range list {
		if s.Key == key {
			return true
		}
	}
	return false
}

func TestLimitsNeedMonthsToo(t *testing.T) {
	for _, c := range []struct {
		counts []int
		last   report.Verdict
	}{
		{[]int{3, 4, 3, 4, 40}, report.TooLittle},
		{[]int{3, 4, 3, 4, 3, 40}, report.MoreTrial},
		{[]int{3, 4, 3, 4, 3, 5, 3, 4, 3, 4, 3, 40}, report.More},
		{[]int{3, 4, 3, 4, 3, 5, 3, 4, 3, 4, 3, 6}, report.Usual},
		{[]int{0, 0, 0, 0, 0, 0, 0, 0}, report.TooLittle},
	} {
		signals := cellsOf(t, made(t, monthly(c.counts...), data.Period{}).Table("trend"), "signal")
		// The running month, without entries, is the last row.
		if got := signals[len(c.counts)-1]; got != c.last.Value() {
			t.Errorf("%v: %q, want %q", c.counts, got.Text, c.last)
		}
		if got := signals[len(signals)-1]; got != report.Partial.Value() {
			t.Errorf("the running month: %q", got.Text)
		}
	}
}

func TestTheRunningMonthIsCountedButNotTested(t *testing.T) {
	f := monthly(4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4)
	for i := range 30 {
		f.CaseRows = append(f.CaseRows, complaint(today.AddDays(-i%20), -1))
	}
	number(f)
	r := made(t, f, data.Period{})
	trend := r.Table("trend")
	last := trend.Row(trend.Len()-1, nil)
	if last[trend.Column("complaints")].Num != 30 || last[trend.Column("high")].Kind != report.None {
		t.Errorf("running month: %+v", last)
	}
	if n := len(r.Chart("run").Labels); n != 12 {
		t.Errorf("the chart has %d points, want the 12 full months", n)
	}
	if !says(r.Sentences, "report.find.running") {
		t.Error("nothing is said of the running month")
	}
}

func TestAMonthThatBeganWithoutRecordsIsNotFull(t *testing.T) {
	f := monthly(3, 4, 3, 4, 3, 4, 3)
	f.CaseRows, f.OrderRows = f.CaseRows[3:], append(f.OrderRows[20:21], f.OrderRows[40:]...) // April from the 21st on
	r := made(t, f, data.Period{})
	if got := cellsOf(t, r.Table("trend"), "signal")[0]; got != report.Partial.Value() {
		t.Errorf("the first month: %q, want it incomplete", got.Text)
	}
	if !says(r.Quality, "report.quality.begin") {
		t.Error("nothing is said of the day when records begin")
	}
}

func TestRatesNeedOrdersInEveryMonth(t *testing.T) {
	with := made(t, rising(12), data.Period{})
	if got := cellsOf(t, with.Table("tests"), "series")[2].Text; got != "report.series.rates" {
		t.Errorf("tested %s although every month has orders", got)
	}
	without := made(t, withoutOrders(rising(12)), data.Period{})
	if got := cellsOf(t, without.Table("tests"), "series")[2].Text; got != "report.series.counts" {
		t.Errorf("tested %s although most months have no orders", got)
	}
	if !says(without.Quality, "report.quality.orders") {
		t.Error("missing orders are not named")
	}
}

func TestSmallNumbersAreNotPercentages(t *testing.T) {
	answered := func(n int) *reporttest.Firm {
		f := &reporttest.Firm{}
		for i := range n {
			f.CaseRows = append(f.CaseRows, complaint(today.AddDays(-60), i%3))
		}
		return f
	}
	for _, c := range []struct {
		n    int
		kind report.ValueKind
		of   string
	}{
		{4, report.None, "report.of.in-time"},
		{5, report.Phrase, "report.of.in-time"},
		{9, report.Phrase, "report.of.in-time"},
		{10, report.Share, "report.of.in-time.few"},
		{29, report.Share, "report.of.in-time.few"},
		{30, report.Share, "report.of.in-time"},
	} {
		k := made(t, answered(c.n), data.Period{}).KPI("in-time")
		if k.Value.Kind != c.kind || k.Of.Key != c.of || k.N != c.n {
			t.Errorf("%d cases: kind %d, %s", c.n, k.Value.Kind, k.Of.Key)
		}
		if c.kind != report.Share && k.Low.Kind != report.None {
			t.Errorf("%d cases were given an interval", c.n)
		}
	}
	if k := made(t, answered(9), data.Period{}).KPI("answer-days"); k.Of.Key != "report.of.days" {
		t.Error("nine answers were given a 90th percentile")
	}
}

func TestParetoNeedsTwentyCases(t *testing.T) {
	few := made(t, monthly(19), data.Period{})
	if v := cellsOf(t, few.Table("causes"), "cum")[0]; v.Kind != report.None {
		t.Errorf("19 cases were given a cumulative share: %+v", v)
	}
	if n := len(few.Chart("pareto").Series); n != 1 {
		t.Errorf("the chart of 19 cases has %d series, want counts only", n)
	}
	many := made(t, monthly(20), data.Period{})
	if v := cellsOf(t, many.Table("causes"), "cum")[0]; v.Kind != report.Share || v.Num != 1 {
		t.Errorf("20 cases of one cause: %+v", v)
	}
	if n := len(many.Chart("pareto").Series); n != 2 {
		t.Errorf("the chart of 20 cases has %d series, want counts and shares", n)
	}
}

func TestPeriodAgainstPeriod(t *testing.T) {
	p := data.Period{From: data.NewDate(2026, 10, 1), To: data.NewDate(2026, 10, 31)}
	calm := made(t, monthly(4, 5, 10), p).KPI("complaints")
	if calm.Previous.Num != 5 || calm.Verdict != report.NoEvidence {
		t.Errorf("10 after 5: before %v, %q; want no evidence", calm.Previous.Num, calm.Verdict)
	}
	loud := made(t, monthly(4, 5, 25), p).KPI("complaints")
	if loud.Verdict != report.More {
		t.Errorf("25 after 5: %q, want more", loud.Verdict)
	}
	fewer := made(t, monthly(4, 30, 5), p).KPI("rate")
	if fewer.Verdict != report.Less || fewer.Previous.Num != 75 {
		t.Errorf("5 after 30 on 40 orders each: %q, %v", fewer.Verdict, fewer.Previous.Num)
	}
}

func TestTheLastMonthIsComparedBeyondThePeriod(t *testing.T) {
	f := monthly(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 11)
	p := data.Period{From: data.NewDate(2026, 10, 1), To: data.NewDate(2026, 10, 31)}
	k := made(t, f, p).KPI("last-month")
	if k.N != 12 || k.Previous.Num != 5 || k.Verdict != report.More || !k.Alert {
		t.Errorf("11 after twelve months of 5: %+v", k)
	}
}

func TestASignalNamesItsCasesAndItsCause(t *testing.T) {
	r := made(t, workshop(), data.Period{})
	w := words(t, "en")
	var found string
	for _, s := range r.Sentences {
		if s.Key == "report.find.more" {
			found = s.In(w)
		}
	}
	if !strings.Contains(found, "03.2026: 14 complaints") || !strings.Contains(found, "R/2026/0009") ||
		!strings.Contains(found, "and 2 others") {
		t.Errorf("the bad batch of March: %q", found)
	}
	if !says(r.Advice, "report.do.signal-cause") {
		t.Error("the common cause of the bad batch is not named")
	}
	if len(r.Advice) > 3 {
		t.Errorf("%d recommendations, want three at most", len(r.Advice))
	}
}

func TestOverdueComesFirst(t *testing.T) {
	r := made(t, nightmare(), data.Period{})
	if r.Advice[0].Key != "report.do.overdue" || !r.KPI("open").Alert {
		t.Errorf("first advice %s, alert %v", r.Advice[0].Key, r.KPI("open").Alert)
	}
}

func TestNothingRecordedIsTooLittleData(t *testing.T) {
	r := made(t, &reporttest.Firm{}, data.Period{})
	if !r.Empty || len(r.Sentences) != 1 {
		t.Fatalf("empty %v, %d sentences", r.Empty, len(r.Sentences))
	}
	if s := r.Sentences[0].In(words(t, "pl")); !strings.Contains(strings.ToLower(s), "za mało danych") {
		t.Errorf("%q", s)
	}
	for _, k := range r.KPIs {
		if k.Low.Kind != report.None || k.Verdict != report.TooLittle && k.Key != "open" {
			t.Errorf("%s claims something: %+v", k.Key, k)
		}
	}
	// A year later records exist, but not in the period asked for.
	later := made(t, workshop(), data.Period{From: data.NewDate(2023, 1, 1), To: data.NewDate(2023, 12, 31)})
	if !later.Empty || later.KPI("complaints").Verdict != report.TooLittle {
		t.Error("a time before the first entry was taken for one without complaints")
	}
}

func TestCostsOfOtherCurrenciesAreNotAdded(t *testing.T) {
	a, b := complaint(today.AddDays(-30), 3), complaint(today.AddDays(-29), 3)
	a.Cost, b.Cost = data.PLN(12345), data.Money{Minor: 99900, Currency: "EUR"}
	r := made(t, &reporttest.Firm{CaseRows: []report.CaseRow{a, b}}, data.Period{})
	if k := r.KPI("cost"); k.Value.Num != 123.45 || k.N != 1 {
		t.Errorf("cost %v of %d cases, want 123.45 of one", k.Value.Num, k.N)
	}
	if v := cellsOf(t, r.Table("data"), "cost")[1]; v.Kind != report.None {
		t.Errorf("a cost in euro stands in the złoty column: %+v", v)
	}
}

func TestOwnNamesStandInTheReport(t *testing.T) {
	r := made(t, workshop(), data.Period{})
	var labels []string
	for _, v := range cellsOf(t, r.Table("causes"), "causes-label") {
		labels = append(labels, v.In(words(t, "pl")))
	}
	if all := strings.Join(labels, "|"); !strings.Contains(all, "Surówka od hutnika") || !strings.Contains(all, "wada produktu") {
		t.Errorf("causes %s", all)
	}
}
