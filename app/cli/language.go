package cli

import (
	"os"
	"strings"

	"kartoteka/app/core/folder"
	"kartoteka/app/i18n"
)

// prepare finds the folder and the language before any command is made, since
// the help is written in that language too.
func (f *frame) prepare(args []string) {
	f.Dir, f.own = flagOf(args, "data"), true
	if f.Dir == "" {
		f.Dir, f.own = folder.Default(), os.Getenv("KARTOTEKA_DATA") != ""
	}
	f.Speak(f.chooseLanguage(flagOf(args, "lang")))
}

// chooseLanguage follows the order: flag, variable, settings, system, Polish.
func (f *frame) chooseLanguage(flag string) string {
	for _, name := range []string{flag, os.Getenv("KARTOTEKA_LANG")} {
		if l := i18n.Language(name); l != "" {
			return l
		}
	}
	if folder.HasFile(f.Dir) {
		if l := f.settingsLanguage(); l != "" {
			return l
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			return i18n.Language(v)
		}
	}
	return i18n.Polish
}

// settingsLanguage looks into the file. What is wrong with it is said by the
// command that needs it, not by the choice of a language.
func (f *frame) settingsLanguage() string {
	c, err := f.Existing()
	if err != nil {
		return ""
	}
	settings, err := c.Settings(f.Ctx)
	if err != nil {
		return ""
	}
	return i18n.Language(settings.Language)
}

// flagOf reads a flag of the command line before it is parsed: --name value
// or --name=value.
func flagOf(args []string, name string) string {
	value := ""
	for i, a := range args {
		if a == "--" {
			break
		}
		if v, ok := strings.CutPrefix(a, "--"+name+"="); ok {
			value = v
		}
		if a == "--"+name && i+1 < len(args) {
			value = args[i+1]
		}
	}
	return value
}
