package ical_test

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	_ "kartoteka/data/datatest/steady" // the same cases each time

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/ical"
)

var warsaw = func() *time.Location {
	l, err := time.LoadLocation("Europe/Warsaw")
	if err != nil {
		panic(err)
	}
	return l
}()

func read(t testing.TB, text string) []exchange.Item {
	t.Helper()
	r, _, err := ical.Open(strings.NewReader(text), int64(len(text)), exchange.Options{Zone: warsaw})
	if err != nil {
		t.Fatal(err)
	}
	var out []exchange.Item
	for {
		item, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
}

func todo(lines ...string) string {
	return "BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
}

func TestTheDayIsThatOfTheFirm(t *testing.T) {
	for line, want := range map[string]data.Date{
		"DUE;VALUE=DATE:20240503":                   data.NewDate(2024, 5, 3),
		"DUE:20240503T230000Z":                      data.NewDate(2024, 5, 4),
		"DUE:20240503T2300":                         data.NewDate(2024, 5, 3),
		"DUE:20240503T23":                           data.NewDate(2024, 5, 3),
		"DUE;TZID=America/New_York:20240503T200000": data.NewDate(2024, 5, 4),
		"DUE;TZID=/mozilla.org/20050126_1/America/New_York:20240503T20000": data.NewDate(2024, 5, 4),
		"DUE;TZID=\"Central European Standard Time\":20240503T235900":      data.NewDate(2024, 5, 3),
		"DUE;TZID=Nowhere:20240503T235900":                                 data.NewDate(2024, 5, 3),
		"DUE:2024-05-03":                                                   data.NewDate(2024, 5, 3),
		"DTSTART:20240503":                                                 data.NewDate(2024, 5, 3),
	} {
		all := read(t, todo("SUMMARY:x", line))
		if len(all) != 1 || all[0].Err != nil || all[0].FollowUp.Due != want {
			t.Errorf("%s: %+v, want %v", line, all, want)
		}
	}
}

func TestABrokenEntryDoesNotStopTheRest(t *testing.T) {
	all := read(t, "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:a\nDUE:20240503\nBEGIN:VEVENT\nSUMMARY:b\nDTSTART:soon\nEND:VEVENT\n"+
		"BEGIN:VJOURNAL\nSUMMARY:c\nEND:VJOURNAL\nBEGIN:VTODO\nnonsense\nSUMMARY:d\nDUE:20240504\n")
	if len(all) != 4 {
		t.Fatalf("%d entries", len(all))
	}
	for i, bad := range []bool{false, true, true, false} {
		if (all[i].Err != nil) != bad || all[i].Number != i+1 {
			t.Errorf("entry %d: number %d, error %v", i+1, all[i].Number, all[i].Err)
		}
	}
	if !slices.Contains(all[0].Warnings, ical.WarnEnd) || !slices.Contains(all[3].LeftOut, "nonsense") {
		t.Errorf("warnings %q, left out %q", all[0].Warnings, all[3].LeftOut)
	}
}

func TestWhoAndDone(t *testing.T) {
	all := read(t, todo("SUMMARY:x", "DUE:20240503", "ORGANIZER:mailto:me@example.org", "ATTENDEE;CN=Anna:MAILTO:anna@example.org",
		"ATTENDEE:mailto:jan@example.org", "COMPLETED:20240502T100000Z", "STATUS:COMPLETED"))
	f := all[0].FollowUp
	if all[0].Who != "anna@example.org" || !slices.Equal(all[0].LeftOut, []string{"ATTENDEE"}) {
		t.Errorf("who %q, left out %q", all[0].Who, all[0].LeftOut)
	}
	if want := time.Date(2024, 5, 2, 10, 0, 0, 0, time.UTC); !f.Done.Equal(want) {
		t.Errorf("done %v, want %v", f.Done, want)
	}
}

// TestWrittenReadWritten: a calendar that is read and written again is the same.
func TestWrittenReadWritten(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a, b; c\\n", "END:VTODO", strings.Repeat("zażółć ", 30), "x\ny", "mailto:a@b.pl", "a@example.org", ""}))
	rapid.Check(t, func(r *rapid.T) {
		var all []exchange.Item
		for range rapid.IntRange(1, 4).Draw(r, "n") {
			f := data.FollowUp{What: "Zadzwonić " + text.Draw(r, "what"), Due: data.NewDate(2024, 1, 1).AddDays(rapid.IntRange(0, 900).Draw(r, "due"))}
			if rapid.Bool().Draw(r, "done") {
				f.Done = time.Unix(int64(rapid.IntRange(1e9, 2e9).Draw(r, "at")), 0).UTC()
			}
			if rapid.Bool().Draw(r, "snoozed") {
				f.Snoozed = f.Due.AddDays(3)
				f.Created = f.Due.Time(time.UTC)
			}
			all = append(all, exchange.Item{FollowUp: &f, Who: text.Draw(r, "who")})
		}
		first := write(t, all)
		if again := write(t, read(t, first)); again != first {
			r.Fatalf("written\n%s\nand again\n%s", first, again)
		}
	})
}

func write(t testing.TB, all []exchange.Item) string {
	t.Helper()
	var b bytes.Buffer
	w := ical.NewWriter(&b)
	for i := range all {
		if err := w.WriteFollowUp(all[i].FollowUp, all[i].Who, all[i].UID); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
