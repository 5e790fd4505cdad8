package exporting

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/fields"
)

// listColumn is a column of an exported list. Its title is "export.<code>".
type listColumn[T any] struct {
	code  string
	kind  fields.ValueKind
	value func(*exporter, *T) any
}

// text is nil for nothing.
func text(s string) any {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	return s
}

// whole is nil for 0.
func whole(n int64) any {
	if n == 0 {
		return nil
	}
	return n
}

// moment is nil for a time that has not come; others are in the firm's zone.
func (x *exporter) moment(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	if x.words == nil {
		return t.UTC()
	}
	return t.In(x.zone)
}

func day(d data.Date) any {
	if d.IsZero() {
		return nil
	}
	return d
}

// word is a code in the language, or the code itself where codes are written.
// What the owner made himself has no word.
func (x *exporter) word(family, code string) any {
	if code == "" {
		return nil
	}
	if x.words == nil || !x.words.Has(family+code) {
		return code
	}
	return x.words.T(family + code)
}

func (x *exporter) contact(id int64) any {
	if id == 0 {
		return nil
	}
	return text(x.names[id])
}

func (x *exporter) money(m data.Money) any {
	if m.IsZero() {
		return nil
	}
	return data.Money{Minor: m.Minor, Currency: cmp.Or(m.Currency, "PLN")}
}

var interactionColumns = []listColumn[data.TimelineRow]{
	{"at", fields.KindDateTime, func(x *exporter, r *data.TimelineRow) any { return x.moment(r.At) }},
	{"contact", fields.KindText, func(x *exporter, r *data.TimelineRow) any { return x.contact(r.ContactID) }},
	{"channel", fields.KindText, func(x *exporter, r *data.TimelineRow) any { return x.word("channel.", string(r.Channel)) }},
	{"direction", fields.KindText, func(x *exporter, r *data.TimelineRow) any { return x.word("direction.", string(r.Direction)) }},
	{"kind", fields.KindText, func(x *exporter, r *data.TimelineRow) any { return x.word("kind.", string(r.Kind)) }},
	{"category", fields.KindText, func(x *exporter, r *data.TimelineRow) any { return x.word("category.", r.Category) }},
	{"subject", fields.KindText, func(_ *exporter, r *data.TimelineRow) any { return text(r.Subject) }},
	{"text", fields.KindText, func(_ *exporter, r *data.TimelineRow) any { return text(r.Text) }},
	{"note", fields.KindText, func(_ *exporter, r *data.TimelineRow) any { return text(r.Note) }},
	{"minutes", fields.KindNumber, func(_ *exporter, r *data.TimelineRow) any { return whole(int64(r.Minutes)) }},
	{"case", fields.KindText, func(_ *exporter, r *data.TimelineRow) any { return text(r.CaseNumber) }},
	{"automatic", fields.KindYesNo, func(_ *exporter, r *data.TimelineRow) any { return r.Automatic }},
	{"outcome", fields.KindText, func(x *exporter, r *data.TimelineRow) any { return x.word("outcome.", string(r.Outcome)) }},
}

var caseColumns = []listColumn[data.CaseRow]{
	{"number", fields.KindText, func(_ *exporter, r *data.CaseRow) any { return text(r.Number) }},
	{"case-kind", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("casekind.", string(r.Kind)) }},
	{"contact", fields.KindText, func(_ *exporter, r *data.CaseRow) any { return text(r.ContactName) }},
	{"received", fields.KindDate, func(_ *exporter, r *data.CaseRow) any { return day(r.ReceivedOn) }},
	{"channel", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("channel.", string(r.Channel)) }},
	{"legal-type", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("legal.", string(r.LegalType)) }},
	{"subject", fields.KindText, func(_ *exporter, r *data.CaseRow) any { return text(r.Subject) }},
	{"text", fields.KindText, func(_ *exporter, r *data.CaseRow) any { return text(r.Text) }},
	{"product", fields.KindText, func(_ *exporter, r *data.CaseRow) any { return text(r.Product) }},
	{"category", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("category.", r.Category) }},
	{"severity", fields.KindNumber, func(_ *exporter, r *data.CaseRow) any { return whole(int64(r.Severity)) }},
	{"demand", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("demand.", string(r.Demand)) }},
	{"cause", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("cause.", r.Cause) }},
	{"state", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("state.", string(r.State)) }},
	{"deadline", fields.KindDate, func(_ *exporter, r *data.CaseRow) any { return day(r.Deadline.Safe) }},
	{"answered", fields.KindDateTime, func(x *exporter, r *data.CaseRow) any { return x.moment(r.Answered) }},
	{"closed", fields.KindDateTime, func(x *exporter, r *data.CaseRow) any { return x.moment(r.Closed) }},
	{"decision", fields.KindText, func(x *exporter, r *data.CaseRow) any { return x.word("decision.", string(r.Decision)) }},
	{"reason", fields.KindText, func(_ *exporter, r *data.CaseRow) any { return text(r.Reason) }},
	{"redirected", fields.KindDateTime, func(x *exporter, r *data.CaseRow) any { return x.moment(r.Redirected) }},
	{"cost", fields.KindMoney, func(x *exporter, r *data.CaseRow) any { return x.money(r.Cost) }},
}

