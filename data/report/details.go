package report

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

// entry is one row of the sheet Data: a case, an opinion, a suggestion or an
// order, whatever the other sheets count.
type entry struct {
	kind      string // a data.Kind, or that of an opinion's tone
	id        string
	contact   int64
	on        data.Date
	at        time.Time // zero: only the day is known
	channel   data.Channel
	source    string
	legal     data.LegalType
	category  string
	c         *CaseRow
	answered  data.Date
	answerDay int // days from receipt to answer, -1: not answered
	inTime    inTime
}

// The kinds of entry.
const (
	kindComplaint  = "complaint"
	kindRequest    = "request"
	kindSuggestion = "suggestion"
	kindOrder      = "order"
	kindPositive   = "opinion-positive"
	kindNeutral    = "opinion-neutral"
	kindNegative   = "opinion-negative"
)

func entryKinds() []string {
	return []string{
		kindComplaint, kindRequest, kindPositive, kindNeutral, kindNegative,
		kindSuggestion, kindOrder,
	}
}

// inTime says whether a case was answered by its legal date.
type inTime string

// The outcomes; "report.intime.<outcome>" in the catalogue.
const (
	inTimeNone    inTime = ""        // no term, or withdrawn
	inTimeYes     inTime = "yes"     //
	inTimeNo      inTime = "no"      // answered late, or open past the date
	inTimePending inTime = "pending" // open, the date has not passed
)

// answeredOn returns the day of the answer; closing without a noted answer
// counts as one. Zero: not answered.
func (f *facts) answeredOn(c *CaseRow) data.Date {
	switch {
	case !c.Answered.IsZero():
		return data.DateIn(c.Answered, f.zone)
	case !c.Closed.IsZero() && c.State != data.CaseWithdrawn:
		return data.DateIn(c.Closed, f.zone)
	}
	return data.Date{}
}

// judge tells whether the case met its legal term. The safe date counts, not
// the later one; an open case past it is a failure, not a gap.
func (f *facts) judge(c *CaseRow) inTime {
	if c.Deadline.Safe.IsZero() || c.State == data.CaseWithdrawn {
		return inTimeNone
	}
	on := f.answeredOn(c)
	switch {
	case c.Decision == data.DecisionLapsed:
		return inTimeNo
	case !on.IsZero() && !on.After(c.Deadline.Safe):
		return inTimeYes
	case !on.IsZero():
		return inTimeNo
	case f.today.After(c.Deadline.Safe):
		return inTimeNo
	}
	return inTimePending
}

func (f *facts) caseEntry(c *CaseRow) entry {
	e := entry{
		kind: kindComplaint, id: "case-" + strconv.FormatInt(c.ID, 10), contact: c.ContactID,
		on: c.ReceivedOn, at: c.Received, channel: c.Channel, legal: c.LegalType,
		category: c.Category, c: c, answered: f.answeredOn(c), answerDay: -1,
		inTime: f.judge(c),
	}
	if c.Kind == data.CaseRequest {
		e.kind = kindRequest
	}
	if !e.answered.IsZero() {
		e.answerDay = e.answered.Sub(c.ReceivedOn)
	}
	return e
}

func toneKind(t data.Tone) string {
	switch t {
	case data.Positive:
		return kindPositive
	case data.Negative:
		return kindNegative
	default:
		return kindNeutral
	}
}

// collect makes the rows of everything in the period: the complaints first, for
// whose sake the sheet is read, each kind by day. readPeriod has put the
// requests there already.
func (f *facts) collect() []entry {
	all := f.entries
	for i := range f.complaints {
		all = append(all, f.caseEntry(&f.complaints[i]))
	}
	for i := range f.opinions {
		o := &f.opinions[i]
		e := entry{
			kind: toneKind(o.Tone), id: "opinion-" + strconv.FormatInt(o.ID, 10),
			contact: o.ContactID, on: data.DateIn(o.At, f.zone), at: o.At, source: o.Source,
			legal: o.LegalType, answerDay: -1,
		}
		if !o.Answered.IsZero() {
			e.answered = data.DateIn(o.Answered, f.zone)
			e.answerDay = e.answered.Sub(e.on)
		}
		all = append(all, e)
	}
	for i := range f.suggestions {
		s := &f.suggestions[i]
		all = append(all, entry{
			kind: kindSuggestion, id: "suggestion-" + strconv.FormatInt(s.ID, 10),
			contact: s.ContactID, on: data.DateIn(s.At, f.zone), at: s.At, channel: s.Channel,
			legal: s.LegalType, category: s.Category, answerDay: -1,
		})
	}
	for i := range f.orders {
		o := &f.orders[i]
		all = append(all, entry{
			kind: kindOrder, id: "order-" + strconv.FormatInt(o.ID, 10), contact: o.ContactID,
			on: o.On, legal: o.LegalType, answerDay: -1,
		})
	}
	rank := map[string]int{}
	for i, k := range entryKinds() {
		rank[k] = i
	}
	slices.SortStableFunc(all, func(a, b entry) int {
		if n := rank[a.kind] - rank[b.kind]; n != 0 {
			return n
		}
		if n := a.on.Compare(b.on); n != 0 {
			return n
		}
		if n := a.at.Compare(b.at); n != 0 {
			return n
		}
		return cmp.Compare(a.id, b.id)
	})
	return all
}

