// Package trash is the page of settings that shows what was deleted and brings
// it back: newest first, with the day on which it goes for good.
//
// It knows what to show. What a restored record brings with it is its Service's
// business.
package trash

import (
	"time"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

var icons = map[data.ActionKind]look.IconName{
	data.ActDeleteContact: look.IconPerson, data.ActDeleteLog: look.IconChat, data.ActDeleteCase: look.IconCases,
	data.ActDeleteFollowUp: look.IconCheck, data.ActDeleteOrder: look.IconOrder, data.ActDeleteOpinion: look.IconHeart,
}

// soon is from how many days on the row warns.
const soon = 5

// row is how a deletion is shown.
func row(tr *i18n.Translator, d *data.Trashed, now time.Time) widget.Row {
	left := daysLeft(d.At, now)
	r := widget.Row{
		Icon: icons[d.What], Title: name(tr, d), Subtitle: kindOf(tr, d) + " · " + tr.DateTime(d.At),
		Chip: tr.N("trash.left", left), Tone: kit.ToneNeutral,
	}
	if left <= soon {
		r.Tone = kit.ToneWarn
	}
	if left == 0 {
		r.Chip = tr.T("trash.last-day")
	}
	return r
}

// name is what was deleted, with how many more.
func name(tr *i18n.Translator, d *data.Trashed) string {
	title := d.Title
	if title == "" {
		title = tr.T("trash.nameless")
	}
	if d.N > 1 {
		return tr.N("trash.with", d.N-1, "Title", title)
	}
	return title
}

func kindOf(tr *i18n.Translator, d *data.Trashed) string {
	if d.What == data.ActDeleteContact {
		return tr.N("trash.what."+string(d.What), d.N)
	}
	return tr.T("trash.what." + string(d.What))
}

// daysLeft is how many whole days a deletion can still be taken back.
func daysLeft(at, now time.Time) int {
	return max(0, int(at.Add(data.TrashKept).Sub(now)/(24*time.Hour)))
}
