package record

import (
	"context"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/settings"
	"kartoteka/data/store/sqlite"
)

// OrderColumns are what ScanOrder reads of sale_order o.
const OrderColumns = `o.id, o.contact_id, o.message_id, o.on_day, o.amount, o.currency, o.what`

// Orders returns the orders of the period, newest first.
func (rs *Records) Orders(ctx context.Context, p data.Period) ([]data.Order, error) {
	from, to := settings.Days(p)
	out, err := sqlite.Collect(ctx, rs.file, ScanOrder, `SELECT `+OrderColumns+` FROM sale_order o
		WHERE o.on_day BETWEEN ? AND ? ORDER BY o.on_day DESC, o.id DESC`, from, to)
	return out, sqlite.Told("list orders", err)
}

// OrdersOf returns what a contact ordered, newest first.
func (rs *Records) OrdersOf(ctx context.Context, contactID int64) ([]data.Order, error) {
	out, err := sqlite.Collect(ctx, rs.file, ScanOrder, `SELECT `+OrderColumns+` FROM sale_order o
		WHERE o.contact_id = ? ORDER BY o.on_day DESC, o.id DESC`, contactID)
	return out, sqlite.Told("list orders", err)
}

// ScanOrder reads a row of OrderColumns.
func ScanOrder(s sqlite.Scanner, o *data.Order) error {
	return s.Scan(&o.ID, sqlite.RefOf(&o.ContactID), sqlite.RefOf(&o.MessageID), sqlite.DayOf(&o.On), &o.Amount.Minor,
		&o.Amount.Currency, &o.What)
}

// AddOrder saves an order and returns its id.
func (rs *Records) AddOrder(ctx context.Context, o data.Order) (id int64, err error) {
	d := &journal.Deed{What: data.ActAddOrder, Title: o.What}
	err = rs.book.Act(ctx, "add order", d, func(t *sqlite.Tx) error {
		id, err = AddOrder(ctx, t, &o)
		return err
	})
	return id, err
}

// ChangeOrder saves a changed order; the mail that placed it stays.
func (rs *Records) ChangeOrder(ctx context.Context, o data.Order) error {
	d := &journal.Deed{What: data.ActChangeOrder, Title: o.What}
	return rs.book.Act(ctx, "change order", d, func(t *sqlite.Tx) error {
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
	return MustExist(ctx, t, "contact", o.ContactID)
}

// AddOrder enters an order and returns its id.
func AddOrder(ctx context.Context, t *sqlite.Tx, o *data.Order) (int64, error) {
	if err := checkOrder(ctx, t, o); err != nil {
		return 0, err
	}
	t.Changed(data.TopicContacts)
	return t.Insert(ctx, `INSERT INTO sale_order (contact_id, message_id, on_day, amount, currency, what)
		VALUES (?, ?, ?, ?, ?, ?)`, sqlite.Ref(o.ContactID), sqlite.Ref(o.MessageID), o.On.String(), o.Amount.Minor,
		o.Amount.Currency, o.What)
}
