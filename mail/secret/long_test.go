package secret_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"kartoteka/mail/secret"
)

// windows is a keyring that takes no entry longer than Windows does, and may
// fail at the nth entry that is written.
type windows struct {
	kept   map[string]string
	writes int
	failAt int
}

func (w *windows) Get(_ context.Context, name string) (secret.Secret, error) {
	text, ok := w.kept[name]
	if !ok {
		return secret.Secret{}, secret.ErrNotFound
	}
	return secret.New(text), nil
}

func (w *windows) Set(_ context.Context, name string, s secret.Secret) error {
	w.writes++
	switch {
	case len(s.Reveal()) > 2560:
		return secret.ErrTooLong
	case w.writes == w.failAt:
		return secret.ErrNoKeyring
	}
	w.kept[name] = s.Reveal()
	return nil
}

func (w *windows) Delete(_ context.Context, name string) error {
	delete(w.kept, name)
	return nil
}

func TestLongSecretsFitIntoTheKeyringOfWindows(t *testing.T) {
	for _, length := range []int{0, 1, 1999, 2000, 2001, 4000, 7777, 100_000} {
		w := &windows{kept: map[string]string{}}
		text := strings.Repeat("ż", length/2) + strings.Repeat("x", length%2)
		if err := secret.SetLong(t.Context(), w, "konto", secret.New(text)); err != nil {
			t.Fatalf("%d bytes: %v", length, err)
		}
		got, err := secret.GetLong(t.Context(), w, "konto")
		if err != nil || got.Reveal() != text {
			t.Errorf("%d bytes came back as %d, %v", length, len(got.Reveal()), err)
		}
		if err := secret.DeleteLong(t.Context(), w, "konto"); err != nil || len(w.kept) != 0 {
			t.Errorf("%d entries stayed, %v", len(w.kept), err)
		}
	}
	w := &windows{kept: map[string]string{}}
	if err := secret.SetLong(t.Context(), w, "konto", secret.New(strings.Repeat("x", 200_000))); !errors.Is(err, secret.ErrTooLong) {
		t.Errorf("far too long: %v", err)
	}
	if _, err := secret.GetLong(t.Context(), w, "konto"); !errors.Is(err, secret.ErrNotFound) {
		t.Errorf("none: %v", err)
	}
}

// TestASecretIsNeverTorn breaks off the writing of a new secret at every entry.
func TestASecretIsNeverTorn(t *testing.T) {
	first, second, third := strings.Repeat("1", 4500), strings.Repeat("2", 6500), "3"
	for failAt := 1; failAt < 9; failAt++ {
		w := &windows{kept: map[string]string{}}
		for _, text := range []string{third, first} {
			if err := secret.SetLong(t.Context(), w, "konto", secret.New(text)); err != nil {
				t.Fatal(err)
			}
		}
		w.writes, w.failAt = 0, failAt
		err := secret.SetLong(t.Context(), w, "konto", secret.New(second))
		want := second
		if err != nil {
			want = first
		}
		if got, e := secret.GetLong(t.Context(), w, "konto"); e != nil || got.Reveal() != want {
			t.Errorf("broken off at entry %d (%v): %d bytes of %q…, %v", failAt, err, len(got.Reveal()), got.Reveal()[:min(1, len(got.Reveal()))], e)
		}
	}
}

func TestADamagedSecretIsNone(t *testing.T) {
	for name, damage := range map[string]func(*windows){
		"a piece is gone":    func(w *windows) { delete(w.kept, "konto/a1") },
		"a piece is another": func(w *windows) { w.kept["konto/a1"] = "x" },
		"the head is no head": func(w *windows) {
			w.kept["konto"] = "hasło"
		},
		"the head asks for a million": func(w *windows) { w.kept["konto"] = "1:a:1000000:00" },
	} {
		w := &windows{kept: map[string]string{}}
		if err := secret.SetLong(t.Context(), w, "konto", secret.New(strings.Repeat("x", 3000))); err != nil {
			t.Fatal(err)
		}
		damage(w)
		if s, err := secret.GetLong(t.Context(), w, "konto"); !errors.Is(err, secret.ErrNotFound) {
			t.Errorf("%s: %d bytes, %v", name, len(s.Reveal()), err)
		}
	}
}
