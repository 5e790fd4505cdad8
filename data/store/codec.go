package store

import (
	"encoding/json"
	"fmt"
	"time"

	"kartoteka/data"
)

// Times are written as UTC Unix milliseconds (NULL: not yet), days as
// yyyy-mm-dd ('': none), lists as JSON, a reference to nothing as NULL. The
// functions are for writing, the …Of types for scanning.

// stamp is the written form of a time.
func stamp(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMilli()
}

// ref is the written form of a reference.
func ref(id int64) any {
	if id == 0 {
		return nil
	}
	return id
}

// flag is the written form of a yes or no.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// list is the written form of a list.
func list[T any](v []T) string {
	if len(v) == 0 {
		return "[]"
	}
	b, err := json.Marshal(v)
	if err != nil {
		return "[]" // strings, numbers and addresses always have a JSON form
	}
	return string(b)
}

type timeOf struct{ t *time.Time }

// Scan reads a written time.
func (s timeOf) Scan(v any) error {
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

type dayOf struct{ d *data.Date }

// Scan reads a written day.
func (s dayOf) Scan(v any) error {
	t, ok := v.(string)
	if !ok {
		return fmt.Errorf("a day is written as %T", v)
	}
	return s.d.UnmarshalText([]byte(t))
}

type idOf struct{ id *int64 }

// Scan reads a reference.
func (s idOf) Scan(v any) error {
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

type listOf[T any] struct{ l *[]T }

// Scan reads a written list.
func (s listOf[T]) Scan(v any) error {
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
