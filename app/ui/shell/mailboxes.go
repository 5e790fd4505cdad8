package shell

import (
	"time"

	"kartoteka/app/ui/inbox"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/mailboxes"
)

// mailboxes is where the mailboxes are: the page of settings before the trash.
func (s *Shell) mailboxes() kit.Route {
	return kit.Route{Screen: kit.ScreenSettings, ID: int64(len(s.pages())) - 1}
}

// mailboxHooks are what the page of mailboxes learns of the window.
func (s *Shell) mailboxHooks() mailboxes.Hooks {
	return mailboxes.Hooks{
		Password: func(account string) string { return s.pull.passwords[account] },
		Pull:     func() { s.pull.start(true) },
		Connect:  s.connect,
		Tray:     s.showSenders,
		Next:     func(account string) time.Time { return s.pull.due[account] },
	}
}

// showSenders brings the tray of new senders in front.
func (s *Shell) showSenders() {
	s.Go(kit.Route{Screen: kit.ScreenMail})
	if m, ok := s.open[kit.ScreenMail].(*inbox.Screen); ok {
		m.ShowSenders()
	}
}
