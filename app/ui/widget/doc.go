// Package widget holds the widgets that know no domain: lists, the grid, the
// suggesting field, charts and the view of long texts. They show and announce
// through On… callbacks; they never ask a service.
package widget
