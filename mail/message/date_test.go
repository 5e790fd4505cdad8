package message_test

import (
	"testing"
	"time"

	"kartoteka/mail/message"
	"kartoteka/mail/message/note"
)

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
			if hasWarning(m, note.NoDate) == (name == "Date") {
				t.Errorf("warnings %v", m.Warnings)
			}
		})
	}
}
