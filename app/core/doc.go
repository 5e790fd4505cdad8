// Package core is what the program can do: its use cases, shared by the window
// and the command line. A use case checks what it is given, asks the pure
// packages (calendar, triage, match), and hands one meaning to the store.
//
// The data folder holds kartoteka.db, backups/, logs/ (which name no client) and
// lock files. window.lock is held by a window and by demo, so that there is one
// of them; sync.lock by whoever pulls mail and backup.lock by whoever makes a
// backup, so that two never overlap; use.lock is shared by all who have the card
// index open, so that a restore can wait to be alone. All else may run side by
// side: SQLite keeps its writers apart. A lock ends with its process, however
// that ends.
//
// It joins mail and store, which do not know each other. It knows no window,
// no terminal and no language.
package core
