package imap

import (
	"strings"

	"github.com/emersion/go-imap/v2"

	"kartoteka/data"
	"kartoteka/mail"
)

var attrRoles = map[imap.MailboxAttr]data.FolderRole{
	imap.MailboxAttrSent:   data.RoleSent,
	imap.MailboxAttrDrafts: data.RoleDrafts,
	imap.MailboxAttrJunk:   data.RoleJunk,
	imap.MailboxAttrTrash:  data.RoleTrash,
	imap.MailboxAttrAll:    data.RoleAll,
}

// nameRoles are the names that folders bear where the server does not tell
// their use: Polish, English, German and French mail programs' own, in the
// order in which they are looked for when a server can't list its folders.
var nameRoles = []struct {
	role  data.FolderRole
	names []string
}{
	{data.RoleSent, []string{
		"Sent", "Sent Items", "Sent Mail", "Sent Messages", "Wysłane", "Elementy wysłane", "Wysłane elementy",
		"Poczta wysłana", "Wysłana poczta", "Gesendet", "Gesendete Elemente", "Gesendete Objekte", "Envoyés",
		"Éléments envoyés",
	}},
	{data.RoleDrafts, []string{
		"Drafts", "Draft", "Szkice", "Kopie robocze", "Robocze", "Wersje robocze", "Entwürfe", "Brouillons",
	}},
	{data.RoleJunk, []string{
		"Junk", "Spam", "Junk E-mail", "Junk Email", "Bulk Mail", "Wiadomości-śmieci", "Niechciane", "Śmieci",
		"Junk-E-Mail", "Spamverdacht", "Courrier indésirable",
	}},
	{data.RoleTrash, []string{
		"Trash", "Deleted Items", "Deleted Messages", "Deleted", "Bin", "Kosz", "Elementy usunięte", "Usunięte",
		"Usunięte elementy", "Papierkorb", "Gelöscht", "Gelöschte Elemente", "Gelöschte Objekte", "Corbeille",
	}},
}

// roleOf returns the role that the server states.
func roleOf(name string, attrs []imap.MailboxAttr) data.FolderRole {
	if strings.EqualFold(name, "INBOX") {
		return data.RoleInbox
	}
	for _, a := range attrs {
		if r, ok := attrRoles[a]; ok {
			return r
		}
	}
	return data.RoleNone
}

// guessRoles fills in by name the roles that no folder has been given.
func guessRoles(folders []mail.Folder, delim rune) {
	have := map[data.FolderRole]bool{}
	for _, f := range folders {
		have[f.Role] = true
	}
	for i := range folders {
		f := &folders[i]
		if f.Role != data.RoleNone {
			continue
		}
		if r := roleByName(f.Name, delim); r != data.RoleNone && !have[r] {
			f.Role = r
		}
	}
}

// roleByName guesses from a folder's name at the top, or right below INBOX or
// one of Gmail's roots; a "Sent" deeper down is somebody's own.
func roleByName(name string, delim rune) data.FolderRole {
	base := name
	if delim != 0 {
		if first, rest, nested := strings.Cut(name, string(delim)); nested {
			if !strings.EqualFold(first, "INBOX") && !strings.HasPrefix(first, "[") {
				return data.RoleNone
			}
			base = rest
		}
	}
	for _, r := range nameRoles {
		for _, n := range r.names {
			if strings.EqualFold(n, base) {
				return r.role
			}
		}
	}
	return data.RoleNone
}
