package ical_test

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange"
	"kartoteka/data/exchange/ical"
)

// readOn reads a calendar on a day.
func readOn(t testing.TB, text string, today data.Date) []exchange.Item {
	t.Helper()
	r, _, err := ical.Open(strings.NewReader(text), int64(len(text)), exchange.Options{Zone: warsaw, Today: today})
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

func event(kind string, lines ...string) string {
	return "BEGIN:VCALENDAR\r\nBEGIN:" + kind + "\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:" + kind + "\r\nEND:VCALENDAR\r\n"
}

// TestWhatIsOverIsNothingToDo: an event of the past is read as done, and a task
// stays open until somebody does it.
func TestWhatIsOverIsNothingToDo(t *testing.T) {
	today := data.NewDate(2024, 5, 3)
	for _, c := range []struct {
		kind, day string
		today     data.Date
		done      bool
	}{
		{"VEVENT", "DTSTART:20240502T100000Z", today, true},
		{"VEVENT", "DTSTART;VALUE=DATE:20240503", today, false},
		{"VEVENT", "DTSTART;VALUE=DATE:20240504", today, false},
		{"VEVENT", "DTSTART;VALUE=DATE:20200101", data.Date{}, false}, // nobody said which day it is
		{"VTODO", "DUE;VALUE=DATE:20200101", today, false},
	} {
		item := readOn(t, event(c.kind, "SUMMARY:Spotkanie", c.day), c.today)[0]
		if item.Err != nil || item.FollowUp.Done.IsZero() == c.done || slices.Contains(item.Warnings, ical.WarnPast) != c.done {
			t.Errorf("%s %s: done %v, warnings %q, error %v", c.kind, c.day, item.FollowUp.Done, item.Warnings, item.Err)
		}
	}
}

// TestOldPhonesCalendars: vCalendar 1.0, whose texts are quoted-printable and go
// on in the next line after a =.
func TestOldPhonesCalendars(t *testing.T) {
	all := read(t, "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VTODO\r\n"+
		"SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zadzwoni=C4=87 do pani =C5=BB=\r\n=C3=B3=C5=82=C4=87\r\n"+
		"DESCRIPTION;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-2:w sprawie p=B3otu=0D=0Ai bramy=\r\n\r\nDUE:20240503T100000\r\nEND:VTODO\r\n"+
		"BEGIN:VEVENT\r\nSUMMARY;QUOTED-PRINTABLE:Wizyta=\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:Po\r\nDTSTART:20240504\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
	if len(all) != 3 {
		t.Fatalf("%d entries: %+v", len(all), all)
	}
	if f := all[0].FollowUp; all[0].Err != nil || f.What != "Zadzwonić do pani Żółć – w sprawie płotu i bramy" || f.Due != data.NewDate(2024, 5, 3) {
		t.Errorf("read %+v, error %v", f, all[0].Err)
	}
	if all[1].Err == nil || all[2].Err != nil {
		t.Errorf("the entry without a day: %v, and the next: %v", all[1].Err, all[2].Err)
	}
}

// TestEveryEntryEndsAsSomething: of each a task or a sentence why not.
func TestEveryEntryEndsAsSomething(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"no title":         {event("VTODO", "DUE:20240503"), "entry-without-title"},
		"no day":           {event("VTODO", "SUMMARY:x"), "entry-without-date"},
		"a day of nowhere": {event("VTODO", "SUMMARY:x", "DUE:20241399"), "entry-without-date"},
		"a journal":        {event("VJOURNAL", "SUMMARY:x", "DTSTART:20240503"), "entry-journal"},
		"only a text":      {event("VTODO", "DESCRIPTION:x", "DUE:20240503"), ""},
		"a zone of its own": {"BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:19700101T000000\nEND:STANDARD\nEND:VTIMEZONE\n" +
			"BEGIN:VEVENT\nSUMMARY:x\nDTSTART;TZID=x:20240503T100000\nEND:VEVENT\nEND:VCALENDAR\n", ""},
		"an alarm within": {event("VEVENT", "DTSTART:20240503", "BEGIN:VALARM", "SUMMARY:alarm", "TRIGGER:-PT5M", "END:VALARM", "SUMMARY:x"), ""},
	} {
		all := read(t, c.text)
		if len(all) != 1 {
			t.Errorf("%s: %d entries", name, len(all))
			continue
		}
		var e *data.Error
		if got := all[0].Err; c.want == "" && (got != nil || all[0].FollowUp.What != "x") || c.want != "" && (!errors.As(got, &e) || e.Key != c.want || len(all[0].Cells) == 0) {
			t.Errorf("%s: error %v, want %q", name, got, c.want)
		}
	}
}

func TestStatesOfATask(t *testing.T) {
	at := time.Date(2024, 5, 2, 22, 0, 0, 0, time.UTC) // midnight in Warsaw
	for line, c := range map[string]struct {
		done    time.Time
		warning string
	}{
		"STATUS:NEEDS-ACTION":        {time.Time{}, ""},
		"STATUS:COMPLETED":           {at, ""},
		"PERCENT-COMPLETE:100":       {at, ""},
		"PERCENT-COMPLETE:50":        {time.Time{}, ""},
		"STATUS:CANCELLED":           {at, ical.WarnCancelled},
		"COMPLETED:20240502T100000Z": {time.Date(2024, 5, 2, 10, 0, 0, 0, time.UTC), ""},
		"RRULE:FREQ=YEARLY":          {time.Time{}, ical.WarnRepeats},
	} {
		item := read(t, todo("SUMMARY:x", "DUE:20240503", line))[0]
		if !item.FollowUp.Done.Equal(c.done) || c.warning != "" && !slices.Contains(item.Warnings, c.warning) {
			t.Errorf("%s: done %v, want %v, warnings %q", line, item.FollowUp.Done, c.done, item.Warnings)
		}
	}
}
