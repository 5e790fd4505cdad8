package ical

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/contentline"
	"kartoteka/data/exchange/notation"
)

// Sentences on what was odd in an entry but understood.
const (
	WarnRepeats   = "exchange.warning.repeats"    // only the first of a series is read
	WarnZone      = "exchange.warning.zone"       // a zone is not known, the firm's was taken
	WarnCancelled = "exchange.warning.cancelled"  // a cancelled one is read as done
	WarnPast      = "exchange.warning.past-event" // an event that was before today is read as done
	WarnEnd       = "exchange.warning.entry-end"  // the end of an entry is missing
)

// Reader reads the entries of a calendar one by one.
type Reader struct {
	lines *contentline.Reader
	total int64
	zone  *time.Location
	today data.Date // zero: not told
	count int
	begun string // component whose BEGIN was read
	err   error
}

// Open reads a calendar in whatever encoding. Nothing is closed; the file must
// stay readable while the reader is used.
func Open(r io.ReaderAt, size int64, o exchange.Options) (*Reader, exchange.Info, error) {
	info := exchange.Info{Kind: exchange.KindICS}
	text, enc, err := exchange.Text(r, size, o.Encoding)
	if err != nil {
		return nil, info, err
	}
	info.Encoding = enc
	return &Reader{lines: contentline.NewReader(text), total: size, zone: o.TimeZone(), today: o.Today}, info, nil
}

// Progress is how far the file was read, in bytes of text.
func (r *Reader) Progress() (done, total int64) { return min(r.lines.Done(), r.total), r.total }

// Next returns the next entry.
func (r *Reader) Next() (exchange.Item, error) {
	if r.err != nil {
		return exchange.Item{}, r.err
	}
	for r.begun == "" {
		line, err := r.lines.Line()
		if err != nil {
			return exchange.Item{}, r.fail(err)
		}
		if name := component(line, "BEGIN"); isEntry(name) {
			r.begun = name
		}
	}
	name := r.begun
	r.begun = ""
	r.count++
	return r.entry(name), nil
}

func (r *Reader) fail(err error) error {
	if !errors.Is(err, io.EOF) {
		err = fmt.Errorf("read next entry: %w", err)
	}
	r.err = err
	return err
}

// component returns the name after BEGIN or END, "" for any other line.
func component(line, word string) string {
	name, value, ok := strings.Cut(line, ":")
	if !ok || !strings.EqualFold(strings.Trim(name, " \ufeff"), word) {
		return ""
	}
	return strings.ToUpper(strings.TrimSpace(value))
}

func isEntry(name string) bool { return name == "VEVENT" || name == "VTODO" || name == "VJOURNAL" }

// entry is an event or a task while it is read.
type entry struct {
	r              *Reader
	item           exchange.Item
	raw            []string
	summary, text  string
	due, start     data.Date
	done           time.Time
	created        time.Time
	snoozed        data.Date
	status         string
	who, organizer string
}

// maxRaw is how much of a line is shown of an entry that could not be read.
const maxRaw = 500

// entry reads up to the END of an entry; or up to the BEGIN of the next or the
// end of the file, when that is missing.
func (r *Reader) entry(name string) exchange.Item {
	e := entry{r: r, item: exchange.Item{Number: r.count}, raw: []string{"BEGIN:" + name}}
	ended := false
	depth := 0 // of what is within an entry: alarms
	for !ended {
		line, err := r.lines.Line()
		if err != nil {
			_ = r.fail(err) // told by the next call
			break
		}
		begins, ends := component(line, "BEGIN"), component(line, "END")
		switch {
		case isEntry(begins):
			r.begun = begins
			return e.finish(name, false)
		case begins != "":
			depth++
		case ends == name, ends == "VCALENDAR":
			ended = ends == name
			if !ended {
				return e.finish(name, false)
			}
		case ends != "":
			depth = max(0, depth-1)
		case depth == 0:
			e.line(line)
		}
	}
	return e.finish(name, ended)
}

func (e *entry) line(line string) {
	if len(e.raw) < 200 {
		e.raw = append(e.raw, line[:min(len(line), maxRaw)])
	}
	p, ok := contentline.Parse(line)
	if !ok {
		if s := strings.TrimSpace(line); s != "" {
			e.leaveOut(s[:min(len(s), 40)])
		}
		return
	}
	e.r.lines.SoftBreaks(&p)
	e.take(&p)
}

func (e *entry) leaveOut(name string) {
	if !slices.Contains(e.item.LeftOut, name) {
		e.item.LeftOut = append(e.item.LeftOut, name)
	}
}

func (e *entry) warn(key string) {
	if !slices.Contains(e.item.Warnings, key) {
		e.item.Warnings = append(e.item.Warnings, key)
	}
}

