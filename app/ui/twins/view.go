package twins

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what is needed of the program.
type Service interface {
	Duplicates(ctx context.Context, progress func(done, total int)) (data.DuplicateScan, error)
	LikelyDuplicates(ctx context.Context, draft data.Contact, limit int) ([]data.DuplicatePair, error)
	NotDuplicate(ctx context.Context, a, b int64) (int64, error)
	Contact(ctx context.Context, id int64) (data.Contact, error)
	MergeCounts(ctx context.Context, id int64) (data.MergeCounts, error)
	CustomFields(ctx context.Context) ([]data.CustomField, error)
	Categories(ctx context.Context, list string) ([]data.Category, error)
	Merge(ctx context.Context, m data.Merge) (int64, error)
}

// View lists the pairs of cards that may be one client's.
type View struct {
	env   *kit.Env
	svc   Service
	back  func()
	scope *kit.Scope

	scan data.DuplicateScan
	done bool // the search came to its end

	page  *kit.Page
	root  *parts.Keys
	body  *parts.Slot
	list  *widget.RowList
	note  *kit.Para
	bar   *kit.Progress
	phase *kit.Text
}

// New returns the view; Start begins the search. back leads to where the owner
// came from.
func New(env *kit.Env, svc Service, back func()) *View {
	tr := env.Tr
	v := &View{env: env, svc: svc, back: back, scope: kit.NewScope(env), body: parts.NewSlot()}
	v.bar = kit.NewProgress(look.ColorBorder, look.ColorPrimary)
	v.phase = kit.Muted("").Cut()
	v.note = kit.NewPara("", look.SizeBody, look.ColorMuted)
	v.list = widget.NewRowList(func() int { return len(v.scan.Pairs) }, v.row)
	v.list.OnOpen = v.open
	v.list.OnKey = v.key
	v.page = kit.NewPage(tr.T("twins.title"), tr.T("twins.subtitle"),
		kit.Quiet(tr.T("twins.back"), look.IconBack, back), kit.Secondary(tr.T("twins.again"), look.IconRefresh, v.Start))
	v.page.SetBody(v.body.Box)
	v.root = parts.NewKeys(v.page, v.key)
	return v
}

// Content is the view.
func (v *View) Content() fyne.CanvasObject { return v.root }

// Focus is where the keyboard goes first.
func (v *View) Focus() fyne.Focusable {
	if v.done && len(v.scan.Pairs) > 0 {
		return v.list.Focusable()
	}
	return v.root
}

// Close ends the search.
func (v *View) Close() { v.scope.Close() }

// Start looks through the whole base; what was found before is replaced.
func (v *View) Start() {
	tr := v.env.Tr
	v.done = false
	v.bar.Set(0, 1)
	v.phase.SetText(tr.T("twins.searching"))
	v.body.Set(kit.VBox(kit.GapRows, kit.HBox(kit.GapSmall, kit.Grow(kit.VBox(kit.GapSmall, v.phase, v.bar)),
		kit.Secondary(tr.T("twins.stop"), "", v.stop)), kit.Loading(5)))
	kit.Go(v.scope, "scan", func(ctx context.Context) (data.DuplicateScan, error) {
		return v.svc.Duplicates(ctx, v.progress(ctx))
	}, func(found data.DuplicateScan, err error) {
		if err != nil {
			v.body.Set(kit.Trouble(v.env, err, v.Start))
			return
		}
		v.scan, v.done = found, true
		v.show()
		if len(found.Pairs) > 0 {
			v.list.Mark(0)
		}
		kit.Focus(v.Focus())
	})
}

// often is how often progress is shown: more would only keep the window busy.
const often = 100 * time.Millisecond

// progress brings the search's steps to the window.
func (v *View) progress(ctx context.Context) func(done, total int) {
	var last time.Time
	return func(done, total int) {
		if now := time.Now(); now.Sub(last) >= often {
			last = now
			v.env.Post(func() {
				if ctx.Err() == nil && !v.scope.Closed() {
					v.bar.Set(done, total)
					v.phase.SetText(v.env.Tr.T("twins.progress", "Percent", 100*done/max(total, 1)))
				}
			})
		}
	}
}

func (v *View) stop() {
	v.scope.Cancel("scan")
	tr := v.env.Tr
	v.body.Set(kit.Empty(look.IconContacts, tr.T("twins.stopped"), kit.Primary(tr.T("twins.again"), look.IconRefresh, v.Start)))
	kit.Focus(v.root)
}

