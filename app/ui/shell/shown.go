package shell

import (
	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// shown is the language, the theme, the name and the day of the window now, and
// what the settings said when they were last read: only what changed there
// since overrides what the command line asked for.
type shown struct {
	lang     string
	mode     look.Mode
	firm     string
	settings data.Settings
	day      data.Date
}

func firstShown(settings data.Settings, o Options) shown {
	l := shown{lang: o.Lang, mode: o.Mode, firm: settings.FirmName, settings: settings}
	if l.lang == "" {
		l.lang = settings.Language
	}
	if l.mode == "" {
		l.mode = modeOf(settings)
	}
	return l
}

func modeOf(s data.Settings) look.Mode {
	switch m := look.Mode(s.Theme); m {
	case look.ModeLight, look.ModeDark:
		return m
	}
	return look.ModeAuto
}

// readSettings follows what was changed in the settings, at once.
func (s *Shell) readSettings() {
	kit.Go(s.scope, "settings", s.core.Settings, func(now data.Settings, err error) {
		if err != nil {
			s.core.LogError("settings", err) // the window stays as it is
			return
		}
		before := s.shown.settings
		s.shown.settings = now
		if now.FirmName != before.FirmName {
			s.shown.firm = now.FirmName
			if s.greeting == nil {
				s.side.setFirm(now.FirmName)
			}
		}
		lang, mode := s.shown.lang, s.shown.mode
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
func (s *Shell) Look(lang string, mode look.Mode) {
	if mode != s.shown.mode {
		s.shown.mode = mode
		s.applyTheme()
	}
	if lang = i18n.New(lang, nil).Lang(); lang == s.env.Tr.Lang() {
		return
	}
	s.shown.lang = lang
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
	fyne.CurrentApp().Settings().SetTheme(look.NewTheme(s.shown.mode))
}
