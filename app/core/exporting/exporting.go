// Package exporting writes the card index's lists and its mail into files that
// other programs read, each whole or not at all. What a format looks like is
// exchange's matter, and mbox's; here it is said what a record is made of.
package exporting

import (
	"cmp"
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"kartoteka/app/core/desk"
	"kartoteka/app/core/waiting"
	"kartoteka/data"
	"kartoteka/data/disk"
	"kartoteka/data/exchange/fields"
	"kartoteka/data/exchange/ical"
	"kartoteka/data/exchange/jsonx"
	"kartoteka/data/exchange/table"
	"kartoteka/data/exchange/vcard"
	"kartoteka/data/exchange/workbook"
	"kartoteka/data/match"
	"kartoteka/data/store"
)

// Words gives the texts of a language; the program's translator does.
type Words interface {
	T(key string, pairs ...any) string
	Has(key string) bool
	Lang() string
}

// Store is what exports need of the card index.
type Store interface {
	CustomFields(ctx context.Context) ([]data.CustomField, error)
	ContactCount(ctx context.Context, f data.ContactFilter) (int, error)
	EachContact(ctx context.Context, do func(*data.Contact) error) error
	EachContactRow(ctx context.Context, f data.ContactFilter, do func(*data.ContactRow) error) error
	ContactNames(ctx context.Context) (map[int64]string, error)
	ReferrerNames(ctx context.Context) (map[int64]string, error)

	EachInteraction(ctx context.Context, do func(data.TimelineRow) error) error
	Cases(ctx context.Context, f data.CaseFilter, today data.Date) ([]data.CaseRow, error)
	FollowUps(ctx context.Context, f data.FollowUpFilter, today data.Date) ([]data.FollowUpRow, error)
	Opinions(ctx context.Context, p data.Period) ([]data.Opinion, error)
	Orders(ctx context.Context, p data.Period) ([]data.Order, error)

	waiting.Store

	MailToExport(ctx context.Context, f data.MessageFilter) ([]data.MailMark, error)
	OpenRaw(ctx context.Context, id int64) (*store.Raw, error)
}

// Exports export from a card index.
type Exports struct {
	db   Store
	desk *desk.Desk
}

// New returns the exports of a card index.
func New(db Store, d *desk.Desk) *Exports { return &Exports{db, d} }

// exports are the lists that can be exported, and into files of which endings.
var exports = []struct {
	list    string
	endings []string
}{
	{"contacts", []string{".csv", ".xlsx", ".json", ".vcf"}},
	{"interactions", []string{".csv", ".xlsx", ".json"}},
	{"cases", []string{".csv", ".xlsx", ".json"}},
	{"follow-ups", []string{".csv", ".xlsx", ".json", ".ics"}},
	{"opinions", []string{".csv", ".xlsx", ".json"}},
	{"orders", []string{".csv", ".xlsx", ".json"}},
	{"unanswered", []string{".csv", ".xlsx", ".json"}},
}

// Lists lists what Export can write, but for mail.
func Lists() []string {
	out := make([]string, len(exports))
	for i, e := range exports {
		out[i] = e.list
	}
	return out
}

// endingsOf lists the endings of the files into which a list can be exported.
func endingsOf(list string) []string {
	for _, e := range exports {
		if e.list == list {
			return e.endings
		}
	}
	return nil
}

