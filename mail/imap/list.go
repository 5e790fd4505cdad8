package imap

import (
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"math"

	"github.com/emersion/go-imap/v2"

	"kartoteka/data"
	"kartoteka/mail"

	"kartoteka/mail/imap/connect"
	"kartoteka/mail/imap/wire"
)

// maxFolders is more than a mailbox has; a longer list is an attack.
const maxFolders = 10000

// statusWanted is what is asked of a folder that is not open.
func (s *server) statusWanted() *imap.StatusOptions {
	return &imap.StatusOptions{
		NumMessages: true, UIDNext: true, UIDValidity: true, HighestModSeq: s.caps.Has(imap.CapCondStore),
	}
}

// Folders lists the folders, in one round trip where the server can tell their
// state along with their names. A name that is not well encoded is mended on the
// way (see mender). A list that go-imap can't read for another reason costs the
// connection; then the plain list is tried, then INBOX and the usual names one by
// one, and the failure is returned beside them.
func (s *server) Folders(ctx context.Context) ([]mail.Folder, error) {
	options := &imap.ListOptions{ReturnSpecialUse: s.caps.Has(imap.CapSpecialUse)}
	if s.caps.Has(imap.CapListStatus) {
		options.ReturnStatus = s.statusWanted()
	}
	folders, err := s.list(ctx, options)
	if err == nil {
		return folders, nil
	}
	if options.ReturnSpecialUse || options.ReturnStatus != nil {
		if err := s.again(ctx, err); err != nil {
			return nil, err
		}
		if folders, err = s.list(ctx, nil); err == nil {
			return folders, nil
		}
	}
	if err := s.again(ctx, err); err != nil {
		return nil, err
	}
	folders, dead := s.probe(ctx)
	if dead != nil {
		return nil, dead
	}
	return folders, err
}

// again makes the connection ready for another try after err.
func (s *server) again(ctx context.Context, err error) error {
	var refused *imap.Error
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused):
		return nil // a NO costs nothing
	}
	return s.reopen(ctx)
}

func (s *server) list(ctx context.Context, o *imap.ListOptions) ([]mail.Folder, error) {
	var all []*imap.ListData
	err := s.ask(ctx, mail.StepList, listAnswer, func() error {
		cmd := s.client.List("", "*", o)
		for d := cmd.Next(); d != nil; d = cmd.Next() {
			if len(all) >= maxFolders {
				_ = s.wire.Fail(wire.ErrFlood)
				_ = s.wire.Close() // ends the list
				break
			}
			all = append(all, d)
		}
		return cmd.Close()
	})
	if err != nil {
		return nil, err
	}
	return s.arrange(all), nil
}

// arrange drops what can't hold mail and what is listed twice.
func (s *server) arrange(all []*imap.ListData) []mail.Folder {
	var out []mail.Folder
	seen := map[string]bool{}
	var delim rune
	for _, d := range all {
		if seen[d.Mailbox] || !selectable(d.Attrs) {
			continue
		}
		seen[d.Mailbox] = true
		if d.Delim != 0 {
			delim = d.Delim
		}
		f := mail.Folder{Name: d.Mailbox, Role: roleOf(d.Mailbox, d.Attrs)}
		fill(&f, d.Status)
		out = append(out, f)
	}
	named(out)
	guessRoles(out, delim)
	s.Remember(out)
	return out
}

func selectable(attrs []imap.MailboxAttr) bool {
	for _, a := range attrs {
		if a == imap.MailboxAttrNoSelect || a == imap.MailboxAttrNonExistent {
			return false
		}
	}
	return true
}

func fill(f *mail.Folder, d *imap.StatusData) {
	if d == nil || d.NumMessages == nil || d.UIDValidity == 0 {
		return
	}
	f.Messages, f.UIDValidity, f.UIDNext = *d.NumMessages, d.UIDValidity, uint32(d.UIDNext)
	f.ModSeq, f.HasStatus = modSeq(d.HighestModSeq), true
}

// modSeq is the number if it is one; by RFC 7162 it has 63 bits.
func modSeq(n uint64) uint64 {
	if n > math.MaxInt64 {
		return 0
	}
	return n
}

// Remember takes note of what the folders are for and of what their names are on
// the wire.
func (s *server) Remember(folders []mail.Folder) {
	s.folders = make(map[string]mail.Folder, len(folders))
	for _, f := range folders {
		s.folders[f.Name] = f
	}
}

// wireName returns the name that go-imap knows a folder by.
func (s *server) wireName(name string) string {
	if f := s.folders[name]; f.Wire != "" {
		return f.Wire
	}
	return name
}

// probe asks for the folders that are usually there. INBOX always is.
func (s *server) probe(ctx context.Context) ([]mail.Folder, error) {
	out := []mail.Folder{{Name: "INBOX", Role: data.RoleInbox}}
	for _, name := range nameRoles[0].names {
		f := mail.Folder{Name: name, Role: nameRoles[0].role}
		err := s.ask(ctx, mail.StepList, smallAnswer, func() error {
			d, err := s.client.Status(name, s.statusWanted()).Wait()
			if err == nil {
				fill(&f, d)
			}
			return err
		})
		var refused *imap.Error
		switch {
		case errors.As(err, &refused):
			continue // no such folder
		case err != nil:
			return nil, err
		}
		out = append(out, f)
	}
	s.Remember(out)
	return out, nil
}

// Examine opens a folder read-only.
func (s *server) Examine(ctx context.Context, name string) (mail.Folder, error) {
	f := mail.Folder{Name: name, Role: s.folders[name].Role}
	select {
	case <-s.news: // of what was open before
	default:
	}
	err := s.ask(ctx, mail.StepSelect, smallAnswer, func() error {
		d, err := s.client.Select(s.wireName(name), &imap.SelectOptions{
			ReadOnly: true, CondStore: s.caps.Has(imap.CapCondStore),
		}).Wait()
		if err != nil {
			return err
		}
		f.Messages, f.UIDValidity, f.UIDNext = d.NumMessages, d.UIDValidity, uint32(d.UIDNext)
		f.ModSeq = modSeq(d.HighestModSeq)
		return nil
	})
	if err != nil {
		return mail.Folder{}, err
	}
	if f.UIDValidity == 0 {
		return mail.Folder{}, &mail.Failure{Step: mail.StepSelect, Key: "select-odd", Args: connect.HostArgs(s.account)}
	}
	s.role, s.opened = f.Role, f
	return f, nil
}

// named puts readable names in place of those that stand for raw bytes, and
// keeps apart what would then be called alike.
func named(folders []mail.Folder) {
	taken := map[string]bool{}
	for i := range folders {
		if _, raw := wire.BehindMark(folders[i].Name); !raw {
			taken[folders[i].Name] = true
		}
	}
	for i := range folders {
		raw, ok := wire.BehindMark(folders[i].Name)
		if !ok {
			continue
		}
		name := wire.Readable(raw)
		if taken[name] {
			name = fmt.Sprintf("%s #%08x", name, crc32.ChecksumIEEE([]byte(raw)))
		}
		taken[name] = true
		folders[i].Name, folders[i].Wire = name, folders[i].Name
	}
}
