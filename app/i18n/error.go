package i18n

import (
	"context"
	"errors"

	"kartoteka/data"
)

// Error returns the sentence that a person is told about a failure: what
// happened, that nothing was lost, and what to do. The cause is for the log.
func (t *Translator) Error(err error) string {
	if err == nil {
		return ""
	}
	if errors.Is(err, context.Canceled) {
		return t.T("error.cancelled")
	}
	var told *data.Error
	if !errors.As(err, &told) || !t.Has("error."+told.Key) {
		return t.T("error.internal")
	}
	pairs := make([]any, 0, 2*len(told.Args))
	for name, v := range told.Args {
		pairs = append(pairs, name, v)
	}
	return t.T("error."+told.Key, pairs...)
}