// Export writes a list into a file, whole or not at all, in the form that its
// ending says, and returns how many records there are. What is written is what
// the list shows, all of it, in its order. Headings and words are of the
// language, but for JSON, which has codes. Without columns a file of contacts
// has all from which they can be read again.
func (e *Exports) Export(ctx context.Context, o data.ExportOptions, words Words, progress func(done, total int)) (int, error) {
	if o.List == "mail" {
		return e.ExportMail(ctx, o.Path, o.Mail, progress)
	}
	ending := strings.ToLower(filepath.Ext(o.Path))
	endings := endingsOf(o.List)
	switch {
	case endings == nil:
		return 0, data.NewError(data.CodeUsage, "export-list", "List", o.List, "Lists", strings.Join(Lists(), ", ")+", mail")
	case !slices.Contains(endings, ending):
		return 0, data.NewError(data.CodeInvalid, "export-form", "File", o.Path, "Endings", strings.Join(endings, " "))
	}
	own, err := e.db.CustomFields(ctx)
	if err != nil {
		return 0, err
	}
	// In the order of their names, in which an import adds them: a card index that
	// is filled from the file writes the same file again.
	own = slices.Clone(own)
	slices.SortFunc(own, func(a, b data.CustomField) int { return strings.Compare(a.Name, b.Name) })
	x := &exporter{db: e.db, waiting: waiting.New(e.db, e.desk), today: e.desk.Today(), o: o, words: words, lang: words.Lang(), zone: e.desk.Zone(), own: own, ending: ending, progress: progress}
	if ending == ".json" {
		x.words = nil
	}
	x.sheet = words.T("export.list." + o.List)
	err = disk.Write(o.Path, func(w io.Writer) error {
		x.w = w
		return x.run(ctx)
	})
	return x.n, err
}

// exporter is an export under way.
type exporter struct {
	db       Store
	waiting  *waiting.List
	today    data.Date
	o        data.ExportOptions
	words    Words // nil where codes are written
	lang     string
	sheet    string
	zone     *time.Location
	own      []data.CustomField
	names    map[int64]string
	ending   string
	w        io.Writer
	n, total int
	progress func(done, total int)
}

func (x *exporter) run(ctx context.Context) (err error) {
	switch x.o.List {
	case "contacts":
		return x.contacts(ctx)
	case "cases":
		all, err := x.db.Cases(ctx, x.o.Cases, x.today)
		if err != nil {
			return err
		}
		return exportList(ctx, x, caseColumns, over(all))
	case "follow-ups":
		return x.followUps(ctx)
	case "unanswered":
		return exportList(ctx, x, unansweredColumns, func(do func(data.Unanswered) error) error {
			return x.waiting.EachUnanswered(ctx, do)
		})
	}
	if x.names, err = x.db.ContactNames(ctx); err != nil {
		return err
	}
	switch x.o.List {
	case "interactions":
		return exportList(ctx, x, interactionColumns, func(do func(data.TimelineRow) error) error {
			return x.db.EachInteraction(ctx, do)
		})
	case "opinions":
		all, err := x.db.Opinions(ctx, x.o.Period)
		if err != nil {
			return err
		}
		slices.SortStableFunc(all, func(a, b data.Opinion) int { return b.At.Compare(a.At) })
		return exportList(ctx, x, opinionColumns, over(all))
	}
	all, err := x.db.Orders(ctx, x.o.Period)
	if err != nil {
		return err
	}
	return exportList(ctx, x, orderColumns, over(all))
}

func (x *exporter) followUps(ctx context.Context) error {
	all, err := x.db.FollowUps(ctx, x.o.Tasks, x.today)
	if err != nil {
		return err
	}
	if x.ending != ".ics" {
		return exportList(ctx, x, followUpColumns, over(all))
	}
	who, err := x.concerned(ctx, all)
	if err != nil {
		return err
	}
	cal := ical.NewWriter(x.w)
	for i := range all {
		if err := x.next(ctx); err != nil {
			return err
		}
		f := &all[i].FollowUp
		c := who[f.ContactID]
		if err := cal.WriteFollowUp(f, cmp.Or(c.address, all[i].ContactName), ical.TodoUID(f, c.uid)); err != nil {
			return err
		}
	}
	return cal.Close()
}

// concerned is a contact of follow-ups; address is its e-mail address where its
// name does not tell it from others, else "".
type concerned struct{ uid, address string }

// concerned returns the contacts of the follow-ups by their numbers.
func (x *exporter) concerned(ctx context.Context, all []data.FollowUpRow) (map[int64]concerned, error) {
	out := map[int64]concerned{}
	for i := range all {
		out[all[i].ContactID] = concerned{}
	}
	named := map[string]int{}
	name := func(c *data.Contact) string { return match.Fold(c.Name()) }
	mails := map[int64]string{}
	names := map[int64]string{}
	err := x.db.EachContact(ctx, func(c *data.Contact) error {
		named[name(c)]++
		if _, asked := out[c.ID]; !asked {
			return nil
		}
		out[c.ID], names[c.ID] = concerned{uid: c.UID}, name(c)
		for _, h := range c.Handles {
			if h.Kind == data.HandleEmail && mails[c.ID] == "" {
				mails[c.ID] = h.Value
			}
		}
		return nil
	})
	for id, c := range out {
		if named[names[id]] > 1 {
			c.address = mails[id]
			out[id] = c
		}
	}
	return out, err
}

