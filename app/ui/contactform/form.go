package contactform

import (
	"context"
	"errors"
	"reflect"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/app/ui/widget"
	"kartoteka/data"
	"kartoteka/data/match"
)

// Service is what the form needs of the program.
type Service interface {
	Contact(ctx context.Context, id int64) (data.Contact, error)
	ContactsLike(ctx context.Context, typed string, limit int) ([]data.ContactRow, error)
	CustomFields(ctx context.Context) ([]data.CustomField, error)
	Categories(ctx context.Context, list string) ([]data.Category, error)
	AddContact(ctx context.Context, c data.Contact) (int64, error)
	ChangeContact(ctx context.Context, c data.Contact) error
}

// Lookout watches what is typed and shows who is likely to be there already.
type Lookout interface {
	// Object is the strip with the likely ones; it is empty at first.
	Object() fyne.CanvasObject
	// Typed tells what the form says now.
	Typed(draft data.Contact)
	// Surely returns the name of somebody who is there already for sure and was
	// not said to be another, "" if there is none. It may take a while.
	Surely(ctx context.Context, draft data.Contact) (name string, err error)
	// Close ends its work.
	Close()
}

// Hooks are what others do for the form.
type Hooks struct {
	// Lookout makes the strip with likely duplicates of a new contact. It calls
	// open when the owner wants one of them instead of the form, and resize when
	// its height changed. nil: there is none.
	Lookout func(open func(id int64), resize func()) Lookout
	// Found is called instead of Saved when the contact was there already.
	Found func(id int64)
	// Saved is called with the contact's id after it was kept.
	Saved func(id int64)
}

// form is the open form.
type form struct {
	env    *kit.Env
	svc    Service
	hooks  Hooks
	scope  *kit.Scope
	old    data.Contact
	dialog *dialog.FormDialog
	look   Lookout // nil: none
	asked  string  // who is there already, as it was told: it is told once
	start  data.Contact

	basics *basics
	more   *more
	reach  *reach
	terms  *terms
	ending *ending
	ownFields
}

// ownFields is the section of the fields that the owner added.
type ownFields struct {
	own     []*ownField
	ownBox  *kit.Fold
	ownRows *fyne.Container
}

// New opens the form of a new contact; typed is what was looked for before, "".
func New(env *kit.Env, svc Service, hooks Hooks, typed string) {
	show(env, svc, hooks, typedName(typed))
}

// Edit opens the form on a contact as it is kept.
func Edit(env *kit.Env, svc Service, hooks Hooks, old data.Contact) { show(env, svc, hooks, old) }

func show(env *kit.Env, svc Service, hooks Hooks, old data.Contact) {
	tr := env.Tr
	f := &form{env: env, svc: svc, hooks: hooks, scope: kit.NewScope(env), old: old}
	title, deed := tr.T("contactform.new-title"), tr.T("contactform.add")
	if old.ID != 0 {
		title, deed = tr.T("contactform.edit-title", "Name", old.Name()), tr.T("contactform.save")
	}
	f.build()
	f.start, _ = f.read()
	f.dialog = dialog.ShowForm(env, dialog.Form{
		Title: title, Deed: deed, Width: 640, Tall: true, Fields: f.fields(), Submit: f.submit,
		First: f.firstField(), Extra: kit.NewText(tr.T("contactform.keys", "Key", kit.Command("Enter")), look.SizeCaption, look.ColorMuted, false),
		Changed: func() bool {
			now, err := f.read()
			return err != nil || !reflect.DeepEqual(now, f.start)
		},
	})
	f.dialog.OnClosed = func() {
		f.scope.Close()
		if f.look != nil {
			f.look.Close()
		}
	}
	f.load()
}

func (f *form) build() {
	c := &f.old
	f.basics = newBasics(f)
	f.more = newMore(f)
	f.reach = newReach(f)
	f.terms = newTerms(f)
	f.ending = newEnding(f)
	f.ownRows = kit.VBox(kit.GapSmall)
	f.ownBox = f.fold("contactform.own", "", f.ownRows)
	f.ownBox.Hide()
	f.ending.box.SetOpen(ended(c.Status))
	f.ending.show(c.Status)
	if f.hooks.Lookout != nil && c.ID == 0 {
		f.look = f.hooks.Lookout(f.found, func() {
			if f.dialog != nil {
				f.dialog.Fit()
			}
		})
	}
}

// found leaves the form for a contact that is there already.
func (f *form) found(id int64) {
	f.dialog.Close()
	if f.hooks.Found != nil {
		f.hooks.Found(id)
	}
}

func (f *form) fold(heading, short string, body fyne.CanvasObject) *kit.Fold {
	fold := kit.NewFold(f.env.Tr.T(heading), short, false, kit.Pad(2, 4, 8, 4, body))
	fold.OnFold = func(bool) {
		if f.dialog != nil {
			f.dialog.Fit()
		}
	}
	return fold
}

func (f *form) fields() []dialog.Field {
	out := []dialog.Field{}
	if f.look != nil {
		out = append(out, dialog.Field{Input: f.look.Object()})
	}
	out = append(out, dialog.Field{Input: f.basics.object()})
	for _, fold := range []*kit.Fold{f.more.box, f.reach.box, f.terms.box, f.ownBox, f.ending.box} {
		out = append(out, dialog.Field{Input: fold})
	}
	return out
}

func (f *form) firstField() fyne.Focusable {
	if f.basics.kind.Code() == string(data.Company) {
		return f.basics.company.Entry
	}
	return f.basics.given
}

