// Package core is what the program can do: its use cases, shared by the window
// and the command line. A use case checks what it is given, asks the pure
// packages (calendar, triage, match), and hands one meaning to the store.
//
// The data folder holds kartoteka.db, logs/ (which name no client) and two lock
// files. window.lock is held by a window and by demo, so that there is one of
// them; sync.lock by whoever pulls mail, so that two pulls never overlap. All
// else may run side by side: SQLite keeps its writers apart. Both locks end with
// their process, however it ends.
//
// It joins mail and store, which do not know each other. It knows no window,
// no terminal and no language.
package core
