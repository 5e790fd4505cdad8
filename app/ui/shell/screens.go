package shell

import (
	"context"
	"maps"

	"fyne.io/fyne/v2"

	"kartoteka/app/core"
	"kartoteka/app/ui/cases"
	"kartoteka/app/ui/inbox"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/reports"
	"kartoteka/app/ui/settings"
	"kartoteka/app/ui/today"
	"kartoteka/app/ui/welcome"
)

// screen returns a screen, made now if it was not gone to before.
func (s *Shell) screen(name kit.ScreenName) kit.Screen {
	if screen, ok := s.open[name]; ok {
		return screen
	}
	screen := s.makeScreen(name)
	s.open[name] = screen
	return screen
}

// makeScreen is the one place that knows all screens.
func (s *Shell) makeScreen(name kit.ScreenName) kit.Screen {
	switch name {
	case kit.ScreenMail:
		screen := inbox.New(s.env, s.core, s.connect)
		screen.Passwords(func() map[string]string { return maps.Clone(s.pull.passwords) })
		screen.SetAnswers(s.desk().Answers())
		return screen
	case kit.ScreenContacts:
		return s.contactsScreen()
	case kit.ScreenCases:
		screen := cases.New(s.env, office{s.core, s.env.Tr})
		screen.SetAnswers(s.desk().Answers())
		return screen
	case kit.ScreenReports:
		return reports.New(s.env, s.core)
	case kit.ScreenSettings:
		return settings.New(s.env, s.core, settings.Hooks{
			Version: s.opts.Version, Connected: s.connected, Removed: s.removed, OpenFolder: s.opts.Open, OpenURL: s.opts.OpenURL, Pages: s.pages(),
			Mailboxes: func() { s.Go(s.mailboxes()) },
		})
	}
	return today.New(s.env, s.core)
}

// goTo goes to a screen by its key; a search that was begun is over then.
func (s *Shell) goTo(name kit.ScreenName) {
	s.find.clear()
	s.Go(kit.Route{Screen: name})
}

// connected pulls a mailbox that was given its password, or that keeps the one it
// has.
func (s *Shell) connected(account, password string) {
	if password != "" {
		s.pull.passwords[account] = password
	}
	s.pull.start(false)
}

// removed forgets the password that was given by hand for a mailbox: another of
// its name may lie on another server.
func (s *Shell) removed(account string) { delete(s.pull.passwords, account) }

// connect asks for a mailbox; once it is added the first screen is shown while
// the mail comes in.
func (s *Shell) connect() {
	settings.AskAccount(s.env, s.core, s.scope, settings.Adding{OpenURL: s.opts.OpenURL, Added: func(account, password string, kept bool) {
		if s.greeting != nil {
			s.build(kit.Route{Screen: kit.ScreenToday})
		}
		if !kept {
			s.env.Toast(s.env.Tr.T("settings.password-not-kept"), nil)
		}
		s.connected(account, password)
	}})
}

// welcome shows the two ways to begin.
func (s *Shell) welcome() {
	s.closeScreens()
	s.greeting = welcome.New(s.env, welcome.Choices{
		Sample:   s.sample,
		Connect:  s.connect,
		Skip:     func() { s.build(kit.Route{Screen: kit.ScreenToday}) },
		Language: func(code string) { s.Look(code, s.shown.mode) },
	})
	s.window.SetContent(s.greeting.Content())
	kit.Focus(s.greeting.Focus())
}

// sample sets up the sample firm; when that is done another shell shows it.
func (s *Shell) sample() {
	mail := &progress{post: s.env.Post, tell: func(at step) {
		s.greeting.Progress("welcome.phase-mail", at.done, at.total)
	}}
	filing := &progress{post: s.env.Post, tell: func(at step) {
		s.greeting.Progress("welcome.phase-filing", at.done, at.total)
	}}
	kit.Do(s.scope, "sample", func(ctx context.Context) error {
		return s.opts.Sample(ctx, core.DemoOptions{
			Progress:  mail,
			Replaying: func(done, total int) { filing.Pulling("", "", done, total) },
		})
	}, func(err error) {
		if err != nil {
			s.core.LogError("sample firm", err)
			s.greeting.Failed(err)
		}
	})
}

// sampleNote tells that this is the sample firm, with the way to one's own.
func (s *Shell) sampleNote() fyne.CanvasObject {
	if s.shown.settings.Demo == "" {
		return nil
	}
	tr := s.env.Tr
	note := kit.VBox(kit.GapTiny, kit.NewText(tr.T("shell.sample"), look.SizeCaption, look.ColorSidebarText, true))
	if s.opts.Own != nil {
		link := kit.Link(tr.T("shell.sample-own"), s.opts.Own)
		link.Text.Tint(look.ColorSidebarWarn)
		note.Add(kit.HBox(0, kit.Pad(0, 0, 0, -4, link), kit.Spacer()))
	}
	return kit.NewPanel(look.ColorSidebarHover, "", 8, kit.Pad(8, 10, 8, 10, note))
}
