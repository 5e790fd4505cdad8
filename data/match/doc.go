// Package match brings what people write in many ways to the one way in which
// it is compared: e-mail addresses, domains, phone numbers, tax and register
// numbers, words without case and diacritics, given names called for short, and a
// card made of them. How likely two contacts are one client is package likeness's
// business.
//
// It is pure: values in, values out. It must not know the store, a window or a
// network; that an address is well formed does not mean it exists. The list of
// public suffixes is compiled in and comes with golang.org/x/net.
package match