var unansweredColumns = []listColumn[data.Unanswered]{
	{"since", fields.KindDateTime, func(x *exporter, r *data.Unanswered) any { return x.moment(r.At) }},
	{"days", fields.KindNumber, func(_ *exporter, r *data.Unanswered) any { return int64(r.Days) }},
	{"work-hours", fields.KindNumber, func(_ *exporter, r *data.Unanswered) any { return int64(r.WorkMinutes / 60) }},
	{"type", fields.KindText, func(x *exporter, r *data.Unanswered) any { return x.word("unanswered.type.", string(r.Type)) }},
	{"channel", fields.KindText, func(x *exporter, r *data.Unanswered) any { return x.word("channel.", string(r.Channel)) }},
	{"contact", fields.KindText, func(_ *exporter, r *data.Unanswered) any { return text(cmp.Or(r.ContactName, r.From.String())) }},
	{"subject", fields.KindText, func(_ *exporter, r *data.Unanswered) any { return text(r.Title) }},
	{"text", fields.KindText, func(_ *exporter, r *data.Unanswered) any { return text(r.Excerpt) }},
	{"messages", fields.KindNumber, func(_ *exporter, r *data.Unanswered) any { return whole(int64(r.Messages)) }},
	{"case", fields.KindText, func(_ *exporter, r *data.Unanswered) any { return text(r.CaseNumber) }},
	{"deadline", fields.KindDate, func(_ *exporter, r *data.Unanswered) any { return day(r.Deadline.Safe) }},
	{"redirected", fields.KindYesNo, func(_ *exporter, r *data.Unanswered) any { return r.Redirected }},
}

var followUpColumns = []listColumn[data.FollowUpRow]{
	{"due", fields.KindDate, func(_ *exporter, r *data.FollowUpRow) any { return day(r.Due) }},
	{"state", fields.KindText, func(x *exporter, r *data.FollowUpRow) any { return x.word("followup.", string(r.State)) }},
	{"what", fields.KindText, func(_ *exporter, r *data.FollowUpRow) any { return text(r.What) }},
	{"contact", fields.KindText, func(_ *exporter, r *data.FollowUpRow) any { return text(r.ContactName) }},
	{"case", fields.KindText, func(_ *exporter, r *data.FollowUpRow) any { return text(r.CaseNumber) }},
	{"snoozed", fields.KindDate, func(_ *exporter, r *data.FollowUpRow) any { return day(r.Snoozed) }},
	{"done", fields.KindDateTime, func(x *exporter, r *data.FollowUpRow) any { return x.moment(r.Done) }},
}

var opinionColumns = []listColumn[data.Opinion]{
	{"at", fields.KindDateTime, func(x *exporter, r *data.Opinion) any { return x.moment(r.At) }},
	{"contact", fields.KindText, func(x *exporter, r *data.Opinion) any { return x.contact(r.ContactID) }},
	{"source", fields.KindText, func(_ *exporter, r *data.Opinion) any { return text(r.Source) }},
	{"tone", fields.KindText, func(x *exporter, r *data.Opinion) any { return x.word("tone.", string(r.Tone)) }},
	{"rating", fields.KindNumber, func(_ *exporter, r *data.Opinion) any { return whole(int64(r.Rating)) }},
	{"text", fields.KindText, func(_ *exporter, r *data.Opinion) any { return text(r.Text) }},
	{"answered", fields.KindDateTime, func(x *exporter, r *data.Opinion) any { return x.moment(r.Answered) }},
}

var orderColumns = []listColumn[data.Order]{
	{"on", fields.KindDate, func(_ *exporter, r *data.Order) any { return day(r.On) }},
	{"contact", fields.KindText, func(x *exporter, r *data.Order) any { return x.contact(r.ContactID) }},
	{"what", fields.KindText, func(_ *exporter, r *data.Order) any { return text(r.What) }},
	{"amount", fields.KindMoney, func(x *exporter, r *data.Order) any { return x.money(r.Amount) }},
	{"currency", fields.KindText, func(_ *exporter, r *data.Order) any { return text(cmp.Or(r.Amount.Currency, "PLN")) }},
}

// chosen returns the columns that were asked for, in their order; all without a
// word.
func chosen[T any](all []listColumn[T], codes []string) ([]listColumn[T], error) {
	if len(codes) == 0 {
		return all, nil
	}
	out := make([]listColumn[T], 0, len(codes))
	for _, code := range codes {
		i := slices.IndexFunc(all, func(c listColumn[T]) bool { return c.code == code })
		if i < 0 {
			known := make([]string, len(all))
			for j := range all {
				known[j] = all[j].code
			}
			return nil, data.NewError(data.CodeUsage, "export-column", "Column", code, "Columns", strings.Join(known, ", "))
		}
		out = append(out, all[i])
	}
	return out, nil
}

// exportList writes the records that each hands on.
func exportList[T any](ctx context.Context, x *exporter, all []listColumn[T], each func(func(T) error) error) error {
	columns, err := chosen(all, x.o.Columns)
	if err != nil {
		return err
	}
	heads := make([]fields.Column, len(columns))
	for i, c := range columns {
		heads[i] = fields.Column{Code: c.code, Title: c.code, Kind: c.kind}
		if x.words != nil {
			heads[i].Title = x.words.T("export." + c.code)
		}
	}
	return x.write(heads, func(put func([]any) error) error {
		row := make([]any, len(columns))
		return each(func(r T) error {
			if err := ctx.Err(); err != nil {
				return data.Cancelled(err)
			}
			for i := range columns {
				row[i] = columns[i].value(x, &r)
			}
			return put(row)
		})
	})
}

// over hands on what is in memory already.
func over[T any](all []T) func(func(T) error) error {
	return func(do func(T) error) error {
		for i := range all {
			if err := do(all[i]); err != nil {
				return err
			}
		}
		return nil
	}
}
