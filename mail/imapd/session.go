package imapd

import (
	"bytes"
	"crypto/subtle"
	"slices"
	"strings"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"

	"kartoteka/data"
)

const delim = '/'

var (
	errReadOnly = &imap.Error{
		Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeNoPerm, Text: "This mailbox is read-only",
	}
	errNoFolder = &imap.Error{
		Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeNonExistent, Text: "No such mailbox",
	}
	errNotOffered = &imap.Error{
		Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeCannot, Text: "Not offered here",
	}
)

// session is one client's connection. It reads the folders, which nobody
// changes, so it needs no lock.
type session struct {
	server   *Server
	mailbox  Mailbox
	folders  []Folder
	selected *Folder
}

var _ imapserver.Session = (*session)(nil)

// Close ends the session.
func (s *session) Close() error {
	s.server.sessions.Done()
	return nil
}

// Login checks the name and password.
func (s *session) Login(user, password string) error {
	u := subtle.ConstantTimeCompare([]byte(user), []byte(s.mailbox.User))
	p := subtle.ConstantTimeCompare([]byte(password), []byte(s.mailbox.Password))
	if u&p != 1 {
		return imapserver.ErrAuthFailed
	}
	return nil
}

func (s *session) find(name string) (*Folder, error) {
	for i := range s.folders {
		if s.folders[i].Name == name || strings.EqualFold(name, "INBOX") && strings.EqualFold(s.folders[i].Name, "INBOX") {
			return &s.folders[i], nil
		}
	}
	return nil, errNoFolder
}

func uidNext(f *Folder) imap.UID {
	if f.UIDNext > 0 {
		return imap.UID(f.UIDNext)
	}
	if n := len(f.Messages); n > 0 {
		return imap.UID(f.Messages[n-1].UID) + 1
	}
	return 1
}

// Select opens a folder; SELECT and EXAMINE are alike here.
func (s *session) Select(name string, _ *imap.SelectOptions) (*imap.SelectData, error) {
	f, err := s.find(name)
	if err != nil {
		return nil, err
	}
	s.selected = f
	return &imap.SelectData{
		Flags:       []imap.Flag{imap.FlagSeen},
		NumMessages: uint32(len(f.Messages)),
		UIDNext:     uidNext(f),
		UIDValidity: f.UIDValidity,
	}, nil
}

// Unselect closes the folder.
func (s *session) Unselect() error {
	s.selected = nil
	return nil
}

// List lists the folders that match.
func (s *session) List(w *imapserver.ListWriter, ref string, patterns []string, o *imap.ListOptions) error {
	for i := range s.folders {
		f := &s.folders[i]
		if !matches(f.Name, ref, patterns) {
			continue
		}
		d := &imap.ListData{Mailbox: f.Name, Delim: delim, Attrs: attrs(f.Role)}
		if o.ReturnStatus != nil {
			d.Status = status(f)
		}
		if err := w.WriteList(d); err != nil {
			return err
		}
	}
	return nil
}

func matches(name, ref string, patterns []string) bool {
	for _, p := range patterns {
		if imapserver.MatchList(name, delim, ref, p) {
			return true
		}
	}
	return false
}

func attrs(r data.FolderRole) []imap.MailboxAttr {
	switch r {
	case data.RoleSent:
		return []imap.MailboxAttr{imap.MailboxAttrSent}
	case data.RoleDrafts:
		return []imap.MailboxAttr{imap.MailboxAttrDrafts}
	case data.RoleJunk:
		return []imap.MailboxAttr{imap.MailboxAttrJunk}
	case data.RoleTrash:
		return []imap.MailboxAttr{imap.MailboxAttrTrash}
	case data.RoleAll:
		return []imap.MailboxAttr{imap.MailboxAttrAll}
	}
	return nil
}

// Status tells a folder's numbers.
func (s *session) Status(name string, _ *imap.StatusOptions) (*imap.StatusData, error) {
	f, err := s.find(name)
	if err != nil {
		return nil, err
	}
	return status(f), nil
}

func status(f *Folder) *imap.StatusData {
	n, zero := uint32(len(f.Messages)), uint32(0)
	var size int64
	for _, m := range f.Messages {
		size += int64(len(m.Raw))
	}
	return &imap.StatusData{
		Mailbox: f.Name, NumMessages: &n, NumRecent: &zero, UIDNext: uidNext(f), UIDValidity: f.UIDValidity,
		NumUnseen: &zero, NumDeleted: &zero, Size: &size,
	}
}

// Search finds messages by number and UID; a search for words is not offered.
func (s *session) Search(kind imapserver.NumKind, c *imap.SearchCriteria, o *imap.SearchOptions) (*imap.SearchData, error) {
	if len(c.Header)+len(c.Body)+len(c.Text)+len(c.Not)+len(c.Or) > 0 {
		return nil, errNotOffered
	}
	var seqs imap.SeqSet
	var uids imap.UIDSet
	d := &imap.SearchData{}
	for i, m := range s.selected.Messages {
		seq := uint32(i) + 1
		if !s.wanted(c, seq, &m) {
			continue
		}
		n := seq
		if kind == imapserver.NumKindUID {
			n = m.UID
		}
		seqs.AddNum(seq)
		uids.AddNum(imap.UID(m.UID))
		d.Count++
		d.Max = n
		if d.Min == 0 {
			d.Min = n
		}
	}
	d.All = seqs
	if kind == imapserver.NumKindUID {
		d.All = uids
	}
	return d, nil
}

