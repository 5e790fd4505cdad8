// Package parts holds what more than one screen shows of the domain: how kinds,
// channels and states are coloured and worded, days left, the line of a short
// list, the follow-up form, and the folders in which files are put.
//
// It asks no service and navigates nowhere: what was chosen goes to a callback.
package parts
