package mail

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
)

// Drafter is a Server that can lay messages among the drafts. It is the only
// way in which the program writes to a mailbox; nothing there is ever sent.
// Failures are *Failure.
type Drafter interface {
	// Append puts a message into a folder as a draft that was seen. The folder
	// may be missing: then the failure's key is AppendMissing.
	Append(ctx context.Context, folder string, raw []byte, at time.Time) error
	// Create makes a folder.
	Create(ctx context.Context, folder string) error
	// Holds returns those of the Message-IDs whose messages a folder holds.
	Holds(ctx context.Context, folder string, messageIDs []string) ([]string, error)
}

// The keys of failures that are dealt with here.
const (
	AppendMissing = "append-missing" // there is no such folder
	AppendLost    = "append-lost"    // nobody knows whether it arrived
)

// Draft is a message to be laid among the drafts.
type Draft struct {
	MessageID string // without <>
	Raw       []byte
	At        time.Time
	Again     bool // it was tried before and may be there
}

// LayDraft puts a draft into the mailbox's folder of drafts, which is made where
// there is none, and returns the folder's name. One that may have arrived before
// is looked for first, among what was sent too: no draft is laid twice.
func LayDraft(ctx context.Context, srv Server, d Draft) (folder string, err error) {
	w, ok := srv.(Drafter)
	if !ok {
		return "", &Failure{Step: StepDraft, Key: "append-unsupported"}
	}
	folders, listErr := srv.Folders(ctx)
	if listErr != nil && len(folders) == 0 {
		return "", listErr
	}
	folder = nameOf(folders, data.RoleDrafts)
	if d.Again {
		if at, err := find(ctx, w, folders, d.MessageID); err != nil || at != "" {
			return at, err
		}
	}
	if folder != "" {
		err = w.Append(ctx, folder, d.Raw, d.At)
		if !missing(err) {
			return folder, err
		}
	} else if listErr != nil {
		return "", listErr // it may be there, and just not have been listed
	}
	if folder == "" {
		folder = newFolder(folders)
	}
	if err := w.Create(ctx, folder); err != nil {
		return "", err
	}
	return folder, w.Append(ctx, folder, d.Raw, d.At)
}

// DraftsThere returns which drafts, by their Message-IDs, still lie in the folder
// of their mailbox. However many they are, a few questions are all it takes.
func DraftsThere(ctx context.Context, srv Server, folder string, messageIDs []string) ([]string, error) {
	w, ok := srv.(Drafter)
	if !ok {
		return nil, &Failure{Step: StepDraft, Key: "append-unsupported"}
	}
	return w.Holds(ctx, folder, messageIDs)
}

func missing(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Key == AppendMissing
}

func nameOf(folders []Folder, role data.FolderRole) string {
	i := slices.IndexFunc(folders, func(f Folder) bool { return f.Role == role })
	if i < 0 {
		return ""
	}
	return folders[i].Name
}

// find returns the folder in which a draft lies already, "" for none.
func find(ctx context.Context, w Drafter, folders []Folder, messageID string) (string, error) {
	for _, role := range []data.FolderRole{data.RoleDrafts, data.RoleSent} {
		name := nameOf(folders, role)
		if name == "" {
			continue
		}
		there, err := w.Holds(ctx, name, []string{messageID})
		if err != nil {
			return "", err
		}
		if len(there) > 0 {
			return name, nil
		}
	}
	return "", nil
}

// newFolder is what the folder of drafts is called where there is none: on some
// servers all folders stand below INBOX.
func newFolder(folders []Folder) string {
	const name = "Drafts"
	below := ""
	for _, f := range folders {
		switch {
		case strings.EqualFold(f.Name, "INBOX"):
		case len(f.Name) > len("INBOX.") && strings.EqualFold(f.Name[:len("INBOX")], "INBOX") && strings.ContainsRune("./", rune(f.Name[5])):
			below = f.Name[:len("INBOX.")]
		default:
			return name
		}
	}
	return below + name
}
