package secret_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/zalando/go-keyring"

	"kartoteka/mail/secret"
)

const hidden = "tajne-hasło-42"

func TestSecretIsNeverPrinted(t *testing.T) {
	s := secret.New(hidden)
	type holder struct {
		Open   secret.Secret
		closed secret.Secret
		ptr    *secret.Secret
	}
	h := holder{Open: s, closed: s, ptr: &s}
	js, err := json.Marshal(map[string]any{"a": s, "b": h})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "secret", s, "holder", h)
	printed := []string{
		s.String(), s.GoString(), string(js), log.String(), fmt.Sprint(s), fmt.Sprint(&s), fmt.Sprintf("%d %x %q", s, s, s),
		fmt.Sprintf("%v %+v %#v", h, h, h), fmt.Errorf("wrapped: %v", s).Error(),
	}
	for _, p := range printed {
		if strings.Contains(p, hidden) || strings.Contains(p, fmt.Sprintf("%x", hidden)) {
			t.Errorf("printed: %s", p)
		}
	}
	if s.Reveal() != hidden || s.Empty() || !(secret.Secret{}).Empty() || (secret.Secret{}).Reveal() != "" {
		t.Error("the secret itself is lost")
	}
}

func TestFromReader(t *testing.T) {
	cases := map[string]struct {
		in, want string
		err      error
	}{
		"line end cut":           {in: "hasło\n", want: "hasło"},
		"Windows line end cut":   {in: "hasło\r\n", want: "hasło"},
		"no line end":            {in: "hasło", want: "hasło"},
		"only the first line":    {in: "a\nb\n", want: "a"},
		"spaces belong to it":    {in: " a b \n", want: " a b "},
		"empty":                  {in: "", want: ""},
		"the longest":            {in: strings.Repeat("x", 4096) + "\r\n", want: strings.Repeat("x", 4096)},
		"a file by mistake":      {in: strings.Repeat("x", 1<<20), err: secret.ErrTooLong},
		"one letter more is odd": {in: strings.Repeat("x", 4097) + "\n", err: secret.ErrTooLong},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := secret.FromReader(strings.NewReader(tc.in))
			if !errors.Is(err, tc.err) || got.Reveal() != tc.want {
				t.Errorf("got %d letters, %v", len(got.Reveal()), err)
			}
		})
	}
	if _, err := secret.FromReader(failing{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("got %v", err)
	}
}

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestFromEnv(t *testing.T) {
	t.Setenv(secret.Env, "")
	if _, ok := secret.FromEnv(); ok {
		t.Error("an empty variable is no password")
	}
	t.Setenv(secret.Env, hidden)
	if s, ok := secret.FromEnv(); !ok || s.Reveal() != hidden {
		t.Error("not found")
	}
}

func TestKeyring(t *testing.T) {
	keyring.MockInit()
	ctx := t.Context()
	var v secret.Vault = secret.Keyring{}
	if _, err := v.Get(ctx, "firma"); !errors.Is(err, secret.ErrNotFound) {
		t.Errorf("before: %v", err)
	}
	if err := v.Set(ctx, "firma", secret.New(hidden)); err != nil {
		t.Fatal(err)
	}
	if err := v.Set(ctx, "inna", secret.New("x")); err != nil {
		t.Fatal(err)
	}
	if s, err := v.Get(ctx, "firma"); err != nil || s.Reveal() != hidden {
		t.Errorf("got %v", err)
	}
	for range 2 { // the second time there is nothing to forget
		if err := v.Delete(ctx, "firma"); err != nil {
			t.Error(err)
		}
	}
	if _, err := v.Get(ctx, "firma"); !errors.Is(err, secret.ErrNotFound) {
		t.Errorf("after: %v", err)
	}
	if s, err := v.Get(ctx, "inna"); err != nil || s.Reveal() != "x" {
		t.Errorf("another account's: %v", err)
	}
}

func TestNoKeyringHere(t *testing.T) {
	broken := errors.New("no secret service on this bus")
	keyring.MockInitWithError(broken)
	ctx := t.Context()
	_, err := secret.Keyring{}.Get(ctx, "firma")
	if !errors.Is(err, secret.ErrNoKeyring) || !errors.Is(err, broken) {
		t.Errorf("get: %v", err)
	}
	if err := (secret.Keyring{}).Set(ctx, "firma", secret.New("x")); !errors.Is(err, secret.ErrNoKeyring) {
		t.Errorf("set: %v", err)
	}
	if err := (secret.Keyring{}).Delete(ctx, "firma"); !errors.Is(err, secret.ErrNoKeyring) {
		t.Errorf("delete: %v", err)
	}
	keyring.MockInitWithError(keyring.ErrSetDataTooBig)
	if err := (secret.Keyring{}).Set(ctx, "firma", secret.New("x")); !errors.Is(err, secret.ErrTooLong) {
		t.Errorf("too big: %v", err)
	}
}

func TestCancelledQuestion(t *testing.T) {
	keyring.MockInit()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	// Both may be ready at once; whichever wins, the caller is not kept.
	if _, err := (secret.Keyring{}).Get(ctx, "firma"); err == nil {
		t.Error("a password out of nowhere")
	}
}
