// Package cli is the command line as a whole: its root, its language and folder,
// the help, the exit codes, and the commands that may open a window. The others
// are in packages by what they are about.
//
// A command reads its flags, calls core and prints. It knows no window, no SQL
// and no mail protocol; every word it prints comes from the catalogue.
package cli
