// Package datatest builds stores and entries for tests: each builder gives a
// whole, plausible value of which a test changes what it is about. Only tests
// import it.
package datatest
