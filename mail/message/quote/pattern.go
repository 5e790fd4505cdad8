package quote

import (
	"regexp"
	"sync"
)

// pattern is a regular expression that is compiled when it is first needed:
// compiling all of them takes longer than many a run of the program.
type pattern func() *regexp.Regexp

func written(expression string) pattern {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// MatchString reports whether a text holds what the pattern says.
func (p pattern) MatchString(s string) bool { return p().MatchString(s) }
