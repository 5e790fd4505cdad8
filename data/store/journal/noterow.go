package journal

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"kartoteka/data/store/sqlite"
)

// decode reads a row, or some columns of one, as a trigger wrote it down.
func (n *Table) decode(text string) (map[string]any, error) {
	var raw map[string]any
	if err := decodeJSON(text, &raw); err != nil {
		return nil, err
	}
	for name, v := range raw {
		c, known := n.column(name)
		if !known { // a column that the table has no more
			delete(raw, name)
			continue
		}
		v, err := sqlValue(v, c.blob)
		if err != nil {
			return nil, err
		}
		raw[name] = v
	}
	return raw, nil
}

// DecodeKey reads a key as a trigger wrote it down.
func DecodeKey(text string) ([]any, error) {
	var key []any
	if err := decodeJSON(text, &key); err != nil {
		return nil, err
	}
	for i := range key {
		v, err := sqlValue(key[i], false)
		if err != nil {
			return nil, err
		}
		key[i] = v
	}
	return key, nil
}

func decodeJSON(text string, to any) error {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber() // ids and times keep every digit
	if err := d.Decode(to); err != nil {
		return fmt.Errorf("read journal: %w", err)
	}
	return nil
}

// sqlValue turns a value of the journal into what the driver takes and gives.
func sqlValue(v any, blob bool) (any, error) {
	switch v := v.(type) {
	case nil:
		return nil, nil
	case json.Number:
		return v.Int64()
	case string:
		if blob {
			return hex.DecodeString(v)
		}
		return v, nil
	}
	return nil, fmt.Errorf("the journal holds a %T", v)
}

// Read fills in what the journal wrote down of a row.
func (c *Row) Read(n *Table, before, after string) (err error) {
	if n == nil {
		return errors.New("read journal: a table that is not there")
	}
	c.Table = n
	if c.Key, err = DecodeKey(c.Written); err != nil {
		return err
	}
	if c.Before, err = n.decode(before); err != nil {
		return err
	}
	c.After, err = n.decode(after)
	return err
}

// Same tells whether two values of a column are the same.
func Same(a, b any) bool {
	if x, ok := a.([]byte); ok {
		y, ok := b.([]byte)
		return ok && bytes.Equal(x, y)
	}
	if _, ok := b.([]byte); ok {
		return false
	}
	return a == b
}

// Where selects a row by its key.
func (n *Table) Where() string { return ` WHERE ` + strings.Join(n.keys(), ` = ? AND `) + ` = ?` }

// KeyNow is the key that the row has after the change.
func (c *Row) KeyNow() []any {
	key := make([]any, len(c.Key))
	for i, name := range c.Table.keys() {
		key[i] = c.Key[i]
		if v, ok := c.After[name]; ok {
			key[i] = v
		}
	}
	return key
}

// Stands reads columns of a row as they stand; found is false when it is not there.
func Stands(ctx context.Context, q sqlite.Querier, n *Table, key []any, names []string) (values []any, found bool, err error) {
	values = make([]any, len(names))
	to := make([]any, len(names))
	for i := range values {
		to[i] = &values[i]
	}
	err = q.QueryRowContext(ctx, `SELECT `+strings.Join(names, ", ")+` FROM `+n.Name+n.Where(), key...).Scan(to...)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return values, err == nil, err
}

// Row is one row of the journal.
type Row struct {
	ID            int64
	Table         *Table
	Key           []any
	Written       string // the key as the journal has it
	Last          string // not "": all rows from the key to this one
	Op            string
	Contact       int64
	Before, After map[string]any
}
