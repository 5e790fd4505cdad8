// Package today is the first screen: what has to be done today, which deadlines
// run, which mail waits, and whether this month brings more complaints than
// usual.
//
// It asks its own small service and navigates by routes; it knows no store and
// no other screen.
package today
