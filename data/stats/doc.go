// Package stats is the small-number statistics of the reports: intervals,
// control limits, trend tests and comparisons for counts of a few a month.
//
// Numbers go in and numbers come out. It knows no domain, no language and no
// store; which verdict a number deserves is the report's affair. Each function
// names its formula and where it comes from.
package stats
