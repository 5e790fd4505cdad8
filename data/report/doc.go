// Package report is a report as data: key figures, plain sentences, tables and
// charts, each with how many cases stand behind it, and what all of that is
// made from.
//
// The report knows no language (words are catalogue keys with arguments), no
// workbook and no window; both the Reports screen and the workbook show the
// same value. Package build makes it from a Source, with its arithmetic in
// data/stats; the small-number rules that all sheets share are here.
package report