// field is a column of the sheet Data and how an entry fills it.
type field struct {
	Column
	of func(e *entry) Value
}

// details is the sheet Data: one row per entry, ids instead of names.
func (f *facts) details() *Table {
	fields := f.fields()
	t := &Table{Key: "data", count: len(f.entries)}
	for _, d := range fields {
		t.Columns = append(t.Columns, d.Column)
	}
	t.row = func(i int, into []Value) []Value {
		for _, d := range fields {
			into = append(into, d.of(&f.entries[i]))
		}
		return into
	}
	return t
}

func (f *facts) fields() []field {
	return slices.Concat(f.whenFields(), f.whatFields(), f.handlingFields())
}

func (f *facts) whenFields() []field {
	return []field{
		{Column{Key: "id", Kind: Text, Width: 14}, func(e *entry) Value { return Plain(e.id) }},
		{Column{Key: "number", Kind: Text, Width: 13}, ofCase(func(c *CaseRow) Value { return Plain(c.Number) })},
		{Column{Key: "kind", Kind: Word, Width: 18}, func(e *entry) Value { return Key("report.kind." + e.kind) }},
		{codeColumn("kind"), func(e *entry) Value { return Plain(e.kind) }},
		{Column{Key: "date", Kind: Day, Width: 12}, func(e *entry) Value { return OnDay(e.on) }},
		{Column{Key: "hour", Kind: Int, Width: 8}, func(e *entry) Value {
			if e.at.IsZero() {
				return Value{}
			}
			return Count(e.at.In(f.zone).Hour())
		}},
		{Column{Key: "year", Kind: Int, Width: 7}, func(e *entry) Value { return Count(e.on.Year) }},
		{Column{Key: "month", Kind: Month, Width: 11}, func(e *entry) Value { return InMonth(e.on) }},
		{Column{Key: "weekday", Kind: Word, Width: 13}, func(e *entry) Value {
			return Key("report.weekday." + strconv.Itoa(isoWeekday(e.on)))
		}},
		{codeColumn("weekday"), func(e *entry) Value { return Count(isoWeekday(e.on)) }},
	}
}

func (f *facts) whatFields() []field {
	return []field{
		{Column{Key: "contact", Kind: Int, Width: 9}, func(e *entry) Value { return idOf(e.contact) }},
		{Column{Key: "channel", Kind: Word, Width: 14}, func(e *entry) Value {
			return word("channel.", string(e.channel))
		}},
		{codeColumn("channel"), func(e *entry) Value { return Plain(string(e.channel)) }},
		{Column{Key: "source", Kind: Text, Width: 12}, func(e *entry) Value { return Plain(e.source) }},
		{Column{Key: "legal", Kind: Word, Width: 16}, func(e *entry) Value {
			return word("legal.", string(e.legal))
		}},
		{codeColumn("legal"), func(e *entry) Value { return Plain(string(e.legal)) }},
		{Column{Key: "product", Kind: Text, Width: 22}, ofCase(func(c *CaseRow) Value { return Plain(c.Product) })},
		{Column{Key: "category", Kind: Text, Width: 20}, func(e *entry) Value {
			if e.c == nil && e.category == "" {
				return Value{}
			}
			return f.label(data.ListCategories, e.category)
		}},
		{codeColumn("category"), func(e *entry) Value { return Plain(e.category) }},
		{Column{Key: "cause", Kind: Text, Width: 22}, ofCase(func(c *CaseRow) Value {
			return f.label(data.ListCauses, c.Cause)
		})},
		{codeColumn("cause"), ofCase(func(c *CaseRow) Value { return Plain(c.Cause) })},
		{Column{Key: "severity", Kind: Word, Width: 11}, ofCase(func(c *CaseRow) Value {
			if c.Severity == 0 {
				return Value{}
			}
			return Key("severity." + strconv.Itoa(int(c.Severity)))
		})},
		{codeColumn("severity"), ofCase(func(c *CaseRow) Value { return idOf(int64(c.Severity)) })},
	}
}

