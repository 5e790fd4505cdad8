// Package match brings what people write in many ways to the one way in which
// it is compared: e-mail addresses, domains, phone numbers, tax and register
// numbers, and words without case and diacritics.
//
// It is pure: strings in, strings out. It must not know contacts, the store, a
// window or a network; that an address is well formed does not mean it exists.
// The list of public suffixes is compiled in and comes with golang.org/x/net.
package match
