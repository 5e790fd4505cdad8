package sqlite

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"kartoteka/data"
)

// Times are written as UTC Unix milliseconds (NULL: not yet), days as
// yyyy-mm-dd ('': none), lists as JSON, a reference to nothing as NULL. The
// functions are for writing, those called …Of for scanning.

// Stamp is the written form of a time.
func Stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// Ref is the written form of a reference.
func Ref(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// Flag is the written form of a yes or no.
func Flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// List is the written form of a list.
func List[T any](v []T) string {
	if len(v) == 0 {
		return "[]"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "[]" // strings, numbers and addresses always have a JSON form
	}
	return string(b)
}

// TimeOf scans a written time.
func TimeOf(t *time.Time) sql.Scanner { return timeScan{t} }

type timeScan struct{ t *time.Time }

// Scan reads a written time.
func (s timeScan) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*s.t = time.Time{}
	case int64:
		*s.t = time.UnixMilli(v).UTC()
	default:
		return fmt.Errorf("a time is written as %T", v)
	}
	return nil
}

// DayOf scans a written day.
func DayOf(d *data.Date) sql.Scanner { return dayScan{d} }

type dayScan struct{ d *data.Date }

// Scan reads a written day.
func (s dayScan) Scan(v any) error {
	t, ok := v.(string)
	if !ok {
		return fmt.Errorf("a day is written as %T", v)
	}
	return s.d.UnmarshalText([]byte(t))
}

// RefOf scans a reference.
func RefOf(id *int64) sql.Scanner { return idScan{id} }

type idScan struct{ id *int64 }

// Scan reads a reference.
func (s idScan) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*s.id = 0
	case int64:
		*s.id = v
	default:
		return fmt.Errorf("a reference is written as %T", v)
	}
	return nil
}

// ListOf scans a written list.
func ListOf[T any](l *[]T) sql.Scanner { return listScan[T]{l} }

type listScan[T any] struct{ l *[]T }

// Scan reads a written list.
func (s listScan[T]) Scan(v any) error {
	t, ok := v.(string)
	if !ok {
		return fmt.Errorf("a list is written as %T", v)
	}
	*s.l = nil
	if t == "[]" {
		return nil
	}
	return json.Unmarshal([]byte(t), s.l)
}
