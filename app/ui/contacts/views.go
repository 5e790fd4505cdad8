package contacts

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	fyneui "fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
)

// viewPicker switches between the list as it always is and the views that the
// owner named.
type viewPicker struct {
	s      *Screen
	choice *input.Choice
	more   *kit.Button
	saved  []data.SavedView
	code   string // of the view that was chosen last
}

// The views that are always there.
const (
	viewAll    = "all"
	viewSilent = "silent"
	viewNever  = "never"
	viewEnded  = "ended"
)

// silentDays is how long nobody was heard of in the view of the silent ones.
const silentDays = 60

func builtIn(code string) data.ContactFilter {
	f := data.ContactFilter{Order: data.OrderLastContact}
	switch code {
	case viewSilent:
		f.SilentFor, f.Reverse = silentDays, true
	case viewNever:
		f.NoContact = true
	case viewEnded:
		f.Ended = true
	}
	return f
}

func newViewPicker(s *Screen) *viewPicker {
	v := &viewPicker{s: s, code: viewAll}
	v.choice = input.NewChoice(nil, "", v.pick).Width(190)
	v.more = kit.Quiet("", look.IconMore, func() { v.menu() })
	v.fill(nil)
	return v
}

func (v *viewPicker) object() fyne.CanvasObject { return kit.HBox(2, v.choice, v.more) }

// fill puts in the views that are there now.
func (v *viewPicker) fill(saved []data.SavedView) {
	v.saved = saved
	tr := v.s.env.Tr
	var options []input.Option
	for _, code := range []string{viewAll, viewSilent, viewNever, viewEnded} {
		options = append(options, input.Option{Code: code, Text: tr.T("contacts.view." + code)})
	}
	for _, w := range saved {
		options = append(options, input.Option{Code: viewCode(w.ID), Text: w.Name})
	}
	if !slices.ContainsFunc(options, func(o input.Option) bool { return o.Code == v.code }) {
		v.code = viewAll
	}
	v.choice.SetChoices(options, v.code)
}

func viewCode(id int64) string { return strconv.FormatInt(id, 10) }

// current is the saved view that was chosen, nil for one that is always there.
func (v *viewPicker) current() *data.SavedView {
	for i := range v.saved {
		if viewCode(v.saved[i].ID) == v.code {
			return &v.saved[i]
		}
	}
	return nil
}

// pick shows a view.
func (v *viewPicker) pick(code string) {
	v.code = code
	columns, filter := usualColumns(), builtIn(code)
	if w := v.current(); w != nil {
		columns, filter = w.Columns, w.Filter
		if filter.Order == "" {
			filter.Order = data.OrderLastContact
		}
	}
	v.s.roster.filter = filter // the order is shown by the columns
	v.s.showColumns(columns)
	v.s.filterBy(filter)
}

// changed reports whether the list is no more as the view has it.
func (v *viewPicker) changed() bool {
	w := v.current()
	if w == nil {
		return false
	}
	was := w.Filter
	if was.Order == "" {
		was.Order = data.OrderLastContact
	}
	return !was.Same(v.s.roster.filter) || !slices.Equal(w.Columns, v.s.table.codes)
}

// tell says that the list is no more as the view has it.
func (v *viewPicker) tell() {
	icon := look.IconMore
	if v.changed() {
		icon = look.IconEdit
	}
	v.more.SetIcon(look.Icon(icon, look.ColorMuted))
}

func (v *viewPicker) menu() {
	tr := v.s.env.Tr
	items := []*fyne.MenuItem{
		fyne.NewMenuItem(tr.T("contacts.columns"), v.s.askColumns),
		fyne.NewMenuItem(tr.T("contacts.view-save-as"), func() { v.askName(data.SavedView{}) }),
	}
	if v.s.hooks.Twins != nil {
		items = append(items, fyne.NewMenuItem(tr.T("contacts.twins"), v.s.showTwins))
	}
	if w := v.current(); w != nil {
		keep := *w
		if v.changed() {
			items = append(items, fyne.NewMenuItem(tr.T("contacts.view-save", "Name", w.Name), func() { v.save(keep, func(error) {}) }))
		}
		items = append(items, fyne.NewMenuItem(tr.T("contacts.view-rename"), func() { v.askName(keep) }),
			fyne.NewMenuItem(tr.T("contacts.view-delete"), func() { v.askDelete(keep) }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(v.more).AddXY(-160, v.more.Size().Height+4)
	fyneui.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), v.s.env.Window.Canvas(), at)
}

// askName names a view: a new one of the list as it is, or an old one anew.
func (v *viewPicker) askName(w data.SavedView) {
	tr := v.s.env.Tr
	name := input.NewEntry(tr.T("contacts.view-name-hint"))
	name.SetText(w.Name)
	title := "contacts.view-save-as"
	if w.ID != 0 {
		title = "contacts.view-rename"
	}
	dialog.ShowForm(v.s.env, dialog.Form{
		Title: tr.T(title), Deed: tr.T("contactform.save"), Fields: []dialog.Field{{Label: tr.T("contacts.view-name"), Input: name}},
		Submit: func(done func(error)) {
			w.Name = strings.TrimSpace(name.Text)
			if w.Name == "" {
				done(data.NewError(data.CodeInvalid, "view-without-name"))
				return
			}
			v.save(w, done)
		},
	})
}

// save keeps the list as it is now under a view's name.
func (v *viewPicker) save(w data.SavedView, done func(error)) {
	w.Filter, w.Columns = v.s.roster.filter, slices.Clone(v.s.table.codes)
	if w.ID == 0 {
		w.Rank = len(v.saved) + 1
	}
	kit.Go(v.s.scope, "view", func(ctx context.Context) (int64, error) {
		return v.s.svc.SaveView(ctx, w)
	}, func(id int64, err error) {
		done(err)
		if err != nil {
			return
		}
		if w.ID == 0 {
			w.ID = id
		}
		v.code = viewCode(w.ID)
		v.s.env.Toast(v.s.env.Tr.T("contacts.view-saved", "Name", w.Name), nil)
		v.saved = append(slices.DeleteFunc(slices.Clone(v.saved), func(o data.SavedView) bool { return o.ID == w.ID }), w)
		v.fill(v.saved)
		v.tell()
		v.s.loadWords()
	})
}

func (v *viewPicker) askDelete(w data.SavedView) {
	tr := v.s.env.Tr
	dialog.Confirm(v.s.env, tr.T("contacts.view-delete"), tr.T("contacts.view-delete-question", "Name", w.Name), tr.T("contacts.view-delete"), func() {
		kit.Do(v.s.scope, "view", func(ctx context.Context) error { return v.s.svc.DeleteView(ctx, w.ID) }, func(err error) {
			if err != nil {
				dialog.ShowError(v.s.env, err)
				return
			}
			v.fill(slices.DeleteFunc(slices.Clone(v.saved), func(o data.SavedView) bool { return o.ID == w.ID }))
			v.tell()
		})
	})
}
