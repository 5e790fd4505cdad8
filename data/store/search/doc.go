// Package search finds contacts, letters, cases and interactions by what is
// typed, and contacts while it is being typed.
package search
