// Package waiting tells what waits for the owner: the list of what nobody has
// answered, whatever way it came, and the numbers beside the screens.
//
// The list is brought up to date at the end of every transaction (Settle), from
// what the file's triggers marked as touched by it.
package waiting
