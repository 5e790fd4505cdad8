// Package app opens the window: it joins the toolkit's driver, the theme and
// the shell, and holds the program's life from the first frame to the last.
//
// It is the only importer of Fyne's app package, which needs cgo and a display.
// Built with the tag ci it has no window and says so.
package app
