package core

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

// usualSeverity is that of a complaint on which nobody decided.
const usualSeverity data.Severity = 2

// Cases returns the cases of a list.
func (c *Core) Cases(ctx context.Context, f data.CaseFilter) ([]data.CaseRow, error) {
	return c.db.Cases(ctx, f, c.TodayDate())
}

// Case returns a case.
func (c *Core) Case(ctx context.Context, id int64) (data.CaseRow, error) {
	return c.db.Case(ctx, id)
}

// AddCase opens a case that did not come by mail and returns it with its
// number and its legal deadline.
func (c *Core) AddCase(ctx context.Context, k data.Case) (data.Case, error) {
	if k.ContactID == 0 {
		return data.Case{}, data.NewError(data.CodeInvalid, "case-nobody")
	}
	if k.Kind == "" {
		k.Kind = data.CaseComplaint
	}
	if k.Received.IsZero() {
		k.Received = c.Now()
	}
	if k.Channel == "" {
		k.Channel = data.ChannelPhone
	}
	if k.LegalType == "" {
		who, err := c.db.Contact(ctx, k.ContactID)
		if err != nil {
			return data.Case{}, err
		}
		k.LegalType = who.LegalType
	}
	return c.db.AddCase(ctx, c.dated(k))
}

// dated fills in what follows from the day of receipt and the client's legal
// type: the day that the law counts from, and the deadline. Terms are set for
// complaints only.
func (c *Core) dated(k data.Case) data.Case {
	k.Received = k.Received.UTC()
	k.ReceivedOn = data.DateIn(k.Received, c.Zone())
	if k.Kind == data.CaseComplaint {
		k.Deadline = calendar.Deadline(k.ReceivedOn, k.LegalType)
	}
	if k.Severity == 0 {
		k.Severity = usualSeverity
	}
	if k.State == "" {
		k.State = data.CaseNew
	}
	return k
}

// ChangeCase changes what is given of a case; a new state notes when it was
// reached.
func (c *Core) ChangeCase(ctx context.Context, change data.CaseChange) error {
	return c.db.ChangeCase(ctx, change)
}
