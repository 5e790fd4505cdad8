package mailboxes

import (
	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/data"
)

// standing says in one sentence how a mailbox stands.
func standing(tr *i18n.Translator, a *data.Account, folders []data.FolderFigures) (string, kit.Tone) {
	failed := 0
	for _, f := range folders {
		if f.Chosen {
			failed += f.Failed
		}
	}
	switch {
	case a.LastErr == "cancelled":
		return tr.T("mailboxes.state-stopped"), kit.ToneNeutral
	case a.LastErr != "" && a.Failed > 1:
		return tr.N("mailboxes.state-failing", a.Failed), kit.ToneBad
	case a.LastErr != "":
		return tr.T("mailboxes.state-failed"), kit.ToneWarn
	case a.LastOK.IsZero():
		return tr.T("mailboxes.state-never"), kit.ToneNeutral
	case failed > 0:
		return tr.N("mailboxes.state-partly", failed), kit.ToneWarn
	}
	return tr.T("mailboxes.state-good"), kit.ToneGood
}

// remedy says what went wrong and what to do; "" when nothing did.
func remedy(tr *i18n.Translator, a *data.Account) string {
	if a.LastErr == "" || a.LastErr == "cancelled" {
		return ""
	}
	return tr.Error(data.NewError(data.CodeMail, a.LastErr, "Account", a.Name, "Host", a.Host, "Port", a.Port))
}

// sum adds the figures of the folders that are pulled.
func sum(folders []data.FolderFigures) data.FolderFigures {
	var all data.FolderFigures
	for _, f := range folders {
		if !f.Chosen {
			continue
		}
		all.OnServer += f.OnServer
		all.Kept += f.Kept
		all.LeftOut += f.LeftOut
		all.Failed += f.Failed
	}
	return all
}

// cells are the figures of a folder as they stand in a row.
func cells(tr *i18n.Translator, f *data.FolderFigures) []string {
	return []string{tr.Int(f.OnServer), tr.Int(f.Kept), tr.Int(f.LeftOut), tr.Int(f.Failed)}
}

// where says where an unread message lies.
func where(tr *i18n.Translator, u *data.Unread) string {
	if u.Account == "" {
		return tr.T("mailboxes.from-file", "File", u.Folder)
	}
	return tr.T("mailboxes.where", "Account", u.Account, "Folder", u.Folder)
}

// what is how an unread message is called.
func what(tr *i18n.Translator, u *data.Unread) string {
	if u.MessageID != 0 {
		return tr.T("mailboxes.unreadable")
	}
	return tr.T("mailboxes.not-had")
}

// tries says how often a message was asked for, and when it is again.
func tries(tr *i18n.Translator, u *data.Unread) string {
	if u.MessageID != 0 {
		return tr.T("mailboxes.came", "When", u.At, "Size", tr.Size(u.Size))
	}
	return tr.N("mailboxes.tries", u.Attempts, "When", u.At, "Next", u.Next)
}

// chosenNames are the names to keep of folders with ticks: none when they are
// just the usual ones, so that a new folder is pulled, too.
func chosenNames(folders []data.FolderChoice) []string {
	var out []string
	usual := true
	for _, f := range folders {
		if f.Chosen {
			out = append(out, f.Name)
		}
		usual = usual && f.Chosen == f.Usual
	}
	if usual {
		return nil
	}
	return out
}
