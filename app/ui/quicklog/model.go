// Package quicklog is the one small dialog in which a call, a visit or a chat
// is written down from anywhere in the window, in under ten seconds and without
// the mouse; and the one in which such an entry is corrected later.
//
// It knows how a contact is logged. Who the client is and what is kept is its
// Service's business; the form for a client who is not there yet is somebody
// else's, see Hooks.
package quicklog

import (
	"strconv"
	"strings"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
	"kartoteka/data/match"
)

// minutes reads a length in minutes; none typed is 0.
func minutes(s string) (int, error) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 24*60 {
		return 0, data.NewError(data.CodeInvalid, "not-minutes", "Text", s)
	}
	return n, nil
}

// furthest is how many days ahead a follow-up may be put by their number.
const furthest = 3660

// inDays reads in how many days something is to be done; ok is false when
// nothing was typed.
func inDays(s string) (n int, ok bool, err error) {
	if s = strings.TrimPrefix(strings.TrimSpace(s), "+"); s == "" {
		return 0, false, nil
	}
	n, err = strconv.Atoi(s)
	if err != nil || n < 0 || n > furthest {
		return 0, false, data.NewError(data.CodeInvalid, "not-days", "Text", s)
	}
	return n, true, nil
}

// moment is when a logged contact was: now on the same day, noon on another.
func moment(day data.Date, now time.Time, today data.Date) time.Time {
	if day.IsZero() || day == today {
		return now
	}
	return day.Time(now.Location()).Add(12 * time.Hour)
}

// firstChannel is what is offered of a client: the channel that is preferred,
// unless that is mail, which logs itself.
func firstChannel(c *data.Contact) data.Channel {
	if c.PreferredChannel != "" && c.PreferredChannel != data.ChannelEmail {
		return c.PreferredChannel
	}
	return data.ChannelPhone
}

// secondLine tells clients of one name apart.
func secondLine(c *data.Contact) string {
	var out []string
	if c.Kind != data.Company && c.Company != "" {
		out = append(out, c.Company)
	}
	if c.City != "" {
		out = append(out, c.City)
	}
	if p := c.Phones(); len(p) > 0 {
		out = append(out, match.FormatPhone(p[0]))
	} else if e := c.Emails(); len(e) > 0 {
		out = append(out, e[0])
	}
	return strings.Join(out, " · ")
}

// channelPresses are the owner's channels with their keys. A channel of his own
// has the first digit that is free.
func channelPresses(tr *i18n.Translator, all []data.Category, chosen data.Channel) []parts.Press {
	var out []parts.Press
	digit := 1
	for _, o := range parts.ChannelOptions(tr, all, chosen, "") {
		p := parts.Press{Code: o.Code, Word: o.Text}
		if key := "quicklog.key." + o.Code; tr.Has(key) {
			p.Key = tr.T(key)
		} else if digit <= 9 {
			p.Key = strconv.Itoa(digit)
			digit++
		}
		out = append(out, p)
	}
	return out
}

// outcomes are what may have come of an entry: whether it has been answered.
func outcomes(tr *i18n.Translator) []input.Option {
	out := []input.Option{{Code: "", Text: tr.T("quicklog.outcome-usual")}}
	for _, o := range data.EntryOutcomes()[1:] {
		out = append(out, input.Option{Code: string(o), Text: tr.T("outcome." + string(o))})
	}
	return out
}

func directionPresses(tr *i18n.Translator) []parts.Press {
	out := []parts.Press{}
	for _, d := range []data.Direction{data.Inbound, data.Outbound} {
		out = append(out, parts.Press{Code: string(d), Key: tr.T("quicklog.key-" + string(d)), Word: tr.T("direction." + string(d))})
	}
	return out
}

// entry is a contact as the dialog holds it: every field a text.
type entry struct {
	contact                         int64
	channel, direction, kind        string
	text, note, minutes, days, what string
	outcome                         string
}

// interaction reads the fields.
func (e *entry) interaction() (data.Interaction, error) {
	i := data.Interaction{
		ContactID: e.contact, Channel: data.Channel(e.channel), Direction: data.Direction(e.direction),
		Kind: data.Kind(e.kind), Text: strings.TrimSpace(e.text), Note: strings.TrimSpace(e.note),
		Outcome: data.EntryOutcome(e.outcome),
	}
	n, err := minutes(e.minutes)
	i.Minutes = n
	switch {
	case err != nil:
		return i, err
	case e.contact == 0:
		return i, data.NewError(data.CodeInvalid, "interaction-nobody")
	case i.Text == "" && i.Note == "" && n == 0:
		return i, data.NewError(data.CodeInvalid, "interaction-empty")
	}
	return i, nil
}

// followUp reads what is to be done afterwards; nil when nothing is.
func (e *entry) followUp(tr *i18n.Translator, name string, today data.Date) (*data.FollowUp, error) {
	n, ok, err := inDays(e.days)
	if err != nil {
		return nil, err
	}
	what := strings.TrimSpace(e.what)
	if !ok {
		if what == "" {
			return nil, nil
		}
		return nil, data.NewError(data.CodeInvalid, "follow-up-without-day")
	}
	if what == "" {
		what = tr.T("quicklog.what-default", "Name", name)
	}
	return &data.FollowUp{What: what, ContactID: e.contact, Due: today.AddDays(n)}, nil
}
