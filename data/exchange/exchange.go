// Package exchange reads and writes the files in which programs hand clients
// and dates to each other: CSV and Excel tables, vCards, iCalendar, JSON.
//
// It turns bytes into domain values and back, one record at a time, and guesses
// what a file is. It does not know what the card index holds already, or where a
// file lies: matching and saving are the caller's.
package exchange

import "kartoteka/data"

// Item is one record of a file, as it was read.
type Item struct {
	Number   int               // of the record in its file, from 1
	Contact  *data.Contact     // nil when it is none
	Fields   map[string]string // custom fields by name, in the file's words
	FollowUp *data.FollowUp    // nil when it is none
	Who      string            // whom the follow-up concerns: an e-mail address or a name
	Cells    []string          // the record as written, for the list of failed ones
	LeftOut  []string          // names of what has no place in a card
	Warnings []string          // keys of sentences on what was odd but understood
	Err      error             // *data.Error: why it can't be taken; the rest goes on
}

// Reader reads records one by one; io.EOF after the last. Any other error of
// Next is about the whole file: nothing more can be read from it.
type Reader interface {
	Next() (Item, error)
}
