package inbox

import (
	"context"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/data"
)

// deletable reports whether a message may go into the trash: nothing was made of it.
func deletable(m *data.Message) bool {
	return m != nil && (m.Kind == data.KindNone || m.Kind == data.KindNotForUs)
}

// remove moves a message to the trash; the next one is in front at once.
func (s *Screen) remove(m *data.Message) {
	if !deletable(m) {
		return
	}
	id := m.ID
	s.next(id)
	kit.Do(s.scope, openRef("delete", id), func(ctx context.Context) error { return s.svc.DeleteMessage(ctx, id) }, func(err error) {
		if err != nil {
			s.model.back(id)
			s.model.open = id
			s.load()
			dialog.ShowError(s.env, err)
			return
		}
		s.model.kept(id)
		s.env.Toast(s.env.Tr.T("inbox.deleted"), func() { s.returned(id) })
		s.load()
	})
}
