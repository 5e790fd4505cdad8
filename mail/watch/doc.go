// Package watch keeps mailboxes up to date while a program runs: it pulls each
// one now and then, hears from the server when mail comes (IDLE), waits longer
// after each failure, and starts afresh when the machine has slept.
//
// It must not know a store, a window or IMAP: what a pull is, its owner says.
package watch
