package mail_test

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"kartoteka/data"
	"kartoteka/mail"
)

// keeper is a store in memory that refuses whatever would break the promises
// of a pull: a message lost below the pointer, kept twice, or kept altered.
type keeper struct {
	mu      sync.Mutex
	folders map[string]*kept
	bySum   map[string]data.MailItem // every message once
	saves   int
	most    int // messages in the largest batch
	fail    func(saves int) error
	buried  map[string]bool  // sums of what was deleted for good
	refuse  map[string]error // a batch with a message of such a subject
	onKeep  func(saves int)
	hold    func(m data.Message) bool // whose header alone is kept; nil: nobody's
}

type kept struct {
	folder   data.MailFolder
	places   map[uint32]map[uint32]string // epoch → uid → sum
	gone     map[uint32]map[uint32]bool
	away     map[uint32]map[uint32]bool // epoch → uid of what was deleted for good
	problems map[uint32]data.Problem
	held     map[uint32]map[uint32]data.Held // epoch → uid of whose header alone is known
	due      bool                            // problems are due at once
	failed   string
}

func newKeeper() *keeper {
	return &keeper{folders: map[string]*kept{}, bySum: map[string]data.MailItem{}}
}

var _ mail.Keeper = (*keeper)(nil)

func (k *keeper) at(name string) *kept {
	f := k.folders[name]
	if f == nil {
		f = &kept{
			places: map[uint32]map[uint32]string{}, gone: map[uint32]map[uint32]bool{},
			problems: map[uint32]data.Problem{}, due: true, away: map[uint32]map[uint32]bool{},
			held: map[uint32]map[uint32]data.Held{},
		}
		k.folders[name] = f
	}
	return f
}

func (k *keeper) Folder(_ context.Context, _ int64, name string) (data.MailFolder, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.at(name).folder, nil
}

func (k *keeper) Problems(_ context.Context, _ int64, name string, validity uint32) ([]data.Problem, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []data.Problem
	f := k.at(name)
	for _, p := range f.problems {
		if p.UIDValidity == validity && f.due {
			out = append(out, p)
		}
	}
	return out, nil
}

func (k *keeper) UIDs(_ context.Context, _ int64, name string, validity uint32) ([]uint32, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []uint32
	f := k.at(name)
	for u := range f.places[validity] {
		if !f.gone[validity][u] {
			out = append(out, u)
		}
	}
	slices.Sort(out)
	return out, nil
}

func (k *keeper) Count(ctx context.Context, account int64, name string, validity uint32) (int, error) {
	all, err := k.UIDs(ctx, account, name, validity)
	return len(all), err
}

func (k *keeper) LeftOut(_ context.Context, _ int64, name string, validity uint32) ([]uint32, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []uint32
	for u := range k.at(name).away[validity] {
		out = append(out, u)
	}
	slices.Sort(out)
	return out, nil
}

func (k *keeper) MarkGone(_ context.Context, _ int64, name string, validity uint32, uids []uint32) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	f := k.at(name)
	if f.gone[validity] == nil {
		f.gone[validity] = map[uint32]bool{}
	}
	for _, u := range uids {
		f.gone[validity][u] = true
		delete(f.away[validity], u)
		delete(f.held[validity], u)
	}
	return nil
}

func (k *keeper) Selective(context.Context) (bool, error) { return k.hold != nil, nil }

func (k *keeper) Held(_ context.Context, _ int64, name string, validity uint32) ([]data.Held, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f := k.at(name)
	var out []data.Held
	for u, h := range f.held[validity] {
		_, h.Troubled = f.problems[u]
		h.Wanted = k.hold == nil || !k.hold(data.Message{From: h.With, Subject: h.Subject})
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b data.Held) int { return cmp.Compare(a.UID, b.UID) })
	return out, nil
}

func (k *keeper) Hold(_ context.Context, b data.HeadBatch) ([]uint32, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	f, v := k.at(b.Folder.Name), b.Folder.UIDValidity
	if f.held[v] == nil {
		f.held[v] = map[uint32]data.Held{}
	}
	var keep []uint32
	for _, it := range b.Items {
		if !k.hold(it.Message) {
			keep = append(keep, it.UID)
			continue
		}
		if it.Raw != nil || it.Message.Text != "" {
			return nil, fmt.Errorf("uid %d: more than a header of a stranger's mail", it.UID)
		}
		f.held[v][it.UID] = data.Held{UID: it.UID, With: it.Message.From, Subject: it.Message.Subject, Size: it.Message.Size}
		delete(f.problems, it.UID)
	}
	slices.Sort(keep)
	f.folder = b.Folder
	return keep, nil
}

