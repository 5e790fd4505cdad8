// Package person tells who somebody is: the cards that are about one person, now
// and formerly, in the file and in a copy of it, the names, addresses and numbers
// that the person is known by, and where a text names the person.
//
// It changes nothing.
package person