// changed is called while the person types: likely duplicates are looked for.
func (f *form) changed() {
	if f.look == nil {
		return
	}
	c, _ := f.read() // what is wrong yet is left out
	f.look.Typed(c)
}

// read returns the contact as the form says it; the first thing that is wrong
// is told. What the form does not show stays as it was.
func (f *form) read() (data.Contact, error) {
	c := f.old
	var wrong error
	for _, part := range []func(*data.Contact) error{f.basics.read, f.more.read, f.reach.read, f.terms.read, f.ending.read} {
		if err := part(&c); err != nil && wrong == nil {
			wrong = err
		}
	}
	fields, err := readOwn(f.own, c.Fields)
	if err != nil && wrong == nil {
		wrong = err
	}
	c.Fields = fields
	return c, wrong
}

// loaded is what the form can do without for a moment.
type loaded struct {
	fields   []data.CustomField
	channels []data.Category
	sender   string // who referred the contact
}

// load brings the owner's fields and channels; the form can be used meanwhile.
func (f *form) load() {
	referrer := f.old.ReferredBy
	kit.Go(f.scope, "load", func(ctx context.Context) (l loaded, err error) {
		if l.fields, err = f.svc.CustomFields(ctx); err != nil {
			return l, err
		}
		if l.channels, err = f.svc.Categories(ctx, data.ListChannels); err != nil || referrer == 0 {
			return l, err
		}
		who, err := f.svc.Contact(ctx, referrer)
		if data.CodeOf(err) == data.CodeNotFound {
			return l, nil
		}
		l.sender = who.Name()
		return l, err
	}, func(l loaded, err error) {
		if err != nil {
			f.dialog.Tell(err)
			return
		}
		f.fill(l)
	})
}

func (f *form) fill(l loaded) {
	untouched := func() bool { now, err := f.read(); return err == nil && reflect.DeepEqual(now, f.start) }()
	for _, ch := range []struct {
		in  *input.Choice
		any string
	}{{f.basics.channel, f.env.Tr.T("contactform.any-channel")}, {f.more.second, f.env.Tr.T("contactform.none")}} {
		code := ch.in.Code()
		ch.in.SetChoices(parts.ChannelOptions(f.env.Tr, l.channels, data.Channel(code), ch.any), code)
	}
	if l.sender != "" && f.more.referred.Text() == "" {
		f.more.referred.Set(f.old.ReferredBy, l.sender)
	}
	for _, field := range l.fields {
		o := newOwnField(f.env, field, f.old.Fields[field.ID])
		f.own = append(f.own, o)
		f.ownRows.Add(input.Labelled(field.Name, o.input))
		f.dialog.Wire(o.input)
	}
	f.ownBox.Hidden = len(l.fields) == 0
	if untouched {
		f.start, _ = f.read()
	}
	f.dialog.Fit()
}

func (f *form) submit(done func(error)) {
	c, err := f.read()
	if err != nil {
		done(err)
		return
	}
	asked := f.asked
	kit.Go(f.scope, "save", func(ctx context.Context) (int64, error) {
		if c.ID != 0 {
			return c.ID, f.svc.ChangeContact(ctx, c)
		}
		if err := f.twice(ctx, c, asked); err != nil {
			return 0, err
		}
		return f.svc.AddContact(ctx, c)
	}, func(id int64, err error) {
		var told *data.Error
		if errors.As(err, &told) && told.Key == saidTwice {
			f.asked, _ = told.Args["Name"].(string)
		}
		done(err)
		if err == nil && f.hooks.Saved != nil {
			f.hooks.Saved(id)
		}
	})
}

// saidTwice is the sentence on a contact who is there already for sure.
const saidTwice = "contact-twice"

// twice refuses a contact who is there already for sure, unless that was told.
func (f *form) twice(ctx context.Context, c data.Contact, asked string) error {
	if f.look == nil {
		return nil
	}
	name, err := f.look.Surely(ctx, c)
	if err != nil || name == "" || name == asked {
		return nil //nolint:nilerr // a warning that can't be given stops nobody
	}
	return data.NewError(data.CodeConflict, saidTwice, "Name", name)
}

// pick makes a field in which a contact is found by a few letters; wanted tells
// which of those found may be taken.
func (f *form) pick(id int64, name, hint string, wanted func(*data.ContactRow) bool) *widget.Suggest {
	s := widget.NewSuggest(hint)
	s.Dropdown().Free = true
	s.Set(id, name)
	s.Find = func(typed string, show func([]widget.Match)) {
		kit.Go(f.scope, "pick"+hint, func(ctx context.Context) ([]data.ContactRow, error) {
			return f.svc.ContactsLike(ctx, typed, 8)
		}, func(rows []data.ContactRow, err error) {
			if err != nil { // the name can be typed whole
				return
			}
			var out []widget.Match
			for i := range rows {
				if rows[i].ID == f.old.ID || !wanted(&rows[i]) {
					continue
				}
				icon := look.IconPerson
				if rows[i].Kind == data.Company {
					icon = look.IconCompany
				}
				out = append(out, widget.Match{ID: rows[i].ID, Icon: icon, Title: rows[i].DisplayName, Subtitle: place(&rows[i].Contact)})
			}
			show(out)
		})
	}
	return s
}

// place tells two of one name apart.
func place(c *data.Contact) string {
	var phone string
	if p := c.Phones(); len(p) > 0 {
		phone = match.FormatPhone(p[0])
	}
	return summary(c.City, phone)
}

func year(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func joined(all []string) string { return strings.Join(all, ", ") }
