// Package privacy knows what the law on personal data (RODO, Regulation (EU)
// 2016/679) asks of a small firm: by when requests and breaches have to be
// dealt with, how long records are kept, what the record of processing holds,
// and which numbers should not stand in a text.
//
// It is pure: texts and dates in, findings and dates out. It must not know the
// store, the window, the clock or a language: texts for the record come from
// the caller's catalogue. Nothing in it is legal advice.
package privacy
