// Package reporting reads what reports count: cases, opinions, orders and
// suggestions of a period with who they came from, and what clients said with
// when a person first answered. Counting is package report's.
package reporting
