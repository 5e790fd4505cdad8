package data

import (
	"cmp"
	"time"
)

// Settings are the owner's choices; they live in the store.
type Settings struct {
	FirmName string
	Language string // "pl", "en"
	Theme    string // "auto", "light", "dark"
	Zone     string // IANA name of the firm's zone
	Demo     string // RFC 3339 anchor of the sample firm; "" for a real one
	// Notices is "off" where the system is not to tell of mail from clients.
	Notices string
	// QuietFrom and QuietTo bound the hours in which it does not; "" is 20:00 and
	// 07:00. Both the same: there are none.
	QuietFrom, QuietTo string
	// WorkFrom and WorkTo are when the firm opens and closes from Monday to Friday,
	// as "15:04"; "" is 08:00 and 16:00. SaturdayFrom and SaturdayTo are the same
	// for Saturday, on which it is closed where they are "".
	WorkFrom, WorkTo         string
	SaturdayFrom, SaturdayTo string
	// The client ids that the owner registered with the providers for logging in
	// by browser; "" for none.
	GoogleClient    string
	MicrosoftClient string
}

// DefaultZone is the zone of a firm that chose none.
const DefaultZone = "Europe/Warsaw"

// QuietHours are the bounds of the quiet hours, as "15:04".
func (s *Settings) QuietHours() (from, to string) {
	return cmp.Or(s.QuietFrom, "20:00"), cmp.Or(s.QuietTo, "07:00")
}

// WorkHours are when the firm opens and closes from Monday to Friday, as "15:04".
func (s *Settings) WorkHours() (from, to string) {
	return cmp.Or(s.WorkFrom, "08:00"), cmp.Or(s.WorkTo, "16:00")
}

// Quiet reports whether nothing is told at a moment (in the firm's zone): notices
// are off, or it is a quiet hour.
func (s *Settings) Quiet(at time.Time) bool {
	if s.Notices == "off" {
		return true
	}
	first, last := s.QuietHours()
	from, err1 := time.Parse("15:04", first)
	to, err2 := time.Parse("15:04", last)
	if err1 != nil || err2 != nil {
		return false
	}
	minute := func(t time.Time) int { return 60*t.Hour() + t.Minute() }
	f, u, now := minute(from), minute(to), minute(at)
	if f <= u {
		return f <= now && now < u
	}
	return now >= f || now < u // over midnight
}
