package build

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/report"
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
	c         *report.CaseRow
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
func (f *facts) answeredOn(c *report.CaseRow) data.Date {
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
func (f *facts) judge(c *report.CaseRow) inTime {
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

func (f *facts) caseEntry(c *report.CaseRow) entry {
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
	report.Column
	of func(e *entry) report.Value
}

// details is the sheet Data: one row per entry, ids instead of names.
func (f *facts) details() *report.Table {
	fields := f.fields()
	t := &report.Table{Key: "data"}
	for _, d := range fields {
		t.Columns = append(t.Columns, d.Column)
	}
	t.Make(len(f.entries), func(i int, into []report.Value) []report.Value {
		for _, d := range fields {
			into = append(into, d.of(&f.entries[i]))
		}
		return into
	})
	return t
}

func (f *facts) fields() []field {
	return slices.Concat(f.whenFields(), f.whatFields(), f.handlingFields())
}

func (f *facts) whenFields() []field {
	return []field{
		{report.Column{Key: "id", Kind: report.Text, Width: 14}, func(e *entry) report.Value { return report.Plain(e.id) }},
		{report.Column{Key: "number", Kind: report.Text, Width: 13}, ofCase(func(c *report.CaseRow) report.Value { return report.Plain(c.Number) })},
		{report.Column{Key: "kind", Kind: report.Word, Width: 18}, func(e *entry) report.Value { return report.Key("report.kind." + e.kind) }},
		{codeColumn("kind"), func(e *entry) report.Value { return report.Plain(e.kind) }},
		{report.Column{Key: "date", Kind: report.Day, Width: 12}, func(e *entry) report.Value { return report.OnDay(e.on) }},
		{report.Column{Key: "hour", Kind: report.Int, Width: 8}, func(e *entry) report.Value {
			if e.at.IsZero() {
				return report.Value{}
			}
			return report.Count(e.at.In(f.zone).Hour())
		}},
		{report.Column{Key: "year", Kind: report.Int, Width: 7}, func(e *entry) report.Value { return report.Count(e.on.Year) }},
		{report.Column{Key: "month", Kind: report.Month, Width: 11}, func(e *entry) report.Value { return report.InMonth(e.on) }},
		{report.Column{Key: "weekday", Kind: report.Word, Width: 13}, func(e *entry) report.Value {
			return report.Key("report.weekday." + strconv.Itoa(isoWeekday(e.on)))
		}},
		{codeColumn("weekday"), func(e *entry) report.Value { return report.Count(isoWeekday(e.on)) }},
	}
}

func (f *facts) whatFields() []field {
	return []field{
		{report.Column{Key: "contact", Kind: report.Int, Width: 9}, func(e *entry) report.Value { return idOf(e.contact) }},
		{report.Column{Key: "channel", Kind: report.Word, Width: 14}, func(e *entry) report.Value {
			return f.channel(string(e.channel))
		}},
		{codeColumn("channel"), func(e *entry) report.Value { return report.Plain(string(e.channel)) }},
		{report.Column{Key: "source", Kind: report.Text, Width: 12}, func(e *entry) report.Value { return report.Plain(e.source) }},
		{report.Column{Key: "legal", Kind: report.Word, Width: 16}, func(e *entry) report.Value {
			return word("legal.", string(e.legal))
		}},
		{codeColumn("legal"), func(e *entry) report.Value { return report.Plain(string(e.legal)) }},
		{report.Column{Key: "product", Kind: report.Text, Width: 22}, ofCase(func(c *report.CaseRow) report.Value { return report.Plain(c.Product) })},
		{report.Column{Key: "category", Kind: report.Text, Width: 20}, func(e *entry) report.Value {
			if e.c == nil && e.category == "" {
				return report.Value{}
			}
			return f.label(data.ListCategories, e.category)
		}},
		{codeColumn("category"), func(e *entry) report.Value { return report.Plain(e.category) }},
		{report.Column{Key: "cause", Kind: report.Text, Width: 22}, ofCase(func(c *report.CaseRow) report.Value {
			return f.label(data.ListCauses, c.Cause)
		})},
		{codeColumn("cause"), ofCase(func(c *report.CaseRow) report.Value { return report.Plain(c.Cause) })},
		{report.Column{Key: "severity", Kind: report.Word, Width: 11}, ofCase(func(c *report.CaseRow) report.Value {
			if c.Severity == 0 {
				return report.Value{}
			}
			return report.Key("severity." + strconv.Itoa(int(c.Severity)))
		})},
		{codeColumn("severity"), ofCase(func(c *report.CaseRow) report.Value { return idOf(int64(c.Severity)) })},
	}
}

func (f *facts) handlingFields() []field {
	return []field{
		{report.Column{Key: "state", Kind: report.Word, Width: 17}, ofCase(func(c *report.CaseRow) report.Value {
			return report.Key("state." + string(c.State))
		})},
		{codeColumn("state"), ofCase(func(c *report.CaseRow) report.Value { return report.Plain(string(c.State)) })},
		{report.Column{Key: "decision", Kind: report.Word, Width: 18}, ofCase(func(c *report.CaseRow) report.Value {
			return word("decision.", cmp.Or(string(c.Decision), "none"))
		})},
		{codeColumn("decision"), ofCase(func(c *report.CaseRow) report.Value { return report.Plain(string(c.Decision)) })},
		{report.Column{Key: "acknowledged", Kind: report.Day, Width: 13}, ofCase(func(c *report.CaseRow) report.Value {
			return f.day(c.Acknowledged)
		})},
		{report.Column{Key: "first-answer-hours", Kind: report.Decimal, Width: 14}, ofCase(func(c *report.CaseRow) report.Value {
			return f.untilFirst(c, func(a, b time.Time) time.Duration { return b.Sub(a) })
		})},
		{report.Column{Key: "first-answer-work-hours", Kind: report.Decimal, Width: 15}, ofCase(func(c *report.CaseRow) report.Value {
			return f.untilFirst(c, func(a, b time.Time) time.Duration { return f.week.Open(a, b, f.zone) })
		})},
		{report.Column{Key: "redirected", Kind: report.Day, Width: 13}, ofCase(func(c *report.CaseRow) report.Value { return f.day(c.Redirected) })},
		{report.Column{Key: "answered", Kind: report.Day, Width: 14}, func(e *entry) report.Value { return report.OnDay(e.answered) }},
		{report.Column{Key: "closed", Kind: report.Day, Width: 12}, ofCase(func(c *report.CaseRow) report.Value { return f.day(c.Closed) })},
		{report.Column{Key: "answer-days", Kind: report.Int, Width: 13}, func(e *entry) report.Value {
			if e.answerDay < 0 {
				return report.Value{}
			}
			return report.Count(e.answerDay)
		}},
		{report.Column{Key: "answer-workdays", Kind: report.Int, Width: 15}, func(e *entry) report.Value {
			if e.answerDay < 0 {
				return report.Value{}
			}
			// The day of receipt does not count, as in the law's terms.
			return report.Count(calendar.WorkingDays(data.Period{From: e.on.AddDays(1), To: e.answered}))
		}},
		{report.Column{Key: "deadline", Kind: report.Day, Width: 13}, ofCase(func(c *report.CaseRow) report.Value {
			return report.OnDay(c.Deadline.Safe)
		})},
		{report.Column{Key: "in-time", Kind: report.Word, Width: 11}, func(e *entry) report.Value {
			return word("report.intime.", string(e.inTime))
		}},
		{codeColumn("in-time"), func(e *entry) report.Value { return report.Plain(string(e.inTime)) }},
		{report.Column{Key: "cost", Kind: report.Money, Width: 12}, ofCase(func(c *report.CaseRow) report.Value {
			if c.Grosze() == 0 {
				return report.Value{}
			}
			return report.Zloty(c.Cost)
		})},
	}
}

// untilFirst is how many hours passed before a person answered, as they are counted.
func (f *facts) untilFirst(c *report.CaseRow, passed func(from, to time.Time) time.Duration) report.Value {
	if c.Acknowledged.IsZero() || c.Acknowledged.Before(c.Received) {
		return report.Value{}
	}
	return report.Number(passed(c.Received, c.Acknowledged).Hours(), 1)
}

func codeColumn(key string) report.Column {
	return report.Column{Key: key + "-code", Kind: report.Text, Width: 13, Code: true}
}

func ofCase(of func(*report.CaseRow) report.Value) func(*entry) report.Value {
	return func(e *entry) report.Value {
		if e.c == nil {
			return report.Value{}
		}
		return of(e.c)
	}
}

func (f *facts) day(t time.Time) report.Value {
	if t.IsZero() {
		return report.Value{}
	}
	return report.OnDay(data.DateIn(t, f.zone))
}

func word(prefix, code string) report.Value {
	if code == "" {
		return report.Value{}
	}
	return report.Key(prefix + code)
}

func idOf(id int64) report.Value {
	if id == 0 {
		return report.Value{}
	}
	return report.Count(int(id))
}

// isoWeekday returns 1 for Monday to 7 for Sunday.
func isoWeekday(d data.Date) int { return (int(d.Weekday())+6)%7 + 1 }
