package inbox

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// UnansweredService is what the list of what nobody has answered needs.
type UnansweredService interface {
	Unanswered(ctx context.Context, f data.UnansweredFilter) ([]data.Unanswered, error)
	UnansweredCount(ctx context.Context) (int, error)
	NoAnswer(ctx context.Context, key data.UnansweredKey) error
}

// unansweredPage is how many entries are read at once.
const unansweredPage = 100

// unanswered is the view of what waits for an answer, whatever way it came.
type unanswered struct {
	s     *Screen
	list  *widget.RowList
	more  *kit.Button
	box   *fyne.Container
	foot  *parts.Slot
	rows  []data.Unanswered
	rest  bool // there are more than rows
	count int
	open  data.UnansweredKey
	away  map[data.UnansweredKey]bool // closed, and not out of the list that was read yet
}

func newUnanswered(s *Screen) *unanswered {
	u := &unanswered{s: s, foot: parts.NewSlot(), away: map[data.UnansweredKey]bool{}}
	u.list = widget.NewRowList(func() int { return len(u.rows) }, u.row)
	u.list.OnSelect = u.pick
	u.list.OnOpen = func(int) { u.enter() }
	u.list.OnKey = func(e *fyne.KeyEvent) bool { return s.Key(e) }
	u.more = kit.Quiet(s.env.Tr.T("unanswered.more"), look.IconDown, u.loadMore)
	u.box = listBox(u.list, kit.VBox(kit.GapSmall, u.more, kit.Rule(), kit.Pad(4, 8, 8, 8, u.foot.Box)))
	return u
}

// unansweredPart is what was read of the list.
type unansweredPart struct {
	rows  []data.Unanswered
	rest  bool // there are more
	count int
}

// read reads as much of the list as is shown, and how long it is.
func (u *unanswered) read(ctx context.Context, shown bool, most int) (w unansweredPart, err error) {
	if w.count, err = u.s.svc.UnansweredCount(ctx); err != nil || !shown {
		return w, err
	}
	rows, rest, err := u.page(ctx, data.UnansweredCursor{}, max(unansweredPage, most))
	return unansweredPart{rows, rest, w.count}, err
}

// page reads entries after a place, and whether there are more: the count can't
// tell, as it is read apart from them.
func (u *unanswered) page(ctx context.Context, after data.UnansweredCursor, most int) (rows []data.Unanswered, rest bool, err error) {
	rows, err = u.s.svc.Unanswered(ctx, data.UnansweredFilter{After: after, Limit: most + 1})
	return rows[:min(len(rows), most)], len(rows) > most, err
}

// set takes over what was read.
func (u *unanswered) set(w unansweredPart, shown bool) {
	u.count = w.count
	if shown {
		u.rows, u.rest = w.rows, w.rest
		u.drop()
	}
}

// drop takes out of the list what was closed meanwhile.
func (u *unanswered) drop() {
	u.rows = slices.DeleteFunc(u.rows, func(r data.Unanswered) bool { return u.away[r.UnansweredKey] })
}

func (u *unanswered) loadMore() {
	if len(u.rows) == 0 {
		return
	}
	from := u.rows[len(u.rows)-1].Cursor()
	kit.Go(u.s.scope, "more unanswered", func(ctx context.Context) (w unansweredPart, err error) {
		w.rows, w.rest, err = u.page(ctx, from, unansweredPage)
		return w, err
	}, func(w unansweredPart, err error) {
		switch {
		case err != nil:
			dialog.ShowError(u.s.env, err)
			return
		case len(u.rows) == 0 || u.rows[len(u.rows)-1].Cursor() != from:
			u.loadMore() // the list has another end by now, and what was read does not follow it
			return
		}
		u.rows, u.rest = append(u.rows, w.rows...), w.rest
		u.drop()
		u.s.refresh()
	})
}

// who is whom an entry is from.
func who(r *data.Unanswered) string {
	return cmp.Or(r.ContactName, r.From.Name, r.From.Email)
}

// waited says how long an entry waits, in its largest unit.
func waited(tr *i18n.Translator, r *data.Unanswered) string {
	if r.Days > 0 {
		return tr.N("unanswered.days", r.Days)
	}
	return tr.T("unanswered.today")
}

