package shell

import (
	"context"
	"sync"

	"kartoteka/app/core"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// warnAfter is how many failed runs in a row the owner is warned of.
const warnAfter = 2

// watching is the watch of the mailboxes while the window is open.
type watching struct {
	mu    sync.Mutex
	begun bool
	stop  context.CancelFunc
	done  sync.WaitGroup
}

// on reports whether the mailboxes are watched.
func (w *watching) on() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.begun
}

// end ends the watch without waiting for it.
func (w *watching) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.stop != nil {
		w.stop()
	}
}

// startWatch has the mailboxes pulled by themselves, for as long as the window is
// open. The sync button and the watch are one engine: core's.
func (s *Shell) startWatch() {
	if s.opts.Every <= 0 {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.watch.mu.Lock()
	s.watch.begun, s.watch.stop = true, cancel
	s.watch.mu.Unlock()
	post := s.opts.Post
	told := &progress{post: post, tell: s.pull.pulling, frugal: true}
	s.watch.done.Add(1)
	s.opts.Spawn(func() {
		defer s.watch.done.Done()
		stop, err := s.core.Watch(ctx, core.WatchOptions{
			Poll: s.opts.Every, First: firstPull, Progress: told,
			Changed: func() { post(s.lookAtMail) },
			Ran: func(r core.Pulled) {
				told.over(r.Account)
				post(func() { s.pulled(r) })
			},
		})
		if err != nil {
			s.core.LogError("watch", err)
			return
		}
		<-ctx.Done()
		stop()
		told.stopped() // of the last pulls nothing may have been heard
	})
}

// Wait returns when nothing of the window works any more. It is called after
// Close, off the UI thread or when that has ended.
func (s *Shell) Wait() { s.watch.done.Wait() }

func (s *Shell) lookAtMail() {
	if !s.scope.Closed() {
		s.pull.look()
	}
}

// pulled tells through the system that clients have written, unless it is a quiet
// hour. The words are the program's own, without names or subjects: what a message
// says must not reach the system's shell.
func (s *Shell) pulled(r core.Pulled) {
	if s.scope.Closed() || r.FromClients == 0 || s.opts.Notify == nil {
		return
	}
	if s.shown.settings.Quiet(s.core.Now().In(s.core.Zone())) {
		return
	}
	s.opts.Notify("Kartoteka", s.env.Tr.N("engine.notice", r.FromClients))
}

// switchNotices switches the notices of mail from clients on or off.
func (s *Shell) switchNotices() {
	kit.Go(s.scope, "notices", func(ctx context.Context) (data.Settings, error) {
		now, err := s.core.Settings(ctx)
		if err != nil {
			return now, err
		}
		if now.Notices == "off" {
			now.Notices = ""
		} else {
			now.Notices = "off"
		}
		return now, s.core.SetSettings(ctx, now)
	}, func(now data.Settings, err error) {
		switch {
		case err != nil:
			dialog.ShowError(s.env, err)
		case now.Notices == "off":
			s.env.Toast(s.env.Tr.T("engine.notices-off"), nil)
		default:
			from, to := now.QuietHours()
			s.env.Toast(s.env.Tr.T("engine.notices-on", "From", from, "To", to), nil)
		}
	})
}

// warn shows or hides the warning that mail does not come.
func (s *Shell) warn(state pullState) {
	if state.running {
		return
	}
	s.warning.Objects = nil
	if state.failed >= warnAfter && state.err != nil {
		tr := s.env.Tr
		text := tr.N("engine.warning", state.failed, "Account", state.account)
		if !state.last.IsZero() {
			text += " " + tr.T("engine.warning-last", "When", tr.When(state.last, s.env.Now()))
		}
		err := state.err
		line := kit.HBox(kit.GapSmall, kit.Grow(kit.NewPara(text, look.SizeBody, look.ColorWarn)),
			kit.Link(tr.T("shell.pull-why"), func() { dialog.ShowError(s.env, err) }),
			kit.Link(tr.T("engine.again"), func() { s.pull.start(true) }))
		s.warning.Add(kit.Pad(8, 24, 0, 24, kit.NewPanel("", look.ColorBorder, 8, kit.Pad(8, 12, 8, 12, line))))
	}
	s.warning.Refresh()
}
