// Package desk is what every use case has at hand: which data folder the card
// index lies in, the firm's clock and zone, and the log. It must not know what is
// done with them, nor the card index itself.
package desk

import (
	"log/slog"
	"os"
	"sync"
	"time"

	"kartoteka/app/core/folder"
	"kartoteka/data"
)

// Desk belongs to one open data folder. Its methods may be called from any
// goroutine.
type Desk struct {
	Dir   string       // the data folder
	Clock *Clock       // as the card index sees the time
	Log   *slog.Logger // names no client

	logFile *os.File // nil where there can be none

	mu   sync.Mutex // guards what follows
	zone *time.Location
}

// New returns the desk of a folder, which is there. A nil clock is the machine's.
// The zone is the usual one until SetZone says another.
func New(dir string, clock data.Clock) *Desk {
	f := openLog(dir)
	return &Desk{Dir: dir, Clock: newClock(clock), Log: logger(f), logFile: f, zone: ZoneOf(data.Settings{})}
}

// Spool makes a file of the data folder that holds a large message while it
// comes in.
func (d *Desk) Spool() (*os.File, error) { return folder.Spool(d.Dir)() }

// Close closes the log.
func (d *Desk) Close() error {
	if d.logFile == nil {
		return nil
	}
	return d.logFile.Close()
}

// Index is the path of the card index.
func (d *Desk) Index() string { return folder.Index(d.Dir) }

// Now returns the present moment, also while the sample firm's past is replayed.
func (d *Desk) Now() time.Time { return d.Clock.real() }

// Zone returns the firm's zone.
func (d *Desk) Zone() *time.Location {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.zone
}

// SetZone makes the settings' zone the firm's.
func (d *Desk) SetZone(s data.Settings) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.zone = ZoneOf(s)
}

// Today returns the present day in the firm's zone.
func (d *Desk) Today() data.Date { return data.DateIn(d.Now(), d.Zone()) }

// ZoneOf returns the firm's zone. A name that this machine does not know
// (a file from elsewhere) must not keep the firm from its data.
func ZoneOf(s data.Settings) *time.Location {
	for _, name := range []string{s.Zone, data.DefaultZone} {
		if name == "" {
			continue
		}
		if loc, err := time.LoadLocation(name); err == nil {
			return loc
		}
	}
	return time.UTC
}
