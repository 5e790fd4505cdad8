package core

import (
	"cmp"
	"context"
	"io"
	"slices"

	"kartoteka/app/core/waiting"
	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/exchange/workbook"
	"kartoteka/data/report"
	"kartoteka/data/report/build"
	"kartoteka/data/report/xlsx"
	"kartoteka/data/store"
)

// Report returns the figures, sentences and charts of a period. An open end is
// as far as the records go, and today.
func (c *Core) Report(ctx context.Context, p data.Period) (*report.Report, error) {
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return nil, err
	}
	return build.Report(ctx, source{c.db}, report.Options{
		Period: p, Today: c.TodayDate(), Now: c.Now(), Firm: settings.FirmName, Zone: c.Zone(),
		Week: waiting.Week(&settings),
	})
}

// WriteReport writes the workbook of a period in a language, whole or not at all.
func (c *Core) WriteReport(ctx context.Context, p data.Period, words report.Words, path string) error {
	if err := CheckWorkbook(path); err != nil {
		return err
	}
	r, err := c.Report(ctx, p)
	if err != nil {
		return err
	}
	return disk.Write(path, func(w io.Writer) error { return xlsx.Write(w, r, words) })
}

// CheckWorkbook refuses a name that no workbook has.
func CheckWorkbook(path string) error { return workbook.CheckName(path) }

// source is the store as reports read it.
type source struct{ db *store.DB }

var _ report.Source = source{}

// First returns the earliest day of anything that is counted; zero for none.
func (s source) First(ctx context.Context) (data.Date, error) { return s.db.FirstDay(ctx) }

// Cases returns the complaints and requests that were received in the period.
func (s source) Cases(ctx context.Context, p data.Period) ([]report.CaseRow, error) {
	rows, err := s.db.ReportCases(ctx, p)
	out := make([]report.CaseRow, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = report.CaseRow{
			ID: r.ID, Number: r.Number, Kind: r.Kind, ContactID: r.ContactID,
			Received: r.Received, ReceivedOn: r.ReceivedOn, Channel: r.Channel, LegalType: r.LegalType,
			Product: r.Product, Category: r.Category, Cause: r.Cause, Severity: r.Severity,
			State: r.State, Decision: r.Decision, Deadline: r.Deadline, Cost: r.Cost,
			// A person's first reply confirms a complaint, whether or not
			// somebody moved the case.
			Acknowledged: r.FirstAnswer, Answered: r.Answered, Closed: r.Closed, Redirected: r.Redirected,
		}
	}
	return out, err
}

// Opinions returns the opinions of the period.
func (s source) Opinions(ctx context.Context, p data.Period) ([]report.OpinionRow, error) {
	rows, err := s.db.ReportOpinions(ctx, p)
	out := make([]report.OpinionRow, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = report.OpinionRow{
			ID: r.ID, ContactID: r.ContactID, LegalType: r.LegalType, Source: r.Source,
			Tone: r.Tone, At: r.At, Answered: r.Answered,
		}
	}
	return out, err
}

// Suggestions returns what clients suggested in the period.
func (s source) Suggestions(ctx context.Context, p data.Period) ([]report.SuggestionRow, error) {
	rows, err := s.db.ReportSuggestions(ctx, p)
	out := make([]report.SuggestionRow, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = report.SuggestionRow{
			ID: r.ID, ContactID: r.ContactID, LegalType: r.LegalType, Channel: r.Channel,
			Category: r.Category, At: r.At,
		}
	}
	return out, err
}

// Orders returns the orders of the period, as rates count them.
func (s source) Orders(ctx context.Context, p data.Period) ([]report.OrderRow, error) {
	rows, err := s.db.ReportOrders(ctx, p)
	out := make([]report.OrderRow, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = report.OrderRow{ID: r.ID, ContactID: r.ContactID, LegalType: r.LegalType, On: r.On}
	}
	return out, err
}

// Said returns what clients said in the period, over all channels.
func (s source) Said(ctx context.Context, p data.Period) ([]report.SaidRow, error) {
	rows, err := s.db.Said(ctx, p)
	out := make([]report.SaidRow, len(rows))
	for i := range rows {
		r := &rows[i]
		out[i] = report.SaidRow{
			ContactID: r.ContactID, Generation: r.Generation, Preferred: r.Preferred,
			Channel: r.Channel, Kind: saidKind(r), On: r.On, At: r.At, DayOnly: r.DayOnly, Wanted: r.Wanted,
			Waits: r.Waits, Redirected: r.Redirected, Answered: r.First.At, By: r.First.Channel,
		}
		if r.Type == data.UnansweredOpinion && !slices.Contains(data.Channels(), r.Channel) {
			out[i].Channel = "" // a portal
		}
	}
	return out, err
}

// saidKinds are the kinds of entries and letters as reports count them.
var saidKinds = map[data.Kind]report.SaidKind{
	data.KindComplaint: report.SaidNoCase, data.KindPraise: report.SaidPraise, data.KindSuggestion: report.SaidSuggestion,
	data.KindQuestion: report.SaidQuestion, data.KindOrder: report.SaidOrder,
}

func saidKind(r *store.Said) report.SaidKind {
	switch {
	case r.Type == data.UnansweredCase && r.CaseKind == data.CaseRequest:
		return report.SaidQuestion
	case r.Type == data.UnansweredCase:
		return report.SaidComplaint
	case r.Type == data.UnansweredOpinion:
		return report.SaidOpinion
	}
	return cmp.Or(saidKinds[r.Kind], report.SaidOther)
}

// Categories returns the entries of the lists by which cases are sorted, and of channels.
func (s source) Categories(ctx context.Context) ([]data.Category, error) {
	var all []data.Category
	for _, list := range []string{data.ListCategories, data.ListCauses, data.ListChannels} {
		part, err := s.db.Categories(ctx, list)
		if err != nil {
			return nil, err
		}
		all = append(all, part...)
	}
	return all, nil
}
