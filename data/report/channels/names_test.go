package channels_test

import (
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
	"kartoteka/data/report/channels"
)

// A channel that the owner added, or gave another name, has his name everywhere.
func TestTheOwnersChannelsHaveTheirNames(t *testing.T) {
	rows := append(times(12, replied(said(1, "stoisko"), 50, "stoisko")), times(20, replied(said(2, data.ChannelPhone), 1, data.ChannelPhone))...)
	rows = append(rows, said(3, "goniec"), said(3, data.ChannelEmail), said(3, "no-longer"))
	for i := range rows {
		rows[i].Preferred = "stoisko"
	}
	c := channels.New(rows, channels.Options{
		Period: period, Zone: warsaw(t), Now: tuesday.AddDays(9).Time(warsaw(t)),
		Names: map[data.Channel]string{"stoisko": "Stoisko na targu", "goniec": "Goniec", data.ChannelPhone: "Telefon komórkowy"},
	})
	pl := words(t, "pl")
	for key, want := range map[string]string{
		"channel-kinds": "Telefon komórkowy Stoisko na targu e-mail Goniec no-longer razem",
		"channel-times": "Telefon komórkowy Stoisko na targu e-mail Goniec no-longer wszystkie kanały",
		"preferred":     "Stoisko na targu",
	} {
		var got []string
		for i, k := 0, table(t, c, key); i < k.Len(); i++ {
			got = append(got, k.Row(i, nil)[0].In(pl))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s has rows %q, want %q", key, s, want)
		}
	}
	heads := map[string]bool{}
	for _, col := range table(t, c, "generations").Columns {
		heads[col.Name(pl)] = true
	}
	for _, want := range []string{"Telefon komórkowy", "Stoisko na targu", "E-mail", "Goniec", "no-longer", "HHI"} {
		if !heads[want] {
			t.Errorf("no column is headed %s: %v", want, heads)
		}
	}
	var told []string
	for _, s := range c.Findings() {
		told = append(told, s.In(pl))
	}
	if s := strings.Join(told, " "); !strings.Contains(s, "Telefon komórkowy – 20 z 35") || !strings.Contains(s, "„Stoisko na targu”") {
		t.Errorf("it says %q", s)
	}
}

func TestWhenClientsComeInWords(t *testing.T) {
	at := func(d data.Date, hour int) report.SaidRow {
		r := said(1, data.ChannelPhone)
		r.On, r.At = d, d.Time(warsaw(t)).Add(time.Duration(hour)*time.Hour)
		return r
	}
	dayOnly := at(tuesday, 0)
	dayOnly.DayOnly = true
	for name, c := range map[string]struct {
		rows   []report.SaidRow
		en, pl string
	}{
		"one":   {[]report.SaidRow{at(tuesday, 15)}, "most often, once, on Tuesday at 15:00", "najwięcej, 1 raz, we wtorek o 15:00"},
		"three": {times(3, at(tuesday.AddDays(-1), 9)), "3 times, on Monday at 9:00", "3 razy, w poniedziałek o 9:00"},
		"a tie": {append(times(2, at(tuesday, 15)), times(2, at(tuesday, 16))...), "several hours of the week share the most, 2 times each", "po 2 razy, w kilku godzinach"},
		"beaten after a tie": {
			append([]report.SaidRow{at(tuesday, 7), at(tuesday, 8)}, times(2, at(tuesday, 9))...), "2 times, on Tuesday at 9:00", "2 razy, we wtorek o 9:00",
		},
	} {
		alt := count(t, append(c.rows, dayOnly)...).Sheet().Charts[1].Alt
		if en, pl := alt.In(words(t, "en")), alt.In(words(t, "pl")); !strings.Contains(en, c.en) || !strings.Contains(pl, c.pl) {
			t.Errorf("%s: %q, %q", name, en, pl)
		}
	}
	if charts := count(t, dayOnly).Sheet().Charts; len(charts) != 1 || charts[0].Kind == report.HeatChart {
		t.Errorf("of no known hour there is a map: %d charts", len(charts))
	}
}
