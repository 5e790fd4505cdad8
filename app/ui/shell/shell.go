package shell

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"kartoteka/app/core"
	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/welcome"
	"kartoteka/data"
)

// Options say how a window starts. The zero value is a window that pulls no
// mail by itself.
type Options struct {
	Lang    string        // "": the settings' language
	Mode    look.Mode     // "": the settings' look
	Version string        // shown in the settings
	Every   time.Duration // how often mail is pulled; 0: only when asked
	Linger  time.Duration // how long a notice stays; 0: until the next one
	Gather  time.Duration // how long changes are gathered; 0: not at all
	// Spawn and Post are how work leaves the UI thread and comes back.
	Spawn, Post func(func())
	// Sample sets up the sample firm and shows it in place of this one. It runs
	// off the UI thread; nil where there is no other folder to put it.
	Sample func(ctx context.Context, o core.DemoOptions) error
	// Own goes back from the sample firm to the owner's own folder; nil where
	// there is none to go back to.
	Own func()
	// Open shows a folder in the system's file manager.
	Open func(dir string)
	// OpenURL hands an address (tel:, mailto:) to the system's program for it;
	// nil: numbers and addresses are copied. It is called off the UI thread.
	OpenURL func(address string) error
	// Notify tells something through the system, in fixed words only; nil: nobody
	// is told.
	Notify func(title, text string)
	// Quit ends the program.
	Quit func()
	// Connect asks for a mailbox as soon as the window is there.
	Connect bool
}

// Start is what has to be known before the first frame.
type Start struct {
	Settings data.Settings
	Empty    bool // nothing in it: the two ways to begin are shown
}

// Read reads what has to be known before the first frame. It is called off the
// UI thread, or before there is one.
func Read(ctx context.Context, c *core.Core) (Start, error) {
	settings, err := c.Settings(ctx)
	if err != nil {
		return Start{}, err
	}
	today, err := c.Today(ctx)
	return Start{Settings: settings, Empty: today.Empty && settings.Demo == ""}, err
}

// Shell is the frame of one window on one card index. All its methods are
// called on the UI thread.
type Shell struct {
	core     *core.Core
	window   fyne.Window
	opts     Options
	shown    shown
	env      *kit.Env
	scope    *kit.Scope
	history  history
	open     map[kit.ScreenName]kit.Screen
	side     *sidebar
	find     *finder
	toasts   *toaster
	pull     *puller
	watch    watching
	warning  *fyne.Container // above the screens, while mail does not come
	keep     *keeper
	stage    *fyne.Container
	greeting *welcome.Screen // nil once a way was chosen
	keys     fyne.ShortcutHandler
}

// New fills a window with the frame and its first screen.
func New(c *core.Core, w fyne.Window, start Start, o Options) *Shell {
	s := &Shell{core: c, window: w, opts: o, stage: container.NewStack()}
	s.shown = firstShown(start.Settings, o)
	s.shown.day = c.TodayDate()
	s.env = s.newEnv()
	s.scope = kit.NewScope(s.env)
	s.pull = &puller{core: c, env: s.env, scope: s.scope, passwords: map[string]string{}, tell: func(pullState) {}}
	n := &notices{wait: o.Gather, spawn: o.Spawn, post: o.Post, deliver: s.changed, done: s.scope.Done()}
	s.scope.OnClose(c.Subscribe(n.take))
	s.window.SetCloseIntercept(s.quit)
	s.addKeys()
	s.applyTheme()
	sayInToolkit(s.env.Tr)
	if start.Empty && !o.Connect {
		s.welcome()
	} else {
		s.build(kit.Route{Screen: kit.ScreenToday})
	}
	if o.Connect {
		s.connect()
	}
	s.pull.look()
	s.startWatch()
	s.keepTicking()
	return s
}

func (s *Shell) newEnv() *kit.Env {
	env := &kit.Env{
		Tr:       i18n.New(s.shown.lang, s.core.Zone()),
		Window:   s.window,
		Spawn:    s.opts.Spawn,
		Post:     s.opts.Post,
		Navigate: s.Go,
		Toast:    func(text string, deed kit.Deed) { s.toasts.show(text, deed) },
		Now:      s.core.Now,
		Today:    s.core.TodayDate,
	}
	env.Risky = s.risky
	env.File = func(ask kit.FileAsk) { dialog.AskFile(env, ask) }
	return env
}