// flags are those of a message: every one is seen.
func flags(m *Message) []imap.Flag {
	if m.Draft {
		return []imap.Flag{imap.FlagSeen, imap.FlagDraft}
	}
	return []imap.Flag{imap.FlagSeen}
}

// wanted reports whether a message meets the criteria.
func (s *session) wanted(c *imap.SearchCriteria, seq uint32, m *Message) bool {
	for _, set := range c.SeqNum {
		if !s.inSeqs(set, seq) {
			return false
		}
	}
	for _, set := range c.UID {
		if !s.inUIDs(set, m.UID) {
			return false
		}
	}
	has := flags(m)
	missing := func(f imap.Flag) bool { return !slices.Contains(has, f) }
	there := func(f imap.Flag) bool { return slices.Contains(has, f) }
	return !slices.ContainsFunc(c.Flag, missing) && !slices.ContainsFunc(c.NotFlag, there)
}

func (s *session) inSeqs(set imap.SeqSet, seq uint32) bool {
	last := uint32(len(s.selected.Messages))
	for _, r := range set {
		if inRange(r.Start, r.Stop, last, seq) {
			return true
		}
	}
	return false
}

func (s *session) inUIDs(set imap.UIDSet, uid uint32) bool {
	last := uint32(0)
	if n := len(s.selected.Messages); n > 0 {
		last = s.selected.Messages[n-1].UID
	}
	for _, r := range set {
		if inRange(uint32(r.Start), uint32(r.Stop), last, uid) {
			return true
		}
	}
	return false
}

// inRange reports whether n lies between two ends, of which 0 is "*", the last
// number. "9:*" holds the last one even when it is below 9 (RFC 3501 §6.4.8).
func inRange(from, to, last, n uint32) bool {
	if from == 0 {
		from = last
	}
	if to == 0 {
		to = last
	}
	if from > to {
		from, to = to, from
	}
	return from <= n && n <= to
}

// Fetch hands out messages as they were given.
func (s *session) Fetch(w *imapserver.FetchWriter, set imap.NumSet, o *imap.FetchOptions) error {
	if o.Envelope || o.BodyStructure != nil || len(o.BinarySection)+len(o.BinarySectionSize) > 0 {
		return errNotOffered
	}
	for i := range s.selected.Messages {
		m, seq := &s.selected.Messages[i], uint32(i)+1
		switch set := set.(type) {
		case imap.SeqSet:
			if !s.inSeqs(set, seq) {
				continue
			}
		case imap.UIDSet:
			if !s.inUIDs(set, m.UID) {
				continue
			}
		}
		if err := send(w.CreateMessage(seq), m, o); err != nil {
			return err
		}
	}
	return nil
}

// send writes one answer. It is ended in any case, also when the client has gone
// in the middle of it: until then the library lets nothing else be written, and
// the session could never end.
func send(w *imapserver.FetchResponseWriter, m *Message, o *imap.FetchOptions) (err error) {
	defer func() {
		if e := w.Close(); err == nil {
			err = e
		}
	}()
	if o.UID {
		w.WriteUID(imap.UID(m.UID))
	}
	if o.Flags {
		w.WriteFlags(flags(m))
	}
	if o.InternalDate {
		w.WriteInternalDate(m.Received)
	}
	if o.RFC822Size {
		w.WriteRFC822Size(int64(len(m.Raw)))
	}
	for _, b := range o.BodySection {
		raw := section(m.Raw, b)
		lit := w.WriteBodySection(b, int64(len(raw)))
		_, err := lit.Write(raw)
		if e := lit.Close(); err == nil {
			err = e
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// section cuts what a client asked for out of the raw message: all of it, its
// header or its text, and of that the bytes it named.
func section(raw []byte, b *imap.FetchItemBodySection) []byte {
	header, text, cut := bytes.Cut(raw, []byte("\r\n\r\n"))
	if cut {
		header = raw[:len(header)+4]
	}
	switch {
	case len(b.Part) > 0:
		raw = nil
	case b.Specifier == imap.PartSpecifierHeader:
		raw = fields(header, b.HeaderFields)
	case b.Specifier == imap.PartSpecifierText:
		raw = text
	}
	if b.Partial == nil {
		return raw
	}
	from := min(max(b.Partial.Offset, 0), int64(len(raw)))
	to := min(from+max(b.Partial.Size, 0), int64(len(raw)))
	return raw[from:to]
}

// fields cuts the named fields out of a header; without names it stays whole.
func fields(header []byte, names []string) []byte {
	if len(names) == 0 {
		return header
	}
	var out []byte
	taken := false
	for line := range bytes.SplitAfterSeq(header, []byte("\r\n")) {
		if len(line) == 0 || line[0] != ' ' && line[0] != '\t' {
			name, _, _ := bytes.Cut(line, []byte(":"))
			taken = slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, string(bytes.TrimSpace(name))) })
		}
		if taken {
			out = append(out, line...)
		}
	}
	return append(out, "\r\n"...)
}
