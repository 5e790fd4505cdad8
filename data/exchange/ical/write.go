package ical

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"

	"kartoteka/data"
	"kartoteka/data/exchange/contentline"
	"kartoteka/data/exchange/notation"
)

// Writer writes follow-ups as the tasks of a calendar. Nothing of it depends on
// the time or the machine: the same follow-ups give the same bytes.
type Writer struct {
	w *contentline.Writer
}

// NewWriter begins a calendar.
func NewWriter(w io.Writer) *Writer {
	c := &Writer{contentline.NewWriter(w)}
	c.w.Put("BEGIN", "VCALENDAR")
	c.w.Put("VERSION", "2.0")
	c.w.Put("PRODID", "-//Kartoteka//Kartoteka//EN")
	return c
}

// WriteFollowUp writes one task. Who is the e-mail address or the name of whom
// it concerns, "" for nobody; uid is how other programs know it, "" to make one
// of what it says.
func (w *Writer) WriteFollowUp(f *data.FollowUp, who, uid string) error {
	what := oneLine(notation.Text(f.What))
	who = oneLine(notation.Text(who))
	if uid = notation.Text(uid); uid == "" {
		sum := sha256.Sum256([]byte(what + "\n" + f.Due.String() + "\n" + who))
		uid = hex.EncodeToString(sum[:12]) + "@kartoteka"
	}
	stamp := f.Created
	if stamp.IsZero() { // the standard wants one
		stamp = f.Due.Time(time.UTC)
	}
	w.w.Put("BEGIN", "VTODO")
	w.w.Put("UID", contentline.Escape(uid))
	w.w.Put("DTSTAMP", moment(stamp))
	if !f.Created.IsZero() {
		w.w.Put("CREATED", moment(f.Created))
	}
	w.w.Put("SUMMARY", contentline.Escape(what))
	if !f.Due.IsZero() {
		w.w.Put("DUE;VALUE=DATE", day(f.Due))
	}
	if !f.Snoozed.IsZero() {
		w.w.Put("X-KARTOTEKA-SNOOZED;VALUE=DATE", day(f.Snoozed))
	}
	w.concerns(who)
	if f.Done.IsZero() {
		w.w.Put("STATUS", "NEEDS-ACTION")
	} else {
		w.w.Put("STATUS", "COMPLETED")
		w.w.Put("COMPLETED", moment(f.Done))
	}
	w.w.Put("END", "VTODO")
	if err := w.w.Err(); err != nil {
		return fmt.Errorf("write a task: %w", err)
	}
	return nil
}

// concerns writes whom the task is about: one with an address could be asked
// for an answer, so no calendar program is told to send anything.
func (w *Writer) concerns(who string) {
	if who == "" {
		return
	}
	if a := notation.Email(who); a != "" && a == who {
		w.w.Put("ATTENDEE;ROLE=NON-PARTICIPANT;RSVP=FALSE", "mailto:"+a)
		return
	}
	w.w.Put("CONTACT", contentline.Escape(who))
}

func day(d data.Date) string { return strings.ReplaceAll(d.String(), "-", "") }

func moment(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

// Close ends the calendar. It does not close the writer below.
func (w *Writer) Close() error {
	w.w.Put("END", "VCALENDAR")
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("end the calendar: %w", err)
	}
	return nil
}
