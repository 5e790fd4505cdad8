package reports

import (
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

// askPeriod asks for the first and the last day. Leaving the form brings the
// choice back that was there before.
func (s *Screen) askPeriod() {
	tr, p := s.env.Tr, s.period()
	from, to := input.NewDateEntry(s.env, p.From), input.NewDateEntry(s.env, p.To)
	d := dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("reports.custom-title"), Deed: tr.T("reports.show"),
		Fields: []dialog.Field{
			{Label: tr.T("reports.from"), Input: from},
			{Label: tr.T("reports.to"), Input: to},
		},
		Submit: func(done func(error)) {
			p, err := chosen(from, to)
			if err == nil {
				s.custom, s.span = p, spanCustom
			}
			done(err)
			if err == nil {
				s.again()
			}
		},
	})
	d.OnClosed = func() { s.choice.SetCode(string(s.span)) }
}

func chosen(from, to *input.DateEntry) (data.Period, error) {
	for _, e := range []*input.DateEntry{from, to} {
		if err := e.Check(); err != nil {
			return data.Period{}, err
		}
	}
	p := data.Period{From: from.Day(), To: to.Day()}
	if !p.From.IsZero() && !p.To.IsZero() && p.From.After(p.To) {
		return data.Period{}, data.NewError(data.CodeInvalid, "report-period", "From", p.From.String(), "To", p.To.String())
	}
	return p, nil
}
