// Package reply is where letters are answered: a dialog that fills in one of the
// firm's templates and puts the answer among the mailbox's drafts, what became
// of such drafts, and the page of settings on which the templates are made.
//
// It shows and asks. How an answer becomes a message, and how it gets into the
// mailbox, is its Service's business; nothing is ever sent.
package reply

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// Service is what answering needs of the program.
type Service interface {
	ReplyTemplates(ctx context.Context) ([]data.ReplyTemplate, error)
	PrepareReply(ctx context.Context, r data.ReplyRequest) (data.ReplyForm, error)
	Reply(ctx context.Context, f *data.ReplyForm) (data.Draft, error)
	LayDrafts(ctx context.Context, account, password string) error
	Drafts(ctx context.Context, f data.DraftFilter) ([]data.Draft, error)
	DropDraft(ctx context.Context, id int64) error
	ReplySuggestions(ctx context.Context) ([]data.ReplySuggestion, error)
	DismissReplySuggestion(ctx context.Context, draftID int64) error
	ChangeCase(ctx context.Context, c data.CaseChange) error
	DoneFollowUp(ctx context.Context, id int64, done bool) error
}

// Desk is where answers are written and looked after.
type Desk struct {
	env   *kit.Env
	svc   Service
	scope *kit.Scope
	// password is what was given by hand for a mailbox in this run, "" for nothing.
	password func(account string) string
}

// New returns the desk; its work runs in scope.
func New(env *kit.Env, svc Service, scope *kit.Scope, password func(account string) string) *Desk {
	return &Desk{env: env, svc: svc, scope: scope, password: password}
}

// Answers is the desk as screens see it.
func (d *Desk) Answers() parts.Answers {
	return parts.Answers{Ask: d.Ask, Load: d.load, Show: d.show}
}

// load reads the drafts that a filter selects, and what those that were sent may
// have settled.
func (d *Desk) load(ctx context.Context, f data.DraftFilter) (data.ReplyStanding, error) {
	var s data.ReplyStanding
	var err error
	if s.Drafts, err = d.svc.Drafts(ctx, f); err != nil || len(s.Drafts) == 0 {
		return s, err
	}
	all, err := d.svc.ReplySuggestions(ctx)
	for _, r := range all {
		if slices.ContainsFunc(s.Drafts, func(o data.Draft) bool { return o.ID == r.DraftID }) {
			s.Suggestions = append(s.Suggestions, r)
		}
	}
	return s, err
}

// shown is how many drafts are listed of one letter.
const shown = 4

// show lists the answers and what is suggested, nil for none.
func (d *Desk) show(s data.ReplyStanding) fyne.CanvasObject {
	if len(s.Drafts) == 0 {
		return nil
	}
	var rows []fyne.CanvasObject
	for _, r := range s.Suggestions {
		rows = append(rows, d.suggestion(r))
	}
	for i := range s.Drafts[:min(shown, len(s.Drafts))] {
		rows = append(rows, d.line(&s.Drafts[i]))
	}
	return kit.VBox(kit.GapSmall, rows...)
}

// tones are the weights of the states' words.
var tones = map[data.DraftState]kit.Tone{
	data.DraftWaiting: kit.ToneWarn, data.DraftLaid: kit.ToneInfo, data.DraftGone: kit.ToneNeutral, data.DraftSent: kit.ToneGood,
}

