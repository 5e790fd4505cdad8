package today

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

func (s *Screen) buildTasks() {
	s.tasks = widget.NewRowList(func() int { return len(s.now.FollowUps) }, s.taskRow)
	s.tasks.OnCheck = s.done
	s.tasks.OnOpen = s.openTask
	s.tasks.OnSelect = func(int) { s.showSnooze() }
	s.tasks.OnMenu = func(_ int, at fyne.Position) { s.snoozeMenu(at) }
	s.tasks.OnRune = func(r rune) bool {
		if r != 's' && r != 'S' {
			return false
		}
		s.snoozeBelow()
		return true
	}
	s.snooze = kit.Quiet(s.env.Tr.T("today.snooze"), look.IconMoon, s.snoozeBelow)
}

func (s *Screen) tasksCard() fyne.CanvasObject {
	tr := s.env.Tr
	if len(s.now.FollowUps) == 0 {
		return kit.Section(tr.T("today.tasks"), nil, kit.Empty(look.IconCheck, tr.T("today.tasks-none"), nil))
	}
	head := kit.HBox(kit.GapSmall, kit.Heading(tr.T("today.tasks")), kit.Badge(tr.Int(len(s.now.FollowUps))), kit.Spacer(), s.snooze)
	foot := kit.Pad(8, 16, 12, 16, kit.Caption(tr.T("today.tasks-keys")).Cut())
	return kit.FlatCard(kit.VBox(0, kit.Pad(8, 8, 4, 16, head), kit.Grow(kit.Pad(0, 4, 0, 4, s.tasks)), foot))
}

func (s *Screen) taskRow(i int) widget.Row {
	f := s.now.FollowUps[i]
	key, n := daysKey(f.Due.Sub(s.now.On))
	return widget.Row{
		Check: true, Title: f.What, Subtitle: about(f),
		Chip: s.env.Tr.N(key, n), Tone: taskTone(f, s.now.On),
	}
}

// about tells whom and what a follow-up concerns.
func about(f data.FollowUpRow) string {
	parts := make([]string, 0, 2)
	for _, p := range []string{f.ContactName, f.CaseNumber} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

func taskTone(f data.FollowUpRow, today data.Date) kit.Tone {
	if f.Due.Before(today) {
		return kit.ToneBad
	}
	return kit.ToneInfo
}

func (s *Screen) selectedTask() (data.FollowUpRow, bool) {
	i := s.tasks.Selected()
	if i < 0 || i >= len(s.now.FollowUps) {
		return data.FollowUpRow{}, false
	}
	return s.now.FollowUps[i], true
}

func (s *Screen) showSnooze() {
	if _, ok := s.selectedTask(); ok {
		s.snooze.Enable()
	} else {
		s.snooze.Disable()
	}
}

// openTask leads to what a follow-up is about.
func (s *Screen) openTask(i int) {
	f := s.now.FollowUps[i]
	switch {
	case f.CaseID != 0:
		s.open(kit.ScreenCases, f.CaseID)
	case f.ContactID != 0:
		s.open(kit.ScreenContacts, f.ContactID)
	}
}

// done ticks a follow-up off; Ctrl+Z brings it back.
func (s *Screen) done(i int) {
	f := s.now.FollowUps[i]
	s.change(func(ctx context.Context) error { return s.svc.DoneFollowUp(ctx, f.ID, true) },
		s.env.Tr.T("today.done", "What", f.What), s.tellError)
}

func (s *Screen) snoozeTo(f data.FollowUpRow, until data.Date) {
	s.snoozeBy(f, until, s.tellError)
}

// snoozeBy puts a follow-up off and tells done how that went; the service
// refuses a day that is here already.
func (s *Screen) snoozeBy(f data.FollowUpRow, until data.Date, done func(error)) {
	s.change(func(ctx context.Context) error { return s.svc.SnoozeFollowUp(ctx, f.ID, until) },
		s.env.Tr.T("today.snoozed", "What", f.What, "Until", until), done)
}

// change does a deed off the UI thread, tells it and loads the screen anew.
func (s *Screen) change(do func(context.Context) error, told string, done func(error)) {
	kit.Do(s.scope, "change", do, func(err error) {
		done(err)
		if err == nil {
			s.env.Toast(told, kit.Did)
			s.load()
		}
	})
}

func (s *Screen) tellError(err error) {
	if err != nil {
		dialog.ShowError(s.env, err)
	}
}

// snoozeBelow opens the menu under its button.
func (s *Screen) snoozeBelow() {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(s.snooze)
	s.snoozeMenu(at.AddXY(0, s.snooze.Size().Height+2))
}

func (s *Screen) snoozeMenu(at fyne.Position) {
	f, ok := s.selectedTask()
	if !ok {
		return
	}
	tr := s.env.Tr
	keys := []string{"today.snooze-tomorrow", "today.snooze-days", "today.snooze-monday"}
	items := make([]*fyne.MenuItem, 0, len(keys)+1)
	for i, day := range snoozes(s.now.On) {
		items = append(items, fyne.NewMenuItem(tr.T(keys[i], "Day", tr.Date(day)), func() { s.snoozeTo(f, day) }))
	}
	items = append(items, fyne.NewMenuItem(tr.T("today.snooze-day"), func() { s.askDay(f) }))
	menu := fyneui.NewPopUpMenu(fyne.NewMenu("", items...), s.env.Window.Canvas())
	menu.ShowAtPosition(at)
	s.env.Window.Canvas().Focus(menu)
}

func (s *Screen) askDay(f data.FollowUpRow) {
	tr := s.env.Tr
	day := input.NewDateEntry(s.env, s.now.On.AddDays(7))
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("today.snooze-title"), Deed: tr.T("today.snooze"),
		Fields: []dialog.Field{{Label: tr.T("today.snooze-until"), Input: day}},
		Submit: func(done func(error)) {
			if err := day.Check(); err != nil {
				done(err)
				return
			}
			s.snoozeBy(f, day.Day(), done)
		},
	})
}
