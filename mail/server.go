package mail

import (
	"context"
	"time"

	"kartoteka/data"
)

// Dialer opens a connection to an account's server and logs in.
// Failures are *Failure.
type Dialer interface {
	Dial(ctx context.Context, a data.Account, password string) (Server, error)
}

// Server is a logged-in connection. It is used by one goroutine at a time.
// Nothing it does changes a flag or a message on the server.
type Server interface {
	// Folders lists the folders that can hold mail, with their roles. It may
	// return both folders and an error: then the list is known to be incomplete.
	Folders(ctx context.Context) ([]Folder, error)
	// Examine opens a folder read-only and returns its present state.
	Examine(ctx context.Context, name string) (Folder, error)
	// UIDs returns the UIDs of the open folder that are >= from, ascending.
	UIDs(ctx context.Context, from uint32) ([]uint32, error)
	// Fetch hands the raw messages with these UIDs to each, in any order.
	// A UID that the server leaves out is simply not handed over.
	Fetch(ctx context.Context, uids []uint32, each func(Fetched) error) error
	// FetchHeads hands over the headers of the messages with these UIDs, or the
	// fields of them that say who writes what to whom, as Fetch does messages.
	FetchHeads(ctx context.Context, uids []uint32, each func(Fetched) error) error
	// Close logs out and frees the connection.
	Close() error
}

// Folder is a folder as the server has it.
type Folder struct {
	Name        string // UTF-8
	Wire        string // as the server writes it, where that is no valid name; "" otherwise
	Role        data.FolderRole
	Messages    uint32
	UIDValidity uint32
	UIDNext     uint32
	ModSeq      uint64 // grows with every change (RFC 7162); 0: the server has none
	HasStatus   bool   // Messages, UIDValidity and UIDNext came with the list
}

// Fetched is one message exactly as the server gave it.
type Fetched struct {
	UID      uint32
	Received time.Time // zero when the server did not say
	Raw      []byte
	Large    data.Content // in place of Raw, of a large message; whoever is given it closes it
	Size     int64        // of the whole message, as the server states it; only beside a header
	Err      error        // why the message can't be had at all, e.g. too large; Raw is nil then
}

// ChangeLister is a Server that knows what has changed since some moment.
type ChangeLister interface {
	// Changed returns the UIDs of the open folder that were added or whose flags
	// have changed since its ModSeq was that, ascending.
	Changed(ctx context.Context, since uint64) ([]uint32, error)
}

// Rememberer is a Server that can be told on a fresh connection what an earlier
// one has listed, so that it need not list again to open a folder.
type Rememberer interface {
	Remember(folders []Folder)
}

// Begun is the beginning of a large message whose rest did not come.
type Begun struct {
	Folder           string
	UIDValidity, UID uint32
	Size             int64 // of the whole, as the server states it
	Content          data.Content
}

// Resumer is a Server that need not fetch anew what an earlier connection had of
// a large message when it was lost.
type Resumer interface {
	// Begun hands over what there is of a message, if any.
	Begun() *Begun
	// GoOn takes it over.
	GoOn(*Begun)
}

// Watchable is a Server whose connection can be kept between two pulls, to hear
// of news.
type Watchable interface {
	// CanIdle reports whether the server tells of news by itself.
	CanIdle() bool
	// Idle waits until the server tells that the number of messages in the open
	// folder has changed since it was opened (news), or stop is closed. When ctx
	// ends the connection is dropped.
	Idle(ctx context.Context, stop <-chan struct{}) (news bool, err error)
	// Check asks the server whether it is still there.
	Check(ctx context.Context) error
	// Good reports whether the connection is not known to be broken.
	Good() bool
}

// BareFetcher is a Server that can ask for one message in the plainest way
// there is. The pull turns to it for a message that Fetch did not get.
type BareFetcher interface {
	// FetchBare hands over the message; it hands over nothing and returns nil
	// when the server no longer lists the UID.
	FetchBare(ctx context.Context, uid uint32, each func(Fetched) error) error
}
