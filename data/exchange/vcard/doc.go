// Package vcard reads and writes cards of people and companies: vCard 2.1, 3.0
// (RFC 2426) and 4.0 (RFC 6350), as phones and mail programs write them.
//
// A card that is damaged is set aside and the next is read. Pictures, sounds,
// keys, and the day and month of birth have no place in a card index: they are
// named and left out. It must not know what the card index holds.
package vcard
