// Package mail is mail as the program sees it: what to pull from a mailbox,
// what was kept, and what went wrong. It speaks through small interfaces: a
// Server is what mail/imap dials, a Keeper is what a store offers.
//
// It knows data's types and nothing of SQL, of the window or of any language.
package mail
