package settings

import (
	"context"
	"database/sql"
	"time"
	_ "time/tzdata" // Windows has no zone files, and days are counted in the firm's zone

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// Choices is what the owner set up.
type Choices struct {
	file *sqlite.File
	book *journal.Book
}

// New returns the choices kept in a file.
func New(file *sqlite.File, book *journal.Book) *Choices { return &Choices{file, book} }

// settingFields names each setting's key and its place.
func settingFields(s *data.Settings) map[string]*string {
	return map[string]*string{
		"firm-name": &s.FirmName, "language": &s.Language, "theme": &s.Theme,
		"zone": &s.Zone, "demo": &s.Demo,
		"notices": &s.Notices, "quiet-from": &s.QuietFrom, "quiet-to": &s.QuietTo,
		"work-from": &s.WorkFrom, "work-to": &s.WorkTo, "saturday-from": &s.SaturdayFrom, "saturday-to": &s.SaturdayTo,
		"google-client": &s.GoogleClient, "microsoft-client": &s.MicrosoftClient,
	}
}

// Settings returns the owner's choices, or what a fresh file has.
func (ch *Choices) Settings(ctx context.Context) (data.Settings, error) {
	s, err := settings(ctx, ch.file)
	return s, sqlite.Told("read settings", err)
}

func settings(ctx context.Context, q sqlite.Querier) (data.Settings, error) {
	s := data.Settings{Theme: "auto", Zone: data.DefaultZone}
	fields := settingFields(&s)
	err := sqlite.Each(ctx, q, func(rows *sql.Rows) error {
		var key, value string
		if err := rows.Scan(&key, &value); err != nil {
			return err
		}
		if f := fields[key]; f != nil {
			*f = value
		}
		return nil
	}, `SELECT key, value FROM setting`)
	return s, err
}

// SetSettings saves the owner's choices. An unknown zone is refused, since days
// could not be counted in it.
func (ch *Choices) SetSettings(ctx context.Context, s data.Settings) error {
	if s.Zone == "" {
		s.Zone = data.DefaultZone
	}
	if _, err := time.LoadLocation(s.Zone); err != nil {
		return data.NewError(data.CodeInvalid, "unknown-zone", "Zone", s.Zone).Because(err)
	}
	return ch.file.Write(ctx, "save settings", func(t *sqlite.Tx) error {
		t.Changed(data.TopicSettings)
		for key, f := range settingFields(&s) {
			_, err := t.Exec(ctx, `INSERT INTO setting (key, value) VALUES (?, ?)
				ON CONFLICT (key) DO UPDATE SET value = excluded.value`, key, *f)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Zone returns the firm's zone, in which days and months are counted.
func Zone(ctx context.Context, q sqlite.Querier) (*time.Location, error) {
	s, err := settings(ctx, q)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(s.Zone)
}

// Today is the day in the firm's zone.
func Today(ctx context.Context, q sqlite.Querier, now time.Time) (data.Date, error) {
	loc, err := Zone(ctx, q)
	if err != nil {
		return data.Date{}, err
	}
	return data.DateIn(now, loc), nil
}

// Span returns the period as moments: from the first, up to but not including
// the second. An open end is as far as times go.
func Span(p data.Period, loc *time.Location) (from, to int64) {
	from, to = -1<<62, 1<<62
	if !p.From.IsZero() {
		from = p.From.Time(loc).UnixMilli()
	}
	if !p.To.IsZero() {
		to = p.To.AddDays(1).Time(loc).UnixMilli()
	}
	return from, to
}

// Days returns the period as written days, both included.
func Days(p data.Period) (from, to string) {
	from, to = p.From.String(), p.To.String()
	if p.To.IsZero() {
		to = "9999-12-31"
	}
	return from, to
}
