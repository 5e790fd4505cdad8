package record

import (
	"context"
	"math"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// interactionPage is how many interactions are in memory at once. A page is
// read whole before it is handed on, so that whoever stops in the middle to
// read does not hold the file.
const interactionPage = 200

// interactionPages takes a cursor and a page's length.
const interactionPages = TimelineRows + ` WHERE (i.at, i.id) < (?, ?) ORDER BY i.at DESC, i.id DESC LIMIT ?`

// EachInteraction hands on everything that happened with anybody, newest first.
func (rs *Records) EachInteraction(ctx context.Context, do func(data.TimelineRow) error) error {
	at, id := int64(math.MaxInt64), int64(math.MaxInt64)
	for {
		page, err := sqlite.Collect(ctx, rs.file, ScanTimeline, interactionPages, at, id, interactionPage)
		if err != nil {
			return sqlite.Told("list interactions", err)
		}
		for i := range page {
			if err := do(page[i]); err != nil {
				return err
			}
		}
		if len(page) < interactionPage {
			return nil
		}
		last := &page[len(page)-1]
		at, id = last.At.UnixMilli(), last.ID
	}
}

// InteractionContact returns whom an interaction was with.
func (rs *Records) InteractionContact(ctx context.Context, id int64) (int64, error) {
	contact, found, err := sqlite.Value[int64](ctx, rs.file, `SELECT contact_id FROM interaction WHERE id = ?`, id)
	if err == nil && !found {
		return 0, sqlite.NotFound("contact", id)
	}
	return contact, sqlite.Told("read interaction", err)
}
