// Package chart draws figures: columns, a Pareto, a run with its limits, bars of
// 100 %, a heat map. Its widgets know no domain and count nothing; what stands
// behind a mark is told under the mouse and, for who uses the keyboard, at the
// mark to which the arrows lead.
package chart