// show shows what is left of what was found.
func (v *View) show() {
	tr := v.env.Tr
	v.page.SetSubtitle(tr.N("twins.compared", v.scan.Contacts))
	if len(v.scan.Pairs) == 0 {
		v.body.Set(kit.Empty(look.IconCheck, tr.T("twins.none"), nil))
		return
	}
	v.list.Refresh()
	deeds := parts.KeyRow(
		parts.NewBestButton("↵", tr.T("twins.open"), kit.ToneInfo, func() { v.open(v.list.Selected()) }),
		parts.NewKeyButton("N", tr.T("twins.differ"), func() { v.differ(v.list.Selected()) }))
	rows := []fyne.CanvasObject{kit.HBox(kit.GapRows, kit.Grow(kit.Strong(tr.N("twins.pairs", len(v.scan.Pairs))).Cut())), deeds}
	if text := v.left(); text != "" {
		v.note.SetText(text)
		rows = append(rows, v.note)
	}
	v.body.Set(kit.VBox(kit.GapRows, append(rows, kit.Grow(kit.FlatCard(kit.Pad(4, 4, 4, 4, v.list))))...))
}

// left says what the search could not show or compare.
func (v *View) left() string {
	tr := v.env.Tr
	var out []string
	if v.scan.More > 0 {
		out = append(out, tr.N("twins.more", v.scan.More))
	}
	if len(v.scan.Crowds) > 0 {
		names := make([]string, len(v.scan.Crowds))
		for i, c := range v.scan.Crowds {
			names[i] = c.Name + " (" + tr.Int(c.N) + ")"
		}
		out = append(out, tr.T("twins.crowds", "Names", strings.Join(names[:min(3, len(names))], ", ")))
	}
	return strings.Join(out, " ")
}

func (v *View) row(i int) widget.Row {
	p := &v.scan.Pairs[i]
	chip, tone := scoreChip(v.env.Tr, p.Score)
	return widget.Row{
		Avatar: p.A.Name, Title: v.env.Tr.T("twins.pair", "A", p.A.Name, "B", p.B.Name), Subtitle: reasonsLine(v.env.Tr, p.Reasons),
		Chip: chip, Tone: tone, ChipUp: true,
	}
}

func (v *View) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyN:
		v.differ(v.list.Selected())
	case fyne.KeyEscape:
		v.back()
	default:
		return false
	}
	return true
}

// open lays the pair's cards side by side.
func (v *View) open(i int) {
	if !v.done || i < 0 || i >= len(v.scan.Pairs) {
		return
	}
	p := v.scan.Pairs[i]
	ShowMerge(v.env, v.svc, p.A.ID, p.B.ID, Hooks{
		Reasons: p.Reasons,
		Merged: func(m data.Merge) {
			v.drop(func(q *data.DuplicatePair) bool { return q.A.ID == m.Gone || q.B.ID == m.Gone })
		},
		Differ: func() { v.dropPair(p.A.ID, p.B.ID) },
		Undone: v.Start,
	})
}

// differ says that the pair's cards are two clients'.
func (v *View) differ(i int) {
	if !v.done || i < 0 || i >= len(v.scan.Pairs) {
		return
	}
	p := v.scan.Pairs[i]
	differ(v.env, v.svc, v.scope, p.A.ID, p.B.ID, func() { v.dropPair(p.A.ID, p.B.ID) }, v.Start)
}

func (v *View) dropPair(a, b int64) {
	v.drop(func(q *data.DuplicatePair) bool { return q.A.ID == a && q.B.ID == b })
}

// drop takes pairs off the list; the next one is selected.
func (v *View) drop(gone func(*data.DuplicatePair) bool) {
	at := v.list.Selected()
	var left []data.DuplicatePair
	for i := range v.scan.Pairs {
		if !gone(&v.scan.Pairs[i]) {
			left = append(left, v.scan.Pairs[i])
		}
	}
	v.scan.Pairs = left
	v.show()
	v.list.Mark(min(at, len(left)-1))
	kit.Focus(v.Focus())
}

// differ notes that two cards are two clients' and offers to take it back.
func differ(env *kit.Env, svc Service, scope *kit.Scope, a, b int64, done, undone func()) {
	kit.Go(scope, "differ", func(ctx context.Context) (int64, error) {
		return svc.NotDuplicate(ctx, a, b)
	}, func(action int64, err error) {
		if err != nil {
			dialog.ShowError(env, err)
			return
		}
		env.Toast(env.Tr.T("twins.differed"), undoable(action, undone))
		done()
	})
}

// undoable is a deed of this package for its notice; nil when it changed nothing.
func undoable(action int64, undone func()) kit.Deed {
	switch {
	case action == 0:
		return nil
	case undone == nil:
		return kit.Did
	}
	return undone
}
