package mailing

import (
	"context"
	"strings"
	"sync"

	"github.com/gofrs/flock"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/mail"
	"kartoteka/mail/watch"
)

// atOnce is how many mailboxes are pulled at the same time. Each takes some
// memory and the writer's turn; more would not be faster.
const atOnce = 3

// Pulled is how one pull of a mailbox went.
type Pulled struct {
	Account     string
	Fresh       int   // messages not seen before
	FromClients int   // of them those that clients wrote; none at the first pull
	Err         error // with its sentence
}

// Pulls are the pulls of this program under way. The zero value is ready for use.
type Pulls struct {
	mu    sync.Mutex
	lock  *flock.Flock // of the folder, while anything is pulled
	users int
	busy  map[int64]bool
	slots chan struct{}
	given map[string]string // passwords, by the account's name
	room  *mail.Room        // what they have on their way together
	watch *watch.Watcher
	ran   func(Pulled)
}

// hold takes the folder for pulling, from other programs; free gives it back. A
// first holder is refused where there is one already: without a watch nobody
// else's pull could be joined.
func (p *Pulls) hold(dir string, first bool) (free func(), err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if first && p.watch == nil && p.users > 0 {
		return nil, data.NewError(data.CodeBusy, "sync-running", "Folder", dir)
	}
	if p.users == 0 {
		if p.lock, err = folder.Lock(dir, folder.SyncLock, "sync-running"); err != nil {
			return nil, err
		}
	}
	p.users++
	return sync.OnceFunc(p.release), nil
}

func (p *Pulls) release() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users--; p.users == 0 {
		_ = p.lock.Unlock() // the process's end does it too
		p.lock = nil
	}
}

// shared is the memory that all pulls have together.
func (p *Pulls) shared() *mail.Room {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.room == nil {
		p.room = mail.NewRoom()
	}
	return p.room
}

// begin takes an account, waiting for a turn; done gives it back.
func (p *Pulls) begin(ctx context.Context, dir string, account int64) (done func(), err error) {
	free, err := p.hold(dir, false)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	if p.busy == nil {
		p.busy, p.slots = map[int64]bool{}, make(chan struct{}, atOnce)
	}
	taken := p.busy[account]
	p.busy[account] = true
	p.mu.Unlock()
	if taken {
		free()
		return nil, data.NewError(data.CodeBusy, "sync-running", "Folder", dir)
	}
	leave := func() {
		p.mu.Lock()
		delete(p.busy, account)
		p.mu.Unlock()
		free()
	}
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
	return func() {
		<-p.slots
		leave()
	}, nil
}

// remember keeps a password that was given by hand, and forgets one that the
// server refused.
func (p *Pulls) remember(account, given string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.watch == nil {
		return // who pulls by hand gives it each time
	}
	switch kind := watch.KindOf(err); {
	case kind == watch.KindRefused:
		delete(p.given, account)
	case given != "" && (kind == watch.KindNone || kind == watch.KindPartly):
		if p.given == nil {
			p.given = map[string]string{}
		}
		p.given[account] = given
	}
}

// Forget drops the password that was given by hand for an account: another of
// its name may lie on another server.
func (p *Pulls) Forget(account string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.given, account)
}

// password returns the one that was given by hand before, or "".
func (p *Pulls) password(account string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.given[account]
}

func (p *Pulls) watcher() *watch.Watcher {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.watch
}

func (p *Pulls) tell(r Pulled) {
	p.mu.Lock()
	ran := p.ran
	p.mu.Unlock()
	if ran != nil {
		ran(r)
	}
}

// dayLimits are the providers that block an account for a day when too much is
// fetched from it (Google says so: support.google.com/a/answer/1071518, 2.5 GB a
// day), or are known to; well below that is kept.
var dayLimits = []string{
	"gmail.com", "googlemail.com", "google.com", "outlook.com", "office365.com", "yahoo.com", "me.com", "icloud.com",
}

// dayLimit is what is fetched at most from such an account on one day.
const dayLimit = 3 << 29 // 1.5 GiB

func limited(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	for _, h := range dayLimits {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}

// meterStep is how many bytes are counted in memory before they are saved.
const meterStep = 8 << 20

// meter counts what comes from an account of such a provider. It is used by one
// goroutine at a time.
type meter struct {
	db      *store.DB
	desk    *desk.Desk
	account int64
	left    int64
	unsaved int64
}

// meterOf returns the meter of an account, nil where nothing is counted.
func (pl *Puller) meterOf(ctx context.Context, a data.Account) (*meter, error) {
	if !limited(a.Host) {
		return nil, nil //nolint:nilnil // see above
	}
	used, err := pl.db.Traffic(ctx, a.ID)
	return &meter{db: pl.db, desk: pl.desk, account: a.ID, left: dayLimit - used}, err
}

// Left returns how many bytes may still come today.
func (m *meter) Left() int64 { return m.left }

// Came counts what did.
func (m *meter) Came(bytes int64) {
	m.left -= bytes
	if m.unsaved += bytes; m.unsaved >= meterStep {
		m.save()
	}
}

// save saves what was counted. Also when the person stopped the pull: it came.
func (m *meter) save() {
	if m == nil || m.unsaved == 0 {
		return
	}
	if err := m.db.AddTraffic(context.Background(), m.account, m.unsaved); err != nil {
		m.desk.LogError("count traffic", err) // it is counted too low, and far below the provider's limit
		return
	}
	m.unsaved = 0
}
