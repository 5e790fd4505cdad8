package lists

import (
	"cmp"
	"strconv"

	"kartoteka/app/cli/session"
	"kartoteka/app/cli/shape"
	"kartoteka/app/core"
	"kartoteka/data"
)

// listUnanswered prints as it reads: the list may be long where nobody answers.
func (s commands) listUnanswered(k *core.Core, _ []string) error {
	var rows [][]string
	err := k.EachUnanswered(s.Ctx, func(u data.Unanswered) error {
		if s.JSON {
			return s.Object(shape.OfUnanswered(u))
		}
		rows = append(rows, []string{
			s.Words.DateTime(u.At), strconv.Itoa(u.Days), s.Words.Number(float64(u.WorkMinutes)/60, 1),
			s.Words.T("unanswered.type." + string(u.Type)), session.Short(cmp.Or(u.ContactName, u.From.String()), 30),
			session.Short(cmp.Or(u.Title, u.Excerpt), 50), u.CaseNumber, s.Words.Date(u.Deadline.Safe),
		})
		return nil
	})
	if err != nil || s.JSON {
		return err
	}
	s.Table([]string{
		"cli.col.since", "cli.col.days", "cli.col.work-hours", "cli.col.sort", "cli.col.contact", "cli.col.subject",
		"cli.col.case", "cli.col.deadline",
	}, rows)
	return nil
}
