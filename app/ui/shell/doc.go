// Package shell is the window's frame: the sidebar with its badges, the search
// field, the way from screen to screen, notices of what was done with undo, and
// the state of the mail pull. It constructs the screens and gives each the few
// use cases it needs.
//
// It is the only package of the window that knows core, and the only one that
// knows all screens; it knows no store and no mail protocol.
package shell
