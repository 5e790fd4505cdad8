// Package contacts keeps the cards of whom the firm knows, with their addresses,
// handles, tags, consents and own fields, lists them in any order, and ties the
// mail of their handles to them.
package contacts
