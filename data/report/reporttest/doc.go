// Package reporttest holds what the tests of a report share: firms whose
// records are made up by rule, and the catalogue's words without the
// program's translator. Nothing but tests imports it.
package reporttest
