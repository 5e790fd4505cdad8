package records

import (
	"context"
	"path/filepath"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/data/store"
)

// ApplyImport does what the plan says, in one transaction: all of it, or after
// an error or a stop nothing. It is refused when anything was done since the
// plan was made. A plan that changes nothing leaves no run.
func (rs *Records) ApplyImport(ctx context.Context, plan *data.ImportPlan, progress func(done, total int)) (data.ImportResult, error) {
	im := importOf(plan)
	result := plan.Result
	if len(im.Entries)+len(im.FollowUps) == 0 {
		return result, rs.keepMapping(ctx, plan)
	}
	run, err := rs.db.ApplyImport(ctx, im, progress)
	if err != nil {
		if ctx.Err() != nil {
			return data.ImportResult{}, data.Cancelled(err)
		}
		return data.ImportResult{}, err
	}
	result.Run = run.ID
	// What was imported stays, whatever becomes of this.
	rs.desk.LogError("import", rs.keepMapping(context.WithoutCancel(ctx), plan))
	return result, nil
}

// keepMapping keeps the columns that were chosen by hand, for the next file with
// these headings.
func (rs *Records) keepMapping(ctx context.Context, plan *data.ImportPlan) error {
	if !plan.Chosen {
		return nil
	}
	return rs.SaveMapping(ctx, plan.Columns)
}

// importOf is what a plan changes.
func importOf(plan *data.ImportPlan) *store.Import {
	im := &store.Import{
		Source: filepath.Base(plan.Path), State: plan.State, Fields: plan.Fields, Counts: plan.Result,
	}
	entry := make([]int, len(plan.Rows)+1) // by row, both counted from 1
	for i := range plan.Rows {
		row := &plan.Rows[i]
		if row.Outcome != data.OutcomeNew && row.Outcome != data.OutcomeUpdated {
			continue
		}
		if row.FollowUp != nil {
			im.FollowUps = append(im.FollowUps, *row.FollowUp)
			continue
		}
		im.Entries = append(im.Entries, store.ImportEntry{Contact: row.Contact, Before: row.Before, Extra: row.Extra})
		entry[i+1] = len(im.Entries)
	}
	for i := range plan.Rows {
		if e := entry[i+1]; e != 0 {
			im.Entries[e-1].Referrer = entry[plan.Rows[i].ReferrerRow]
			im.Entries[e-1].Company = entry[plan.Rows[i].CompanyRow]
		}
	}
	return im
}

// Imports returns the imports that changed something, newest first.
func (rs *Records) Imports(ctx context.Context) ([]data.ImportRun, error) { return rs.db.Imports(ctx) }

// RevertImport takes an import back: contacts that it brought go, and what it
// changed is set back. Contacts that were used since stay and are named.
func (rs *Records) RevertImport(ctx context.Context, run int64) (data.Reverted, error) {
	r, err := rs.db.ImportRun(ctx, run)
	if err != nil {
		return data.Reverted{}, err
	}
	if r.ActionID == 0 {
		return data.Reverted{}, data.NewError(data.CodeNotFound, "import-forgotten", "File", r.Source)
	}
	return rs.db.RevertAction(ctx, r.ActionID)
}

// headingKey is how a heading is known again: its column names, folded.
func headingKey(names []string) string {
	folded := make([]string, len(names))
	for i, n := range names {
		folded[i] = match.Fold(strings.TrimSpace(n))
	}
	return strings.Join(folded, "\x1f")
}

// SaveMapping keeps which field each column of files with these headings fills.
func (rs *Records) SaveMapping(ctx context.Context, columns []data.ImportColumn) error {
	mapping := map[string]string{}
	for _, col := range columns {
		mapping[match.Fold(strings.TrimSpace(col.Name))] = col.Field
	}
	return rs.db.SaveMapping(ctx, headingKey(columnNames(columns)), mapping)
}

func columnNames(columns []data.ImportColumn) []string {
	names := make([]string, len(columns))
	for i, col := range columns {
		names[i] = col.Name
	}
	return names
}

// Mapping returns what was saved for files with these headings, by their names;
// nil for nothing.
func (rs *Records) Mapping(ctx context.Context, columns []string) (map[string]string, error) {
	saved, err := rs.db.Mapping(ctx, headingKey(columns))
	if err != nil || saved == nil {
		return nil, err
	}
	out := make(map[string]string, len(columns))
	for _, name := range columns {
		if field, ok := saved[match.Fold(strings.TrimSpace(name))]; ok {
			out[name] = field
		}
	}
	return out, nil
}
