// Package importing enters many records at once, as one deed and in one
// transaction, and remembers what was imported and how its columns were read.
package importing
