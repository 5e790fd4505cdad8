package secret

import (
	"errors"
	"testing"
	"time"
)

func TestKeyringThatNeverAnswers(t *testing.T) {
	release := make(chan struct{})
	defer close(release)
	_, err := Keyring{Timeout: 10 * time.Millisecond}.ask(t.Context(), func() (Secret, error) {
		<-release
		return Secret{}, nil
	})
	if !errors.Is(err, ErrNoKeyring) {
		t.Errorf("got %v", err)
	}
}

func TestKeyringThatPanics(t *testing.T) {
	_, err := Keyring{}.ask(t.Context(), func() (Secret, error) { panic("no bus") })
	if !errors.Is(err, ErrNoKeyring) {
		t.Errorf("got %v", err)
	}
}
