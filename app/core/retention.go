package core

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"kartoteka/data"
	"kartoteka/data/privacy"
	"kartoteka/data/store"
)

// retentionRecords says what the items of a rule are. Rules that are not here
// are kept by hand: consents until they are withdrawn.
var retentionRecords = map[string]string{
	privacy.KeepClients:    "contact",
	privacy.KeepLeads:      "contact",
	privacy.KeepCases:      "case",
	privacy.KeepMisconduct: "interaction",
	privacy.KeepOrders:     "order",
	privacy.KeepNotForUs:   "message",
	privacy.KeepHeaders:    "held",
	privacy.KeepDrafts:     "draft",
	privacy.KeepRuns:       "run",
	privacy.KeepTrash:      "trash",
	privacy.KeepJournal:    "journal",
}

// RetentionDue lists what has been kept for its time, by rule and age. Nothing
// is changed: the owner confirms, with RetentionRun.
func (c *Core) RetentionDue(ctx context.Context) ([]data.RetentionItem, error) {
	rules, err := c.RetentionRules(ctx)
	if err != nil {
		return nil, err
	}
	var out []data.RetentionItem
	for _, r := range rules {
		record := retentionRecords[r.Code]
		by, ok := privacy.Cutoff(r, c.TodayDate())
		if !ok || record == "" {
			continue
		}
		items, err := c.db.RetentionOver(ctx, store.Over{Sort: r.Code, By: by})
		if err != nil {
			return nil, err
		}
		for i := range items {
			items[i].Record, items[i].Due = record, privacy.KeptUntil(r, items[i].Since).AddDays(1)
			if record != "contact" {
				continue
			}
			speaks, err := c.db.ErasureBlocks(ctx, items[i].ID, privacy.TaxUntil)
			if err != nil {
				return nil, err
			}
			items[i].Blocked = len(speaks) > 0
		}
		out = append(out, items...)
	}
	return out, nil
}

// RetentionRun does what the owner confirmed: contacts are erased; mail that was
// not for the firm, headers of new senders, drafts, runs, trash and history are
// deleted; and records whose figures stay lose their texts. A contact that
// something speaks against is left and named.
func (c *Core) RetentionRun(ctx context.Context, items []data.RetentionItem) (data.RetentionResult, error) {
	var out data.RetentionResult
	ids, of := map[string][]int64{}, map[string][]data.RetentionItem{}
	for _, i := range items {
		ids[i.Rule] = append(ids[i.Rule], i.ID)
		of[i.Rule] = append(of[i.Rule], i)
	}
	for _, rule := range []string{privacy.KeepCases, privacy.KeepMisconduct, privacy.KeepOrders} {
		if len(ids[rule]) == 0 {
			continue
		}
		n, err := c.db.EmptyTexts(ctx, rule, ids[rule])
		out.Emptied += n
		if err != nil {
			return out, err
		}
	}
	byID := func(forget func(context.Context, []int64) (int, error)) func(context.Context, string) (int, error) {
		return func(ctx context.Context, rule string) (int, error) { return forget(ctx, ids[rule]) }
	}
	for rule, forget := range map[string]func(context.Context, string) (int, error){
		privacy.KeepNotForUs: byID(c.db.ForgetMessages),
		privacy.KeepDrafts:   byID(c.db.ForgetDrafts),
		privacy.KeepTrash:    byID(c.db.ForgetActions),
		privacy.KeepJournal:  byID(c.db.ForgetActions),
		privacy.KeepHeaders: func(ctx context.Context, rule string) (int, error) {
			return c.db.ForgetHeld(ctx, of[rule])
		},
		privacy.KeepRuns: func(ctx context.Context, rule string) (int, error) { return c.db.ForgetRuns(ctx, of[rule]) },
	} {
		if len(ids[rule]) == 0 {
			continue
		}
		n, err := forget(ctx, rule)
		out.Deleted += n
		if err != nil {
			return out, err
		}
	}
	if !slices.ContainsFunc(items, func(i data.RetentionItem) bool { return i.Record == "contact" }) {
		return out, nil
	}
	return c.eraseOver(ctx, items, out)
}

// eraseOver erases the contacts among the items. Copies and free pages are dealt
// with once, for all of them, at the end.
func (c *Core) eraseOver(ctx context.Context, items []data.RetentionItem, out data.RetentionResult) (data.RetentionResult, error) {
	release, err := c.eraseAlone()
	if err != nil {
		return out, err
	}
	defer release()
	if err := c.endErasure(ctx); err != nil {
		return out, err
	}
	for _, i := range items {
		if i.Record != "contact" {
			continue
		}
		_, failed := c.db.EraseSubject(ctx, i.ID, EraseOptions{}, privacy.TaxUntil)
		switch data.CodeOf(failed) {
		case "":
			out.Erased++
		case data.CodeConflict, data.CodeNotFound:
			out.Kept = append(out.Kept, i.Title)
		default:
			err = failed
		}
		if err != nil {
			break
		}
	}
	if out.Erased == 0 {
		return out, err
	}
	c.desk.Log.Info("erased", slog.Int("people", out.Erased))
	// What is begun is brought to its end, whatever becomes of ctx.
	if ended := c.endErasure(context.WithoutCancel(ctx)); ended != nil {
		c.LogError("end erasure", ended)
		err = errors.Join(err, data.NewError(data.CodePartly, "erase-unfinished").Because(ended))
	}
	return out, err
}
