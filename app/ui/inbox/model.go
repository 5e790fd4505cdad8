// Package inbox is the Mail screen: the messages that wait for a decision, one
// of them open, and one key that files it.
//
// It knows what to show and in which order. How a message is kept, found or
// filed is its Service's business.
package inbox

import (
	"slices"
	"strings"

	"kartoteka/app/i18n"
	"kartoteka/data"
)

// view is what the list shows.
type view string

const (
	viewWaiting    view = "waiting"
	viewUnanswered view = "unanswered"
	viewAutomatic  view = "automatic"
	viewSenders    view = "senders"
	viewDecided    view = "decided"
)

func views() []view {
	return []view{viewWaiting, viewUnanswered, viewAutomatic, viewSenders, viewDecided}
}

// How many rows are read at once.
const (
	waitingLimit = 2000 // mail from before the account's first day never waits
	decidedPage  = 100
)

// model is what the list shows and what is open, without any widget.
type model struct {
	view      view
	people    []data.InboxRow // waiting, written by people
	automatic []data.InboxRow // waiting, written by machines
	decided   []data.InboxRow
	more      bool // older decided ones are not loaded yet
	loaded    bool

	unconnected bool  // no mailbox is pulled
	selective   bool  // mail of strangers waits for a decision
	senders     int   // how many wait
	open        int64 // message shown at the right, 0 for none

	// away are messages whose filing is under way or done: a list that was
	// read before the filing was kept must not bring them back. True: done.
	away map[int64]bool
}

func newModel() *model { return &model{view: viewWaiting, away: map[int64]bool{}} }

// rows are the rows of the view in front.
func (m *model) rows() []data.InboxRow {
	switch m.view {
	case viewAutomatic:
		return m.automatic
	case viewDecided:
		return m.decided
	case viewUnanswered:
		return nil // which is no list of messages
	}
	return m.people
}

// count is how many rows a view has.
func (m *model) count(v view) int {
	switch v {
	case viewAutomatic:
		return len(m.automatic)
	case viewWaiting:
		return len(m.people)
	case viewSenders:
		return m.senders
	}
	return len(m.decided)
}

// filed are the messages whose filing was kept already. Taken before a list is
// read, they need no hiding once that list is here.
func (m *model) filed() []int64 {
	var ids []int64
	for id, done := range m.away {
		if done {
			ids = append(ids, id)
		}
	}
	return ids
}

// setWaiting takes over what waits; settled is what filed returned before it
// was read.
func (m *model) setWaiting(rows []data.InboxRow, settled []int64) {
	for _, id := range settled {
		delete(m.away, id)
	}
	m.people, m.automatic, m.loaded = nil, nil, true
	for _, r := range rows {
		if _, away := m.away[r.ID]; away {
			continue
		}
		if r.Automatic == data.ByPerson {
			m.people = append(m.people, r)
		} else {
			m.automatic = append(m.automatic, r)
		}
	}
}

// setDecided takes over a page of decided messages that begins at offset.
func (m *model) setDecided(rows []data.InboxRow, offset int) {
	m.decided = append(m.decided[:min(offset, len(m.decided))], rows...)
	m.more = len(rows) == decidedPage
}

// index is where a message stands in the view in front, -1 if it does not.
func (m *model) index(id int64) int {
	return slices.IndexFunc(m.rows(), func(r data.InboxRow) bool { return r.ID == id })
}

// take removes a message from what waits, and returns the one that takes its
// place in front of the eyes, 0 when none is left.
func (m *model) take(id int64) int64 {
	i := m.index(id)
	m.away[id] = false
	gone := func(r data.InboxRow) bool { return r.ID == id }
	m.people = slices.DeleteFunc(m.people, gone)
	m.automatic = slices.DeleteFunc(m.automatic, gone)
	rows := m.rows()
	switch {
	case i < 0:
		return m.open
	case len(rows) == 0:
		return 0
	}
	return rows[min(i, len(rows)-1)].ID
}

// kept notes that a message that was taken is filed now.
func (m *model) kept(id int64) { m.away[id] = true }

// back lets a message show again whose filing failed or was taken back.
func (m *model) back(id int64) { delete(m.away, id) }

