package ical

import (
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/contentline"
)

// date reads a day or a moment (RFC 5545, 3.3.4 and 3.3.5). The day is that of
// the firm's zone; of a day without an hour the moment is its midnight there.
// Both are zero for what is neither.
func (e *entry) date(p *contentline.Property) (data.Date, time.Time) {
	v := strings.TrimSpace(strings.ReplaceAll(p.Value, "-", ""))
	zone := e.r.zone
	day, clock, hasClock := strings.Cut(v, "T")
	d, err := time.Parse("20060102", day)
	if err != nil {
		e.leaveOut(p.Name)
		return data.Date{}, time.Time{}
	}
	if !hasClock {
		date := data.DateOf(d)
		return date, date.Time(zone).UTC()
	}
	clock, utc := strings.CutSuffix(strings.ReplaceAll(clock, ":", ""), "Z")
	c, err := time.Parse("150405", (clock + "000000")[:6])
	if err != nil {
		e.leaveOut(p.Name)
		return data.Date{}, time.Time{}
	}
	from := zone
	switch id := p.First("TZID"); {
	case utc:
		from = time.UTC
	case id != "":
		if from = location(id); from == nil {
			e.warn(WarnZone)
			from = zone
		}
	}
	at := time.Date(d.Year(), d.Month(), d.Day(), c.Hour(), c.Minute(), c.Second(), 0, from)
	return data.DateIn(at, zone), at.UTC()
}

// ofWindows are the names of zones that Outlook writes, for Europe.
var ofWindows = map[string]string{
	"central european standard time": "Europe/Warsaw",
	"central europe standard time":   "Europe/Budapest",
	"w. europe standard time":        "Europe/Berlin",
	"romance standard time":          "Europe/Paris",
	"gmt standard time":              "Europe/London",
	"greenwich standard time":        "Atlantic/Reykjavik",
	"fle standard time":              "Europe/Kiev",
	"gtb standard time":              "Europe/Bucharest",
	"e. europe standard time":        "Europe/Chisinau",
	"russian standard time":          "Europe/Moscow",
	"eastern standard time":          "America/New_York",
	"pacific standard time":          "America/Los_Angeles",
	"utc":                            "UTC",
}

// location finds a zone by the name of the database or of Windows; programs put
// their own before it ("/mozilla.org/20050126_1/Europe/Warsaw"). Nil: not known.
func location(id string) *time.Location {
	id = strings.Trim(id, `"`)
	if name, ok := ofWindows[strings.ToLower(id)]; ok {
		id = name
	}
	parts := strings.Split(strings.Trim(id, "/"), "/")
	for from := range parts {
		if name := strings.Join(parts[from:], "/"); name != "" && name != "Local" {
			if l, err := time.LoadLocation(name); err == nil {
				return l
			}
		}
	}
	return nil
}
