// Package exchange is the page on which clients come in from files and go out
// into them: a file is shown row by row before anything is changed, and an
// import can be taken back whole.
//
// It shows what its Service plans and does; what a file is and whom its rows
// concern is decided there.
package exchange

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Service is what the page needs of the program. progress is called often, from
// any goroutine.
type Service interface {
	PlanImport(ctx context.Context, path string, o data.ImportOptions, progress func(done, total int)) (*data.ImportPlan, error)
	ApplyImport(ctx context.Context, p *data.ImportPlan, progress func(done, total int)) (data.ImportResult, error)
	ImportFields() []string
	WriteFailedRows(ctx context.Context, p *data.ImportPlan, path string) error
	Imports(ctx context.Context) ([]data.ImportRun, error)
	RevertImport(ctx context.Context, run int64) (data.Reverted, error)
	// ImportMail reads a file or a folder of mail; progress is told bytes.
	ImportMail(ctx context.Context, path string, dry bool, progress func(done, total int)) (data.ImportResult, error)
	ExportList(ctx context.Context, o data.ExportOptions, progress func(done, total int)) (int, error)
}

// Screen is the page.
type Screen struct {
	env   *kit.Env
	svc   Service
	scope *kit.Scope
	slot  *parts.Slot
	plan  *planView // nil: the page with the ways in and out
	runs  []data.ImportRun
	first fyne.Focusable
	long  *parts.Long
}

var _ kit.Screen = (*Screen)(nil)

// New returns the page; it loads when it is shown.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{env: env, svc: svc, scope: kit.NewScope(env), slot: parts.NewSlot()}
	s.long = parts.NewLong(env, s.scope, s.slot, s.back)
	s.slot.Set(kit.Loading(5))
	return s
}

// Content is the page.
func (s *Screen) Content() fyne.CanvasObject { return s.slot.Box }

// Show loads the page, unless a file is being looked at.
func (s *Screen) Show(int64) {
	if s.plan == nil && !s.long.Busy() {
		s.load()
	}
}

// Changed loads the page anew when imports may have changed.
func (s *Screen) Changed(c data.Change) {
	if s.plan == nil && !s.long.Busy() && c.Has(data.TopicContacts, data.TopicJournal) {
		s.load()
	}
}

// Focus is the button that chooses a file.
func (s *Screen) Focus() fyne.Focusable { return s.first }

// Close ends the page's work.
func (s *Screen) Close() { s.scope.Close() }

func (s *Screen) load() {
	kit.Go(s.scope, "load", func(ctx context.Context) ([]data.ImportRun, error) { return s.svc.Imports(ctx) },
		func(runs []data.ImportRun, err error) {
			switch {
			case s.plan != nil || s.long.Busy():
			case err != nil:
				s.slot.Set(kit.Trouble(s.env, err, s.load))
			default:
				s.runs = runs
				s.home()
			}
		})
}

// home shows the ways in and out, and what came in before.
func (s *Screen) home() {
	tr := s.env.Tr
	choose := kit.Primary(tr.T("exchange.choose"), look.IconFolder, s.askFile)
	s.first = choose
	in := kit.Section(tr.T("exchange.in"), nil, kit.VBox(kit.GapRows,
		kit.Sentence(tr.T("exchange.in-what")),
		kit.HBox(kit.GapSmall, choose, kit.Secondary(tr.T("exchange.mail-folder"), look.IconMail, s.askMailFolder), kit.Spacer()),
		kit.Note(tr.T("exchange.in-mail")), kit.Note(tr.T("exchange.in-safe"))))
	out := kit.Section(tr.T("exchange.out"), nil, s.exportForm())
	left := kit.VBox(kit.GapCards, in, out)
	s.slot.Set(kit.PageScroll(kit.Weighted(kit.GapCards, []float32{1, 1}, left, kit.VBox(0, s.runsCard()))))
}

func (s *Screen) runsCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := kit.VBox(0)
	for i, r := range s.runs {
		if i > 0 {
			rows.Add(kit.Rule())
		}
		rows.Add(s.runRow(r))
	}
	if len(s.runs) == 0 {
		rows.Add(kit.Hint(tr.T("exchange.runs-none")))
	}
	return kit.Section(tr.T("exchange.runs"), nil, rows)
}

func (s *Screen) runRow(r data.ImportRun) fyne.CanvasObject {
	tr := s.env.Tr
	lines := kit.VBox(2, kit.Strong(r.Source).Cut(),
		kit.Caption(tr.T("exchange.run-when", "When", r.At)).Cut(),
		kit.NewPara(counts(tr, r.ImportResult), 12, look.ColorMuted))
	row := []fyne.CanvasObject{kit.Grow(lines)}
	switch {
	case !r.Reverted.IsZero():
		lines.Add(kit.Caption(tr.T("exchange.reverted", "When", r.Reverted)))
	case r.ActionID != 0:
		row = append(row, kit.Quiet(tr.T("exchange.revert"), look.IconUndo, func() { s.askRevert(r) }))
	}
	return kit.Pad(6, 0, 6, 0, kit.TopBox(kit.GapSmall, row...))
}

func (s *Screen) askRevert(r data.ImportRun) {
	tr := s.env.Tr
	dialog.Confirm(s.env, tr.T("exchange.revert-title"), tr.T("exchange.revert-question", "File", r.Source),
		tr.T("exchange.revert-deed"), func() {
			parts.Run(s.long, tr.T("exchange.reverting", "File", r.Source),
				func(ctx context.Context, _ *parts.Work) (data.Reverted, error) {
					return s.svc.RevertImport(ctx, r.ID)
				}, func(back data.Reverted) { s.env.Toast(revertedWords(tr, back), nil) })
		})
}

func (s *Screen) askFile() {
	s.env.File(kit.FileAsk{
		Endings: append([]string{".csv", ".txt", ".tsv", ".xlsx", ".vcf", ".ics", ".json"}, mailEndings...), Dir: parts.Downloads(),
		Done: func(path string) { s.open(path, data.ImportOptions{}) },
	})
}

// open plans the import of a file and shows the plan.
func (s *Screen) open(path string, o data.ImportOptions) {
	if slices.Contains(mailEndings, strings.ToLower(filepath.Ext(path))) {
		s.openMail(path)
		return
	}
	parts.Run(s.long, s.env.Tr.T("exchange.reading", "File", filepath.Base(path)),
		func(ctx context.Context, w *parts.Work) (*data.ImportPlan, error) {
			p, err := s.svc.PlanImport(ctx, path, o, w.Count)
			if holdsMail(err) {
				return nil, nil //nolint:nilnil // no plan: it is mail
			}
			return p, err
		}, func(p *data.ImportPlan) {
			if p == nil {
				s.openMail(path)
				return
			}
			s.plan = newPlanView(s, p)
			s.back()
			kit.Focus(s.plan.grid.Focusable())
		})
}

// back shows the plan that is looked at, or the page itself.
func (s *Screen) back() {
	if s.plan != nil {
		s.slot.Set(s.plan.content)
		return
	}
	s.load()
}

// leave goes back to the page itself.
func (s *Screen) leave() {
	s.plan = nil
	s.load()
}

func (s *Screen) apply(p *data.ImportPlan) {
	tr := s.env.Tr
	parts.Run(s.long, tr.T("exchange.applying", "File", filepath.Base(p.Path)),
		func(ctx context.Context, w *parts.Work) (data.ImportResult, error) {
			return s.svc.ApplyImport(ctx, p, w.Count)
		}, func(r data.ImportResult) {
			s.leave()
			s.env.Toast(tr.T("exchange.applied", "What", counts(tr, r)), nil)
		})
}
