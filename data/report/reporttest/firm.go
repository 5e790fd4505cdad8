package reporttest

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
)

// Firm is a Source in memory. The zero Firm recorded nothing.
type Firm struct {
	CaseRows       []report.CaseRow
	OpinionRows    []report.OpinionRow
	SuggestionRows []report.SuggestionRow
	OrderRows      []report.OrderRow
	SaidRows       []report.SaidRow // besides the cases, opinions and suggestions
	Lists          []data.Category
	Err            error // returned by every method
}

// First returns the oldest day of all.
func (f *Firm) First(context.Context) (data.Date, error) {
	var first data.Date
	see := func(d data.Date) {
		if first.IsZero() || d.Before(first) {
			first = d
		}
	}
	for i := range f.CaseRows {
		see(f.CaseRows[i].ReceivedOn)
	}
	for _, o := range f.OpinionRows {
		see(data.DateOf(o.At))
	}
	for _, s := range f.SuggestionRows {
		see(data.DateOf(s.At))
	}
	for _, o := range f.OrderRows {
		see(o.On)
	}
	return first, f.Err
}

func within[T any](rows []T, p data.Period, day func(*T) data.Date) []T {
	var out []T
	for i := range rows {
		if p.Contains(day(&rows[i])) {
			out = append(out, rows[i])
		}
	}
	return out
}

// Cases returns the cases of a period.
func (f *Firm) Cases(_ context.Context, p data.Period) ([]report.CaseRow, error) {
	return within(f.CaseRows, p, func(c *report.CaseRow) data.Date { return c.ReceivedOn }), f.Err
}

// Opinions returns the opinions of a period.
func (f *Firm) Opinions(_ context.Context, p data.Period) ([]report.OpinionRow, error) {
	return within(f.OpinionRows, p, func(o *report.OpinionRow) data.Date { return data.DateOf(o.At) }), f.Err
}

// Suggestions returns the suggestions of a period.
func (f *Firm) Suggestions(_ context.Context, p data.Period) ([]report.SuggestionRow, error) {
	return within(f.SuggestionRows, p, func(s *report.SuggestionRow) data.Date { return data.DateOf(s.At) }), f.Err
}

// Orders returns the orders of a period.
func (f *Firm) Orders(_ context.Context, p data.Period) ([]report.OrderRow, error) {
	return within(f.OrderRows, p, func(o *report.OrderRow) data.Date { return o.On }), f.Err
}

// Said returns what clients said in a period: the cases, opinions and
// suggestions, and what else there is.
func (f *Firm) Said(_ context.Context, p data.Period) ([]report.SaidRow, error) {
	var out []report.SaidRow
	for i := range f.CaseRows {
		c := &f.CaseRows[i]
		r := report.SaidRow{
			ContactID: c.ContactID, Channel: c.Channel, Kind: report.SaidComplaint, On: c.ReceivedOn,
			At: c.Received, Wanted: true, Waits: c.State.Open() && c.Acknowledged.IsZero(), Redirected: !c.Redirected.IsZero(),
			Answered: c.Acknowledged, By: c.Channel,
		}
		if c.Kind == data.CaseRequest {
			r.Kind = report.SaidQuestion
		}
		out = append(out, r)
	}
	for _, o := range f.OpinionRows {
		out = append(out, report.SaidRow{
			ContactID: o.ContactID, Kind: report.SaidOpinion, On: data.DateOf(o.At), At: o.At,
			Wanted: true, Waits: o.Answered.IsZero(), Answered: o.Answered,
		})
	}
	for _, s := range f.SuggestionRows {
		out = append(out, report.SaidRow{
			ContactID: s.ContactID, Channel: s.Channel, Kind: report.SaidSuggestion,
			On: data.DateOf(s.At), At: s.At,
		})
	}
	return within(append(out, f.SaidRows...), p, func(r *report.SaidRow) data.Date { return r.On }), f.Err
}

// Categories returns the owner's lists.
func (f *Firm) Categories(context.Context) ([]data.Category, error) { return f.Lists, f.Err }

