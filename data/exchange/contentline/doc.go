// Package contentline reads and writes the lines of which vCard and iCalendar
// files are made: a name, parameters, a colon and a value, folded after 75
// bytes (RFC 2425, RFC 5545 section 3.1, RFC 6350 section 3.2).
//
// It is lenient in what it reads: a line that is none is told apart, and what a
// fold cut in two is whole again. It knows no property by name.
package contentline
