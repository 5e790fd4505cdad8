// Package report turns what a firm recorded into a report: key figures, plain
// sentences, tables and charts, each with how many cases stand behind it.
//
// The report is data. It knows no language (words are catalogue keys with
// arguments), no workbook and no window; both the Reports screen and the
// workbook show the same value. It reads from a Source that it declares itself
// and does its arithmetic in data/stats.
package report
