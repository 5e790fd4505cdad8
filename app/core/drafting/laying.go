package drafting

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/folder"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail"
)

// draftPatience is how long another program that lays drafts is waited for.
const (
	draftPatience = 10 * time.Second
	draftPause    = 200 * time.Millisecond
)

// Laying lays answers among the drafts of a mailbox.
type Laying struct {
	db   *store.DB
	desk *desk.Desk
}

// NewLaying returns the laying of a card index's answers.
func NewLaying(db *store.DB, d *desk.Desk) *Laying { return &Laying{db, d} }

// LayDrafts puts the answers that wait into the mailbox's folder of drafts, and
// looks whether those that lie there are still there. Where that can't be done
// now they go on waiting: the next pull tries again. The error is that of the
// first that could not be laid.
func (lt *Letters) LayDrafts(ctx context.Context, account, password string) error {
	a, err := lt.db.Account(ctx, account)
	if err != nil {
		return err
	}
	w, err := lt.ways.To(ctx, a, password, false)
	if err != nil {
		return lt.laying.notLaid(ctx, a.ID, err)
	}
	defer w.Close()
	return lt.laying.lay(ctx, w)
}

// Of settles what was sent and lays what waits, as a part of a pull. Its
// failures are kept with the drafts; the pull itself has gone well.
func (ly *Laying) Of(ctx context.Context, w mailbox.Way) {
	if _, err := ly.db.SettleDrafts(ctx); err != nil {
		ly.desk.LogError("settle drafts", err)
	}
	if err := ly.lay(ctx, w); err != nil && ctx.Err() == nil {
		ly.desk.LogError("lay drafts", err)
	}
}

// lay lays what waits in one mailbox over one connection, and asks for none
// where there is nothing to do.
func (ly *Laying) lay(ctx context.Context, w mailbox.Way) error {
	open, err := ly.db.Drafts(ctx, data.DraftFilter{AccountID: w.Account.ID, Unsent: true})
	if err != nil {
		return err
	}
	if open = slices.DeleteFunc(open, func(d data.Draft) bool { return !ly.due(&d) }); len(open) == 0 {
		return nil
	}
	settings, err := ly.db.Settings(ctx)
	if err != nil {
		return err
	}
	if settings.Demo != "" { // its mailbox is made anew for each pull
		return ly.notLaid(ctx, w.Account.ID, data.NewError(data.CodeConflict, "draft-sample"))
	}
	held, err := ly.draftTurn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = held.Unlock() }() // the process's end does it too
	waiting, err := ly.db.WaitingDrafts(ctx, w.Account.ID)
	if err != nil {
		return err
	}
	srv, err := w.Dialer.Dial(ctx, w.Account, w.Password)
	if err != nil {
		return ly.notLaid(ctx, w.Account.ID, err)
	}
	defer w.Leave(srv)
	var first error
	for i := range waiting {
		if err := ly.layOne(ctx, srv, &waiting[i]); err != nil && first == nil {
			first = err
		}
		if ctx.Err() != nil || lost(first) {
			return first
		}
	}
	return errors.Join(first, ly.lookFor(ctx, srv, open))
}

// refused reports whether the server said no to the draft itself: then it is not
// there. A search for it that failed says nothing of an earlier try.
func refused(err error) bool {
	var f *mail.Failure
	return errors.As(err, &f) && strings.HasPrefix(f.Key, "append-") && f.Key != mail.AppendLost
}

// lost reports whether a failure has cost the connection.
func lost(err error) bool {
	var f *mail.Failure
	return errors.As(err, &f) && f.Key == mail.AppendLost
}

func (ly *Laying) draftTurn(ctx context.Context) (*flock.Flock, error) {
	ctx, stop := context.WithTimeout(ctx, draftPatience)
	defer stop()
	tick := time.NewTicker(draftPause)
	defer tick.Stop()
	for {
		held, err := folder.Lock(ly.desk.Dir, folder.DraftLock, "busy")
		if err == nil || data.CodeOf(err) != data.CodeBusy {
			return held, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-tick.C:
		}
	}
}

// layOne lays a draft that is not in the mailbox yet. It always looks first: after
// an end that nobody heard of, or from a backup that knows of no try, no second one
// is laid. That it is tried is noted before: what may be there is not dropped.
func (ly *Laying) layOne(ctx context.Context, srv mail.Server, d *data.Draft) error {
	if err := ly.db.TryDraft(ctx, d.ID); err != nil {
		return err
	}
	folder, err := mail.LayDraft(ctx, srv, mail.Draft{MessageID: d.MessageRef, Raw: d.Raw, At: d.Made, Again: true})
	if err != nil {
		told := mail.Told(err)
		// Also when the person stopped it: it is to be seen why it still waits.
		if e := ly.db.DraftFailed(context.WithoutCancel(ctx), d.ID, data.KeyOf(told), refused(err)); e != nil {
			return e
		}
		return told
	}
	return ly.db.DraftLaid(ctx, d.ID, folder)
}

// notLaid notes with each draft that waits in a mailbox why it does.
func (ly *Laying) notLaid(ctx context.Context, account int64, why error) error {
	why = mail.Told(why)
	if ctx.Err() != nil {
		return why
	}
	waiting, err := ly.db.WaitingDrafts(ctx, account)
	if err != nil {
		return err
	}
	for i := range waiting {
		if err := ly.db.DraftFailed(ctx, waiting[i].ID, data.KeyOf(why), false); err != nil {
			return err
		}
	}
	if len(waiting) == 0 {
		return nil
	}
	return why
}

// watched is how long it is looked whether a draft still lies where it was laid.
const watched = 60 * 24 * time.Hour

// due reports whether the mailbox has to be asked for a draft: it waits, or was
// laid not long ago and lay there when it was last looked.
func (ly *Laying) due(d *data.Draft) bool {
	return d.Laid.IsZero() || d.Gone.IsZero() && ly.desk.Now().Sub(d.Laid) <= watched
}

// lookFor notes which drafts are no longer in the mailbox, folder by folder.
func (ly *Laying) lookFor(ctx context.Context, srv mail.Server, open []data.Draft) error {
	in := map[string][]data.Draft{}
	for _, d := range open {
		if !d.Laid.IsZero() {
			in[d.Folder] = append(in[d.Folder], d)
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(in)) {
		ids := make([]string, len(in[folder]))
		for i, d := range in[folder] {
			ids[i] = d.MessageRef
		}
		there, err := mail.DraftsThere(ctx, srv, folder, ids)
		if err != nil {
			return mail.Told(err)
		}
		for _, d := range in[folder] {
			if slices.Contains(there, d.MessageRef) {
				continue
			}
			if err := ly.db.DraftGone(ctx, d.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
