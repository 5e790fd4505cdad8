package shape

import (
	"strings"
	"time"

	"kartoteka/data"
)

// ref is null for a reference to nothing.
func ref(id int64) *int64 {
	if id == 0 {
		return nil
	}
	return &id
}

// moment is null for a time that has not come; others are whole seconds of UTC.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC().Truncate(time.Second)
	return &t
}

// day is null for no day.
func day(d data.Date) *data.Date {
	if d.IsZero() {
		return nil
	}
	return &d
}

// List is [] and never null.
func List[T any](v []T) []T {
	if v == nil {
		return []T{}
	}
	return v
}

// written is an address as mail programs write it; a name with a comma or other
// mark of syntax stands in quotation marks, so that a list can be taken apart.
func written(a data.Address) string {
	if strings.ContainsAny(a.Name, `,;<>"@()[]:\`) && a.Email != "" {
		a.Name = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.Name) + `"`
	}
	return a.String()
}

func writtenList(all []data.Address) string {
	out := make([]string, len(all))
	for i, a := range all {
		out[i] = written(a)
	}
	return strings.Join(out, ", ")
}
