package shell

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// pullState is how the mail pull stands.
type pullState struct {
	mailboxes int
	running   bool
	step      step
	last      time.Time // last good run of all mailboxes
	next      time.Time // the next run by itself; zero: none is planned
	totals    data.MailTotals
	failed    int    // failed runs in a row, of the mailbox that has most
	err       error  // why the last run failed, nil after a good one
	account   string // which mailbox failed
	password  bool   // it failed because its password is not known
}

// statusLine shows the state of the mail pull at the foot of the sidebar.
type statusLine struct {
	env   *kit.Env
	root  *fyne.Container
	bar   *kit.Progress
	word  *kit.Text
	state pullState
	act   statusActs
}

// statusActs are what the line's buttons do.
type statusActs struct {
	pull, stop, settings, mailboxes func()
}

func newStatusLine(env *kit.Env, acts statusActs) *statusLine {
	l := &statusLine{env: env, act: acts, root: container.NewStack()}
	l.bar = kit.NewProgress(look.ColorSidebarSelected, look.ColorAccent)
	l.word = kit.NewText("", look.SizeCaption, look.ColorSidebarMuted, false).Cut()
	l.show(pullState{})
	return l
}

// show shows a state. While a pull runs only the bar and its word change.
func (l *statusLine) show(s pullState) {
	before := l.state
	l.state = s
	if s.running {
		l.bar.Set(s.step.done, s.step.total)
		l.word.Tint(look.ColorSidebarMuted).SetText(l.runningWord())
		if before.running && len(l.root.Objects) > 0 {
			return
		}
	}
	l.root.Objects = []fyne.CanvasObject{kit.Pad(4, 4, 4, 6, l.lines())}
	l.root.Refresh()
}

func (l *statusLine) lines() fyne.CanvasObject {
	tr, s := l.env.Tr, l.state
	switch {
	case s.running:
		return kit.VBox(kit.GapTiny, kit.HBox(kit.GapTiny, kit.Grow(l.word),
			newPress(look.IconClose, l.act.stop)), l.bar)
	case s.mailboxes == 0:
		return kit.HBox(0, l.link(tr.T("shell.pull-no-mailbox"), l.act.settings), kit.Spacer())
	case s.password:
		return l.withLink(tr.T("shell.pull-password"), tr.T("shell.pull-give"), l.act.settings)
	case s.err != nil:
		return l.withLink(tr.T("shell.pull-failed", "Account", s.account), tr.T("shell.pull-why"), l.why)
	}
	l.word.Tint(look.ColorSidebarMuted).SetText(l.lastWord())
	line := kit.HBox(kit.GapTiny, kit.Grow(l.word), newPress(look.IconInfo, l.act.mailboxes), newPress(look.IconRefresh, l.act.pull))
	return kit.VBox(0, append(l.account(), line)...)
}

// account says where the mail of the server is, so that nothing is left out in
// silence, and when the next pull is due.
func (l *statusLine) account() []fyne.CanvasObject {
	tr, t := l.env.Tr, l.state.totals
	if t.OnServer == 0 {
		return nil
	}
	words := []string{tr.T("engine.on-server", "N", tr.Int(t.OnServer)), tr.T("engine.kept", "N", tr.Int(t.Kept))}
	for _, part := range []struct {
		key string
		n   int
	}{{"engine.left-out", t.LeftOut}, {"engine.missing", t.Missing}} {
		if part.n > 0 {
			words = append(words, tr.T(part.key, "N", tr.Int(part.n)))
		}
	}
	out := []fyne.CanvasObject{kit.NewPara(strings.Join(words, " · "), look.SizeCaption, look.ColorSidebarMuted)}
	if t.Failed > 0 {
		out = append(out, kit.HBox(0, l.link(tr.T("engine.failed", "N", tr.Int(t.Failed)), l.act.mailboxes), kit.Spacer()))
	}
	if !l.state.next.IsZero() {
		out = append(out, kit.NewText(tr.T("engine.next", "When", tr.When(l.state.next, l.env.Now())),
			look.SizeCaption, look.ColorSidebarMuted, false).Cut())
	}
	return out
}

func (l *statusLine) withLink(text, link string, tapped func()) fyne.CanvasObject {
	words := kit.NewPara(text, look.SizeCaption, look.ColorSidebarWarn)
	return kit.VBox(0, words, kit.HBox(0, l.link(link, tapped), kit.Spacer(), newPress(look.IconInfo, l.act.mailboxes), newPress(look.IconRefresh, l.act.pull)))
}

func (l *statusLine) link(text string, tapped func()) fyne.CanvasObject {
	k := kit.Link(text, tapped)
	k.Text.Tint(look.ColorSidebarText)
	return kit.Pad(0, 0, 0, -4, k)
}

func (l *statusLine) why() { dialog.ShowError(l.env, l.state.err) }

func (l *statusLine) runningWord() string {
	tr, s := l.env.Tr, l.state.step
	switch {
	case s.total == 0:
		return tr.T("shell.pull-connecting")
	case s.mailboxes > 1:
		return tr.N("shell.pull-several", s.mailboxes, "Done", tr.Int(s.done), "Total", tr.Int(s.total))
	}
	return tr.T("shell.pull-running", "Folder", s.folder, "Done", tr.Int(s.done), "Total", tr.Int(s.total))
}

func (l *statusLine) lastWord() string {
	if l.state.last.IsZero() {
		return l.env.Tr.T("shell.pull-never")
	}
	return l.env.Tr.T("shell.pull-last", "When", l.env.Tr.When(l.state.last, l.env.Now()))
}

// press is a small icon on the sidebar that can be pressed.
type press struct {
	widget.BaseWidget
	ground *kit.Panel
	tapped func()
}

var _ desktop.Hoverable = (*press)(nil)

func newPress(icon look.IconName, tapped func()) *press {
	p := &press{tapped: tapped}
	p.ground = kit.NewPanel("", "", 6, kit.Pad(4, 4, 4, 4, kit.Picture(icon, 14, look.ColorSidebarText)))
	p.ExtendBaseWidget(p)
	return p
}

// CreateRenderer draws the icon.
func (p *press) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(p.ground) }

// Tapped is called by the toolkit.
func (p *press) Tapped(*fyne.PointEvent) { p.tapped() }

// MouseIn is called by the toolkit.
func (p *press) MouseIn(*desktop.MouseEvent) { p.lit(look.ColorSidebarSelected) }

// MouseMoved is called by the toolkit.
func (p *press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is called by the toolkit.
func (p *press) MouseOut() { p.lit("") }

func (p *press) lit(c fyne.ThemeColorName) {
	p.ground.Fill = c
	p.ground.Refresh()
}
