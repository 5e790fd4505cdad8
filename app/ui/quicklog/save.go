package quicklog

import (
	"context"

	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// submit checks the fields and keeps the entry, with its follow-up.
func (d *sheet) submit(done func(error)) {
	e := d.entry()
	i, err := e.interaction()
	if err == nil {
		err = d.day.Check()
	}
	var next *data.FollowUp
	if err == nil {
		next, err = e.followUp(d.env.Tr, d.who.Name(), d.env.Today())
	}
	if err != nil {
		done(err)
		return
	}
	if d.old.ID != 0 {
		d.change(i, done)
		return
	}
	i.At = moment(d.day.Day(), d.env.Now(), d.env.Today())
	kit.Go(d.scope, "save", func(ctx context.Context) (int64, error) {
		return d.svc.LogInteractionAndNext(ctx, i, next)
	}, func(_ int64, err error) {
		if err != nil {
			done(err)
			return
		}
		tell, hook := d.env.Toast, d.hooks.Logged
		done(nil)
		text := d.env.Tr.T("quicklog.saved", "Name", d.who.Name())
		if next != nil {
			text = d.env.Tr.T("quicklog.saved-until", "Name", d.who.Name(), "Day", next.Due)
		}
		tell(text, kit.Did)
		if hook != nil {
			hook()
		}
	})
}

// change keeps a corrected entry: what the dialog does not show stays.
func (d *sheet) change(i data.Interaction, done func(error)) {
	was := d.old
	i.ID, i.Category, i.Subject, i.CaseID = was.ID, was.Category, was.Subject, was.CaseID
	i.MessageID, i.Automatic, i.Pinned, i.At = was.MessageID, was.Automatic, was.Pinned, was.At
	if d.day.Day() != data.DateIn(was.At, d.env.Tr.Zone()) {
		i.At = moment(d.day.Day(), d.env.Now(), d.env.Today())
	}
	kit.Do(d.scope, "save", func(ctx context.Context) error {
		return d.svc.ChangeInteraction(ctx, i)
	}, func(err error) {
		hook := d.hooks.Logged
		done(err)
		if err != nil {
			return
		}
		d.env.Toast(d.env.Tr.T("quicklog.changed"), kit.Did)
		if hook != nil {
			hook()
		}
	})
}
