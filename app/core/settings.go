package core

import (
	"context"
	"time"

	"kartoteka/data"
)

// Settings returns the owner's choices.
func (c *Core) Settings(ctx context.Context) (data.Settings, error) { return c.db.Settings(ctx) }

// SetSettings keeps the owner's choices.
func (c *Core) SetSettings(ctx context.Context, s data.Settings) error {
	if err := c.db.SetSettings(ctx, s); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.zone = zoneOf(s)
	return nil
}

// zoneOf returns the firm's zone. A name that this machine does not know
// (a file from elsewhere) must not keep the firm from its data.
func zoneOf(s data.Settings) *time.Location {
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