func (k *keeper) FoldersGone(_ context.Context, _ int64, there []string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	for name, f := range k.folders {
		if v := f.folder.UIDValidity; v != 0 && !slices.Contains(there, name) {
			if f.gone[v] == nil {
				f.gone[v] = map[uint32]bool{}
			}
			for u := range f.places[v] {
				f.gone[v][u] = true
			}
			f.folder = data.MailFolder{}
			clear(f.away)
			clear(f.held)
			clear(f.problems)
		}
	}
	return nil
}

func (k *keeper) FolderFailed(_ context.Context, _ int64, name, key string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.at(name).failed = key
	return nil
}

func (k *keeper) Keep(ctx context.Context, b data.MailBatch) (data.Kept, error) {
	if err := ctx.Err(); err != nil {
		return data.Kept{}, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.saves++
	if k.onKeep != nil {
		k.onKeep(k.saves)
	}
	if k.fail != nil {
		if err := k.fail(k.saves); err != nil {
			return data.Kept{}, err
		}
	}
	for _, it := range b.Items {
		if err := k.refuse[it.Message.Subject]; err != nil {
			return data.Kept{}, err
		}
	}
	k.most = max(k.most, len(b.Items))
	f := k.at(b.Folder.Name)
	v := b.Folder.UIDValidity
	f.folder, f.failed = b.Folder, ""
	if f.places[v] == nil {
		f.places[v] = map[uint32]string{}
	}
	var out data.Kept
	for _, it := range b.Items {
		if err := k.item(f, v, it, &out); err != nil {
			return data.Kept{}, err
		}
	}
	for _, p := range b.Problems {
		f.problems[p.UID] = p
	}
	for _, u := range b.Resolved {
		delete(f.problems, u)
		delete(f.held[v], u)
	}
	for _, it := range b.Items {
		delete(f.problems, it.UID)
		delete(f.held[v], it.UID)
	}
	return out, nil
}

func (k *keeper) item(f *kept, v uint32, it data.MailItem, out *data.Kept) error {
	sum := sha256.Sum256(it.Raw)
	h := hex.EncodeToString(sum[:])
	if it.Message.SHA256 != h || it.Message.Size != int64(len(it.Raw)) {
		return errors.New("message does not describe its bytes")
	}
	if len(it.Message.Places) != 1 || it.Message.Places[0].UID != it.UID || it.Message.Places[0].UIDValidity != v {
		return fmt.Errorf("places of uid %d: %v", it.UID, it.Message.Places)
	}
	if _, twice := f.places[v][it.UID]; twice && !f.gone[v][it.UID] {
		return fmt.Errorf("uid %d handed over twice", it.UID)
	}
	if k.buried[h] {
		if f.away[v][it.UID] {
			return fmt.Errorf("uid %d of a deleted message fetched again", it.UID)
		}
		if f.away[v] == nil {
			f.away[v] = map[uint32]bool{}
		}
		f.away[v][it.UID] = true
		out.LeftOut++
		return nil
	}
	f.places[v][it.UID] = h
	delete(f.gone[v], it.UID)
	if _, ok := k.bySum[h]; ok {
		out.Joined++
		return nil
	}
	k.bySum[h] = it
	out.New++
	return nil
}

// raws returns the sums of what lies at a folder's places now, by UID.
func (k *keeper) raws(name string) map[uint32]string {
	k.mu.Lock()
	defer k.mu.Unlock()
	f := k.at(name)
	v := f.folder.UIDValidity
	out := map[uint32]string{}
	for u, h := range f.places[v] {
		if !f.gone[v][u] {
			out[u] = h
		}
	}
	return out
}

func (k *keeper) messages() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.bySum)
}

// check fails the test unless every UID that the server lists is kept with its
// bytes, set aside, or above the pointer.
func (k *keeper) check(t *testing.T, folder string, onServer map[uint32]string) {
	t.Helper()
	got := k.raws(folder)
	k.mu.Lock()
	defer k.mu.Unlock()
	f := k.at(folder)
	for u, h := range onServer {
		_, aside := f.problems[u]
		_, held := f.held[f.folder.UIDValidity][u]
		switch {
		case got[u] == h, aside, held, k.buried[h], u > f.folder.Floor:
		default:
			t.Errorf("%s uid %d lies below the pointer %d and is neither kept nor set aside", folder, u, f.folder.Floor)
		}
	}
	for u, h := range got {
		if want, ok := onServer[u]; ok && want != h {
			t.Errorf("%s uid %d: kept other bytes than the server has", folder, u)
		}
	}
}