// Lists are built-in categories and causes, and one of the owner's own each.
func Lists() []data.Category {
	return []data.Category{
		{List: data.ListCategories, Code: "delivery"},
		{List: data.ListCategories, Code: "quality", Rank: 1},
		{List: data.ListCategories, Code: "workmanship", Rank: 2},
		{List: data.ListCategories, Code: "service", Rank: 3},
		{List: data.ListCategories, Code: "own-1", Name: "Źle dorobiony klucz", Rank: 4},
		{List: data.ListCauses, Code: "defect"},
		{List: data.ListCauses, Code: "late", Rank: 1},
		{List: data.ListCauses, Code: "own-error", Rank: 2},
		{List: data.ListCauses, Code: "supplier", Rank: 3},
		{List: data.ListCauses, Code: "communication", Rank: 4},
		{List: data.ListCauses, Code: "own-2", Name: "Surówka od hutnika", Rank: 5},
	}
}

// Plan is what a made-up firm is like.
type Plan struct {
	Seed       uint64
	From, To   data.Date
	Orders     float64   // a month
	Complaints float64   // a month
	Bad        data.Date // a month with a bad batch; zero: none
	BadCount   int       // complaints that it adds
}

// Workshop is a small firm over two years with one bad batch.
func Workshop() Plan {
	return Plan{
		Seed: 7, From: data.NewDate(2024, 11, 25), To: data.NewDate(2026, 11, 22),
		Orders: 42, Complaints: 3.4, Bad: data.NewDate(2026, 3, 1), BadCount: 11,
	}
}

// New makes a firm by a plan: the same plan, the same firm.
func New(p Plan) *Firm {
	m := maker{Plan: p, r: rand.New(rand.NewPCG(p.Seed, 1)), f: &Firm{Lists: Lists()}}
	for _, month := range (data.Period{From: p.From, To: p.To}).Months() {
		m.month(month)
	}
	slices.SortStableFunc(m.f.CaseRows, func(a, b report.CaseRow) int { return a.Received.Compare(b.Received) })
	numbers := map[int]int{}
	for i := range m.f.CaseRows {
		c := &m.f.CaseRows[i]
		numbers[c.ReceivedOn.Year]++
		c.ID, c.Number = int64(i+1), data.FormatNumber(c.Kind, c.ReceivedOn.Year, numbers[c.ReceivedOn.Year])
	}
	return m.f
}

type maker struct {
	Plan
	r *rand.Rand
	f *Firm
}

// day returns a day of the month, the zero date when it lies outside the plan.
func (m *maker) day(month data.Date) data.Date {
	d := data.NewDate(month.Year, month.Month, 1+m.r.IntN(28))
	if d.Before(m.From) || d.After(m.To) {
		return data.Date{}
	}
	return d
}

// poisson draws a count (Knuth; the means here are small enough).
func (m *maker) poisson(mean float64) int {
	n := 0
	for mean > 30 {
		n += m.poisson(30)
		mean -= 30
	}
	limit := math.Exp(-mean)
	for p := m.r.Float64(); p > limit; p *= m.r.Float64() {
		n++
	}
	return n
}

func (m *maker) month(month data.Date) {
	for range m.poisson(m.Orders) {
		if d := m.day(month); !d.IsZero() {
			m.f.OrderRows = append(m.f.OrderRows, report.OrderRow{
				ID: int64(len(m.f.OrderRows) + 1), ContactID: int64(1 + m.r.IntN(120)), LegalType: data.Consumer, On: d,
			})
		}
	}
	for range m.poisson(m.Complaints) {
		m.complaint(m.day(month), pick(m.r, causeOdds))
	}
	if month == m.Bad {
		for range m.BadCount {
			m.complaint(m.day(month), "supplier")
		}
	}
	for range m.poisson(m.Complaints * 1.2) {
		m.opinion(m.day(month))
	}
	for range m.poisson(m.Complaints / 3) {
		if d := m.day(month); !d.IsZero() {
			m.f.SuggestionRows = append(m.f.SuggestionRows, report.SuggestionRow{
				ID: int64(len(m.f.SuggestionRows) + 1), ContactID: int64(1 + m.r.IntN(120)),
				LegalType: data.Consumer, Channel: data.ChannelPhone, At: at(d, 11),
			})
		}
	}
}

