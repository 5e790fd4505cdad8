package shell

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// look is the language, the theme, the name and the day that the window shows now, and
// what the settings said when they were last read: only what changed there
// since overrides what the command line asked for.
type look struct {
	lang     string
	mode     kit.Mode
	firm     string
	settings data.Settings
	day      data.Date
}

func firstLook(settings data.Settings, o Options) look {
	l := look{lang: o.Lang, mode: o.Mode, firm: settings.FirmName, settings: settings}
	if l.lang == "" {
		l.lang = settings.Language
	}
	if l.mode == "" {
		l.mode = modeOf(settings)
	}
	return l
}

func modeOf(s data.Settings) kit.Mode {
	switch m := kit.Mode(s.Theme); m {
	case kit.ModeLight, kit.ModeDark:
		return m
	}
	return kit.ModeAuto
}

// readSettings follows what was changed in the settings, at once.
func (s *Shell) readSettings() {
	kit.Go(s.scope, "settings", s.core.Settings, func(now data.Settings, err error) {
		if err != nil {
			s.core.LogError("settings", err) // the window stays as it is
			return
		}
		before := s.look.settings
		s.look.settings = now
		if now.FirmName != before.FirmName {
			s.look.firm = now.FirmName
			if s.greeting == nil {
				s.side.setFirm(now.FirmName)
			}
		}
		lang, mode := s.look.lang, s.look.mode
		if now.Language != before.Language && now.Language != "" {
			lang = now.Language
		}
		if now.Theme != before.Theme {
			mode = modeOf(now)
		}
		s.Look(lang, mode)
	})
}

// Look shows the window in another language or theme, at once: screens are made
// anew in the language, the theme recolours what is there.
func (s *Shell) Look(lang string, mode kit.Mode) {
	if mode != s.look.mode {
		s.look.mode = mode
		s.applyTheme()
	}
	if lang = i18n.New(lang, nil).Lang(); lang == s.env.Tr.Lang() {
		return
	}
	s.look.lang = lang
	s.env = s.newEnv()
	sayInToolkit(s.env.Tr)
	s.pull.env = s.env
	if s.greeting != nil {
		s.welcome()
		return
	}
	s.build(s.history.current())
}

func (s *Shell) applyTheme() {
	fyne.CurrentApp().Settings().SetTheme(kit.NewTheme(s.look.mode))
}
