package cases

import (
	"context"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// move puts the case into another state.
func (s *Screen) move(to data.CaseState) { s.change(data.CaseChange{State: &to}) }

// change keeps a change of the case in front; the toast takes it back.
func (s *Screen) change(ch data.CaseChange) {
	tr, before := s.env.Tr, s.file.row
	ch.ID = before.ID
	kit.Do(s.scope, "change", func(ctx context.Context) error {
		return s.svc.ChangeCase(ctx, ch)
	}, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			s.reloadCase()
			return
		}
		text := tr.T("cases.changed", "Number", before.Number)
		if ch.State != nil {
			text = tr.T("cases.moved", "Number", before.Number, "State", tr.T("state."+string(*ch.State)))
		}
		s.env.Toast(text, kit.Did)
		s.reloadCase()
	})
}

// exportEndings are the forms in which cases are exported.
var exportEndings = []string{".xlsx", ".csv", ".json"}

// askExport exports the cases that are shown: the open ones, or all.
func (s *Screen) askExport() {
	tr, filter := s.env.Tr, data.CaseFilter{OpenOnly: !s.all}
	s.env.File(kit.FileAsk{
		What: kit.FileToWrite, Name: tr.T("cases.export-file", "Day", s.env.Today().String()) + exportEndings[0], Endings: exportEndings,
		Dir: parts.Documents(),
		Done: func(path string) {
			kit.Go(s.scope, "export", func(ctx context.Context) (int, error) {
				return s.svc.ExportList(ctx, data.ExportOptions{List: "cases", Path: path, Cases: filter}, nil)
			}, func(n int, err error) {
				if err != nil {
					dialog.ShowError(s.env, err)
					return
				}
				s.env.Toast(tr.N("exchange.written", n, "File", parts.Short(path)), nil)
			})
		},
	})
}

// delete moves the case in front to the trash; the toast takes it back.
func (s *Screen) delete() {
	id, number := s.file.row.ID, s.file.row.Number
	kit.Do(s.scope, "delete", func(ctx context.Context) error {
		return s.svc.DeleteCase(ctx, id)
	}, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T("cases.deleted", "Number", number), kit.Did)
		if s.open == id {
			s.back()
		}
	})
}

// reloadCase reads the case again that is in front.
func (s *Screen) reloadCase() {
	if s.open != 0 {
		s.loadCase(s.open)
	}
}

func (s *Screen) askFollowUp() {
	tr, c := s.env.Tr, s.file.row
	parts.AskFollowUp(s.env, parts.FollowUpForm{
		Title: tr.T("cases.follow-up-title", "Number", c.Number), Hint: tr.T("cases.follow-up-hint"),
		Save: func(what string, due data.Date, done func(error)) {
			kit.Go(s.scope, "follow-up", func(ctx context.Context) (int64, error) {
				return s.svc.AddFollowUp(ctx, data.FollowUp{What: what, ContactID: c.ContactID, CaseID: c.ID, Due: due})
			}, func(_ int64, err error) {
				done(err)
				if err == nil {
					s.env.Toast(tr.T("parts.added", "Day", due), kit.Did)
					s.reloadCase()
				}
			})
		},
	})
}

// done ticks a follow-up off; the toast takes it back.
func (s *Screen) done(f *data.FollowUpRow) {
	id, what := f.ID, f.What
	kit.Do(s.scope, "done", func(ctx context.Context) error {
		return s.svc.DoneFollowUp(ctx, id, true)
	}, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T("parts.done", "What", what), kit.Did)
		s.reloadCase()
	})
}
