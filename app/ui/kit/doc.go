// Package kit is what every screen of the window is built from: the theme,
// texts, cards, boxes with their gaps, buttons, dialogs, the date field, and the
// scope in which a screen's slow work runs.
//
// It knows how things look and how a screen behaves, and nothing of the store,
// of the use cases or of any single screen.
package kit
