// Package duplicate finds cards that may be one contact's, remembers which are
// not, and makes one of two.
package duplicate
