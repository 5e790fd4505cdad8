package reports

import (
	"context"
	"fmt"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
)

// fakeService builds the real report over a workshop's records in memory.
type fakeService struct {
	first   data.Date
	asked   []data.Period
	written []string
	periods []data.Period
	langs   []string
	fail    error // of WriteReport
	broken  error // of Report
	// channels tells that clients' channels were recorded.
	channels bool
}

var (
	warsaw = time.FixedZone("Warsaw", 3600)
	today  = data.NewDate(2026, 11, 24)
)

func newFake() *fakeService { return &fakeService{first: data.NewDate(2024, 12, 1)} }

func (f *fakeService) Report(ctx context.Context, p data.Period) (*report.Report, error) {
	f.asked = append(f.asked, p)
	if f.broken != nil {
		return nil, f.broken
	}
	r, err := build.Report(ctx, records{f.first}, report.Options{
		Period: p, Today: today, Now: time.Date(2026, 11, 24, 10, 42, 0, 0, warsaw), Zone: warsaw,
	})
	if err == nil && f.channels {
		*r.Sheet(report.SheetChannels) = channels()
	}
	return r, err
}

// channels is how a firm is reached: by mail with questions, by phone with
// complaints, most of all on a Tuesday before noon.
func channels() report.Sheet {
	count := func(ns ...int) []report.Value {
		out := make([]report.Value, len(ns))
		for i, n := range ns {
			out[i] = report.Count(n)
		}
		return out
	}
	kinds := &report.Chart{Key: "channel-kinds", Kind: report.StackedChart, Labels: []report.Value{
		report.Key("channel.email"), report.Key("channel.phone"), report.Key("channel.social"),
	}, Series: []report.Series{
		{Key: "orders", Role: report.RolePart, Values: count(60, 11, 0)},
		{Key: "complaints", Role: report.RolePart, Values: count(20, 33, 2)},
	}}
	hours := &report.Chart{Key: "hours", Kind: report.HeatChart}
	for day := range 7 {
		hours.Labels = append(hours.Labels, report.Key(fmt.Sprintf("date.weekday.%d", (day+1)%7)))
	}
	for h := range 24 {
		s := report.Series{Key: fmt.Sprint(h), Role: report.RoleMain}
		for day := range 7 {
			n := 0
			if h >= 8 && h < 17 && day < 5 {
				n = 12 - h/2 + 3*(day%2)
			}
			s.Values = append(s.Values, report.Count(n))
		}
		hours.Series = append(hours.Series, s)
	}
	times := &report.Table{Key: "channel-times", Columns: []report.Column{
		{Key: "channel", Kind: report.Word, Width: 20},
		{Key: "channel-code", Kind: report.Text, Width: 12, Code: true},
		{Key: "wanted", Kind: report.Int, Width: 10},
	}, Rows: [][]report.Value{
		{report.Key("channel.email"), report.Plain("email"), report.Count(78)},
		{report.Key("channel.phone"), report.Plain("phone"), {}},
	}}
	return report.Sheet{Key: report.SheetChannels, Charts: []*report.Chart{kinds, hours}, Tables: []*report.Table{times}}
}

func (f *fakeService) WriteReport(_ context.Context, p data.Period, words report.Words, path string) error {
	if f.fail != nil {
		return f.fail
	}
	f.written, f.periods, f.langs = append(f.written, path), append(f.periods, p), append(f.langs, words.Lang())
	return nil
}

// records are two years of a workshop with one bad batch of locks in September.
type records struct{ first data.Date }

// perMonth are the complaints of the months from December 2024 on.
var perMonth = []int{3, 2, 4, 3, 5, 2, 3, 4, 3, 2, 4, 3, 3, 4, 2, 5, 3, 4, 3, 2, 4, 12, 5, 3}

func (r records) First(context.Context) (data.Date, error) { return r.first, nil }

func (r records) Cases(_ context.Context, p data.Period) ([]report.CaseRow, error) {
	var out []report.CaseRow
	if r.first.IsZero() {
		return nil, nil
	}
	causes := []string{"defect", "own-error", "late", "defect", "supplier", "communication", "defect", "price"}
	for i, n := range perMonth {
		for k := range n {
			on := data.NewDate(2024, time.Month(12+i), 2+k*2)
			if !p.Contains(on) || on.After(today) {
				continue
			}
			id := int64(len(out) + 1)
			c := report.CaseRow{
				ID: id, Number: fmt.Sprintf("R/%d/%04d", on.Year, id), Kind: data.CaseComplaint, ContactID: id,
				Received: on.Time(warsaw).Add(10 * time.Hour), ReceivedOn: on, Channel: data.ChannelEmail, LegalType: data.Consumer,
				Category: "quality", Cause: causes[(i+k)%len(causes)], Severity: 2, State: data.CaseClosed, Decision: data.DecisionAccepted,
				Deadline: data.Deadline{Rule: "upk-7a-14", Safe: on.AddDays(14), Latest: on.AddDays(14)}, Cost: data.PLN(int64(80+k*35) * 100),
			}
			c.Answered = c.Received.AddDate(0, 0, 3+(i+2*k)%9)
			if on.AddDays(14).After(today) {
				c.State, c.Decision, c.Answered, c.Cost = data.CaseNew, data.DecisionNone, time.Time{}, data.Money{}
			}
			out = append(out, c)
		}
	}
	return out, nil
}

func (r records) Opinions(_ context.Context, p data.Period) ([]report.OpinionRow, error) {
	var out []report.OpinionRow
	for i := range len(perMonth) * 3 {
		on := data.NewDate(2024, time.Month(12+i/3), 5+i%3*7)
		if r.first.IsZero() || !p.Contains(on) || on.After(today) {
			continue
		}
		tone := data.Positive
		if i%7 == 0 {
			tone = data.Negative
		}
		out = append(out, report.OpinionRow{ID: int64(i + 1), ContactID: int64(i + 1), Source: "google", Tone: tone, At: on.Time(warsaw)})
	}
	return out, nil
}

func (records) Suggestions(context.Context, data.Period) ([]report.SuggestionRow, error) {
	return nil, nil
}

func (r records) Orders(_ context.Context, p data.Period) ([]report.OrderRow, error) {
	var out []report.OrderRow
	for i := range perMonth {
		for k := range 38 + i%5*4 {
			on := data.NewDate(2024, time.Month(12+i), 1+k%27)
			if !r.first.IsZero() && p.Contains(on) && !on.After(today) {
				out = append(out, report.OrderRow{ID: int64(len(out) + 1), On: on})
			}
		}
	}
	return out, nil
}

// Said is nothing: what is drawn of it comes from channels.
func (records) Said(context.Context, data.Period) ([]report.SaidRow, error) { return nil, nil }

func (records) Categories(context.Context) ([]data.Category, error) {
	var out []data.Category
	for _, code := range []string{"defect", "own-error", "late", "supplier", "communication", "price"} {
		out = append(out, data.Category{List: data.ListCauses, Code: code})
	}
	return append(out, data.Category{List: data.ListCategories, Code: "quality"}), nil
}