type odds struct {
	code string
	n    int
}

var (
	causeOdds    = []odds{{"defect", 9}, {"late", 7}, {"own-error", 4}, {"supplier", 2}, {"communication", 2}, {"own-2", 1}, {"", 2}}
	categoryOdds = []odds{{"quality", 6}, {"delivery", 6}, {"workmanship", 4}, {"service", 2}, {"own-1", 2}, {"", 1}}
	productOdds  = []odds{{"Zamek wpuszczany 72/50", 5}, {"Wkładka patentowa", 4}, {"Dorabianie kluczy", 3}, {"Montaż drzwi", 3}, {"", 2}}
	channelOdds  = []odds{{"email", 6}, {"phone", 3}, {"in-person", 2}, {"social", 1}}
	legalOdds    = []odds{{"consumer", 7}, {"business", 2}, {"sole-trader", 1}}
)

func pick(r *rand.Rand, list []odds) string {
	sum := 0
	for _, o := range list {
		sum += o.n
	}
	k := r.IntN(sum)
	for _, o := range list {
		if k -= o.n; k < 0 {
			return o.code
		}
	}
	return ""
}

func at(d data.Date, hour int) time.Time {
	return d.Time(time.UTC).Add(time.Duration(hour) * time.Hour)
}

func (m *maker) complaint(d data.Date, cause string) {
	if d.IsZero() {
		return
	}
	c := report.CaseRow{
		Kind: data.CaseComplaint, ContactID: int64(1 + m.r.IntN(120)),
		Received: at(d, 7+m.r.IntN(12)), ReceivedOn: d, Cause: cause,
		Channel:   data.Channel(pick(m.r, channelOdds)),
		LegalType: data.LegalType(pick(m.r, legalOdds)),
		Product:   pick(m.r, productOdds), Category: pick(m.r, categoryOdds),
		Severity: data.Severity(1 + m.r.IntN(3)),
	}
	if m.r.IntN(12) == 0 {
		c.Kind = data.CaseRequest
	}
	if c.LegalType != data.Business && c.Kind == data.CaseComplaint {
		c.Deadline = data.Deadline{Rule: "upk-7a", Safe: d.AddDays(14), Latest: d.AddDays(14)}
	}
	m.handle(&c)
	m.f.CaseRows = append(m.f.CaseRows, c)
}

// handle answers most cases within two weeks, some late, and leaves the
// newest open.
func (m *maker) handle(c *report.CaseRow) {
	took := 1 + m.r.IntN(12)
	if m.r.IntN(9) == 0 {
		took = 15 + m.r.IntN(20)
	}
	answered := c.ReceivedOn.AddDays(took)
	if answered.After(m.To) {
		c.State = data.CaseNew
		if m.r.IntN(2) == 0 {
			c.State, c.Acknowledged = data.CaseAcknowledged, at(c.ReceivedOn, 20)
		}
		return
	}
	c.Acknowledged, c.Answered = at(c.ReceivedOn, 20), at(answered, 14)
	c.State = data.CaseAnswered
	decisions := append(data.Decisions()[:3:3], data.DecisionAccepted, data.DecisionAccepted)
	c.Decision = decisions[m.r.IntN(len(decisions))]
	if took > 30 && !c.Deadline.Safe.IsZero() {
		c.Decision = data.DecisionLapsed
	}
	if m.r.IntN(3) > 0 {
		c.State, c.Closed = data.CaseClosed, at(answered, 15)
	}
	if c.Decision != data.DecisionRejected {
		c.Cost = data.PLN(int64(2000 + 100*m.r.IntN(400)))
	}
}

func (m *maker) opinion(d data.Date) {
	if d.IsZero() {
		return
	}
	o := report.OpinionRow{
		ID: int64(len(m.f.OpinionRows) + 1), ContactID: int64(1 + m.r.IntN(120)), LegalType: data.Consumer,
		Source: "google", Tone: data.Positive, At: at(d, 18),
	}
	switch m.r.IntN(6) {
	case 0:
		o.Tone = data.Negative
	case 1:
		o.Tone = data.Neutral
	}
	m.f.OpinionRows = append(m.f.OpinionRows, o)
}
