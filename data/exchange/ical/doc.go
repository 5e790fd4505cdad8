// Package ical reads events and tasks of calendars as follow-ups, and writes
// follow-ups as tasks: iCalendar (RFC 5545), as calendars and phones write it.
//
// A follow-up has a day and no hour, so of a time the day is kept, in the
// firm's zone. An entry that repeats is read once. It must not know what the
// card index holds, or which day is today.
package ical
