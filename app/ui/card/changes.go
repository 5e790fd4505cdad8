package card

import (
	"context"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// historyPage is how many changes are shown.
const historyPage = 200

// showHistory tells when what was changed on the card, and from what to what.
func (c *Card) showHistory() {
	id, name := c.id, c.file.contact.Name()
	kit.Go(c.scope, "history", func(ctx context.Context) ([]data.FieldChange, error) {
		return c.svc.History(ctx, id, historyPage)
	}, func(all []data.FieldChange, err error) {
		if c.id != id {
			return // the answer comes to another's card
		}
		if err != nil {
			dialog.ShowError(c.env, err)
			return
		}
		tr := c.env.Tr
		var d *dialog.Dialog
		shut := func() { d.Close() }
		ok := kit.Primary(tr.T("card.close"), "", shut)
		room := c.env.Window.Canvas().Size().Height
		d = dialog.ShowWide(c.env, tr.T("card.history-title", "Name", name), 620,
			kit.Box(0, fyne.Min(440, room-190), c.changes(all, shut)), ok)
		d.Focus(ok)
	})
}

// changes lists the deeds, each with what it changed and a way to take it back.
func (c *Card) changes(all []data.FieldChange, shut func()) fyne.CanvasObject {
	tr := c.env.Tr
	if len(all) == 0 {
		return kit.Empty(look.IconClock, tr.T("card.no-changes"), nil)
	}
	var rows []fyne.CanvasObject
	last := int64(0)
	for i := range all {
		ch := &all[i]
		if ch.Action.ID != last || i == 0 {
			last = ch.Action.ID
			if i > 0 {
				rows = append(rows, kit.Rule())
			}
			rows = append(rows, c.changeHead(all, ch.Action, shut))
		}
		if text := changeText(tr, ch); text != "" {
			rows = append(rows, kit.NewPara(text, 12, look.ColorMuted))
		}
	}
	return kit.Scroll(kit.Pad(0, 10, 0, 0, kit.VBox(6, rows...)))
}

// changeHead is what was done and when, with a button where it can be taken
// back from here.
func (c *Card) changeHead(all []data.FieldChange, a data.Action, shut func()) fyne.CanvasObject {
	tr := c.env.Tr
	row := []fyne.CanvasObject{
		kit.Grow(kit.Strong(tr.T("action." + string(a.What))).Cut()), kit.Caption(tr.DateTime(a.At)),
	}
	switch {
	case undone(all, a):
		row = append(row, kit.Caption(tr.T("card.change-undone")))
	case !ownWay(a.What):
		row = append(row, kit.Quiet(tr.T("card.change-undo"), look.IconUndo, func() {
			shut()
			c.askTakeBack(a)
		}))
	}
	return kit.HBox(kit.GapSmall, row...)
}

// ownWay reports whether a deed is taken back elsewhere: a whole import on its
// own page, an undo by doing it again, a new card by deleting it.
func ownWay(k data.ActionKind) bool {
	return k == data.ActImport || k == data.ActUndo || k == data.ActAddContact
}

// undone reports whether a deed was taken back, and was not done again since.
func undone(all []data.FieldChange, a data.Action) bool {
	if a.UndoneBy == 0 {
		return false
	}
	for i := range all {
		if by := all[i].Action; by.ID == a.UndoneBy {
			return !undone(all, by)
		}
	}
	return true
}

// askTakeBack takes a deed back; one that was about many only after asking.
func (c *Card) askTakeBack(a data.Action) {
	if a.What != data.ActBulk || a.N < 2 {
		c.takeBack(a)
		return
	}
	tr := c.env.Tr
	dialog.Confirm(c.env, tr.T("action."+string(a.What)), tr.N("card.change-undo-many", a.N), tr.T("card.change-undo"), func() { c.takeBack(a) })
}

func (c *Card) takeBack(a data.Action) {
	kit.Go(c.scope, "revert", func(ctx context.Context) (data.Reverted, error) {
		return c.svc.RevertAction(ctx, a.ID)
	}, func(r data.Reverted, err error) {
		if err != nil {
			dialog.ShowError(c.env, err)
			return
		}
		tr, deed := c.env.Tr, kit.Did
		if r.Changes == 0 {
			deed = nil
		}
		c.env.Toast(tr.T("shell.undone", "What", tr.T("action."+string(a.What)))+parts.Left(tr, &r), deed)
		c.Changed()
	})
}
