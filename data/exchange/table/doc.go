// Package table reads and writes contacts as rows: CSV files as they come from
// anywhere, and workbooks of Excel. Both are streamed, so that the length of a
// file does not matter.
//
// What the columns mean is package fields' business. A row that can't be
// understood is set aside with its number and the reason, never dropped. It
// must not know what the card index holds.
package table
