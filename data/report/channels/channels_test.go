package channels_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/report"
	"kartoteka/data/report/channels"
	"kartoteka/data/report/reporttest"
)

var (
	period   = data.Period{From: data.NewDate(2026, 1, 1), To: data.NewDate(2026, 12, 31)}
	previous = data.Period{From: data.NewDate(2025, 1, 1), To: data.NewDate(2025, 12, 31)}
	tuesday  = data.NewDate(2026, time.March, 10)
)

func warsaw(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func count(t testing.TB, rows ...report.SaidRow) *channels.Channels {
	t.Helper()
	return channels.New(rows, channels.Options{
		Period: period, Previous: previous, Zone: warsaw(t), Week: calendar.UsualWeek(),
		Now: data.NewDate(2026, 12, 31).Time(warsaw(t)),
	})
}

func table(t testing.TB, c *channels.Channels, key string) *report.Table {
	t.Helper()
	s := c.Sheet()
	for _, table := range s.Tables {
		if table.Key == key {
			return table
		}
	}
	t.Fatalf("no table %s", key)
	return nil
}

// cell is what stands in a row under a column.
func cell(t testing.TB, table *report.Table, row int, column string) report.Value {
	t.Helper()
	col := table.Column(column)
	if col < 0 || row >= table.Len() {
		t.Fatalf("%s has no %s in row %d", table.Key, column, row)
	}
	return table.Row(row, nil)[col]
}

// said is a question of a client, asked at 10 on a Tuesday, that wanted an
// answer and has none.
func said(client int64, ch data.Channel) report.SaidRow {
	return report.SaidRow{
		ContactID: client, Channel: ch, Kind: report.SaidQuestion, On: tuesday,
		At: tuesday.Time(time.UTC).Add(9 * time.Hour), Wanted: true, Waits: true,
	}
}

// replied is the same, answered after so many hours.
func replied(r report.SaidRow, hours int, by data.Channel) report.SaidRow {
	r.Waits, r.Answered, r.By = false, r.At.Add(time.Duration(hours)*time.Hour), by
	return r
}

func times(n int, r report.SaidRow) []report.SaidRow {
	out := make([]report.SaidRow, n)
	for i := range out {
		out[i] = r
	}
	return out
}

func TestKindsByChannel(t *testing.T) {
	order, complaint := said(1, data.ChannelEmail), said(2, data.ChannelEmail)
	order.Kind, complaint.Kind = report.SaidOrder, report.SaidComplaint
	rows := append(times(6, order), complaint, complaint, said(3, data.ChannelPhone), said(3, ""))
	k := table(t, count(t, rows...), "channel-kinds")
	if k.Len() != 4 || len(k.Columns) != 6 || !k.Totals {
		t.Fatalf("%d rows, columns %+v", k.Len(), k.Columns)
	}
	for i, want := range []struct {
		label                             string
		complaint, question, order, total float64
		share                             float64
	}{{"channel.email", 2, 0, 6, 8, 0.8}, {"channel.phone", 0, 1, 0, 1, 0.1}, {"report.elsewhere", 0, 1, 0, 1, 0.1}, {"report.total", 2, 2, 6, 10, 1}} {
		if cell(t, k, i, "channel").Text != want.label || cell(t, k, i, "said-complaint").Num != want.complaint ||
			cell(t, k, i, "said-question").Num != want.question || cell(t, k, i, "said-order").Num != want.order ||
			cell(t, k, i, "total").Num != want.total || cell(t, k, i, "share").Num != want.share {
			t.Errorf("row %d is %+v, want %+v", i, k.Row(i, nil), want)
		}
	}
	if v := cell(t, table(t, count(t, rows[:9]...), "channel-kinds"), 0, "share"); v.Kind != report.None {
		t.Errorf("of nine things the share is %+v", v)
	}
}

func TestConcentration(t *testing.T) {
	rows := append(times(6, said(1, data.ChannelEmail)), times(3, said(1, data.ChannelPhone))...)
	for n, want := range map[int]string{9: "", 10: "0,46"} {
		got := ""
		for _, note := range count(t, append(rows, times(n-9, said(1, data.ChannelSMS))...)...).Sheet().Notes {
			if note.Key == "report.note.hhi" {
				got = note.Args[0].Value.In(words(t, "pl"))
			}
		}
		if got != want {
			t.Errorf("of %d things the HHI is %q, want %q", n, got, want)
		}
	}
}

func words(t testing.TB, lang string) *reporttest.Words {
	t.Helper()
	w, err := reporttest.NewWords(lang)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTimesByChannel(t *testing.T) {
	mail := said(1, data.ChannelEmail)
	sent := replied(mail, 5, data.ChannelPhone)
	sent.Redirected = true
	onSpot := said(2, data.ChannelPhone)
	onSpot.Wanted, onSpot.Waits = false, false
	unknown := replied(mail, 30, "")
	rows := []report.SaidRow{
		replied(mail, 1, data.ChannelEmail), replied(mail, 2, data.ChannelEmail), replied(mail, 3, data.ChannelEmail),
		replied(mail, 24, data.ChannelEmail), sent, unknown, mail, onSpot,
	}
	k := table(t, count(t, rows...), "channel-times")
	if k.Len() != 2 {
		t.Fatalf("%d rows, want the letters and the whole: talks are settled on the spot", k.Len())
	}
	for column, want := range map[string]float64{
		"wanted": 7, "replied": 6, "unanswered": 1, "redirected-n": 1, "own-n": 5,
		"first-hours":      5, // of 1, 2, 3, 5, 24, 30 and one that waits: the fourth by the nearest rank
		"first-work-hours": 5, // of 1, 2, 3, 5, 8, 14 and that: from 10 to 16, and from 8 on the next day
	} {
		for row := range 2 {
			if v := cell(t, k, row, column); v.Num != want {
				t.Errorf("%s of row %d is %+v, want %v", column, row, v, want)
			}
		}
	}
	for _, column := range []string{"first-p90", "own-low"} {
		if v := cell(t, k, 0, column); v.Kind != report.None {
			t.Errorf("%s of too few is %+v", column, v)
		}
	}
	more := append(times(4, replied(mail, 100, data.ChannelEmail)), rows...)
	k = table(t, count(t, append(more, times(6, replied(mail, 4, data.ChannelEmail))...)...), "channel-times")
	if v := cell(t, k, 0, "first-p90"); v.Num != 100 {
		t.Errorf("P90 of seventeen is %+v, want the sixteenth", v)
	}
	if own := cell(t, k, 0, "own"); own.Kind != report.Share || math.Abs(own.Num-14.0/15) > 1e-9 ||
		cell(t, k, 0, "own-low").Num >= own.Num || cell(t, k, 0, "own-high").Num <= own.Num {
		t.Errorf("own channel %+v", own)
	}
}

func TestAChannelIsSlowOnlyOnEvidence(t *testing.T) {
	quick := times(20, replied(said(1, data.ChannelEmail), 1, data.ChannelEmail))
	for name, c := range map[string]struct {
		rows []report.SaidRow
		want report.Verdict
	}{
		"late answers":                 {times(12, replied(said(2, data.ChannelSMS), 50, data.ChannelSMS)), report.Slower},
		"none for longer than half":    {times(12, said(2, data.ChannelSMS)), report.Slower},
		"the same":                     {times(12, replied(said(2, data.ChannelSMS), 1, data.ChannelSMS)), report.NoDifference},
		"nine are too few":             {times(9, replied(said(2, data.ChannelSMS), 50, data.ChannelSMS)), report.TooLittle},
		"a portal is none of our own":  {times(12, said(2, "")), report.NoVerdict},
		"a few late ones say nothing ": {append(times(12, replied(said(2, data.ChannelSMS), 1, data.ChannelSMS)), said(2, data.ChannelSMS)), report.NoDifference},
	} {
		t.Run(name, func(t *testing.T) {
			ch := count(t, append(quick[:20:20], c.rows...)...)
			k := table(t, ch, "channel-times")
			if v := cell(t, k, 1, "times-verdict"); v != c.want.Value() {
				t.Errorf("the verdict is %+v, want %q", v, c.want)
			}
			slow := 0
			for _, s := range ch.Findings() {
				if s.Key == "report.find.slow-channel" {
					slow++
				}
			}
			if (slow == 1) != (c.want == report.Slower) || (len(k.Signals) == 1) != (c.want == report.Slower) {
				t.Errorf("%d channels are said to be slow, rows %v are marked", slow, k.Signals)
			}
		})
	}
}

func TestWhatJustCameIsNotLate(t *testing.T) {
	rows := append(times(20, replied(said(1, data.ChannelEmail), 50, data.ChannelEmail)), times(12, said(2, data.ChannelSMS))...)
	for i := range rows[20:] {
		rows[20+i].At = data.NewDate(2026, 12, 30).Time(time.UTC).Add(12 * time.Hour) // half a day ago
	}
	if v := cell(t, table(t, count(t, rows...), "channel-times"), 1, "times-verdict"); v != report.TooLittle.Value() {
		t.Errorf("the verdict is %+v", v)
	}
}

func TestWishedAndUsed(t *testing.T) {
	phone := func(client int64, used, by data.Channel) report.SaidRow {
		r := replied(said(client, used), 1, by)
		r.Preferred = data.ChannelPhone
		return r
	}
	none := said(4, data.ChannelPhone)
	none.Preferred = data.ChannelSMS
	rows := []report.SaidRow{
		phone(1, data.ChannelEmail, data.ChannelEmail), phone(1, data.ChannelEmail, data.ChannelEmail), phone(1, data.ChannelPhone, data.ChannelPhone),
		phone(2, data.ChannelEmail, data.ChannelPhone), phone(2, data.ChannelEmail, data.ChannelEmail), // half is no mismatch
		phone(3, data.ChannelPhone, ""), replied(said(9, data.ChannelEmail), 1, data.ChannelEmail), none,
	}
	c := count(t, rows...)
	k := table(t, c, "preferred")
	if k.Len() != 2 || cell(t, k, 0, "wished").Text != "channel.phone" || cell(t, k, 1, "wished").Text != "channel.sms" {
		t.Fatalf("%d rows: %+v", k.Len(), k.Rows)
	}
	for column, want := range map[string]float64{"clients": 3, "said-n": 6, "said-so": 2, "replies-n": 5, "replies-so": 2, "missed": 1} {
		if v := cell(t, k, 0, column); v.Num != want {
			t.Errorf("%s is %+v, want %v", column, v, want)
		}
	}
	if v := cell(t, k, 0, "missed-ids"); v.Text != "1" {
		t.Errorf("the mismatch is with %+v", v)
	}
	if c.Wished() != report.Of(2, 5) || c.Own() != report.Of(5, 6) {
		t.Errorf("wished %v, own %v", c.Wished(), c.Own())
	}
}

func TestManyMismatchesAreCutShort(t *testing.T) {
	var rows []report.SaidRow
	for id := range int64(15) {
		r := replied(said(id+1, data.ChannelEmail), 1, data.ChannelEmail)
		r.Preferred = data.ChannelPhone
		rows = append(rows, r)
	}
	v := cell(t, table(t, count(t, rows...), "preferred"), 0, "missed-ids")
	if got, want := v.In(words(t, "en")), "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 others"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// clients are so many of one generation, each with one thing said.
func clients(first int64, n int, generation string, ch data.Channel) []report.SaidRow {
	var out []report.SaidRow
	for i := range int64(n) {
		r := said(first+i, ch)
		r.Generation = generation
		out = append(out, r)
	}
	return out
}

func TestGenerationsOfFewClientsAreFolded(t *testing.T) {
	for name, c := range map[string]struct {
		x, y, z, unknown int
		rows             []string
		told             bool // the channels of the last row
	}{
		"all large":                    {6, 5, 7, 0, []string{"x", "y", "z"}, true},
		"one small, with the unknown":  {6, 4, 0, 3, []string{"x", "rest"}, true},
		"two small ones together":      {9, 3, 2, 0, []string{"x", "rest"}, true},
		"a small rest takes the least": {9, 6, 2, 0, []string{"x", "rest"}, true},
		"all small":                    {2, 1, 1, 0, []string{"rest"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			rows := clients(1, c.x, "x", data.ChannelPhone)
			rows = append(rows, clients(100, c.y, "y", data.ChannelEmail)...)
			rows = append(rows, clients(200, c.z, "z", data.ChannelEmail)...)
			rows = append(rows, clients(300, c.unknown, "", data.ChannelEmail)...)
			k := table(t, count(t, rows...), "generations")
			if k.Len() != len(c.rows) {
				t.Fatalf("%d rows, want %v", k.Len(), c.rows)
			}
			n := 0
			for i, want := range c.rows {
				if v := cell(t, k, i, "generation"); v.Text != "report.generation."+want {
					t.Errorf("row %d is %s, want %s", i, v.Text, want)
				}
				n += int(cell(t, k, i, "said-n").Num)
			}
			if n != len(rows) {
				t.Errorf("the rows add up to %d of %d", n, len(rows))
			}
			if v := cell(t, k, k.Len()-1, "by-phone"); (v.Kind != report.None) != c.told {
				t.Errorf("calls of the last row: %+v", v)
			}
		})
	}
}

func TestAGenerationsConcentration(t *testing.T) {
	rows := append(clients(1, 6, "x", data.ChannelPhone), clients(11, 4, "x", data.ChannelEmail)...)
	rows[0].Preferred = data.ChannelSMS
	k := table(t, count(t, rows...), "generations")
	if v := cell(t, k, 0, "hhi"); math.Abs(v.Num-0.52) > 1e-9 {
		t.Errorf("HHI %+v, want 0.36 + 0.16", v)
	}
	if cell(t, k, 0, "clients").Num != 10 || cell(t, k, 0, "wishing").Num != 1 || cell(t, k, 0, "by-email").Num != 4 {
		t.Errorf("the row is %+v", k.Row(0, nil))
	}
}

func TestHoursAreThoseOfTheFirmsClock(t *testing.T) {
	at := func(s string) report.SaidRow {
		moment, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return report.SaidRow{ContactID: 1, Channel: data.ChannelSMS, Kind: report.SaidQuestion, At: moment, On: data.DateIn(moment, warsaw(t))}
	}
	dayOnly := at("2026-03-10T11:00:00Z")
	dayOnly.DayOnly = true
	c := count(t,
		at("2026-10-25T00:30:00Z"), at("2026-10-25T01:30:00Z"), // 2:30 twice, on the Sunday of 25 hours
		at("2026-03-29T00:30:00Z"), at("2026-03-29T01:30:00Z"), // 1:30, and 3:30: there is no 2
		at("2026-03-10T08:59:59Z"), at("2026-03-10T16:00:00Z"), // Tuesday before ten; at five in the afternoon
		at("2026-11-11T10:00:00Z"), // a holiday at noon… of a Wednesday
		dayOnly)
	k := table(t, c, "hours")
	for _, want := range []struct {
		hour int
		day  string
		n    float64
	}{
		{2, "weekday-7", 2},
		{1, "weekday-7", 1},
		{3, "weekday-7", 1},
		{24, "weekday-7", 4},
		{9, "weekday-2", 1},
		{17, "weekday-2", 1},
		{11, "weekday-3", 1},
		{2, "total", 2},
		{24, "total", 7},
		{24, "weekday-1", 0},
	} {
		if v := cell(t, k, want.hour, want.day); v.Num != want.n {
			t.Errorf("hour %d, %s: %v, want %v", want.hour, want.day, v.Num, want.n)
		}
	}
	if first, last := k.Row(0, nil)[0].In(words(t, "pl")), k.Row(23, nil)[0].In(words(t, "pl")); k.Len() != 25 || first != "0:00" || last != "23:00" {
		t.Errorf("%d rows from %s to %s", k.Len(), first, last)
	}
	if c.Outside() != report.Of(6, 7) { // all but the Tuesday morning
		t.Errorf("outside working hours: %v", c.Outside())
	}
	chart := c.Sheet().Charts[1]
	if chart.Kind != report.HeatChart || len(chart.Labels) != 7 || len(chart.Series) != 24 || chart.Series[23].Key != "23" {
		t.Errorf("the map has %d rows, %d columns", len(chart.Labels), len(chart.Series))
	}
	if alt := chart.Alt.In(words(t, "en")); !strings.Contains(alt, "2 times, on Sunday at 2:00") {
		t.Errorf("the map is described as %q", alt)
	}
}

func TestSharesAreSetBesideThePreviousPeriod(t *testing.T) {
	then := replied(said(1, data.ChannelEmail), 1, data.ChannelPhone)
	then.On = data.NewDate(2025, 3, 10)
	other := then
	other.On = data.NewDate(2024, 3, 10) // in neither
	rows := append(times(20, then), times(20, replied(said(1, data.ChannelEmail), 1, data.ChannelEmail))...)
	k := count(t, append(rows, other)...).KPIs()
	if len(k) != 2 || k[0].Key != "own-channel" || k[1].Key != "out-of-hours" {
		t.Fatalf("figures %+v", k)
	}
	own := k[0]
	if own.N != 20 || own.Value.Num != 1 || own.Previous.Num != 0 || own.Before != previous || own.Verdict != report.More || own.Of.Key != "report.of.own-channel.few" {
		t.Errorf("own channel: %+v", own)
	}
	if k[1].Value.Num != 0 || k[1].Verdict != report.NoEvidence {
		t.Errorf("outside working hours: %+v", k[1])
	}
	if few := count(t, rows[20:24]...).KPIs()[0]; few.Value.Kind != report.None || few.Verdict != report.TooLittle {
		t.Errorf("of four: %+v", few)
	}
}

func TestNothingSaid(t *testing.T) {
	c := count(t)
	s := c.Sheet()
	if !c.Empty() || len(s.Charts) != 0 || len(s.Tables) != 1 || s.Tables[0].Key != "reference" || s.Notes[0].Key != "report.note.nothing-said" {
		t.Errorf("the sheet of nothing is %+v", s)
	}
	if len(c.Findings()) != 0 {
		t.Errorf("of nothing it found %+v", c.Findings())
	}
}

// The table is that of the article: nothing rounded, nothing filled in.
func TestTheReferenceStandsAsPrinted(t *testing.T) {
	k := table(t, count(t), "reference")
	want := [][]float64{{0.9, 0, 0, 0, 0}, {0.64, 0, 0, 0, 0}, {0.29, 0.28, 0.21, 0, 0}, {0, 0.21, 0.24, 0.24, 0.19}}
	if k.Len() != len(want) || k.Loose {
		t.Fatalf("%d rows", k.Len())
	}
	for i, row := range want {
		for j, share := range row {
			v := k.Row(i, nil)[j+1]
			if v.Num != share || (v.Kind == report.Word) != (share == 0) {
				t.Errorf("row %d, column %d: %+v, want %v", i, j, v, share)
			}
		}
	}
	if got := k.Row(0, nil)[1].In(words(t, "pl")); got != "90%" {
		t.Errorf("printed as %q", got)
	}
}

// TestTablesAddUp says things at random: every table counts each of them once.
func TestTablesAddUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []report.SaidRow
		for range rapid.IntRange(1, 60).Draw(r, "things") {
			s := said(int64(rapid.IntRange(0, 12).Draw(r, "client")), rapid.SampledFrom(append(data.Channels(), "", "pigeon")).Draw(r, "channel"))
			s.Kind = rapid.SampledFrom(report.SaidKinds()).Draw(r, "kind")
			s.Generation = rapid.SampledFrom(append(data.Generations(), "")).Draw(r, "generation")
			s.Preferred = rapid.SampledFrom(append(data.Channels(), "")).Draw(r, "preferred")
			s.At = s.At.Add(time.Duration(rapid.IntRange(0, 10000).Draw(r, "minutes")) * time.Minute)
			s.Wanted = rapid.Bool().Draw(r, "wanted")
			if s.Waits = s.Wanted && rapid.Bool().Draw(r, "waits"); s.Wanted && !s.Waits {
				s = replied(s, rapid.IntRange(0, 500).Draw(r, "hours"), rapid.SampledFrom(append(data.Channels(), "")).Draw(r, "by"))
			}
			rows = append(rows, s)
		}
		c := count(t, rows...)
		kinds, answers, hours := table(t, c, "channel-kinds"), table(t, c, "channel-times"), table(t, c, "hours")
		last := kinds.Len() - 1
		for col := 1; col < len(kinds.Columns)-1; col++ {
			sum := 0.0
			for i := range last {
				sum += kinds.Row(i, nil)[col].Num
			}
			if sum != kinds.Row(last, nil)[col].Num {
				r.Fatalf("%s adds up to %v, below it stands %v", kinds.Columns[col].Key, sum, kinds.Row(last, nil)[col].Num)
			}
		}
		if n := cell(t, kinds, last, "total").Num; int(n) != len(rows) || int(cell(t, hours, 24, "total").Num) != len(rows) {
			r.Fatalf("%v by kind, of %d", n, len(rows))
		}
		for i := range answers.Len() {
			if cell(t, answers, i, "replied").Num+cell(t, answers, i, "unanswered").Num != cell(t, answers, i, "wanted").Num {
				r.Fatalf("answers, row %d: %+v", i, answers.Row(i, nil))
			}
		}
		wanted := cell(t, answers, answers.Len()-1, "wanted").Num
		if own := c.Own(); int(wanted) != c.Wanted() || own.K > own.N || own.N > c.Wanted() || c.Wished().N > c.Wanted() {
			r.Fatalf("%v wanted an answer, %d by the count; own %v, wished %v", wanted, c.Wanted(), own, c.Wished())
		}
		generations, n := table(t, c, "generations"), 0
		for i := range generations.Len() {
			n += int(cell(t, generations, i, "said-n").Num)
			shown := cell(t, generations, i, "hhi").Kind != report.None
			if cell(t, generations, i, "clients").Num < 5 && shown {
				r.Fatalf("a group of few clients is told: %+v", generations.Row(i, nil))
			}
		}
		if n != len(rows) {
			r.Fatalf("generations add up to %d of %d", n, len(rows))
		}
	})
}
