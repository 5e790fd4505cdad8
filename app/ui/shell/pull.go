package shell

import (
	"context"
	"errors"
	"os"
	"runtime/debug"
	"sync"
	"time"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// puller pulls the mailboxes in the background and tells how that goes.
type puller struct {
	core  *core.Core
	env   *kit.Env
	scope *kit.Scope
	tell  func(pullState)

	state     pullState
	cancel    context.CancelFunc
	passwords map[string]string    // given by hand in this run of the program
	again     bool                 // asked for while one was running
	own       bool                 // one runs that this window has begun
	due       map[string]time.Time // when each mailbox is pulled next, by itself
}

// outcome is what a pull of all mailboxes did.
type outcome struct {
	mailboxes int
	fresh     int
	last      time.Time
	next      time.Time
	account   string // the first that failed
	err       error
	totals    data.MailTotals
	failed    int  // failed runs in a row, of the mailbox that has most
	pulling   bool // by itself
	due       map[string]time.Time
}

// start pulls all mailboxes. byHand tells the result in a notice as well.
func (p *puller) start(byHand bool) {
	if p.own {
		p.again = p.again || !byHand
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	p.cancel = cancel
	p.own = true
	p.state.running, p.state.step = true, step{}
	p.tell(p.state)
	given := make(map[string]string, len(p.passwords))
	for name, password := range p.passwords {
		given[name] = password
	}
	watch := &progress{post: p.env.Post, tell: p.pulling}
	kit.Go(p.scope, "pull", func(outer context.Context) (outcome, error) {
		defer context.AfterFunc(outer, cancel)()
		return pullAll(ctx, p.core, given, watch)
	}, func(o outcome, err error) {
		cancel()
		p.finished(o, err, byHand)
	})
}

// stop ends the pull that runs. What was kept stays kept.
func (p *puller) stop() {
	if p.cancel != nil {
		p.cancel()
	}
	p.core.StopPulls()
}

// look shows what is known of the mailboxes without pulling.
func (p *puller) look() {
	kit.Go(p.scope, "mailboxes", p.read, func(o outcome, err error) {
		if err != nil || p.own {
			return
		}
		p.due = o.due
		if o.pulling && p.state.running {
			return
		}
		p.show(o)
	})
}

// read reads how the mailboxes stand.
func (p *puller) read(ctx context.Context) (outcome, error) {
	states, err := p.core.SyncState(ctx)
	if err != nil {
		return outcome{}, err
	}
	accounts := make([]data.Account, len(states))
	for i := range states {
		accounts[i] = states[i].Account
	}
	o := standing(accounts)
	o.due = make(map[string]time.Time, len(states))
	for i, s := range states {
		o.due[s.Account.Name] = s.Next
		o.pulling = o.pulling || s.Pulling
		o.failed = max(o.failed, s.Account.Failed)
		if i == 0 || !s.Next.IsZero() && s.Next.Before(o.next) || o.next.IsZero() {
			o.next = s.Next
		}
	}
	o.totals, err = p.core.MailTotals(ctx)
	return o, err
}

// pullAll pulls all mailboxes together; one that fails does not keep the others
// from being pulled, and whoever stops it stops them all.
func pullAll(ctx context.Context, c *core.Core, passwords map[string]string, watch *progress) (outcome, error) {
	accounts, err := c.Accounts(ctx)
	if err != nil || len(accounts) == 0 {
		return outcome{}, err
	}
	results, err := c.Sync(ctx, core.SyncOptions{Passwords: passwords, Progress: watch})
	done := outcome{mailboxes: len(accounts)}
	for _, r := range results {
		if r.Err != nil && done.err == nil {
			done.err, done.account = r.Err, r.Name
		}
		for _, f := range r.Folders {
			done.fresh += f.New
		}
	}
	if ctx.Err() != nil {
		return done, ctx.Err()
	}
	if err != nil {
		return done, err
	}
	accounts, err = c.Accounts(ctx)
	o := standing(accounts)
	o.fresh = done.fresh
	if done.err != nil {
		o.err, o.account = done.err, done.account
	}
	return o, err
}

// standing is what the mailboxes' own records say.
func standing(accounts []data.Account) outcome {
	o := outcome{mailboxes: len(accounts)}
	for i, a := range accounts {
		if i == 0 || a.LastOK.Before(o.last) {
			o.last = a.LastOK
		}
		if a.LastErr != "" && a.LastErr != "cancelled" && o.err == nil {
			o.err, o.account = told(a), a.Name
		}
	}
	return o
}

// told makes the error anew of which a mailbox's record keeps the key.
func told(a data.Account) error {
	code := data.CodeMail
	if a.LastErr == "no-password" || a.LastErr == "no-password-many" {
		code = data.CodeNoPassword
	}
	return data.NewError(code, a.LastErr, "Account", a.Name, "Host", a.Host, "Port", a.Port)
}

func (p *puller) show(o outcome) {
	p.state = pullState{
		mailboxes: o.mailboxes, last: o.last, err: o.err, account: o.account,
		next: o.next, totals: o.totals, failed: o.failed, running: o.pulling,
		password: data.CodeOf(o.err) == data.CodeNoPassword,
	}
	p.tell(p.state)
}

func (p *puller) finished(o outcome, err error, byHand bool) {
	tr := p.env.Tr
	p.state.running, p.own = false, false
	switch {
	case errors.Is(err, context.Canceled):
		p.env.Toast(tr.T("shell.pull-stopped"), nil)
		p.look()
		p.state.running = false
		p.tell(p.state)
	case err != nil:
		p.show(outcome{mailboxes: max(1, p.state.mailboxes), last: p.state.last, err: err})
	default:
		p.show(o)
		p.look()
		if byHand && o.err == nil {
			p.env.Toast(fetched(tr, o.fresh), nil)
		}
	}
	if p.again {
		p.again = false
		p.start(false)
	}
}

func (p *puller) pulling(at step) {
	if !p.state.running {
		return
	}
	p.state.step = at
	p.tell(p.state)
}

// step is how far the pulls under way are, in the folders that they are at.
type step struct {
	folder    string // of the mailbox that was heard of last
	done      int
	total     int
	mailboxes int // how many are being pulled
}

// progress hands the steps of pulls to the UI thread, at most ten a second.
type progress struct {
	post func(func())
	tell func(step)
	mu   sync.Mutex
	last time.Time
	at   map[string]step // by mailbox

	frugal bool // see pullGarbage
	usual  int  // what applies when nothing comes, while it does not
	now    bool // it does not
}

const progressGap = 100 * time.Millisecond

// pullGarbage is how much garbage may lie beside what is in use, in percent, while
// mail comes to the window: letters come faster than garbage is usually collected,
// and the window itself is in use. Who has set GOGC knows better, as with a command.
const pullGarbage = 25

// Pulling is called on the pulls' goroutines.
func (p *progress) Pulling(account, folder string, done, total int) {
	p.mu.Lock()
	if p.at == nil {
		p.at = map[string]step{}
	}
	p.at[account] = step{folder: folder, done: done, total: total}
	if p.frugal && !p.now && total > 0 && os.Getenv("GOGC") == "" {
		p.usual, p.now = debug.SetGCPercent(pullGarbage), true
	}
	now := time.Now()
	due := done == total || now.Sub(p.last) >= progressGap
	if due {
		p.last = now
	}
	sum := step{folder: folder, mailboxes: len(p.at)}
	for _, s := range p.at {
		sum.done += s.done
		sum.total += s.total
	}
	p.mu.Unlock()
	if due {
		p.post(func() { p.tell(sum) })
	}
}

// over forgets a mailbox whose pull has ended.
func (p *progress) over(account string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.at, account)
	p.relax()
}

// stopped forgets all mailboxes: none is pulled any more.
func (p *progress) stopped() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.at)
	p.relax()
}

// relax lets what is usual apply where no mailbox is being pulled. The lock is held.
func (p *progress) relax() {
	if p.now && len(p.at) == 0 {
		debug.SetGCPercent(p.usual)
		p.now = false
	}
}

// fetched says how many messages came.
func fetched(tr *i18n.Translator, n int) string {
	if n == 0 {
		return tr.T("shell.pull-nothing")
	}
	return tr.N("shell.pull-done", n)
}
