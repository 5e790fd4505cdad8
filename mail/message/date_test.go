package message_test

import (
	"testing"
	"time"

	"kartoteka/mail/message"
)

func TestParseDate(t *testing.T) {
	tests := map[string]string{ // want "" for no date
		"Mon, 2 Mar 2026 10:20:30 +0100":         "2026-03-02T09:20:30Z",
		"Mon, 02 Mar 2026 10:20:30 +0100 (CET)":  "2026-03-02T09:20:30Z",
		"2 Mar 2026 10:20 +0100":                 "2026-03-02T09:20:00Z",
		"Mon, 2 Mar 26 10:20:30 GMT":             "2026-03-02T10:20:30Z",
		"Fri, 21 Nov 97 09:55:06 -0600":          "1997-11-21T15:55:06Z",
		"21 Nov 101 09:55:06 -0600":              "2001-11-21T15:55:06Z",
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
			at, ok := message.ParseDate(in)
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

func TestDateFallsBackToReceived(t *testing.T) {
	const received = "Received: from a by b;\r\n\tTue, 3 Mar 2026 11:00:00 +0100\r\nReceived: from c by a; Tue, 3 Mar 2026 10:00:00 +0100\r\n"
	tests := map[string]struct{ header, want string }{
		"Date":          {"Date: Mon, 2 Mar 2026 10:00:00 +0100\r\n" + received, "2026-03-02T09:00:00Z"},
		"no Date":       {received, "2026-03-03T10:00:00Z"},
		"Date unusable": {"Date: soon\r\n" + received, "2026-03-03T10:00:00Z"},
		"neither":       {"Subject: x\r\n", "0001-01-01T00:00:00Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := message.Parse([]byte(tt.header + "\r\nx"))
			if got := m.Date.Format(time.RFC3339); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if m.Date.Location() != time.UTC {
				t.Errorf("in %s, want UTC", m.Date.Location())
			}
			if hasWarning(m, message.WarnNoDate) == (name == "Date") {
				t.Errorf("warnings %v", m.Warnings)
			}
		})
	}
}
