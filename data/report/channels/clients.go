package channels

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/report"
)

// wish is what is known of the clients who wish for one channel.
type wish struct {
	said, replies report.Portion
	clients       map[int64]report.Portion // by client: replies by the wished channel
}

// preferred sets the channel that clients wish for beside those that they and
// the firm used.
func (c *Channels) preferred() *report.Table {
	t := &report.Table{Key: "preferred", Columns: []report.Column{
		{Key: "wished", Kind: report.Text, Width: 26},
		{Key: "clients", Kind: report.Int, Width: 9},
		{Key: "said-n", Kind: report.Int, Width: 9},
		{Key: "said-so", Kind: report.Int, Width: 9.5},
		{Key: "said-so-share", Kind: report.Share, Width: 9},
		{Key: "replies-n", Kind: report.Int, Width: 9},
		{Key: "replies-so", Kind: report.Int, Width: 9.5},
		{Key: "replies-so-share", Kind: report.Share, Width: 9},
		{Key: "missed", Kind: report.Int, Width: 11.5},
		{Key: "missed-ids", Kind: report.Text, Width: 14, Wrap: true},
	}}
	wishes := map[data.Channel]*wish{}
	for i := range c.rows {
		r := &c.rows[i]
		if r.Preferred == "" || r.ContactID == 0 {
			continue
		}
		w := wishes[r.Preferred]
		if w == nil {
			w = &wish{clients: map[int64]report.Portion{}}
			wishes[r.Preferred] = w
		}
		w.add(r)
	}
	for _, ch := range slices.SortedFunc(maps.Keys(wishes), func(a, b data.Channel) int {
		return cmp.Or(place(a)-place(b), cmp.Compare(a, b))
	}) {
		t.Rows = append(t.Rows, wishes[ch].row(c.name(ch)))
	}
	return t
}

func (w *wish) add(r *report.SaidRow) {
	so := w.clients[r.ContactID]
	if r.Channel != "" { // on a portal nobody has the choice
		w.said = more(w.said, r.Channel == r.Preferred)
	}
	if r.Channel != "" && r.Wanted && !r.Waits && r.By != "" {
		w.replies = more(w.replies, r.By == r.Preferred)
		so = more(so, r.By == r.Preferred)
	}
	w.clients[r.ContactID] = so
}

func (w *wish) row(label report.Value) []report.Value {
	missed := w.missed()
	return []report.Value{
		label, report.Count(len(w.clients)),
		report.Count(w.said.N), report.Count(w.said.K), w.said.Share(),
		report.Count(w.replies.N), report.Count(w.replies.K), w.replies.Share(),
		report.Count(len(missed)), idList(missed),
	}
}

// missed are the clients who were answered, but less than half of the time by the
// channel that they wish for.
func (w *wish) missed() []int64 {
	var out []int64
	for _, id := range slices.Sorted(maps.Keys(w.clients)) {
		if p := w.clients[id]; p.N > 0 && 2*p.K < p.N {
			out = append(out, id)
		}
	}
	return out
}

// maxIDs is how many clients a cell names by their numbers.
const maxIDs = 12

func idList(ids []int64) report.Value {
	var list []string
	for _, id := range ids[:min(len(ids), maxIDs)] {
		list = append(list, strconv.FormatInt(id, 10))
	}
	text := report.Plain(strings.Join(list, ", "))
	if rest := len(ids) - maxIDs; rest > 0 {
		return report.Say(report.Counted("report.list-more", rest, report.With("List", text)))
	}
	return text
}

// minGroup is how many clients a group needs for its channels to be told: with
// fewer they could be told apart (DOMAIN §2.4, §2.11).
const minGroup = 5

// generation is what clients of one generation said.
type generation struct {
	code    string // "" for the rest
	rows    []*report.SaidRow
	clients map[int64]bool // and whether they wish for a channel
}

func (g *generation) add(r *report.SaidRow) {
	g.rows = append(g.rows, r)
	if r.ContactID != 0 {
		g.clients[r.ContactID] = g.clients[r.ContactID] || r.Preferred != ""
	}
}

// byGeneration are the generations with enough clients, oldest first, and behind
// them the rest: those with too few, and who is of no known one.
func (c *Channels) byGeneration() []*generation {
	groups := map[string]*generation{}
	for _, r := range pointers(c.rows) {
		if groups[r.Generation] == nil {
			groups[r.Generation] = &generation{code: r.Generation, clients: map[int64]bool{}}
		}
		groups[r.Generation].add(r)
	}
	rest := &generation{clients: map[int64]bool{}}
	var out []*generation
	for _, code := range append(data.Generations(), "") {
		g := groups[code]
		switch {
		case g == nil:
		case code != "" && len(g.clients) >= minGroup:
			out = append(out, g)
		default:
			for _, r := range g.rows {
				rest.add(r)
			}
		}
	}
	// A rest that is small itself could be told by what the others leave over.
	// One of things without a client gives nobody away.
	for len(rest.clients) > 0 && len(rest.clients) < minGroup && len(out) > 0 {
		i := smallest(out)
		for _, r := range out[i].rows {
			rest.add(r)
		}
		out = slices.Delete(out, i, i+1)
	}
	if len(rest.rows) > 0 {
		out = append(out, rest)
	}
	return out
}

func smallest(groups []*generation) int {
	out := 0
	for i, g := range groups {
		if len(g.clients) < len(groups[out].clients) {
			out = i
		}
	}
	return out
}

// generations counts what was said by generation and channel.
func (c *Channels) generations() *report.Table {
	t := &report.Table{Key: "generations", Columns: []report.Column{
		{Key: "generation", Kind: report.Text, Width: 26},
		{Key: "clients", Kind: report.Int, Width: 9},
		{Key: "wishing", Kind: report.Int, Width: 9.5},
		{Key: "said-n", Kind: report.Int, Width: 9},
	}}
	for _, ch := range c.used {
		t.Columns = append(t.Columns, report.Column{Key: channelColumn(ch), Title: c.title(ch), Kind: report.Int, Width: 9})
	}
	t.Columns = append(t.Columns, report.Column{Key: "hhi", Kind: report.Decimal, Width: 7})
	for _, g := range c.byGeneration() {
		t.Rows = append(t.Rows, g.row(c.used))
	}
	return t
}

// title is what stands above the column of a channel of the owner's own or one
// that he renamed; "" above others.
func (c *Channels) title(ch data.Channel) string {
	if v := c.name(ch); v.Kind == report.Text {
		return v.Text
	}
	return ""
}

// channelColumn is the key of a channel's column; channels of the owner's own
// share one.
func channelColumn(ch data.Channel) string {
	switch {
	case ch == "":
		return "by-elsewhere"
	case slices.Contains(data.Channels(), ch):
		return "by-" + string(ch)
	}
	return "by-own"
}

func (g *generation) row(used []data.Channel) []report.Value {
	label := report.Key("report.generation.rest")
	if g.code != "" {
		label = report.Key("report.generation." + g.code)
	}
	wishing := 0
	counts := map[data.Channel]int{}
	for _, wishes := range g.clients {
		if wishes {
			wishing++
		}
	}
	for _, r := range g.rows {
		counts[r.Channel]++
	}
	told := len(g.clients) >= minGroup
	cells := []report.Value{label, report.Count(len(g.clients)), report.Count(wishing), report.Count(len(g.rows))}
	for _, ch := range used {
		v := report.Value{}
		if told {
			v = report.Count(counts[ch])
		}
		cells = append(cells, v)
	}
	if !told {
		cells[2] = report.Value{}
		return append(cells, report.Value{})
	}
	return append(cells, concentration(g.rows))
}
