// Package privacy is the page on which the owner keeps what the law asks for:
// people's requests about their data, breaches, what is due to be erased, the
// record of processing, and a checklist. Everything about one person is written
// out or erased from here.
//
// It shows and asks; what the law counts and what erasing means is its
// Service's business.
package privacy

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the page needs of the program.
type Service interface {
	SubjectRequests(ctx context.Context) ([]data.SubjectRequest, error)
	SaveSubjectRequest(ctx context.Context, r data.SubjectRequest) (int64, error)
	Breaches(ctx context.Context) ([]data.Breach, error)
	SaveBreach(ctx context.Context, b data.Breach) (int64, error)
	Processing(ctx context.Context) ([]data.Processing, error)
	SaveProcessing(ctx context.Context, all []data.Processing) error
	WriteProcessing(ctx context.Context, path string) error
	RetentionDue(ctx context.Context) ([]data.RetentionItem, error)
	RetentionRun(ctx context.Context, items []data.RetentionItem) (data.RetentionResult, error)
	RetentionRules(ctx context.Context) ([]data.RetentionRule, error)
	SaveRetentionRule(ctx context.Context, r data.RetentionRule) error
	Erasures(ctx context.Context) ([]data.Erasure, error)
	Checklist(ctx context.Context) ([]data.Check, error)
	SetChecked(ctx context.Context, code string, done bool) error
	ContactsLike(ctx context.Context, typed string, limit int) ([]data.ContactRow, error)
	// GoneLike finds people who are only in the trash or the journal.
	GoneLike(ctx context.Context, typed string, limit int) ([]data.GonePerson, error)
	SubjectExport(ctx context.Context, contact int64, path string) error
	ErasePreview(ctx context.Context, contact int64, o data.EraseOptions) (data.ErasePreview, error)
	EraseSubject(ctx context.Context, contact int64, o data.EraseOptions) (data.Erasure, error)
}

// Screen is the page.
type Screen struct {
	*parts.Page
	env  *kit.Env
	svc  Service
	long *parts.Long

	now    loaded
	picked widget.Match // the person whose data are asked for
}

// loaded is what the page shows.
type loaded struct {
	requests   []data.SubjectRequest
	breaches   []data.Breach
	processing []data.Processing
	due        []data.RetentionItem
	rules      []data.RetentionRule
	erasures   []data.Erasure
	checks     []data.Check
}

var _ kit.Screen = (*Screen)(nil)

// New returns the page; it loads when it is shown.
func New(env *kit.Env, svc Service) *Screen {
	s := &Screen{Page: parts.NewPage(env, 6), env: env, svc: svc}
	s.long = parts.NewLong(env, s.Scope, s.Slot, s.load)
	return s
}

// Show loads the page.
func (s *Screen) Show(int64) { s.load() }

// Changed loads the page anew when a register changed.
func (s *Screen) Changed(c data.Change) {
	if c.Has(data.TopicPrivacy) {
		s.load()
	}
}

func (s *Screen) load() {
	if s.long.Busy() {
		return
	}
	kit.Go(s.Scope, "load", s.read, func(l loaded, err error) {
		switch {
		case s.long.Busy():
		case err != nil:
			s.Slot.Set(kit.Trouble(s.env, err, s.load))
		default:
			s.now = l
			s.show()
		}
	})
}

func (s *Screen) read(ctx context.Context) (l loaded, err error) {
	if l.requests, err = s.svc.SubjectRequests(ctx); err != nil {
		return l, err
	}
	if l.breaches, err = s.svc.Breaches(ctx); err != nil {
		return l, err
	}
	if l.processing, err = s.svc.Processing(ctx); err != nil {
		return l, err
	}
	if l.due, err = s.svc.RetentionDue(ctx); err != nil {
		return l, err
	}
	if l.rules, err = s.svc.RetentionRules(ctx); err != nil {
		return l, err
	}
	if l.erasures, err = s.svc.Erasures(ctx); err != nil {
		return l, err
	}
	l.checks, err = s.svc.Checklist(ctx)
	return l, err
}

// sideBySide is the width from which the page has two columns.
const sideBySide float32 = 860

func (s *Screen) show() {
	left := kit.VBox(kit.GapCards, s.requestsCard(), s.personCard(), s.retentionCard(), s.rulesCard(), s.breachesCard())
	right := kit.VBox(kit.GapCards, s.checklistCard(), s.erasuresCard(), s.processingCard(),
		kit.Pad(0, 4, 0, 4, kit.Note(s.env.Tr.T("privacy.no-advice"))))
	s.Draw(kit.PageScroll(kit.Folding(kit.GapCards, []float32{3, 2}, sideBySide, left, right)))
}

// done shows the page anew after something was saved, or why it was not.
func (s *Screen) done(err error) {
	if err != nil {
		dialog.ShowError(s.env, err)
	}
	s.load()
}

func (s *Screen) checklistCard() fyne.CanvasObject {
	tr := s.env.Tr
	rows := kit.VBox(kit.GapTiny)
	ticked := 0
	for _, c := range s.now.checks {
		if !c.Checked.IsZero() {
			ticked++
		}
		// The sentence wraps, which the box's own words don't.
		rows.Add(kit.TopBox(0, input.NewCheck("", !c.Checked.IsZero(), func(on bool) {
			kit.Do(s.Scope, "check", func(ctx context.Context) error { return s.svc.SetChecked(ctx, c.Code, on) }, s.done)
		}), kit.Grow(kit.Pad(9, 0, 0, 0, kit.NewPara(tr.T("checklist."+c.Code), look.SizeBody, look.ColorText)))))
	}
	so := kit.Muted(tr.T("privacy.checked", "N", ticked, "Of", len(s.now.checks)))
	return kit.Section(tr.T("privacy.checklist"), so, rows)
}
