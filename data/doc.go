// Package data is the domain of Kartoteka: contacts, mail messages,
// interactions, cases, opinions, follow-ups and the values that travel between
// the store, the window, the command line and the reports.
//
// It imports the standard library only. It knows no SQL, no mail protocol, no
// window and no language: a text for a person is a key that the edge translates.
package data
