package twins

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Lookout is a strip above a form that says, while a card is typed, who may be
// there already. It is empty and takes no room until somebody is.
type Lookout struct {
	env    *kit.Env
	svc    Service
	open   func(id int64)
	resize func()
	scope  *kit.Scope

	box   *fyne.Container
	last  data.Contact
	found []data.DuplicatePair
	not   map[int64]bool // said to be somebody else, in this form
}

// NewLookout returns a strip. open is called when the owner wants the other
// card instead of the form; resize when the strip's height changed, may be nil.
func NewLookout(env *kit.Env, svc Service, open func(id int64), resize func()) *Lookout {
	l := &Lookout{
		env: env, svc: svc, open: open, resize: resize, scope: kit.NewScope(env), box: kit.VBox(kit.GapTiny),
		not: map[int64]bool{},
	}
	l.box.Hide()
	return l
}

// Object is the strip.
func (l *Lookout) Object() fyne.CanvasObject { return l.box }

// Close ends its work.
func (l *Lookout) Close() { l.scope.Close() }

// shownTwins is how many are shown at once: more would push the form away.
const shownTwins = 2

// Typed looks for whoever may be the one that is typed now; a search that still
// runs for what was typed before is given up.
func (l *Lookout) Typed(draft data.Contact) {
	l.last = draft
	kit.Go(l.scope, "likely", func(ctx context.Context) ([]data.DuplicatePair, error) {
		return l.svc.LikelyDuplicates(ctx, draft, shownTwins+len(l.not))
	}, func(found []data.DuplicatePair, err error) {
		if err != nil {
			return // a warning that can't be given must not stop anybody from typing
		}
		l.found = found
		l.show()
	})
}

// Surely returns the name of somebody who is there already for sure and was not
// said to be another, "" if there is none.
func (l *Lookout) Surely(ctx context.Context, draft data.Contact) (string, error) {
	found, err := l.svc.LikelyDuplicates(ctx, draft, shownTwins+len(l.not))
	for i := range found {
		if p := &found[i]; p.Score >= data.ScoreSame && !l.not[p.B.ID] {
			return p.B.Name, err
		}
	}
	return "", err
}

func (l *Lookout) show() {
	var lines []fyne.CanvasObject
	for i := range l.found {
		if p := &l.found[i]; !l.not[p.B.ID] && len(lines) < shownTwins {
			lines = append(lines, l.line(p))
		}
	}
	tall := len(l.box.Objects)
	l.box.Objects = lines
	if len(lines) == 0 {
		l.box.Hide()
	} else {
		l.box.Show()
	}
	l.box.Refresh()
	if tall != len(lines) && l.resize != nil {
		l.resize()
	}
}

func (l *Lookout) line(p *data.DuplicatePair) fyne.CanvasObject {
	tr, id := l.env.Tr, p.B.ID
	title := tr.T("twins.like", "Name", p.B.Name)
	if p.Score >= data.ScoreSame {
		title = tr.T("twins.like-sure", "Name", p.B.Name)
	}
	card := p.B
	inside := kit.HBox(kit.GapSmall, kit.Picture(look.IconAlert, 16, look.ColorWarn),
		kit.Grow(kit.VBox(0, kit.NewText(title, 12, look.ColorText, true).Cut(),
			kit.Caption(reasonsLine(tr, p.Reasons)).Cut())),
		kit.Link(tr.T("twins.peek"), func() { l.peek(card) }),
		kit.Link(tr.T("twins.another"), func() { l.another(id) }))
	strip := kit.NewPanel(look.ColorWarn, look.ColorWarn, 8, kit.Pad(5, 10, 5, 10, inside))
	strip.Alpha = 0x14
	return strip
}

// another takes somebody off the strip for as long as the form is open.
func (l *Lookout) another(id int64) {
	l.not[id] = true
	l.show()
	l.Typed(l.last)
}

// peek shows the other card over the form; what was typed stays.
func (l *Lookout) peek(card data.DuplicateCard) {
	tr := l.env.Tr
	var d *dialog.Dialog
	var rows []fyne.CanvasObject
	for _, f := range []struct{ key, value string }{
		{"twins.works-at", card.Company}, {"twins.city", card.City}, {"twins.emails", card.Email}, {"twins.phones", card.Phone},
	} {
		if f.value != "" {
			rows = append(rows, parts.FactText(tr.T(f.key), f.value))
		}
	}
	if len(rows) == 0 {
		rows = append(rows, kit.Hint(tr.T("twins.only-name")))
	}
	rows = append(rows, kit.Hint(tr.T("twins.peek-hint")))
	back := kit.Primary(tr.T("twins.go-on"), "", func() { d.Close() })
	d = dialog.Show(l.env, card.Name, kit.VBox(kit.GapRows, rows...),
		kit.Secondary(tr.T("twins.open-card"), "", func() {
			d.Close()
			l.open(card.ID)
		}), back)
	d.Focus(back)
}
