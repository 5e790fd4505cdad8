// Package sample invents a firm to try the program on: a locksmith's workshop
// in Łódź with two years of clients, mail, calls, orders and complaints. The
// same seed and anchor give the same firm to the byte, and the newest mail is
// always of the anchor's day.
//
// It is pure: it reads no clock, no file and no network; package compose writes
// its letters out. It must not know the store, the mail reader or a window. People,
// firms and addresses are invented; addresses lie in domains that are reserved for
// examples.
package sample
