package contactform

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/dialog"
	"kartoteka/app/ui/kit/input"
	"kartoteka/app/ui/kit/look"
	"kartoteka/data"
	"kartoteka/data/match"
)

// checked is a field with room under it for the sentence that says what is
// wrong with it, shown when the keyboard leaves it.
type checked struct {
	*input.Entry
	env   *kit.Env
	check func(string) error
	said  *kit.Para
	box   *fyne.Container
}

func newChecked(env *kit.Env, text, hint string, check func(string) error) *checked {
	c := &checked{Entry: filled(text, hint), env: env, check: check, said: kit.NewPara("", look.SizeCaption, look.ColorBad)}
	c.said.Hide()
	c.box = kit.VBox(kit.GapTiny, c.Entry, c.said)
	c.OnLeave = c.look
	return c
}

// look shows what is wrong, or takes the sentence away.
func (c *checked) look() {
	err := c.check(c.Text)
	text := c.env.Tr.Error(err)
	if text == c.said.Text() {
		return
	}
	c.said.SetText(text)
	c.said.Hidden = err == nil
	c.box.Refresh()
}

func filled(text, hint string) *input.Entry {
	e := input.NewEntry(hint)
	e.SetText(text)
	return e
}

// handleList is a growing list of addresses of one kind, each with a label.
type handleList struct {
	widget.BaseWidget
	env     *kit.Env
	kind    data.HandleKind
	hint    string
	rows    []*handleRow
	box     *fyne.Container
	save    func()
	changed func()
}

type handleRow struct {
	value *checked
	label *input.Entry
	box   *fyne.Container
}

func newHandleList(env *kit.Env, kind data.HandleKind, all []data.Handle, changed func()) *handleList {
	l := &handleList{env: env, kind: kind, hint: env.Tr.T("contactform.hint-" + string(kind)), box: kit.VBox(6), changed: changed}
	for _, h := range all {
		if h.Kind == kind {
			l.add(h)
		}
	}
	if len(l.rows) == 0 {
		l.add(data.Handle{})
	}
	l.ExtendBaseWidget(l)
	l.show()
	return l
}

func (l *handleList) check(s string) error {
	switch l.kind {
	case data.HandleEmail:
		return checkEmail(s)
	case data.HandlePhone:
		return checkPhone(s)
	case data.HandleDomain:
		return checkDomain(s)
	}
	return nil
}

func (l *handleList) add(h data.Handle) *handleRow {
	value := h.Value
	if l.kind == data.HandlePhone {
		value = match.FormatPhone(value)
	}
	r := &handleRow{value: newChecked(l.env, value, l.hint, l.check), label: filled(h.Label, l.env.Tr.T("contactform.label-hint"))}
	r.value.OnChanged = func(string) { l.changed() }
	if l.kind == data.HandlePhone {
		r.value.OnLeave = func() {
			r.value.look()
			if f := match.FormatPhone(r.value.Text); f != r.value.Text {
				r.value.SetText(f)
			}
		}
	}
	drop := kit.Quiet("", look.IconClose, func() { l.drop(r) })
	r.box = kit.TopBox(6, kit.Grow(r.value.box), kit.Box(104, 0, r.label), drop)
	l.rows = append(l.rows, r)
	l.wire(r)
	return r
}

func (l *handleList) drop(r *handleRow) {
	for i := range l.rows {
		if l.rows[i] == r {
			l.rows = append(l.rows[:i], l.rows[i+1:]...)
			break
		}
	}
	if len(l.rows) == 0 {
		l.add(data.Handle{})
	}
	l.show()
	l.changed()
}

func (l *handleList) show() {
	l.box.Objects = nil
	for _, r := range l.rows {
		l.box.Add(r.box)
	}
	more := kit.Link(l.env.Tr.T("contactform.more-"+string(l.kind)), func() {
		r := l.add(data.Handle{})
		l.show()
		kit.Focus(r.value.Entry)
	})
	l.box.Add(kit.HBox(0, more, kit.Spacer()))
	l.Refresh()
}

// handles reads the list; what was there before keeps its label.
func (l *handleList) handles() ([]data.Handle, error) {
	var out []data.Handle
	var wrong error
	for _, r := range l.rows {
		v := strings.TrimSpace(r.value.Text)
		if v == "" {
			continue
		}
		if err := l.check(v); err != nil && wrong == nil {
			wrong = err
		}
		out = append(out, data.Handle{Kind: l.kind, Value: v, Label: strings.TrimSpace(r.label.Text)})
	}
	return out, wrong
}

// CreateRenderer draws the list.
func (l *handleList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.box) }

