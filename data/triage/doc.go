// Package triage suggests what a message is and whose it is. The kind comes
// from word rules that are handed in as data, the contact from addresses; every
// suggestion carries the words, or the way, that led to it.
//
// It is pure and only suggests: the owner decides. It must not know the store,
// the network, a window or how a message was parsed.
package triage
