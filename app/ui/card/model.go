// Package card is the card of one client: who it is and what is to be minded,
// one timeline over all channels, and at its side what is open, ordered,
// allowed and known.
//
// It knows what a card shows and what can be done there. How it is kept is its
// Service's business; what needs another part of the program goes to Hooks.
package card

import (
	"slices"
	"strings"
	"time"

	"kartoteka/app/i18n"
	"kartoteka/app/ui/kit"
	"kartoteka/app/ui/kit/look"
	"kartoteka/app/ui/parts"
	"kartoteka/data"
	"kartoteka/data/match"
)

// page is how many entries of the timeline are read at once.
const page = 30

// lens is what the timeline shows.
type lens string

// The lenses, in the order of their chips.
const (
	lensAll      lens = "all"
	lensMail     lens = "mail"
	lensCalls    lens = "calls"
	lensVisits   lens = "visits"
	lensChats    lens = "chats"
	lensCases    lens = "cases"
	lensOrders   lens = "orders"
	lensOpinions lens = "opinions"
	lensChanges  lens = "changes"
)

func lenses() []lens {
	return []lens{lensAll, lensMail, lensCalls, lensVisits, lensChats, lensCases, lensOrders, lensOpinions, lensChanges}
}

// filter is what the store is asked for.
func (l lens) filter(company bool) data.EntryFilter {
	f := data.EntryFilter{Company: company}
	only := func(channels ...data.Channel) {
		f.Types, f.Channels = []data.EntryType{data.EntryInteraction}, channels
	}
	switch l {
	case lensMail:
		only(data.ChannelEmail)
	case lensCalls:
		only(data.ChannelPhone, data.ChannelVideo)
	case lensVisits:
		only(data.ChannelInPerson)
	case lensChats:
		only(data.ChannelSMS, data.ChannelChat, data.ChannelSocial, data.ChannelApp, data.ChannelLetter)
	case lensCases:
		f.Types = []data.EntryType{data.EntryCase}
	case lensOrders:
		f.Types = []data.EntryType{data.EntryOrder}
	case lensOpinions:
		f.Types = []data.EntryType{data.EntryOpinion}
	case lensChanges:
		f.Types = []data.EntryType{data.EntryChange}
	}
	return f
}

// file is a client with all that the card shows.
type file struct {
	contact   data.Contact
	warnings  []data.ContactWarning // over the preferred channel, now
	pinned    []data.Entry
	entries   []data.Entry
	more      bool // older ones are not loaded
	cases     []data.CaseRow
	followUps []data.FollowUpRow
	waits     []data.Unanswered // for an answer, the longest first
	orders    []data.Order
	people    []data.ContactRow // of a company
	sent      []data.ContactRow // whom the contact referred
	sender    string            // who referred the contact
	fields    []data.CustomField
	channels  []data.Category
}

// grow takes over a page of older entries. Those that are pinned stand above
// already.
func (f *file) grow(rows []data.Entry, limit int) {
	f.entries = append(f.entries, rows...)
	f.more = len(rows) >= limit
}

// shown are the entries below the pinned ones.
func (f *file) shown() []data.Entry {
	return slices.DeleteFunc(slices.Clone(f.entries), func(e data.Entry) bool {
		return slices.ContainsFunc(f.pinned, func(p data.Entry) bool { return p.Type == e.Type && p.ID == e.ID })
	})
}

// cursor is where the next page begins.
func (f *file) cursor() data.EntryCursor {
	if len(f.entries) == 0 {
		return data.EntryCursor{}
	}
	return f.entries[len(f.entries)-1].Cursor()
}

// last is when something last happened that a person did, zero if nothing did.
func (f *file) last() time.Time {
	for i := range f.entries {
		if f.entries[i].Type == data.EntryInteraction && !f.entries[i].Automatic {
			return f.entries[i].At
		}
	}
	return time.Time{}
}

// title is what an entry is called.
func title(tr *i18n.Translator, e *data.Entry) string {
	switch {
	case e.Type == data.EntryChange:
		return tr.T("action." + string(e.What))
	case e.Title != "":
		return e.Title
	case e.Type == data.EntryInteraction:
		return tr.T("card.entry." + string(e.Direction) + "." + family(e.Channel))
	}
	return tr.T("card.type." + string(e.Type))
}

func family(c data.Channel) string {
	switch c {
	case data.ChannelPhone, data.ChannelVideo:
		return "call"
	case data.ChannelInPerson:
		return "visit"
	}
	return "message"
}

// about is the line under an entry's title: whose it is, who began, how long.
func about(tr *i18n.Translator, e *data.Entry, channels []data.Category) string {
	var words []string
	add := func(s string) {
		if s != "" {
			words = append(words, s)
		}
	}
	add(e.ContactName)
	switch e.Type {
	case data.EntryInteraction:
		add(parts.ChannelName(tr, e.Channel, channels))
		add(tr.T("direction." + string(e.Direction)))
		if e.Minutes > 0 {
			add(tr.N("card.minutes", e.Minutes))
		}
	case data.EntryOrder:
		if !e.Amount.IsZero() {
			add(tr.Money(e.Amount))
		}
	case data.EntryOpinion:
		if e.Rating > 0 {
			add(tr.T("card.rating", "Rating", tr.Int(e.Rating)))
		}
	case data.EntryFollowUp:
		add(tr.T("followup.done"))
	}
	add(e.CaseNumber)
	return strings.Join(words, " · ")
}

