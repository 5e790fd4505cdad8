package quicklog

import (
	"context"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
)

// Service is what the dialog needs of the program.
type Service interface {
	ContactsLike(ctx context.Context, typed string, limit int) ([]data.ContactRow, error)
	Contact(ctx context.Context, id int64) (data.Contact, error)
	MayContact(ctx context.Context, id int64, over data.Channel, now time.Time) ([]data.ContactWarning, error)
	Categories(ctx context.Context, list string) ([]data.Category, error)
	LogInteractionAndNext(ctx context.Context, i data.Interaction, next *data.FollowUp) (int64, error)
	ChangeInteraction(ctx context.Context, i data.Interaction) error
}

// Hooks are what others do for the dialog.
type Hooks struct {
	// NewContact opens the form of a client who is not there yet, with what was
	// typed; done is called with the new one's id. nil: not offered.
	NewContact func(typed string, done func(id int64))
	// Logged is called after an entry was kept; may be nil.
	Logged func()
}

// newContact marks the line that offers a new contact.
const newContact = "new"

// shown is how many clients the list offers: as many as are read at a glance.
const shown = 7

// dialog is the open dialog.
type sheet struct {
	env   *kit.Env
	svc   Service
	hooks Hooks
	scope *kit.Scope
	form  *dialog.FormDialog
	who   data.Contact
	given int64            // the client for whom the dialog was opened, 0 if none
	typed string           // what was typed of the client's name last
	old   data.Interaction // what is corrected; ID 0: a new entry

	channels []data.Category
	known    *parts.Slot // what is to be minded of the chosen client
	inputs
	due *kit.Text // the day that the number of days comes to
}

// columns share the width of a row of three fields: the first is as wide as its
// word needs in each language.
var columns = []float32{1.25, 2.1, 3.25}

// inputs are what is filled in.
type inputs struct {
	suggest    *widget.Suggest
	channel    *parts.KeyStrip
	direction  *parts.KeyStrip
	text, note *input.Entry
	minutes    *input.Entry
	days, what *input.Entry
	kind       *input.Choice
	outcome    *input.Choice // what came of it
	day        *input.DateEntry
}

// Show opens the dialog; contact 0 asks for one first.
func Show(env *kit.Env, svc Service, hooks Hooks, contact int64) {
	d := newDialog(env, svc, hooks)
	d.open(contact, env.Tr.T("quicklog.title"))
}

// Edit opens the dialog on an entry that is there already.
func Edit(env *kit.Env, svc Service, hooks Hooks, old data.Interaction) {
	d := newDialog(env, svc, hooks)
	d.old = old
	d.fill()
	d.open(old.ContactID, env.Tr.T("quicklog.edit-title"))
}

func newDialog(env *kit.Env, svc Service, hooks Hooks) *sheet {
	tr := env.Tr
	d := &sheet{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env), known: parts.NewSlot(), channels: builtIn()}
	d.suggest = widget.NewSuggest(tr.T("quicklog.who-hint"))
	d.suggest.Find, d.suggest.OnPick, d.suggest.Must = d.find, d.picked, true
	d.channel = parts.NewKeyStrip(channelPresses(tr, builtIn(), ""), string(data.ChannelPhone))
	d.channel.OnPick = func(string) {
		d.mind()
		d.form.Focus(d.text)
	}
	d.direction = parts.NewKeyStrip(directionPresses(tr), string(data.Inbound))
	d.direction.OnPick = func(string) { d.form.Focus(d.text) }
	d.text = input.NewTextArea(tr.T("quicklog.text-hint"), 3)
	d.note = input.NewTextArea(tr.T("quicklog.note-hint"), 2)
	for _, s := range []*parts.KeyStrip{d.channel, d.direction} {
		s.OnOther = func(r rune) {
			d.form.Focus(d.text)
			d.text.TypedRune(r)
		}
	}
	d.minutes = input.NewEntry(tr.T("quicklog.minutes-hint"))
	d.days, d.what = input.NewEntry(tr.T("quicklog.days-hint")), input.NewEntry(tr.T("quicklog.what-hint"))
	for _, e := range []*input.Entry{d.text, d.note, d.minutes, d.days, d.what, d.suggest.Entry} {
		e.OnLetter = d.letter
	}
	d.due = kit.NewText("", look.SizeCaption, look.ColorMuted, false).Cut()
	d.days.OnChanged = func(string) { d.sayDue() }
	d.kind = input.NewChoice(parts.Options(tr, "quicklog.kind.", []data.Kind{
		data.KindOther, data.KindQuestion, data.KindPraise, data.KindSuggestion, data.KindOrder,
	}), string(data.KindOther), nil)
	d.outcome = input.NewChoice(outcomes(tr), "", nil)
	d.day = input.NewDateEntry(env, env.Today())
	return d
}

