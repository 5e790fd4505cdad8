package mailing

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"

	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/mail"
	"kartoteka/mail/message"
)

// Quarantine returns the messages that are here and can't be read, newest
// first, and then those that could not be had. Reason names a sentence
// ("error.<reason>" in the catalogue).
func (pl *Puller) Quarantine(ctx context.Context) ([]data.Unread, error) {
	all, err := pl.db.Unread(ctx)
	for i := range all {
		u := &all[i]
		switch {
		case u.MessageID == 0:
		case u.Size == 0:
			u.Reason = "unread-empty"
		case strings.HasPrefix(u.Detail, "reading: "):
			u.Reason = "unread-fault"
		default:
			u.Reason = "unread-no-mail"
		}
	}
	return all, err
}

// rawShown is how much of a message is shown as it came.
const rawShown = 256 << 10

// RawMessage returns the beginning of a message's bytes to be looked at: nothing
// in it steers what shows it.
func (pl *Puller) RawMessage(ctx context.Context, id int64) (data.RawView, error) {
	r, err := pl.db.OpenRaw(ctx, id)
	if err != nil {
		return data.RawView{}, err
	}
	defer func() { _ = r.Close() }() // only read
	head := make([]byte, min(r.Size(), rawShown))
	if _, err := io.ReadFull(r.Reader(), head); err != nil {
		return data.RawView{}, err
	}
	return data.RawView{Text: message.Visible(head), Size: r.Size(), Cut: r.Size() > int64(len(head))}, nil
}

// SaveRaw writes a message as it came into a new file.
func (pl *Puller) SaveRaw(ctx context.Context, id int64, path string) error {
	r, err := pl.db.OpenRaw(ctx, id)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // only read
	return disk.Write(path, func(w io.Writer) error {
		_, err := io.Copy(w, r.Reader())
		return err
	})
}

// RetryMessage tries once more what failed: it reads a message's bytes again, as
// a newer program may know how to, or fetches one that could not be had. It
// returns nil when that succeeded, and says in a sentence why it did not.
func (pl *Puller) RetryMessage(ctx context.Context, u data.Unread, password string) error {
	if u.MessageID != 0 {
		return pl.reread(ctx, u.MessageID)
	}
	if err := pl.db.RetryNow(ctx, u); err != nil {
		return err
	}
	if err := pl.fetchIn(ctx, u.Account, password, []string{u.Folder}); err != nil {
		return err
	}
	left, err := pl.db.Unread(ctx)
	if err != nil {
		return err
	}
	for _, l := range left {
		if l.AccountID == u.AccountID && l.Folder == u.Folder && l.UIDValidity == u.UIDValidity && l.UID == u.UID {
			return data.NewError(data.CodeMail, l.Reason)
		}
	}
	return nil
}

// RetryAll lets everything that could not be had be tried again by the next run
// of the account of that name; "": of all.
func (pl *Puller) RetryAll(ctx context.Context, account string) (int, error) {
	accounts, err := pl.toPull(ctx, account)
	n := 0
	for _, a := range accounts {
		if err == nil {
			var some int
			some, err = pl.db.RetryAll(ctx, a.ID)
			n += some
		}
	}
	return n, err
}

func (pl *Puller) reread(ctx context.Context, id int64) error {
	old, err := pl.db.Message(ctx, id)
	if err != nil {
		return err
	}
	r, err := pl.db.OpenRaw(ctx, id)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }() // only read
	it := data.MailItem{Received: old.Received}
	if r.Size() > data.LargeMail {
		it.Message, err = message.ParseLarge(r, r.Size())
	} else {
		var raw []byte
		if raw, err = io.ReadAll(r.Reader()); err == nil {
			it.Message = message.Parse(raw)
		}
	}
	if err != nil {
		return err
	}
	if it.Message.Quarantined {
		return data.NewError(data.CodeInvalid, "still-unread")
	}
	k, err := pl.parts.NewKeeper(ctx)
	if err != nil {
		return err
	}
	it.Message.Direction = old.Direction
	items := []data.MailItem{it}
	for _, a := range k.accounts {
		if slices.ContainsFunc(old.Places, func(p data.Place) bool { return p.AccountID == a.ID }) {
			k = k.of(a)
		}
	}
	if err := k.Judge(ctx, items); err != nil {
		return err
	}
	return pl.db.Reread(ctx, id, &items[0])
}

// FetchHeld fetches what is held and wanted by now, of all accounts, a few of them
// at a time as in a pull: nothing is asked for in folders that hold no such message.
// An account that fails keeps no other from being fetched.
func (pl *Puller) FetchHeld(ctx context.Context, passwords map[string]string) error {
	accounts, err := pl.db.Accounts(ctx)
	if err != nil {
		return err
	}
	k, err := pl.parts.NewKeeper(ctx)
	if err != nil {
		return err
	}
	failed := make([]error, len(accounts))
	wanted := make([][]string, len(accounts))
	for i, a := range accounts {
		wanted[i], failed[i] = pl.foldersWanted(ctx, a, k.of(a))
		pl.desk.LogError("look for held", failed[i])
	}
	var work sync.WaitGroup
	for i, a := range accounts {
		if failed[i] == nil && len(wanted[i]) > 0 {
			work.Go(func() { failed[i] = pl.fetchIn(ctx, a.Name, passwords[a.Name], wanted[i]) })
		}
	}
	work.Wait()
	return errors.Join(failed...)
}

// foldersWanted lists the folders of an account that hold a message which is
// wanted by now.
func (pl *Puller) foldersWanted(ctx context.Context, a data.Account, k *Keeper) ([]string, error) {
	folders, err := pl.db.Folders(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, f := range folders {
		held, err := k.Held(ctx, a.ID, f.Name, f.UIDValidity)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(held, func(h data.Held) bool { return h.Wanted && !h.Troubled }) {
			names = append(names, f.Name)
		}
	}
	return names, nil
}

// fetchIn pulls some folders of an account, now. It is no run of the account:
// the others were not looked at.
func (pl *Puller) fetchIn(ctx context.Context, account, password string, folders []string) error {
	a, err := pl.db.Account(ctx, account)
	if err != nil {
		return err
	}
	all, err := pl.db.Accounts(ctx)
	if err != nil {
		return err
	}
	done, err := pl.pulls.begin(ctx, pl.desk.Dir, a.ID)
	if err != nil {
		return err
	}
	defer done()
	r, _ := pl.pulled(ctx, a, SyncOptions{Password: password, only: folders, many: severalServers(all)}, nil)
	if r.Err != nil {
		pl.desk.LogError("fetch", r.Err)
		return mail.Told(r.Err)
	}
	return nil
}
