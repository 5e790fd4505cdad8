// Package imap speaks IMAP for the pull: it dials, proves that the server is
// who it should be, logs in, lists folders and fetches messages as they are.
// It is the only importer of go-imap's client, and guards against what that
// client does not: silence, floods, odd answers, answers out of order.
//
// It must not know a store, a parser or the window, and it has no command
// that changes anything on the server.
package imap
