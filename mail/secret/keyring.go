package secret

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"
)

// Vault keeps passwords by account name.
type Vault interface {
	// Get returns the password, or ErrNotFound.
	Get(ctx context.Context, account string) (Secret, error)
	// Set keeps the password, replacing an older one.
	Set(ctx context.Context, account string, s Secret) error
	// Delete forgets the password; one that is not there is no error.
	Delete(ctx context.Context, account string) error
}

var (
	// ErrNotFound says that the vault works and holds nothing under this name.
	ErrNotFound = errors.New("no password kept for this account")
	// ErrNoKeyring says that this system has no keyring that answers.
	ErrNoKeyring = errors.New("no keyring here")
)

// service is the name under which the keyring lists our passwords.
const service = "Kartoteka"

// keyringTimeout bounds a keyring that asks somewhere unseen, or never answers.
const keyringTimeout = 5 * time.Second

// Keyring is the system's keyring: Secret Service, Keychain or Credential Manager.
type Keyring struct {
	// Timeout is how long an answer is awaited; zero means five seconds.
	Timeout time.Duration
}

var _ Vault = Keyring{}

// Get returns the password kept for the account.
func (k Keyring) Get(ctx context.Context, account string) (Secret, error) {
	return k.ask(ctx, func() (Secret, error) {
		s, err := keyring.Get(service, account)
		return New(s), err
	})
}

// Set keeps the password.
func (k Keyring) Set(ctx context.Context, account string, s Secret) error {
	_, err := k.ask(ctx, func() (Secret, error) {
		return Secret{}, keyring.Set(service, account, s.Reveal())
	})
	return err
}

// Delete forgets the password.
func (k Keyring) Delete(ctx context.Context, account string) error {
	_, err := k.ask(ctx, func() (Secret, error) {
		return Secret{}, keyring.Delete(service, account)
	})
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// ask calls the keyring in a goroutine of its own, because the call takes no
// context; one that never answers keeps that goroutine and nothing else.
func (k Keyring) ask(ctx context.Context, f func() (Secret, error)) (Secret, error) {
	type answer struct {
		s   Secret
		err error
	}
	limit := k.Timeout
	if limit == 0 {
		limit = keyringTimeout
	}
	done := make(chan answer, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- answer{err: fmt.Errorf("keyring panicked: %v", v)}
			}
		}()
		s, err := f()
		done <- answer{s, err}
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case a := <-done:
		return named(a.s, a.err)
	case <-timer.C:
		return Secret{}, fmt.Errorf("%w: it did not answer in %s", ErrNoKeyring, limit)
	case <-ctx.Done():
		return Secret{}, ctx.Err()
	}
}

// named turns the library's errors into ours. Whatever is not "not found" or
// "too long" means that the keyring can't be used.
func named(s Secret, err error) (Secret, error) {
	switch {
	case err == nil:
		return s, nil
	case errors.Is(err, keyring.ErrNotFound):
		return Secret{}, ErrNotFound
	case errors.Is(err, keyring.ErrSetDataTooBig):
		return Secret{}, ErrTooLong
	}
	return Secret{}, fmt.Errorf("%w: %w", ErrNoKeyring, err)
}
