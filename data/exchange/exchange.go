// Package exchange says what the files are in which programs hand clients and
// dates to each other: tables (CSV, Excel), vCards, iCalendar, JSON. It tells
// them apart, decodes their text, and names what every reader gives.
//
// Readers and writers are under it, one package a format; files opens any of
// them. All turn bytes into domain values and back, one record at a time. They
// do not know what the card index holds already, or where a file lies: matching
// and saving are the caller's.
package exchange

import (
	"time"

	"kartoteka/data"
)

// Kind is a format of file.
type Kind string

// The formats. Mail is recognised here, too, so that it is not taken for a
// table, but read elsewhere.
const (
	KindVCF  Kind = "vcf"
	KindCSV  Kind = "csv"
	KindXLSX Kind = "xlsx"
	KindICS  Kind = "ics"
	KindJSON Kind = "json"
	KindEML  Kind = "eml"
	KindMbox Kind = "mbox"
)

// Item is one record of a file, as it was read.
type Item struct {
	Number     int               // of the record in its file, from 1; of a table the row
	UID        string            // of the record, as other programs know it; "" if none
	Contact    *data.Contact     // nil when it is none
	ReferredBy string            // name or UID of the contact that sent this one
	Fields     map[string]string // custom fields by name, in the file's words
	FollowUp   *data.FollowUp    // nil when it is none
	Who        string            // whom the follow-up concerns: an e-mail address or a name
	Cells      []string          // the record as written, for the list of failed ones
	LeftOut    []string          // names of what has no place in a card
	Warnings   []string          // keys of sentences on what was odd but understood
	Err        error             // *data.Error: why it can't be taken; the rest goes on
}

// Reader reads records one by one; io.EOF after the last. Any other error of
// Next is about the whole file: nothing more can be read from it.
type Reader interface {
	Next() (Item, error)
}

// Measured is a Reader that knows how far it is. Both are bytes of the file.
type Measured interface {
	Progress() (done, total int64)
}

// Column is a column of a file, and the field of a contact that it goes to.
type Column struct {
	Name   string // heading, made unique; "A", "B", … where there are no headings
	Field  string // code of package fields; "skip": it is left out
	Sample string // first value that is not empty
}

// Info is what is known of a file before its records are read.
type Info struct {
	Kind      Kind
	Encoding  string // one of Encodings; "" where the format has only one
	Separator rune   // of a CSV file
	Sheet     string // of a workbook: the one that is read
	Sheets    []string
	HeaderRow int      // row of the headings, 0: none
	Columns   []Column // of a table or of JSON
	Rows      int      // 0: not known
}

// Header says whether a table has a row of headings.
type Header int

// What is known of headings.
const (
	HeaderGuess Header = iota
	HeaderYes          // the first row that is not empty
	HeaderNo
)

// Options are what the person decided about a file. The zero value: guess all.
type Options struct {
	Mapping    map[string]string // name of a column → code of its field
	Encoding   string            // one of Encodings
	Separator  rune
	Header     Header
	Sheet      string
	MonthFirst bool               // 3/4/2024 is 4 March
	Zone       *time.Location     // of times without one; nil: UTC
	Today      data.Date          // events before it are over; zero: not known, and none is
	Fields     []data.CustomField // which the owner has; columns of that name go there
}

// TimeZone returns the zone of times that name none.
func (o *Options) TimeZone() *time.Location {
	if o.Zone == nil {
		return time.UTC
	}
	return o.Zone
}
