package mailbox

import (
	"context"
	"slices"
	"strings"

	"kartoteka/data"
	"kartoteka/data/match"
	"kartoteka/mail"
)

// mostSenders and mostHeld are how many lines the tray shows.
const (
	mostSenders = 500
	mostHeld    = 200
)

// HeldSenders returns the senders whose mail waits for a decision, whoever wrote
// last first.
func (bx *Boxes) HeldSenders(ctx context.Context) ([]data.HeldSender, error) {
	return bx.db.HeldSenders(ctx, mostSenders)
}

// HeldOf returns what is held of a sender, newest first.
func (bx *Boxes) HeldOf(ctx context.Context, email string) ([]data.Held, error) {
	return bx.db.HeldOf(ctx, email, mostHeld)
}

// AdmitContact makes a contact of a sender and returns its id. What is held of
// it comes with the next run, or with FetchHeld.
func (bx *Boxes) AdmitContact(ctx context.Context, email string) (int64, error) {
	return bx.db.AdmitContact(ctx, email)
}

// AdmitOnce lets what is held of a sender come with the next run, or with
// FetchHeld; what comes later waits again.
func (bx *Boxes) AdmitOnce(ctx context.Context, email string) error {
	return bx.db.AdmitOnce(ctx, email)
}

// SenderRules returns what was decided on senders once for all.
func (bx *Boxes) SenderRules(ctx context.Context) ([]data.SenderRule, error) {
	return bx.db.SenderRules(ctx)
}

// SetSenderRule decides once for all on an address, or on a domain, which may be
// written with or without an @ before it. A domain at which anybody can have a
// mailbox is refused: a rule for it would reach clients to be.
func (bx *Boxes) SetSenderRule(ctx context.Context, sender string, v data.Verdict) (data.SenderRule, error) {
	if v != data.VerdictNever && v != data.VerdictAlways {
		return data.SenderRule{}, data.NewError(data.CodeInvalid, "sender-verdict", "Verdict", string(v))
	}
	pattern, err := senderPattern(sender)
	if err != nil {
		return data.SenderRule{}, err
	}
	return bx.db.SetSenderRule(ctx, pattern, v)
}

// RemoveSenderRule takes a decision on a sender away.
func (bx *Boxes) RemoveSenderRule(ctx context.Context, id int64) error {
	return bx.db.RemoveSenderRule(ctx, id)
}

// senderPattern is the normal form of an address or a domain.
func senderPattern(sender string) (string, error) {
	sender = strings.TrimSpace(sender)
	if e := match.Email(sender); e != "" {
		return e, nil
	}
	d := match.Domain(strings.TrimPrefix(sender, "@"))
	switch {
	case d == "" || !strings.Contains(d, ".") || strings.ContainsAny(sender[1:], "@ "):
		return "", data.NewError(data.CodeInvalid, "sender-pattern", "Sender", sender)
	case match.Everybodys(d):
		return "", data.NewError(data.CodeInvalid, "sender-everybodys", "Domain", d)
	}
	return "@" + d, nil
}

// SetMailChoice keeps whose mail of an account is stored, and of which folders
// (none: the usual ones). What was stored stays; what is stored from now on
// shows at the next run.
func (bx *Boxes) SetMailChoice(ctx context.Context, account string, p data.Policy, folders []string) error {
	a, err := bx.db.Account(ctx, account)
	if err != nil {
		return err
	}
	if p == "" {
		p = a.Policy
	}
	if !slices.Contains(data.Policies(), p) {
		return data.NewError(data.CodeInvalid, "account-policy", "Policy", string(p))
	}
	return bx.db.SetMailChoice(ctx, a.ID, p, folders)
}

// FolderChoices returns the folders that the server of an account has, with how
// many messages are in each, -1 where it does not say, and which are pulled.
// One that was chosen and is not there any more is not among them.
func (bx *Boxes) FolderChoices(ctx context.Context, account, password string) ([]data.FolderChoice, error) {
	a, err := bx.db.Account(ctx, account)
	if err != nil {
		return nil, err
	}
	way, err := bx.ways.To(ctx, a, password, false)
	if err != nil {
		return nil, err
	}
	defer way.Close()
	server, err := bx.ways.by.Dialer.Dial(ctx, way.Account, way.Password)
	if err != nil {
		bx.desk.LogError("list folders", err)
		return nil, mail.Told(err)
	}
	defer func() { _ = server.Close() }() // all that was asked is answered
	list, err := server.Folders(ctx)
	if err != nil && len(list) == 0 {
		bx.desk.LogError("list folders", err)
		return nil, mail.Told(err)
	}
	usual := mail.Usual(list)
	out := make([]data.FolderChoice, len(list))
	for i, f := range list {
		out[i] = data.FolderChoice{Name: f.Name, Role: f.Role, OnServer: -1, Usual: slices.Contains(usual, f.Name)}
		if f.HasStatus {
			out[i].OnServer = int(f.Messages)
		}
		out[i].Chosen = slices.Contains(a.Chosen, f.Name) || len(a.Chosen) == 0 && out[i].Usual
	}
	return out, nil
}

// ChooseFolders keeps which folders of an account are pulled. The server is asked
// for its folders: a name that it does not have is refused. No names at all bring
// the usual choice back.
func (bx *Boxes) ChooseFolders(ctx context.Context, account, password string, names []string) error {
	a, err := bx.db.Account(ctx, account)
	if err != nil {
		return err
	}
	if len(names) > 0 {
		there, err := bx.FolderChoices(ctx, account, password)
		if err != nil {
			return err
		}
		for _, n := range names {
			if !slices.ContainsFunc(there, func(f data.FolderChoice) bool { return f.Name == n }) {
				return data.NewError(data.CodeInvalid, "folder-not-there", "Folder", n)
			}
		}
	}
	return bx.db.SetMailChoice(ctx, a.ID, a.Policy, names)
}

// FolderFigures returns how the folders of an account stand; OnServer is always
// Kept, LeftOut and Failed together.
func (bx *Boxes) FolderFigures(ctx context.Context, account data.Account) ([]data.FolderFigures, error) {
	out, err := bx.db.FolderFigures(ctx, account.ID)
	for i := range out {
		out[i].Chosen = len(account.Chosen) == 0 || slices.Contains(account.Chosen, out[i].Name)
	}
	return out, err
}
