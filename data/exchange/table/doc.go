// Package table reads contacts from rows, of whatever format, and reads and writes
// CSV files as they come from anywhere. They are streamed, so that the length of a
// file does not matter; package workbook does the same with Excel's.
//
// What the columns mean is package fields' business. A row that can't be
// understood is set aside with its number and the reason, never dropped. It
// must not know what the card index holds.
package table
