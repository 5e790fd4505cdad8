package waiting_test

import (
	"context"
	"testing"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/waiting"
	"kartoteka/data"
)

// one is a card index in which one entry waits.
type one time.Time

func (one) Settings(context.Context) (data.Settings, error) { return data.Settings{}, nil }

func (o one) Unanswered(context.Context, data.UnansweredFilter) ([]data.Unanswered, error) {
	return []data.Unanswered{{At: time.Time(o)}}, nil
}

func TestDaysAreThoseOfTheCalendar(t *testing.T) {
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC) // 9 o'clock in Warsaw
	d := desk.New(t.TempDir(), func() time.Time { return now })
	defer d.Close()
	d.SetZone(data.Settings{Zone: "Europe/Warsaw"})
	for at, want := range map[time.Time]int{
		now.Add(-time.Minute):                           0,
		now.Add(-16 * time.Hour):                        1, // yesterday at 17
		time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC): 0, // today in Warsaw
		time.Date(2026, 11, 22, 22, 30, 0, 0, time.UTC): 2,
		now.Add(48 * time.Hour):                         0,
	} {
		rows, err := waiting.New(one(at), d).Unanswered(t.Context(), data.UnansweredFilter{})
		if err != nil || len(rows) != 1 || rows[0].Days != want {
			t.Errorf("since %v: %+v, %v, want %d days", at, rows, err, want)
		}
	}
}
