// Package sqlite is one open SQLite file as the store's parts use it: how it is
// opened and kept open, one writer and several readers, a transaction with its
// fixed "now" and its notice of what changed, the written forms of values, and
// what the driver's failures mean for a person.
//
// It knows none of the tables; the scripts that make them are handed to it.
package sqlite
