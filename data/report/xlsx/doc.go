// Package xlsx writes a report as an Excel workbook in one language: native
// tables, charts and formats, set up for A4.
//
// It calculates nothing: every figure comes from the report's model, every
// word from the catalogue. No cell holds a formula; what clients wrote is
// written as typed text, so that it can never be one.
package xlsx