// line says where an answer is, and why it is not further.
func (d *Desk) line(o *data.Draft) fyne.CanvasObject {
	tr, state := d.env.Tr, o.State()
	text := tr.T("reply.state."+string(state), "Folder", o.Folder, "Laid", o.Laid, "Sent", o.Sent, "Made", o.Made)
	row := []fyne.CanvasObject{
		kit.Chip(tr.T("reply.chip."+string(state)), tones[state]), kit.Grow(kit.NewPara(text, 12, look.ColorMuted)),
	}
	switch {
	case state == data.DraftWaiting:
		row = append(row, kit.Quiet(tr.T("reply.lay-now"), "", func() { d.lay(o.Account) }))
		if o.Tries == 0 {
			row = append(row, kit.Quiet(tr.T("reply.drop"), "", func() { d.drop(o.ID) }))
		}
	case o.SentAs != 0:
		row = append(row, kit.Link(tr.T("reply.show"), func() {
			d.env.Navigate(kit.Route{Screen: kit.ScreenMail, ID: o.SentAs})
		}))
	}
	box := kit.VBox(kit.GapTiny, kit.HBox(kit.GapSmall, row...))
	if state == data.DraftWaiting && o.Error != "" {
		code := data.CodeMail
		if o.Error == "no-password" {
			code = data.CodeNoPassword
		}
		box.Add(kit.NewPara(tr.Error(data.NewError(code, o.Error, "Account", o.Account)), 12, look.ColorWarn))
	}
	return box
}

// suggestion offers what an answer that was sent may have settled.
func (d *Desk) suggestion(r data.ReplySuggestion) fyne.CanvasObject {
	tr := d.env.Tr
	var deeds []fyne.CanvasObject
	text := tr.T("reply.sent-on", "Sent", r.Sent)
	if r.CaseID != 0 {
		text += " " + tr.T("reply.suggest-case", "Number", r.CaseNumber)
		deeds = append(deeds, kit.Secondary(tr.T("reply.mark-case"), look.IconCheck, func() { d.answered(r) }))
	}
	if r.FollowUpID != 0 {
		text += " " + tr.T("reply.suggest-task", "What", r.FollowUp)
		deeds = append(deeds, kit.Secondary(tr.T("reply.tick-task"), look.IconCheck, func() { d.tick(r) }))
	}
	deeds = append(deeds, kit.Quiet(tr.T("reply.leave-it"), "", func() { d.dismiss(r.DraftID) }))
	return kit.VBox(kit.GapSmall, parts.Strip(look.IconBulb, kit.ToneInfo, text), parts.Flow(kit.GapSmall, deeds...))
}

func (d *Desk) answered(r data.ReplySuggestion) {
	state := data.CaseAnswered
	d.do("case", func(ctx context.Context) error {
		return d.svc.ChangeCase(ctx, data.CaseChange{ID: r.CaseID, State: &state, Answered: r.Sent})
	}, d.env.Tr.T("reply.case-marked", "Number", r.CaseNumber), kit.Did)
}

func (d *Desk) tick(r data.ReplySuggestion) {
	d.do("task", func(ctx context.Context) error { return d.svc.DoneFollowUp(ctx, r.FollowUpID, true) },
		d.env.Tr.T("reply.task-ticked", "What", r.FollowUp), kit.Did)
}

func (d *Desk) dismiss(id int64) {
	d.do("dismiss", func(ctx context.Context) error { return d.svc.DismissReplySuggestion(ctx, id) }, "", nil)
}

func (d *Desk) drop(id int64) {
	tr := d.env.Tr
	dialog.Confirm(d.env, tr.T("reply.drop-title"), tr.T("reply.drop-question"), tr.T("reply.drop-deed"), func() {
		d.do("drop", func(ctx context.Context) error { return d.svc.DropDraft(ctx, id) }, tr.T("reply.dropped"), nil)
	})
}

// do does something off the UI thread and tells it; the screens hear of the
// change as of any other.
func (d *Desk) do(name string, work func(context.Context) error, told string, deed kit.Deed) {
	kit.Do(d.scope, "reply "+name, work, func(err error) {
		switch {
		case err != nil:
			dialog.ShowError(d.env, err)
		case told != "":
			d.env.Toast(told, deed)
		}
	})
}

// lay puts what waits into the mailbox now.
func (d *Desk) lay(account string) {
	tr, password := d.env.Tr, d.password(account)
	kit.Do(d.scope, "reply lay", func(ctx context.Context) error {
		return d.svc.LayDrafts(ctx, account, password)
	}, func(err error) {
		if err != nil {
			d.env.Toast(tr.T("reply.waits", "Why", tr.Error(err)), nil)
			return
		}
		d.env.Toast(tr.T("reply.laid"), nil)
	})
}