func (u *unanswered) row(i int) widget.Row {
	tr, r := u.s.env.Tr, &u.rows[i]
	row := widget.Row{
		Avatar: who(r), Title: cmp.Or(who(r), u.from(r)), Subtitle: cmp.Or(r.Title, r.Excerpt, tr.T("inbox.no-subject")),
		Right: waited(tr, r),
	}
	if r.Title != "" && r.Excerpt != "" {
		row.Subtitle += " · " + r.Excerpt
	}
	switch {
	case !r.Deadline.Safe.IsZero():
		row.Chip, row.Tone = parts.DaysLeft(tr, r.DaysLeft), parts.DaysTone(r.DaysLeft)
	case r.Redirected:
		row.Chip, row.Tone = tr.T("outcome.redirected"), kit.ToneWarn
	case r.Messages > 1:
		row.Chip = tr.N("unanswered.messages", r.Messages)
	case who(r) == "":
		row.Chip = tr.T("unanswered.type." + string(r.Type))
	case r.Type != data.UnansweredMessage:
		row.Chip = u.from(r)
	}
	return row
}

// from says over which channel an entry came; of an opinion, where it was given.
func (u *unanswered) from(r *data.Unanswered) string {
	key := "channel." + string(r.Channel)
	if r.Type == data.UnansweredOpinion || !u.s.env.Tr.Has(key) {
		return cmp.Or(string(r.Channel), u.s.env.Tr.T("unanswered.type."+string(r.Type)))
	}
	return u.s.env.Tr.T(key)
}

func (u *unanswered) at() int {
	return slices.IndexFunc(u.rows, func(r data.Unanswered) bool { return r.UnansweredKey == u.open })
}

func (u *unanswered) current() *data.Unanswered {
	if i := u.at(); i >= 0 {
		return &u.rows[i]
	}
	return nil
}

// refresh shows the list in the screen's places.
func (u *unanswered) refresh() {
	s := u.s
	if len(u.rows) == 0 {
		s.left.Set(kit.Empty(look.IconCheck, s.env.Tr.T("unanswered.none"), nil))
		u.open = data.UnansweredKey{}
		s.detail.clear()
		return
	}
	u.more.Hidden = !u.rest
	s.left.Set(u.box)
	u.list.Refresh()
	i := u.at()
	if i < 0 {
		i = max(0, min(u.list.Selected(), len(u.rows)-1))
	}
	u.list.Mark(i)
	u.pick(i)
}

// pick shows an entry: a letter as Mail does, others by what is known of them.
func (u *unanswered) pick(i int) {
	s, r := u.s, &u.rows[i]
	u.open = r.UnansweredKey
	u.foot.Set(u.deeds(r))
	u.box.Refresh() // the foot may have become higher
	s.missed, s.model.open = nil, r.MessageID
	if r.MessageID != 0 {
		s.openMessage(r.MessageID)
		return
	}
	s.detail.message = nil
	s.detail.place.Set(u.detail(r))
}

// deeds are what can be done about an entry, under the list.
func (u *unanswered) deeds(r *data.Unanswered) fyne.CanvasObject {
	tr := u.s.env.Tr
	wait := tr.T("unanswered.since", "Since", r.At)
	if r.WorkMinutes >= 60 {
		wait += " · " + tr.N("unanswered.work-hours", r.WorkMinutes/60)
	}
	rows := []fyne.CanvasObject{kit.NewPara(wait, look.SizeCaption, look.ColorMuted)}
	if r.ContactID != 0 || r.CaseID != 0 {
		word := "unanswered.open-client"
		if r.ContactID == 0 {
			word = "unanswered.open-case"
		}
		rows = append(rows, kit.Secondary(tr.T(word), "", u.enter))
	}
	var keys []*parts.KeyButton
	if u.s.answers.Ask != nil && u.request(r) != (data.ReplyRequest{}) {
		keys = append(keys, parts.NewKeyButton(tr.T("reply.key"), tr.T("reply.answer"), u.answer))
	}
	keys = append(keys, parts.NewKeyButton(tr.T("unanswered.key-close"), tr.T("unanswered.close"), u.close))
	return kit.VBox(kit.GapSmall, append(rows, parts.KeyGrid(1, keys))...)
}

