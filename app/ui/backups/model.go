package backups

import (
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// leastPassphrase is how many letters a passphrase has at least.
const leastPassphrase = 10

// standing says in one sentence how the backups stand.
func standing(tr *i18n.Translator, s data.BackupState) string {
	switch {
	case s.Last.IsZero() && s.Warn:
		return tr.T("backups.state-never")
	case s.Last.IsZero():
		return tr.T("backups.state-not-yet")
	case s.Warn:
		return tr.T("backups.state-old", "When", s.Last)
	}
	return tr.T("backups.state-good", "When", s.Last)
}

// details are the sentences under it.
func details(tr *i18n.Translator, s data.BackupState) []string {
	var out []string
	if s.Failed != "" {
		out = append(out, tr.T("backups.state-failed", "When", s.Tried, "Why", tr.Error(data.NewError(data.CodeInternal, s.Failed))))
	}
	switch {
	case s.Settings.Off:
		out = append(out, tr.T("backups.state-off"))
	case !s.Next.IsZero():
		out = append(out, tr.T("backups.state-next", "When", s.Next))
	}
	return out
}

// comparison is one line of what is in a backup and what is there now.
type comparison struct{ what, backup, present string }

func compared(tr *i18n.Translator, p *data.RestorePreview) []comparison {
	b, n := p.Backup.Counts, p.Present
	present := func(v int64) string {
		switch {
		case p.Damaged:
			return tr.T("backups.damaged")
		case p.Missing:
			return tr.T("backups.missing")
		}
		return tr.Int(int(v))
	}
	line := func(key string, in, now int64) comparison {
		return comparison{tr.T("backups.count-" + key), tr.Int(int(in)), present(now)}
	}
	return []comparison{
		line("contacts", b.Contacts, n.Contacts), line("interactions", b.Interactions, n.Interactions),
		line("messages", b.Messages, n.Messages), line("cases", b.Cases, n.Cases),
		line("orders", b.Orders, n.Orders), line("follow-ups", b.FollowUps, n.FollowUps),
	}
}

// encryptedName reports whether a file is encrypted by its name.
func encryptedName(path string) bool { return strings.HasSuffix(strings.ToLower(path), ".age") }

// checkPassphrase refuses one that would protect nothing, or was mistyped.
func checkPassphrase(first, again string) error {
	switch {
	case len([]rune(first)) < leastPassphrase:
		return data.NewError(data.CodeInvalid, "passphrase-short", "Least", leastPassphrase)
	case first != again:
		return data.NewError(data.CodeInvalid, "passphrase-differs")
	}
	return nil
}