// longest is how many letters of an entry the timeline shows.
const longest = 420

// words returns the client's words and the owner's own, as much as is shown.
func words(e *data.Entry) (verbatim, own string) {
	verbatim = e.Text
	if verbatim == "" || e.MessageID != 0 && e.Excerpt != "" {
		verbatim = e.Excerpt
	}
	return cut(verbatim), cut(e.Note)
}

func cut(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if short, was := strings.CutSuffix(text, " …"); was {
		text = short + "…" // so that the sign never stands on a line of its own
	}
	if letters := []rune(text); len(letters) > longest {
		text = strings.TrimSpace(string(letters[:longest])) + "…"
	}
	return text
}

// chip is the word at the end of an entry's title; "" for none.
func chip(tr *i18n.Translator, e *data.Entry) (string, kit.Tone) {
	switch {
	case e.Automatic:
		return tr.T("card.automatic"), kit.ToneNeutral
	case e.Type == data.EntryCase && e.State != "":
		return parts.Word(tr, "state.", e.State), parts.StateTone(data.CaseState(e.State))
	case e.Type == data.EntryOpinion && e.Tone != "":
		return parts.Word(tr, "tone.", string(e.Tone)), toneOf(e.Tone)
	case e.Type == data.EntryInteraction && e.Kind != data.KindNone && e.Kind != data.KindOther:
		return parts.Word(tr, "kind.", string(e.Kind)), parts.KindTone(e.Kind)
	}
	return "", kit.ToneNeutral
}

func toneOf(t data.Tone) kit.Tone {
	switch t {
	case data.Positive:
		return kit.ToneGood
	case data.Negative:
		return kit.ToneBad
	}
	return kit.ToneNeutral
}

// icon is the picture of an entry.
func icon(e *data.Entry) look.IconName {
	switch e.Type {
	case data.EntryCase:
		return look.IconCases
	case data.EntryOpinion:
		return look.IconHeart
	case data.EntryOrder:
		return look.IconOrder
	case data.EntryFollowUp:
		return look.IconCheck
	case data.EntryChange:
		return look.IconEdit
	}
	return parts.ChannelIcon(e.Channel)
}

// endText says who ended the relation, when and why; "" while it goes on.
func endText(tr *i18n.Translator, e *data.Ending) string {
	if e.By == "" && e.On.IsZero() && e.Reason == "" && e.Note == "" {
		return ""
	}
	var out []string
	if e.By != "" {
		out = append(out, tr.T("card.ended-by", "Who", parts.Word(tr, "ended-by.", string(e.By))))
	}
	if !e.On.IsZero() {
		out = append(out, tr.Date(e.On))
	}
	switch {
	case e.Reason != "" && tr.Has("end-reason."+e.Reason):
		out = append(out, tr.T("card.ended-why", "Why", tr.T("end-reason."+e.Reason)))
	case e.Reason != "":
		out = append(out, e.Reason)
	}
	if !e.Notice.IsZero() {
		out = append(out, tr.T("card.ended-notice", "Day", e.Notice))
	}
	if e.Note != "" {
		out = append(out, e.Note)
	}
	return strings.Join(out, " · ")
}

// standing are the warnings that hold whatever the hour: shown on the card
// before anybody thinks of calling.
func standing(c *data.Contact, now []data.ContactWarning) []data.ContactWarning {
	var out []data.ContactWarning
	if c.NoContact {
		out = append(out, data.ContactWarning{Kind: data.WarnNoContact, Why: c.NoContactWhy})
	}
	for _, w := range now {
		if w.Kind == data.WarnQuietHours {
			out = append(out, w)
		}
	}
	return out
}

// fieldText is the value of a field of the owner's as it is read.
func fieldText(tr *i18n.Translator, f *data.CustomField, value string) string {
	switch f.Kind {
	case data.FieldYesNo:
		return tr.T("contactform." + value)
	case data.FieldDate:
		if d, err := data.ParseDate(value); err == nil {
			return tr.Date(d)
		}
	case data.FieldNumber:
		return strings.Replace(value, ".", tr.T("number.decimal"), 1)
	}
	return value
}

// address writes a postal address on one line.
func address(a data.PostalAddress) string {
	town := strings.TrimSpace(a.PostCode + " " + a.City)
	all := []string{a.Label, a.Street, town, a.Region, a.Country}
	return strings.Join(slices.DeleteFunc(all, func(s string) bool { return s == "" }), ", ")
}

// spoken is a phone number as people read it.
func spoken(s string) string { return match.FormatPhone(s) }

// dialled is a phone number as a telephone program takes it.
func dialled(s string) string {
	if e164, ok := match.Phone(s); ok {
		return e164
	}
	return strings.Join(strings.Fields(s), "")
}
