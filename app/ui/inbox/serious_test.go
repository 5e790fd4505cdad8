package inbox

import (
	"errors"
	"testing"

	"kartoteka/data"
)

func TestABusyMailboxHidesNoOtherThatFailed(t *testing.T) {
	busy, cancelled := data.NewError(data.CodeBusy, "sync-running"), data.NewError(data.CodeCancelled, "cancelled")
	refused := data.NewError(data.CodeMail, "mail-login")
	for name, c := range map[string]struct{ err, want error }{
		"nothing":           {nil, nil},
		"busy":              {busy, nil},
		"all wait":          {errors.Join(busy, cancelled), nil},
		"one of several":    {errors.Join(busy, refused), refused},
		"joined once more":  {errors.Join(busy, errors.Join(cancelled, refused)), refused},
		"one by itself":     {refused, refused},
		"refused over busy": {errors.Join(refused, busy), refused},
	} {
		if got := serious(c.err); got != c.want { //nolint:errorlint // the very one
			t.Errorf("%s: %v is told, want %v", name, got, c.want)
		}
	}
}
