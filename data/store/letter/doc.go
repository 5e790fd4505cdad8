// Package letter keeps messages as they came: their bytes, large ones in pieces,
// what was read of them, the threads that they belong to, and whether they wait
// for a decision. It also takes them out again, into the trash or for good.
//
// Where a server holds a message, package mailbox knows.
package letter
