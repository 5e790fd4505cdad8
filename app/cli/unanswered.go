package cli

import (
	"cmp"
	"strconv"
	"time"

	"kartoteka/app/core"
	"kartoteka/data"
)

type unansweredShape struct {
	Type        string     `json:"type"`
	ID          int64      `json:"id"`
	Since       *time.Time `json:"since"`
	Days        int        `json:"days"`
	WorkMinutes int        `json:"work_minutes"`
	Channel     string     `json:"channel"`
	Kind        string     `json:"kind"`
	Contact     *int64     `json:"contact"`
	Name        string     `json:"name"`
	From        string     `json:"from"`
	Subject     string     `json:"subject"`
	Excerpt     string     `json:"excerpt"`
	Message     *int64     `json:"message"`
	Messages    int        `json:"messages"`
	Case        *int64     `json:"case"`
	CaseNumber  string     `json:"case_number"`
	Deadline    *data.Date `json:"deadline"`
	Redirected  bool       `json:"redirected"`
}

func shapeUnanswered(u data.Unanswered) unansweredShape {
	from := ""
	if u.From != (data.Address{}) {
		from = written(u.From)
	}
	return unansweredShape{
		Type: string(u.Type), ID: u.ID, Since: moment(u.At), Days: u.Days, WorkMinutes: u.WorkMinutes,
		Channel: string(u.Channel), Kind: string(u.Kind), Contact: ref(u.ContactID), Name: u.ContactName, From: from,
		Subject: u.Title, Excerpt: u.Excerpt, Message: ref(u.MessageID), Messages: u.Messages, Case: ref(u.CaseID),
		CaseNumber: u.CaseNumber, Deadline: day(u.Deadline.Safe), Redirected: u.Redirected,
	}
}

// listUnanswered prints as it reads: the list may be long where nobody answers.
func (s *session) listUnanswered(k *core.Core, _ []string) error {
	var rows [][]string
	err := k.EachUnanswered(s.ctx, func(u data.Unanswered) error {
		if s.json {
			return s.out.object(shapeUnanswered(u))
		}
		rows = append(rows, []string{
			s.words.DateTime(u.At), strconv.Itoa(u.Days), s.words.Number(float64(u.WorkMinutes)/60, 1),
			s.words.T("unanswered.type." + string(u.Type)), short(cmp.Or(u.ContactName, u.From.String()), 30),
			short(cmp.Or(u.Title, u.Excerpt), 50), u.CaseNumber, s.words.Date(u.Deadline.Safe),
		})
		return nil
	})
	if err != nil || s.json {
		return err
	}
	s.showRows([]string{
		"cli.col.since", "cli.col.days", "cli.col.work-hours", "cli.col.sort", "cli.col.contact", "cli.col.subject",
		"cli.col.case", "cli.col.deadline",
	}, rows)
	return nil
}
