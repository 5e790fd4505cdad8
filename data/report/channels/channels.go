// Package channels is the sheet of channels: by which way clients turn to the
// firm and with what, how soon and how they are answered there, which way they
// wish for, how that differs by generation, and at which hours they write and
// call. Each thing that a client said counts once, whether it is a case, an
// opinion, a letter or an entry.
package channels

import (
	"cmp"
	"slices"
	"time"

	"kartoteka/data"
	"kartoteka/data/calendar"
	"kartoteka/data/report"
)

// Options are what the sheet is counted by.
type Options struct {
	Period   data.Period
	Previous data.Period // to compare with, zero: nothing
	Now      time.Time
	Zone     *time.Location
	Week     calendar.Week
	Names    map[data.Channel]string // the owner's own, of channels added or renamed
}

// Channels is what clients said in a period and how they were answered.
type Channels struct {
	opt    Options
	rows   []report.SaidRow
	now    figures
	before figures
	used   []data.Channel // by how much was said there, most first
	groups map[data.Channel]*group
	whole  *group                      // all of them
	work   map[data.Date]time.Duration // working time from the beginning of a day till now
}

// figures are the portions of a period.
type figures struct {
	own     report.Portion // replies by the channel that the client had used
	wished  report.Portion // replies by the channel that the client wishes for
	outside report.Portion // said outside working hours
	replies int            // first replies, whatever their channel
	wanted  int            // what wanted an answer
	waits   int
}

// New counts what clients said; rows may lie in both periods.
func New(rows []report.SaidRow, opt Options) *Channels {
	c := &Channels{opt: opt, work: map[data.Date]time.Duration{}}
	var before []report.SaidRow
	for i := range rows {
		switch r := rows[i]; {
		case opt.Period.Contains(r.On):
			c.rows = append(c.rows, r)
		case !opt.Previous.From.IsZero() && opt.Previous.Contains(r.On):
			before = append(before, r)
		}
	}
	c.now, c.before = c.count(c.rows), c.count(before)
	c.used = used(c.rows)
	c.sort()
	return c
}

func (c *Channels) count(rows []report.SaidRow) (f figures) {
	for i := range rows {
		r := &rows[i]
		if !r.DayOnly {
			f.outside.N++
			if c.outside(r.At) {
				f.outside.K++
			}
		}
		if !r.Wanted {
			continue
		}
		f.wanted++
		if r.Waits {
			f.waits++
			continue
		}
		f.replies++
		if ownKnown(r) {
			f.own = more(f.own, r.By == r.Channel)
		}
		if r.Preferred != "" && ownKnown(r) {
			f.wished = more(f.wished, r.By == r.Preferred)
		}
	}
	return f
}

func more(p report.Portion, hit bool) report.Portion {
	p.N++
	if hit {
		p.K++
	}
	return p
}

// ownKnown reports whether both channels are known: that of the client's words
// and that of the reply. A portal is none of the firm's own.
func ownKnown(r *report.SaidRow) bool { return r.By != "" && r.Channel != "" }

// outside reports whether the firm was closed at that moment.
func (c *Channels) outside(at time.Time) bool {
	return c.opt.Week.Open(at, at.Add(time.Second), c.opt.Zone) == 0
}

// used lists the channels that occur, the most used first, at equal counts in
// the order in which channels are shown.
func used(rows []report.SaidRow) []data.Channel {
	counts := map[data.Channel]int{}
	for i := range rows {
		counts[rows[i].Channel]++
	}
	out := make([]data.Channel, 0, len(counts))
	for ch := range counts {
		out = append(out, ch)
	}
	slices.SortFunc(out, func(a, b data.Channel) int {
		return cmp.Or(counts[b]-counts[a], place(a)-place(b), cmp.Compare(a, b))
	})
	return out
}

// place is where a channel stands in the usual order; others come after, and
// what is no channel of the firm's last.
func place(ch data.Channel) int {
	all := data.Channels()
	switch i := slices.Index(all, ch); {
	case ch == "":
		return len(all) + 1
	case i < 0:
		return len(all)
	default:
		return i
	}
}

// name is the word for a channel.
func (c *Channels) name(ch data.Channel) report.Value {
	switch own := c.opt.Names[ch]; {
	case own != "":
		return report.Plain(own)
	case ch == "":
		return report.Key("report.elsewhere")
	case slices.Contains(data.Channels(), ch):
		return report.Key("channel." + string(ch))
	}
	return report.Plain(string(ch))
}

// Empty reports whether clients said nothing at all.
func (c *Channels) Empty() bool { return len(c.rows) == 0 }

// Said is how many things clients said.
func (c *Channels) Said() int { return len(c.rows) }

// Wanted is how many of them wanted an answer.
func (c *Channels) Wanted() int { return c.now.wanted }

// Own is the share of replies by the channel that the client had used.
func (c *Channels) Own() report.Portion { return c.now.own }

// Wished is the share of replies by the channel that the client wishes for,
// where the card has one.
func (c *Channels) Wished() report.Portion { return c.now.wished }

// Outside is the share of what was said outside working hours, where the hour
// is known.
func (c *Channels) Outside() report.Portion { return c.now.outside }

// KPIs are the key figures of the first page.
func (c *Channels) KPIs() []report.KPI {
	return []report.KPI{
		report.ShareKPI("own-channel", c.now.own, c.before.own, c.opt.Previous),
		report.ShareKPI("out-of-hours", c.now.outside, c.before.outside, c.opt.Previous),
	}
}

// Sheet is the page. Where nothing was said it says so.
func (c *Channels) Sheet() report.Sheet {
	s := report.Sheet{Key: report.SheetChannels}
	if c.Empty() {
		s.Tables = []*report.Table{reference()}
		s.Notes = append([]report.Sentence{report.NewSentence("report.note.nothing-said")}, referenceNotes()...)
		return s
	}
	kinds, hours := c.kinds(), c.hours()
	s.Tables = []*report.Table{kinds, c.times(), c.preferred(), c.generations(), hours, reference()}
	s.Charts = []*report.Chart{stacked(kinds)}
	if c.now.outside.N > 0 { // else no hour is known
		s.Charts = append(s.Charts, heat(hours))
	}
	s.Notes = c.notes()
	return s
}
