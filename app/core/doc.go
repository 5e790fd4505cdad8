// Package core is what the program can do: its use cases, shared by the window
// and the command line. A use case checks what it is given, asks the pure
// packages (calendar, triage, match), and hands one meaning to the store.
//
// It joins mail and store, which do not know each other. It knows no window,
// no terminal and no language. Most of a Core are its parts, which lie in packages
// below this one, each with what it needs: their methods are the Core's own.
package core
