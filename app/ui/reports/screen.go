package reports

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
	"kartoteka/data/report"
)

// Service is what the screen needs of the program.
type Service interface {
	Report(ctx context.Context, p data.Period) (*report.Report, error)
	WriteReport(ctx context.Context, p data.Period, words report.Words, path string) error
}

// Screen is the Reports screen.
type Screen struct {
	env    *kit.Env
	svc    Service
	scope  *kit.Scope
	span   span
	custom data.Period
	report *report.Report // nil: on its way

	disk disk

	root   *parts.Keys
	page   *kit.Page
	choice *input.Choice
	save   *kit.Button
	body   *parts.Slot
	scroll *fyne.Container // the report that is shown, nil before the first
	saved  *parts.Slot     // what was written last
	busy   bool
}

// disk is where workbooks go.
type disk struct {
	folder func() string          // where they are written
	taken  func(string) bool      // whether a file is there already
	open   func(u *url.URL) error // opens a file in its program
}

var _ kit.Screen = (*Screen)(nil)

// New returns the screen; it loads nothing before Show.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{
		env: env, svc: svc, scope: kit.NewScope(env), span: spanYear,
		disk: disk{folder: parts.Documents, taken: exists, open: fyne.CurrentApp().OpenURL},
		body: parts.NewSlot(), saved: parts.NewSlot(),
	}
	tr := env.Tr
	s.choice = input.NewChoice(parts.Options(tr, "reports.span.", spans()), string(s.span), s.choose).Width(190)
	s.save = kit.Primary(tr.T("reports.save"), look.IconDownload, s.write)
	s.save.Disable()
	s.page = kit.NewPage(tr.T("reports.title"), " ", s.choice, s.save)
	s.saved.Box.Hide()
	s.page.SetBody(kit.VBox(kit.GapRows, s.saved.Box, kit.Grow(s.body.Box)))
	s.body.Set(kit.Loading(8))
	s.root = parts.NewKeys(s.page, s.Key)
	return s
}

// Content is the screen.
func (s *Screen) Content() fyne.CanvasObject { return s.root }

// Focus is the ground: the screen is read, and one key writes the workbook.
func (s *Screen) Focus() fyne.Focusable { return s.root }

// Close ends the screen's work.
func (s *Screen) Close() { s.scope.Close() }

// Show loads the report.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the report anew when something that it counts changed.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicCases, data.TopicContacts, data.TopicMail) {
		s.load()
	}
}

// Key is a key that no field wanted. It reports whether it was used.
func (s *Screen) Key(e *fyne.KeyEvent) bool {
	if s.report == nil {
		return false
	}
	if e.Name != fyne.KeyX {
		return parts.ScrollKey(s.scroll, e.Name)
	}
	s.write()
	return true
}

func (s *Screen) period() data.Period { return s.span.period(s.env.Today(), s.custom) }

func (s *Screen) choose(code string) {
	if span(code) == spanCustom {
		s.askPeriod()
		return
	}
	s.span = span(code)
	s.again()
}

// again shows that another period is on its way.
func (s *Screen) again() {
	s.report = nil
	s.save.Disable()
	s.body.Set(kit.Loading(8))
	s.load()
}

func (s *Screen) load() {
	p := s.period()
	kit.Go(s.scope, "report", func(ctx context.Context) (*report.Report, error) {
		return s.svc.Report(ctx, p)
	}, func(r *report.Report, err error) {
		if err != nil {
			s.body.Set(kit.Trouble(s.env, err, s.again))
			return
		}
		s.report = r
		s.show()
	})
}

func (s *Screen) show() {
	tr, r := s.env.Tr, s.report
	s.page.SetSubtitle(tr.T("reports.period", "From", r.Period.From, "To", r.Period.To))
	if !s.busy {
		s.save.Enable()
	}
	if r.Empty {
		s.save.Disable()
		s.body.Set(kit.Empty(look.IconReports, tr.T("reports.empty"), nil))
		return
	}
	fresh := kit.PageScroll(s.build())
	parts.KeepScroll(s.scroll, fresh)
	s.scroll = fresh
	s.body.Set(fresh)
}

// reveal brings what the keyboard came to into sight.
func (s *Screen) reveal(o fyne.CanvasObject) { parts.Reveal(s.scroll, o) }

// write keeps the workbook in the folder for documents.
func (s *Screen) write() {
	if s.busy || s.report == nil || s.report.Empty {
		return
	}
	tr, p := s.env.Tr, s.period()
	dir, name := s.disk.folder(), fileName(tr, s.report.Period)
	s.busy = true
	s.save.Disable()
	kit.Go(s.scope, "write", func(ctx context.Context) (string, error) {
		path := freeName(dir, name, s.disk.taken)
		return path, s.svc.WriteReport(ctx, p, tr, path)
	}, func(path string, err error) {
		s.busy = false
		s.save.Enable()
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(tr.T("reports.saved", "Path", parts.Short(path)), nil)
		s.showSaved(path)
	})
}

// showSaved offers to open what was written.
func (s *Screen) showSaved(path string) {
	tr := s.env.Tr
	row := kit.HBox(kit.GapRows, kit.Picture(look.IconFile, 18, look.ColorGood),
		kit.Grow(kit.Body(tr.T("reports.saved", "Path", parts.Short(path))).Cut()),
		kit.Secondary(tr.T("reports.open"), "", func() { s.openFile(path) }),
		kit.Secondary(tr.T("reports.open-folder"), look.IconFolder, func() { s.openFile(filepath.Dir(path)) }),
		kit.Quiet("", look.IconClose, func() { s.saved.Box.Hide(); s.page.Refresh() }))
	p := kit.NewPanel(look.ColorGood, "", 10, kit.Pad(6, 8, 6, 14, row))
	p.Alpha = 0x16
	s.saved.Set(p)
	s.saved.Box.Show()
	s.page.Refresh()
}

func (s *Screen) openFile(path string) {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // C:/x is file:///C:/x
	}
	u := &url.URL{Scheme: "file", Path: slashed}
	kit.Do(s.scope, "open", func(context.Context) error { return s.disk.open(u) }, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, data.NewError(data.CodeInternal, "cannot-open-file", "Path", parts.Short(path)).Because(err))
		}
	})
}
