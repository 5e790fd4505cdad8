// Package record keeps what is written down about contacts: interactions, cases
// and their numbers, opinions, orders and follow-ups, and shows them as one
// timeline.
package record
