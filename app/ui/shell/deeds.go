package shell

import (
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/contacts"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// deedName says what a deed was, and to whom or what it was done.
func deedName(tr *i18n.Translator, a *data.Action) string {
	name := tr.T("action." + string(a.What))
	switch {
	case a.Title == "" && a.N > 1:
		return tr.N("shell.deed-many", a.N, "Deed", name)
	case a.Title == "":
		return name
	case a.N > 1 && a.What != data.ActImport:
		return tr.N("shell.deed-with", a.N-1, "Deed", name, "Title", a.Title)
	}
	return tr.T("shell.deed", "Deed", name, "Title", a.Title)
}

// command marks a line of the palette that does something.
const command = "command"

// deedCommand is something that the palette does.
type deedCommand struct {
	icon  look.IconName
	title string // key of its name
	keys  string // "" for none
	do    func()
}

// commands are what the palette does beside finding.
func (s *Shell) commands() []deedCommand {
	return []deedCommand{
		{look.IconEdit, "shell.log", kit.Command("L"), s.log},
		{look.IconUndo, "shell.command-undo", kit.Command("Z"), func() { s.toasts.undo() }},
		{look.IconRefresh, "shell.command-redo", kit.Command("Shift+Z"), func() { s.toasts.redo() }},
		{look.IconMail, "shell.command-mailboxes", "", func() { s.Go(s.mailboxes()) }},
		{look.IconClock, "shell.command-unanswered", "", func() { s.Go(kit.Route{Screen: kit.ScreenMail, ID: kit.UnansweredMail}) }},
		{look.IconPerson, "shell.command-senders", "", s.showSenders},
		{look.IconInfo, "engine.command-notices", "", s.switchNotices},
		{look.IconTrash, "shell.command-trash", "", func() { s.Go(s.trash()) }},
		{look.IconContacts, "shell.command-twins", "", s.showTwins},
		{look.IconSettings, "settings.page-lists", "", s.toPage(listsPage)},
		{look.IconFolder, "settings.page-exchange", "", s.toPage(exchangePage)},
		{look.IconDownload, "settings.page-backups", "", s.toPage(backupsPage)},
		{look.IconKey, "settings.page-privacy", "", s.toPage(privacyPage)},
		{look.IconEdit, "settings.page-replies", "", s.toPage(repliesPage)},
	}
}

// toPage goes to a page of settings.
func (s *Shell) toPage(n int64) func() {
	return func() { s.Go(kit.Route{Screen: kit.ScreenSettings, ID: n}) }
}

// showTwins brings the cards that may be one client's in front.
func (s *Shell) showTwins() {
	s.Go(kit.Route{Screen: kit.ScreenContacts})
	if c, ok := s.open[kit.ScreenContacts].(*contacts.Screen); ok {
		c.ShowTwins()
	}
}

// trash is where the trash is: the last page of settings.
func (s *Shell) trash() kit.Route {
	return kit.Route{Screen: kit.ScreenSettings, ID: int64(len(s.pages()))}
}

// fitting are the commands whose names have a word that begins as typed, all
// where nothing is typed.
func (f *finder) fitting(typed string) []widget.Match {
	typed = strings.ToLower(strings.TrimSpace(typed))
	var out []widget.Match
	for i, c := range f.commands {
		title := f.env.Tr.T(c.title)
		if strings.Contains(" "+strings.ToLower(title), " "+typed) {
			out = append(out, widget.Match{
				ID: int64(i), Kind: command, Icon: c.icon, Title: title, Subtitle: c.keys,
				Group: f.env.Tr.T("shell.commands"),
			})
		}
	}
	return out
}
