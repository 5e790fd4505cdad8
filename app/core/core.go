package core

import (
	"context"
	"errors"
	"sync"
	"time"
	_ "time/tzdata" // Windows has no zone files; deadlines need the firm's zone

	"github.com/gofrs/flock"

	"kartoteka/app/core/backups"
	"kartoteka/app/core/demo"
	"kartoteka/app/core/desk"
	"kartoteka/app/core/drafting"
	"kartoteka/app/core/erasing"
	"kartoteka/app/core/exporting"
	"kartoteka/app/core/folder"
	"kartoteka/app/core/importing"
	"kartoteka/app/core/mailbox"
	"kartoteka/app/core/mailing"
	"kartoteka/app/core/records"
	"kartoteka/app/core/subject"
	"kartoteka/app/core/waiting"
	"kartoteka/assets"
	"kartoteka/data"
	"kartoteka/data/store"
	"kartoteka/data/triage"
	"kartoteka/mail"
	"kartoteka/mail/discover"
	"kartoteka/mail/imap"
	"kartoteka/mail/oauth"
	"kartoteka/mail/secret"
)

// Options say where the card index lies and what it is joined with. The zero
// value of all but Dir is what the program uses.
type Options struct {
	Dir    string
	Clock  data.Clock     // nil: the machine's
	Vault  secret.Vault   // nil: the system's keyring
	Dialer mail.Dialer    // nil: IMAP
	Finder mailbox.Finder // nil: the list of providers, DNS, autoconfig, usual names
	// Endpoint says where a provider is asked for tokens; nil: at its own place.
	Endpoint func(data.Auth) (oauth.Endpoint, bool)
	// Overhear is called before each query of the store, on the goroutine that
	// asks: a test sees with it that the window's own never does. nil: nothing.
	Overhear func()
	// Existing refuses a folder without a card index and leaves it as it is.
	Existing bool
}

// whole fills in what the program uses where nothing is said.
func (o Options) whole(dir string) Options {
	if o.Vault == nil {
		o.Vault = secret.Keyring{}
	}
	if o.Dialer == nil {
		o.Dialer = imap.Dialer{Spool: folder.Spool(dir)}
	}
	if o.Endpoint == nil {
		o.Endpoint = oauth.For
	}
	if o.Finder == nil {
		o.Finder = discover.Finder{Prober: imap.Dialer{}}
	}
	return o
}

// Core is an open card index and what can be done with it. Its methods may be
// called from any goroutine.
type Core struct {
	*records.Records
	*importing.Files
	*exporting.Exports
	*mailbox.Boxes
	*mailing.Puller
	*drafting.Letters
	*backups.Copies
	*subject.Rights
	*erasing.Eraser
	*waiting.List
	*demo.Story

	desk    *desk.Desk
	db      *store.DB
	suggest func() (*triage.Suggester, error) // made when first asked for
	changes changes

	mu     sync.Mutex // guards what follows
	window *flock.Flock
	use    *flock.Flock // nil where there can be none
	closed bool
}

// Open opens the card index of a folder, and makes both when they are missing
// and may be made.
// Several programs may have it open at once: the file itself keeps them apart.
// A window takes the folder for itself with Alone.
func Open(ctx context.Context, o Options) (*Core, error) {
	if o.Existing && o.Dir != "" && folder.Missing(o.Dir) {
		return nil, data.NewError(data.CodeNotFound, "no-index", "Folder", o.Dir)
	}
	dir, err := folder.Prepare(o.Dir)
	if err != nil {
		return nil, err
	}
	o = o.whole(dir)
	c := &Core{desk: desk.New(dir, o.Clock), suggest: sync.OnceValues(newSuggester)}
	if err := c.openFiles(ctx, o); err != nil {
		c.LogError("open", err)
		return nil, closing(err, c)
	}
	return c, nil
}

// openFiles opens what lies in the folder. What it opened before it failed,
// Close closes.
func (c *Core) openFiles(ctx context.Context, o Options) (err error) {
	if err := backups.FinishRestore(c.desk.Dir); err != nil {
		return err
	}
	if c.use, err = folder.Use(c.desk.Dir); err != nil {
		return err
	}
	if err := folder.Reserve(c.desk.Dir); err != nil {
		return err
	}
	folder.SweepSpool(c.desk.Dir)
	db, err := store.Open(ctx, c.desk.Index(), c.desk.Clock.Now)
	if err != nil {
		return err
	}
	db.Overhear(o.Overhear)
	c.db = db
	c.join(o)
	c.db.OnChange(c.changes.tell)
	settings, err := c.db.Settings(ctx)
	if err != nil {
		return err
	}
	c.desk.SetZone(settings)
	if !c.db.Protected() {
		// One that fails again is told by the check, and tried at the next start.
		c.LogError("end erasure", c.FinishErasure(ctx))
	}
	return nil
}

// closing closes what was opened before something failed, and returns the
// failure that came first.
func closing(first error, opened ...interface{ Close() error }) error {
	for _, o := range opened {
		_ = o.Close()
	}
	return first
}

func newSuggester() (*triage.Suggester, error) {
	rules, err := triage.ReadRules(assets.Words, "words")
	if err != nil {
		return nil, err
	}
	return triage.New(rules), nil
}

// Close closes the card index and gives its locks back. Closing it again does
// nothing.
func (c *Core) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil
	}
	c.closed = true
	var err error
	if c.db != nil {
		err = c.db.Close()
	}
	if c.window != nil {
		folder.ClearViewed(c.desk.Dir)
	}
	for _, l := range []*flock.Flock{c.window, c.use} {
		if l != nil {
			err = errors.Join(err, l.Unlock())
		}
	}
	return errors.Join(err, c.desk.Close())
}

// Alone takes the folder for one window: a second one gets a clear error and
// the first goes on. Commands that only read or write records go beside it.
func (c *Core) Alone() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.window != nil || c.db.Protected() {
		return nil // where nothing can be written, two windows do no harm
	}
	l, err := folder.Lock(c.desk.Dir, folder.WindowLock, "window-open")
	if err != nil {
		return err
	}
	c.window = l
	folder.ClearViewed(c.desk.Dir)
	return nil
}

// Dir returns the data folder.
func (c *Core) Dir() string { return c.desk.Dir }

// Zone returns the firm's zone.
func (c *Core) Zone() *time.Location { return c.desk.Zone() }

// Now returns the present moment, also while the sample firm's past is replayed.
func (c *Core) Now() time.Time { return c.desk.Now() }

// TodayDate returns the present day in the firm's zone.
func (c *Core) TodayDate() data.Date { return c.desk.Today() }

// LogError notes a failure for whoever looks into it later.
func (c *Core) LogError(what string, err error) { c.desk.LogError(what, err) }
