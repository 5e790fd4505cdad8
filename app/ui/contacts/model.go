// Package contacts is the Contacts screen: the list of clients with its filters,
// and the card of one of them with everything that happened over all channels.
//
// It knows what to show and which card is open. How contacts are kept and found
// is its Service's business.
package contacts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// How many rows are read at once.
const (
	listPage     = 100
	timelinePage = 30
)

// roster is the list: how many contacts its filter selects, and those of their
// pages that were needed so far.
type roster struct {
	filter data.ContactFilter
	total  int // of all contacts, whatever the filter
	count  int // of the filter
	loaded bool
	pages  map[int][]data.ContactRow
	asked  map[int]bool
}

func newRoster() *roster {
	r := &roster{filter: data.ContactFilter{Order: data.OrderLastContact}}
	r.forget()
	return r
}

// forget drops all pages, so that they are read anew.
func (r *roster) forget() {
	r.pages, r.asked = map[int][]data.ContactRow{}, map[int]bool{}
}

// row returns a row, and the page to ask for when it is not there yet; -1 when
// nothing is to be asked for.
func (r *roster) row(i int) (row data.ContactRow, known bool, ask int) {
	page := i / listPage
	if rows, ok := r.pages[page]; ok {
		if j := i % listPage; j < len(rows) {
			return rows[j], true, -1
		}
		return row, false, -1 // one went away meanwhile; a notice of it is on its way
	}
	if r.asked[page] {
		return row, false, -1
	}
	r.asked[page] = true
	return row, false, page
}

// pageFilter is the filter of one page.
func (r *roster) pageFilter(page int) data.ContactFilter {
	f := r.filter
	f.Offset, f.Limit = page*listPage, listPage
	return f
}

// filtered reports whether the filter leaves any contact out.
func (r *roster) filtered() bool {
	return strings.TrimSpace(r.filter.Words) != "" || r.filter.Status != ""
}

// summary is the line under the title.
func (r *roster) summary(tr *i18n.Translator) string {
	switch {
	case !r.loaded:
		return " "
	case r.filtered():
		return tr.N("contacts.count-of", r.total, "Found", tr.Int(r.count))
	}
	return tr.N("contacts.count", r.total)
}

// secondLine is what stands under a contact's name: where it belongs and how it
// is reached.
func secondLine(c *data.Contact) string {
	var parts []string
	if c.Kind != data.Company && c.Company != "" {
		parts = append(parts, c.Company)
	}
	if c.City != "" {
		parts = append(parts, c.City)
	}
	parts = append(parts, head(c.Emails())...)
	parts = append(parts, head(c.Phones())...)
	return strings.Join(parts, " · ")
}

func head(all []string) []string { return all[:min(1, len(all))] }

// card is one contact with what is known of it.
type card struct {
	contact   data.Contact
	timeline  []data.TimelineRow
	more      bool // older ones are not loaded
	cases     []data.CaseRow
	followUps []data.FollowUpRow
}

// cursor is where the next page of the timeline begins.
func (c *card) cursor() data.TimelineCursor {
	if len(c.timeline) == 0 {
		return data.TimelineCursor{}
	}
	last := c.timeline[len(c.timeline)-1]
	return data.TimelineCursor{At: last.At, ID: last.ID}
}

// grow takes over a page of older entries.
func (c *card) grow(rows []data.TimelineRow, limit int) {
	c.timeline = append(c.timeline, rows...)
	c.more = len(rows) >= limit
}

// last is when something last happened, zero if nothing did.
func (c *card) last() time.Time {
	if len(c.timeline) == 0 {
		return time.Time{}
	}
	return c.timeline[0].At
}

// entryTitle and entryText are what a timeline shows of an entry: its subject
// and first words, whoever wrote them.
func entryTitle(tr *i18n.Translator, r *data.TimelineRow) string {
	if r.Subject != "" {
		return r.Subject
	}
	return tr.T("contacts.entry." + string(r.Direction) + "." + channelFamily(r.Channel))
}

