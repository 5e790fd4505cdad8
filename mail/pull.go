package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
)

// Pull brings into a store what a mailbox holds and the store does not.
type Pull struct {
	Dialer   Dialer
	Keeper   Keeper
	Parse    Parser
	Head     Parser      // reads a header that stands alone; nil: Parse
	Large    LargeParser // nil: a large message is read whole
	Progress Progress    // nil: nobody is told
	Only     []string    // folders to look at, of those that are pulled; nil: all of them
	Meter    Meter       // nil: nothing is counted
	Room     *Room       // shared with other pulls; nil: it has its own
	// Spare takes over a connection that is still good at the end of a run;
	// nil: it is closed.
	Spare func(Server)
}

// Meter bounds what is fetched from an account.
type Meter interface {
	// Left returns how many bytes of messages may still come.
	Left() int64
	// Came counts what did.
	Came(bytes int64)
}

// Run pulls one account. One folder's failure does not keep the others from
// being pulled; OK is false and Err says so. A run that is cut short at any
// moment leaves whole messages and a true pointer, and the next one goes on.
func (p Pull) Run(ctx context.Context, a data.Account, password string) AccountResult {
	if p.Progress == nil {
		p.Progress = Quiet{}
	}
	r := &run{Pull: p, account: a, password: password}
	defer func() {
		r.end()
		if r.begun != nil {
			drop(r.begun.Content)
		}
	}()
	res := AccountResult{Name: a.Name, Folders: []FolderResult{}}
	res.Err = r.all(ctx, &res)
	if err := ctx.Err(); err != nil {
		res.Err = err
	}
	if res.Err == nil {
		res.Err = partly(res.Folders)
	}
	res.OK = res.Err == nil
	return res
}

// run is the pull of one account under way.
type run struct {
	Pull
	account  data.Account
	password string
	server   Server // nil when there is no connection
	listed   []Folder
	begun    *Begun
	dialed   bool  // there was one in this run
	dead     error // why there will be none any more
}

func (r *run) all(ctx context.Context, res *AccountResult) error {
	srv, err := r.connect(ctx)
	if err != nil {
		return err
	}
	listErr, err := r.list(ctx, srv)
	if err != nil {
		return err
	}
	for _, f := range choose(r.listed, r.account.Chosen) {
		if r.Only != nil && !slices.Contains(r.Only, f.Name) {
			continue
		}
		fr := r.folder(ctx, f)
		if ctx.Err() != nil {
			fr.Err = ctx.Err()
			res.Folders = append(res.Folders, fr)
			return ctx.Err()
		}
		if fr.Err != nil {
			if !closedFolder(fr.Err) {
				r.hangUp() // who knows what state it is in
			}
			if wantsRest(fr.Err) {
				r.dead = fr.Err // the other folders would only make it worse
			}
			if storeFailed(fr.Err) {
				res.Folders = append(res.Folders, fr)
				return fr.Err
			}
			if err := r.Keeper.FolderFailed(ctx, r.account.ID, f.Name, keyOf(fr.Err)); err != nil {
				return err
			}
		}
		res.Folders = append(res.Folders, fr)
		if r.dead != nil {
			return r.dead
		}
	}
	return listErr
}

// list asks for the folders, and notes which are gone. incomplete is why some may
// be missing from the list.
func (r *run) list(ctx context.Context, srv Server) (incomplete, err error) {
	r.listed, incomplete = srv.Folders(ctx)
	switch {
	case len(r.listed) == 0:
		return nil, incomplete
	case incomplete != nil: // nobody knows what is there
		return incomplete, nil
	}
	return nil, keepFailure(r.Keeper.FoldersGone(ctx, r.account.ID, namesOf(r.listed)))
}

func namesOf(folders []Folder) []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = f.Name
	}
	return out
}

// wantsRest reports whether the server, or the day's limit, says that no more
// should be asked for now.
func wantsRest(err error) bool {
	var f *Failure
	return errors.As(err, &f) && (f.Key == "busy" || f.Key == "day-limit")
}

// storeFailed reports whether it was the store and not the server that failed;
// then the other folders would fare no better.
func storeFailed(err error) bool {
	var f *Failure
	return !errors.As(err, &f) || f.Step == StepKeep
}

