// Package undo takes a deed of the journal back: which rows may go back and
// which stay since they are in use or were changed, and what follows from those
// that went: names, words, numbers of cases, the place of mail.
package undo
