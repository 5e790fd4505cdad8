package store

import (
	"context"

	"kartoteka/data"
)

const orderColumns = `o.id, o.contact_id, o.message_id, o.on_day, o.amount, o.currency, o.what`

// Orders returns the orders of the period, newest first.
func (db *DB) Orders(ctx context.Context, p data.Period) ([]data.Order, error) {
	from, to := days(p)
	out, err := collect(ctx, db.r, scanOrder, `SELECT `+orderColumns+` FROM sale_order o
		WHERE o.on_day BETWEEN ? AND ? ORDER BY o.on_day DESC, o.id DESC`, from, to)
	return out, told("list orders", err)
}

// OrdersOf returns what a contact ordered, newest first.
func (db *DB) OrdersOf(ctx context.Context, contactID int64) ([]data.Order, error) {
	out, err := collect(ctx, db.r, scanOrder, `SELECT `+orderColumns+` FROM sale_order o
		WHERE o.contact_id = ? ORDER BY o.on_day DESC, o.id DESC`, contactID)
	return out, told("list orders", err)
}

func scanOrder(s scanner, o *data.Order) error {
	return s.Scan(&o.ID, idOf{&o.ContactID}, idOf{&o.MessageID}, dayOf{&o.On}, &o.Amount.Minor,
		&o.Amount.Currency, &o.What)
}

// AddOrder saves an order and returns its id.
func (db *DB) AddOrder(ctx context.Context, o data.Order) (id int64, err error) {
	d := &deed{what: data.ActAddOrder, title: o.What}
	err = db.act(ctx, "add order", d, func(t *tx) error {
		id, err = t.addOrder(ctx, &o)
		return err
	})
	return id, err
}

// ChangeOrder saves a changed order; the mail that placed it stays.
func (db *DB) ChangeOrder(ctx context.Context, o data.Order) error {
	d := &deed{what: data.ActChangeOrder, title: o.What}
	return db.act(ctx, "change order", d, func(t *tx) error {
		if err := t.checkOrder(ctx, &o); err != nil {
			return err
		}
		t.changed(data.TopicContacts)
		n, err := t.exec(ctx, `UPDATE sale_order SET contact_id = ?, on_day = ?, amount = ?, currency = ?, what = ?
			WHERE id = ?`, ref(o.ContactID), o.On.String(), o.Amount.Minor, o.Amount.Currency, o.What, o.ID)
		if err == nil && n == 0 {
			err = notFound("order", o.ID)
		}
		return err
	})
}

func (t *tx) checkOrder(ctx context.Context, o *data.Order) error {
	if o.On.IsZero() {
		return data.NewError(data.CodeInvalid, "order-without-day")
	}
	if o.ContactID == 0 {
		return nil
	}
	return t.mustExist(ctx, "contact", o.ContactID)
}

func (t *tx) addOrder(ctx context.Context, o *data.Order) (int64, error) {
	if err := t.checkOrder(ctx, o); err != nil {
		return 0, err
	}
	t.changed(data.TopicContacts)
	return t.insert(ctx, `INSERT INTO sale_order (contact_id, message_id, on_day, amount, currency, what)
		VALUES (?, ?, ?, ?, ?, ?)`, ref(o.ContactID), ref(o.MessageID), o.On.String(), o.Amount.Minor,
		o.Amount.Currency, o.What)
}
