package cardtest

import (
	"context"
	"slices"

	"kartoteka/data"
)

// AddContact keeps a contact.
func (f *Firm) AddContact(_ context.Context, c data.Contact) (int64, error) {
	c.ID = int64(len(f.Rows) + 1)
	if f.Fail == nil {
		f.Rows = append(f.Rows, data.ContactRow{Contact: c, DisplayName: c.Name()})
	}
	return c.ID, f.note("add contact", c.Name())
}

// ChangeContact keeps a card as it is given.
func (f *Firm) ChangeContact(_ context.Context, c data.Contact) error {
	f.Changed = append(f.Changed, c)
	for i := range f.Rows {
		if f.Rows[i].ID == c.ID && f.Fail == nil {
			f.Rows[i].Contact, f.Rows[i].DisplayName = c, c.Name()
		}
	}
	return f.note("change contact", c.ID)
}

// DeleteContact puts a contact into the trash.
func (f *Firm) DeleteContact(_ context.Context, id int64) error { return f.note("delete contact", id) }

// DeleteContacts puts contacts into the trash.
func (f *Firm) DeleteContacts(_ context.Context, ids []int64) error {
	f.Rows = slices.DeleteFunc(f.Rows, func(r data.ContactRow) bool { return slices.Contains(ids, r.ID) })
	return f.note("delete contacts", ids)
}

// BulkChange notes what was asked.
func (f *Firm) BulkChange(_ context.Context, ids []int64, b data.BulkChange) (int, error) {
	f.Bulk, f.BulkIDs = b, ids
	return len(ids), f.note("bulk", ids)
}

// LogInteractionAndNext keeps an entry, and what is to be done next.
func (f *Firm) LogInteractionAndNext(ctx context.Context, i data.Interaction, next *data.FollowUp) (int64, error) {
	f.Logged = append(f.Logged, i)
	if next != nil {
		if _, err := f.AddFollowUp(ctx, *next); err != nil {
			return 0, err
		}
	}
	return int64(len(f.Logged)), f.note("log", i.ContactID)
}

// ChangeInteraction keeps a corrected entry.
func (f *Firm) ChangeInteraction(_ context.Context, i data.Interaction) error {
	f.Logged = append(f.Logged, i)
	return f.note("change entry", i.ID)
}

// DeleteInteraction deletes an entry.
func (f *Firm) DeleteInteraction(_ context.Context, id int64) error {
	f.Timeline = slices.DeleteFunc(f.Timeline, func(e data.Entry) bool { return e.ID == id })
	return f.note("delete entry", id)
}

// DeleteCase moves a case to the trash.
func (f *Firm) DeleteCase(_ context.Context, id int64) error { return f.note("delete case", id) }

// DeleteOpinion moves an opinion to the trash.
func (f *Firm) DeleteOpinion(_ context.Context, id int64) error { return f.note("delete opinion", id) }

// SetOutcome notes what came of an entry.
func (f *Firm) SetOutcome(_ context.Context, id int64, o data.EntryOutcome) error {
	for i := range f.Timeline {
		if f.Timeline[i].Type == data.EntryInteraction && f.Timeline[i].ID == id {
			f.Timeline[i].Outcome = o
		}
	}
	return nil
}

// PinInteraction pins an entry or unpins it.
func (f *Firm) PinInteraction(_ context.Context, id int64, pinned bool) error {
	for i := range f.Timeline {
		if f.Timeline[i].ID == id {
			f.Timeline[i].Pinned = pinned
		}
	}
	return f.note("pin", id, " ", pinned)
}

// AddCase opens a case.
func (f *Firm) AddCase(_ context.Context, c data.Case) (data.Case, error) {
	c.ID, c.Number = 77, "R/2026/0013"
	c.Deadline = data.Deadline{Rule: "upk-7a-14", Safe: data.NewDate(2026, 12, 8), Latest: data.NewDate(2026, 12, 8)}
	return c, f.note("case", c.Subject)
}

// AddFollowUp keeps a follow-up.
func (f *Firm) AddFollowUp(_ context.Context, u data.FollowUp) (int64, error) {
	u.ID = int64(100 + len(f.Tasks))
	f.Tasks = append(f.Tasks, data.FollowUpRow{FollowUp: u, State: data.FollowUpLater})
	return u.ID, f.note("follow-up", u.What, " ", u.Due)
}

// ChangeFollowUp changes a follow-up.
func (f *Firm) ChangeFollowUp(_ context.Context, u data.FollowUp) error {
	return f.note("change follow-up", u.What, " ", u.Due)
}

// DeleteFollowUp deletes a follow-up.
func (f *Firm) DeleteFollowUp(_ context.Context, id int64) error {
	return f.note("delete follow-up", id)
}

// DoneFollowUp ticks a follow-up off.
func (f *Firm) DoneFollowUp(_ context.Context, id int64, done bool) error {
	for i := range f.Tasks {
		if f.Tasks[i].ID == id && done {
			f.Tasks[i].Done = At(24, 10)
		}
	}
	return f.note("done", id)
}

// AddOrder keeps an order.
func (f *Firm) AddOrder(_ context.Context, o data.Order) (int64, error) {
	o.ID = 99
	f.Orders = append(f.Orders, o)
	return o.ID, f.note("order", o.What, " ", o.Amount.Minor, " ", o.On)
}

// ChangeOrder changes an order.
func (f *Firm) ChangeOrder(_ context.Context, o data.Order) error {
	return f.note("change order", o.ID, " ", o.What, " ", o.Amount.Minor)
}

// DeleteOrder deletes an order.
func (f *Firm) DeleteOrder(_ context.Context, id int64) error { return f.note("delete order", id) }

// RevertAction notes which deed was taken back.
func (f *Firm) RevertAction(_ context.Context, id int64) (data.Reverted, error) {
	return f.Reverted, f.note("revert", id)
}

// SaveView keeps a view.
func (f *Firm) SaveView(_ context.Context, v data.SavedView) (int64, error) {
	if v.ID == 0 {
		v.ID = int64(len(f.SavedView) + 1)
	}
	f.SavedView = append(slices.DeleteFunc(f.SavedView, func(o data.SavedView) bool { return o.ID == v.ID }), v)
	return v.ID, f.note("save view", v.Name)
}

// DeleteView deletes a view.
func (f *Firm) DeleteView(_ context.Context, id int64) error {
	f.SavedView = slices.DeleteFunc(f.SavedView, func(o data.SavedView) bool { return o.ID == id })
	return f.note("delete view", id)
}