func channelFamily(c data.Channel) string {
	switch c {
	case data.ChannelPhone, data.ChannelVideo:
		return "call"
	case data.ChannelInPerson:
		return "visit"
	}
	return "message"
}

// entryLength is how many letters of an entry the timeline shows.
const entryLength = 180

func entryText(tr *i18n.Translator, r *data.TimelineRow) string {
	text := r.Note
	if text == "" {
		text = r.Excerpt
	}
	text = strings.Join(strings.Fields(text), " ")
	if short, cut := strings.CutSuffix(text, " …"); cut {
		text = short + "…" // so that the sign never stands on a line of its own
	}
	if letters := []rune(text); len(letters) > entryLength {
		text = strings.TrimSpace(string(letters[:entryLength])) + "…"
	}
	about := tr.T("direction." + string(r.Direction))
	if r.Minutes > 0 {
		about += " · " + tr.N("contacts.minutes", r.Minutes)
	}
	if r.CaseNumber != "" {
		about += " · " + r.CaseNumber
	}
	if text == "" {
		return about
	}
	return about + " · " + text
}

// draft is a contact as a form holds it: every field a text.
type draft struct {
	kind, given, family, company string
	emails, phones, city, note   string
	legal, status, channel       string
}

func draftOf(c *data.Contact) draft {
	return draft{
		kind: string(c.Kind), given: c.GivenName, family: c.FamilyName, company: c.Company,
		emails: strings.Join(c.Emails(), ", "), phones: strings.Join(c.Phones(), ", "), city: c.City, note: c.Note,
		legal: string(c.LegalType), status: string(c.Status), channel: string(c.PreferredChannel),
	}
}

// newDraft is an empty form.
func newDraft() draft {
	return draft{kind: string(data.Person), legal: string(data.Consumer), status: string(data.StatusActive)}
}

// apply returns the contact with what the form says; what the form does not
// show stays as it is.
func (d *draft) apply(c data.Contact) data.Contact {
	c.Kind = data.ContactKind(d.kind)
	c.GivenName, c.FamilyName = strings.TrimSpace(d.given), strings.TrimSpace(d.family)
	c.Company, c.City, c.Note = strings.TrimSpace(d.company), strings.TrimSpace(d.city), strings.TrimSpace(d.note)
	c.LegalType, c.Status = data.LegalType(d.legal), data.ContactStatus(d.status)
	c.PreferredChannel = data.Channel(d.channel)
	c.Handles = handles(c.Handles, listed(d.emails, true), listed(d.phones, false))
	return c
}

// handles replaces the addresses and numbers; one that was there before keeps
// its label, and handles of other kinds stay.
func handles(old []data.Handle, emails, phones []string) []data.Handle {
	known := map[string]data.Handle{}
	var out, others []data.Handle
	for _, h := range old {
		switch h.Kind {
		case data.HandleEmail, data.HandlePhone:
			known[string(h.Kind)+h.Value] = h
		default:
			others = append(others, h)
		}
	}
	add := func(kind data.HandleKind, values []string) {
		for _, v := range values {
			h, ok := known[string(kind)+v]
			if !ok {
				h = data.Handle{Kind: kind, Value: v}
			}
			out = append(out, h)
		}
	}
	add(data.HandleEmail, emails)
	add(data.HandlePhone, phones)
	return append(out, others...)
}

// listed splits what was typed at commas and line ends; addresses also at
// spaces, which phone numbers hold inside.
func listed(s string, spaces bool) []string {
	var out []string
	for _, part := range strings.FieldsFunc(s, func(r rune) bool {
		return r == ',' || r == ';' || r == '\n' || spaces && r == ' '
	}) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// minutes reads a length in minutes; none typed is 0.
func minutes(s string) (int, error) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 24*60 {
		return 0, data.NewError(data.CodeInvalid, "not-minutes", "Text", s)
	}
	return n, nil
}

// moment is when a logged contact was: now on the same day, noon on another.
func moment(day data.Date, now time.Time, today data.Date) time.Time {
	if day.IsZero() || day == today {
		return now
	}
	return day.Time(now.Location()).Add(12 * time.Hour)
}
