// Package cli is the command line: one file per command, the texts and the
// JSON that they print, and the exit codes.
//
// A command reads its flags, calls core and prints. It knows no window, no SQL
// and no mail protocol; every word it prints comes from the catalogue.
package cli
