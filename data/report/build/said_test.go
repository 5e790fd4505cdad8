package build_test

import (
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/reporttest"
)

// letters are so many of clients, one a day up to a day, answered by mail.
func letters(n int, last data.Date) []report.SaidRow {
	out := make([]report.SaidRow, n)
	for i := range out {
		on := last.AddDays(i - n + 1)
		at := on.Time(time.UTC).Add(9 * time.Hour)
		out[i] = report.SaidRow{
			ContactID: int64(1 + i%40), Channel: data.ChannelEmail, Kind: report.SaidQuestion, On: on, At: at,
			Wanted: true, Answered: at.Add(time.Hour), By: data.ChannelEmail,
		}
	}
	return out
}

// Clients write long before the first complaint is entered: it does not cut the
// sheet of channels nor the figures from it.
func TestLettersCountFromTheDayAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		letters int
		asked   data.Period
		want    int
		from    string // told in a note, "" none
		before  data.Period
	}{
		"a year, the usual period":     {300, data.Period{}, 301, "01.11.2024", data.Period{}},
		"the last hundred days":        {300, data.Period{From: today.AddDays(-99)}, 101, "15.08.2026", data.Period{From: today.AddDays(-199), To: today.AddDays(-100)}},
		"as far back as all but a bit": {195, data.Period{From: today.AddDays(-99)}, 101, "15.08.2026", data.Period{From: today.AddDays(-199), To: today.AddDays(-100)}},
		"half of the days before":      {150, data.Period{From: today.AddDays(-99)}, 101, "15.08.2026", data.Period{}},
		"none before the complaint":    {2, data.Period{}, 3, "", data.Period{}},
		"since the complaint":          {300, data.Period{From: today.AddDays(-3)}, 5, "", data.Period{From: today.AddDays(-7), To: today.AddDays(-4)}},
	} {
		t.Run(name, func(t *testing.T) {
			f := &reporttest.Firm{Lists: reporttest.Lists(), CaseRows: []report.CaseRow{complaint(today.AddDays(-3), 1)}, SaidRows: letters(c.letters, today)}
			number(f)
			r := made(t, f, c.asked)
			said := r.Table("channel-kinds")
			if n := int(said.Row(said.Len()-1, nil)[said.Column("total")].Num); n != c.want {
				t.Errorf("the sheet counts %d things, want %d", n, c.want)
			}
			if r.Period.From != today.AddDays(-3) {
				t.Errorf("the report begins on %v: complaints were recorded from then on", r.Period.From)
			}
			told := ""
			if notes := r.Sheet(report.SheetChannels).Notes; says(notes, "report.note.said-period") {
				told = notes[0].In(words(t, "pl"))
			}
			if (told != "") != (c.from != "") || !strings.Contains(told, c.from) || says(r.Quality, "report.note.said-period") != (told != "") {
				t.Errorf("of the period it says %q, want one from %q", told, c.from)
			}
			if k := r.KPI("out-of-hours"); k.Before != c.before && k.N >= report.MinPercent {
				t.Errorf("compared with %v, want %v", k.Before, c.before)
			}
		})
	}
}

// The owner's names of channels stand in Data too; a code that no list has any
// more stands there as it is.
func TestDataNamesTheOwnersChannels(t *testing.T) {
	f := &reporttest.Firm{Lists: append(reporttest.Lists(),
		data.Category{List: data.ListChannels, Code: "phone", Name: "komórka"}, data.Category{List: data.ListChannels, Code: "stoisko", Name: "Stoisko"},
		data.Category{List: data.ListChannels, Code: "email"})}
	for i, ch := range []data.Channel{"phone", "stoisko", "email", "gone", ""} {
		c := complaint(today.AddDays(-i), 0)
		c.Channel = ch
		f.CaseRows = append(f.CaseRows, c)
	}
	number(f)
	r, w := made(t, f, data.Period{}), words(t, "pl")
	got := map[string]string{}
	for i := range r.Table("data").Len() {
		k := r.Table("data")
		row := k.Row(i, nil)
		got[row[k.Column("channel-code")].In(w)] = row[k.Column("channel")].In(w)
	}
	for code, want := range map[string]string{"phone": "komórka", "stoisko": "Stoisko", "email": "e-mail", "gone": "gone", "": ""} {
		if got[code] != want {
			t.Errorf("Data calls %q %q, want %q", code, got[code], want)
		}
	}
	labels := map[string]bool{}
	for _, row := range r.Table("codes").Rows {
		labels[row[1].In(w)] = true
	}
	if !labels["Stoisko"] || !labels["komórka"] || !labels["gone"] || len(w.Lost) > 0 {
		t.Errorf("labels of codes %v, lost words %v", labels, w.Lost)
	}
}