func (f *facts) handlingFields() []field {
	return []field{
		{Column{Key: "state", Kind: Word, Width: 17}, ofCase(func(c *CaseRow) Value {
			return Key("state." + string(c.State))
		})},
		{codeColumn("state"), ofCase(func(c *CaseRow) Value { return Plain(string(c.State)) })},
		{Column{Key: "decision", Kind: Word, Width: 18}, ofCase(func(c *CaseRow) Value {
			return word("decision.", cmp.Or(string(c.Decision), "none"))
		})},
		{codeColumn("decision"), ofCase(func(c *CaseRow) Value { return Plain(string(c.Decision)) })},
		{Column{Key: "acknowledged", Kind: Day, Width: 13}, ofCase(func(c *CaseRow) Value {
			return f.day(c.Acknowledged)
		})},
		{Column{Key: "first-answer-hours", Kind: Decimal, Width: 14}, ofCase(func(c *CaseRow) Value {
			return f.untilFirst(c, func(a, b time.Time) time.Duration { return b.Sub(a) })
		})},
		{Column{Key: "first-answer-work-hours", Kind: Decimal, Width: 15}, ofCase(func(c *CaseRow) Value {
			return f.untilFirst(c, func(a, b time.Time) time.Duration { return f.week.Open(a, b, f.zone) })
		})},
		{Column{Key: "redirected", Kind: Day, Width: 13}, ofCase(func(c *CaseRow) Value { return f.day(c.Redirected) })},
		{Column{Key: "answered", Kind: Day, Width: 14}, func(e *entry) Value { return OnDay(e.answered) }},
		{Column{Key: "closed", Kind: Day, Width: 12}, ofCase(func(c *CaseRow) Value { return f.day(c.Closed) })},
		{Column{Key: "answer-days", Kind: Int, Width: 13}, func(e *entry) Value {
			if e.answerDay < 0 {
				return Value{}
			}
			return Count(e.answerDay)
		}},
		{Column{Key: "answer-workdays", Kind: Int, Width: 15}, func(e *entry) Value {
			if e.answerDay < 0 {
				return Value{}
			}
			// The day of receipt does not count, as in the law's terms.
			return Count(calendar.WorkingDays(data.Period{From: e.on.AddDays(1), To: e.answered}))
		}},
		{Column{Key: "deadline", Kind: Day, Width: 13}, ofCase(func(c *CaseRow) Value {
			return OnDay(c.Deadline.Safe)
		})},
		{Column{Key: "in-time", Kind: Word, Width: 11}, func(e *entry) Value {
			return word("report.intime.", string(e.inTime))
		}},
		{codeColumn("in-time"), func(e *entry) Value { return Plain(string(e.inTime)) }},
		{Column{Key: "cost", Kind: Money, Width: 12}, ofCase(func(c *CaseRow) Value {
			if c.grosze() == 0 {
				return Value{}
			}
			return Zloty(c.Cost)
		})},
	}
}

// untilFirst is how many hours passed before a person answered, as they are counted.
func (f *facts) untilFirst(c *CaseRow, passed func(from, to time.Time) time.Duration) Value {
	if c.Acknowledged.IsZero() || c.Acknowledged.Before(c.Received) {
		return Value{}
	}
	return Number(passed(c.Received, c.Acknowledged).Hours(), 1)
}

func codeColumn(key string) Column {
	return Column{Key: key + "-code", Kind: Text, Width: 13, Code: true}
}

func ofCase(of func(*CaseRow) Value) func(*entry) Value {
	return func(e *entry) Value {
		if e.c == nil {
			return Value{}
		}
		return of(e.c)
	}
}

func (f *facts) day(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	return OnDay(data.DateIn(t, f.zone))
}

func word(prefix, code string) Value {
	if code == "" {
		return Value{}
	}
	return Key(prefix + code)
}

func idOf(id int64) Value {
	if id == 0 {
		return Value{}
	}
	return Count(int(id))
}

// isoWeekday returns 1 for Monday to 7 for Sunday.
func isoWeekday(d data.Date) int { return (int(d.Weekday())+6)%7 + 1 }
