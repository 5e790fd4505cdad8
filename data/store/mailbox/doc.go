// Package mailbox keeps the firm's mailboxes: how they are reached, how far each
// of their folders was pulled and how the runs went, where a server holds which
// message, what was set aside, left out or left there for its sender's sake, and
// the answers laid among the drafts.
//
// The messages themselves are package letter's.
package mailbox
