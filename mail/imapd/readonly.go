package imapd

import (
	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
)

// What would change the mailbox is refused.

// Create refuses.
func (*session) Create(string, *imap.CreateOptions) error { return errReadOnly }

// Delete refuses.
func (*session) Delete(string) error { return errReadOnly }

// Rename refuses.
func (*session) Rename(string, string, *imap.RenameOptions) error { return errReadOnly }

// Subscribe refuses.
func (*session) Subscribe(string) error { return errReadOnly }

// Unsubscribe refuses.
func (*session) Unsubscribe(string) error { return errReadOnly }

// Append refuses.
func (*session) Append(string, imap.LiteralReader, *imap.AppendOptions) (*imap.AppendData, error) {
	return nil, errReadOnly
}

// Expunge refuses.
func (*session) Expunge(*imapserver.ExpungeWriter, *imap.UIDSet) error { return errReadOnly }

// Store refuses.
func (*session) Store(*imapserver.FetchWriter, imap.NumSet, *imap.StoreFlags, *imap.StoreOptions) error {
	return errReadOnly
}

// Copy refuses.
func (*session) Copy(imap.NumSet, string) (*imap.CopyData, error) { return nil, errReadOnly }

// Poll has nothing to tell: the mailbox never changes.
func (*session) Poll(*imapserver.UpdateWriter, bool) error { return nil }

// Idle waits until the client has had enough.
func (*session) Idle(_ *imapserver.UpdateWriter, stop <-chan struct{}) error {
	<-stop
	return nil
}
