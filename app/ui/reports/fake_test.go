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
	return build.Report(ctx, records{f.first}, report.Options{
		Period: p, Today: today, Now: time.Date(2026, 11, 24, 10, 42, 0, 0, warsaw), Zone: warsaw,
	})
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

func (records) Categories(context.Context) ([]data.Category, error) {
	var out []data.Category
	for _, code := range []string{"defect", "own-error", "late", "supplier", "communication", "price"} {
		out = append(out, data.Category{List: data.ListCauses, Code: code})
	}
	return append(out, data.Category{List: data.ListCategories, Code: "quality"}), nil
}
