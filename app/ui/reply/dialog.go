package reply

import (
	"context"
	"net/mail"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
)

// answer is an answer while it is written.
type answer struct {
	desk      *Desk
	form      data.ReplyForm
	templates []data.ReplyTemplate
	filled    string // the text as a template made it
	called    string // the subject likewise

	dialog  *dialog.FormDialog
	pick    *input.Choice
	to, cc  *input.Entry
	subject *input.Entry
	text    *input.Entry
	quote   *input.Check
	mind    *parts.Slot
}

// opening is what has to be known before the dialog opens.
type opening struct {
	form      data.ReplyForm
	templates []data.ReplyTemplate
}

// Ask opens an answer to be written. Ctrl+Enter puts it among the drafts. Until it
// is there keys do nothing: who goes on typing means the answer, and letters are
// deeds on the screen behind. It does not open over a dialog that came meanwhile.
func (d *Desk) Ask(r data.ReplyRequest) {
	const name = "reply ask"
	cover := dialog.Hold(d.env, func() { d.scope.Cancel(name) })
	kit.Go(d.scope, name, func(ctx context.Context) (o opening, err error) {
		context.AfterFunc(ctx, func() { d.env.Post(func() { cover.Lift(nil) }) }) // also where nobody waits for it any more
		if o.templates, err = d.svc.ReplyTemplates(ctx); err != nil {
			return o, err
		}
		o.form, err = d.svc.PrepareReply(ctx, r)
		return o, err
	}, func(o opening, err error) {
		cover.Lift(func() {
			switch {
			case d.scope.Closed():
			case err != nil:
				dialog.ShowError(d.env, err)
			default:
				a := &answer{desk: d, form: o.form, templates: o.templates, mind: parts.NewSlot()}
				a.open()
			}
		})
	})
}

// The size of the dialog: a line of 72 letters, and room to read.
const (
	width = 720
	lines = 13
)

func (a *answer) open() {
	tr := a.desk.env.Tr
	a.pick = input.NewChoice(a.options(), "0", func(code string) { a.askTemplate(code) })
	a.to, a.cc = input.NewEntry(tr.T("reply.to-hint")), input.NewEntry(tr.T("reply.cc-hint"))
	a.subject, a.text = input.NewEntry(""), input.NewTextArea(tr.T("reply.text-hint"), lines)
	a.to.SetText(addressLine(a.form.To))
	a.cc.SetText(addressLine(a.form.Cc))
	a.fill(&a.form)
	first := fyne.Focusable(a.pick)
	if len(a.form.To) == 0 {
		first = a.to
	}
	who := kit.Columns(kit.GapRows, input.Labelled(tr.T("reply.to"), a.to), input.Labelled(tr.T("reply.cc"), a.cc))
	what := kit.Columns(kit.GapRows, input.Labelled(tr.T("reply.template"), a.pick), input.Labelled(tr.T("reply.subject"), a.subject))
	a.dialog = dialog.ShowForm(a.desk.env, dialog.Form{
		Title: a.title(), Intro: tr.T("reply.what-happens", "From", a.form.From.Email), Deed: tr.T("reply.deed"), Width: width, Tall: true, First: first,
		Fields: []dialog.Field{
			{Input: a.mind.Box},
			{Input: what},
			{Input: who},
			{Label: tr.T("reply.text"), Input: a.text},
			{Input: a.quoteLine()},
		},
		Changed: func() bool { return a.touched() }, Submit: a.submit,
	})
}

// quoteLine asks whether the letter that is answered stands under the answer;
// where none is there is nothing to ask.
func (a *answer) quoteLine() fyne.CanvasObject {
	tr := a.desk.env.Tr
	a.quote = input.NewCheck(tr.T("reply.quote"), true, nil)
	if a.form.Quote == "" {
		return kit.Space(0, 0)
	}
	first, _, _ := strings.Cut(a.form.Quote, "\n")
	return kit.VBox(kit.GapTiny, a.quote, kit.Caption(first).Cut())
}

func (a *answer) title() string {
	tr := a.desk.env.Tr
	if a.form.CaseNumber != "" {
		return tr.T("reply.title-case", "Number", a.form.CaseNumber)
	}
	return tr.T("reply.title")
}

