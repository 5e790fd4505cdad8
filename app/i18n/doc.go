// Package i18n turns keys, numbers, dates and failures into the words of a
// language, for the window, the terminal and the workbook alike. Every word
// lives in assets/locale; Polish and English are complete.
//
// It knows the domain's error, date and money types, and nothing of the store,
// the window or any command.
package i18n
