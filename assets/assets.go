// Package assets embeds what the program carries with it: the icon, the
// translations and the word lists. It has no code of its own.
package assets

import "embed"

// Locale holds the translations, locale/<part>.<language>.json.
//
//go:embed locale/*.json
var Locale embed.FS

// Words holds the word lists for suggestions, words/<language>.txt.
//
//go:embed words/*.txt
var Words embed.FS

// Replies holds the letters that a firm begins with, replies/<language>.txt.
//
//go:embed replies/*.txt
var Replies embed.FS

// Icon is the program's icon, a PNG of 512 x 512 pixels.
//
//go:embed icon.png
var Icon []byte