// builtIn are the channels until the owner's own list is here.
func builtIn() []data.Category {
	var out []data.Category
	for _, c := range data.Channels() {
		out = append(out, data.Category{List: data.ListChannels, Code: string(c)})
	}
	return out
}

// fill puts the entry that is corrected into the fields.
func (d *sheet) fill() {
	i := &d.old
	d.takeChannel(i.Channel)
	d.direction.SetCode(string(i.Direction))
	d.text.SetText(i.Text)
	d.note.SetText(i.Note)
	if i.Minutes > 0 {
		d.minutes.SetText(strconv.Itoa(i.Minutes))
	}
	if !d.has(i.Kind) {
		d.kind.SetChoices(append(parts.Options(d.env.Tr, "kind.", []data.Kind{i.Kind}),
			parts.Options(d.env.Tr, "quicklog.kind.", []data.Kind{data.KindOther, data.KindQuestion, data.KindPraise})...), "")
	}
	d.kind.SetCode(string(i.Kind))
	d.outcome.SetCode(string(i.Outcome))
	d.day.SetDay(data.DateIn(i.At, d.env.Tr.Zone()))
}

func (d *sheet) has(k data.Kind) bool {
	d.kind.SetCode(string(k))
	return d.kind.Code() == string(k)
}

func (d *sheet) open(contact int64, title string) {
	tr := d.env.Tr
	head := dialog.Field{Input: kit.VBox(kit.GapSmall, d.suggest, d.known.Box)}
	if contact == 0 {
		d.known.Set(kit.Space(0, 0))
	} else {
		head.Input = d.known.Box
		d.known.Set(kit.Box(0, 22, kit.Muted("…")))
	}
	fields := []dialog.Field{
		head,
		{Input: kit.VBox(kit.GapSmall, d.channel, d.direction, kit.Note(tr.T("quicklog.letters",
			"Channel", input.LetterKey(letterOf(&d.channel.Presses()[0])), "Direction", input.LetterKey(tr.T("quicklog.key-out")))))},
		{Label: tr.T("quicklog.text"), Input: d.text},
		{Label: tr.T("quicklog.note"), Input: d.note},
		{Input: kit.Weighted(kit.GapRows, columns, input.Labelled(tr.T("quicklog.minutes"), d.minutes),
			input.Labelled(tr.T("quicklog.about"), d.kind), input.Labelled(tr.T("quicklog.day"), d.day))},
	}
	answer := input.Labelled(tr.T("quicklog.outcome"), d.outcome)
	if d.old.ID == 0 {
		fields = append(fields, dialog.Field{Input: kit.Weighted(kit.GapRows, columns,
			kit.VBox(kit.GapTiny, input.Labelled(tr.T("quicklog.days"), d.days), d.due), input.Labelled(tr.T("quicklog.what"), d.what), answer)})
	} else {
		fields = append(fields, dialog.Field{Input: answer})
	}
	start := d.before()
	d.given = contact
	form := dialog.Form{
		Title: title, Deed: tr.T("quicklog.save", "Key", kit.Command("Enter")), Width: 600, Tall: true, Fields: fields,
		Changed: func() bool { return d.before() != start }, Submit: d.submit,
	}
	if contact != 0 {
		form.First = d.text // a sentence can be begun at once: letters are text there
	}
	d.form = dialog.ShowForm(d.env, form)
	d.form.OnClosed = d.scope.Close
	d.loadChannels()
	if contact != 0 {
		d.choose(contact)
	}
}

// before is all that was typed, to tell whether anything was.
func (d *sheet) before() entry {
	e := d.entry()
	e.contact, e.channel, e.direction = 0, "", ""
	return e
}

func (d *sheet) entry() entry {
	who := d.who.ID
	if d.given == 0 && d.suggest.ID() != who {
		who = 0 // the name was typed over
	}
	return entry{
		contact: who, channel: d.channel.Code(), direction: d.direction.Code(), kind: d.kind.Code(),
		text: d.text.Text, note: d.note.Text, minutes: d.minutes.Text, days: d.days.Text, what: d.what.Text,
		outcome: d.outcome.Code(),
	}
}

