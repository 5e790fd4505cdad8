package datatest

import (
	"errors"
	"testing"

	"kartoteka/data"
)

// Must fails the test on an error.
func Must[T any](v T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// Refused fails the test unless err has the code and the key.
func Refused(t testing.TB, err error, want data.Code, key string) *data.Error {
	t.Helper()
	var e *data.Error
	if !errors.As(err, &e) || e.Code != want || e.Key != key {
		t.Fatalf("error is %v, want %s %s", err, want, key)
	}
	return e
}
