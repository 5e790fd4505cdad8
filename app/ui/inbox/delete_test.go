package inbox

import (
	"context"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit/kittest"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

func (f *fakeService) DeleteMessage(_ context.Context, id int64) error {
	if f.fail != nil {
		return f.fail
	}
	f.deleted = append(f.deleted, id)
	f.messages = slices.DeleteFunc(slices.Clone(f.messages), func(m data.Message) bool { return m.ID == id })
	return nil
}

func TestTheDeleteKeyMovesAMessageToTheTrash(t *testing.T) {
	f := newFake()
	st := kittest.New(t, "pl", look.ModeLight)
	s := New(st.Env, f, func() {})
	st.Show(s.Content())
	s.Show(0)
	first := s.model.open
	s.Key(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if !slices.Equal(f.deleted, []int64{first}) || s.model.open == first || s.model.index(first) >= 0 {
		t.Errorf("deleted %v, in front is %d", f.deleted, s.model.open)
	}
	f.fail = data.NewError(data.CodeConflict, "message-filed")
	open := s.model.open
	s.Key(&fyne.KeyEvent{Name: fyne.KeyDelete})
	if s.model.open != open || s.model.index(open) < 0 || len(f.deleted) != 1 {
		t.Errorf("one that is refused is gone from the list; in front is %d, want %d", s.model.open, open)
	}
}
