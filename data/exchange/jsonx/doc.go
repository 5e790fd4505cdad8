// Package jsonx reads and writes records as JSON: an array of objects whose
// names are the codes of fields, or whatever another program calls them.
//
// Lists of addresses are arrays, so that every value is where it belongs. It
// must not know what the card index holds.
package jsonx
