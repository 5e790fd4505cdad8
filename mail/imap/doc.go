// Package imap speaks IMAP for the pull: it logs in, lists folders and fetches
// messages as they are. The way to the server is connect, the guarded line is wire.
// It is the only importer of go-imap's client, and guards against what that
// client does not: silence, floods, odd answers, answers out of order.
//
// It must not know a store, a parser or the window, and it has no command
// that changes anything on the server.
package imap
