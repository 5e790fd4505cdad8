package parts

import (
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/data"
)

// FollowUpForm asks what is to be done and when. The day comes first when what
// is to be done is known already, and typing replaces it ("+3", "pt", "5.12").
type FollowUpForm struct {
	Title string
	What  string    // what is offered to be done, "" for nothing
	Hint  string    // stands in the empty field
	Due   data.Date // the day that is offered; zero: tomorrow
	Deed  string    // the word on the button; "" for "Add"
	// Save keeps it; done is called on the UI thread.
	Save func(what string, due data.Date, done func(error))
}

// quickDays are the days that one press chooses.
var quickDays = []struct {
	key  string
	days int
}{{"parts.today", 0}, {"parts.tomorrow", 1}, {"parts.in-3-days", 3}, {"parts.in-a-week", 7}}

// AskFollowUp opens the form.
func AskFollowUp(env *kit.Env, f FollowUpForm) *dialog.FormDialog {
	tr := env.Tr
	what := input.NewEntry(f.Hint)
	what.SetText(f.What)
	due, deed := f.Due, f.Deed
	if due.IsZero() {
		due = env.Today().AddDays(1)
	}
	if deed == "" {
		deed = tr.T("parts.add")
	}
	day := input.NewDateEntry(env, due)
	quick := make([]fyne.CanvasObject, len(quickDays))
	for i, q := range quickDays {
		quick[i] = kit.Secondary(tr.T(q.key), "", func() { day.SetDay(env.Today().AddDays(q.days)) })
	}
	when := dialog.Field{
		Label: tr.T("parts.when"), Hint: tr.T("parts.when-hint"),
		Input: kit.VBox(kit.GapSmall, day, Flow(kit.GapSmall, quick...)),
	}
	about := dialog.Field{Label: tr.T("parts.what"), Input: what}
	fields := []dialog.Field{about, when}
	if f.What != "" {
		fields = []dialog.Field{when, about}
	}
	d := dialog.ShowForm(env, dialog.Form{
		Title: f.Title, Deed: deed, Fields: fields,
		Submit: func(done func(error)) {
			text := strings.TrimSpace(what.Text)
			switch {
			case text == "":
				done(data.NewError(data.CodeInvalid, "follow-up-without-text"))
			case day.Check() != nil:
				done(day.Check())
			case day.Day().IsZero():
				done(data.NewError(data.CodeInvalid, "follow-up-without-day"))
			default:
				f.Save(text, day.Day(), done)
			}
		},
	})
	if f.What != "" {
		day.Entry.TypedShortcut(&fyne.ShortcutSelectAll{})
	}
	return d
}

// FollowUpLine is a follow-up with a button that ticks it off.
func FollowUpLine(env *kit.Env, f *data.FollowUpRow, done func(*data.FollowUpRow)) fyne.CanvasObject {
	chip, tone := DueChip(env.Tr, f)
	day := f.Due
	if f.State == data.FollowUpSnoozed {
		day = f.Snoozed
	}
	return NewLine(Line{
		Lead:  NewTick(env.Tr.T("parts.done", "What", f.What), func() { done(f) }),
		Title: f.What, Sub: env.Tr.LongDate(day), Chip: chip, Ink: tone,
	})
}
