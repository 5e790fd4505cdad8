package field_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"kartoteka/mail/message/field"
)

func TestDate(t *testing.T) {
	tests := map[string]string{ // want "" for no date
		"Mon, 2 Mar 2026 10:20:30 +0100":         "2026-03-02T09:20:30Z",
		"Mon, 02 Mar 2026 10:20:30 +0100 (CET)":  "2026-03-02T09:20:30Z",
		"2 Mar 2026 10:20 +0100":                 "2026-03-02T09:20:00Z",
		"Mon, 2 Mar 26 10:20:30 GMT":             "2026-03-02T10:20:30Z",
		"Fri, 21 Nov 97 09:55:06 -0600":          "1997-11-21T15:55:06Z",
		"21 Nov 101 09:55:06 -0600":              "2001-11-21T15:55:06Z",
		"Mon, 2 Mar 2026 10:20:30 0530":          "2026-03-02T04:50:30Z",
		"Mon, 2 Mar 2026 10:20:30 CET":           "2026-03-02T09:20:30Z",
		"Mon, 2 Mar 2026 10:20:30 CEST":          "2026-03-02T08:20:30Z",
		"Mon, 2 Mar 2026 10:20:30 EST":           "2026-03-02T15:20:30Z",
		"Mon, 2 Mar 2026 10:20:30 Z":             "2026-03-02T10:20:30Z",
		"Mon, 2 Mar 2026 10:20:30":               "2026-03-02T10:20:30Z",
		"Mon, 2 Mar 2026 10:20:30 GMT+0200":      "2026-03-02T08:20:30Z",
		"Mon, 2 Mar 2026 10:20:30 +02:00":        "2026-03-02T08:20:30Z",
		"Mon,2 Mar 2026 10:20:30+0100":           "2026-03-02T09:20:30Z",
		"Mon Mar  2 10:20:30 2026":               "2026-03-02T10:20:30Z",
		"Mon Mar  2 10:20:30 CET 2026":           "2026-03-02T09:20:30Z",
		"Mon Mar 2 2026 10:20:30 GMT-0700 (PDT)": "2026-03-02T17:20:30Z",
		"2026-03-02T10:20:30+01:00":              "2026-03-02T09:20:30Z",
		"2026-03-02T10:20:30.123Z":               "2026-03-02T10:20:30Z",
		"2026-03-02 10:20:30 +0100":              "2026-03-02T09:20:30Z",
		"2-Mar-2026 10:20:30 +0100":              "2026-03-02T09:20:30Z",
		"02.03.2026 10:20":                       "2026-03-02T10:20:00Z",
		"3/2/2026 4:20:30 PM":                    "2026-03-02T16:20:30Z",
		"3/2/2026 12:20:30AM":                    "2026-03-02T00:20:30Z",
		"Pn, 2 mar 2026 10:20:30 +0100":          "2026-03-02T09:20:30Z",
		"pt., 16 paź 2026 10:20:30 +0200":        "2026-10-16T08:20:30Z",
		"Śr, 4 lis 2026 10:20:30 +0100":          "2026-11-04T09:20:30Z",
		"Do, 5 Mär 2026 10:20:30 +0100":          "2026-03-05T09:20:30Z",
		"Mon, 2 March 2026 10:20:30 +0100":       "2026-03-02T09:20:30Z",
		"Thu, 31 Dec 2026 24:00:00 +0000":        "2027-01-01T00:00:00Z",
		"Thu, 31 Dec 2026 23:59:60 +0000":        "2027-01-01T00:00:00Z",
		"2 Mar 2026":                             "2026-03-02T00:00:00Z",
		"Mon, 2 Mar 2026 10:20:30 +9900":         "2026-03-02T10:20:30Z",
		"Thu, 13 Feb 1969 23:32:54 -0330":        "1969-02-14T03:02:54Z",
		"Tue, 31 Feb 2026 10:00:00 +0000":        "",
		"Tue, 30 Jun 3609 15:33:50 +0600":        "",
		"Mon, 2 Mar 2026 99:20:30 +0100":         "",
		"yesterday":                              "",
		"<HR>":                                   "",
		"":                                       "",
		"Wed, 15 Dec 2010    59:10 -0500":        "",
		"0 Jan 2020 00:00:00":                    "",
		"99999999999999999999 Mar 2026":          "",
	}
	for in, want := range tests {
		t.Run(in, func(t *testing.T) {
			at, ok := field.Date(in)
			got := ""
			if ok {
				got = at.Format(time.RFC3339)
			}
			if got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// Every form a Go program can write is read back to the same moment.
func TestDateFormsComeBack(t *testing.T) {
	forms := map[string]time.Duration{ // and what the form leaves out
		time.RFC1123Z: time.Second, time.RFC822Z: time.Minute, time.RFC3339: time.Second, time.RFC3339Nano: time.Second,
		"Mon, _2 Jan 2006 15:04:05 -0700 (MST)": time.Second, "2 January 2006 15:04:05 -0700": time.Second,
		"Mon Jan _2 15:04:05 -0700 2006": time.Second, "2-Jan-2006 15:04:05 -0700": time.Second,
		"Mon, 2 Jan 2006 3:04:05 PM -0700": time.Second, "02.01.2006 15:04 -0700": time.Minute,
	}
	rapid.Check(t, func(t *rapid.T) {
		zone := time.FixedZone("X", 900*rapid.IntRange(-48, 56).Draw(t, "quarters east"))
		at := time.Unix(rapid.Int64Range(0, 2.4e9).Draw(t, "seconds"), 0).In(zone)
		for form, precision := range forms {
			want := at.Truncate(precision).UTC()
			if got, ok := field.Date(at.Format(form)); !ok || !got.Equal(want) {
				t.Fatalf("%q: got %v %v, want %v", at.Format(form), got, ok, want)
			}
		}
	})
}
