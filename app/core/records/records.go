// Package records brings the contacts and dates of a file into the card index: it
// says, row by row, what an import would do, and does it. Which card a row is, and
// what it changes of it, is decided here; how the bytes of a file are read is
// exchange's matter. It must not know mail.
package records

import (
	"context"

	"kartoteka/app/core/desk"
	"kartoteka/data"
	"kartoteka/data/store"
)

// Store is what records need of the card index.
type Store interface {
	CustomFields(ctx context.Context) ([]data.CustomField, error)
	EachContact(ctx context.Context, do func(*data.Contact) error) error
	FollowUps(ctx context.Context, f data.FollowUpFilter, today data.Date) ([]data.FollowUpRow, error)

	ImportState(ctx context.Context) (int64, error)
	ApplyImport(ctx context.Context, im *store.Import, progress func(done, total int)) (data.ImportRun, error)
	Imports(ctx context.Context) ([]data.ImportRun, error)
	ImportRun(ctx context.Context, id int64) (data.ImportRun, error)
	RevertAction(ctx context.Context, id int64) (data.Reverted, error)

	SaveMapping(ctx context.Context, key string, mapping map[string]string) error
	Mapping(ctx context.Context, key string) (map[string]string, error)
}

// Records import files of contacts and dates.
type Records struct {
	db   Store
	desk *desk.Desk
}

// New returns the records of a card index.
func New(db Store, d *desk.Desk) *Records { return &Records{db, d} }
