// Package kit is what every screen of the window is built from: texts, cards,
// boxes with their gaps, buttons, the place of the keyboard, what the shell gives
// a screen, and the scope in which its slow work runs. Colours and icons are in
// look, fields in input, what opens over the window in dialog.
//
// It knows how a screen is laid out and behaves, and nothing of the store,
// of the use cases or of any single screen.
package kit
