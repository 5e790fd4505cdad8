// Package journal writes down what the owner does, row by row, so that it can be
// looked up and taken back: deeds, the triggers that note their changes, what can
// be undone since the file was opened, and the history of a contact.
//
// How rows go back, and what follows from that, it is told by whoever opens it.
package journal
