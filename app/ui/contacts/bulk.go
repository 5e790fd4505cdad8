package contacts

import (
	"context"
	"maps"
	"slices"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// mark chooses contacts for a deed on several.
func (s *Screen) mark(how widget.MarkDeed, from, to int) {
	switch how {
	case widget.MarkToggle:
		if r, _ := s.roster.row(from); r != nil {
			s.marks.toggle(r.ID)
		}
	case widget.MarkRange:
		s.markRange(from, to)
	case widget.MarkAll:
		s.marks.chooseAll()
	case widget.MarkNone:
		s.marks.clear()
	}
	s.showBulk()
}

// markRange chooses the contacts of several rows. Those whose pages are not
// here are asked for.
func (s *Screen) markRange(from, to int) {
	var ids []int64
	for i := from; i <= to; i++ {
		r, _ := s.roster.row(i)
		if r == nil {
			s.fetchRange(from, to)
			return
		}
		ids = append(ids, r.ID)
	}
	s.marks.add(ids)
}

func (s *Screen) fetchRange(from, to int) {
	filter := s.roster.filter
	kit.Go(s.scope, "range", func(ctx context.Context) ([]int64, error) {
		return s.svc.ContactIDs(ctx, filter)
	}, func(all []int64, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		if s.roster.filter.Same(filter) && from < len(all) {
			s.marks.add(all[from:min(to+1, len(all))])
			s.grid.Refresh()
			s.showBulk()
		}
	})
}

// unmark chooses nobody; false when nobody was chosen.
func (s *Screen) unmark() bool {
	if s.marks.count(s.roster.count) == 0 {
		return false
	}
	s.marks.clear()
	s.grid.Refresh()
	s.showBulk()
	return true
}

// showBulk shows the bar of what can be done with the chosen ones, while there
// are any.
func (s *Screen) showBulk() {
	tr, n := s.env.Tr, s.marks.count(s.roster.count)
	hidden := n == 0
	if !hidden {
		buttons := []fyne.CanvasObject{
			kit.Secondary(tr.T("contacts.bulk-tag"), "", s.bulkTag), kit.Secondary(tr.T("contacts.bulk-status"), "", s.bulkStatus),
			kit.Secondary(tr.T("contacts.bulk-follow-up"), "", s.bulkFollowUp),
		}
		if s.hooks.Export != nil {
			buttons = append(buttons, kit.Secondary(tr.T("contacts.bulk-export"), "", s.bulkExport))
		}
		if s.hooks.Merge != nil && n == 2 && !s.marks.all {
			buttons = append(buttons, kit.Secondary(tr.T("contacts.bulk-merge"), "", s.mergeTwo))
		}
		buttons = append(buttons, kit.Secondary(tr.T("contacts.bulk-delete"), "", s.bulkDelete),
			kit.Quiet("", look.IconClose, func() { s.unmark() }))
		label := kit.Box(0, 36, kit.VBox(0, kit.Spacer(), kit.NewText(tr.N("contacts.chosen", n), look.SizeBody, look.ColorPrimary, true), kit.Spacer()))
		p := kit.NewPanel(look.ColorPrimary, "", 10, kit.Pad(5, 8, 5, 12, parts.Flow(kit.GapSmall, append([]fyne.CanvasObject{label}, buttons...)...)))
		p.Alpha = 0x16
		s.bulk.Set(p)
	}
	if s.bulk.Box.Hidden != hidden {
		s.bulk.Box.Hidden = hidden
		s.page.Refresh()
	}
}

// mergeTwo lays the two chosen cards side by side.
func (s *Screen) mergeTwo() {
	_, m := s.frozen()
	ids := slices.Sorted(maps.Keys(m.ids))
	if len(ids) != 2 {
		return
	}
	s.hooks.Merge(ids[0], ids[1], func() {
		s.marks.clear()
		s.reload()
	})
}

// chosen reads who is chosen, in the order of the list.
func (s *Screen) chosen(ctx context.Context, filter data.ContactFilter, m marks) ([]int64, error) {
	if !m.all {
		ids := make([]int64, 0, len(m.ids))
		for id := range m.ids {
			ids = append(ids, id)
		}
		slices.Sort(ids)
		return ids, nil
	}
	all, err := s.svc.ContactIDs(ctx, filter)
	return m.of(all), err
}

// frozen are the marks and the filter as they are now, for work off this thread.
func (s *Screen) frozen() (data.ContactFilter, marks) {
	m := marks{all: s.marks.all, ids: map[int64]bool{}}
	for id := range s.marks.ids {
		m.ids[id] = true
	}
	return s.roster.filter, m
}

// bulkDo changes all chosen ones; done, if not nil, closes the form that asked.
func (s *Screen) bulkDo(b data.BulkChange, done func(error)) {
	filter, m := s.frozen()
	kit.Go(s.scope, "bulk", func(ctx context.Context) (int, error) {
		ids, err := s.chosen(ctx, filter, m)
		if err != nil {
			return 0, err
		}
		return s.svc.BulkChange(ctx, ids, b)
	}, func(n int, err error) {
		done(err)
		if err == nil {
			s.env.Toast(s.env.Tr.N("contacts.bulk-done", n), kit.Did)
			kit.Focus(s.grid.Focusable())
			s.reload()
			s.loadWords()
		}
	})
}

func (s *Screen) bulkTag() {
	tr := s.env.Tr
	tags := slices.Clone(s.filters.tag.Choices())
	if len(tags) > 0 { // "any" of the filter is none here
		tags[0] = input.Option{Text: tr.T("contacts.bulk-tag-none")}
	}
	add, remove := input.NewEntry(tr.T("contacts.bulk-tag-hint")), input.NewChoice(tags, "", nil)
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("contacts.bulk-tag-title"), Deed: tr.T("contactform.save"),
		Intro: tr.N("contacts.chosen", s.marks.count(s.roster.count)),
		Fields: []dialog.Field{
			{Label: tr.T("contacts.bulk-tag-add"), Input: add}, {Label: tr.T("contacts.bulk-tag-remove"), Input: remove},
		},
		Submit: func(done func(error)) {
			b := data.BulkChange{AddTags: split(add.Text)}
			if code := remove.Code(); code != "" {
				b.RemoveTags = []string{code}
			}
			if len(b.AddTags)+len(b.RemoveTags) == 0 {
				done(data.NewError(data.CodeInvalid, "bulk-nothing"))
				return
			}
			s.bulkDo(b, done)
		},
	})
}

