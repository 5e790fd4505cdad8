package desk

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/mail"
)

// logLimit is the size at which a log is set aside; one older one is kept.
const logLimit = 1 << 20

// openLog opens the program's log. Nothing that says who a client is goes into
// it: no name, no address, no subject, no text. Where there can be none, on a
// full disk or a write-protected one, the program goes on without (nil).
func openLog(dir string) *os.File {
	if err := os.MkdirAll(filepath.Dir(folder.Log(dir)), folder.Mode); err != nil {
		return nil
	}
	name := folder.Log(dir)
	if st, err := os.Stat(name); err == nil && st.Size() > logLimit {
		// Best effort: a log that can't be renamed simply grows on.
		_ = os.Rename(name, name+".1")
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, folder.FileMode)
	if err != nil {
		return nil
	}
	return f
}

// logger writes to the log, or nowhere.
func logger(f *os.File) *slog.Logger {
	if f == nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(f, nil))
}

// LogError notes a failure for whoever looks into it later.
func (d *Desk) LogError(what string, err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	d.Log.Error(what, cause(err)...)
}

// spoken is an error's words for the log. The path of a file may hold a name:
// what was tried and how it failed is enough.
func spoken(err error) string {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Op + ": " + path.Err.Error()
	case errors.As(err, &link):
		return link.Op + ": " + link.Err.Error()
	}
	return err.Error()
}

// cause says what is known of a failure without saying about whom: the blanks
// of a sentence and a server's own words may name a client and stay out.
func cause(err error) []any {
	var failed *mail.Failure
	if errors.As(err, &failed) {
		out := []any{slog.String("step", string(failed.Step)), slog.String("key", failed.Key)}
		if failed.Err != nil && (failed.Step == mail.StepName || failed.Step == mail.StepDial || failed.Step == mail.StepTLS) {
			out = append(out, slog.String("cause", failed.Err.Error()))
		}
		return out
	}
	var told *data.Error
	if errors.As(err, &told) {
		out := []any{slog.String("code", string(told.Code)), slog.String("key", told.Key)}
		if told.Err != nil {
			out = append(out, slog.String("cause", spoken(told.Err)))
		}
		return out
	}
	return []any{slog.String("cause", spoken(err))}
}
