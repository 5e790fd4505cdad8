package fulltext

import "strings"

// ExcerptLength is how many letters of a text a list shows.
const ExcerptLength = 160

// Excerpt returns the first n letters of a text on one line.
func Excerpt(s string, n int) string {
	var b strings.Builder
	space, count := false, 0
	for _, r := range s {
		if r == ' ' || r == '\n' || r == '\r' || r == '\t' || r == '\u00a0' {
			space = count > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			count++
			space = false
		}
		if count >= n {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
		count++
	}
	return b.String()
}