// build makes the frame in the present language and goes to a place. Screens
// are made when they are first gone to.
func (s *Shell) build(r kit.Route) {
	s.greeting = nil
	s.closeScreens()
	s.toasts = newToaster(s.core, s.env, s.scope, s.opts.Linger)
	line := newStatusLine(s.env, statusActs{
		pull: func() { s.pull.start(true) }, stop: s.pull.stop,
		settings:  func() { s.Go(kit.Route{Screen: kit.ScreenSettings}) },
		mailboxes: func() { s.Go(s.mailboxes()) },
	})
	s.warning = container.NewStack()
	s.pull.env, s.pull.tell = s.env, func(state pullState) {
		line.show(state)
		s.warn(state)
	}
	s.keep = newKeeper(s.core, s.env, s.scope)
	s.keep.look()
	s.pull.tell(s.pull.state)
	s.find = newFinder(s.core, s.env, s.scope, s.focusScreen)
	s.find.commands = s.commands()
	s.side = newSidebar(s.env, s.find.object(), kit.VBox(0, s.keep.root, line.root), s.sampleNote())
	s.side.setFirm(s.shown.firm)
	s.stage.Objects = nil
	frame := container.New(beside{}, s.side.root, container.NewBorder(s.warning, nil, nil, nil, s.stage))
	s.window.SetContent(container.NewStack(frame, s.toasts.layer))
	s.refreshBadges()
	s.history = history{}
	s.Go(r)
}

// Go goes to a place in the window.
func (s *Shell) Go(r kit.Route) {
	s.history.visit(r)
	s.enter(r)
}

// Route returns the place that is in front.
func (s *Shell) Route() kit.Route { return s.history.current() }

func (s *Shell) enter(r kit.Route) {
	screen := s.screen(r.Screen)
	if screen == nil {
		return
	}
	s.side.setCurrent(r.Screen)
	if len(s.stage.Objects) != 1 || s.stage.Objects[0] != screen.Content() {
		s.stage.Objects = []fyne.CanvasObject{screen.Content()}
		s.stage.Refresh()
	}
	screen.Show(r.ID)
	s.focusScreen()
}

func (s *Shell) focusScreen() {
	s.window.Canvas().Unfocus()
	if f := s.front().Focus(); f != nil {
		kit.Focus(f)
	}
}

// front returns the screen that is in front.
func (s *Shell) front() kit.Screen { return s.screen(s.history.current().Screen) }

func (s *Shell) back() {
	if r, ok := s.history.back(); ok {
		s.enter(r)
	}
}

func (s *Shell) forward() {
	if r, ok := s.history.forward(); ok {
		s.enter(r)
	}
}

// changed hears what changed in the store.
func (s *Shell) changed(c data.Change) {
	if s.scope.Closed() {
		return
	}
	if c.Has(data.TopicSettings) {
		s.readSettings()
	}
	if s.greeting != nil {
		return
	}
	s.refreshBadges()
	if c.Has(data.TopicAccounts) {
		s.pull.look()
	}
	if c.Has(data.TopicBackups) {
		s.keep.look()
	}
	s.front().Changed(c)
}

func (s *Shell) refreshBadges() {
	kit.Go(s.scope, "badges", s.core.Badges, func(b data.Badges, err error) {
		if err != nil {
			s.core.LogError("badges", err) // the sidebar keeps the last ones
			return
		}
		s.side.setBadges(b)
	})
}

// keepTicking looks now and then what time it is, for as long as the window is open.
func (s *Shell) keepTicking() {
	if s.opts.Every <= 0 {
		return
	}
	done := s.scope.Done()
	s.opts.Spawn(func() {
		for wait := firstPull; ; wait = s.opts.Every {
			select {
			case <-done:
				return
			case <-time.After(wait):
				s.opts.Post(s.Tick)
			}
		}
	})
}

// firstPull leaves the first frames to the window.
const firstPull = 1500 * time.Millisecond

// Tick is called now and then: it turns the page when a new day began, and
// pulls mail.
func (s *Shell) Tick() {
	if s.scope.Closed() {
		return
	}
	if today := s.core.TodayDate(); today != s.shown.day {
		s.shown.day = today
		s.changed(data.Change{Topics: []data.Topic{data.TopicFollowUps, data.TopicCases}})
	}
	if s.greeting == nil {
		s.keep.night()
	}
	if !s.watch.on() {
		s.pullIfAny()
	}
}

// pullIfAny pulls when there is a mailbox; a window without one stays quiet.
func (s *Shell) pullIfAny() {
	kit.Go(s.scope, "any mailbox", s.core.Accounts, func(accounts []data.Account, err error) {
		if err == nil && len(accounts) > 0 && s.greeting == nil {
			s.pull.start(false)
		}
	})
}

func (s *Shell) closeScreens() {
	for _, screen := range s.open {
		screen.Close()
	}
	s.open = map[kit.ScreenName]kit.Screen{}
}

// Close ends the window's work. The core stays open: who opened it closes it.
func (s *Shell) Close() {
	s.pull.stop()
	s.watch.end()
	s.closeScreens()
	s.scope.Close()
}

func (s *Shell) quit() {
	if s.opts.Quit != nil {
		s.opts.Quit()
	}
}
