package core

import (
	"context"
	"strings"

	"kartoteka/data"
)

// usualHits is how many results a search gives that asks for no number.
const usualHits = 50

// Search finds contacts, mail, interactions and cases by their words, newest
// first. "lodz" finds "Łódź".
func (c *Core) Search(ctx context.Context, words string, limit int) ([]data.Hit, error) {
	if strings.TrimSpace(words) == "" {
		return nil, nil
	}
	if limit <= 0 {
		limit = usualHits
	}
	return c.db.Search(ctx, words, limit)
}

// Check verifies the file and every rule that its contents must keep.
func (c *Core) Check(ctx context.Context) ([]data.Finding, error) {
	c.LogError("end erasure", c.FinishErasure(ctx)) // what is left of it is among the findings
	found, err := c.db.Check(ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		c.desk.Log.Warn("check", "what", f.What, "where", f.Where, "bad", f.Bad)
	}
	return found, nil
}

// Opinions returns praise and criticism of a period.
func (c *Core) Opinions(ctx context.Context, p data.Period) ([]data.Opinion, error) {
	return c.db.Opinions(ctx, p)
}
