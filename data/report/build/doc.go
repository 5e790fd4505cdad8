// Package build makes the report: it reads what a firm recorded from a source,
// judges it month by month and against the period before, and puts the sheets
// in their order. Sheets that need nothing of that are packages of their own.
package build