// choose picks the folders to pull and their order: INBOX, what was sent, the
// rest. Junk, trash and drafts are no correspondence. Gmail shows every message
// in "All mail" whatever its labels, and archived ones only there: so there
// that one alone is pulled. Elsewhere such a folder only repeats the others.
// When the owner chose folders, those are pulled, whatever they are for.
func choose(folders []Folder, chosen []string) []Folder {
	var out, all []Folder
	if len(chosen) > 0 {
		for _, f := range folders {
			if slices.Contains(chosen, f.Name) {
				out = append(out, f)
			}
		}
		return inOrder(out)
	}
	for _, f := range folders {
		switch f.Role {
		case data.RoleJunk, data.RoleTrash, data.RoleDrafts:
		case data.RoleAll:
			all = append(all, f)
		default:
			out = append(out, f)
		}
	}
	if len(all) > 0 && (len(out) == 0 || gmail(all[0].Name)) {
		return all[:1]
	}
	return inOrder(out)
}

func inOrder(folders []Folder) []Folder {
	rank := map[data.FolderRole]int{data.RoleInbox: -2, data.RoleSent: -1}
	slices.SortStableFunc(folders, func(a, b Folder) int { return rank[a.Role] - rank[b.Role] })
	return folders
}

// Usual returns the names of the folders that are pulled when the owner has not
// chosen any.
func Usual(folders []Folder) []string {
	return namesOf(choose(folders, nil))
}

func gmail(folder string) bool {
	return strings.HasPrefix(folder, "[Gmail]/") || strings.HasPrefix(folder, "[Google Mail]/")
}

// waits are the pauses before the tries to get a lost connection back.
var waits = []time.Duration{0, 300 * time.Millisecond, time.Second}

// connect returns the connection, dialling if there is none. The first dial of
// a run has one try: whatever is wrong then should be told at once. A lost
// connection has a few, but never after a refused login.
func (r *run) connect(ctx context.Context) (Server, error) {
	if r.server != nil {
		return r.server, nil
	}
	if r.dead != nil {
		return nil, r.dead
	}
	tries := waits[:1]
	if r.dialed {
		tries = waits
	}
	var err error
	for _, w := range tries {
		if err = pause(ctx, w); err != nil {
			return nil, err
		}
		if r.server, err = r.Dialer.Dial(ctx, r.account, r.password); err == nil {
			r.dialed = true
			if known, ok := r.server.(Rememberer); ok && r.listed != nil {
				known.Remember(r.listed)
			}
			if on, ok := r.server.(Resumer); ok && r.begun != nil {
				on.GoOn(r.begun)
				r.begun = nil
			}
			return r.server, nil
		}
		r.server = nil
		var f *Failure
		if ctx.Err() != nil || errors.As(err, &f) && f.Step == StepLogin {
			break
		}
	}
	r.dead = err
	return nil, err
}

func pause(ctx context.Context, d time.Duration) error {
	if d == 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// end gives the connection to whoever has a use for it, or closes it.
func (r *run) end() {
	if w, ok := r.server.(Watchable); ok && r.Spare != nil && w.Good() {
		r.Spare(r.server)
		return
	}
	r.hangUp()
}

// hangUp closes the connection, if there is one.
func (r *run) hangUp() {
	if r.server != nil {
		if on, ok := r.server.(Resumer); ok {
			r.begun = on.Begun()
		}
		_ = r.server.Close() // nothing depends on a farewell
		r.server = nil
	}
}

// keyOf returns the catalogue key of a failure without its "error.".
func keyOf(err error) string {
	var f *Failure
	if errors.As(err, &f) {
		return "mail-" + f.Key
	}
	var e *data.Error
	if errors.As(err, &e) {
		return e.Key
	}
	return "internal"
}

// partly makes one error of the folders that failed.
func partly(folders []FolderResult) error {
	var names []string
	var first error
	for _, f := range folders {
		if f.Err == nil {
			continue
		}
		names = append(names, f.Name)
		if first == nil {
			first = f.Err
		}
	}
	switch len(names) {
	case 0:
		return nil
	case len(folders):
		return first
	}
	return data.NewError(data.CodePartly, "mail-partly", "Folders", strings.Join(names, ", "), "N", len(names)).
		Because(first)
}
