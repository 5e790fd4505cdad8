package records

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/match"
)

// PlanImport reads a file of contacts or dates and says, row by row, what an
// import of it would do. Nothing is changed. Progress is told in bytes of the
// file where they are known, else in rows.
func (rs *Records) PlanImport(ctx context.Context, path string, o data.ImportOptions, progress func(done, total int)) (*data.ImportPlan, error) {
	src, err := rs.openSource(ctx, path, o)
	if err != nil {
		return nil, err
	}
	defer src.close()
	plan, err := rs.plan(ctx, src, progress)
	if err == nil {
		plan.Chosen = len(o.Mapping) > 0 && len(plan.Columns) > 0
	}
	return plan, err
}

// plan compares what a source gives with what is kept.
func (rs *Records) plan(ctx context.Context, src *recordFile, progress func(done, total int)) (*data.ImportPlan, error) {
	p := &planner{db: rs.db, today: rs.desk.Today(), cards: newCards(), values: map[string][]string{}, own: map[string]data.CustomField{}}
	p.plan = &data.ImportPlan{
		Path: src.path, Kind: string(src.info.Kind), Encoding: src.info.Encoding, Separator: separator(src.info.Separator),
	}
	for _, col := range src.info.Columns {
		p.plan.Columns = append(p.plan.Columns, data.ImportColumn{Name: col.Name, Field: col.Field, Sample: col.Sample})
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	batches := rs.readAhead(ctx, src, progress)
	if err := p.load(ctx); err != nil {
		return nil, err
	}
	for batch := range batches {
		for i := range batch {
			p.take(&batch[i])
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, data.Cancelled(err)
	}
	return p.finish(), nil
}

func separator(r rune) string {
	if r == 0 {
		return ""
	}
	return string(r)
}

// read is a record of a file, made ready to be compared.
type read struct {
	exchange.Item
	said *data.Contact // the contact as the file has it; Item.Contact is completed
}

// readBatch is how many records are handed on at a time.
const readBatch = 256

// readAhead reads the file beside what else is done. A record that can't be taken
// has Err; so has the last one of a file that can't be read to its end.
func (rs *Records) readAhead(ctx context.Context, src *recordFile, progress func(done, total int)) <-chan []read {
	out := make(chan []read, 4)
	go func() {
		defer close(out)
		batch := make([]read, 0, readBatch)
		hand := func() bool {
			select {
			case out <- batch:
				batch = make([]read, 0, readBatch)
				src.tell(progress)
				return true
			case <-ctx.Done():
				return false
			}
		}
		for n := 1; ; n++ {
			it, err := src.reader.Next()
			if errors.Is(err, io.EOF) {
				hand()
				return
			}
			if err != nil {
				batch = append(batch, read{Item: exchange.Item{Number: n, Err: readError(src.path, err)}})
				hand()
				return
			}
			batch = append(batch, rs.complete(it))
			if len(batch) == readBatch && !hand() {
				return
			}
		}
	}()
	return out
}

// readError says why a file can't be read on.
func readError(path string, err error) error {
	var told *data.Error
	if errors.As(err, &told) {
		return err
	}
	return data.NewError(data.CodeCorrupt, "import-broken", "File", path).Because(err)
}

// complete checks a contact as if it had been typed.
func (rs *Records) complete(it exchange.Item) read {
	r := read{Item: it}
	switch {
	case it.Err != nil:
	case it.Contact != nil:
		said := *it.Contact
		r.said = &said
		if r.Err = match.TakeContact(it.Contact, nil, rs.desk.Today()); r.Err == nil && strings.TrimSpace(it.Contact.Name()) == "" {
			r.Err = data.NewError(data.CodeInvalid, "contact-without-name")
		}
	case it.FollowUp == nil:
		r.Err = data.NewError(data.CodeInvalid, "import-empty-record")
	}
	return r
}

// planner makes a plan.
type planner struct {
	db    Store
	today data.Date
	plan  *data.ImportPlan
	cards *cards
	rows  []*card // of the plan's rows, nil where it is none

	own    map[string]data.CustomField // the owner's custom fields by name
	values map[string][]string         // of custom fields that there are not yet
	todo   *todos
	refer  []reference
}

// reference is a row that names who sent the contact.
type reference struct {
	card *card
	name string
}

// load reads what is kept.
func (p *planner) load(ctx context.Context) error {
	state, err := p.db.ImportState(ctx)
	if err != nil {
		return err
	}
	p.plan.State = state
	fields, err := p.db.CustomFields(ctx)
	if err != nil {
		return err
	}
	for _, f := range fields {
		p.own[f.Name] = f
	}
	err = p.db.EachContact(ctx, func(c *data.Contact) error {
		p.cards.add(&card{base: c, draft: c, row: -1})
		return nil
	})
	if err != nil {
		return err
	}
	p.todo, err = keptTodos(ctx, p.db, p.cards, p.today)
	return err
}

// take decides on one record.
func (p *planner) take(r *read) {
	row := data.ImportPlanRow{
		Number: r.Number, Item: p.plan.Path + "#" + strconv.Itoa(r.Number), LeftOut: r.LeftOut, Warnings: r.Warnings,
	}
	var c *card
	switch {
	case r.Err != nil:
		row.Outcome, row.Why = data.OutcomeFailed, Why(r.Err)
		if r.Contact != nil {
			row.Name = r.Contact.Name()
		}
	case r.Contact != nil:
		row.Name = r.Contact.Name()
		c = p.takeContact(r, &row)
	default:
		row.Name = r.FollowUp.What
		p.takeFollowUp(r, &row)
	}
	if row.Outcome == data.OutcomeFailed || row.Outcome == data.OutcomeDuplicate {
		row.Cells = r.Cells
	}
	p.plan.Rows = append(p.plan.Rows, row)
	p.rows = append(p.rows, c)
}

// Why is the error as a person is told it.
func Why(err error) *data.Error {
	var e *data.Error
	if errors.As(err, &e) {
		return e
	}
	return data.NewError(data.CodeInternal, "import-refused").Because(err)
}

// takeContact finds who the row is and brings it into that card. It returns the
// card when the row is the first of it.
func (p *planner) takeContact(r *read, row *data.ImportPlanRow) *card {
	extra, err := p.customFields(r)
	if err != nil {
		row.Outcome, row.Why = data.OutcomeFailed, Why(err)
		return nil
	}
	f := p.cards.find(r.Contact, r.said)
	if f.why != nil {
		row.Outcome, row.Why = data.OutcomeDuplicate, f.why
		return nil
	}
	here := len(p.plan.Rows)
	c := f.card
	switch {
	case c == nil:
		c = &card{draft: r.Contact, row: here, uid: r.said.UID != "", extra: extra}
		p.cards.add(c)
		p.relate(c, r)
		return c
	case c.row >= 0:
		row.Outcome = data.OutcomeDuplicate
		row.ContactID = c.draft.ID
		row.Why = data.NewError(data.CodeConflict, "import-repeated", "Name", c.name(), "Row", p.plan.Rows[c.row].Number)
		p.bring(c, r, extra, false)
		return nil
	}
	c.row = here
	p.bring(c, r, extra, true)
	p.relate(c, r)
	return c
}

// bring merges a row into a card that is known.
func (p *planner) bring(c *card, r *read, extra map[string]string, over bool) {
	d := draft(c.draft)
	merge(d, r.Contact, r.said, over)
	if c.disputed {
		was := c.draft
		d.GivenName, d.FamilyName, d.Nickname = was.GivenName, was.FamilyName, was.Nickname
		d.Company, d.CompanyID = was.Company, was.CompanyID
	}
	if sameCard(d, c.draft) {
		d = c.draft
	}
	if c.draft != d {
		c.draft = d
		p.cards.note(c)
	}
	for name, text := range extra {
		was := c.extra[name]
		if f, ok := p.own[name]; ok && was == "" {
			was = d.Fields[f.ID]
		}
		if was == text || was != "" && !over {
			continue
		}
		if c.extra == nil {
			c.extra = map[string]string{}
		}
		c.extra[name] = text
	}
}

// relate notes to whom else the row ties its contact.
func (p *planner) relate(c *card, r *read) {
	if r.ReferredBy != "" && c.draft.ReferredBy == 0 {
		p.refer = append(p.refer, reference{c, r.ReferredBy})
	}
}

// customFields returns the values of the row's custom fields in their written
// form. Those of fields that are not there yet stay as they are.
func (p *planner) customFields(r *read) (map[string]string, error) {
	var out map[string]string
	for name, text := range r.Fields {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if f, ok := p.own[name]; ok {
			written, err := f.Written(text)
			if err != nil {
				return nil, err
			}
			text = written
		} else {
			p.values[name] = append(p.values[name], text)
		}
		if out == nil {
			out = map[string]string{}
		}
		out[name] = text
	}
	return out, nil
}

// named finds the one card with this UID, e-mail or name.
func (p *planner) named(who string) *card {
	if c := p.cards.byUID[who]; c != nil {
		return c
	}
	if norm := match.Email(who); norm != "" {
		return p.cards.byEmail[norm]
	}
	if fit := p.cards.called(match.Fold(strings.TrimSpace(who))); len(fit) == 1 {
		return fit[0]
	}
	return nil
}

// finish ties what the rows name and counts the outcomes.
func (p *planner) finish() *data.ImportPlan {
	for _, name := range slices.Sorted(maps.Keys(p.values)) {
		p.plan.Fields = append(p.plan.Fields, fieldOf(name, p.values[name]))
	}
	p.writeFields()
	p.tie()
	for i := range p.plan.Rows {
		row := &p.plan.Rows[i]
		if c := p.rows[i]; c != nil {
			p.settle(row, c)
		}
		p.plan.Result.Count(row.Outcome)
	}
	// Not a method of p, which holds on to the maps of all cards.
	p.plan.Brings = (&planner{own: p.own}).brings
	return p.plan
}

// writeFields brings the values of fields that would be added to their written form.
func (p *planner) writeFields() {
	for _, f := range p.plan.Fields {
		for _, c := range p.rows {
			if c == nil || c.extra[f.Name] == "" {
				continue
			}
			if text, err := f.Written(c.extra[f.Name]); err == nil {
				c.extra[f.Name] = text
			}
		}
	}
}

// fieldOf makes the custom field for a column of which all values look alike.
func fieldOf(name string, values []string) data.CustomField {
	for _, kind := range []data.FieldKind{data.FieldDate, data.FieldYesNo, data.FieldNumber} {
		f := data.CustomField{Name: name, Kind: kind}
		fits := !slices.ContainsFunc(values, func(v string) bool {
			text, err := f.Written(v)
			switch {
			case err != nil:
				return true
			case kind == data.FieldYesNo:
				return len(v) < 2 // an x or 1 may mean anything
			case kind == data.FieldNumber:
				return strings.ReplaceAll(v, ",", ".") != text // 007 is no number
			}
			return false
		})
		if fits {
			return f
		}
	}
	return data.CustomField{Name: name, Kind: data.FieldText}
}

// tie finds who sent whom, and the firm's card of a new person.
func (p *planner) tie() {
	for _, ref := range p.refer {
		to := p.named(ref.name)
		if to == nil || to == ref.card {
			continue
		}
		if to.base != nil {
			p.change(ref.card).ReferredBy = to.base.ID
		} else {
			ref.card.referrer = to
		}
	}
	for _, c := range p.rows {
		if c == nil || c.draft.Kind == data.Company || c.draft.Company == "" || c.draft.CompanyID != 0 {
			continue
		}
		if c.base != nil && c.base.Company == c.draft.Company {
			continue
		}
		firms := p.cards.companies[match.Fold(strings.TrimSpace(c.draft.Company))]
		switch {
		case len(firms) != 1:
		case firms[0].base != nil:
			p.change(c).CompanyID = firms[0].base.ID
		default:
			c.company = firms[0]
		}
	}
}

// change returns the card's draft to be changed.
func (p *planner) change(c *card) *data.Contact {
	if c.draft == c.base {
		c.draft = draft(c.base)
	}
	return c.draft
}

// settle says what becomes of a card whose first row this is.
func (p *planner) settle(row *data.ImportPlanRow, c *card) {
	row.Extra = c.extra
	if c.referrer != nil {
		row.ReferrerRow = c.referrer.row + 1
	}
	if c.company != nil {
		row.CompanyRow = c.company.row + 1
	}
	if c.base == nil {
		row.Outcome, row.Contact = data.OutcomeNew, c.draft
		return
	}
	row.ContactID, row.Before = c.base.ID, c.base
	row.Changes = p.changes(c.base, c.draft, c.extra)
	row.Outcome = data.OutcomeUnchanged
	if len(row.Changes) > 0 || c.referrer != nil {
		row.Outcome, row.Contact = data.OutcomeUpdated, c.draft
	} else {
		row.Before = nil
	}
}

// changes lists what differs between a card and what it shall be, custom fields
// by name apart.
func (p *planner) changes(before, after *data.Contact, extra map[string]string) []data.ImportChange {
	var out []data.ImportChange
	if after != before {
		out = cardChanges(before, after)
	}
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		out = append(out, data.ImportChange{
			Field: "field:" + name, Before: before.Fields[p.own[name].ID], After: extra[name],
		})
	}
	return out
}

// brings lists what is told of a new contact; what every card has tells nothing.
func (p *planner) brings(row *data.ImportPlanRow) []data.ImportChange {
	c := row.Contact
	return p.changes(&data.Contact{Kind: c.Kind, Status: c.Status, ReferredBy: c.ReferredBy}, c, row.Extra)
}
