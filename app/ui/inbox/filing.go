package inbox

import (
	"context"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// file decides on the message that is open. Only a follow-up asks something.
func (s *Screen) file(kind data.Kind) {
	m := s.detail.message
	if m == nil || m.Kind != data.KindNone || m.Direction == data.Outbound {
		return
	}
	if kind != data.KindFollowUp {
		s.keep(data.Filing{MessageID: m.ID, Kind: kind}, nil)
		return
	}
	what := m.Subject
	if what == "" {
		what = s.env.Tr.T("inbox.answer", "Name", m.From.String())
	}
	parts.AskFollowUp(s.env, parts.FollowUpForm{
		Title: s.env.Tr.T("inbox.follow-up"), What: what,
		Save: func(what string, due data.Date, done func(error)) {
			s.keep(data.Filing{MessageID: m.ID, Kind: kind, What: what, Due: due}, done)
		},
	})
}

// keep files a message. The next one is in front at once; a failure brings the
// message back. told, if any, hears how it went (a form that stays open).
func (s *Screen) keep(f data.Filing, told func(error)) {
	asked := told != nil
	if !asked {
		s.next(f.MessageID)
	}
	kit.Go(s.scope, openRef("file", f.MessageID), func(ctx context.Context) (data.Filed, error) {
		return s.svc.File(ctx, f)
	}, func(filed data.Filed, err error) {
		if err != nil {
			s.model.back(f.MessageID)
			if asked {
				told(err)
				return
			}
			s.model.open = f.MessageID
			s.load()
			dialog.ShowError(s.env, err)
			return
		}
		if asked {
			told(nil)
			s.next(f.MessageID)
		}
		s.model.kept(f.MessageID)
		s.env.Toast(receipt(s.env.Tr, &filed, f.Due), func() { s.returned(f.MessageID) })
	})
}

// next goes on to the message after one that is being filed.
func (s *Screen) next(id int64) {
	s.model.open, s.missed = s.model.take(id), nil
	if s.model.open == id { // it was open from elsewhere: what waits comes next
		s.model.open = 0
	}
	s.detail.clear()
	s.refresh()
	kit.Focus(s.list.Focusable())
}

// returned shows a message that waits again.
func (s *Screen) returned(id int64) {
	s.model.back(id)
	s.model.open, s.missed = id, nil
	if s.model.view == viewDecided {
		s.model.view = viewWaiting
	}
	s.load()
}

func (s *Screen) unfile(id int64) {
	kit.Do(s.scope, openRef("unfile", id), func(ctx context.Context) error {
		return s.svc.Unfile(ctx, id)
	}, func(err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T("inbox.unfiled"), kit.Did)
		s.returned(id)
		kit.Focus(s.list.Focusable())
	})
}

// save writes an attachment to the folder for downloads.
func (s *Screen) save(id int64, part int) {
	dir := s.folder()
	kit.Go(s.scope, openRef("save", int64(part)), func(ctx context.Context) (string, error) {
		return s.svc.SaveAttachment(ctx, id, part, dir)
	}, func(path string, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.env.Toast(s.env.Tr.T("inbox.saved", "Path", parts.Short(path)), nil)
	})
}
