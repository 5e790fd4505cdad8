package contacts

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"kartoteka/data"
	"kartoteka/data/store/sqlite"
)

// rankKept is how many lists' ids are remembered: one for each that is open.
const rankKept = 4

// ranks remembers the ids of whole lists in their order, so that any page of a
// long list costs the same. A list is forgotten as soon as anything is written.
type ranks struct {
	mu   sync.Mutex
	kept []rank // newest last
}

type rank struct {
	key string // the filter
	at  string // what the file looked like
	ids []int64
}

func (r *ranks) find(key, at string) ([]int64, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, k := range r.kept {
		if k.key == key && k.at == at {
			return k.ids, true
		}
	}
	return nil, false
}

func (r *ranks) keep(n rank) {
	r.mu.Lock()
	defer r.mu.Unlock()
	kept := make([]rank, 0, rankKept)
	for _, k := range r.kept {
		if k.at == n.at && k.key != n.key {
			kept = append(kept, k)
		}
	}
	if len(kept) == rankKept {
		kept = kept[1:]
	}
	r.kept = append(kept, n)
}

// rankedIDs returns the ids of all whom the filter selects, in its order. They
// are shared: nobody may change them.
func (cs *Cards) rankedIDs(ctx context.Context, q sqlite.Querier, f data.ContactFilter, writes int64) ([]int64, error) {
	key, at, err := cs.rankKey(ctx, q, f, writes)
	if err != nil {
		return nil, err
	}
	if ids, ok := cs.ranks.find(key, at); ok && f.IDs == nil {
		return ids, nil
	}
	s, err := cs.selection(ctx, q, &f)
	if err != nil || s.none {
		return nil, err
	}
	// One text of all ids is read ten times as fast as a row for each.
	text, _, err := sqlite.Value[string](ctx, q, `SELECT coalesce(group_concat(id), '') FROM (
		SELECT c.id FROM contact c`+s.all()+` ORDER BY `+contactOrder(&f)+`)`, s.args...)
	if err != nil {
		return nil, err
	}
	ids, err := parseIDs(text)
	if err == nil && f.IDs == nil {
		cs.ranks.keep(rank{key, at, ids})
	}
	return ids, err
}

// rankKey names the list, and the state of the file by what this program wrote
// and by the newest rows, which another program may have written.
func (cs *Cards) rankKey(ctx context.Context, q sqlite.Querier, f data.ContactFilter, writes int64) (key, at string, err error) {
	f.Offset, f.Limit = 0, 0
	b, err := json.Marshal(f)
	if err != nil {
		return "", "", fmt.Errorf("name list: %w", err)
	}
	newest, _, err := sqlite.Value[string](ctx, q, `SELECT concat_ws(' ', (SELECT max(id) FROM action), (SELECT max(id) FROM interaction),
		(SELECT max(id) FROM contact), (SELECT max(id) FROM case_record), (SELECT max(id) FROM follow_up))`)
	day := int64(0)
	if f.SilentFor > 0 {
		day = cs.file.Now().Unix() / 60
	}
	return string(b), fmt.Sprint(writes, " ", day, " ", newest), err
}

func parseIDs(text string) ([]int64, error) {
	if text == "" {
		return nil, nil
	}
	ids := make([]int64, 0, strings.Count(text, ",")+1)
	for part := range strings.SplitSeq(text, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read ids: %w", err)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// sortPolish sorts by Polish order.
func sortPolish(all []string) { collate.New(language.Polish).SortStrings(all) }