// WireSubmit makes Enter save, in rows that are added later too.
func (l *handleList) WireSubmit(save func()) {
	l.save = save
	for _, r := range l.rows {
		l.wire(r)
	}
}

func (l *handleList) wire(r *handleRow) {
	if l.save != nil {
		r.value.WireSubmit(l.save)
		r.label.WireSubmit(l.save)
	}
}

// First is the first row's field.
func (l *handleList) First() fyne.Focusable { return l.rows[0].value.Entry }

// addressList is a growing list of postal addresses. The first is the
// contact's own.
type addressList struct {
	widget.BaseWidget
	env  *kit.Env
	rows []*addressRow
	box  *fyne.Container
	save func()
}

type addressRow struct {
	street, postCode, city, region, country, label *input.Entry
}

func newAddressList(env *kit.Env, c *data.Contact) *addressList {
	l := &addressList{env: env, box: kit.VBox(14)}
	first := data.PostalAddress{Street: c.Street, PostCode: c.PostCode, City: c.City, Region: c.Region, Country: c.Country}
	for _, a := range append([]data.PostalAddress{first}, c.MoreAddresses...) {
		l.add(a)
	}
	l.ExtendBaseWidget(l)
	l.show()
	return l
}

func (l *addressList) add(a data.PostalAddress) *addressRow {
	r := &addressRow{
		street: filled(a.Street, ""), postCode: filled(a.PostCode, l.env.Tr.T("contactform.post-code-hint")), city: filled(a.City, ""),
		region: filled(a.Region, ""), country: filled(a.Country, l.env.Tr.T("contactform.country-hint")),
		label: filled(a.Label, l.env.Tr.T("contactform.address-label-hint")),
	}
	r.postCode.OnLeave = func() {
		if p, ok := match.PostCode(r.postCode.Text); ok && strings.TrimSpace(r.country.Text) == "" && p != r.postCode.Text {
			r.postCode.SetText(p)
		}
	}
	l.rows = append(l.rows, r)
	l.wire(r)
	return r
}

func (r *addressRow) fields() []*input.Entry {
	return []*input.Entry{r.street, r.postCode, r.city, r.region, r.country, r.label}
}

func (l *addressList) show() {
	tr := l.env.Tr
	l.box.Objects = nil
	for i, r := range l.rows {
		if i > 0 {
			l.box.Add(kit.Rule())
			l.box.Add(input.Labelled(tr.T("contactform.address-label"), r.label))
		}
		l.box.Add(kit.VBox(kit.GapSmall, input.Labelled(tr.T("contactform.street"), r.street),
			kit.Weighted(kit.GapRows, []float32{1, 2}, input.Labelled(tr.T("contactform.post-code"), r.postCode),
				input.Labelled(tr.T("contactform.city"), r.city)),
			kit.Columns(kit.GapRows, input.Labelled(tr.T("contactform.region"), r.region),
				input.Labelled(tr.T("contactform.country"), r.country))))
	}
	l.box.Add(kit.HBox(0, kit.Link(tr.T("contactform.more-addresses"), func() {
		r := l.add(data.PostalAddress{})
		l.show()
		kit.Focus(r.label)
	}), kit.Spacer()))
	l.Refresh()
}

// read puts the addresses into a contact; empty ones are left out.
func (l *addressList) read(c *data.Contact) {
	c.MoreAddresses = nil
	for i, r := range l.rows {
		a := data.PostalAddress{
			Label: text(r.label), Street: text(r.street), PostCode: text(r.postCode), City: text(r.city),
			Region: text(r.region), Country: text(r.country),
		}
		switch {
		case i == 0:
			c.Street, c.PostCode, c.City, c.Region, c.Country = a.Street, a.PostCode, a.City, a.Region, a.Country
		case a != data.PostalAddress{Label: a.Label}:
			c.MoreAddresses = append(c.MoreAddresses, a)
		}
	}
}

// CreateRenderer draws the list.
func (l *addressList) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(l.box) }

// WireSubmit makes Enter save, in addresses that are added later too.
func (l *addressList) WireSubmit(save func()) {
	l.save = save
	for _, r := range l.rows {
		l.wire(r)
	}
}

func (l *addressList) wire(r *addressRow) {
	for _, e := range r.fields() {
		if l.save != nil {
			e.WireSubmit(l.save)
		}
	}
}

// First is the first street.
func (l *addressList) First() fyne.Focusable { return l.rows[0].street }

func text(e *input.Entry) string { return strings.TrimSpace(e.Text) }

var (
	_ dialog.Submitter = (*handleList)(nil)
	_ dialog.Submitter = (*addressList)(nil)
)
