package store

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

const orderColumns = `o.id, o.contact_id, o.message_id, o.on_day, o.amount, o.currency, o.what`

// Orders returns the orders of the period, newest first.
func (db *DB) Orders(ctx context.Context, p data.Period) ([]data.Order, error) {
	from, to := days(p)
	out, err := sqlite.Collect(ctx, db.file, scanOrder, `SELECT `+orderColumns+` FROM sale_order o
		WHERE o.on_day BETWEEN ? AND ? ORDER BY o.on_day DESC, o.id DESC`, from, to)
	return out, sqlite.Told("list orders", err)
}

// OrdersOf returns what a contact ordered, newest first.
func (db *DB) OrdersOf(ctx context.Context, contactID int64) ([]data.Order, error) {
	out, err := sqlite.Collect(ctx, db.file, scanOrder, `SELECT `+orderColumns+` FROM sale_order o
		WHERE o.contact_id = ? ORDER BY o.on_day DESC, o.id DESC`, contactID)
	return out, sqlite.Told("list orders", err)
}

func scanOrder(s sqlite.Scanner, o *data.Order) error {
	return s.Scan(&o.ID, sqlite.RefOf(&o.ContactID), sqlite.RefOf(&o.MessageID), sqlite.DayOf(&o.On), &o.Amount.Minor,
		&o.Amount.Currency, &o.What)
}

// AddOrder saves an order and returns its id.
func (db *DB) AddOrder(ctx context.Context, o data.Order) (id int64, err error) {
	d := &deed{what: data.ActAddOrder, title: o.What}
	err = db.act(ctx, "add order", d, func(t *sqlite.Tx) error {
		id, err = addOrder(ctx, t, &o)
		return err
	})
	return id, err
}

// ChangeOrder saves a changed order; the mail that placed it stays.
func (db *DB) ChangeOrder(ctx context.Context, o data.Order) error {
	d := &deed{what: data.ActChangeOrder, title: o.What}
	return db.act(ctx, "change order", d, func(t *sqlite.Tx) error {
		if err := checkOrder(ctx, t, &o); err != nil {
			return err
		}
		t.Changed(data.TopicContacts)
		n, err := t.Exec(ctx, `UPDATE sale_order SET contact_id = ?, on_day = ?, amount = ?, currency = ?, what = ?
			WHERE id = ?`, sqlite.Ref(o.ContactID), o.On.String(), o.Amount.Minor, o.Amount.Currency, o.What, o.ID)
		if err == nil && n == 0 {
			err = sqlite.NotFound("order", o.ID)
		}
		return err
	})
}

func checkOrder(ctx context.Context, t *sqlite.Tx, o *data.Order) error {
	if o.On.IsZero() {
		return data.NewError(data.CodeInvalid, "order-without-day")
	}
	if o.ContactID == 0 {
		return nil
	}
	return mustExist(ctx, t, "contact", o.ContactID)
}

func addOrder(ctx context.Context, t *sqlite.Tx, o *data.Order) (int64, error) {
	if err := checkOrder(ctx, t, o); err != nil {
		return 0, err
	}
	t.Changed(data.TopicContacts)
	return t.Insert(ctx, `INSERT INTO sale_order (contact_id, message_id, on_day, amount, currency, what)
		VALUES (?, ?, ?, ?, ?, ?)`, sqlite.Ref(o.ContactID), sqlite.Ref(o.MessageID), o.On.String(), o.Amount.Minor,
		o.Amount.Currency, o.What)
}
