package card

import (
	"context"
	"slices"
	"strings"

	"kartoteka/app/ui/contactform"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/quicklog"
	"kartoteka/data"
)

func (c *Card) askLog() {
	hooks := c.hooks.Log
	hooks.Logged = c.load
	quicklog.Show(c.env, c.svc, hooks, c.id)
}

func (c *Card) askEdit() {
	contactform.Edit(c.env, c.svc, contactform.Hooks{Saved: func(int64) {
		c.env.Toast(c.env.Tr.T("card.changed"), kit.Did)
		c.load()
	}}, c.file.contact)
}

// deleteContact puts the client into the trash, from where it can be fetched.
func (c *Card) deleteContact() {
	id, name := c.id, c.file.contact.Name()
	kit.Do(c.scope, "delete", func(ctx context.Context) error { return c.svc.DeleteContact(ctx, id) }, func(err error) {
		if err != nil {
			dialog.ShowError(c.env, err)
			return
		}
		c.env.Toast(c.env.Tr.T("card.deleted", "Name", name), kit.Did)
		c.hooks.Back()
	})
}

func (c *Card) askFollowUp() {
	tr, who := c.env.Tr, c.file.contact
	parts.AskFollowUp(c.env, parts.FollowUpForm{
		Title: tr.T("card.follow-up-title", "Name", who.Name()), Hint: tr.T("card.follow-up-hint"),
		Save: func(what string, due data.Date, done func(error)) {
			c.save("follow-up", tr.T("parts.added", "Day", due), done, func(ctx context.Context) error {
				_, err := c.svc.AddFollowUp(ctx, data.FollowUp{What: what, ContactID: who.ID, Due: due})
				return err
			})
		},
	})
}

func (c *Card) editFollowUp(f data.FollowUpRow) {
	tr := c.env.Tr
	parts.AskFollowUp(c.env, parts.FollowUpForm{
		Title: tr.T("card.follow-up-title", "Name", c.file.contact.Name()), What: f.What, Due: f.Due, Deed: tr.T("contactform.save"),
		Save: func(what string, due data.Date, done func(error)) {
			changed := f.FollowUp
			changed.What, changed.Due = what, due
			c.save("follow-up", tr.T("card.follow-up-changed"), done, func(ctx context.Context) error {
				return c.svc.ChangeFollowUp(ctx, changed)
			})
		},
	})
}

func (c *Card) deleteFollowUp(id int64) {
	c.deed("follow-up", c.env.Tr.T("card.follow-up-deleted"), func(ctx context.Context) error { return c.svc.DeleteFollowUp(ctx, id) })
}

// done ticks a follow-up off.
func (c *Card) done(f *data.FollowUpRow) {
	id := f.ID
	c.deed("done", c.env.Tr.T("parts.done", "What", f.What), func(ctx context.Context) error { return c.svc.DoneFollowUp(ctx, id, true) })
}

// save keeps what a form holds; the form closes when that went well.
func (c *Card) save(name, told string, done func(error), do func(context.Context) error) {
	kit.Do(c.scope, name, do, func(err error) {
		done(err)
		if err == nil {
			c.env.Toast(told, kit.Did)
			c.load()
		}
	})
}

func (c *Card) askOrder() { c.orderForm(data.Order{ContactID: c.id, On: c.env.Today()}) }

func (c *Card) editOrder(id int64) {
	for _, o := range c.file.orders {
		if o.ID == id {
			c.orderForm(o)
		}
	}
}

func (c *Card) orderForm(o data.Order) {
	tr := c.env.Tr
	what, amount := input.NewEntry(tr.T("card.order-what-hint")), input.NewEntry(tr.T("card.order-amount-hint"))
	what.SetText(o.What)
	amount.SetText(parts.Amount(o.Amount))
	day := input.NewDateEntry(c.env, o.On)
	var form *dialog.FormDialog
	f := dialog.Form{
		Title: tr.T("card.order-title", "Name", c.file.contact.Name()), Deed: tr.T("card.order-add"),
		Fields: []dialog.Field{
			{Label: tr.T("card.order-what"), Input: what},
			{Label: tr.T("card.order-amount"), Input: amount},
			{Label: tr.T("card.order-day"), Input: day},
		},
		Submit: func(done func(error)) {
			read, err := orderOf(o, what, amount, day)
			if err != nil {
				done(err)
				return
			}
			c.save("order", tr.T("card.order-saved"), done, func(ctx context.Context) error {
				if read.ID != 0 {
					return c.svc.ChangeOrder(ctx, read)
				}
				_, err := c.svc.AddOrder(ctx, read)
				return err
			})
		},
	}
	if o.ID != 0 {
		f.Deed = tr.T("contactform.save")
		f.Extra = kit.Quiet(tr.T("card.order-delete"), look.IconTrash, func() {
			form.Close()
			c.deed("order", tr.T("card.order-deleted"), func(ctx context.Context) error { return c.svc.DeleteOrder(ctx, o.ID) })
		})
	}
	form = dialog.ShowForm(c.env, f)
}

// orderOf reads the fields of an order's form. A currency other than złoty
// stays while the amount does.
func orderOf(o data.Order, what, amount *input.Entry, day *input.DateEntry) (data.Order, error) {
	m, err := parts.ReadAmount(amount.Text)
	if err == nil {
		err = day.Check()
	}
	if err != nil {
		return o, err
	}
	if m.Minor != o.Amount.Minor || o.Amount.Currency == "" {
		o.Amount = m
	}
	o.What, o.On = strings.TrimSpace(what.Text), day.Day()
	switch {
	case o.On.IsZero():
		return o, data.NewError(data.CodeInvalid, "order-without-day")
	case o.What == "" && o.Amount.IsZero():
		return o, data.NewError(data.CodeInvalid, "order-empty")
	}
	return o, nil
}

func (c *Card) askConsent() {
	who := c.file.contact
	contactform.AskConsent(c.env, func(k data.Consent) {
		c.changeConsents(who, append(slices.Clone(who.Consents), k))
	})
}

func (c *Card) askWithdrawal(k data.Consent) {
	who := c.file.contact
	contactform.AskWithdrawal(c.env, k, func(w data.Consent) {
		all := slices.Clone(who.Consents)
		for i := range all {
			if all[i].ID == w.ID {
				all[i] = w
			}
		}
		c.changeConsents(who, all)
	})
}

// changeConsents keeps other consents on the card that the question was about.
func (c *Card) changeConsents(who data.Contact, all []data.Consent) {
	who.Consents = all
	c.deed("consents", c.env.Tr.T("card.changed"), func(ctx context.Context) error { return c.svc.ChangeContact(ctx, who) })
}
