// Package settings keeps what the owner set up: the firm's name, language and
// zone, the words of categories, reply templates and saved views. It also tells
// when the firm's days begin, by which everybody else counts.
package settings
