package core

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"

	"kartoteka/app/core/folder"
	"kartoteka/app/core/mailbox"
	"kartoteka/data"
	"kartoteka/mail"
)

// folder.DraftLock is held by whoever lays drafts, so that no two programs lay one.
// draftPatience is how long another program that lays drafts is waited for.
const (
	draftPatience = 10 * time.Second
	draftPause    = 200 * time.Millisecond
)

// LayDrafts puts the answers that wait into the mailbox's folder of drafts, and
// looks whether those that lie there are still there. Where that can't be done
// now they go on waiting: the next pull tries again. The error is that of the
// first that could not be laid.
func (c *Core) LayDrafts(ctx context.Context, account, password string) error {
	a, err := c.db.Account(ctx, account)
	if err != nil {
		return err
	}
	w, err := c.ways.To(ctx, a, password, false)
	if err != nil {
		return c.notLaid(ctx, a.ID, err)
	}
	defer w.Close()
	return c.layDrafts(ctx, w)
}

// draftsOf settles what was sent and lays what waits, as a part of a pull. Its
// failures are kept with the drafts; the pull itself has gone well.
func (c *Core) draftsOf(ctx context.Context, w mailbox.Way) {
	if _, err := c.db.SettleDrafts(ctx); err != nil {
		c.LogError("settle drafts", err)
	}
	if err := c.layDrafts(ctx, w); err != nil && ctx.Err() == nil {
		c.LogError("lay drafts", err)
	}
}

// layDrafts lays what waits in one mailbox over one connection, and asks for none
// where there is nothing to do.
func (c *Core) layDrafts(ctx context.Context, w mailbox.Way) error {
	open, err := c.db.Drafts(ctx, data.DraftFilter{AccountID: w.Account.ID, Unsent: true})
	if err != nil {
		return err
	}
	if open = slices.DeleteFunc(open, func(d data.Draft) bool { return !c.due(&d) }); len(open) == 0 {
		return nil
	}
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return err
	}
	if settings.Demo != "" { // its mailbox is made anew for each pull
		return c.notLaid(ctx, w.Account.ID, data.NewError(data.CodeConflict, "draft-sample"))
	}
	held, err := c.draftTurn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = held.Unlock() }() // the process's end does it too
	waiting, err := c.db.WaitingDrafts(ctx, w.Account.ID)
	if err != nil {
		return err
	}
	srv, err := w.Dialer.Dial(ctx, w.Account, w.Password)
	if err != nil {
		return c.notLaid(ctx, w.Account.ID, err)
	}
	defer w.Leave(srv)
	var first error
	for i := range waiting {
		if err := c.layOne(ctx, srv, &waiting[i]); err != nil && first == nil {
			first = err
		}
		if ctx.Err() != nil || lost(first) {
			return first
		}
	}
	return errors.Join(first, c.lookFor(ctx, srv, open))
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

func (c *Core) draftTurn(ctx context.Context) (*flock.Flock, error) {
	ctx, stop := context.WithTimeout(ctx, draftPatience)
	defer stop()
	tick := time.NewTicker(draftPause)
	defer tick.Stop()
	for {
		held, err := folder.Lock(c.desk.Dir, folder.DraftLock, "busy")
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
func (c *Core) layOne(ctx context.Context, srv mail.Server, d *data.Draft) error {
	if err := c.db.TryDraft(ctx, d.ID); err != nil {
		return err
	}
	folder, err := mail.LayDraft(ctx, srv, mail.Draft{MessageID: d.MessageRef, Raw: d.Raw, At: d.Made, Again: true})
	if err != nil {
		told := mail.Told(err)
		// Also when the person stopped it: it is to be seen why it still waits.
		if e := c.db.DraftFailed(context.WithoutCancel(ctx), d.ID, data.KeyOf(told), refused(err)); e != nil {
			return e
		}
		return told
	}
	return c.db.DraftLaid(ctx, d.ID, folder)
}

// notLaid notes with each draft that waits in a mailbox why it does.
func (c *Core) notLaid(ctx context.Context, account int64, why error) error {
	why = mail.Told(why)
	if ctx.Err() != nil {
		return why
	}
	waiting, err := c.db.WaitingDrafts(ctx, account)
	if err != nil {
		return err
	}
	for i := range waiting {
		if err := c.db.DraftFailed(ctx, waiting[i].ID, data.KeyOf(why), false); err != nil {
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
func (c *Core) due(d *data.Draft) bool {
	return d.Laid.IsZero() || d.Gone.IsZero() && c.Now().Sub(d.Laid) <= watched
}

// lookFor notes which drafts are no longer in the mailbox.
func (c *Core) lookFor(ctx context.Context, srv mail.Server, open []data.Draft) error {
	for _, d := range open {
		if d.Laid.IsZero() {
			continue
		}
		there, err := mail.DraftThere(ctx, srv, d.Folder, d.MessageRef)
		if err != nil {
			return mail.Told(err)
		}
		if !there {
			if err := c.db.DraftSeen(ctx, d.ID, false); err != nil {
				return err
			}
		}
	}
	return nil
}