// options are the templates, those of the client's language first.
func (a *answer) options() []input.Option {
	out := []input.Option{{Code: "0", Text: a.desk.env.Tr.T("reply.no-template")}}
	sorted := slices.Clone(a.templates)
	foreign := func(t data.ReplyTemplate) int {
		if t.Language != "" && t.Language != a.form.Language {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(sorted, func(x, y data.ReplyTemplate) int { return foreign(x) - foreign(y) })
	for _, t := range sorted {
		out = append(out, input.Option{Code: strconv.FormatInt(t.ID, 10), Text: t.Name})
	}
	return out
}

func (a *answer) touched() bool {
	return a.text.Text != a.filled || a.subject.Text != a.called
}

// fill puts what a template made into the fields.
func (a *answer) fill(f *data.ReplyForm) {
	a.filled, a.called = f.Text, f.Subject
	a.text.SetText(f.Text)
	a.subject.SetText(f.Subject)
	a.warn(f)
}

// warn says what is to be minded, above the fields.
func (a *answer) warn(f *data.ReplyForm) {
	tr := a.desk.env.Tr
	rows := parts.Warnings(tr, f.Mind)
	for _, w := range f.Warnings {
		rows = append(rows, parts.Strip(look.IconAlert, kit.ToneWarn, tr.T("reply.warning."+w)))
	}
	if len(f.Missing) > 0 {
		rows = append(rows, parts.Strip(look.IconEdit, kit.ToneWarn, tr.T("reply.missing", "Blanks", strings.Join(f.Missing, ", "))))
	}
	a.mind.Set(kit.VBox(kit.GapTiny, rows...))
	if a.dialog != nil {
		a.dialog.Fit()
	}
}

// askTemplate fills another template in, after a question where that would throw
// away what was written.
func (a *answer) askTemplate(code string) {
	tr := a.desk.env.Tr
	if !a.touched() {
		a.take(code)
		return
	}
	before := strconv.FormatInt(a.form.Request.TemplateID, 10)
	dialog.Confirm(a.desk.env, tr.T("reply.replace-title"), tr.T("reply.replace-question"), tr.T("reply.replace-deed"),
		func() { a.take(code) }).OnClosed = func() {
		if a.pick.Code() == code && a.form.Request.TemplateID != idOf(code) {
			a.pick.SetCode(before)
		}
	}
}

func idOf(code string) int64 {
	id, err := strconv.ParseInt(code, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

func (a *answer) take(code string) {
	r := a.form.Request
	r.TemplateID = idOf(code)
	a.form.Request.TemplateID = r.TemplateID
	a.pick.SetCode(code)
	kit.Go(a.desk.scope, "reply fill", func(ctx context.Context) (data.ReplyForm, error) {
		return a.desk.svc.PrepareReply(ctx, r)
	}, func(f data.ReplyForm, err error) {
		switch {
		case a.dialog.Closed():
		case err != nil:
			a.dialog.Tell(err)
		default:
			a.form = f
			a.fill(&f)
			a.dialog.Focus(a.text)
		}
	})
}

// submit keeps the answer and puts it among the drafts; that it is in the mailbox
// is told when it is.
func (a *answer) submit(done func(error)) {
	f := a.form
	var err error
	if f.To, err = readAddresses(a.to.Text); err != nil {
		done(err)
		return
	}
	if f.Cc, err = readAddresses(a.cc.Text); err != nil {
		done(err)
		return
	}
	f.Subject, f.Text = a.subject.Text, a.text.Text
	if !a.quote.Checked {
		f.Quote = ""
	}
	kit.Go(a.desk.scope, "reply keep", func(ctx context.Context) (data.Draft, error) {
		return a.desk.svc.Reply(ctx, &f)
	}, func(_ data.Draft, err error) {
		done(err)
		if err == nil {
			a.desk.lay(f.Account)
		}
	})
}

// addressLine writes addresses as they are typed: with commas, names in quotes
// where they need them.
func addressLine(list []data.Address) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Email
		if a.Name != "" {
			name := a.Name
			if strings.ContainsAny(name, `,;<>@"()`) {
				name = `"` + strings.NewReplacer(`\`, "", `"`, "'").Replace(name) + `"`
			}
			out[i] = name + " <" + a.Email + ">"
		}
	}
	return strings.Join(out, ", ")
}

// readAddresses reads what was typed: addresses with commas or semicolons
// between them, with names or without.
func readAddresses(line string) ([]data.Address, error) {
	var out []data.Address
	for _, part := range split(line) {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		a := data.Address{Email: part}
		if i := strings.LastIndexByte(part, '<'); i >= 0 && strings.HasSuffix(part, ">") {
			a = data.Address{Name: strings.Trim(strings.TrimSpace(part[:i]), `"`), Email: strings.TrimSpace(part[i+1 : len(part)-1])}
		}
		if !strings.Contains(a.Email, "@") || strings.ContainsAny(a.Email, " \t<>") {
			return nil, data.NewError(data.CodeInvalid, "reply-address", "Address", part)
		}
		if _, err := mail.ParseAddress("<" + a.Email + ">"); err != nil && isASCII(a.Email) {
			return nil, data.NewError(data.CodeInvalid, "reply-address", "Address", part).Because(err)
		}
		out = append(out, a)
	}
	return out, nil
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > '~' })
}

// split cuts a line at commas and semicolons that are not in quotes.
func split(line string) []string {
	quoted := false
	return strings.FieldsFunc(line, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && (r == ',' || r == ';')
	})
}