func (s *Screen) bulkStatus() {
	tr := s.env.Tr
	status := input.NewChoice(parts.Options(tr, "status.", data.ContactStatuses()), string(data.StatusActive), nil)
	dialog.ShowForm(s.env, dialog.Form{
		Title: tr.T("contacts.bulk-status-title"), Deed: tr.T("contactform.save"),
		Intro:  tr.N("contacts.chosen", s.marks.count(s.roster.count)),
		Fields: []dialog.Field{{Label: tr.T("contactform.status"), Input: status}},
		Submit: func(done func(error)) {
			code := data.ContactStatus(status.Code())
			s.bulkDo(data.BulkChange{Status: &code}, done)
		},
	})
}

func (s *Screen) bulkFollowUp() {
	tr := s.env.Tr
	parts.AskFollowUp(s.env, parts.FollowUpForm{
		Title: tr.N("contacts.bulk-follow-up-title", s.marks.count(s.roster.count)), Hint: tr.T("card.follow-up-hint"),
		Save: func(what string, due data.Date, done func(error)) {
			s.bulkDo(data.BulkChange{FollowUp: &data.FollowUp{What: what, Due: due}}, done)
		},
	})
}

// manyToDelete is how many are asked about before they go into the trash.
const manyToDelete = 20

// bulkDelete puts the chosen ones into the trash, or the one at the cursor.
func (s *Screen) bulkDelete() {
	tr, n := s.env.Tr, s.marks.count(s.roster.count)
	if n == 0 {
		if r, _ := s.roster.row(max(0, s.grid.Lead())); r != nil && s.grid.Lead() >= 0 {
			s.deleteIDs(func(context.Context) ([]int64, error) { return []int64{r.ID}, nil })
		}
		return
	}
	filter, m := s.frozen()
	do := func() { s.deleteIDs(func(ctx context.Context) ([]int64, error) { return s.chosen(ctx, filter, m) }) }
	if n < manyToDelete {
		do()
		return
	}
	dialog.Confirm(s.env, tr.T("contacts.bulk-delete-title"), tr.N("contacts.bulk-delete-question", n), tr.T("contacts.bulk-delete-deed"), do)
}

func (s *Screen) deleteIDs(who func(context.Context) ([]int64, error)) {
	kit.Go(s.scope, "bulk", func(ctx context.Context) (int, error) {
		ids, err := who(ctx)
		if err != nil {
			return 0, err
		}
		return len(ids), s.svc.DeleteContacts(ctx, ids)
	}, func(n int, err error) {
		if err != nil {
			dialog.ShowError(s.env, err)
			return
		}
		s.marks.clear()
		s.env.Toast(s.env.Tr.N("contacts.bulk-deleted", n), kit.Did)
		kit.Focus(s.grid.Focusable())
		s.reload()
	})
}
