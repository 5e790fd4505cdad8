package report

import (
	"context"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
)

// Source is what a report reads from. Every method returns what fell into the
// period, oldest first; both ends of the period are set.
type Source interface {
	// First returns the day of the oldest entry of any of the kinds below,
	// the zero date when nothing was recorded yet.
	First(ctx context.Context) (data.Date, error)
	// Cases returns complaints and requests by the day they were received.
	Cases(ctx context.Context, p data.Period) ([]CaseRow, error)
	// Opinions returns opinions by the day they were given.
	Opinions(ctx context.Context, p data.Period) ([]OpinionRow, error)
	// Suggestions returns interactions of the kind suggestion.
	Suggestions(ctx context.Context, p data.Period) ([]SuggestionRow, error)
	// Orders returns orders by their day.
	Orders(ctx context.Context, p data.Period) ([]OrderRow, error)
	// Said returns everything that clients said, over all channels, each thing once.
	Said(ctx context.Context, p data.Period) ([]SaidRow, error)
	// Categories returns the owner's lists of categories, causes and channels.
	Categories(ctx context.Context) ([]data.Category, error)
}

// CaseRow is what a report needs of a case.
type CaseRow struct {
	ID         int64
	Number     string
	Kind       data.CaseKind
	ContactID  int64
	Received   time.Time
	ReceivedOn data.Date
	Channel    data.Channel
	LegalType  data.LegalType
	Product    string
	Category   string
	Cause      string
	Severity   data.Severity
	State      data.CaseState
	Decision   data.Decision
	Deadline   data.Deadline
	Cost       data.Money

	Acknowledged, Answered, Closed time.Time // zero: not yet
	Redirected                     time.Time // the client was only sent elsewhere, zero: never
}

// Grosze is the cost in the minor unit of złoty, 0 for none and for one in
// another currency: sums of both would be sums of nothing.
func (c *CaseRow) Grosze() int64 {
	if c.Cost.Currency != "" && c.Cost.Currency != "PLN" {
		return 0
	}
	return c.Cost.Minor
}

// OpinionRow is what a report needs of an opinion.
type OpinionRow struct {
	ID        int64
	ContactID int64
	LegalType data.LegalType
	Source    string
	Tone      data.Tone
	At        time.Time
	Answered  time.Time
}

// SuggestionRow is what a report needs of a suggestion.
type SuggestionRow struct {
	ID        int64
	ContactID int64
	LegalType data.LegalType
	Channel   data.Channel
	Category  string
	At        time.Time
}

// OrderRow is what a report needs of an order.
type OrderRow struct {
	ID        int64
	ContactID int64
	LegalType data.LegalType
	On        data.Date
}

// SaidKind is what something that a client said was about.
type SaidKind string

// The kinds, in the order in which they are shown. The first three are rows
// of the sheet Data.
const (
	SaidComplaint  SaidKind = "complaint"  // a case
	SaidOpinion    SaidKind = "opinion"    // of any tone
	SaidSuggestion SaidKind = "suggestion" //
	SaidNoCase     SaidKind = "no-case"    // a complaint for which no case was opened
	SaidPraise     SaidKind = "praise"     // that was not entered as an opinion
	SaidQuestion   SaidKind = "question"   // with a case of its own or without
	SaidOrder      SaidKind = "order"      //
	SaidOther      SaidKind = "other"      // anything else, also what nobody has decided on
)

// SaidKinds lists the kinds in the order in which they are shown.
func SaidKinds() []SaidKind {
	return []SaidKind{
		SaidComplaint, SaidOpinion, SaidSuggestion, SaidQuestion, SaidOrder, SaidPraise, SaidNoCase, SaidOther,
	}
}

// SaidRow is one thing that a client said, over whatever channel.
type SaidRow struct {
	ContactID  int64        // 0: not known
	Generation string       // one of data.Generations, "" not known
	Preferred  data.Channel // what the client wishes for, "" not stated
	Channel    data.Channel // "": none of the firm's own, such as a portal
	Kind       SaidKind
	On         data.Date // the day that it counts for
	At         time.Time
	DayOnly    bool         // the hour is not known
	Wanted     bool         // an answer was due, later than on the spot
	Waits      bool         // it was not given
	Redirected bool         // the client was only sent elsewhere
	Answered   time.Time    // the first word of a person about it, zero: none, or not known when
	By         data.Channel // of that word, "" not known
}

// Options are what a report is asked for.
type Options struct {
	Period data.Period // an open start: 24 full months, as far as records go
	Today  data.Date   // the running month is that of this day
	Now    time.Time   // printed as the time of making; zero: noon of Today
	Firm   string
	Zone   *time.Location // the firm's zone; nil: UTC
	Week   calendar.Week  // when the firm is open; zero: the usual week
}
