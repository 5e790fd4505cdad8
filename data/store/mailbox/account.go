package mailbox

import (
	"cmp"
	"context"
	"database/sql"
	"errors"

	"kartoteka/data"
	"kartoteka/data/store/journal"
	"kartoteka/data/store/sqlite"
)

// Mailboxes are the firm's mailboxes and what lies in them.
type Mailboxes struct {
	file *sqlite.File
	book *journal.Book
}

// New returns the mailboxes kept in a file.
func New(file *sqlite.File, book *journal.Book) *Mailboxes { return &Mailboxes{file, book} }

const accountColumns = `id, name, address, aliases, host, port, security, user, ca, since, created,
	last_ok, last_err, failed, auth, policy, chosen`

func scanAccount(s sqlite.Scanner, a *data.Account) error {
	return s.Scan(&a.ID, &a.Name, &a.Address, sqlite.ListOf(&a.Aliases), &a.Host, &a.Port, &a.Security,
		&a.User, &a.CA, sqlite.DayOf(&a.Since), sqlite.TimeOf(&a.Created), sqlite.TimeOf(&a.LastOK), &a.LastErr, &a.Failed,
		&a.Auth, &a.Policy, sqlite.ListOf(&a.Chosen))
}

// Accounts returns the mailboxes, oldest first.
func (m *Mailboxes) Accounts(ctx context.Context) ([]data.Account, error) {
	out, err := sqlite.Collect(ctx, m.file, scanAccount,
		`SELECT `+accountColumns+` FROM account WHERE removed IS NULL ORDER BY id`)
	return out, sqlite.Told("list accounts", err)
}

// Account returns the mailbox of that name.
func (m *Mailboxes) Account(ctx context.Context, name string) (data.Account, error) {
	var a data.Account
	err := scanAccount(m.file.QueryRowContext(ctx,
		`SELECT `+accountColumns+` FROM account WHERE name = ? AND removed IS NULL`, name), &a)
	if errors.Is(err, sql.ErrNoRows) {
		return a, data.NewError(data.CodeNotFound, "not-found-account", "Name", name)
	}
	return a, sqlite.Told("read account", err)
}

// AddAccount saves a mailbox; its name must be free. One that was removed
// before and comes back under its name and address goes on where it stood.
func (m *Mailboxes) AddAccount(ctx context.Context, a data.Account) (data.Account, error) {
	a.Policy = cmp.Or(a.Policy, data.PolicyAll)
	err := m.file.Write(ctx, "add account", func(t *sqlite.Tx) error {
		t.Changed(data.TopicAccounts)
		id, back, err := sqlite.Value[int64](ctx, t, `SELECT id FROM account
			WHERE name = ? AND address = ? AND host = ? AND removed IS NOT NULL
			AND NOT EXISTS (SELECT 1 FROM account o WHERE o.name = account.name AND o.removed IS NULL)
			ORDER BY id DESC LIMIT 1`, a.Name, a.Address, a.Host)
		if err != nil {
			return err
		}
		a.ID, a.Created = id, t.Now
		if a.Auth == "" {
			a.Auth = data.AuthPassword
		}
		if back {
			if err := reviveAccount(ctx, t, a); err != nil {
				return err
			}
			return setChoice(ctx, t, a.ID, a.Policy, a.Chosen)
		}
		a.ID, err = t.Insert(ctx, `INSERT INTO account
			(name, address, aliases, host, port, security, user, ca, since, created, auth)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			a.Name, a.Address, sqlite.List(a.Aliases), a.Host, a.Port, string(a.Security), a.User, a.CA,
			a.Since.String(), sqlite.Stamp(t.Now), string(a.Auth))
		if sqlite.Taken(err) {
			return data.NewError(data.CodeConflict, "account-exists", "Name", a.Name).Because(err)
		}
		if err != nil {
			return err
		}
		return setChoice(ctx, t, a.ID, a.Policy, a.Chosen)
	})
	return a, err
}

func reviveAccount(ctx context.Context, t *sqlite.Tx, a data.Account) error {
	_, err := t.Exec(ctx, `UPDATE account SET aliases = ?, port = ?, security = ?, user = ?, ca = ?, since = ?,
		created = ?, auth = ?, last_ok = NULL, last_err = '', failed = 0, removed = NULL WHERE id = ?`,
		sqlite.List(a.Aliases), a.Port, string(a.Security), a.User, a.CA, a.Since.String(), sqlite.Stamp(t.Now), string(a.Auth), a.ID)
	return err
}

// ChangeAccount saves how a mailbox is reached: aliases, server, port, security,
// user, certificate and way in. Its name, address and first day stay, as do its folders
// and how far each was pulled. What went wrong before is forgotten, since it was
// the former server's.
func (m *Mailboxes) ChangeAccount(ctx context.Context, a data.Account) error {
	return m.file.Write(ctx, "change account", func(t *sqlite.Tx) error {
		t.Changed(data.TopicAccounts)
		if a.Auth == "" {
			a.Auth = data.AuthPassword
		}
		n, err := t.Exec(ctx, `UPDATE account SET aliases = ?, host = ?, port = ?, security = ?, user = ?, ca = ?,
			auth = ?, last_err = '', failed = 0 WHERE id = ? AND removed IS NULL`,
			sqlite.List(a.Aliases), a.Host, a.Port, string(a.Security), a.User, a.CA, string(a.Auth), a.ID)
		if err == nil && n == 0 {
			return sqlite.NotFound("account", a.ID)
		}
		return err
	})
}

// RemoveAccount forgets a mailbox. The mail that came from it stays, and still
// says where it came from. The headers of what was left on the server for its
// sender's sake go, and so does how the runs went: should the mailbox come back,
// the folders that held such are listed anew, and the senders are decided on then.
func (m *Mailboxes) RemoveAccount(ctx context.Context, id int64) error {
	return m.file.Write(ctx, "remove account", func(t *sqlite.Tx) error {
		t.Changed(data.TopicAccounts)
		n, err := t.Exec(ctx, `UPDATE account SET removed = ? WHERE id = ? AND removed IS NULL`, sqlite.Stamp(t.Now), id)
		if err == nil && n == 0 {
			return sqlite.NotFound("account", id)
		}
		for _, q := range []string{
			`UPDATE mail_folder SET floor = 0 WHERE account_id = ? AND id IN (SELECT folder_id FROM held_message)`,
			`DELETE FROM held_message WHERE folder_id IN (SELECT id FROM mail_folder WHERE account_id = ?)`,
			`DELETE FROM sync_run WHERE account_id = ?`,
		} {
			if err != nil {
				return err
			}
			_, err = t.Exec(ctx, q, id)
		}
		return err
	})
}

// Folders returns the folders of a mailbox that were looked at, by name.
func (m *Mailboxes) Folders(ctx context.Context, accountID int64) ([]data.MailFolder, error) {
	out, err := sqlite.Collect(ctx, m.file, scanFolder,
		`SELECT `+folderColumns+` FROM mail_folder WHERE account_id = ? ORDER BY role <> 'inbox', name`, accountID)
	return out, sqlite.Told("list folders", err)
}
