package fulltext

import "strings"

// ExactQuery asks for rows that have every word.
func ExactQuery(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(`"` + w + `" `)
	}
	return b.String()
}

// PrefixQuery asks for rows in which every word begins one of theirs. The words
// hold letters and digits only, so the quotes can't be broken out of.
func PrefixQuery(words []string) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(`"` + w + `"* `)
	}
	return b.String()
}