// detail is an entry that is no letter.
func (u *unanswered) detail(r *data.Unanswered) fyne.CanvasObject {
	tr, s := u.s.env.Tr, u.s
	under := tr.T("unanswered.type."+string(r.Type)) + " · " + u.from(r) + " · " + tr.DateTime(r.At)
	name := cmp.Or(who(r), u.from(r))
	head := kit.HBox(kit.GapRows, kit.Avatar(name, 36), kit.Grow(kit.VBox(3,
		kit.NewText(name, 17, look.ColorText, true).Cut(), kit.Caption(under).Cut())))
	rows := []fyne.CanvasObject{head}
	if r.Redirected {
		rows = append(rows, hintBand(look.IconAlert, kit.ToneWarn, tr.T("unanswered.redirected"), ""))
	}
	if r.CaseID != 0 {
		text := r.CaseNumber
		if !r.Deadline.Safe.IsZero() {
			text = tr.T("unanswered.answer-by", "Number", r.CaseNumber, "Day", r.Deadline.Safe)
		}
		id := r.CaseID
		rows = append(rows, kit.HBox(0, kit.Link(text, func() { s.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: id}) }), kit.Spacer()))
	}
	if r.Title != "" {
		rows = append(rows, kit.Strong(r.Title))
	}
	words := kit.Sentence(cmp.Or(r.Excerpt, tr.T("unanswered.no-text")))
	return kit.VBox(kit.GapRows, append(rows, kit.Grow(kit.Scroll(words)))...)
}

// enter opens the client's card; of what has none, its case.
func (u *unanswered) enter() {
	r := u.current()
	switch {
	case r == nil:
	case r.ContactID != 0:
		u.s.env.Navigate(kit.Route{Screen: kit.ScreenContacts, ID: r.ContactID})
	case r.CaseID != 0:
		u.s.env.Navigate(kit.Route{Screen: kit.ScreenCases, ID: r.CaseID})
	}
}

// request is what an answer to an entry is asked for with; none where there is
// nobody to write to.
func (u *unanswered) request(r *data.Unanswered) data.ReplyRequest {
	switch {
	case r.MessageID != 0:
		return data.ReplyRequest{MessageID: r.MessageID}
	case r.CaseID != 0 && r.ContactID != 0:
		return data.ReplyRequest{CaseID: r.CaseID}
	}
	return data.ReplyRequest{ContactID: r.ContactID}
}

func (u *unanswered) answer() {
	r := u.current()
	if r == nil || u.s.answers.Ask == nil {
		return
	}
	if q := u.request(r); q != (data.ReplyRequest{}) {
		u.s.answers.Ask(q)
	}
}

// close notes that an entry needs no answer, and goes on to the next.
func (u *unanswered) close() {
	r := u.current()
	if r == nil || u.away[r.UnansweredKey] {
		return
	}
	key, name, s := r.UnansweredKey, cmp.Or(who(r), u.from(r)), u.s
	u.away[key] = true
	kit.Do(s.scope, "no answer "+string(key.Type)+openRef("", key.ID), func(ctx context.Context) error {
		return s.svc.NoAnswer(ctx, key)
	}, func(err error) {
		delete(u.away, key)
		if err != nil {
			dialog.ShowError(s.env, err)
		} else {
			s.env.Toast(s.env.Tr.T("unanswered.closed", "Name", name), kit.Did)
			u.count--
			u.rows = slices.DeleteFunc(u.rows, func(r data.Unanswered) bool { return r.UnansweredKey == key })
			s.refresh()
		}
		s.load()
	})
}

// key is a key that no field wanted, while the list is in front.
func (u *unanswered) key(e *fyne.KeyEvent) bool {
	switch {
	case u.current() == nil:
		return false
	case e.Name == fyne.KeyReturn, e.Name == fyne.KeyEnter:
		u.enter()
	case u.s.answers.Key(u.s.env.Tr, e):
		u.answer()
	case string(e.Name) == u.s.env.Tr.T("unanswered.key-close"):
		u.close()
	default:
		return false
	}
	return true
}
