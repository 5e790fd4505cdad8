package build

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/report"
	"kartoteka/data/report/causes"
	"kartoteka/data/report/channels"
)

// Report reads the source and makes the report. An open start of the period
// means the 24 full months before its end (the running month comes on top of
// them), an open end means today; the period never
// begins before the first entry, since a month in which nothing was recorded
// yet is no month without complaints. What clients said is often recorded for
// longer than cases and orders: its sheet has a period of its own.
func Report(ctx context.Context, src report.Source, opt report.Options) (*report.Report, error) {
	f, err := gather(ctx, src, opt)
	if err != nil {
		return nil, err
	}
	r := &report.Report{
		Title:     report.NewSentence("report.title"),
		Firm:      opt.Firm,
		Period:    f.period,
		Asked:     opt.Period,
		Generated: f.now,
		Today:     opt.Today,
		Empty:     len(f.entries) == 0 && f.channels.Empty(),
	}
	t := newTrend(f)
	c := causes.New(f.complaints, f.label)
	m := newMeasures(f.complaints, f.opinions, f)
	var before measures
	if !f.previous.From.IsZero() {
		before = newMeasures(f.prevComplaints, f.prevOpinions, f)
	}
	r.KPIs = kpis(f, t, m, before)
	r.Sentences = findings(f, t, c, m, before)
	r.Advice = advice(f, t, c, m)
	r.Quality = quality(f, t)
	r.Sheets = []report.Sheet{
		{Key: report.SheetSummary, Charts: t.summaryCharts()},
		t.sheet(),
		c.Sheet(),
		f.channelSheet(),
		{Key: report.SheetData, Tables: []*report.Table{f.details()}},
		dictionary(f, t, m),
	}
	if r.Empty { // a chart of nothing says nothing
		for i := range r.Sheets {
			r.Sheets[i].Charts = nil
		}
	}
	return r, nil
}

// facts are the rows that a report counts.
type facts struct {
	period   data.Period
	previous data.Period // as long, directly before; zero if records do not reach back
	first    data.Date
	today    data.Date
	now      time.Time
	zone     *time.Location
	week     calendar.Week
	clipped  bool        // the records begin after the day asked for
	asked    data.Period // as asked for, both ends set

	entries     []entry // everything in the period, by day
	complaints  []report.CaseRow
	requests    int
	opinions    []report.OpinionRow
	suggestions []report.SuggestionRow
	orders      []report.OrderRow
	channels    *channels.Channels
	saidOf      data.Period // what channels are about

	prevComplaints []report.CaseRow
	prevOpinions   []report.OpinionRow
	prevOrders     int
	earlier        map[data.Date]int // complaints per month before the period

	names map[string]string // list + "." + code → the owner's own name
}

func gather(ctx context.Context, src report.Source, opt report.Options) (*facts, error) {
	first, err := src.First(ctx)
	if err != nil {
		return nil, fmt.Errorf("find first entry: %w", err)
	}
	f := &facts{first: first, today: opt.Today, zone: opt.Zone, now: opt.Now, week: opt.Week}
	if f.week == (calendar.Week{}) {
		f.week = calendar.UsualWeek()
	}
	if f.zone == nil {
		f.zone = time.UTC
	}
	if f.now.IsZero() {
		f.now = opt.Today.Time(f.zone).Add(12 * time.Hour)
	}
	if err := f.choosePeriod(opt.Period); err != nil {
		return nil, err
	}
	if err := f.readNames(ctx, src); err != nil {
		return nil, err
	}
	if err := f.readPeriod(ctx, src); err != nil {
		return nil, err
	}
	if err := f.readBefore(ctx, src); err != nil {
		return nil, err
	}
	if err := f.readSaid(ctx, src); err != nil {
		return nil, err
	}
	f.entries = f.collect()
	return f, nil
}

// defaultMonths is how far an open period reaches back: what a chart can show
// with every month named.
const defaultMonths = 24

func (f *facts) choosePeriod(asked data.Period) error {
	p := asked
	if p.To.IsZero() || p.To.After(f.today) {
		p.To = f.today
	}
	if p.From.IsZero() {
		next := p.To.AddDays(1) // the month of which is not over at the end of p
		p.From = data.NewDate(next.Year, next.Month-defaultMonths, 1)
	}
	if p.From.After(p.To) {
		return data.NewError(data.CodeInvalid, "report-period",
			"From", asked.From.String(), "To", p.To.String())
	}
	f.asked = p
	if !f.first.IsZero() && p.From.Before(f.first) && !f.first.After(p.To) {
		f.clipped = true
		p.From = f.first
	}
	f.period = p
	f.previous = before(p)
	if f.first.IsZero() || f.first.After(f.previous.From) {
		f.previous = data.Period{}
	}
	return nil
}

// before returns the comparable period directly before p: as many months when
// p is whole months, else as many days.
func before(p data.Period) data.Period {
	next := p.To.AddDays(1)
	to := p.From.AddDays(-1)
	if p.From.Day == 1 && next.Day == 1 {
		n := (next.Year-p.From.Year)*12 + int(next.Month) - int(p.From.Month)
		return data.Period{From: data.NewDate(p.From.Year, p.From.Month-time.Month(n), 1), To: to}
	}
	return data.Period{From: to.AddDays(-p.To.Sub(p.From)), To: to}
}

func (f *facts) readNames(ctx context.Context, src report.Source) error {
	list, err := src.Categories(ctx)
	if err != nil {
		return fmt.Errorf("read categories: %w", err)
	}
	f.names = make(map[string]string, len(list))
	for _, c := range list {
		f.names[c.List+"."+c.Code] = c.Name
	}
	return nil
}

