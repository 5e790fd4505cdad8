// Package fields knows what the columns of a table of contacts mean: what they
// are called in Polish and English in the files of common programs, how their
// cells are read into a contact, and how a contact is written into cells, so
// that what was written reads back the same. How a single value is written down is
// package notation's business.
//
// It knows no file format and no store. It must not guess what a value could
// have meant: what it does not understand is named, and left to the person.
package fields
