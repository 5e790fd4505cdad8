package channels_test

import (
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/report"
)

// One that nobody has answered counts with the time for which it has waited.
func TestWhatWaitsDoesNotFlatterTheTimes(t *testing.T) {
	at := func(hours int) report.SaidRow { return replied(said(1, data.ChannelEmail), hours, data.ChannelEmail) }
	quick := []report.SaidRow{at(1), at(2), at(3), at(4)}
	just := said(1, data.ChannelEmail)
	just.At = data.NewDate(2026, 12, 31).Time(warsaw(t)).Add(-90 * time.Minute)
	for name, c := range map[string]struct {
		rows []report.SaidRow
		want string
	}{
		"an hour and a half so far":    {append(times(1, just), quick...), "2,0"},
		"three who wait for long":      {append(times(3, said(1, data.ChannelEmail)), quick...), "4,0"},
		"the middle one waits":         {append(times(5, said(1, data.ChannelEmail)), quick...), ">7094,0"},
		"four are too few, so or so":   {append(times(1, just), quick[:3]...), ""},
		"only such as have just begun": {times(5, just), ">1,5"},
	} {
		t.Run(name, func(t *testing.T) {
			v := cell(t, table(t, count(t, c.rows...), "channel-times"), 0, "first-hours")
			if got := v.In(words(t, "pl")); got != c.want {
				t.Errorf("the median is %q, want %q", got, c.want)
			}
		})
	}
	k := table(t, count(t, append(times(10, said(1, data.ChannelEmail)), quick...)...), "channel-times")
	for column, want := range map[string]string{"first-work-hours": ">1646.0", "first-p90": ">7094.0"} {
		if got := cell(t, k, 0, column).In(words(t, "en")); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
}

func TestAnHourThatNobodyNotedIsInNoTime(t *testing.T) {
	dayOnly := func(r report.SaidRow) report.SaidRow {
		r.DayOnly = true
		return r
	}
	rows := times(5, replied(said(1, data.ChannelEmail), 2, data.ChannelEmail))
	rows = append(rows, times(20, dayOnly(replied(said(1, data.ChannelEmail), 48, data.ChannelEmail)))...)
	rows = append(rows, times(20, dayOnly(said(1, data.ChannelEmail)))...)
	k := table(t, count(t, rows...), "channel-times")
	for column, want := range map[string]string{
		"wanted": "45", "unanswered": "20", "first-hours": "2,0", "first-work-hours": "2,0", "first-p90": "", "own-n": "25",
	} {
		if got := cell(t, k, 0, column).In(words(t, "pl")); got != want {
			t.Errorf("%s is %q, want %q", column, got, want)
		}
	}
	for name, late := range map[string]report.SaidRow{
		"answered": dayOnly(replied(said(2, data.ChannelSMS), 50, data.ChannelSMS)), "waiting": dayOnly(said(2, data.ChannelSMS)),
	} {
		rows := append(times(20, replied(said(1, data.ChannelEmail), 1, data.ChannelEmail)), times(12, late)...)
		if v := cell(t, table(t, count(t, rows...), "channel-times"), 1, "times-verdict"); v != report.TooLittle.Value() {
			t.Errorf("%s at no known hour: %+v", name, v)
		}
	}
}

func TestFewRepliesAreTold(t *testing.T) {
	rows := append(times(5, replied(said(1, data.ChannelEmail), 1, data.ChannelEmail)), replied(said(1, data.ChannelEmail), 1, data.ChannelPhone))
	for i := range rows {
		rows[i].Preferred = data.ChannelPhone
	}
	c := count(t, rows...)
	for want, v := range map[string]report.Value{
		"5 of 6": cell(t, table(t, c, "channel-times"), 0, "own"),
		"1 of 6": cell(t, table(t, c, "preferred"), 0, "replies-so-share"),
		"0 of 6": cell(t, table(t, c, "preferred"), 0, "said-so-share"),
	} {
		if got := v.In(words(t, "en")); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// Whoever writes on a portal is asked for no channel there.
func TestAReviewOnAPortalMeetsNoWish(t *testing.T) {
	call := replied(said(1, data.ChannelPhone), 1, data.ChannelPhone)
	review := replied(said(1, ""), 1, data.ChannelEmail)
	call.Preferred, review.Preferred = data.ChannelPhone, data.ChannelPhone
	c := count(t, call, review, review)
	k := table(t, c, "preferred")
	for column, want := range map[string]float64{"clients": 1, "said-n": 1, "said-so": 1, "replies-n": 1, "replies-so": 1, "missed": 0} {
		if v := cell(t, k, 0, column); v.Num != want {
			t.Errorf("%s is %+v, want %v", column, v, want)
		}
	}
	if c.Wished() != report.Of(1, 1) {
		t.Errorf("wished %v", c.Wished())
	}
}

func TestAReviewOfNobodyHidesNoGeneration(t *testing.T) {
	rows := append(clients(1, 6, "x", data.ChannelPhone), clients(100, 7, "y", data.ChannelEmail)...)
	k := table(t, count(t, append(rows, said(0, ""))...), "generations")
	if k.Len() != 3 || cell(t, k, 0, "generation").Text != "report.generation.x" || cell(t, k, 1, "by-email").Num != 7 {
		t.Errorf("%d rows: %+v", k.Len(), k.Rows)
	}
}

func TestTheMostUsedChannelIsOneOfTheFirms(t *testing.T) {
	mail, call := said(1, data.ChannelEmail), said(2, data.ChannelPhone)
	for name, c := range map[string]struct {
		rows []report.SaidRow
		want string
	}{
		"more on portals":   {append(append(times(9, mail), call), times(30, said(3, ""))...), "channel.email 9 10"},
		"a tie":             {append(times(8, mail), times(8, call)...), ""},
		"a tie at the foot": {append(append(times(9, mail), call), said(3, data.ChannelSMS)), "channel.email 9 11"},
		"portals only":      {times(30, said(3, "")), ""},
		"too few elsewhere": {append(times(9, mail), times(30, said(3, ""))...), ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, s := range count(t, c.rows...).Findings() {
				if s.Key == "report.find.channel" {
					got = s.Args[0].Value.Text + " " + s.Args[1].Value.In(words(t, "en")) + " " + s.Args[2].Value.In(words(t, "en"))
				}
			}
			if got != c.want {
				t.Errorf("it says %q, want %q", got, c.want)
			}
		})
	}
}