func (f *facts) readPeriod(ctx context.Context, src report.Source) error {
	cases, err := src.Cases(ctx, f.period)
	if err != nil {
		return fmt.Errorf("read cases: %w", err)
	}
	if f.opinions, err = src.Opinions(ctx, f.period); err != nil {
		return fmt.Errorf("read opinions: %w", err)
	}
	if f.suggestions, err = src.Suggestions(ctx, f.period); err != nil {
		return fmt.Errorf("read suggestions: %w", err)
	}
	if f.orders, err = src.Orders(ctx, f.period); err != nil {
		return fmt.Errorf("read orders: %w", err)
	}
	f.entries = make([]entry, 0, len(cases)+len(f.opinions)+len(f.suggestions)+len(f.orders))
	f.complaints = make([]report.CaseRow, 0, len(cases))
	for i := range cases {
		if cases[i].Kind == data.CaseComplaint {
			f.complaints = append(f.complaints, cases[i])
			continue
		}
		f.requests++
		f.entries = append(f.entries, f.caseEntry(&cases[i]))
	}
	return nil
}

// readBefore reads what the comparisons need of the time before the period:
// the comparable period and the twelve months before the last one.
func (f *facts) readBefore(ctx context.Context, src report.Source) error {
	f.earlier = map[data.Date]int{}
	from := data.NewDate(f.period.To.Year, f.period.To.Month-13, 1)
	if !f.previous.From.IsZero() && f.previous.From.Before(from) {
		from = f.previous.From
	}
	if f.first.IsZero() || !from.Before(f.period.From) {
		return nil
	}
	reach := data.Period{From: from, To: f.period.From.AddDays(-1)}
	cases, err := src.Cases(ctx, reach)
	if err != nil {
		return fmt.Errorf("read earlier cases: %w", err)
	}
	for _, c := range cases {
		if c.Kind != data.CaseComplaint {
			continue
		}
		f.earlier[c.ReceivedOn.FirstOfMonth()]++
		if f.compares(c.ReceivedOn) {
			f.prevComplaints = append(f.prevComplaints, c)
		}
	}
	if f.previous.From.IsZero() {
		return nil
	}
	orders, err := src.Orders(ctx, f.previous)
	if err != nil {
		return fmt.Errorf("count earlier orders: %w", err)
	}
	f.prevOrders = len(orders)
	if f.prevOpinions, err = src.Opinions(ctx, f.previous); err != nil {
		return fmt.Errorf("read earlier opinions: %w", err)
	}
	return nil
}

// readSaid reads what clients said over all channels, in both periods at once.
// The first case, order or opinion does not cut it short: letters and talks that
// were recorded earlier count from the day asked for.
func (f *facts) readSaid(ctx context.Context, src report.Source) error {
	rows, err := src.Said(ctx, data.Period{From: before(f.asked).From, To: f.period.To})
	if err != nil {
		return fmt.Errorf("read what clients said: %w", err)
	}
	f.saidOf = f.period
	first := f.first
	for i := range rows {
		on := rows[i].On
		if on.Before(f.period.From) && f.asked.Contains(on) {
			f.saidOf = f.asked
		}
		if first.IsZero() || on.Before(first) {
			first = on
		}
	}
	// Shares can be compared where records reach back through all but a tenth of
	// the previous period.
	previous := before(f.saidOf)
	if slack := previous.To.Sub(previous.From) / 10; first.IsZero() || first.After(previous.From.AddDays(slack)) {
		previous = data.Period{}
	}
	f.channels = channels.New(rows, channels.Options{
		Period: f.saidOf, Previous: previous, Now: f.now, Zone: f.zone, Week: f.week, Names: f.channelNames(),
	})
	return nil
}

// channelSheet is the sheet of channels, which tells its period where that is not
// the report's.
func (f *facts) channelSheet() report.Sheet {
	s := f.channels.Sheet()
	s.Notes = append(f.saidPeriod(), s.Notes...)
	return s
}

// saidPeriod tells from when on is counted what clients said, none where that is
// the report's period.
func (f *facts) saidPeriod() []report.Sentence {
	if f.saidOf == f.period {
		return nil
	}
	return []report.Sentence{report.NewSentence("report.note.said-period",
		append(span(f.saidOf), report.With("Begin", report.OnDay(f.period.From)))...)}
}

// recorded reports whether anything was recorded up to the period's end. If
// not, a month of zero is no month without complaints.
func (f *facts) recorded() bool { return !f.first.IsZero() && !f.first.After(f.period.To) }

func (f *facts) compares(d data.Date) bool {
	return !f.previous.From.IsZero() && f.previous.Contains(d)
}

// channelNames are the owner's own names of channels.
func (f *facts) channelNames() map[data.Channel]string {
	out := map[data.Channel]string{}
	for key, name := range f.names {
		if code, ok := strings.CutPrefix(key, data.ListChannels+"."); ok && name != "" {
			out[data.Channel(code)] = name
		}
	}
	return out
}

// channel returns the word for a channel: the owner's, the catalogue's, or the
// code of one that no list has any more.
func (f *facts) channel(code string) report.Value {
	if f.names[data.ListChannels+"."+code] == "" && slices.Contains(data.Channels(), data.Channel(code)) {
		return report.Key("channel." + code)
	}
	if code == "" {
		return report.Value{}
	}
	return report.Plain(cmp.Or(f.names[data.ListChannels+"."+code], code))
}

// label returns the word for a code of one of the owner's lists.
func (f *facts) label(list, code string) report.Value {
	if code == "" {
		return report.Key(list + ".none")
	}
	name, known := f.names[list+"."+code]
	if name != "" {
		return report.Plain(name)
	}
	if known {
		return report.Key(list + "." + code)
	}
	return report.Plain(code)
}