// keys are the letters that file a message. Both languages' letters always
// work; a screen shows those of its own.
var keys = map[string]data.Kind{
	"R": data.KindComplaint, "C": data.KindComplaint,
	"P": data.KindPraise,
	"S": data.KindSuggestion,
	"Y": data.KindQuestion, "Q": data.KindQuestion,
	"Z": data.KindOrder, "O": data.KindOrder,
	"T": data.KindFollowUp, "F": data.KindFollowUp,
	"I": data.KindOther, "E": data.KindOther,
	"N": data.KindNotForUs,
}

// kindOf returns the kind that a key files as.
func kindOf(key string) (data.Kind, bool) {
	k, ok := keys[strings.ToUpper(key)]
	return k, ok
}

// keyOf is the letter that is shown for a kind.
func keyOf(tr *i18n.Translator, k data.Kind) string { return tr.T("inbox.key." + string(k)) }

// fileable reports whether a kind can be accepted as suggested.
func fileable(k data.Kind) bool { return k != data.KindNone && slices.Contains(data.FilingKinds(), k) }

// shownWords is how many of the words that led to a suggestion are shown.
const shownWords = 4

// suggestion says what a message seems to be and which words led to it, ""
// when nothing is suggested.
func suggestion(tr *i18n.Translator, t *data.Triage) string {
	if t.Suggested == data.KindNone {
		return ""
	}
	kind := tr.T("kind." + string(t.Suggested))
	if len(t.Words) == 0 {
		return tr.T("inbox.suggested", "Kind", kind)
	}
	quoted := make([]string, min(shownWords, len(t.Words)))
	for i, w := range t.Words[:len(quoted)] {
		quoted[i] = tr.T("inbox.quoted", "Word", w)
	}
	return tr.T("inbox.suggested-by", "Kind", kind, "Words", strings.Join(quoted, ", "))
}

// receipt says what a filing made.
func receipt(tr *i18n.Translator, f *data.Filed, due data.Date) string {
	switch f.Kind {
	case data.KindComplaint:
		if f.Deadline.Safe.IsZero() {
			return tr.T("inbox.filed-complaint", "Number", f.CaseNumber)
		}
		return tr.T("inbox.filed-complaint-by", "Number", f.CaseNumber, "Day", dayInWords(tr, f.Deadline.Safe))
	case data.KindFollowUp:
		return tr.T("inbox.filed-follow-up", "Day", dayInWords(tr, due))
	case data.KindNotForUs:
		return tr.T("inbox.filed-not-for-us")
	}
	text := tr.T("inbox.filed." + string(f.Kind))
	if f.NewContact {
		return tr.T("inbox.filed-with-contact", "Filed", text)
	}
	return text
}

// dayInWords is a day without its year: 5 grudnia.
func dayInWords(tr *i18n.Translator, d data.Date) string {
	return tr.T("inbox.day", "Day", tr.Int(d.Day), "Month", tr.T("date.month-of."+tr.Int(int(d.Month))))
}

// others are the messages of a thread but the one that is open, newest first.
func others(thread []data.Message, open int64) []data.Message {
	var out []data.Message
	for _, m := range thread {
		if m.ID != open {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(a, b data.Message) int { return b.Date.Compare(a.Date) })
	return out
}

// firstLine is the first line of a text that says something.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, ">") {
			return line
		}
	}
	return ""
}

// sender is what a list calls who wrote a message.
func sender(r *data.InboxRow) string {
	switch {
	case r.ContactID != 0 && r.ContactName != "":
		return r.ContactName
	case r.From.Name != "":
		return r.From.Name
	}
	return r.From.Email
}

// addresses writes a list of addresses as a line.
func addresses(list []data.Address) string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Email
		if out[i] == "" {
			out[i] = a.Name
		}
	}
	return strings.Join(out, ", ")
}

// attached are the attachments to list: pictures set into the text are left out
// unless they have a name to know them by.
func attached(m *data.Message) []data.Attachment {
	var out []data.Attachment
	for _, a := range m.Attachments {
		if !a.Inline || a.Name != "" {
			out = append(out, a)
		}
	}
	return out
}
