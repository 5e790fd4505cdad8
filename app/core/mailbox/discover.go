package mailbox

import (
	"context"
	netmail "net/mail"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/mail"
	"kartoteka/mail/discover"
	"kartoteka/mail/provider"
)

// Finder finds out how a mailbox is reached, by its address alone.
type Finder interface {
	Find(ctx context.Context, address string, progress discover.Progress) (data.Discovery, error)
}

// testLimit bounds a whole test of a mailbox: some servers let one in and then
// never say another word.
const testLimit = 60 * time.Second

// KnownAccount looks an address up in the list of providers that comes with the
// program. Nothing is connected to; ok is false when the list does not have it.
func (*Boxes) KnownAccount(address string) (d data.Discovery, ok bool) {
	return discover.Known(bare(address))
}

// Discover finds out how the mailbox of an address is reached. It takes at most
// 15 seconds; progress is told, on the calling goroutine, which source is asked.
// No password is ever sent.
func (bx *Boxes) Discover(ctx context.Context, address string, progress func(data.DiscoverySource)) (data.Discovery, error) {
	d, err := bx.finder.Find(ctx, bare(address), progress)
	if err != nil {
		bx.desk.LogError("discover", err)
		return d, mail.Told(err)
	}
	return d, nil
}

// Remedy tells what the provider of a mailbox wants before a mail program may
// enter, and where that is done; RemedyNone when nothing is known.
func (bx *Boxes) Remedy(a data.Account) (remedy data.Remedy, providerName, url string) {
	if d, ok := bx.KnownAccount(a.Address); ok && strings.EqualFold(d.Account.Host, a.Host) {
		return d.Remedy, d.Provider, d.RemedyURL
	}
	p, _ := provider.ByHost(a.Host)
	return p.Remedy, p.Name, p.URL
}

// bare is the address out of "Name <address>"; what is none stays as it is.
func bare(address string) string {
	if a, err := netmail.ParseAddress(strings.TrimSpace(address)); err == nil {
		return a.Address
	}
	return address
}

// TestAccount connects, logs in, lists the folders, opens the inbox to read, and
// changes nothing, here or there. An account without a server is looked for
// first. One that is kept already may be tested without its password being given
// again. A failure of the mail server has its step among its Args.
func (bx *Boxes) TestAccount(ctx context.Context, a data.Account, password string) ([]data.MailFolder, error) {
	a, err := bx.completed(ctx, a)
	if err != nil {
		return nil, err
	}
	way, err := bx.ways.To(ctx, a, password, false)
	if err != nil {
		return nil, err
	}
	defer way.Close()
	limited, cancel := context.WithTimeout(ctx, testLimit)
	defer cancel()
	list, err := bx.enter(limited, way)
	if err != nil {
		if limited.Err() != nil && ctx.Err() == nil {
			err = &mail.Failure{Step: mail.StepSelect, Key: "silent", Args: map[string]any{"Host": a.Host}, Err: err}
		}
		bx.desk.LogError("account test", err)
		bx.ways.Spoil(ctx, a, err)
		return nil, mail.Told(err)
	}
	out := make([]data.MailFolder, len(list))
	for i, f := range list {
		out[i] = data.MailFolder{
			AccountID: a.ID, Name: f.Name, Role: f.Role, UIDValidity: f.UIDValidity, OnServer: int(f.Messages),
		}
	}
	return out, nil
}

// enter goes through all that a pull needs of a server.
func (bx *Boxes) enter(ctx context.Context, w Way) ([]mail.Folder, error) {
	server, err := bx.ways.by.Dialer.Dial(ctx, w.Account, w.Password)
	if err != nil {
		return nil, err
	}
	defer func() { _ = server.Close() }() // all that was asked is answered
	list, err := server.Folders(ctx)
	if err != nil {
		return nil, err
	}
	for i, f := range list {
		if f.Role == data.RoleInbox || strings.EqualFold(f.Name, "INBOX") {
			open, err := server.Examine(ctx, f.Name)
			if err != nil {
				return nil, err
			}
			list[i].Messages, list[i].UIDValidity = open.Messages, open.UIDValidity
			break
		}
	}
	return list, nil
}

// completed fills an account in, its server by discovery if it has none.
func (bx *Boxes) completed(ctx context.Context, a data.Account) (data.Account, error) {
	if strings.TrimSpace(a.Host) == "" && strings.TrimSpace(a.Address) != "" {
		d, err := bx.Discover(ctx, a.Address, nil)
		if err != nil {
			return a, err
		}
		a = Settle(a, d)
	}
	return filled(a)
}

// Settle puts what was found into an account, where it says nothing itself.
func Settle(a data.Account, d data.Discovery) data.Account {
	a.Address, a.Host = d.Account.Address, d.Account.Host
	if a.Port == 0 {
		a.Port = d.Account.Port
	}
	if a.Security == "" {
		a.Security = d.Account.Security
	}
	if a.User == "" {
		a.User = d.Account.User
	}
	if a.Auth == "" {
		a.Auth = d.Account.Auth
	}
	return a
}