// take puts a property into the entry.
func (e *entry) take(p *contentline.Property) {
	if e.takeDate(p) {
		return
	}
	text := notation.Text(p.Text())
	switch p.Name {
	case "SUMMARY":
		e.summary = oneLine(text)
	case "DESCRIPTION":
		e.text = oneLine(text)
	case "UID":
		e.item.UID = text
	case "STATUS":
		e.status = strings.ToUpper(text)
	case "PERCENT-COMPLETE":
		if text == "100" {
			e.status = "COMPLETED"
		}
	case "ATTENDEE":
		e.attendee(person(p))
	case "CONTACT":
		e.attendee(text)
	case "ORGANIZER":
		e.organizer = person(p)
	case "RRULE", "RDATE":
		e.leaveOut(p.Name)
		e.warn(WarnRepeats)
	default:
		if !technical[p.Name] && text != "" && !strings.HasPrefix(p.Name, "X-") {
			e.leaveOut(p.Name)
		}
	}
}

// takeDate puts a day or a moment into the entry; false for any other property.
func (e *entry) takeDate(p *contentline.Property) bool {
	switch p.Name {
	case "DUE":
		e.due, _ = e.date(p)
	case "DTSTART":
		e.start, _ = e.date(p)
	case "COMPLETED":
		_, e.done = e.date(p)
	case "CREATED":
		_, e.created = e.date(p)
	case "X-KARTOTEKA-SNOOZED":
		e.snoozed, _ = e.date(p)
	default:
		return false
	}
	return true
}

// attendee keeps the first; of a meeting of many, the others are named.
func (e *entry) attendee(who string) {
	switch {
	case e.who == "":
		e.who = who
	case who != "" && who != e.who:
		e.leaveOut("ATTENDEE")
	}
}

// technical are properties of no meaning for a follow-up.
var technical = map[string]bool{
	"DTSTAMP": true, "LAST-MODIFIED": true, "SEQUENCE": true, "CLASS": true, "TRANSP": true, "PRIORITY": true, "DTEND": true,
	"DURATION": true, "EXDATE": true, "REQUEST-STATUS": true, "VERSION": true, "PRODID": true,
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// person reads the address of an attendee, or the name where there is none.
func person(p *contentline.Property) string {
	if a := notation.Email(p.Value); a != "" {
		return a
	}
	if a := notation.Email(p.First("EMAIL")); a != "" {
		return a
	}
	return notation.Text(p.First("CN"))
}

// maxText is how much of a description follows the title, in bytes.
const maxText = 600

// describe adds the description to the title, if it is not too long.
func (e *entry) describe(f *data.FollowUp) {
	switch {
	case f.What == "":
		f.What = e.text
	case len(e.text) > maxText:
		e.leaveOut("DESCRIPTION")
	case e.text != "" && e.text != f.What:
		f.What += " – " + e.text
	}
}

// finish makes a record of the entry.
func (e *entry) finish(name string, ended bool) exchange.Item {
	f := &data.FollowUp{What: e.summary, Due: e.due, Snoozed: e.snoozed, Done: e.done, Created: e.created}
	if f.Due.IsZero() {
		f.Due = e.start
	}
	e.describe(f)
	e.settle(f, name)
	if !ended {
		e.warn(WarnEnd)
	}
	item := e.item
	if item.Who = e.who; item.Who == "" {
		item.Who = e.organizer
	}
	switch {
	case name == "VJOURNAL":
		item.Err = data.NewError(data.CodeInvalid, "entry-journal", "Row", item.Number)
	case f.What == "":
		item.Err = data.NewError(data.CodeInvalid, "entry-without-title", "Row", item.Number)
	case f.Due.IsZero():
		item.Err = data.NewError(data.CodeInvalid, "entry-without-date", "Row", item.Number)
	}
	if item.Err != nil {
		item.Cells = e.raw
		return item
	}
	item.FollowUp = f
	return item
}

// settle says of what was cancelled or is over that it is done.
func (e *entry) settle(f *data.FollowUp, name string) {
	if e.status == "CANCELLED" {
		e.warn(WarnCancelled)
	}
	if (e.status == "COMPLETED" || e.status == "CANCELLED") && f.Done.IsZero() && !f.Due.IsZero() {
		f.Done = f.Due.Time(e.r.zone).UTC()
	}
	if name == "VEVENT" && f.Done.IsZero() && !f.Due.IsZero() && f.Due.Before(e.r.today) {
		// What took place is nothing to be done: only a task stays open for good.
		f.Done = f.Due.Time(e.r.zone).UTC()
		e.warn(WarnPast)
	}
}
