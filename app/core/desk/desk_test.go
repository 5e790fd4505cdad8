package desk

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kartoteka/app/core/folder"
	"kartoteka/data"
	"kartoteka/mail"
)

func TestTheClockStandsAndRunsAgain(t *testing.T) {
	now := time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)
	c := newClock(func() time.Time { return now })
	past := now.AddDate(-1, 0, 0)
	c.Show(past)
	if !c.Now().Equal(past) {
		t.Errorf("it shows %v", c.Now())
	}
	c.Show(time.Time{})
	if !c.Now().Equal(now) {
		t.Errorf("it runs at %v", c.Now())
	}
}

func TestALargeLogIsSetAside(t *testing.T) {
	dir := t.TempDir()
	name := folder.Log(dir)
	if err := errors.Join(os.Mkdir(filepath.Dir(name), folder.Mode),
		os.WriteFile(name, []byte(strings.Repeat("x", logLimit+1)), 0o600)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		f := openLog(dir)
		if _, err := f.WriteString("nowe\n"); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil || string(got) != "nowe\nnowe\n" {
		t.Errorf("the log holds %q, %v", got, err)
	}
	if old, err := os.Stat(name + ".1"); err != nil || old.Size() != logLimit+1 {
		t.Errorf("the old one: %v, %v", old, err)
	}
}

func TestTheLogSaysWhyButNotAboutWhom(t *testing.T) {
	secretWords := "anna@klienci.example"
	for name, c := range map[string]struct {
		err  error
		want string // what has to be said
	}{
		"a server's words": {
			&mail.Failure{Step: mail.StepLogin, Key: "login-refused", Server: "no " + secretWords, Err: errors.New(secretWords)},
			"login-refused",
		},
		"a connection's cause": {
			&mail.Failure{Step: mail.StepDial, Key: "dial", Args: map[string]any{"User": secretWords}, Err: errors.New("connection refused")},
			"connection refused",
		},
		"a sentence's blanks": {
			data.NewError(data.CodeConflict, "handle-taken", "Handle", secretWords).Because(errors.New("constraint failed")),
			"constraint failed",
		},
		"anything else": {errors.New("disk on fire"), "disk on fire"},
	} {
		var b strings.Builder
		slog.New(slog.NewTextHandler(&b, nil)).Error("test", cause(c.err)...)
		if strings.Contains(b.String(), secretWords) || !strings.Contains(b.String(), c.want) {
			t.Errorf("%s: %s", name, b.String())
		}
	}
}
