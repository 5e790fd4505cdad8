package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"kartoteka/app/cli/session"
	"kartoteka/data"
)

func TestFlagsThatAreReadBeforeTheOthers(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"apart":         {[]string{"sync", "--data", "d"}, "d"},
		"together":      {[]string{"--data=d", "sync"}, "d"},
		"the last":      {[]string{"--data=a", "--data", "b"}, "b"},
		"none":          {[]string{"sync"}, ""},
		"no value":      {[]string{"sync", "--data"}, ""},
		"after the end": {[]string{"search", "--", "--data", "d"}, ""},
		"a longer name": {[]string{"--database=d"}, ""},
		"with a space":  {[]string{"--data", "moje dane"}, "moje dane"},
	} {
		if got := flagOf(c.args, "data"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheLanguageIsChosenInOrder(t *testing.T) {
	for name, c := range map[string]struct {
		flag string
		env  map[string]string
		want string
	}{
		"nothing said":      {"", nil, "pl"},
		"the system's":      {"", map[string]string{"LANG": "en_US.UTF-8"}, "en"},
		"LC_ALL over LANG":  {"", map[string]string{"LC_ALL": "pl_PL.UTF-8", "LANG": "en_US.UTF-8"}, "pl"},
		"a foreign system":  {"", map[string]string{"LANG": "de_DE.UTF-8"}, ""},
		"ours over theirs":  {"", map[string]string{"KARTOTEKA_LANG": "pl", "LANG": "en_US.UTF-8"}, "pl"},
		"the flag over all": {"en", map[string]string{"KARTOTEKA_LANG": "pl"}, "en"},
		"an unknown flag":   {"de", map[string]string{"KARTOTEKA_LANG": "en"}, "en"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, key := range []string{"KARTOTEKA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
				t.Setenv(key, c.env[key])
			}
			f := &frame{Session: session.New(t.Context(), session.Options{Dir: t.TempDir()})}
			if got := f.chooseLanguage(c.flag); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func TestExitCodes(t *testing.T) {
	for want, errs := range map[int][]error{
		0: {nil},
		1: {
			errors.New("x"), context.Canceled, data.NewError(data.CodeMail, "x"), data.NewError(data.CodeBusy, "x"),
			data.NewError(data.CodeNotFound, "x"), data.NewError(data.CodeNoPassword, "x"),
		},
		2: {data.NewError(data.CodeUsage, "x"), data.NewError(data.CodeInvalid, "x"), fmt.Errorf("w: %w", data.NewError(data.CodeUsage, "x"))},
		3: {data.NewError(data.CodePartly, "x")},
	} {
		for _, err := range errs {
			if got := exitCode(err); got != want {
				t.Errorf("%v: %d, want %d", err, got, want)
			}
		}
	}
}

func TestErrorsDoNotSteerTheTerminal(t *testing.T) {
	var out, said strings.Builder
	code := Run(t.Context(), []string{"list", "\x1b[31mczerwony"}, Stdio{Out: &out, Err: &said}, Program{})
	if code != 2 || !strings.Contains(said.String(), "czerwony") || strings.Contains(said.String(), "\x1b") {
		t.Errorf("exit code %d, said %q", code, said.String())
	}
}

func TestAnUnsetVariableIsNoFolder(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("KARTOTEKA_DATA", home)
	for _, args := range [][]string{{"list", "contacts", "--data", ""}, {"list", "contacts", "--data="}} {
		var out, said strings.Builder
		if code := Run(t.Context(), args, Stdio{Out: &out, Err: &said}, Program{}); code != 2 || !strings.Contains(said.String(), "--data") {
			t.Errorf("%q: exit code %d, said %q", args, code, said.String())
		}
	}
	if left, err := os.ReadDir(home); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}
