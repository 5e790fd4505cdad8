package subject

import (
	"context"
	"io"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/privacy"
)

// CheckText finds numbers that should not stand in a text: those shaped like a
// PESEL or a payment card's. It is for a warning; nothing is refused.
func (rt *Rights) CheckText(text string) []data.SensitiveNumber { return privacy.Sensitive(text) }

// SubjectRequests returns the register of requests: open ones by their due day,
// then the answered ones, newest first.
func (rt *Rights) SubjectRequests(ctx context.Context) ([]data.SubjectRequest, error) {
	return rt.db.SubjectRequests(ctx)
}

// SaveSubjectRequest saves a request, as a new one when it has no id, and
// returns its id. The day by which it is due is counted here: a month from
// receipt, three when an extension was announced within the first.
func (rt *Rights) SaveSubjectRequest(ctx context.Context, r data.SubjectRequest) (int64, error) {
	if r.Received.IsZero() {
		r.Received = rt.desk.Today()
	}
	r.Due = privacy.RequestDue(r.Received)
	if err := checkRequest(&r, rt.desk.Today()); err != nil {
		return 0, err
	}
	if !r.Extended.IsZero() {
		r.Due = privacy.ExtendedDue(r.Received)
	}
	return rt.db.SaveSubjectRequest(ctx, r)
}

// checkRequest refuses an entry of the register that says too little or can't be.
func checkRequest(r *data.SubjectRequest, today data.Date) error {
	switch {
	case r.Kind == "":
		return data.NewError(data.CodeInvalid, "request-kind")
	case r.ContactID == 0 && strings.TrimSpace(r.Who) == "":
		return data.NewError(data.CodeInvalid, "request-nobody")
	case r.Received.After(today):
		return data.NewError(data.CodeInvalid, "request-future", "Day", r.Received)
	case !r.Answered.IsZero() && r.Answered.Before(r.Received):
		return data.NewError(data.CodeInvalid, "request-answered", "Day", r.Answered)
	case !r.Answered.IsZero() && r.Outcome == "":
		return data.NewError(data.CodeInvalid, "request-outcome")
	case !r.Extended.IsZero() && r.Extended.After(r.Due):
		return data.NewError(data.CodeInvalid, "request-extension-late", "Due", r.Due)
	case (!r.Extended.IsZero() || r.Outcome == data.OutcomeRefused) && strings.TrimSpace(r.Why) == "":
		return data.NewError(data.CodeInvalid, "request-why")
	}
	return nil
}

// Breaches returns the register of breaches, newest first, each with the moment
// by which it has to be reported.
func (rt *Rights) Breaches(ctx context.Context) ([]data.Breach, error) {
	all, err := rt.db.Breaches(ctx)
	for i := range all {
		all[i].Due = privacy.BreachDue(all[i].Found)
	}
	return all, err
}

// SaveBreach saves a breach, as a new one when it has no id, and returns its id.
func (rt *Rights) SaveBreach(ctx context.Context, b data.Breach) (int64, error) {
	if b.Found.IsZero() {
		b.Found = rt.desk.Now()
	}
	b.Found = b.Found.UTC()
	switch {
	case strings.TrimSpace(b.What) == "":
		return 0, data.NewError(data.CodeInvalid, "breach-what")
	case b.Found.After(rt.desk.Now()):
		return 0, data.NewError(data.CodeInvalid, "breach-future")
	case b.People < 0:
		return 0, data.NewError(data.CodeInvalid, "breach-people")
	}
	return rt.db.SaveBreach(ctx, b)
}

// Processing returns the record of processing activities: the saved one, or the
// default one of a small firm in the language of the words.
func (rt *Rights) Processing(ctx context.Context, words Words) ([]data.Processing, error) {
	all, err := rt.db.Processing(ctx)
	if err != nil || len(all) > 0 {
		return all, err
	}
	return privacy.Record(func(key string) string { return words.T(key) }), nil
}

// SaveProcessing saves the whole record in the order given.
func (rt *Rights) SaveProcessing(ctx context.Context, all []data.Processing) error {
	for i := range all {
		if strings.TrimSpace(all[i].Name) == "" {
			return data.NewError(data.CodeInvalid, "processing-name")
		}
	}
	return rt.db.SaveProcessing(ctx, all)
}

// WriteProcessing writes the record as a page that can be printed (.html).
func (rt *Rights) WriteProcessing(ctx context.Context, words Words, path string) error {
	all, err := rt.Processing(ctx, words)
	if err != nil {
		return err
	}
	settings, err := rt.db.Settings(ctx)
	if err != nil {
		return err
	}
	p := processingPage{shown{words}, nil}
	p.activities(all)
	rules, err := rt.RetentionRules(ctx)
	if err != nil {
		return err
	}
	p.retention(rules)
	checks, err := rt.Checklist(ctx)
	if err != nil {
		return err
	}
	p.measures(checks)
	head := pageHead{
		Lang: words.Lang(), Title: words.T("processing.title"),
		Lead: texts(words.T("processing.lead", "Firm", settings.FirmName, "Day", rt.desk.Today())),
	}
	return disk.Write(path, func(w io.Writer) error { return writeSections(w, head, p.sections, words.T("privacy.no-advice")) })
}

// Checklist returns the security checklist with what was ticked off, and when.
func (rt *Rights) Checklist(ctx context.Context) ([]data.Check, error) {
	done, err := rt.db.Checked(ctx)
	var out []data.Check
	for _, code := range privacy.Checklist() {
		out = append(out, data.Check{Code: code, Checked: done[code]})
	}
	return out, err
}

// SetChecked ticks an item of the checklist off today, or clears it.
func (rt *Rights) SetChecked(ctx context.Context, code string, done bool) error {
	if !slices.Contains(privacy.Checklist(), code) {
		return data.NewError(data.CodeInvalid, "checklist-unknown")
	}
	on := data.Date{}
	if done {
		on = rt.desk.Today()
	}
	return rt.db.SetChecked(ctx, code, on)
}

// RetentionRules returns how long things are kept: the defaults with the
// owner's own changes.
func (rt *Rights) RetentionRules(ctx context.Context) ([]data.RetentionRule, error) {
	own, err := rt.db.OwnRetention(ctx)
	if err != nil {
		return nil, err
	}
	rules := privacy.RetentionRules()
	for i := range rules {
		if o, ok := own[rules[i].Code]; ok {
			rules[i].Months, rules[i].Own = o.Months, true
			if o.Basis != "" {
				rules[i].Basis = o.Basis
			}
		}
	}
	return rules, nil
}

// longestRetention bounds what the owner may choose: a century.
const longestRetention = 1200

// SaveRetentionRule saves the owner's length, in months (0: kept), and ground.
func (rt *Rights) SaveRetentionRule(ctx context.Context, r data.RetentionRule) error {
	known := slices.ContainsFunc(privacy.RetentionRules(), func(d data.RetentionRule) bool { return d.Code == r.Code })
	if !known || r.Months < 0 || r.Months > longestRetention {
		return data.NewError(data.CodeInvalid, "retention-months", "Months", r.Months)
	}
	return rt.db.SaveRetention(ctx, r)
}
