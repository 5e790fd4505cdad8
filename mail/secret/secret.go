// Package secret holds passwords for the short time they are needed, and knows
// where they are kept: the system's keyring, the environment, standard input.
// Nothing in it writes a secret to a file, a log or the screen.
//
// It must not know accounts, servers or the database.
package secret

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// Env is the environment variable that may hold the password.
const Env = "KARTOTEKA_PASSWORD"

// maxLength is more than any provider allows; a longer line is a mistake.
const maxLength = 4096

const hidden = "•••"

// Secret is a password. However it is printed, it prints as three dots.
type Secret struct {
	// A pointer, because fmt does not call methods on unexported fields of
	// other structs: it would print a plain string field there as it is.
	value *string
}

// New makes a Secret.
func New(s string) Secret { return Secret{value: &s} }

// Reveal returns the password, for the one call that needs it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// Empty reports whether there is no password.
func (s Secret) Empty() bool { return s.value == nil || *s.value == "" }

// String hides the password.
func (Secret) String() string { return hidden }

// GoString hides the password.
func (Secret) GoString() string { return hidden }

// Format hides the password under every verb.
func (Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, hidden) } // fmt's State cannot fail

// MarshalText hides the password in JSON and in logs.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// FromEnv returns the password of the environment, if there is one.
func FromEnv() (Secret, bool) {
	s, ok := os.LookupEnv(Env)
	if !ok || s == "" {
		return Secret{}, false
	}
	return New(s), true
}

// ErrTooLong is a first line that cannot be a password.
var ErrTooLong = errors.New("the first line is too long for a password")

// FromReader returns the first line without its line end. An empty line is
// an empty Secret.
func FromReader(r io.Reader) (Secret, error) {
	b := bufio.NewReader(io.LimitReader(r, maxLength+2))
	line, err := b.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return Secret{}, fmt.Errorf("read the password: %w", err)
	}
	line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
	if len(line) > maxLength {
		return Secret{}, ErrTooLong
	}
	return New(line), nil
}