// loadChannels brings the owner's own channels; those that came with the
// program are there meanwhile.
func (d *sheet) loadChannels() {
	kit.Go(d.scope, "channels", func(ctx context.Context) ([]data.Category, error) {
		return d.svc.Categories(ctx, data.ListChannels)
	}, func(all []data.Category, err error) {
		if err != nil || len(all) == 0 {
			return
		}
		d.channels = all
		d.takeChannel(data.Channel(d.channel.Code()))
		d.form.Fit()
	})
}

// takeChannel picks a channel, even one that is not on the list any more.
func (d *sheet) takeChannel(c data.Channel) {
	d.channel.SetPresses(channelPresses(d.env.Tr, d.channels, c), string(c))
}

// find offers the clients whose names begin with what is typed.
func (d *sheet) find(typed string, show func([]widget.Match)) {
	kit.Go(d.scope, "find", func(ctx context.Context) ([]data.ContactRow, error) {
		return d.svc.ContactsLike(ctx, typed, shown)
	}, func(rows []data.ContactRow, err error) {
		if err != nil {
			d.form.Tell(err)
			show(nil) // an Enter that waits would keep all letters
			return
		}
		show(d.matches(typed, rows))
	})
}

func (d *sheet) matches(typed string, rows []data.ContactRow) []widget.Match {
	d.typed = strings.TrimSpace(typed)
	out := make([]widget.Match, 0, len(rows)+1)
	for i := range rows {
		icon := look.IconPerson
		if rows[i].Kind == data.Company {
			icon = look.IconCompany
		}
		out = append(out, widget.Match{ID: rows[i].ID, Icon: icon, Title: rows[i].DisplayName, Subtitle: secondLine(&rows[i].Contact)})
	}
	if d.hooks.NewContact != nil && d.typed != "" {
		out = append(out, widget.Match{Kind: newContact, Icon: look.IconAdd, Title: d.env.Tr.T("quicklog.new", "Name", d.typed)})
	}
	return out
}

func (d *sheet) picked(m widget.Match) {
	if m.Kind != newContact {
		d.choose(m.ID)
		d.form.Focus(d.text)
		return
	}
	typed := d.typed
	d.suggest.Set(0, typed)
	d.hooks.NewContact(typed, func(id int64) {
		d.choose(id)
		d.form.Focus(d.text)
	})
}

// choose takes a client; what is to be minded is shown at once.
func (d *sheet) choose(id int64) {
	kit.Go(d.scope, "contact", func(ctx context.Context) (data.Contact, error) {
		return d.svc.Contact(ctx, id)
	}, func(c data.Contact, err error) {
		if err != nil {
			d.form.Tell(err)
			return
		}
		d.who = c
		d.suggest.Set(c.ID, c.Name())
		if d.old.ID == 0 {
			d.takeChannel(firstChannel(&c))
		}
		d.showKnown(nil)
		d.mind()
	})
}

// mind asks what is to be minded of the client over the chosen channel.
func (d *sheet) mind() {
	if d.who.ID == 0 || d.old.ID != 0 {
		return
	}
	id, over, now := d.who.ID, data.Channel(d.channel.Code()), d.env.Now()
	kit.Go(d.scope, "mind", func(ctx context.Context) ([]data.ContactWarning, error) {
		return d.svc.MayContact(ctx, id, over, now)
	}, func(all []data.ContactWarning, err error) {
		if err == nil { // without an answer the entry can still be written
			d.showKnown(all)
		}
	})
}

func (d *sheet) showKnown(warnings []data.ContactWarning) {
	c := &d.who
	name := kit.HBox(kit.GapSmall, kit.Avatar(c.Name(), 28), kit.Grow(kit.VBox(0, kit.Strong(c.Name()).Cut(),
		kit.NewText(secondLine(c), look.SizeCaption, look.ColorMuted, false).Cut())))
	rows := append([]fyne.CanvasObject{name}, parts.Warnings(d.env.Tr, warnings)...)
	if c.Arrangements != "" {
		rows = append(rows, parts.Arrangements(d.env.Tr, c.Arrangements))
	}
	d.known.Set(kit.VBox(kit.GapSmall, rows...))
	d.form.Fit()
}

func (d *sheet) sayDue() {
	n, ok, err := inDays(d.days.Text)
	switch {
	case err != nil:
		d.due.Tint(look.ColorBad).SetText(d.env.Tr.T("quicklog.days-unclear"))
	case ok:
		d.due.Tint(look.ColorMuted).SetText(d.env.Tr.LongDate(d.env.Today().AddDays(n)))
	default:
		d.due.SetText("")
	}
}
