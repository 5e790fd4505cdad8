// Package widget holds the widgets that know no domain: lists, the grid and
// the suggesting field. They show and announce
// through On… callbacks; they never ask a service.
package widget
