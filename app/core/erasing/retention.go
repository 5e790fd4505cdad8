package erasing

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
func (er *Eraser) RetentionDue(ctx context.Context) ([]data.RetentionItem, error) {
	rules, err := er.rules(ctx)
	if err != nil {
		return nil, err
	}
	var out []data.RetentionItem
	for _, r := range rules {
		record := retentionRecords[r.Code]
		by, ok := privacy.Cutoff(r, er.desk.Today())
		if !ok || record == "" {
			continue
		}
		items, err := er.db.RetentionOver(ctx, store.Over{Sort: r.Code, By: by})
		if err != nil {
			return nil, err
		}
		for i := range items {
			items[i].Record, items[i].Due = record, privacy.KeptUntil(r, items[i].Since).AddDays(1)
			if record != "contact" {
				continue
			}
			speaks, err := er.db.ErasureBlocks(ctx, items[i].ID, privacy.TaxUntil)
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
func (er *Eraser) RetentionRun(ctx context.Context, items []data.RetentionItem) (data.RetentionResult, error) {
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
		n, err := er.db.EmptyTexts(ctx, rule, ids[rule])
		out.Emptied += n
		if err != nil {
			return out, err
		}
	}
	byID := func(forget func(context.Context, []int64) (int, error)) func(context.Context, string) (int, error) {
		return func(ctx context.Context, rule string) (int, error) { return forget(ctx, ids[rule]) }
	}
	for rule, forget := range map[string]func(context.Context, string) (int, error){
		privacy.KeepNotForUs: byID(er.db.ForgetMessages),
		privacy.KeepDrafts:   byID(er.db.ForgetDrafts),
		privacy.KeepTrash:    byID(er.db.ForgetActions),
		privacy.KeepJournal:  byID(er.db.ForgetActions),
		privacy.KeepHeaders: func(ctx context.Context, rule string) (int, error) {
			return er.db.ForgetHeld(ctx, of[rule])
		},
		privacy.KeepRuns: func(ctx context.Context, rule string) (int, error) { return er.db.ForgetRuns(ctx, of[rule]) },
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
	return er.eraseOver(ctx, items, out)
}

// eraseOver erases the contacts among the items. Copies and free pages are dealt
// with once, for all of them, at the end.
func (er *Eraser) eraseOver(ctx context.Context, items []data.RetentionItem, out data.RetentionResult) (data.RetentionResult, error) {
	release, err := er.eraseAlone()
	if err != nil {
		return out, err
	}
	defer release()
	if err := er.endErasure(ctx); err != nil {
		return out, err
	}
	for _, i := range items {
		if i.Record != "contact" {
			continue
		}
		_, failed := er.db.EraseSubject(ctx, i.ID, data.EraseOptions{}, privacy.TaxUntil)
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
	er.desk.Log.Info("erased", slog.Int("people", out.Erased))
	// What is begun is brought to its end, whatever becomes of ctx.
	if ended := er.endErasure(context.WithoutCancel(ctx)); ended != nil {
		er.desk.LogError("end erasure", ended)
		err = errors.Join(err, data.NewError(data.CodePartly, "erase-unfinished").Because(ended))
	}
	return out, err
}