// next counts a record and asks whether to go on.
func (x *exporter) next(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return data.Cancelled(err)
	}
	x.n++
	if x.progress != nil && (x.n%progressRows == 0 || x.n == x.total) {
		x.progress(x.n, x.total)
	}
	return nil
}

// progressRows is after how many records an export says how far it is.
const progressRows = 1000

// write writes rows under headings, in the form of the ending.
func (x *exporter) write(columns []fields.Column, each func(put func([]any) error) error) error {
	out, err := x.rows(columns)
	if err != nil {
		return err
	}
	err = each(func(row []any) error {
		x.n++
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	return out.Close()
}

// rowWriter writes rows; Close ends the file, which it leaves open.
type rowWriter interface {
	Write(row []any) error
	Close() error
}

func (x *exporter) rows(columns []fields.Column) (rowWriter, error) {
	switch x.ending {
	case ".csv":
		return table.NewCSV(x.w, columns, table.StyleFor(x.lang))
	case ".xlsx":
		return workbook.New(x.w, columns, workbook.Properties{Sheet: x.sheet, Language: x.lang})
	}
	return jsonx.New(x.w, columns)
}

func (x *exporter) contacts(ctx context.Context) (err error) {
	if x.names, err = x.db.ReferrerNames(ctx); err != nil {
		return err
	}
	if x.total, err = x.db.ContactCount(ctx, x.o.Filter); err != nil {
		return err
	}
	name := func(id int64) string { return x.names[id] }
	if x.ending == ".vcf" {
		version := vcard.V4
		if x.o.Version == string(vcard.V3) {
			version = vcard.V3
		}
		cards := vcard.NewWriter(x.w, version, x.own, name)
		err := x.eachContact(ctx, func(r *data.ContactRow) error { return cards.WriteContact(&r.Contact) })
		if err != nil {
			return err
		}
		return cards.Close()
	}
	codes, err := x.contactCodes(ctx)
	if err != nil {
		return err
	}
	var words fields.Words
	if x.words != nil {
		words = x.words
	}
	columns := fields.Headed(codes, x.own, words)
	out, err := x.rows(columns)
	if err != nil {
		return err
	}
	writing := fields.Writing{Words: words, Own: x.own, Name: name, Zone: x.zone}
	row := make([]any, 0, len(columns))
	err = x.eachContact(ctx, func(r *data.ContactRow) error {
		row = writing.Row(r, columns, row[:0])
		return out.Write(row)
	})
	if err != nil {
		return err
	}
	return out.Close()
}

func (x *exporter) eachContact(ctx context.Context, do func(*data.ContactRow) error) error {
	return x.db.EachContactRow(ctx, x.o.Filter, func(r *data.ContactRow) error {
		if err := x.next(ctx); err != nil {
			return err
		}
		return do(r)
	})
}

// contactCodes returns the columns of a file of contacts: those that were asked
// for, else all from which they can be read again.
func (x *exporter) contactCodes(ctx context.Context) ([]string, error) {
	for _, code := range x.o.Columns {
		if !fields.Known(code) && !slices.Contains(data.ContactColumns(), code) {
			return nil, data.NewError(data.CodeUsage, "export-column", "Column", code,
				"Columns", strings.Join(data.ContactColumns(), ", "))
		}
	}
	switch {
	case len(x.o.Columns) > 0:
		return x.o.Columns, nil
	case x.ending == ".json":
		return fields.ListCodes(x.own), nil
	}
	var extent fields.Extent
	err := x.db.EachContactRow(ctx, x.o.Filter, func(r *data.ContactRow) error {
		extent.Add(&r.Contact)
		return ctx.Err()
	})
	return extent.Codes(x.own), err
}
